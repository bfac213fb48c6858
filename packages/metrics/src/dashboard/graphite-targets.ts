import { findField } from "../model/event-field.ts";
import type { KnownMetric } from "../examine/examine-metrics.ts";
import type { Dimension, Metric } from "../model/metric.ts";
import { type Companion, companionsOf, graphitePath, valueNode, valueText } from "../names/metric-names.ts";

/** Values of a dimension that one panel draws; more lines nobody tells apart. */
export const drawnValues = 20;

/** A query of Graphite, for a line or several of a panel. `${name}` stands for a variable of the dashboard. */
export interface GraphiteTarget {
  readonly target: string;
}

/** The values of a dimension that are known, as the catalogue lists them or the schema does. */
export function knownValues(
  { fields, values }: Dimension,
  { event }: KnownMetric,
): readonly unknown[] | undefined {
  if (values !== undefined) return values;
  const declaration = event && findField(event.versions, fields[0] as string)?.declaration;
  if (declaration?.values !== undefined) return declaration.values.filter((value) => value !== null);
  return declaration?.types?.has("boolean") === true ? [true, false] : undefined;
}

/** A metric’s own number over all values that the variables choose. */
export function valueTarget(known: KnownMetric): GraphiteTarget {
  const { metric } = known;
  return {
    target: alias(
      combined(metric, (end) => selector(metric, end)),
      metric.name,
    ),
  };
}

/** What stands beside it: the totals that a mean or a share rests on. */
export function companionTargets({ metric }: KnownMetric): readonly GraphiteTarget[] {
  return companionsOf(metric).map((companion) => ({
    target: alias(`sumSeries(${selector(metric, `_${companion}`)})`, labels[companion]),
  }));
}

const labels: Readonly<Record<Companion, string>> = {
  total: "total",
  sessions: "sessions",
  page_views: "page views",
  events: "events",
};

/** A metric by a dimension: a line for each value that is known, else for each that is there. */
export function dimensionTargets(known: KnownMetric, dimension: Dimension): readonly GraphiteTarget[] {
  const { metric } = known;
  const values = knownValues(dimension, known)?.slice(0, drawnValues);
  if (values !== undefined) {
    return values.map((value) => {
      const chosen = new Map([[dimension.name, valueNode(value)]]);
      return {
        target: alias(
          combined(metric, (end) => selector(metric, end, chosen)),
          valueText(value),
        ),
      };
    });
  }
  const chosen = new Map([[dimension.name, "*"]]);
  const index = metric.path.split(".").length + 2 * metric.dimensions.indexOf(dimension) + 1;
  const grouped = (end: string, by = "sum") =>
    `groupByNode(${selector(metric, end, chosen)}, ${index}, '${by}')`;
  const [first, second] = companionsOf(metric);
  if (first === "total") {
    const ratio = `divideSeriesLists(sortByName(${grouped("_total")}), sortByName(${grouped(`_${second ?? ""}`)}))`;
    return [{ target: ratio }];
  }
  if (first === "events") {
    const weighted = `multiplySeriesLists(sortByName(${selector(metric, "", chosen)}), sortByName(${selector(metric, "_events", chosen)}))`;
    const sums = `sortByName(groupByNode(${weighted}, ${index}, 'sum'))`;
    return [{ target: `divideSeriesLists(${sums}, sortByName(${grouped("_events")}))` }];
  }
  return [{ target: grouped("", togetherBy(metric)) }];
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
  const text = withoutTemplates(name).replaceAll(/['"\\]/g, "’");
  return `alias(${expression}, '${text}')`;
}

/** A text in which Grafana finds no variable: `${x}`, `$x` and `[[x]]` are shown as they are. */
export function withoutTemplates(text: string): string {
  return text.replaceAll("$", "＄").replaceAll("[[", "［［").replaceAll(/\s+/g, " ");
}
