import { defineRule } from "../../model/rule.ts";

const configuration = (
  ...paths: readonly string[]
) => `defaults: { type: duckdb, granularity: days, starts: 2026-01-01 }
reports:
  toggles:
    graphite:
      path: "{_metric}.byWiki.{wiki}"
      metrics: { ${paths.map((path) => `${path}: n`).join(", ")} }
`;
const panel = (target: string) =>
  JSON.stringify({
    title: "CodeMirror",
    panels: [{ id: 1, type: "timeseries", title: "Opens", targets: [{ refId: "A", target }] }],
  });
const files = (paths: readonly string[], target: string) => ({
  "reports/config.yaml": configuration(...paths),
  "dashboards/codemirror.json": panel(target),
});
const [opens, closes] = ["MediaWiki.CodeMirror.opens", "MediaWiki.CodeMirror.closes"];

export const panelReadsNothing = defineRule({
  id: "panel-reads-nothing",
  concern: "metrics",
  generator: "lineage",
  severity: "warn",
  summary: "Warns about a panel whose path nothing publishes.",
  rationale:
    "If a report or metric is deleted or renamed while a panel still shows it, the panel silently stops on that day. The rule looks only at paths that start like one of this repository's, because Graphite has others.",
  messages: {
    nothing: {
      text: "{panel} reads `{path}`, which no metric or report of this repository publishes.",
      hint: "Correct the path, remove the panel, or restore what published it.",
    },
  },
  examples: [
    { name: "a path that a report publishes", files: files([opens], `${opens}.byWiki.*`), findings: [] },
    {
      name: "a report that was deleted",
      files: files([closes], `sumSeries(${opens}.byWiki.*)`),
      findings: [{ file: "dashboards/codemirror.json", messageId: "nothing" }],
    },
    { name: "a path of somebody else", files: files([closes], "servers.db1.load"), findings: [] },
  ],
});
