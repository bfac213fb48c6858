import type { Data, DataObject } from "@addendum/json-schema";
import { type DashboardModel, drawnValues, type GraphPanel } from "../dashboard/model.ts";
import { companionsOf, valueText } from "../names/metric-names.ts";
import type { Uuids } from "./uuids.ts";

/** More points than a chart has: 20 lines of seven years. */
const rowLimit = 50_000;

/**
 * A line chart over days. Superset's pages make its query from `params`; reports, alerts and programs take the
 * `query_context`.
 */
export function chart(model: DashboardModel, panel: GraphPanel, uuids: Uuids): DataObject {
  const { shows, known, title, description } = panel;
  const { metric } = known;
  const metrics = shows.kind === "companions" ? companionsOf(metric) : ["value"];
  const groups = shows.kind === "dimension" ? [shows.dimension.name] : [];
  const drawn = shows.kind === "dimension" ? shows.values?.map(valueText) : undefined;
  const [group = ""] = groups;
  const params: DataObject = {
    viz_type: "echarts_timeseries_line",
    x_axis: "date",
    time_grain_sqla: "P1D",
    metrics,
    groupby: groups,
    adhoc_filters: [
      simpleFilter("date", "TEMPORAL_RANGE", "No filter"),
      ...(drawn === undefined ? [] : [simpleFilter(group, "IN", drawn)]),
    ],
    // Of values that the schema does not list, the largest are drawn.
    limit: drawnValues,
    order_desc: true,
    row_limit: rowLimit,
    seriesType: "line",
    stack: null,
    show_legend: true,
    rich_tooltip: true,
    markerEnabled: false,
    truncateYAxis: true,
    y_axis_bounds: [0, null],
    y_axis_format: "SMART_NUMBER",
    x_axis_time_format: "%Y-%m-%d",
    tooltipTimeFormat: "%Y-%m-%d",
    extra_form_data: {},
  };
  const day = {
    columnType: "BASE_AXIS",
    expressionType: "SQL",
    label: "date",
    sqlExpression: "date",
    timeGrain: "P1D",
  };
  const query: DataObject = {
    columns: [day, ...groups],
    metrics,
    filters: [
      { col: "date", op: "TEMPORAL_RANGE", val: "No filter" },
      ...(drawn === undefined ? [] : [{ col: group, op: "IN", val: drawn }]),
    ],
    extras: { having: "", where: "" },
    orderby: [[metrics[0] as string, false]],
    order_desc: true,
    row_limit: rowLimit,
    series_columns: groups,
    series_limit: groups.length === 0 ? 0 : drawnValues,
    annotation_layers: [],
    post_processing: [],
  };
  const context: DataObject = {
    // The import puts the dataset's number there.
    datasource: { id: 0, type: "table" },
    force: false,
    queries: [query],
    form_data: params,
    result_format: "json",
    result_type: "full",
  };
  return {
    slice_name: title,
    description,
    certified_by: null,
    certification_details: null,
    viz_type: "echarts_timeseries_line",
    params,
    query_context: JSON.stringify(context),
    cache_timeout: null,
    uuid: uuids.chart(model, panel),
    version: "1.0.0",
    dataset_uuid: uuids.dataset(metric),
  };
}

function simpleFilter(subject: string, operator: string, comparator: Data): DataObject {
  return { clause: "WHERE", expressionType: "SIMPLE", subject, operator, comparator };
}
