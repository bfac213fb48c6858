import type { Column, ColumnType } from "@addendum/event-fields";
import type { Dialect } from "../src/dialect.ts";
import type { TableColumns } from "../src/reads.ts";

/** What the random schemas and queries of a family use, and the dialects that have it. */
export interface Family {
  readonly name: string;
  readonly dialects: readonly Dialect[];
  readonly isNested: boolean;
  readonly hasLambdas: boolean;
}

export const families: readonly Family[] = [
  {
    name: "flat",
    dialects: ["duckdb", "hive", "spark", "trino", "mariadb"],
    isNested: false,
    hasLambdas: false,
  },
  { name: "nested", dialects: ["duckdb", "hive", "spark", "trino"], isNested: true, hasLambdas: false },
  { name: "with lambdas", dialects: ["duckdb", "spark", "trino"], isNested: true, hasLambdas: true },
];

export interface RandomQuery {
  readonly tables: readonly TableColumns[];
  readonly sql: Readonly<Partial<Record<Dialect, string>>>;
}

/** Source: Mulberry32, by Tommy Ettinger; public domain. */
export function randomSource(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A text in each dialect. */
type Text = (dialect: Dialect) => string;

interface Output {
  readonly name: string;
  readonly type: ColumnType;
}

/** What FROM brings; a column of it as each dialect writes it. */
interface Relation {
  readonly alias: string;
  readonly columns: readonly Output[];
  /** Of Trino's UNNEST, which makes a column of each field: how the one column's field is written. */
  readonly isUnnested: boolean;
}

// Not “user”: DuckDB binds a name that no column has to its function, so that a read of it is not seen.
const names = [
  "wiki",
  "Day",
  "value",
  "key",
  "name",
  "meta",
  "items",
  "type",
  "page_id",
  "x",
  "dt",
  "order",
  "stream",
];

/** A schema, and a query that DuckDB binds to it; the same query in each dialect of the family. */
export function randomQuery(seed: number, family: Family): RandomQuery {
  const maker = new Maker(randomSource(seed), family);
  const tables = maker.tables();
  const query = maker.query(tables, 2, []);
  return {
    tables,
    sql: Object.fromEntries(family.dialects.map((dialect) => [dialect, query.text(dialect)])),
  };
}

class Maker {
  private readonly random: () => number;
  private readonly family: Family;
  private count = 0;

  constructor(random: () => number, family: Family) {
    this.random = random;
    this.family = family;
  }

  private chance(probability: number): boolean {
    return this.random() < probability;
  }

  private pick<Item>(list: readonly Item[]): Item {
    return list[Math.floor(this.random() * list.length)] as Item;
  }

  private some<Item>(list: readonly Item[], most: number): Item[] {
    const left = [...list];
    const taken: Item[] = [];
    const count = 1 + Math.floor(this.random() * most);
    while (taken.length < count && left.length > 0)
      taken.push(...left.splice(Math.floor(this.random() * left.length), 1));
    return taken;
  }

  private alias(prefix: string): string {
    this.count += 1;
    return `${prefix}${this.count}`;
  }

  tables(): readonly TableColumns[] {
    return ["event.first", "event.second", "third"].map((name) => ({ name, columns: this.columns(2, 7) }));
  }

  private columns(depth: number, most: number): Column[] {
    return this.some(names, most).map((name) => ({
      name: depth === 2 ? name.toLowerCase() : name,
      type: this.type(depth),
    }));
  }

  private type(depth: number): ColumnType {
    if (!this.family.isNested || depth === 0 || this.chance(0.5))
      return { kind: this.chance(0.5) ? "string" : "integer" };
    const kind = this.pick(["struct", "struct", "list", "map"] as const);
    if (kind === "struct") return { kind, fields: this.columns(depth - 1, 3) };
    const inner: ColumnType = this.chance(0.6)
      ? { kind: "struct", fields: this.columns(depth - 1, 3) }
      : { kind: "string" };
    return kind === "list" ? { kind, items: inner } : { kind, values: inner };
  }

  /** @param around what is outside of a correlated subquery */
  query(
    tables: readonly TableColumns[],
    depth: number,
    around: readonly Relation[],
  ): { readonly text: Text; readonly outputs: readonly Output[] } {
    const common: { readonly name: string; readonly text: Text; readonly outputs: readonly Output[] }[] = [];
    if (depth === 2 && this.chance(0.4)) {
      const inner = this.query(tables, 1, []);
      common.push({ name: this.alias("c"), ...inner });
    }
    if (depth > 0 && this.chance(0.12)) return this.union(tables, depth);
    const body = this.select(tables, common, depth, around);
    const text: Text = (dialect) =>
      (common.length === 0
        ? ""
        : `WITH ${common.map(({ name, text: inner }) => `${name} AS (${inner(dialect)})`).join(", ")} `) +
      body.text(dialect);
    return { text, outputs: body.outputs };
  }

  private union(tables: readonly TableColumns[], depth: number) {
    const name = this.alias("u");
    const sides = [0, 1].map(() => {
      const { text, relations } = this.from(tables, [], 0);
      const value = this.scalar(relations, []);
      const side: Text = (dialect) =>
        `SELECT ${asText(value(dialect), dialect)} AS ${name} FROM ${text(dialect)}`;
      return side;
    });
    const [left, right] = sides as [Text, Text];
    const isOrdered = depth === 2 && this.chance(0.5);
    const text: Text = (dialect) =>
      `${left(dialect)} UNION ALL ${right(dialect)}${isOrdered ? ` ORDER BY ${name}` : ""}`;
    return { text, outputs: [{ name, type: { kind: "string" } as const }] };
  }

  private select(
    tables: readonly TableColumns[],
    common: readonly { readonly name: string; readonly outputs: readonly Output[] }[],
    depth: number,
    around: readonly Relation[],
  ): { readonly text: Text; readonly outputs: readonly Output[] } {
    const { text: from, relations } = this.from(tables, common, depth);
    const items: { readonly text: Text; readonly output: Output }[] = [];
    const groups: Text[] = [];
    const isGrouped = this.chance(0.3);
    if (!isGrouped && this.chance(0.15)) {
      const star = this.chance(0.5)
        ? undefined
        : this.pick(relations.filter(({ isUnnested }) => !isUnnested));
      const all = (star === undefined ? relations : [star]).flatMap(({ columns }) => columns);
      const lower = all.map(({ name }) => name.toLowerCase());
      if (
        new Set(lower).size === lower.length &&
        (star !== undefined || relations.every(({ isUnnested }) => !isUnnested))
      ) {
        const where = this.where(tables, relations, around, depth);
        const text: Text = (dialect) =>
          `SELECT ${star === undefined ? "*" : `${star.alias}.*`} FROM ${from(dialect)}${where(dialect)}`;
        return { text, outputs: all };
      }
    }
    const count = 1 + Math.floor(this.random() * 3);
    for (let index = 0; index < count; index += 1) {
      const alias = this.alias("o");
      const structs = this.structs(relations);
      if (!isGrouped && structs.length > 0 && this.chance(0.25)) {
        const { text, type } = this.pick(structs);
        items.push({ text: (dialect) => `${text(dialect)} AS ${alias}`, output: { name: alias, type } });
        continue;
      }
      const value = this.value(tables, relations, around, depth);
      if (isGrouped && this.chance(0.5)) {
        groups.push(value);
        items.push({
          text: (dialect) => `${value(dialect)} AS ${alias}`,
          output: { name: alias, type: { kind: "string" } },
        });
        continue;
      }
      const aggregated: Text = isGrouped ? (dialect) => `max(${value(dialect)})` : value;
      items.push({
        text: (dialect) => `${aggregated(dialect)} AS ${alias}`,
        output: { name: alias, type: { kind: "string" } },
      });
    }
    const where = this.where(tables, relations, around, depth);
    const having = isGrouped && this.chance(0.4) ? this.scalar(relations, around) : undefined;
    const isByPlace = this.chance(0.3);
    const places = items.flatMap(({ text }, index) =>
      groups.some((group) => text("duckdb").startsWith(`${group("duckdb")} AS `)) ? [index + 1] : [],
    );
    const order = depth === 2 && this.chance(0.4) ? this.pick(items).output.name : undefined;
    const canOrder =
      order !== undefined && items.find(({ output }) => output.name === order)?.output.type.kind === "string";
    const text: Text = (dialect) => {
      const by =
        isByPlace && dialect !== "hive"
          ? places.join(", ")
          : groups.map((group) => group(dialect)).join(", ");
      return (
        `SELECT ${items.map((item) => item.text(dialect)).join(", ")} FROM ${from(dialect)}${where(dialect)}` +
        (groups.length > 0 ? ` GROUP BY ${by}` : "") +
        (having === undefined ? "" : ` HAVING count(${having(dialect)}) > 1`) +
        (canOrder ? ` ORDER BY ${order} DESC` : "")
      );
    };
    return { text, outputs: items.map(({ output }) => output) };
  }

  private from(
    tables: readonly TableColumns[],
    common: readonly { readonly name: string; readonly outputs: readonly Output[] }[],
    depth: number,
  ): { readonly text: Text; readonly relations: readonly Relation[] } {
    // DuckDB does not bind what WITH names and nobody asks.
    const first = this.source(tables, common, depth, 1);
    const relations = [first.relation];
    let text = first.text;
    if (this.chance(0.4)) {
      const other = this.source(tables, common, depth);
      const before = text;
      const both = first.relation.columns.filter(({ name, type }) =>
        other.relation.columns.some(
          (column) =>
            column.name.toLowerCase() === name.toLowerCase() &&
            column.type.kind === type.kind &&
            !("fields" in type) &&
            !("items" in type) &&
            !("values" in type),
        ),
      );
      relations.push(other.relation);
      const shared = this.pick(both);
      if (shared !== undefined && this.chance(0.5)) {
        text = (dialect) =>
          `${before(dialect)} JOIN ${other.text(dialect)} USING (${quote(shared.name, dialect)})`;
      } else {
        const [left, right] = [this.scalar([first.relation], []), this.scalar([other.relation], [])];
        const word = this.pick(["JOIN", "LEFT JOIN", "INNER JOIN"]);
        text = (dialect) =>
          `${before(dialect)} ${word} ${other.text(dialect)} ON ${asText(left(dialect), dialect)} = ${asText(right(dialect), dialect)}`;
      }
    }
    const lists = this.places(relations, (type) => type.kind === "list");
    if (this.family.isNested && lists.length > 0 && this.chance(0.5)) {
      const { text: list, type } = this.pick(lists);
      const items = (type as ColumnType & { kind: "list" }).items;
      const alias = this.alias("e");
      const column = `${alias}x`;
      const before = text;
      const fields = items.kind === "struct" ? items.fields : [];
      relations.push({ alias, columns: [{ name: column, type: items }], isUnnested: true });
      text = (dialect) => {
        if (dialect === "duckdb")
          return `${before(dialect)}, UNNEST(${list(dialect)}) AS ${alias}(${column})`;
        if (dialect !== "trino")
          return `${before(dialect)} LATERAL VIEW explode(${list(dialect)}) ${alias} AS ${column}`;
        const given =
          fields.length > 0 ? fields.map(({ name }) => `${column}_${name.toLowerCase()}`) : [column];
        return `${before(dialect)} CROSS JOIN UNNEST(${list(dialect)}) AS ${alias}(${given.join(", ")})`;
      };
    }
    return { text, relations };
  }

  private source(
    tables: readonly TableColumns[],
    common: readonly { readonly name: string; readonly outputs: readonly Output[] }[],
    depth: number,
    likelihood = 0.5,
  ): { readonly text: Text; readonly relation: Relation } {
    const alias = this.alias("t");
    const as = this.pick([" AS ", " "]);
    const table = common.length > 0 && this.chance(likelihood) ? this.pick(common) : undefined;
    if (table !== undefined) {
      return {
        text: () => `${table.name}${as}${alias}`,
        relation: { alias, columns: table.outputs, isUnnested: false },
      };
    }
    if (depth > 0 && this.chance(0.3)) {
      const inner = this.query(tables, depth - 1, []);
      return {
        text: (dialect) => `(${inner.text(dialect)})${as}${alias}`,
        relation: { alias, columns: inner.outputs, isUnnested: false },
      };
    }
    const { name, columns } = this.pick(tables);
    const written = this.chance(0.5) ? name : (name.split(".").at(-1) as string);
    return { text: () => `${written}${as}${alias}`, relation: { alias, columns, isUnnested: false } };
  }

  private where(
    tables: readonly TableColumns[],
    relations: readonly Relation[],
    around: readonly Relation[],
    depth: number,
  ): Text {
    if (this.chance(0.4)) return () => "";
    const tests = [0, 1].slice(0, this.chance(0.3) ? 2 : 1).map((): Text => {
      const value = this.scalar(relations, around);
      const kind = this.pick(["compare", "like", "null", "in", "exists", "between", "case"] as const);
      if ((kind === "in" || kind === "exists") && depth > 0) {
        const { text: from, relations: own } = this.from(tables, [], 0);
        const inner = this.scalar(own, []);
        const here = this.scalar(own, []);
        if (kind === "in")
          return (dialect) =>
            `${asText(value(dialect), dialect)} IN (SELECT ${asText(inner(dialect), dialect)} FROM ${from(dialect)})`;
        const outer = this.scalar(
          relations.filter(({ isUnnested }) => !isUnnested),
          [],
        );
        const shown = this.pick(["1", "*"]);
        return (dialect) =>
          `EXISTS (SELECT ${shown} FROM ${from(dialect)} WHERE ${asText(here(dialect), dialect)} = ${asText(outer(dialect), dialect)})`;
      }
      if (kind === "between") {
        const other = this.scalar(relations, around);
        return (dialect) =>
          `${asText(value(dialect), dialect)} BETWEEN 'a' AND ${asText(other(dialect), dialect)}`;
      }
      if (kind === "case")
        return (dialect) => `CASE WHEN ${value(dialect)} IS NULL THEN 1 ELSE 2 END = 1 -- day, value\n`;
      if (kind === "null") return (dialect) => `NOT (${value(dialect)} IS NOT NULL)`;
      if (kind === "like") return (dialect) => `${asText(value(dialect), dialect)} LIKE 'meta.%'`;
      return (dialect) => `${asText(value(dialect), dialect)} <> 'wiki' /* items */`;
    });
    return (dialect) => ` WHERE ${tests.map((test) => test(dialect)).join(" AND ")}`;
  }

  /** An expression that is no struct. */
  private value(
    tables: readonly TableColumns[],
    relations: readonly Relation[],
    around: readonly Relation[],
    depth: number,
  ): Text {
    const value = this.scalar(relations, around);
    const lists = this.family.hasLambdas
      ? this.places(relations, (type) => type.kind === "list" && type.items.kind === "struct")
      : [];
    if (lists.length > 0 && this.chance(0.5)) {
      const { text: list, type } = this.pick(lists);
      const items = (type as ColumnType & { kind: "list" }).items;
      const name = this.pick(["one", "each", "item"]);
      const body = this.pick(this.steps(() => name, items));
      const [map, filter] = [this.chance(0.5), this.chance(0.5)];
      return (dialect) => {
        const written = filter
          ? `${{ duckdb: "list_filter", spark: "filter", trino: "filter" }[dialect as "duckdb"]}(${list(dialect)}, ${name} -> ${body.text(dialect)} IS NOT NULL)`
          : list(dialect);
        const mapped = map
          ? `${{ duckdb: "list_transform", spark: "transform", trino: "transform" }[dialect as "duckdb"]}(${written}, ${name} -> ${body.text(dialect)})`
          : written;
        return `${{ duckdb: "len", spark: "size", trino: "cardinality" }[dialect as "duckdb"]}(${mapped})`;
      };
    }
    const kind = this.pick(["plain", "plain", "coalesce", "case", "concat", "window", "subquery"] as const);
    const other = this.scalar(relations, around);
    if (kind === "coalesce")
      return (dialect) => `coalesce(${asText(value(dialect), dialect)}, ${asText(other(dialect), dialect)})`;
    if (kind === "case")
      return (dialect) =>
        `CASE WHEN ${value(dialect)} IS NULL THEN 'x' ELSE ${asText(other(dialect), dialect)} END`;
    if (kind === "concat")
      return (dialect) =>
        `concat(${asText(value(dialect), dialect)}, 'order', ${asText(other(dialect), dialect)})`;
    if (kind === "subquery" && depth > 0 && around.length === 0) {
      const { text: from, relations: own } = this.from(tables, [], 0);
      const inner = this.scalar(own, []);
      const here = this.scalar(own, []);
      const plain = relations.filter(({ isUnnested }) => !isUnnested);
      const outer = this.scalar(plain, []);
      return (dialect) =>
        `(SELECT max(${inner(dialect)}) FROM ${from(dialect)} WHERE ${asText(here(dialect), dialect)} = ${asText(outer(dialect), dialect)})`;
    }
    return value;
  }

  private scalar(relations: readonly Relation[], around: readonly Relation[]): Text {
    const found = this.places(
      [...relations, ...around],
      (type) => type.kind === "string" || type.kind === "integer",
    );
    if (found.length === 0) return () => "1";
    const { text } = this.pick(found);
    return text;
  }

  private structs(relations: readonly Relation[]) {
    return this.places(relations, (type) => type.kind === "struct").filter(({ isWhole }) => isWhole);
  }

  /** The places of relations that have a type, each as the dialects write it. */
  private places(
    relations: readonly Relation[],
    wanted: (type: ColumnType) => boolean,
  ): { readonly text: Text; readonly type: ColumnType; readonly isWhole: boolean }[] {
    return relations
      .flatMap((relation) =>
        relation.columns.flatMap((column) => {
          const isAlone =
            relations.filter((other) =>
              other.columns.some(({ name }) => name.toLowerCase() === column.name.toLowerCase()),
            ).length === 1;
          const isQualified = !isAlone || this.chance(0.5);
          const written =
            this.chance(0.3) && !reserved.has(column.name.toLowerCase())
              ? column.name.toUpperCase()
              : undefined;
          const base: Text = (dialect) =>
            `${isQualified ? `${relation.alias}.` : ""}${written ?? quote(column.name, dialect)}`;
          const { isUnnested } = relation;
          if (isUnnested && column.type.kind === "struct") {
            return column.type.fields.flatMap((field) => {
              const start: Text = (dialect) =>
                dialect === "trino"
                  ? `${relation.alias}.${column.name}_${field.name.toLowerCase()}`
                  : `${relation.alias}.${column.name}.${quote(field.name, dialect)}`;
              return this.steps(start, field.type).map((place) => ({ ...place, isWhole: false }));
            });
          }
          return this.steps(base, column.type).map((place) => ({ ...place, isWhole: true }));
        }),
      )
      .filter(({ type }) => wanted(type));
  }

  /** A value, and what can be taken from it. */
  private steps(text: Text, type: ColumnType): { readonly text: Text; readonly type: ColumnType }[] {
    const own = { text, type };
    if (type.kind === "struct") {
      return [
        own,
        ...type.fields.flatMap((field) =>
          this.steps((dialect) => `${text(dialect)}.${quote(field.name, dialect)}`, field.type),
        ),
      ];
    }
    if (type.kind === "list")
      return [
        own,
        ...this.steps(
          (dialect) => `${text(dialect)}[${dialect === "hive" || dialect === "spark" ? 0 : 1}]`,
          type.items,
        ),
      ];
    if (type.kind === "map") return [own, ...this.steps((dialect) => `${text(dialect)}['day']`, type.values)];
    return [own];
  }
}

const reserved = new Set(["order", "value", "key", "type", "day", "name"]);

function quote(name: string, dialect: Dialect): string {
  if (!reserved.has(name.toLowerCase())) return name;
  return dialect === "duckdb" || dialect === "trino" ? `"${name}"` : `\`${name}\``;
}

function asText(value: string, dialect: Dialect): string {
  const type =
    dialect === "mariadb" ? "char" : dialect === "hive" || dialect === "spark" ? "string" : "varchar";
  return `cast(${value} AS ${type})`;
}
