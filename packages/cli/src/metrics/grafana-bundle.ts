import type { GrafanaSdk } from "@addendum/metrics/grafana";

// A separate bundle, so that no other command waits for the code that draws dashboards.
export {
  graphiteSource,
  lintDashboard,
  prometheusSource,
  queryTypeOf,
  renderDashboards,
  SharedUid,
  type Source,
  type SourceName,
  sqlSource,
} from "@addendum/metrics/grafana";

/** The package of Grafana that builds dashboards; undefined if it is not installed. */
export async function loadGrafanaSdk(): Promise<GrafanaSdk | undefined> {
  try {
    const [common, dashboard, text, timeseries] = await Promise.all([
      import("@grafana/grafana-foundation-sdk/common"),
      import("@grafana/grafana-foundation-sdk/dashboard"),
      import("@grafana/grafana-foundation-sdk/text"),
      import("@grafana/grafana-foundation-sdk/timeseries"),
    ]);
    return { common, dashboard, text, timeseries };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}
