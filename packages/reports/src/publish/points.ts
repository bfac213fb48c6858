import { escapeNode, escapePath } from "@addendum/metrics";
import type { Granularity } from "../schedule/interval.ts";
import type { GraphiteMetrics, ReportSettings } from "../settings/report-settings.ts";
import { type ByteText, fromBytes, parseRow } from "../table/cells.ts";
import { readHeader, readRows } from "../table/report-file.ts";
import type { TemplatePart } from "../template/placeholders.ts";

/** A value of a metric at a time. */
export interface Point {
  readonly path: string;
  readonly value: string;
  /** Seconds since 1970: the start of the interval, in UTC. */
  readonly time: number;
  /** The metric as it is configured. */
  readonly metric: string;
  /** What stands for the placeholders of the path, not escaped. */
  readonly labels: ReadonlyMap<string, string>;
}

/** A value that cannot be sent as a point, and why. */
export interface Rejected {
  readonly path: string;
  readonly value: string;
  readonly time: number;
  readonly reason: string;
}

export type Lookups = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** How the rows of one file become points. */
export interface PointReader {
  /** Absent: every column is there. */
  readonly problem: string | undefined;
  pointsOf(row: ByteText, date: number): Iterable<Point | Rejected>;
}

export function isRejected(point: Point | Rejected): point is Rejected {
  return "reason" in point;
}

/** What Graphite reads as a number. */
const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
/** Bytes of a file’s name; Graphite stores a metric in a file of its last node, and `.wsp`. */
const longestNode = 250;

/**
 * Reads points from rows under a header. A column takes precedence over a dimension of the same name; values of
 * dimensions are translated by the lookups. Source: ReportUpdater’s graphite module.
 */
export function pointReader(
  { path, metrics }: GraphiteMetrics,
  header: readonly ByteText[],
  exploded: ReadonlyMap<string, string>,
  lookups: Lookups,
): PointReader {
  const names = header.map(fromBytes);
  const columnOf = (name: string) => names.indexOf(name);
  const missing = metrics.find(({ column }) => columnOf(column) === -1);
  if (missing !== undefined) {
    const problem = `its result has no column “${missing.column}”, which ${missing.metric} names; there are: ${names.join(", ")}`;
    return { problem, pointsOf: () => [] };
  }
  const placeholders = path.flatMap((part) =>
    part.kind === "placeholder" && part.name !== "_metric" ? [part.name] : [],
  );
  const unknown = placeholders.find((name) => columnOf(name) === -1 && !exploded.has(name));
  if (unknown !== undefined) {
    return {
      problem: `its path has {${unknown}}, which is neither a column nor a dimension`,
      pointsOf: () => [],
    };
  }
  const columns = metrics.map(({ column }) => columnOf(column));
  return {
    problem: undefined,
    *pointsOf(row, date) {
      const cells = parseRow(row);
      const time = date / 1000;
      for (const [index, { metric }] of metrics.entries()) {
        const value = fromBytes(cells[columns[index] as number] ?? "");
        // There is no value, as scripts and Hive write it.
        if (value === "" || value === "NULL") continue;
        const labels = new Map<string, string>();
        const expanded = expandPath(path, metric, (name) => {
          const column = columnOf(name);
          const own = column === -1 ? exploded.get(name) : fromBytes(cells[column] ?? "");
          const looked = column === -1 && own !== undefined ? lookups.get(name)?.get(own) : undefined;
          labels.set(name, looked ?? own ?? "");
          return looked === undefined ? escapeNode(own ?? "") : escapePath(looked);
        });
        const reason = problemOf(expanded, value);
        if (reason === undefined) yield { path: expanded, value, time, metric, labels };
        else yield { path: expanded, value, time, reason };
      }
    },
  };
}

/** @param valueOf the node of a placeholder */
export function expandPath(
  path: readonly TemplatePart[],
  metric: string,
  valueOf: (name: string) => string,
): string {
  return path
    .map((part) => {
      if (part.kind === "text") return escapePath(part.text);
      return part.name === "_metric" ? escapePath(metric) : valueOf(part.name);
    })
    .join("");
}

function problemOf(path: string, value: string): string | undefined {
  if (!number.test(value)) return "the value is not a number";
  const nodes = path.split(".");
  if (nodes.includes("")) return "a part of the name is empty";
  if (nodes.some((node) => node.length > longestNode))
    return "a part of the name is too long for a file name";
  return undefined;
}

/** The points of a report’s file, date by date. Throws {@link UnreadableReport}. */
export function* pointsByDate(
  report: ReportSettings & { readonly graphite: GraphiteMetrics },
  file: string,
  exploded: ReadonlyMap<string, string>,
  lookups: Lookups,
): Generator<{ readonly date: number; readonly points: Iterable<Point | Rejected> }> {
  const header = readHeader(file);
  if (header === undefined) return;
  const reader = pointReader(report.graphite, header, exploded, lookups);
  if (reader.problem !== undefined) throw new NoPoints(reader.problem);
  for (const { date, rows } of datesOf(file, report.granularity)) {
    yield {
      date,
      points: (function* () {
        for (const row of rows) yield* reader.pointsOf(row, date);
      })(),
    };
  }
}

/** A file cannot have the points that its report describes. */
export class NoPoints extends Error {}

/** Neighbouring rows of one date. */
function* datesOf(
  file: string,
  granularity: Granularity,
): Generator<{ readonly date: number; readonly rows: readonly ByteText[] }> {
  let current: { date: number; rows: ByteText[] } | undefined;
  for (const { date, text } of readRows(file, granularity)) {
    if (current?.date === date) current.rows.push(text);
    else {
      if (current !== undefined) yield current;
      current = { date, rows: [text] };
    }
  }
  if (current !== undefined) yield current;
}
