import type { PanelLine } from "@addendum/metrics";
import type { EChartsOption, init, LineSeriesOption } from "echarts";
import { formatDay, formatMonth } from "../texts/days.ts";
import { formatNumber, formatShortNumber } from "../texts/numbers.ts";
import { shortText, visibleText } from "../texts/visible-text.ts";
import { lineLook, palette } from "./palette.ts";

/** The part of ECharts that draws. It comes in as a value: it is loaded only where something is drawn. */
export interface ChartLibrary {
  readonly init: typeof init;
}

/** Lines over days. */
export interface Chart {
  /** YYYY-MM-DD, each day of the span. */
  readonly days: readonly string[];
  /** How a line looks depends on its place; one without points is not drawn. At least one has points. */
  readonly lines: readonly PanelLine[];
}

/** Pixels of CSS. */
export interface ChartSize {
  readonly width: number;
  /** Without the legend. */
  readonly height: number;
}

/** A drawn chart: what is inside an `<svg>`. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly content: string;
}

/** The font of all texts, in pixels of CSS. */
export const fontSize = 12;
export const fontFamily = "system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";
const legendRow = 20;

/**
 * Draws a chart. The same chart gives the same bytes.
 * @param name a name that no other drawing in the same file has, of letters and digits
 */
export function drawChart({ init }: ChartLibrary, chart: Chart, size: ChartSize, name: string): Drawing {
  const drawn = chart.lines.filter(hasPoints);
  const legend = drawn.length < 2 ? 0 : legendRows(drawn, size.width) * legendRow + 8;
  const height = size.height + legend;
  const { width } = size;
  const drawing = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    drawing.setOption(optionOf(chart, width, legend));
    return { width, height, content: contentOf(drawing.renderToSVGString(), name) };
  } finally {
    drawing.dispose();
  }
}

function optionOf({ days, lines }: Chart, width: number, legend: number): EChartsOption {
  const text = { color: palette.muted.light, fontFamily, fontSize };
  const most = Math.max(2, Math.floor(width / 90));
  const step = Math.max(1, Math.ceil(days.length / most));
  const isLong = days.length > 366;
  const power = powerOf(lines);
  return {
    animation: false,
    backgroundColor: palette.surface.light,
    textStyle: { fontFamily, fontSize },
    grid: {
      left: 4,
      right: 6,
      top: 12,
      bottom: legend + 4,
      outerBoundsMode: "same",
      outerBoundsContain: "axisLabel",
    },
    legend: {
      show: legend > 0,
      left: 0,
      right: 0,
      bottom: 0,
      itemWidth: 22,
      itemHeight: 8,
      itemGap: 20,
      selectedMode: false,
      // The line's number is its name: two lines may be called the same.
      formatter: (name) => legendText(lines[Number(name)]?.name ?? ""),
      textStyle: { ...text, color: palette.ink.light },
    },
    xAxis: {
      type: "category",
      boundaryGap: days.length === 1,
      data: [...days],
      axisLine: { lineStyle: { color: palette.axis.light } },
      axisTick: { show: false },
      axisLabel: {
        ...text,
        margin: 10,
        hideOverlap: true,
        // The last day always has its label.
        interval: (index) => (days.length - 1 - index) % step === 0,
        formatter: (day) => (isLong ? formatMonth(day) : formatDay(day)),
      },
    },
    yAxis: {
      type: "value",
      splitNumber: 4,
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: {
        ...text,
        formatter: (value) =>
          power === 0 || value === 0
            ? formatShortNumber(value)
            : `${formatNumber(value)}e${power > 0 ? "+" : ""}${power}`,
      },
      splitLine: { lineStyle: { color: palette.rule.light } },
    },
    series: lines.flatMap((line, index) =>
      hasPoints(line)
        ? [seriesOf(line, index, days, { power, isAlone: lines.filter(hasPoints).length === 1 })]
        : [],
    ),
  };
}

function seriesOf(
  { points }: PanelLine,
  index: number,
  days: readonly string[],
  { power, isAlone }: { readonly power: number; readonly isAlone: boolean },
): LineSeriesOption {
  const { colour, pattern } = lineLook(index);
  const last = [...points.keys()].at(-1);
  return {
    type: "line",
    name: String(index),
    // All points lie on the grid.
    clip: false,
    symbol: "circle",
    symbolSize: 6,
    lineStyle: { color: colour, width: 2, type: pattern, cap: "round", join: "round" },
    itemStyle: { color: colour },
    ...(isAlone && { areaStyle: { color: colour, opacity: 0.12 } }),
    emphasis: { disabled: true },
    data: days.map((day, at) => {
      const point = points.get(day);
      if (point === undefined) return null;
      const value = power === 0 ? point : point / 10 ** power;
      // A point between two days without one has no line.
      const isIsolated = !points.has(days[at - 1] ?? "") && !points.has(days[at + 1] ?? "");
      return isIsolated || day === last ? value : { value, symbol: "none" };
    }),
  };
}

/**
 * The power of ten by which numbers are divided before they are drawn. The library fails where numbers come near the
 * largest or the least that there are.
 */
function powerOf(lines: readonly PanelLine[]): number {
  let most = 0;
  for (const { points } of lines) for (const value of points.values()) most = Math.max(most, Math.abs(value));
  if (most === 0 || (most >= 1e-9 && most < 1e15)) return 0;
  return Math.max(Math.floor(Math.log10(most)), -300);
}

function hasPoints({ points }: PanelLine): boolean {
  return points.size > 0;
}

function legendText(name: string): string {
  return shortText(visibleText(name) === "" ? "(empty)" : name, 28);
}

/** How many rows a legend has, by a guess at its texts' widths that is rather too large. */
function legendRows(lines: readonly PanelLine[], width: number): number {
  let rows = 1;
  let x = 0;
  for (const { name } of lines) {
    let item = 22 + 5 + 20;
    for (const character of legendText(name)) item += character >= "\u1100" ? fontSize + 1 : fontSize * 0.62;
    if (x > 0 && x + item > width - 16) {
      rows++;
      x = 0;
    }
    x += item;
  }
  return rows;
}

/**
 * What is inside the library’s `<svg>`, without what it holds for pointers and scripts, and with the font left to what
 * is around it. Texts have no quotes and angles of their own, so attributes are found safely. Its identifiers count all
 * charts of a process; a chart’s own bytes must not.
 */
function contentOf(svg: string, name: string): string {
  return svg
    .replace(/^<svg[^>]*>\n?/, "")
    .replace(/(?:<style[^>]*>[^]*<\/style>\s*)?<\/svg>\s*$/, "")
    .replaceAll(/ (?:class|pointer-events|ecmeta_\w+)="[^"]*"/g, "")
    .replaceAll(` style="font-size:${fontSize}px;font-family:${fontFamily};"`, "")
    .replaceAll(/\bzr\d+-/g, `${name}-`);
}
