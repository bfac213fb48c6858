import type { Metric } from "../model/metric.ts";
import { type Companion, companionsOf, valueText } from "../names/metric-names.ts";
import { drawnValues, type GraphPanel } from "./model.ts";
import { divisorDimensions } from "./repeated-divisor.ts";

/** A row of the result of `spanQuery`, by the names of its columns. */
export interface SpanRow {
  /** YYYY-MM-DD; what comes after is not read. */
  readonly date: string;
  /** Dimensions are texts. Numbers may be numbers, integers without a limit or texts; null is none. */
  readonly [column: string]: unknown;
}

/** A line of a panel. */
export interface PanelLine {
  readonly name: string;
  /** Day (YYYY-MM-DD) → its number, the earliest first. A day without one has no point. */
  readonly points: ReadonlyMap<string, number>;
}

/** What a panel draws. */
export interface PanelSeries {
  /** Where values of a dimension are known, in their order, also those without points; else the largest first. */
  readonly lines: readonly PanelLine[];
  /** How many values of the dimension are not drawn, because there are too many. */
  readonly omitted: number;
}

/** The names of the lines of totals. */
export const companionLabels: Readonly<Record<Companion, string>> = {
  total: "total",
  sessions: "sessions",
  page_views: "page views",
  events: "events",
};

/**
 * Puts the rows of a metric together as a panel shows them: sums are added up, the least and the largest stay, a ratio is
 * that of its totals, and a mean is weighted by events. The panels of Grafana show the same.
 * @param rows of any order
 * @param chosen dimension → the text of the value that people chose; the others are put together
 */
export function panelSeries(
  { known, shows }: Pick<GraphPanel, "known" | "shows">,
  rows: Iterable<SpanRow>,
  chosen: ReadonlyMap<string, string> = new Map(),
): PanelSeries {
  const { metric } = known;
  const divisor = divisorDimensions(known)?.map(({ name }) => name);
  if (shows.kind === "companions") {
    const companions = companionsOf(metric);
    const sums = companions.map((companion) => (companion === "total" ? new Sums() : sumsOf(divisor)));
    for (const row of rows) {
      if (!isChosen(row, chosen)) continue;
      for (const [index, companion] of companions.entries())
        sums[index]?.add(row, numberOf(cell(row, companion)));
    }
    const lines = companions.map((companion, index) => ({
      name: companionLabels[companion],
      points: inOrder(sums[index]?.days() ?? new Map()),
    }));
    return { lines, omitted: 0 };
  }
  const values = shows.kind === "dimension" ? shows.values?.map(valueText) : [metric.name];
  const groups = new Map<string, Together>(values?.map((value) => [value, togetherOf(metric, divisor)]));
  for (const row of rows) {
    if (!isChosen(row, chosen)) continue;
    const name = shows.kind === "dimension" ? String(cell(row, shows.dimension.name)) : metric.name;
    let group = groups.get(name);
    if (group === undefined) {
      if (values !== undefined) continue;
      group = togetherOf(metric, divisor);
      groups.set(name, group);
    }
    group.add(row);
  }
  const lines = [...groups].map(([name, group]) => ({ name, points: inOrder(group.points()) }));
  const omitted = shows.kind === "dimension" ? shows.omitted : 0;
  if (values !== undefined) return { lines, omitted };
  const sized = lines.filter(({ points }) => points.size > 0).map((line) => ({ line, size: sizeOf(line) }));
  sized.sort((a, b) => b.size - a.size || (a.line.name < b.line.name ? -1 : 1));
  return {
    lines: sized.slice(0, drawnValues).map(({ line }) => line),
    omitted: Math.max(sized.length - drawnValues, 0),
  };
}

/** The numbers of several rows of a day as one. */
interface Together {
  add(row: SpanRow): void;
  points(): Map<string, number>;
}

/** @param divisor the dimensions that tell apart what is divided by; undefined: all */
function togetherOf(metric: Metric, divisor: readonly string[] | undefined): Together {
  const [first, second] = companionsOf(metric);
  if (first === "total" && second !== undefined)
    return new Quotients(
      (row) => numberOf(cell(row, "total")),
      (row) => numberOf(cell(row, second)),
      sumsOf(divisor),
    );
  if (first === "events")
    return new Quotients(
      (row) => product(numberOf(cell(row, "value")), numberOf(cell(row, "events"))),
      (row) => numberOf(cell(row, "events")),
      new Sums(),
    );
  const { source } = metric;
  const aggregation = source.kind === "stream" ? source.aggregation : "sum";
  return aggregation === "min" || aggregation === "max" ? new Extremes(Math[aggregation]) : new Values();
}

/** Numbers of days that are added up. */
interface DaySums {
  add(row: SpanRow, value: number | undefined): void;
  days(): Map<string, number>;
}

function sumsOf(dimensions: readonly string[] | undefined): DaySums {
  return dimensions === undefined ? new Sums() : new RepeatedSums(dimensions);
}

class Sums implements DaySums {
  private readonly sums = new Map<string, number>();

  add(row: SpanRow, value: number | undefined): void {
    const day = dayOf(row);
    if (value !== undefined) this.sums.set(day, (this.sums.get(day) ?? 0) + value);
  }

  days(): Map<string, number> {
    return this.sums;
  }
}

/** Numbers that several rows repeat: of those with the same values of some dimensions the largest counts. */
class RepeatedSums implements DaySums {
  private readonly largest = new Map<string, Map<string, number>>();
  private readonly dimensions: readonly string[];

  constructor(dimensions: readonly string[]) {
    this.dimensions = dimensions;
  }

  add(row: SpanRow, value: number | undefined): void {
    if (value === undefined) return;
    const day = dayOf(row);
    const key = JSON.stringify(this.dimensions.map((name) => String(cell(row, name))));
    const values = this.largest.get(day) ?? new Map<string, number>();
    values.set(key, Math.max(values.get(key) ?? value, value));
    this.largest.set(day, values);
  }

  days(): Map<string, number> {
    return new Map(
      [...this.largest].map(([day, values]) => [day, [...values.values()].reduce((a, b) => a + b, 0)]),
    );
  }
}

class Values implements Together {
  private readonly sums = new Sums();

  add(row: SpanRow): void {
    this.sums.add(row, numberOf(cell(row, "value")));
  }

  points(): Map<string, number> {
    return this.sums.days();
  }
}

class Extremes implements Together {
  private readonly days = new Map<string, number>();
  private readonly choose: (a: number, b: number) => number;

  constructor(choose: (a: number, b: number) => number) {
    this.choose = choose;
  }

  add(row: SpanRow): void {
    const value = numberOf(cell(row, "value"));
    if (value === undefined) return;
    const day = dayOf(row);
    const known = this.days.get(day);
    this.days.set(day, known === undefined ? value : this.choose(known, value));
  }

  points(): Map<string, number> {
    return this.days;
  }
}

/** The quotients of two sums; a day without a divisor has no point. */
class Quotients implements Together {
  private readonly dividends = new Sums();
  private readonly divisors: DaySums;
  private readonly dividend: (row: SpanRow) => number | undefined;
  private readonly divisor: (row: SpanRow) => number | undefined;

  constructor(
    dividend: (row: SpanRow) => number | undefined,
    divisor: (row: SpanRow) => number | undefined,
    divisors: DaySums,
  ) {
    this.divisors = divisors;
    this.dividend = dividend;
    this.divisor = divisor;
  }

  add(row: SpanRow): void {
    this.dividends.add(row, this.dividend(row));
    this.divisors.add(row, this.divisor(row));
  }

  points(): Map<string, number> {
    const points = new Map<string, number>();
    const divisors = this.divisors.days();
    for (const [day, dividend] of this.dividends.days()) {
      const divisor = divisors.get(day) ?? 0;
      if (divisor !== 0) points.set(day, dividend / divisor);
    }
    return points;
  }
}

function dayOf({ date }: SpanRow): string {
  return date.slice(0, 10);
}

function isChosen(row: SpanRow, chosen: ReadonlyMap<string, string>): boolean {
  for (const [dimension, value] of chosen) {
    // A panel whose metric lacks the dimension does not depend on it.
    if (Object.hasOwn(row, dimension) && cell(row, dimension) !== value) return false;
  }
  return true;
}

function cell(row: SpanRow, column: string): unknown {
  return Object.hasOwn(row, column) ? row[column] : undefined;
}

/** A number as engines give it. */
function numberOf(value: unknown): number | undefined {
  if (typeof value === "string" && value.trim() === "") return undefined;
  if (typeof value !== "number" && typeof value !== "bigint" && typeof value !== "string") return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function product(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a * b;
}

function sizeOf({ points }: PanelLine): number {
  let size = 0;
  for (const value of points.values()) size += Math.abs(value);
  return size;
}

function inOrder(points: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  return new Map([...points].sort(([a], [b]) => (a < b ? -1 : 1)));
}
