import type { Dialect } from "./dialect.ts";
import { type Bind, readByBinding } from "./read-by-binding.ts";
import type { FieldReads, TableColumns } from "./reads.ts";
import { resolveFields } from "./resolve-fields.ts";

/** What the edge passes in. */
export interface ReadOptions {
  /** DuckDB, where it is installed: its own answer is exact. Without it the text of the query is judged. */
  readonly bind?: Bind;
  /** What has been determined before; the key says all that the answer depends on. */
  readonly memory?: ReadMemory;
}

/** Remembers answers by what they follow from. Keys are long; a memory on disk stores their digests. */
export interface ReadMemory {
  get(key: string): FieldReads | undefined;
  set(key: string, reads: FieldReads): void;
}

/** Changes whenever the same query could be answered otherwise. */
const edition = 1;

/** The fields of these tables that a query reads. It rejects only where `bind` does. */
export async function readFields(
  sql: string,
  dialect: Dialect,
  tables: readonly TableColumns[],
  { bind, memory }: ReadOptions = {},
): Promise<FieldReads> {
  const binds = dialect === "duckdb" && bind !== undefined;
  const key = JSON.stringify([
    edition,
    dialect,
    binds,
    sql,
    tables.map(({ name, columns }) => [name, columns]),
  ]);
  const known = memory?.get(key);
  if (known !== undefined) return known;
  const reads = binds ? await readByBinding(sql, tables, bind) : resolveFields(sql, dialect, tables);
  memory?.set(key, reads);
  return reads;
}
