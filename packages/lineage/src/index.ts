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
