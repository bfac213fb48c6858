import { metricExample, metricFiles, metricText } from "../../model/metric-example.ts";
import { defineRule } from "../../model/rule.ts";

export const metricInvalidDefinition = defineRule({
  id: "metric-invalid-definition",
  concern: "metrics",
  generator: "metrics",
  severity: "error",
  summary: "Rejects a metric whose definition is invalid.",
  rationale:
    "Names, queries and dashboards are generated from the file. A misspelt key or an unsuitable value would be missing from all of them. docs/metrics.md explains each key.",
  messages: {
    wrong: { text: "The metric cannot be used: {problem}" },
  },
  examples: [
    metricExample("a complete metric", {}),
    metricExample("a misspelt key", { dimension: "{ editor: {} }" }, { "/dimension": "wrong" }),
    metricExample(
      "a misspelt aggregation",
      { source: "{ stream: ui.toggle, aggregation: cuont }" },
      {
        "/source/aggregation": "wrong",
      },
    ),
    metricExample(
      "a source that names no kind",
      { source: "{ aggregation: count }" },
      { "/source": "wrong" },
    ),
    metricExample("no path", { path: undefined }, { "": "wrong" }),
    metricExample("a path with a blank", { path: "Example.tog gles" }, { "/path": "wrong" }),
    {
      name: "a file that is not YAML",
      files: { ...metricFiles, "metrics/toggles.yaml": "name: [\n" },
      findings: [{ file: "metrics/toggles.yaml", messageId: "wrong" }],
    },
    {
      name: "two things that are wrong",
      files: { ...metricFiles, "metrics/toggles.yaml": metricText({ status: "started", grphs: "[]" }) },
      findings: [
        { file: "metrics/toggles.yaml", pointer: "/grphs", messageId: "wrong" },
        { file: "metrics/toggles.yaml", pointer: "/status", messageId: "wrong" },
      ],
    },
  ],
});
