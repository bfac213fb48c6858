import { type DataObject, toYamlInOrder } from "@addendum/json-schema";
import { modelDashboards } from "../dashboard/model.ts";
import type { KnownMetric } from "../examine/examine-metrics.ts";
import type { QueriedMetric } from "../query/report-query.ts";
import type { EventTable } from "../query/stream-reader.ts";
import { chart } from "./chart.ts";
import { dashboard } from "./dashboard.ts";
import { database, dataset, datasetQuery } from "./dataset.ts";
import { Uuids } from "./uuids.ts";

/** Dashboards as Superset exports and imports them: files of a ZIP. */
export interface SupersetExport {
  /** Paths have `/`, and all are below one folder. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly dashboards: number;
  /** Metrics that are on none, and why. */
  readonly without: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * The dashboards of metrics, on a DuckDB that reads the lake. Identifiers depend on paths alone, so that an import
 * finds what an earlier one brought.
 * @param queried where the events of each metric are, in the lake; by the metric's name
 * @param select a SELECT of a table's events that stands by itself
 * @param uuidOf the UUID of version 5 of a name
 */
export function renderSuperset(
  metrics: readonly KnownMetric[],
  queried: ReadonlyMap<string, QueriedMetric>,
  select: (table: EventTable) => string,
  uuidOf: (name: string) => string,
): SupersetExport {
  const uuids = new Uuids(uuidOf);
  const queries = new Map<string, string>();
  const { dashboards, without } = modelDashboards(metrics, ({ metric: { name } }) => {
    const found = queried.get(name);
    if (found === undefined) return "the events of its stream are not known";
    const query = datasetQuery(found, select);
    if (query.kind === "none") return query.reason;
    queries.set(name, query.sql);
    return undefined;
  });
  const files: { path: string; text: string }[] = [];
  const add = (path: string, data: DataObject) => {
    files.push({ path: `addendum/${path}`, text: toYamlInOrder(data, wholeLines) });
  };
  // Superset wants to know when; the same metrics are to give the same bytes.
  add("metadata.yaml", { version: "1.0.0", type: "Dashboard", timestamp: "2026-01-01T00:00:00+00:00" });
  add("databases/lake.yaml", database(uuids));
  for (const known of metrics) {
    const { name } = known.metric;
    const sql = queries.get(name);
    if (sql !== undefined) add(`datasets/lake/${name}.yaml`, dataset(known, sql, uuids));
  }
  for (const model of dashboards) {
    for (const panel of model.panels) {
      if (panel.kind === "graph")
        add(`charts/${panel.known.metric.name}_${panel.id}.yaml`, chart(model, panel, uuids));
    }
    add(`dashboards/${model.uid}.yaml`, dashboard(model, uuids));
  }
  return { files, dashboards: dashboards.length, without };
}

/** A line of SQL stays one. */
const wholeLines = -1;
