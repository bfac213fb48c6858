export type { ChartLibrary } from "./chart/chart.ts";
export {
  chartDirectory,
  type PanelContent,
  type Preview,
  type PreviewFile,
  type PreviewParts,
  previewParts,
  renderPreview,
} from "./preview.ts";
