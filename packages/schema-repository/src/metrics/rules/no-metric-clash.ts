import { metricExample, metricText } from "../../model/metric-example.ts";
import { defineRule } from "../../model/rule.ts";

export const noMetricClash = defineRule({
  id: "no-metric-clash",
  concern: "metrics",
  generator: "metrics",
  severity: "error",
  summary: "Rejects two metrics with the same name or path.",
  rationale:
    "Graphite and Prometheus identify a number by its path or name alone, so two metrics with the same one are added up or overwrite each other. A normalized metric also has its total and what it is divided by, under `…_total`, `…_sessions` and `…_page_views`.",
  messages: {
    name: {
      text: "{other} is also called “{name}”.",
      hint: "Choose a unique name: reports and constants use it.",
    },
    path: { text: "{other} also has the path {path}.", hint: "Give one of them another path." },
    prometheus: {
      text: "In Prometheus, {other} is also called {path}.",
      hint: "Give one of them a path that differs in more than case, “-” and “.”.",
    },
    dimension: {
      text: "The dimension “{other}” already has the label “{label}”.",
      hint: "Give one of them another name.",
    },
  },
  examples: [
    metricExample(
      "paths of their own",
      {},
      {},
      {
        others: { "metrics/opens.yaml": metricText({ name: "opens", path: "Example.opens" }) },
      },
    ),
    metricExample(
      "one name",
      {},
      { "/name": "name" },
      {
        others: { "metrics/opens.yaml": metricText({ path: "Example.opens" }) },
      },
    ),
    metricExample(
      "one path",
      {},
      { "/path": "path" },
      {
        others: { "metrics/opens.yaml": metricText({ name: "opens" }) },
      },
    ),
    metricExample(
      "one name in Prometheus",
      {},
      { "/path": "prometheus" },
      {
        others: { "metrics/opens.yaml": metricText({ name: "opens", path: "Example_toggles" }) },
      },
    ),
    metricExample(
      "one label of two dimensions",
      { dimensions: "{ top_10: { field: skin }, top10: { field: skin } }" },
      {
        "/dimensions/top10": "dimension",
      },
    ),
  ],
});
