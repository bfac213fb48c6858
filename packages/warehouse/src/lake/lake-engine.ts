import { join } from "node:path";
import type { Engine } from "../engine.ts";
import { openDuckDb } from "../engines/duckdb.ts";

/** Rows of a file that are compressed together. Fewer need less memory, and more space in files. */
export const rowGroup = "ROW_GROUP_SIZE 20480";

/**
 * Settings that let DuckDB write many hours at once in little memory: it forgets no row group for long, keeps no order,
 * and gives freed memory back to the system.
 */
const settings = [
  "SET preserve_insertion_order = false",
  "SET partitioned_write_flush_threshold = 20000",
  "SET allocator_background_threads = true",
];

/** Opens DuckDB for writing a lake. Rejects with EngineError. */
export async function openLakeEngine(lake: string): Promise<Engine> {
  const spill = join(lake, "_staging", "spill");
  const engine = await openDuckDb({ threads: 2, memory: "224MB", spill });
  for (const setting of settings) await engine.execute(setting);
  return engine;
}
