import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Engine } from "../engine.ts";
import { openDuckDb } from "../engines/duckdb.ts";
import { quotedText } from "./lake-table.ts";
import { tableSelect } from "./table-select.ts";

const columns = [
  { name: "n", type: { kind: "integer" } },
  { name: "skin", type: { kind: "string" } },
] as const;

describe.each(["lake", "it's [a] lake*, or ?", "a=1"])("the SELECT of a table below %j", (name) => {
  let engine: Engine;
  let root: string;
  let lake: string;
  beforeAll(async () => {
    engine = await openDuckDb({ threads: 1 });
    root = mkdtempSync(join(tmpdir(), "addendum-select-"));
    lake = join(root, name);
    const named = await write("a", 1);
    await write("leftover", 2);
    const manifest = { version: 1, sources: {}, tables: { t: { files: { [named]: {} }, deletedHours: [] } } };
    writeFileSync(join(lake, "_manifest.json"), JSON.stringify(manifest));
  });
  afterAll(async () => {
    await engine.close();
    rmSync(root, { recursive: true, force: true });
  });

  async function write(file: string, n: number): Promise<string> {
    const hour = "year=2026/month=11/day=2/hour=9";
    mkdirSync(join(lake, "t", hour), { recursive: true });
    const path = `${hour}/${file}.parquet`;
    await engine.execute(
      `COPY (SELECT ${n}::BIGINT AS n) TO ${quotedText(join(lake, "t", path))} (FORMAT parquet)`,
    );
    return path;
  }

  test("has the rows that the manifest names, and fields that no file has", async () => {
    const { sql, isEmpty } = tableSelect(lake, { name: "t", columns, retentionDays: undefined });
    expect(isEmpty).toBe(false);
    const { rows } = await engine.query(`SELECT n, skin, year, month, day, hour FROM (${sql})`);
    expect(rows).toEqual([[1, null, 2026, 11, 2, 9]]);
  });

  test("is empty where there are no events", async () => {
    const { sql, isEmpty } = tableSelect(lake, { name: "none", columns, retentionDays: undefined });
    expect(isEmpty).toBe(true);
    expect((await engine.query(sql)).rows).toEqual([]);
  });
});
