import { createRequire } from "node:module";
import type { ChartLibrary } from "../src/index.ts";

/** The part of ECharts that the command loads, as one file: its modules are six hundred. */
export const echarts = createRequire(import.meta.url)("echarts/dist/echarts.common.min.js") as ChartLibrary;
