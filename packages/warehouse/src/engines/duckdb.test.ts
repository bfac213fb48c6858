import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Engine, EngineError } from "../engine.ts";
import { openDuckDb } from "./duckdb.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await openDuckDb({ threads: 1 });
});
afterAll(() => engine.close());

describe("DuckDB", () => {
  it("gives values as they are, 64-bit integers included", async () => {
    const { columns, rows } = await engine.query(
      `SELECT 9007199254740993::BIGINT AS big, 7::BIGINT AS small, 1.5::DOUBLE AS d, true AS b, NULL AS n,
              {a: 9223372036854775807::BIGINT, l: [{x: 1}]} AS s, map {'k': 1} AS m, 'é'::VARCHAR AS t,
              TIMESTAMP '2026-01-01 00:00:00' AS at`,
    );
    expect(columns).toEqual(["big", "small", "d", "b", "n", "s", "m", "t", "at"]);
    expect(rows).toEqual([
      [
        9007199254740993n,
        7,
        1.5,
        true,
        null,
        { a: 9223372036854775807n, l: [{ x: 1 }] },
        { k: 1 },
        "é",
        "2026-01-01 00:00:00",
      ],
    ]);
  });

  it("throws the engine's words on a single line, with the statement", async () => {
    const error: unknown = await engine.query("SELECT nothing FROM nowhere").catch((one: unknown) => one);
    expect(error).toBeInstanceOf(EngineError);
    expect(error).toMatchObject({ statement: "SELECT nothing FROM nowhere" });
    expect((error as Error).message).toMatch(/^DuckDB: Catalog Error: .*nowhere/);
    expect((error as Error).message).not.toContain("\n");
  });

  it("describes a table by its types, and says where there is none", async () => {
    await engine.execute(
      `CREATE TABLE "we""ird" (a BIGINT, s STRUCT("select" VARCHAR)[], m MAP(VARCHAR, DOUBLE), d DATE)`,
    );
    expect(await engine.describeTable([], 'we"ird')).toEqual([
      { name: "a", type: { kind: "integer" } },
      {
        name: "s",
        type: {
          kind: "list",
          items: { kind: "struct", fields: [{ name: "select", type: { kind: "string" } }] },
        },
      },
      { name: "m", type: { kind: "map", values: { kind: "number" } } },
      { name: "d", type: { kind: "other", text: "DATE" } },
    ]);
    expect(await engine.describeTable([], "none'")).toBeUndefined();
    expect(await engine.describeTable(["none"], 'we"ird')).toBeUndefined();
  });
});
