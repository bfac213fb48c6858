// Part of `npm run bench`: who reads one field, among a thousand metrics and five thousand panels.
import { declare } from "@addendum/event-fields";
import { examineMetrics } from "@addendum/metrics";
import { compareVersionData, defaultSettings, objectionsTo, type Reader } from "@addendum/schema-repository";
import { openConfiguration } from "@addendum/streams";
import { readersOf, readingsOf } from "../src/readers/find-readers.ts";

const titles = 50;
const metricsPerTitle = 20;
const dimensions = ["editor", "skin", "wiki", "bucket"];
const schema = {
  type: "object",
  properties: Object.fromEntries(dimensions.map((name) => [name, { type: "string", enum: ["a", "b", "c"] }])),
};

const files = Array.from({ length: titles * metricsPerTitle }, (_, index) => {
  const title = index % titles;
  const text = `name: m${index}
path: Feature${title}.part.metric${index}
status: active
baseline: 2020-01-01
source: { stream: feature.f${title}, aggregation: count }
dimensions: { ${dimensions.map((name) => `${name}: {}`).join(", ")} }
`;
  return { file: `metrics/${index}.yaml`, text };
});
const { metrics } = examineMetrics({
  files,
  streams: openConfiguration,
  settings: defaultSettings,
  events: () => [declare(schema)],
});

const measured: number[] = [];
let readers: readonly Reader[] = [];
let panels = 0;
const building: number[] = [];
for (let turn = 0; turn < 5; turn++) {
  const began = performance.now();
  const readings = readingsOf({
    metrics,
    reports: [],
    read: () => undefined,
    dashboards: [],
    placeOf: (name) => `dashboards/${name}`,
    tables: () => [],
  });
  readers = readersOf(readings);
  panels = readings.panels.length;
  building.push(performance.now() - began);
}
const newer = { ...schema, properties: { ...schema.properties, editor: { type: "integer" } } };
const version = (minor: number) => ({ major: 1, minor, patch: 0 });
let named = 0;
for (let turn = 0; turn < 15; turn++) {
  const all = readers.map((reader) => ({ ...reader }));
  const began = performance.now();
  const comparison = compareVersionData(
    "feature/f7",
    { version: version(0), data: schema },
    { version: version(1), data: newer },
    "closed",
    () => undefined,
    { readers: (title) => all.filter((reader) => reader.title === title) },
  );
  const found = objectionsTo([comparison]).find(({ objection }) => objection.rule.id === "reader-broken");
  measured.push(performance.now() - began);
  named = Number(/And (\d+) more/.exec(String(found?.objection.values?.["readers"]))?.[1] ?? 0) + 3;
}
const median = (list: number[]) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)] as number;
console.log(`| metrics | panels | readers of fields | finding all of them | who reads one field that changes | named |
| --- | --- | --- | --- | --- | --- |
| ${metrics.length} | ${panels} | ${readers.length} | ${median(building).toFixed(0)} ms | ${median(measured).toFixed(0)} ms | ${named} |`);
