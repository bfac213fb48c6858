import type { Dialect } from "./dialect.ts";
import { type FieldReads, ReadCollector, type TableColumns } from "./reads.ts";
import { resolveScript } from "./resolve/query-resolver.ts";
import { parseScript } from "./syntax/query-parser.ts";
import { UnreadableQuery } from "./syntax/tokens.ts";

/**
 * The fields that a query reads, by its text: names are looked up as the engine does. What cannot be read may read all
 * of each table that it mentions.
 */
export function resolveFields(sql: string, dialect: Dialect, tables: readonly TableColumns[]): FieldReads {
  try {
    return resolveScript(parseScript(sql, dialect), dialect, tables);
  } catch (error) {
    if (!(error instanceof UnreadableQuery)) throw error;
    const reads = new ReadCollector(tables);
    for (const { name } of tables) {
      if (mentions(sql, name)) reads.addMayRead(name, [], "unreadable");
    }
    const lines = sql.slice(0, error.offset).split("\n");
    return reads.result(
      `line ${lines.length}, column ${(lines.at(-1) as string).length + 1}: ${error.message}`,
    );
  }
}

function mentions(sql: string, table: string): boolean {
  const last = table.slice(table.lastIndexOf(".") + 1).toLowerCase();
  const words = sql.toLowerCase().match(/[\p{L}\p{N}_$-]+/gu) ?? [];
  return words.some((word) => word === last || last.split(/[^\p{L}\p{N}_$-]+/u).includes(word));
}
