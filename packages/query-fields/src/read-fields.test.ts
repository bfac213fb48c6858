import { type Binder, openBinder } from "@addendum/warehouse";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tables } from "../test/toggle-tables.ts";
import { readFields, type ReadMemory } from "./read-fields.ts";
import type { FieldReads } from "./reads.ts";

let binder: Binder;
beforeAll(async () => {
  binder = await openBinder();
});
afterAll(() => binder.close());

const bind: Binder["bind"] = (sql, given) => binder.bind(sql, given);
const read = (sql: string) => readFields(sql, "duckdb", tables, { bind });
const shown = ({ read: fields }: FieldReads) => fields.map(({ table, path }) => [table, ...path].join(" "));

describe("a query of DuckDB, by how it binds", () => {
  it("reads what it does not bind without, lambdas and methods included", async () => {
    const reads = await read(
      "SELECT list_transform(items, lambda x: x.name), meta.request.size, len(items.list_filter(lambda y: y.weight > 1)) FROM toggle",
    );
    expect(shown(reads)).toEqual([
      "event.toggle items * name",
      "event.toggle items * weight",
      "event.toggle meta request Size",
    ]);
  });

  it("reads what its own text cannot tell", async () => {
    const reads = await read("SELECT [x.name FOR x IN items IF x.weight > 1] AS names FROM toggle");
    expect(shown(reads)).toEqual(["event.toggle items * name", "event.toggle items * weight"]);
    expect(reads.problem).toBeUndefined();
    // How else the list is used is not known then.
    expect(reads.mayRead).toContainEqual({ table: "event.toggle", path: ["items"], reason: "unreadable" });
  });

  it("may read what a star shows, and paths into JSON, which binding does not miss", async () => {
    const reads = await read("SELECT p.*, extra->>'$.a' FROM page p, toggle");
    expect(reads.mayRead).toContainEqual({ table: "event.page", path: ["title"], reason: "star" });
    expect(reads.mayRead).toContainEqual({
      table: "event.toggle",
      path: ["extra", "a"],
      reason: "json path",
    });
  });

  it("may read what binds to another table, or is never asked for", async () => {
    const captured = await read(
      "SELECT day FROM toggle WHERE count IN (SELECT page_id FROM page WHERE wiki = 'x')",
    );
    expect(captured.mayRead).toContainEqual({ table: "event.page", path: ["wiki"], reason: "unresolved" });
    const unasked = await read("WITH a AS (SELECT title FROM page) SELECT day FROM toggle");
    expect(unasked.mayRead).toEqual([{ table: "event.page", path: ["title"], reason: "unresolved" }]);
  });

  it("is read by its text where DuckDB refuses it", async () => {
    const reads = await read("SELECT none, wiki FROM toggle");
    expect(reads).toMatchObject({
      read: [{ table: "event.toggle", path: ["wiki"] }],
      undeclared: [{ table: "event.toggle", path: ["none"], offset: 7 }],
    });
    expect(reads.problem).toMatch(/none/);
  });
});

it("remembers by the query and the columns", async () => {
  const known = new Map<string, FieldReads>();
  const memory: ReadMemory = { get: (key) => known.get(key), set: (key, reads) => known.set(key, reads) };
  let asked = 0;
  const counted: Binder["bind"] = (sql, given) => {
    asked += 1;
    return binder.bind(sql, given);
  };
  const sql = "SELECT wiki FROM toggle";
  const first = await readFields(sql, "duckdb", tables, { bind: counted, memory });
  const before = asked;
  expect(await readFields(sql, "duckdb", tables, { bind: counted, memory })).toEqual(first);
  expect(asked).toBe(before);
  const wider = tables.map((table) => ({
    ...table,
    columns: [...table.columns, { name: "added", type: { kind: "string" } as const }],
  }));
  await readFields(sql, "duckdb", wider, { bind: counted, memory });
  expect(asked).toBeGreaterThan(before);
  await readFields(sql, "trino", tables, { memory });
  expect(known.size).toBe(3);
});
