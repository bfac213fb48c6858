import { generatedMark } from "../model/generated-mark.ts";
import { type DataObject, toYaml } from "@addendum/json-schema";
import { graphitePath } from "../names/metric-names.ts";
import type { QueryType } from "./dialect.ts";
import { type QueriedMetric, reportQuery } from "./report-query.ts";

/** A directory of reports, as `addendum report` runs it. */
export interface ReportDirectory {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Metrics that have no query, and why. */
  readonly without: readonly { readonly name: string; readonly reason: string }[];
}

/** Seconds after midnight until a day's events are surely stored. */
const lag = 18_000;

/** The reports of metrics: a config.yaml, and a query for each that is a plain aggregation. */
export function reportDirectory(metrics: readonly QueriedMetric[], type: QueryType): ReportDirectory {
  const files: { path: string; text: string }[] = [];
  const without: { name: string; reason: string }[] = [];
  const reports: Record<string, DataObject> = {};
  for (const queried of metrics) {
    const { metric } = queried;
    const { name, path, status, baseline } = metric;
    const idle = status === "planned" || status === "ended" ? `it is ${status}` : undefined;
    const undated = baseline === undefined ? "it does not state the first day with numbers" : undefined;
    const reason = idle ?? undated;
    const query = reason === undefined ? reportQuery(queried, type) : ({ kind: "none", reason } as const);
    if (query.kind === "none") {
      without.push({ name, reason: query.reason });
      continue;
    }
    files.push({ path: `${name}${type === "hive" ? ".hql" : ".sql"}`, text: query.sql });
    reports[name] = {
      type,
      granularity: "days",
      starts: baseline as string,
      graphite: {
        path: graphitePath({ ...metric, path: "{_metric}" }, (dimension) => `{${dimension}}`),
        metrics: Object.fromEntries(
          query.columns.map((column) => [column === "value" ? path : `${path}_${column}`, column]),
        ),
      },
    };
  }
  const configuration = toYaml({ defaults: { lag }, reports });
  const text = `# ${generatedMark}\n${configuration}`;
  return { files: [{ path: "config.yaml", text }, ...files], without };
}
