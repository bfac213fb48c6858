export { describedReports } from "@addendum/reports/readers";
export { type Dashboard, type DashboardPanel, readDashboard } from "./dashboards/read-dashboard.ts";
export { type ReadingFiles, type Readings, readersOf, readingsOf } from "./readers/find-readers.ts";
export { examineReadings } from "./readers/examine-readings.ts";
export {
  nextStep,
  planSunset,
  type Removal,
  type SunsetInput,
  type SunsetStep,
} from "./sunset/plan-sunset.ts";
export { componentsOf, lineageGraph } from "./graph/graph.ts";
export { type LineageRow, lineageRows } from "./graph/rows.ts";
export { selectRows } from "./graph/select-rows.ts";
export { openLineage } from "./print/open-lineage.ts";
export { cellsOf, columns as lineageColumns } from "./print/cells.ts";
export { drawable, lineagePage, type LineagePictures, lineagePictures } from "./print/page.ts";
export { drawGraph, type Layout, type LayoutRequest } from "./print/picture.ts";
export { lineageMarkdown, lineageText } from "./print/tables.ts";
