import type { Dimension, Metric } from "../model/metric.ts";
import { companionsOf, graphitePath, valueNode, valueText } from "../names/metric-names.ts";
import { drawnValues, type GraphPanel } from "../dashboard/model.ts";
import { companionLabels } from "../dashboard/panel-series.ts";
import { divisorDimensions } from "../dashboard/repeated-divisor.ts";
import type { KnownMetric } from "../examine/examine-metrics.ts";
import { plainText } from "./plain-text.ts";

/** The queries of Graphite whose lines a panel shows. `${name}` stands for a variable of the dashboard. */
export function graphiteTargets({ known, shows }: GraphPanel): readonly string[] {
  const { metric } = known;
  switch (shows.kind) {
    case "value":
      return [
        alias(
          combined(known, (end) => selector(metric, end)),
          metric.name,
        ),
      ];
    case "companions":
      return companionsOf(metric).map((companion) =>
        alias(
          companion === "total"
            ? `sumSeries(${selector(metric, "_total")})`
            : divisorSum(known, selector(metric, `_${companion}`)),
          companionLabels[companion],
        ),
      );
    case "dimension":
      return shows.values === undefined
        ? [`highest(${anyValue(known, shows.dimension)}, ${drawnValues}, 'sum')`]
        : shows.values.map((value) => {
            const chosen = new Map([[shows.dimension.name, valueNode(value)]]);
            return alias(
              combined(known, (end) => selector(metric, end, chosen)),
              valueText(value),
            );
          });
  }
}

/** A line for each value that there is. */
function anyValue(known: KnownMetric, dimension: Dimension): string {
  const { metric } = known;
  const chosen = new Map([[dimension.name, "*"]]);
  const index = nodeOf(metric, dimension);
  const grouped = (end: string, by = "sum") =>
    `groupByNode(${selector(metric, end, chosen)}, ${index}, '${by}')`;
  const [first, second] = companionsOf(metric);
  if (first === "total") {
    const end = `_${second ?? ""}`;
    const kept = divisorDimensions(known);
    const nodes = [
      index,
      ...(kept ?? []).filter((one) => one !== dimension).map((one) => nodeOf(metric, one)),
    ];
    const units =
      kept === undefined
        ? grouped(end)
        : `groupByNode(groupByNodes(${selector(metric, end, chosen)}, 'max', ${nodes.join(", ")}), 0, 'sum')`;
    return `divideSeriesLists(sortByName(${grouped("_total")}), sortByName(${units}))`;
  }
  if (first === "events") {
    const weighted = `multiplySeriesLists(sortByName(${selector(metric, "", chosen)}), sortByName(${selector(metric, "_events", chosen)}))`;
    const sums = `sortByName(groupByNode(${weighted}, ${index}, 'sum'))`;
    return `divideSeriesLists(${sums}, sortByName(${grouped("_events")}))`;
  }
  return grouped("", togetherBy(metric));
}

/** How series of a metric are put together. */
function togetherBy({ source }: Metric): "sum" | "min" | "max" {
  const aggregation = source.kind === "stream" ? source.aggregation : "sum";
  return aggregation === "min" || aggregation === "max" ? aggregation : "sum";
}

/**
 * What the series of a metric are together.
 * @param select the series of a companion, by the end of its path
 */
function combined(known: KnownMetric, select: (end: string) => string): string {
  const { metric } = known;
  const [first, second] = companionsOf(metric);
  if (first === "total")
    return `divideSeries(sumSeries(${select("_total")}), ${divisorSum(known, select(`_${second ?? ""}`))})`;
  if (first === "events") {
    if (metric.dimensions.length === 0) return select("");
    // A mean of means would count a wiki with ten events like one with a million.
    const nodes = metric.dimensions.map((dimension) => nodeOf(metric, dimension)).join(", ");
    return `weightedAverage(${select("")}, ${select("_events")}, ${nodes})`;
  }
  return `${togetherBy(metric)}Series(${select("")})`;
}

/** What a metric is divided by, of some of its series. Where series repeat it, it counts once. */
function divisorSum(known: KnownMetric, series: string): string {
  const kept = divisorDimensions(known)?.map((dimension) => nodeOf(known.metric, dimension));
  if (kept === undefined) return `sumSeries(${series})`;
  return kept.length === 0
    ? `maxSeries(${series})`
    : `sumSeries(groupByNodes(${series}, 'max', ${kept.join(", ")}))`;
}

/** The place of a dimension's value in the path. */
function nodeOf({ path, dimensions }: Metric, dimension: Dimension): number {
  return path.split(".").length + 2 * dimensions.indexOf(dimension) + 1;
}

/** The series of a metric: those that the variables choose. */
function selector(metric: Metric, end: string, chosen: ReadonlyMap<string, string> = new Map()): string {
  const variables = new Set(metric.dimensions.filter(({ isVariable }) => isVariable).map(({ name }) => name));
  return graphitePath({ ...metric, path: `${metric.path}${end}` }, (name) => {
    return chosen.get(name) ?? (variables.has(name) ? `\${${name}}` : "*");
  });
}

/** A name in a legend: neither a quote nor what Grafana would replace. */
function alias(expression: string, name: string): string {
  return `alias(${expression}, '${plainText(name).replaceAll(/['"\\]/g, "’")}')`;
}
