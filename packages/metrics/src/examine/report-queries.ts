import { isObject, own, parseDocument } from "@addendum/json-schema";

/** A report that some config.yaml has. */
export interface ReportQuery {
  /** The text of its query; undefined if it is a script, or not there. */
  readonly sql: string | undefined;
}

/** The ends of files of queries, by the type of the report. */
const endings: ReadonlyMap<string, string> = new Map([
  ["sql", ".sql"],
  ["duckdb", ".sql"],
  ["trino", ".sql"],
  ["hive", ".hql"],
]);

/**
 * The reports of config.yaml files, by their names. Mistakes in such a file are reported by `addendum report`.
 * @param files their paths, with slashes
 * @param read the text of a file; undefined if there is none
 */
export function reportQueries(
  files: readonly string[],
  read: (file: string) => string | undefined,
): ReadonlyMap<string, ReportQuery> {
  const found = new Map<string, ReportQuery>();
  for (const file of files) {
    const parsed = parseDocument(read(file) ?? "");
    const data = parsed.kind === "document" ? parsed.document.data : undefined;
    const reports = isObject(data) ? own(data, "reports") : undefined;
    const defaults = isObject(data) ? own(data, "defaults") : undefined;
    for (const [name, report] of isObject(reports) ? Object.entries(reports) : []) {
      const setting = (key: string) =>
        (isObject(report) ? own(report, key) : undefined) ??
        (isObject(defaults) ? own(defaults, key) : undefined);
      const ending = endings.get(String(setting("type") ?? "sql"));
      const place = `${file.slice(0, file.lastIndexOf("/") + 1)}${String(setting("execute") ?? name)}`;
      found.set(name, { sql: ending === undefined ? undefined : read(`${place}${ending}`) });
    }
  }
  return found;
}
