import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Data } from "@addendum/json-schema";
import { openDuckDb } from "../../warehouse/src/engines/duckdb.ts";

/** All rows below a lake by table, whatever their order, and the hours that they lie in. */
export async function rowsOf(lake: string): Promise<Record<string, readonly unknown[]>> {
  const engine = await openDuckDb({ threads: 1 });
  const found: Record<string, readonly unknown[]> = {};
  for (const table of readdirSync(lake).filter((name) => !name.startsWith("_"))) {
    const from = `read_parquet('${lake}/${table}/**/*.parquet', hive_partitioning = true, union_by_name = true)`;
    const { rows } = await engine.query(`SELECT to_json(t)::VARCHAR FROM ${from} AS t`);
    found[table] = rows.map(([text]) => sorted(JSON.parse(String(text)) as Data)).sort();
  }
  await engine.close();
  return found;
}

/** A value as text in which the order of members says nothing. */
function sorted(value: Data): string {
  return JSON.stringify(value, (_, one: Data) =>
    typeof one === "object" && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}

/** Where rejected lines stand, and why they are; DuckDB has words of its own for what it refuses itself. */
export function rejections(lake: string): readonly string[] {
  const directory = join(lake, "_rejected");
  return readdirSync(directory)
    .filter((name) => name.endsWith(".ndjson"))
    .flatMap((name) => readFileSync(join(directory, name), "utf8").trim().split("\n"))
    .map((line) => {
      const { file, line: number, offset, reason, path, event } = JSON.parse(line) as Record<string, Data>;
      const isOurs = !/duplicate key|keys must be unique|UTF-?8/i.test(String(reason));
      return JSON.stringify([file, number, offset, ...(isOurs ? [reason, path ?? null, event ?? null] : [])]);
    })
    .sort();
}
