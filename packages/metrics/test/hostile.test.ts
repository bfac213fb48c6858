import { declare } from "@addendum/event-fields";
import { defaultSettings } from "@addendum/schema-repository";
import { openConfiguration } from "@addendum/streams";
import { describe, expect, test } from "vitest";
import { examineMetrics } from "../src/examine/examine-metrics.ts";

const event = declare({
  type: "object",
  properties: {
    skin: { type: "string" },
    "user-agent": { type: "string" },
    "a.b": { type: "integer" },
    tags: { type: "object", additionalProperties: { type: "string" } },
    constructor: { type: "string" },
  },
});

function examine(text: string) {
  return examineMetrics({
    files: [{ file: "metrics/a.yaml", text }],
    streams: openConfiguration,
    settings: defaultSettings,
    events: (title) => (title === "ui/toggle" ? [event] : []),
  });
}

const head = "name: a\nowner: Us\nticket: T1\ndescription: d\nquestion: q\ninitiator: i\ncollector: c\n";
const source = "source: { stream: ui.toggle, aggregation: count }\n";

describe("what no file may do", () => {
  test.each([
    ["a path out of the tree", "path: ../../etc\n"],
    ["a path of PromQL", 'path: "a{b=\\"c\\"}"\n'],
    ["a path of Graphite's functions", 'path: "sumSeries(a.*)"\n'],
    ["a path with an empty node", "path: a..b\n"],
    ["a path with a template", 'path: "a.${b}"\n'],
    ["a path of HTML", 'path: "<script>"\n'],
    ["a path that looks like a dimension", "path: a.byWiki.enwiki\n"],
    ["a name for a shell", "path: a.b\nname: a;b\n".replace("name", "status")],
    ["a dimension's name with a quote", 'path: a.b\ndimensions: { "a\'b": { field: skin } }\n'],
    ["a dimension that is a column of the query", "path: a.b\ndimensions: { date: { field: skin } }\n"],
    ["a dimension that is inherited", "path: a.b\ndimensions: { __proto__: { field: skin } }\n"],
    ["a list instead of an object", "path: a.b\ndimensions: [skin]\n"],
    ["a source that is a text", "path: a.b\nsource: toggles\n"],
  ])("%s is rejected", (_, rest) => {
    const text = rest.includes("source:") ? head + rest : head + source + rest;
    const { metrics, findings } = examine(text);
    expect(metrics).toEqual([]);
    expect(findings.map(({ rule }) => rule)).toContain("metric-invalid-definition");
  });

  test.each(["", "null\n", "- a\n", "groups:\n  - name: alerts\n", "title: a dashboard\npanels: []\n"])(
    "%j is a file of somebody else's",
    (text) => {
      expect(examine(text)).toEqual({ metrics: [], findings: [] });
    },
  );
});

test.each([
  ["a name with a dot", "a.b"],
  ["a member of a map", "tags.anything at all"],
  ["a name with a dash", "user-agent"],
  ["an inherited name", "constructor"],
])("%s is found", (_, field) => {
  const { findings } = examine(
    `${head}path: a.b\nsource: { stream: ui.toggle, aggregation: distinct, field: ${JSON.stringify(field)} }\n`,
  );
  expect(findings.filter(({ rule }) => rule === "metric-undeclared-field")).toEqual([]);
});

test("a name that every object inherits is not a field", () => {
  const { findings } = examine(`${head}path: a.b\n${source}dimensions: { x: { field: toString } }\n`);
  expect(findings.map(({ rule }) => rule)).toEqual(["metric-undeclared-field"]);
});

test("a field that was renamed is read under both names", () => {
  const { findings } = examine(
    `${head}path: a.b\n${source}dimensions: { skin: { field: [skin, skni] } }\nbaseline: 2026-10-01\n`,
  );
  expect(findings.map(({ rule, location }) => [rule, location.pointer])).toEqual([
    ["metric-undeclared-field", "/dimensions/skin/field/1"],
  ]);
  expect(findings[0]?.hint).toBe("Did you mean “skin”?");
});

test("ten thousand values cost what their number does, and are said to be too many", () => {
  const values = Array.from({ length: 20_000 }, (_, index) => `v${index}`).join(", ");
  const begin = performance.now();
  const { findings } = examine(`${head}path: a.b\n${source}dimensions: { skin: { values: [${values}] } }\n`);
  expect(findings.map(({ rule }) => rule)).toEqual(["metric-too-wide"]);
  expect(performance.now() - begin).toBeLessThan(10_000);
});
