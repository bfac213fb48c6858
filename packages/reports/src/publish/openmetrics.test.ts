import { expect, test } from "vitest";
import { parseTemplate } from "../template/placeholders.ts";
import { seriesOf } from "./openmetrics.ts";

test.each([
  [
    "MediaWiki.CodeMirror.toggles",
    "{_metric}.byEditCount.{edit_count}",
    "mediawiki_codemirror_toggles",
    ["edit_count"],
  ],
  ["Example.footnote-clicks", "{_metric}.byWiki.{wiki}", "example_footnote_clicks", ["wiki"]],
  ["3d.toggles", "{_metric}.{wiki}", "report_3d_toggles", ["wiki"]],
  ["A.toggles.byEditor.x", "{_metric}", "a_toggles", ["editor"]],
])("%s at %s is the series %s of %j", (metric, path, name, labels) => {
  const values = new Map([
    ["edit_count", "5-99 edits"],
    ["wiki", "enwiki"],
  ]);
  const series = seriesOf(parseTemplate(path), metric, values);
  expect(series.name).toBe(name);
  expect([...series.labels.keys()]).toEqual(labels);
});
