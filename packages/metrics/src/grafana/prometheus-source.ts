import type { KnownMetric } from "../examine/examine-metrics.ts";
import type { Metric } from "../model/metric.ts";
import { companionsOf, dimensionLabel, prometheusName, valueText } from "../names/metric-names.ts";
import { escapeLabel } from "../names/series-name.ts";
import { drawnValues, type GraphPanel } from "../dashboard/model.ts";
import { divisorDimensions } from "../dashboard/repeated-divisor.ts";
import { companionLabels } from "../dashboard/panel-series.ts";
import { plainText } from "./plain-text.ts";
import type { Source, Target } from "./source.ts";

/**
 * Prometheus. What reports compute is a gauge with one sample at the beginning of each day, which was written afterwards;
 * what code reports by itself is scraped.
 */
export const prometheusSource: Source = {
  name: "prometheus",
  plugin: "prometheus",
  whyNot: () => undefined,
  targets: prometheusTargets,
  interval: ({ known: { metric } }) => (metric.source.kind === "measure" ? "1h" : "1d"),
  valuesQuery({ dimension, metrics: [first] }) {
    const { metric } = first as KnownMetric;
    const name = metric.source.kind === "measure" ? measuredName(metric) : prometheusName(metric);
    return `label_values(${name}, ${dimensionLabel(dimension.name)})`;
  },
  // Grafana itself makes an expression of it.
  option: valueText,
  allValue: ".*",
};

/** A day without its first moment, at which the sample of the day before is. Prometheus 2 counts both ends. */
const day = "23h59m59s";

function prometheusTargets(panel: GraphPanel): readonly Target[] {
  const { known, shows } = panel;
  const { metric } = known;
  if (shows.kind === "companions") {
    return totalsOf(known, selectorsOf(panel)).map(({ name, expression }) => target(expression, name));
  }
  const by = shows.kind === "dimension" ? [dimensionLabel(shows.dimension.name)] : [];
  const expression = valueOf(known, by, selectorsOf(panel));
  if (shows.kind === "value") return [target(expression, plainText(metric.name))];
  const legend = `{{${dimensionLabel(shows.dimension.name)}}}`;
  return [target(shows.values === undefined ? `topk(${drawnValues}, ${expression})` : expression, legend)];
}

function target(expr: string, legendFormat: string): Target {
  return { expr, legendFormat, range: true, editorMode: "code" };
}

/** What the series of a metric are together, over the labels that remain. */
function valueOf(known: KnownMetric, labels: readonly string[], selectors: string): string {
  const { metric } = known;
  const { source } = metric;
  const by = labels.length === 0 ? "" : ` by (${labels.join(", ")})`;
  const { path } = metric;
  if (source.kind === "measure") {
    const name = prometheusName(metric);
    switch (source.measure) {
      case "counter":
        return `sum${by} (increase(${name}${selectors}[1d]))`;
      case "gauge":
        return `sum${by} (${name}${selectors})`;
      case "timing":
        return `sum${by} (increase(${name}_sum${selectors}[1d])) / (sum${by} (increase(${name}_count${selectors}[1d])) > 0)`;
    }
  }
  const ofDay = (end: string) =>
    `last_over_time(${prometheusName({ path: `${path}${end}`, source })}${selectors}[${day}])`;
  const [first, second] = companionsOf(metric);
  if (first === "total")
    return `sum${by} (${ofDay("_total")}) / (sum${by} (${once(known, labels, ofDay(`_${second ?? ""}`))}) > 0)`;
  // A mean of means would count a wiki with ten events like one with a million.
  if (first === "events")
    return `sum${by} (${ofDay("")} * ${ofDay("_events")}) / (sum${by} (${ofDay("_events")}) > 0)`;
  const aggregation = source.kind === "stream" ? source.aggregation : "sum";
  const together = aggregation === "min" || aggregation === "max" ? aggregation : "sum";
  return `${together}${by} (${ofDay("")})`;
}

/** What a metric is divided by. Where series repeat it, it counts once. */
function once(known: KnownMetric, labels: readonly string[], series: string): string {
  const kept = divisorDimensions(known)?.map(({ name }) => dimensionLabel(name));
  if (kept === undefined) return series;
  const all = [...new Set([...labels, ...kept])];
  return `max${all.length === 0 ? "" : ` by (${all.join(", ")})`} (${series})`;
}

/** What is beside a mean or a ratio. */
function totalsOf(
  known: KnownMetric,
  selectors: string,
): readonly { readonly name: string; readonly expression: string }[] {
  const { metric } = known;
  const { path, source } = metric;
  if (source.kind === "measure") {
    const expression = `sum (increase(${measuredName(metric)}${selectors}[1d]))`;
    return [{ name: "measurements", expression }];
  }
  return companionsOf(metric).map((companion) => {
    const name = prometheusName({ path: `${path}_${companion}`, source });
    const series = `last_over_time(${name}${selectors}[${day}])`;
    const counted = companion === "total" ? series : once(known, [], series);
    return { name: companionLabels[companion], expression: `sum (${counted})` };
  });
}

/** The series that a measurement surely has. */
function measuredName(metric: Metric): string {
  const name = prometheusName(metric);
  return metric.source.kind === "measure" && metric.source.measure === "timing" ? `${name}_count` : name;
}

/** The labels of the series that the variables choose, or that a panel draws. */
function selectorsOf({ known: { metric }, shows }: GraphPanel): string {
  const matchers = metric.dimensions.flatMap(({ name, isVariable }) => {
    const label = dimensionLabel(name);
    if (shows.kind === "dimension" && shows.dimension.name === name) {
      return shows.values === undefined
        ? [`${label}!=""`]
        : [`${label}=~"${shows.values.map(literalExpression).join("|")}"`];
    }
    return isVariable ? [`${label}=~"\${${name}}"`] : [];
  });
  return matchers.length === 0 ? "" : `{${matchers.join(",")}}`;
}

/** An expression that only a value itself matches, between quotes; Grafana finds no variable in it. */
function literalExpression(value: unknown): string {
  const expression = valueText(value).replaceAll(/[.*+?^$()[\]{}|\\]/g, (character) =>
    character === "$" ? "[$]" : `\\${character}`,
  );
  return escapeLabel(expression);
}
