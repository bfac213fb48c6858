import type { Dialect } from "../dialect.ts";
import { ReadCollector, type FieldReads, type TableColumns } from "../reads.ts";
import type { Body, Call, Name, Query, Select, Source, Statement } from "../syntax/tree.ts";
import { type CommonTables, ExpressionResolver } from "./expression-resolver.ts";
import { type Relation, Scope } from "./scope.ts";
import {
  columnValue,
  consume,
  either,
  fieldsOf,
  folded,
  isMap,
  itemsOf,
  nothing,
  type OutputColumn,
  reference,
  type Value,
} from "./value.ts";

/** The fields that the statements of a script read. */
export function resolveScript(
  statements: readonly Statement[],
  dialect: Dialect,
  tables: readonly TableColumns[],
): FieldReads {
  const reads = new ReadCollector(tables);
  const resolver = new QueryResolver(reads, dialect, tables);
  for (const statement of statements)
    if (statement.kind === "query") resolver.resolveStatement(statement.query);
  return reads.result();
}

class QueryResolver extends ExpressionResolver {
  private readonly dialect: Dialect;
  private readonly known: readonly TableColumns[];

  constructor(reads: ReadCollector, dialect: Dialect, known: readonly TableColumns[]) {
    super(reads);
    this.dialect = dialect;
    this.known = known;
  }

  /** Everything that the statement gives goes to people, or into another table. */
  resolveStatement(query: Query): void {
    for (const { value, isStarred } of this.resolveQuery(query, undefined, new Map()))
      consume(value, this.reads, isStarred ? "star" : "whole struct");
  }

  protected resolveQuery(
    query: Query,
    outer: Scope | undefined,
    given: CommonTables,
  ): readonly OutputColumn[] {
    const tables = new Map(given);
    for (const { name, columns, query: inner } of query.tables) {
      if (query.isRecursive && inner.body.kind === "set") {
        const { outputs: first } = this.resolveBody(inner.body.left, outer, tables);
        tables.set(folded(name), renamed(first, columns));
      }
      tables.set(folded(name), renamed(this.resolveQuery(inner, outer, tables), columns));
    }
    const { outputs, scope } = this.resolveBody(query.body, outer, tables);
    this.useAll(query.orderBy, scope.inside(true), tables);
    this.useAll(query.others, new Scope(outer), tables);
    return outputs;
  }

  /** What a body gives, and where the names of its ORDER BY are looked up. */
  private resolveBody(
    body: Body,
    outer: Scope | undefined,
    tables: CommonTables,
  ): { readonly outputs: readonly OutputColumn[]; readonly scope: Scope } {
    const alone = (outputs: readonly OutputColumn[]) => {
      const scope = new Scope(outer);
      scope.relations.push(derived([], outputs));
      return { outputs, scope };
    };
    switch (body.kind) {
      case "select":
        return this.resolveSelect(body, outer, tables);
      case "query":
        return alone(this.resolveQuery(body, outer, tables));
      case "table": {
        const scope = new Scope(outer);
        this.addSource(body.source, scope, outer, tables);
        return alone(starred(scope.relations));
      }
      case "values": {
        const scope = new Scope(outer);
        this.useAll(body.rows, scope, tables);
        return alone([{ name: "", value: nothing, isStarred: false }]);
      }
      case "set": {
        const left = this.resolveBody(body.left, outer, tables).outputs;
        const right = this.resolveBody(body.right, outer, tables).outputs;
        return alone(body.isByName ? unitedByName(left, right) : united(left, right));
      }
      default:
        return body satisfies never;
    }
  }

  private resolveSelect(
    select: Select,
    outer: Scope | undefined,
    tables: CommonTables,
  ): { readonly outputs: readonly OutputColumn[]; readonly scope: Scope } {
    const scope = new Scope(outer);
    for (const source of select.from) this.addSource(source, scope, outer, tables);
    const outputs: OutputColumn[] = [];
    for (const { value: expression, alias } of select.items) {
      if (expression.kind === "star") {
        outputs.push(...this.expandStar(expression, scope, tables));
        continue;
      }
      if (this.dialect === "trino" && expression.kind === "member" && expression.name.text === "*") {
        outputs.push(...fieldsOf(this.resolve(expression.of, scope, tables)));
        continue;
      }
      if (select.transformed !== undefined && expression.kind === "call") {
        this.useAll(
          expression.args.map((argument) => argument.value),
          scope,
          tables,
        );
        continue;
      }
      const value = this.resolve(expression, scope, tables);
      const name = folded(alias ?? nameOf(expression));
      outputs.push({ name, value, isStarred: false });
      if (alias !== undefined) scope.aliases.set(name, value);
    }
    this.useAll(select.where, scope, tables);
    this.useAll(select.clauses, scope, tables);
    if (select.transformed === undefined) return { outputs, scope };
    for (const { value, isStarred } of outputs)
      consume(value, this.reads, isStarred ? "star" : "whole struct");
    const names = select.transformed.length > 0 ? select.transformed : ["key", "value"];
    return {
      outputs: names.map((name) => ({ name: folded(name), value: nothing, isStarred: false })),
      scope,
    };
  }

  /** @param outer what a subquery sees that is not LATERAL */
  private addSource(source: Source, scope: Scope, outer: Scope | undefined, tables: CommonTables): void {
    switch (source.kind) {
      case "table":
        scope.relations.push(this.tableRelation(source.names, source.alias, source.columns, tables));
        return;
      case "subquery": {
        const outputs = this.resolveQuery(source.query, source.isLateral ? scope : outer, tables);
        scope.relations.push(
          derived(source.alias === undefined ? [] : [source.alias], renamed(outputs, source.columns)),
        );
        return;
      }
      case "rows": {
        const { columns, isOpen } = this.rowsOf(source, scope, tables);
        const qualifier = source.alias ?? (source.style === "lateral view" ? undefined : source.call.name);
        scope.relations.push({
          ...derived(qualifier === undefined ? [] : [qualifier], renamed(columns, source.columns)),
          isOpen,
        });
        return;
      }
      case "join": {
        this.addSource(source.left, scope, outer, tables);
        const before = scope.relations.length;
        this.addSource(source.right, scope, outer, tables);
        const [left, right] = [scope.relations.slice(0, before), scope.relations.slice(before)];
        const columns = (relations: readonly Relation[], name: string) =>
          relations.flatMap((relation) => relation.columns).filter((column) => column.name === name);
        for (const name of source.using.map(folded)) {
          const both = [...columns(left, name), ...columns(right, name)].map(({ value }) => value);
          scope.shared.set(name, reference(either([scope.shared.get(name) ?? nothing, ...both]), this.reads));
        }
        if (source.isNatural) {
          for (const column of left.flatMap((relation) => relation.columns)) {
            const others = columns(right, column.name);
            if (others.length === 0) continue;
            const both = either([column.value, ...others.map(({ value }) => value)]);
            consume(both, this.reads, "by name");
            scope.shared.set(column.name, both);
          }
        }
        this.useAll(source.on, scope, tables);
        return;
      }
      case "opaque": {
        const inner = new Scope(outer);
        this.addSource(source.of, inner, outer, tables);
        const columns = starred(inner.relations);
        for (const { value } of columns) consume(value, this.reads, "unresolved");
        scope.relations.push({
          ...derived(source.alias === undefined ? [] : [source.alias], columns),
          isOpen: true,
        });
        return;
      }
      default:
        source satisfies never;
    }
  }

  private tableRelation(
    names: readonly Name[],
    alias: string | undefined,
    columns: readonly string[],
    tables: CommonTables,
  ): Relation {
    const parts = names.map(({ text }) => folded(text));
    const [only] = parts as [string];
    const common = names.length === 1 ? tables.get(only) : undefined;
    const qualifier = alias === undefined ? parts : [folded(alias)];
    if (common !== undefined) return derived(qualifier, renamed(common, columns));
    const table = this.findTable(names);
    if (table === undefined) {
      this.reads.addUnknownTable(names.map(({ text }) => text).join("."));
      return { qualifier, columns: [], isOpen: true };
    }
    const outputs = table.columns.map((column) => ({
      name: folded(column.name),
      value: columnValue(table.name, column),
      isStarred: true,
    }));
    return { qualifier, columns: renamed(outputs, columns), isOpen: false, table: table.name };
  }

  /** The table whose name ends as the query says, or which the query names with more before it. */
  private findTable(names: readonly Name[]): TableColumns | undefined {
    const matches = this.known.filter((table) => {
      const own = table.name.split(".").map(folded).reverse();
      const asked = names.toReversed();
      return asked.every(({ text, isHole }, index) => {
        const part = own[index];
        if (part === undefined) return true;
        return isHole ? index > 0 : part === folded(text);
      });
    });
    return matches.sort((a, b) => b.name.split(".").length - a.name.split(".").length)[0];
  }

  /** What a function gives in FROM. */
  private rowsOf(
    source: Source & { readonly kind: "rows" },
    scope: Scope,
    tables: CommonTables,
  ): { readonly columns: readonly OutputColumn[]; readonly isOpen: boolean } {
    const { call, hasOrdinality } = source;
    const column = (name: string, value: Value): OutputColumn => ({ name, value, isStarred: true });
    const args = () => call.args.map(({ value }) => this.resolve(value, scope, tables));
    const entries = (value: Value, name: string): readonly OutputColumn[] =>
      isMap(value)
        ? [column("key", nothing), column("value", itemsOf(value))]
        : [column(name, itemsOf(value))];
    switch (call.name.replace(/_outer$/, "")) {
      case "explode":
        return { columns: args().flatMap((value) => entries(value, "col")), isOpen: false };
      case "posexplode":
        return {
          columns: [column("pos", nothing), ...args().flatMap((value) => entries(value, "col"))],
          isOpen: false,
        };
      case "inline":
        return { columns: args().flatMap((value) => fieldsOf(itemsOf(value))), isOpen: false };
      case "unnest": {
        const columns = args().flatMap((value) => this.unnested(value, entries));
        return { columns: [...columns, ...(hasOrdinality ? [column("", nothing)] : [])], isOpen: false };
      }
      default: {
        consume(this.resolve(call as Call, scope, tables), this.reads);
        const names = source.columns.map((name) => column(folded(name), nothing));
        return { columns: names, isOpen: names.length === 0 };
      }
    }
  }

  /** Trino makes a column of each field of a row. */
  private unnested(
    value: Value,
    entries: (value: Value, name: string) => readonly OutputColumn[],
  ): readonly OutputColumn[] {
    const items = itemsOf(value);
    if (this.dialect === "trino" && !isMap(value)) {
      const fields = fieldsOf(items);
      if (fields.length > 0) return fields;
    }
    return entries(value, "unnest");
  }
}

function derived(qualifier: readonly string[], columns: readonly OutputColumn[]): Relation {
  return { qualifier: qualifier.map(folded), columns, isOpen: columns.some(({ name }) => name === "") };
}

function starred(relations: readonly Relation[]): readonly OutputColumn[] {
  return relations.flatMap(({ columns }) => columns).map((column) => ({ ...column, isStarred: true }));
}

function renamed(columns: readonly OutputColumn[], names: readonly string[]): readonly OutputColumn[] {
  if (names.length === 0) return columns;
  const found = columns.map((column, index) => {
    const name = names[index];
    return name === undefined ? column : { ...column, name: folded(name) };
  });
  const more = names.slice(columns.length);
  return [...found, ...more.map((name) => ({ name: folded(name), value: nothing, isStarred: false }))];
}

function united(left: readonly OutputColumn[], right: readonly OutputColumn[]): readonly OutputColumn[] {
  return left.map((column, index) => {
    const other = right[index];
    if (other === undefined) return column;
    return {
      ...column,
      value: either([column.value, other.value]),
      isStarred: column.isStarred || other.isStarred,
    };
  });
}

function unitedByName(
  left: readonly OutputColumn[],
  right: readonly OutputColumn[],
): readonly OutputColumn[] {
  const merged = left.map((column) => {
    const other = right.find(({ name }) => name === column.name);
    return other === undefined ? column : { ...column, value: either([column.value, other.value]) };
  });
  return [...merged, ...right.filter(({ name }) => !left.some((column) => column.name === name))];
}

/** The name that a column has without an alias; empty where the engine makes one. */
function nameOf(expression: Select["items"][number]["value"]): string {
  if (expression.kind === "names") return (expression.names.at(-1) as Name).text;
  return expression.kind === "member" ? expression.name.text : "";
}
