export {
  type DashboardModel,
  type DashboardModels,
  type GraphPanel,
  type GridPlace,
  modelDashboards,
  type PanelModel,
  type Shown,
  type TextPanel,
  type VariableModel,
} from "./dashboard/model.ts";
export {
  companionLabels,
  type PanelLine,
  panelSeries,
  type PanelSeries,
  type SpanRow,
} from "./dashboard/panel-series.ts";
export type { EventOfStream } from "./examine/event-of-stream.ts";
export {
  examineMetrics,
  type KnownMetric,
  type MetricsExamination,
  type MetricsInput,
} from "./examine/examine-metrics.ts";
export { reportQueries, type ReportQuery } from "./examine/report-queries.ts";
export {
  examineMarks,
  isMarkOf,
  markWord,
  type TemporaryMark,
  temporaryMarks,
} from "./marks/temporary-marks.ts";
export { metricSchema } from "./model/metric-schema.ts";
export type { Dimension, Metric } from "./model/metric.ts";
export { escapeNode, escapePath } from "./names/escape-name.ts";
export {
  type Companion,
  companionsOf,
  dimensionLabel,
  dimensionNode,
  metricPaths,
  valueText,
} from "./names/metric-names.ts";
export { escapeLabel, joinNames, labelName, nameOfNode } from "./names/series-name.ts";
export { escapeMarkdown } from "./print/escape-markdown.ts";
export { renderMarkdown } from "./print/markdown.ts";
export { renderConstants } from "./print/constants.ts";
export { newMetric } from "./print/new-metric.ts";
export type { DaySpan } from "./query/days.ts";
export { type QueryType, queryTypes } from "./query/dialect.ts";
export { type QueriedMetric, type QueryResult, spanQuery } from "./query/report-query.ts";
export type { EventTable, StreamEvents } from "./query/stream-reader.ts";
export { type ReportDirectory, reportDirectory } from "./query/reports.ts";
export { type MetricField, metricFields, metricReaders } from "./readers/metric-readers.ts";
export type { SamplingPeriod } from "./query/weight.ts";
export { generatedMark } from "./model/generated-mark.ts";
