import type { FieldPath } from "@addendum/event-fields";
import type { ReadCollector } from "../reads.ts";
import type { Call, Expression, Name, Query } from "../syntax/tree.ts";
import { applyFunction, lambdaParameters } from "./apply-function.ts";
import * as functions from "./functions.ts";
import { jsonPath, readJson } from "./json-path.ts";
import { columnsNamed, type Relation, Scope } from "./scope.ts";
import {
  consume,
  either,
  fieldsOf,
  folded,
  itemsOf,
  member,
  nothing,
  type OutputColumn,
  reference,
  type Value,
} from "./value.ts";

/** The tables that WITH names, by their folded names. */
export type CommonTables = ReadonlyMap<string, readonly OutputColumn[]>;

/** Finds what the names in expressions lead to. */
export abstract class ExpressionResolver {
  protected readonly reads: ReadCollector;

  constructor(reads: ReadCollector) {
    this.reads = reads;
  }

  /** What a query gives. Its names are looked up in its own FROM, then in `outer`. */
  protected abstract resolveQuery(
    query: Query,
    outer: Scope | undefined,
    tables: CommonTables,
  ): readonly OutputColumn[];

  /** Resolves an expression whose value goes where its fields are not followed. */
  protected use(expression: Expression, scope: Scope, tables: CommonTables): void {
    consume(this.resolve(expression, scope, tables), this.reads);
  }

  protected useAll(expressions: readonly Expression[], scope: Scope, tables: CommonTables): void {
    for (const expression of expressions) this.use(expression, scope, tables);
  }

  protected resolve(expression: Expression, scope: Scope, tables: CommonTables): Value {
    switch (expression.kind) {
      case "literal":
      case "hole":
        return nothing;
      case "names":
        return this.resolveNames(expression.names, scope);
      case "star": {
        for (const { value } of this.expandStar(expression, scope, tables))
          consume(value, this.reads, "star");
        return nothing;
      }
      case "member": {
        const of = this.resolve(expression.of, scope, tables);
        if (expression.name.text !== "*" || expression.name.isQuoted)
          return this.member(of, expression.name.text, expression.name.start);
        consume(of, this.reads);
        return nothing;
      }
      case "index":
        return this.resolveIndex(expression, scope, tables);
      case "call":
        return this.resolveCall(expression, scope, tables);
      case "lambda":
        return this.resolveLambda(expression, [], scope, tables);
      case "subquery": {
        const [first] = this.resolveQuery(expression.query, scope, tables).map(({ value, isStarred }) => {
          if (isStarred && !expression.isExists) consume(value, this.reads, "star");
          return value;
        });
        return expression.isExists ? nothing : (first ?? nothing);
      }
      case "cast":
        this.use(expression.of, scope, tables);
        return nothing;
      case "nullTest":
        this.resolve(expression.of, scope, tables);
        return nothing;
      case "struct":
        return {
          places: [],
          fields: new Map(
            expression.fields.map(({ name, value }) => [folded(name), this.resolve(value, scope, tables)]),
          ),
        };
      case "case":
        this.useAll(expression.tests, scope, tables);
        return either(expression.values.map((value) => this.resolve(value, scope, tables)));
      case "operation":
        return this.resolveOperation(expression, scope, tables);
      case "list": {
        const items = expression.items.map((item) => this.resolve(item, scope, tables));
        if (expression.isArray) return { places: [], items: either(items) };
        for (const item of items) consume(item, this.reads);
        return nothing;
      }
      default:
        return expression satisfies never;
    }
  }

  private member(value: Value, name: string, offset: number): Value {
    return member(value, name, this.reads, offset);
  }

  /** What a dotted name means: a column, a table's column, or a field of a struct, from the innermost query outwards. */
  private resolveNames(names: readonly Name[], scope: Scope): Value {
    const parts = names.map(({ text }) => text);
    const [first] = parts as [string, ...string[]];
    const start = (names[0] as Name).start;
    if (names.some(({ isHole }) => isHole)) {
      this.mayReadNamed(names, scope);
      return nothing;
    }
    const rest = (value: Value, from: number): Value =>
      parts
        .slice(from)
        .reduce(
          (holder, part, index) => this.member(holder, part, (names[from + index] as Name).start),
          value,
        );
    let missing: { readonly relation: Relation; readonly index: number } | undefined;
    let isUncertain = false;
    for (let level: Scope | undefined = scope; level !== undefined; level = level.outer) {
      const parameter = level.parameters.get(folded(first));
      if (parameter !== undefined) return rest(parameter, 1);
      const alias = level.aliases.get(folded(first));
      if (alias !== undefined && level.prefersAliases) return rest(alias, 1);
      for (let index = 1; index < parts.length; index += 1) {
        for (const relation of level.named(parts.slice(0, index))) {
          const found = columnsNamed(relation, parts[index] as string);
          if (found.length > 0) return rest(this.found(either(found), isUncertain), index + 1);
          missing ??= { relation, index };
        }
      }
      const shared = level.shared.get(folded(first));
      if (shared !== undefined) return rest(this.found(shared, isUncertain), 1);
      const columns = level.relations.flatMap((relation) => columnsNamed(relation, first));
      if (columns.length > 0) return rest(this.found(either(columns), isUncertain), 1);
      if (alias !== undefined) return rest(alias, 1);
      if (missing !== undefined) break;
      const rows = level.named([first]);
      if (parts.length === 1 && rows.length > 0) {
        for (const { columns: all } of rows) for (const { value } of all) consume(value, this.reads, "star");
        return nothing;
      }
      if (level.isOpen) isUncertain = true;
    }
    if (missing !== undefined) {
      const { relation, index } = missing;
      if (!relation.isOpen)
        this.reads.addUndeclared({ table: relation.table, path: parts.slice(index), offset: start });
    } else if (!isUncertain) this.addUndeclared(parts, scope, start);
    return nothing;
  }

  /** A name of which a part is filled in later: it may be every column that one of its other parts names. */
  private mayReadNamed(names: readonly Name[], scope: Scope): void {
    const parts = names.filter(({ isHole }) => !isHole).map(({ text }) => text);
    for (let level: Scope | undefined = scope; level !== undefined; level = level.outer) {
      for (const relation of level.relations) {
        const isNamed = parts.length === 0 || level.named([parts[0] as string]).includes(relation);
        const found =
          isNamed && (names.at(-1) as Name).isHole ? relation.columns.map(({ value }) => value) : [];
        for (const value of [...found, ...parts.flatMap((part) => columnsNamed(relation, part))])
          consume(value, this.reads, "unresolved");
      }
    }
  }

  private found(value: Value, isUncertain: boolean): Value {
    if (!isUncertain) return reference(value, this.reads);
    consume(value, this.reads, "unresolved");
    return value;
  }

  private addUndeclared(path: FieldPath, scope: Scope, offset: number): void {
    let level: Scope | undefined = scope;
    while (level !== undefined && level.relations.length === 0) level = level.outer;
    if (level === undefined) return;
    const pattern = path.length === 1 && /[()*+?|]/.test(path[0] as string);
    if (pattern) {
      // Hive: a name in backquotes may be a pattern for names.
      for (const { columns } of level.relations)
        for (const { value } of columns) consume(value, this.reads, "by name");
      return;
    }
    const [only, ...more] = level.relations;
    this.reads.addUndeclared({ table: more.length === 0 ? only?.table : undefined, path, offset });
  }

  /** The columns that a star stands for. */
  protected expandStar(
    star: Expression & { readonly kind: "star" },
    scope: Scope,
    tables: CommonTables,
  ): readonly OutputColumn[] {
    this.useAll(star.others, scope, tables);
    const except = new Set(star.except.map(folded));
    const names = star.qualifier.map(({ text }) => text);
    let columns: readonly OutputColumn[];
    if (names.length === 0) columns = scope.relations.flatMap((relation) => relation.columns);
    else {
      let level: Scope | undefined = scope;
      while (level !== undefined && level.named(names).length === 0) level = level.outer;
      const relations = level?.named(names) ?? [];
      columns =
        relations.length > 0
          ? relations.flatMap((relation) => relation.columns)
          : fieldsOf(this.resolveNames(star.qualifier, scope));
    }
    return columns.filter(({ name }) => !except.has(name)).map((column) => ({ ...column, isStarred: true }));
  }

  private resolveIndex(
    { of, indexes, isSlice }: Expression & { readonly kind: "index" },
    scope: Scope,
    tables: CommonTables,
  ): Value {
    const value = this.resolve(of, scope, tables);
    this.useAll(indexes, scope, tables);
    if (isSlice) return value;
    const [index] = indexes;
    const isStruct = value.fields !== undefined || value.places.some(({ type }) => type.kind === "struct");
    if (isStruct && index?.kind === "literal" && index.type === "text")
      return this.member(value, index.text, index.start);
    if (value.places.some(({ type }) => type.kind === "json") && index?.kind === "literal")
      readJson(value, index.type === "text" ? [index.text] : ["*"], this.reads);
    if (isStruct && index?.kind !== "literal") consume(value, this.reads);
    return itemsOf(value);
  }

  private resolveOperation(
    { operands, operators }: Expression & { readonly kind: "operation" },
    scope: Scope,
    tables: CommonTables,
  ): Value {
    const values = operands.map((operand) => this.resolve(operand, scope, tables));
    // Arrows take from JSON what the text after them names; `j -> 'a' -> 'b'` continues.
    let path: FieldPath = [];
    let base: Value | undefined;
    const end = () => {
      if (base !== undefined) readJson(base, path, this.reads);
      base = undefined;
      path = [];
    };
    for (const [index, value] of values.entries()) {
      const operand = operands[index] as Expression;
      const isArrow = (at: number) => operators[at] === "->" || operators[at] === "->>";
      if (index > 0 && isArrow(index - 1) && base !== undefined) {
        path = [...path, ...(operand.kind === "literal" ? jsonPath(operand.text) : [])];
        continue;
      }
      end();
      if (isArrow(index)) base = value;
      else consume(value, this.reads);
    }
    end();
    return nothing;
  }

  private resolveLambda(
    { parameters, body }: Expression & { readonly kind: "lambda" },
    values: readonly Value[],
    scope: Scope,
    tables: CommonTables,
  ): Value {
    const inner = new Scope(scope);
    for (const [index, name] of parameters.entries())
      inner.parameters.set(folded(name), values[index] ?? nothing);
    return this.resolve(body, inner, tables);
  }

  private resolveCall(call: Call, scope: Scope, tables: CommonTables): Value {
    this.useAll([...call.others, ...call.orderBy], scope, tables);
    const method = this.resolveMethod(call, scope);
    const before = method === undefined ? [] : [method];
    const { name } = call;
    if (name === "columns") {
      for (const { columns } of scope.relations)
        for (const { value } of columns) consume(value, this.reads, "by name");
      return nothing;
    }
    const expressions = call.args.map(({ value }) => value);
    const isLambda = expressions.map(({ kind }) => kind === "lambda");
    const values: Value[] = [...before];
    const lambdas: Value[] = [];
    for (const [index, expression] of expressions.entries()) {
      if (expression.kind === "star" && functions.looksFromOutside.has(name)) continue;
      if (expression.kind === "lambda") {
        const given = lambdaParameters(name, values, expression.parameters.length);
        lambdas.push(this.resolveLambda(expression, given, scope, tables));
      } else if (isLambda[index] === false) values.push(this.resolve(expression, scope, tables));
    }
    return applyFunction(call, values, lambdas, this.reads);
  }

  /** DuckDB: `column.function(…)` */
  private resolveMethod({ qualifier }: Call, scope: Scope): Value | undefined {
    const [first] = qualifier;
    if (first === undefined) return undefined;
    const isColumn = scope.relations.some(
      (relation) => columnsNamed(relation, first.text).length > 0 || scope.named([first.text]).length > 0,
    );
    return isColumn ? this.resolveNames(qualifier, scope) : undefined;
  }
}
