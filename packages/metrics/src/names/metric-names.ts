import type { Metric } from "../model/metric.ts";
import { escapeNode } from "./escape-name.ts";
import { escapeLabel, joinNames, labelName, nameOfNode } from "./series-name.ts";

/** What a metric's query gives beside its value, which is the end of its path and the name of its column. */
export type Companion = "total" | "sessions" | "page_views" | "events";

/** The numbers that come with a metric's own: totals are beside means and shares. */
export function companionsOf({ source, normalization }: Metric): readonly Companion[] {
  if (source.kind !== "stream") return [];
  if (source.per !== undefined && normalization !== "none")
    return ["total", normalization === "per session" ? "sessions" : "page_views"];
  return source.aggregation === "mean" ? ["events"] : [];
}

/** The node that is before a dimension's value: `edit_count` is `byEditCount`. */
export function dimensionNode(dimension: string): string {
  const words = dimension.split("_").map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `by${words.join("")}`;
}

/** The label of a dimension. It is made from its node, as reports that publish the path do. */
export function dimensionLabel(dimension: string): string {
  return labelName(dimensionNode(dimension).slice(2));
}

/**
 * A metric's path in Graphite: `MediaWiki.CodeMirror.toggles.byEditor.wikitext_2010`.
 * @param valueOf the node of a dimension's value, which is in the path as it is: see {@link escapeNode}
 */
export function graphitePath(
  { path, dimensions }: Pick<Metric, "path" | "dimensions">,
  valueOf: (dimension: string) => string,
): string {
  const nodes = dimensions.flatMap(({ name }) => [dimensionNode(name), valueOf(name)]);
  return [path, ...nodes].join(".");
}

/** A value of a dimension as a text: `true`, `5-99 edits`. */
export function valueText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A value of a dimension as a node of a path. */
export function valueNode(value: unknown): string {
  return escapeNode(valueText(value));
}

/**
 * A metric's name in Prometheus. What a report computes is the total of a day: a gauge, `…_daily`. A counter ends in
 * `_total`, a time in `_seconds`.
 */
export function prometheusName({ path, source }: Pick<Metric, "path" | "source">): string {
  const name = joinNames(path.split(".").map(nameOfNode));
  return `${name}${source.kind === "measure" ? suffixes[source.measure] : "_daily"}`;
}

const suffixes = { counter: "_total", gauge: "", timing: "_seconds" } as const;

/** A metric's series in Prometheus, with a matcher for each dimension that has a value. */
export function prometheusSeries(metric: Metric, values: ReadonlyMap<string, unknown>): string {
  const labels = metric.dimensions.flatMap(({ name }) =>
    values.has(name) ? [`${dimensionLabel(name)}="${escapeLabel(valueText(values.get(name)))}"`] : [],
  );
  return labels.length === 0 ? prometheusName(metric) : `${prometheusName(metric)}{${labels.join(",")}}`;
}

/**
 * The paths that a metric is published under, with what is beside its value; `{editor}` stands for a dimension's value.
 */
export function metricPaths(metric: Metric): readonly string[] {
  const ends = ["", ...companionsOf(metric).map((companion) => `_${companion}`)];
  return ends.map((end) =>
    graphitePath({ ...metric, path: `${metric.path}${end}` }, (dimension) => `{${dimension}}`),
  );
}
