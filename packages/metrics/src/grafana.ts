export { graphiteSource } from "./grafana/graphite-source.ts";
export { intakeDashboard } from "./grafana/intake-dashboard.ts";
export { lintDashboard } from "./lint/lint-dashboard.ts";
export { prometheusSource } from "./grafana/prometheus-source.ts";
export { type Dashboards, renderDashboards, SharedUid } from "./grafana/render-dashboards.ts";
export type { GrafanaSdk } from "./grafana/sdk.ts";
export { type Source, type SourceName, sourceNames } from "./grafana/source.ts";
export { queryTypeOf, sqlSource } from "./grafana/sql-source.ts";
