import type { DataObject } from "@addendum/json-schema";
import type { KnownMetric } from "../examine/examine-metrics.ts";
import { companionLabels } from "../dashboard/panel-series.ts";
import { divisorDimensions } from "../dashboard/repeated-divisor.ts";
import { type Companion, companionsOf } from "../names/metric-names.ts";
import { type Dialect, dialects } from "../query/dialect.ts";
import { type QueriedMetric, spanQueryIn } from "../query/report-query.ts";
import type { EventTable } from "../query/stream-reader.ts";
import type { Uuids } from "./uuids.ts";

/** Every dataset asks the same DuckDB, which has no data of its own. */
export function database(uuids: Uuids): DataObject {
  return {
    database_name: "Addendum lake",
    sqlalchemy_uri: "duckdb:///:memory:",
    cache_timeout: null,
    expose_in_sqllab: true,
    allow_run_async: false,
    allow_ctas: false,
    allow_cvas: false,
    allow_dml: false,
    extra: { allows_virtual_table_explore: true },
    uuid: uuids.database,
    version: "1.0.0",
  };
}

/** The SQL of a metric's dataset, or why there is none. */
export type DatasetQuery =
  { readonly kind: "query"; readonly sql: string } | { readonly kind: "none"; readonly reason: string };

/**
 * The metric by day, asked of the lake.
 * @param select a SELECT of a table's events that stands by itself
 */
export function datasetQuery(queried: QueriedMetric, select: (table: EventTable) => string): DatasetQuery {
  const query = spanQueryIn(queried, supersetDialect, {});
  if (query.kind === "none") return query;
  const all = [...queried.tables, ...(queried.divisor?.tables ?? [])];
  // Two streams may be one table.
  const tables = new Map(all.map((table) => [table.name.join("."), table]));
  const written = [...tables.values()].map((table) => {
    const name = table.name.map((part) => supersetDialect.name(part)).join(".");
    return `${name} AS (\n${select(table)}\n)`;
  });
  return { kind: "query", sql: `WITH ${written.join(", ")}\n${query.sql.trim()}` };
}

/** DuckDB's, with texts that a Superset with `ENABLE_TEMPLATE_PROCESSING` does not take for a template of Jinja. */
const supersetDialect: Dialect = {
  ...dialects.duckdb,
  text(value) {
    const parts = value.split(/\{(?=[{%#])/);
    const written = parts.map((part) => dialects.duckdb.text(part));
    return parts.length === 1 ? (written[0] as string) : `(${written.join(" || chr(123) || ")})`;
  },
};

/**
 * The dataset of a metric: a row for each day and combination of its dimensions.
 * @param sql from {@link datasetQuery}
 */
export function dataset(known: KnownMetric, sql: string, uuids: Uuids): DataObject {
  const { metric } = known;
  const companions = companionsOf(metric);
  const numbers = ["value", ...companions] as const;
  return {
    table_name: metric.path,
    main_dttm_col: "date",
    description: metric.description ?? null,
    default_endpoint: null,
    offset: 0,
    cache_timeout: null,
    schema: null,
    sql,
    params: null,
    template_params: null,
    filter_select_enabled: true,
    fetch_values_predicate: null,
    extra: null,
    uuid: uuids.dataset(metric),
    metrics: numbers.map((name) => ({
      metric_name: name,
      verbose_name: name === "value" ? metric.name : companionLabels[name],
      metric_type: null,
      expression: name === "value" ? valueExpression(known, companions) : sumExpression(known, name),
      description: name === "value" ? (metric.description ?? null) : null,
      d3format: null,
      extra: null,
      warning_text: null,
    })),
    columns: [
      column("date", "DATE", true),
      ...metric.dimensions.map(({ name }) => column(name, "VARCHAR", true)),
      ...numbers.map((name) => column(name, "DOUBLE", false)),
    ],
    version: "1.0.0",
    database_uuid: uuids.database,
  };
}

/** A metric over several rows: a ratio is that of its totals, and a mean is weighted by events. */
function valueExpression(known: KnownMetric, [first, second]: readonly Companion[]): string {
  const { source } = known.metric;
  if (first === "total" && second !== undefined)
    return `1.0E0 * sum(total) / nullif(${sumExpression(known, second)}, 0)`;
  if (first === "events") return "1.0E0 * sum(value * events) / nullif(sum(events), 0)";
  const aggregation = source.kind === "stream" ? source.aggregation : "sum";
  return aggregation === "min" || aggregation === "max" ? `${aggregation}(value)` : "sum(value)";
}

/** A number that comes with a metric, over several rows. */
function sumExpression(known: KnownMetric, companion: Companion): string {
  const shared = divisorDimensions(known);
  if (shared === undefined || companion !== companionsOf(known.metric)[1]) return `sum(${companion})`;
  const keys = ["date", ...shared.map(({ name }) => name)].map((name, index) => `'k${index}': "${name}"`);
  return `list_sum([row.n for row in list(DISTINCT {${keys.join(", ")}, 'n': ${companion}})])`;
}

function column(name: string, type: string, isGroup: boolean): DataObject {
  return {
    column_name: name,
    verbose_name: null,
    is_dttm: type === "DATE",
    is_active: true,
    type,
    groupby: isGroup,
    filterable: isGroup,
    expression: null,
    description: null,
    python_date_format: null,
    extra: null,
  };
}
