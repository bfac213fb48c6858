import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { columnsOf, declare } from "@addendum/event-fields";
import type { Schema } from "@addendum/json-schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Value } from "../engine.ts";
import { openDuckDb } from "../engines/duckdb.ts";
import type { LakeTable } from "./lake-table.ts";
import { loadEvents } from "./load.ts";
import { queryLake, RefusedQuery } from "./query.ts";

const table = (name: string, properties: Record<string, Schema>): LakeTable => ({
  name,
  columns: columnsOf(declare({ type: "object", properties } as Schema)).columns,
  retentionDays: undefined,
});
const old = table("toggle", { dt: { type: "string" }, n: { type: "integer" } });
const tables = [
  table("toggle", {
    dt: { type: "string" },
    n: { type: "integer" },
    skin: { type: "string" },
    meta: { type: "object", properties: { domain: { type: "string" } } },
  }),
  table("empty", { dt: { type: "string" }, any: { type: "array", items: { type: "string" } } }),
];

let directory: string;
let lake: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "addendum-query-"));
  lake = join(directory, "la'ke");
  mkdirSync(join(directory, "events"));
  const lines = [1, 2, 3].map((n) => `${JSON.stringify({ dt: `2026-11-26T0${n}:00:00Z`, n })}\n`);
  writeFileSync(join(directory, "events/a.ndjson"), `${lines.join("")}not json\n`);
  await loadEvents({
    lake,
    events: join(directory, "events"),
    now: Date.parse("2026-11-26T12:00:00Z"),
    route: () => old,
  });
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function ask(sql: string): Promise<Value[][]> {
  const rows: Value[][] = [];
  const { blocks } = await queryLake({ lake, sql, tables });
  for await (const block of blocks) rows.push(...(block as Value[][]));
  return rows;
}

describe("queries over the lake", () => {
  it("answer with what is loaded, by hour", async () => {
    expect(
      await ask("SELECT hour, sum(n)::BIGINT FROM toggle WHERE day = 26 GROUP BY hour ORDER BY hour;"),
    ).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  it("know fields that no file has yet, and tables without events", async () => {
    expect(await ask("SELECT count(skin), count(meta.domain), count(*) FROM Toggle")).toEqual([[0, 0, 3]]);
    expect(await ask('SELECT count(*), any_value("any"), max(hour) FROM empty')).toEqual([[0, null, null]]);
  });

  it("may define names of their own", async () => {
    expect(await ask("WITH toggle AS (SELECT 7 AS n) SELECT n FROM toggle")).toEqual([[7]]);
    expect(await ask("SELECT (SELECT max(n) FROM toggle), x FROM (VALUES (1)) AS t(x)")).toEqual([[3, 1]]);
  });

  it("can be written to Parquet", async () => {
    const parquet = join(directory, "out.parquet");
    await queryLake({ lake, tables, parquet, sql: "SELECT n FROM toggle -- all of them" });
    const engine = await openDuckDb();
    expect((await engine.query(`SELECT sum(n)::BIGINT FROM '${parquet}'`)).rows).toEqual([[6]]);
    await engine.close();
  });

  it.each([
    ["two statements", "SELECT 1; SELECT 2", /2 statements/],
    ["none", "  ", /this is not one/],
    ["a statement that writes", "CREATE TABLE x AS SELECT 1", /SELECT/],
    ["COPY", "COPY (SELECT 1) TO 'LAKE/x.parquet'", /SELECT/],
    ["COPY of a table", "COPY toggle TO 'LAKE/x.csv'", /SELECT/],
    ["ATTACH", "ATTACH 'LAKE/x.db'", /SELECT/],
    ["a setting", "SET enable_external_access = true", /SELECT/],
    ["a pragma", "PRAGMA database_list", /SELECT/],
    ["an extension", "INSTALL httpfs", /SELECT/],
    ["another file", "SELECT * FROM read_text('/etc/hostname')", /Permission Error/],
    ["another file as a table", "SELECT * FROM '/etc/hostname.csv'", /Permission Error|does not exist/],
    ["what was rejected", "SELECT * FROM read_text('LAKE/_rejected/*')", /Permission Error/],
    ["the manifest", "SELECT * FROM read_json('LAKE/_manifest.json')", /Permission Error/],
    [
      "the network",
      "SELECT * FROM 'http://127.0.0.1:1/x.parquet'",
      /Permission Error|does not exist|disabled/,
    ],
    ["a file by its parts", "SELECT * FROM glob('/etc/*')", /Permission Error/],
    ["a table that is not there", "SELECT * FROM nothing", /nothing/],
    ["a field that is not there", "SELECT nothing FROM toggle", /nothing/],
  ])("refuse %s", async (_, sql, reason) => {
    await expect(ask(sql.replaceAll("LAKE", lake.replaceAll("'", "''")))).rejects.toThrow(reason);
    await expect(ask(sql.replaceAll("LAKE", lake.replaceAll("'", "''")))).rejects.toBeInstanceOf(
      RefusedQuery,
    );
    expect(
      existsSync(join(lake, "x.parquet")) ||
        existsSync(join(lake, "x.csv")) ||
        existsSync(join(lake, "x.db")),
    ).toBe(false);
  });
});
