export type { ChartLibrary } from "./chart/chart.ts";
export {
  chartDirectory,
  type PanelContent,
  type Preview,
  type PreviewFile,
  renderPreview,
} from "./preview.ts";
