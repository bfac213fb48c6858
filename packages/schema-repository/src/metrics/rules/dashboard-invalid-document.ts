import { dashboardExample } from "../../model/dashboard-example.ts";
import { defineRule } from "../../model/rule.ts";

export const dashboardInvalidDocument = defineRule({
  id: "dashboard-invalid-document",
  concern: "metrics",
  generator: "dashboards",
  severity: "error",
  summary: "Rejects a file that is not a Grafana dashboard in the classic JSON model.",
  rationale:
    "The rules cannot judge a dashboard that they cannot read. Grafana also exports the classic model of dashboards that it stores in another one.",
  messages: {
    syntax: { text: "This is not valid JSON: {reason}." },
    large: { text: "{what} is larger than {limit}, so it is not checked." },
    other: {
      text: "This is not a Grafana dashboard: {reason}.",
      hint: "Export the dashboard as JSON in the classic model.",
    },
    newer: {
      text: "The dashboard has schemaVersion {version}; the newest supported version is {known}.",
      hint: "Export the dashboard for an older version of Grafana, or update Addendum.",
    },
  },
  examples: [
    dashboardExample("a dashboard", {}),
    dashboardExample("something else", '{ "name": "search" }', { "": "other" }),
    dashboardExample(
      "a model of another kind",
      { apiVersion: "dashboard.grafana.app/v2", spec: { elements: {} }, panels: undefined },
      { "/apiVersion": "other" },
    ),
    dashboardExample("a version to come", { schemaVersion: 1000 }, { "/schemaVersion": "newer" }),
  ],
});
