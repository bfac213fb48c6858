export { type Dashboards, renderDashboards } from "./dashboard/dashboards.ts";
export type { EventOfStream } from "./examine/event-of-stream.ts";
export {
  examineMetrics,
  type KnownMetric,
  type MetricsExamination,
  type MetricsInput,
} from "./examine/examine-metrics.ts";
export { metricSchema } from "./model/metric-schema.ts";
export type { Metric } from "./model/metric.ts";
export { escapeNode, escapePath } from "./names/escape-name.ts";
export { escapeLabel, joinNames, labelName, nameOfNode } from "./names/series-name.ts";
export { renderMarkdown } from "./print/markdown.ts";
export { renderConstants } from "./print/constants.ts";
export { newMetric } from "./print/new-metric.ts";
export { type QueryType, queryTypes } from "./query/dialect.ts";
export type { EventTable } from "./query/report-query.ts";
export { type QueriedMetric, type ReportDirectory, reportDirectory } from "./query/reports.ts";
export type { SamplingPeriod } from "./query/weight.ts";
export { generatedMark } from "./model/generated-mark.ts";
