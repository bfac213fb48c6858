import { join } from "node:path";
import { emptyRow, type LakeTable, quotedName, quotedText } from "./lake-table.ts";
import { manifestPath, readManifest } from "./manifest.ts";

/** No field has a name with a space. */
const fileColumn = quotedName("addendum file");

/** A SELECT of the events of a table. */
export interface TableSelect {
  readonly sql: string;
  /** The lake has no events of the table yet. The SELECT has its columns and no rows, also later. */
  readonly isEmpty: boolean;
}

/**
 * A SELECT of the events of a table that stands by itself, for other programs that have a DuckDB and the lake at the same
 * path. Like `addendum query` it reads what the manifest names: files of a run that was killed are left out.
 * @param lake absolute
 */
export function tableSelect(lake: string, { name, columns }: LakeTable): TableSelect {
  const empty = emptyRow(columns);
  const files = readManifest(lake).tables[name]?.files ?? {};
  if (Object.keys(files).length === 0) return { sql: empty, isEmpty: true };
  const directory = join(lake, name);
  const pattern = join(escapeGlob(directory), "**", "*.parquet");
  const options = [
    "union_by_name = true",
    "hive_partitioning = true",
    "hive_types = {year: BIGINT, month: BIGINT, day: BIGINT, hour: BIGINT}",
    `filename = ${quotedText("addendum file")}`,
  ];
  const manifest = `read_text(${quotedText(escapeGlob(manifestPath(lake)))})`;
  const known = `json_keys(content::JSON -> 'tables' -> ${quotedText(name)} -> 'files')`;
  const parts = [
    empty,
    "UNION ALL BY NAME",
    `SELECT * FROM read_parquet(${quotedText(pattern)}, ${options.join(", ")})`,
    `WHERE ${fileColumn} IN (SELECT ${quotedText(`${directory}/`)} || unnest(${known}) FROM ${manifest})`,
  ];
  return { sql: parts.join("\n"), isEmpty: false };
}

/** A path that DuckDB takes for itself and not for a pattern. */
function escapeGlob(path: string): string {
  return path.replaceAll(/[*?[]/g, "[$&]");
}
