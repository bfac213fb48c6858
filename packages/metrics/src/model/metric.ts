import type { Data } from "@addendum/json-schema";

/** Where the numbers of a metric come from. */
export type Source = StreamSource | MeasureSource | ReportSource;

export const aggregations = ["count", "sum", "mean", "min", "max", "distinct"] as const;
export type Aggregation = (typeof aggregations)[number];

/** Field → the value, or one of the values, that an event has there. Fields are paths with dots. */
export type Filter = ReadonlyMap<string, readonly Data[]>;

/** Numbers that are computed from a stream's events. */
export interface StreamSource {
  readonly kind: "stream";
  readonly stream: string;
  readonly aggregation: Aggregation;
  /** What is aggregated: the first of these fields that an event has. Empty for `count`. */
  readonly fields: readonly string[];
  /** Which events count. */
  readonly filter: Filter;
  /** What a normalized metric is divided by. */
  readonly per: Per | undefined;
}

/**
 * The number of sessions or page views: how many values a field has, or how many events pass a filter. They are events
 * of the metric's own stream, or of another one.
 */
export type Per =
  | { readonly kind: "distinct"; readonly stream: string | undefined; readonly field: string }
  | { readonly kind: "filter"; readonly stream: string | undefined; readonly filter: Filter };

/** Numbers that code reports itself, by `createMetrics` or StatsD. */
export interface MeasureSource {
  readonly kind: "measure";
  readonly measure: "counter" | "gauge" | "timing";
}

/** Numbers that a report computes. */
export interface ReportSource {
  readonly kind: "report";
  readonly report: string;
  readonly column: string;
}

/** A dimension by which a metric is broken down. */
export interface Dimension {
  /** Snake case: `edit_count`. Its node in Graphite is `byEditCount`, its label `edit_count`. */
  readonly name: string;
  /** The first of these fields that an event has. */
  readonly fields: readonly string[];
  /** The values that the catalogue lists; undefined: the options of the field's enum. */
  readonly values: readonly Data[] | undefined;
  /** Whether dashboards have a selector for its values. */
  readonly isVariable: boolean;
}

export const normalizations = ["per session", "per page view", "none"] as const;
export type Normalization = (typeof normalizations)[number];

export const statuses = ["planned", "baseline", "active", "ending", "ended"] as const;
export type Status = (typeof statuses)[number];

export interface HistoryEntry {
  /** YYYY-MM-DD */
  readonly date: string;
  readonly change: string;
}

export interface Deprecation {
  readonly plan: string | undefined;
  /** Whether it was planned as temporary from the beginning. */
  readonly isTemporary: boolean;
  /** The day on which it ends, YYYY-MM-DD. */
  readonly sunset: string | undefined;
  /** Where the clean-up is tracked. */
  readonly ticket: string | undefined;
}

/** A metric as its file describes it. What is missing is reported, and undefined here. */
export interface Metric {
  /** Relative to the repository's root. */
  readonly file: string;
  readonly name: string;
  readonly description: string | undefined;
  /** The research question. */
  readonly question: string | undefined;
  readonly owner: string | undefined;
  readonly ticket: string | undefined;
  /** What the user does. */
  readonly initiator: string | undefined;
  /** The code that records it. */
  readonly collector: string | undefined;
  readonly source: Source;
  readonly dimensions: readonly Dimension[];
  readonly normalization: Normalization;
  /** Nodes with dots between, without those of its dimensions. */
  readonly path: string;
  /** The graphs that should be drawn, in words. */
  readonly graphs: readonly string[];
  readonly status: Status;
  /** The first day with numbers, YYYY-MM-DD. */
  readonly baseline: string | undefined;
  readonly history: readonly HistoryEntry[];
  readonly deprecation: Deprecation | undefined;
}
