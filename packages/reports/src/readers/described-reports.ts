import { type Data, isArray, isObject, join, own, parseDocument, type Pointer } from "@addendum/json-schema";
import { type ReportType, reportTypes } from "../settings/report-settings.ts";

/** A report in a configuration, even if it cannot run. */
export interface DescribedReport {
  readonly key: string;
  readonly type: ReportType;
  /** The configuration, relative to the repository's root, and the report's place in it. */
  readonly file: string;
  readonly pointer: Pointer;
  /** The query or script, relative to the repository's root. */
  readonly source: string;
  /** The fields that a script reads, and the reports whose results it does, as its author says. */
  readonly reads: readonly string[];
  /** The paths in Graphite, by metric; placeholders of columns and dimensions are as they are written. */
  readonly paths: readonly { readonly metric: string; readonly column: string; readonly path: string }[];
}

const extensions: Readonly<Record<ReportType, string>> = {
  sql: ".sql",
  duckdb: ".sql",
  trino: ".sql",
  hive: ".hql",
  script: "",
};

/**
 * The reports that a `config.yaml` describes. More tolerant than what runs them: a report with a mistake reads its
 * fields anyway. Empty if ReportUpdater would not read the file.
 */
export function describedReports(file: string, text: string): readonly DescribedReport[] {
  const parsed = parseDocument(text, { areDatesExact: true });
  const data = parsed.kind === "document" ? parsed.document.data : undefined;
  const reports = isObject(data) ? own(data, "reports") : undefined;
  if (!isObject(data) || !isObject(reports)) return [];
  const defaults = own(data, "defaults");
  const slash = file.lastIndexOf("/");
  const directory = file.slice(0, slash + 1);
  return Object.entries(reports).flatMap(([key, report]): DescribedReport[] => {
    if (!isObject(report)) return [];
    const value = (name: string) =>
      own(report, name) ?? (isObject(defaults) ? own(defaults, name) : undefined);
    const given = value("type") ?? "sql";
    const type = reportTypes.find((one) => one === given);
    if (type === undefined) return [];
    const execute = value("execute");
    const name = typeof execute === "string" ? execute : key;
    return [
      {
        key,
        type,
        file,
        pointer: join("/reports", key),
        source: `${directory}${name}${extensions[type]}`,
        reads: texts(value("reads")),
        paths: pathsOf(value("graphite")),
      },
    ];
  });
}

function texts(value: Data | undefined): readonly string[] {
  const list = isArray(value) ? value : [];
  return list.filter((one) => typeof one === "string");
}

function pathsOf(graphite: Data | undefined): DescribedReport["paths"] {
  if (!isObject(graphite)) return [];
  const [path, metrics] = [own(graphite, "path"), own(graphite, "metrics")];
  if (typeof path !== "string" || !isObject(metrics)) return [];
  return Object.entries(metrics).map(([metric, column]) => ({
    metric,
    column: String(column),
    path: path.replaceAll("{_metric}", () => metric),
  }));
}
