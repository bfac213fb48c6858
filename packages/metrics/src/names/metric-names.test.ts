import { expect, test } from "vitest";
import type { Metric } from "../model/metric.ts";
import {
  dimensionLabel,
  dimensionNode,
  graphitePath,
  prometheusName,
  prometheusSeries,
  valueNode,
} from "./metric-names.ts";

function metric(path: string, dimensions: readonly string[], source: Metric["source"]): Metric {
  const listed = dimensions.map((name) => ({ name, fields: [name], values: undefined, isVariable: false }));
  return {
    file: "metrics/a.yaml",
    name: "a",
    description: undefined,
    question: undefined,
    owner: undefined,
    ticket: undefined,
    initiator: undefined,
    collector: undefined,
    source,
    dimensions: listed,
    normalization: "none",
    path,
    graphs: [],
    status: "planned",
    baseline: undefined,
    history: [],
    deprecation: undefined,
  };
}

const counter = { kind: "measure", measure: "counter" } as const;
const report = { kind: "report", report: "a", column: "b" } as const;

test("one definition has a path and a series", () => {
  const toggles = metric("MediaWiki.CodeMirror.toggles", ["editor", "edit_count", "enabled"], report);
  const values = new Map<string, unknown>([
    ["editor", "wikitext_2010"],
    ["edit_count", "1000+ edits"],
    ["enabled", true],
  ]);
  expect(graphitePath(toggles, (name) => valueNode(values.get(name)))).toBe(
    "MediaWiki.CodeMirror.toggles.byEditor.wikitext_2010.byEditCount.1000_x2B__x20_edits.byEnabled.true",
  );
  expect(prometheusSeries(toggles, values)).toBe(
    'mediawiki_codemirror_toggles_daily{editor="wikitext_2010",edit_count="1000+ edits",enabled="true"}',
  );
});

test.each([
  ["counter", "example_opens_total"],
  ["gauge", "example_opens"],
  ["timing", "example_opens_seconds"],
] as const)("a %s is %s", (measure, name) => {
  expect(prometheusName(metric("Example.opens", [], { kind: "measure", measure }))).toBe(name);
});

test.each(['a"b', "a\\", "a\nb", "{}", "a;b", "..", "a b", "${x}", "[[x]]", "<b>", "*", "ä𝒳"])(
  "the value %j stays one node and one label",
  (value) => {
    const opens = metric("Example.opens", ["skin"], counter);
    expect(graphitePath(opens, () => valueNode(value))).toMatch(/^Example\.opens\.bySkin\.[A-Za-z0-9_-]+$/);
    expect(prometheusSeries(opens, new Map([["skin", value]]))).toMatch(
      /^example_opens_total\{skin="(?:[^"\\\n]|\\["\\n])*"\}$/,
    );
  },
);

test.each([
  ["edit_count", "byEditCount", "edit_count"],
  ["wiki", "byWiki", "wiki"],
  ["top_10", "byTop10", "top10"],
])("%s is %s and %s", (dimension, node, label) => {
  expect(dimensionNode(dimension)).toBe(node);
  expect(dimensionLabel(dimension)).toBe(label);
});
