import type * as common from "@grafana/grafana-foundation-sdk/common";
import type * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import type * as text from "@grafana/grafana-foundation-sdk/text";
import type * as timeseries from "@grafana/grafana-foundation-sdk/timeseries";

/**
 * The parts of @grafana/grafana-foundation-sdk that build dashboards. The edge loads and hands them in: they are an
 * optional dependency, for which no other command waits.
 */
export interface GrafanaSdk {
  readonly common: typeof common;
  readonly dashboard: typeof dashboard;
  readonly text: typeof text;
  readonly timeseries: typeof timeseries;
}
