import { createRequire } from "node:module";
import type * as DashboardPreview from "@addendum/dashboard-preview";

/** The version that this command was tried with; package.json pins it. */
export const charts = "echarts@6.1.0";

/** The preview, as a separate bundle, so that no other command waits for it to load. */
export function previewBundle(): typeof DashboardPreview {
  return createRequire(__filename)("./dashboard-preview.cjs") as typeof DashboardPreview;
}

/** ECharts; undefined if it is not installed. */
export function chartLibrary(): DashboardPreview.ChartLibrary | undefined {
  try {
    // Lines, axes and legends, as one file that loads twice as fast as the whole.
    return createRequire(__filename)("echarts/dist/echarts.common.min.js") as DashboardPreview.ChartLibrary;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw cause;
    return undefined;
  }
}
