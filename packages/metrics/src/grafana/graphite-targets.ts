import type { Dimension, Metric } from "../model/metric.ts";
import { companionsOf, graphitePath, valueNode, valueText } from "../names/metric-names.ts";
import { drawnValues, type GraphPanel } from "../dashboard/model.ts";
import { companionLabels } from "../dashboard/panel-series.ts";
import { plainText } from "./plain-text.ts";

/** The queries of Graphite whose lines a panel shows. `${name}` stands for a variable of the dashboard. */
export function graphiteTargets({ known: { metric }, shows }: GraphPanel): readonly string[] {
  switch (shows.kind) {
    case "value":
      return [
        alias(
          combined(metric, (end) => selector(metric, end)),
          metric.name,
        ),
      ];
    case "companions":
      return companionsOf(metric).map((companion) =>
        alias(`sumSeries(${selector(metric, `_${companion}`)})`, companionLabels[companion]),
      );
    case "dimension":
      return shows.values === undefined
        ? [`highest(${anyValue(metric, shows.dimension)}, ${drawnValues}, 'sum')`]
        : shows.values.map((value) => {
            const chosen = new Map([[shows.dimension.name, valueNode(value)]]);
            return alias(
              combined(metric, (end) => selector(metric, end, chosen)),
              valueText(value),
            );
          });
  }
}

/** A line for each value that there is. */
function anyValue(metric: Metric, dimension: Dimension): string {
  const chosen = new Map([[dimension.name, "*"]]);
  const index = metric.path.split(".").length + 2 * metric.dimensions.indexOf(dimension) + 1;
  const grouped = (end: string, by = "sum") =>
    `groupByNode(${selector(metric, end, chosen)}, ${index}, '${by}')`;
  const [first, second] = companionsOf(metric);
  if (first === "total") {
    return `divideSeriesLists(sortByName(${grouped("_total")}), sortByName(${grouped(`_${second ?? ""}`)}))`;
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
function combined(metric: Metric, select: (end: string) => string): string {
  const [first, second] = companionsOf(metric);
  if (first === "total")
    return `divideSeries(sumSeries(${select("_total")}), sumSeries(${select(`_${second ?? ""}`)}))`;
  if (first === "events") {
    if (metric.dimensions.length === 0) return select("");
    const start = metric.path.split(".").length;
    // A mean of means would count a wiki with ten events like one with a million.
    const nodes = metric.dimensions.map((_, index) => start + 2 * index + 1).join(", ");
    return `weightedAverage(${select("")}, ${select("_events")}, ${nodes})`;
  }
  return `${togetherBy(metric)}Series(${select("")})`;
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
