import { type Column, type ColumnType, mergeColumns, type Step } from "@addendum/event-fields";
import fc from "fast-check";
import { columnLists } from "../../event-fields/test/column-types.ts";
import type { Value } from "../src/engine.ts";

/** The columns of the versions of a schema, each holding all of the one before. */
export type Chain = readonly (readonly Column[])[];

/** A history that follows from a seed alone. */
export function randomChain(seed: number, steps = 4): Chain {
  const lists = fc.sample(columnLists, { seed, numRuns: steps });
  const chain: (readonly Column[])[] = [];
  for (const [index, list] of lists.entries()) {
    const names = new Map(list.map((column) => [column.name.toLowerCase(), column]));
    for (const partition of ["year", "month", "day", "hour"]) names.delete(partition);
    if (index === 0) names.set("id", { name: "id", type: { kind: "integer" } });
    chain.push(mergeColumns(chain.at(-1) ?? [], [...names.values()]).columns);
  }
  return chain;
}

/** As {@link randomChain}, but nothing is added inside of a column: what engines can follow that widen no struct. */
export function flatChain(seed: number, steps = 4): Chain {
  const flat: (readonly Column[])[] = [];
  for (const version of randomChain(seed, steps)) flat.push(withFirstTypes(flat.at(-1) ?? [], version));
  return flat;
}

/** What is there, and after it the columns that are new. */
export function withFirstTypes(present: readonly Column[], version: readonly Column[]): readonly Column[] {
  const names = new Set(present.map(({ name }) => name.toLowerCase()));
  return [...present, ...version.filter(({ name }) => !names.has(name.toLowerCase()))];
}

/** A place of a row that holds one simple value: in lists the first item, in maps the member `k`. */
export interface Leaf {
  readonly steps: readonly Step[];
  readonly kind: Exclude<ColumnType["kind"], "list" | "map" | "struct" | "other">;
}

export function leavesOf(columns: readonly Column[], within: readonly Step[] = []): Leaf[] {
  return columns.flatMap(({ name, type }) => leavesOfType(type, [...within, { kind: "field", name }]));
}

function leavesOfType(type: ColumnType, steps: readonly Step[]): Leaf[] {
  switch (type.kind) {
    case "struct":
      return leavesOf(type.fields, steps);
    case "list":
      return leavesOfType(type.items, [...steps, { kind: "items" }]);
    case "map":
      return leavesOfType(type.values, [...steps, { kind: "values" }]);
    case "other":
      return [];
    default:
      return [{ steps, kind: type.kind }];
  }
}

/** The same way, whoever asks. */
export function keyOf(steps: readonly Step[]): string {
  return steps.map((step) => (step.kind === "field" ? `.${step.name.toLowerCase()}` : step.kind)).join("");
}

/** What a leaf holds in a row: a text, a 64-bit integer, … that tell rows apart. */
export function leafValue(kind: Leaf["kind"], row: number): Value {
  switch (kind) {
    case "boolean":
      return row % 2 === 0;
    case "integer":
      return 9_007_199_254_740_993n + BigInt(row);
    case "number":
      return row + 0.5;
    case "json":
      return `{"row":${row}}`;
    default:
      return `row ${row} it's "é\\🙂"`;
  }
}

/** A value of a type as JSON writes it. */
export function jsonValue(type: ColumnType, row: number): Value {
  switch (type.kind) {
    case "struct":
      return Object.fromEntries(type.fields.map((field) => [field.name, jsonValue(field.type, row)]));
    case "list":
      return [jsonValue(type.items, row)];
    case "map":
      return { k: jsonValue(type.values, row) };
    case "other":
      return null;
    default:
      return leafValue(type.kind, row);
  }
}

/** A value as an expression of DuckDB's SQL. */
export function duckdbLiteral(type: ColumnType, row: number): string {
  switch (type.kind) {
    case "struct": {
      const fields = type.fields.map((field) => `"${field.name}" := ${duckdbLiteral(field.type, row)}`);
      return `struct_pack(${fields.join(", ")})`;
    }
    case "list":
      return `[${duckdbLiteral(type.items, row)}]`;
    case "map":
      return `map(['k'], [${duckdbLiteral(type.values, row)}])`;
    case "other":
      return "NULL";
    default:
      return simpleLiteral(leafValue(type.kind, row), type.kind);
  }
}

function simpleLiteral(value: Value, kind: Leaf["kind"]): string {
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  return kind === "number"
    ? `${String(value)}::DOUBLE`
    : `${String(value)}${kind === "integer" ? "::BIGINT" : ""}`;
}

/** A value as an expression of Spark's and Hive's SQL. */
export function sparkLiteral(type: ColumnType, row: number): string {
  switch (type.kind) {
    case "struct": {
      const fields = type.fields.map((field) => `'${field.name}', ${sparkLiteral(field.type, row)}`);
      return `named_struct(${fields.join(", ")})`;
    }
    case "list":
      return `array(${sparkLiteral(type.items, row)})`;
    case "map":
      return `map('k', ${sparkLiteral(type.values, row)})`;
    case "other":
      return "NULL";
    default: {
      const value = leafValue(type.kind, row);
      if (typeof value === "string") return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
      if (type.kind === "integer") return `${String(value)}L`;
      return type.kind === "number" ? `${String(value)}D` : String(value);
    }
  }
}

/** A value as an expression of Trino's SQL; its row types get their names by a cast around the whole. */
export function trinoLiteral(type: ColumnType, row: number): string {
  switch (type.kind) {
    case "struct":
      return `ROW(${type.fields.map((field) => trinoLiteral(field.type, row)).join(", ")})`;
    case "list":
      return `ARRAY[${trinoLiteral(type.items, row)}]`;
    case "map":
      return `MAP(ARRAY['k'], ARRAY[${trinoLiteral(type.values, row)}])`;
    case "other":
      return "NULL";
    default: {
      const value = leafValue(type.kind, row);
      if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
      return type.kind === "number" ? `double '${String(value)}'` : String(value);
    }
  }
}

/** The way to a leaf in an engine's SQL; the first item of a list is number 0 or 1. */
export function pathTo(steps: readonly Step[], quote: '"' | "`", first: 0 | 1): string {
  return steps
    .map((step, index) => {
      if (step.kind === "items") return `[${first}]`;
      if (step.kind === "values") return "['k']";
      return `${index === 0 ? "" : "."}${quote}${step.name}${quote}`;
    })
    .join("");
}

/** What a leaf of the newest version is in a row that was written under a version. */
export function expected(leaf: Leaf, row: number, version: readonly Column[]): Value {
  const isThere = leavesOf(version).some((one) => keyOf(one.steps) === keyOf(leaf.steps));
  return isThere ? leafValue(leaf.kind, row) : null;
}
