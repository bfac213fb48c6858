import type { KnownMetric } from "../examine/examine-metrics.ts";
import { graphitePath, valueNode } from "../names/metric-names.ts";
import { graphiteTargets } from "./graphite-targets.ts";
import type { Source } from "./source.ts";

/** Graphite, by the paths that reports publish. */
export const graphiteSource: Source = {
  name: "graphite",
  plugin: "graphite",
  whyNot: ({ metric: { source } }) =>
    source.kind === "measure" ? "where it is stored depends on the settings of StatsD" : undefined,
  targets: (panel) => graphiteTargets(panel).map((target) => ({ target })),
  interval: () => "1d",
  valuesQuery({ dimension, metrics: [first] }) {
    const { metric } = first as KnownMetric;
    const index = metric.dimensions.findIndex(({ name }) => name === dimension.name);
    return graphitePath({ ...metric, dimensions: metric.dimensions.slice(0, index + 1) }, () => "*");
  },
  option: valueNode,
  allValue: "*",
};
