// Who is named when a field changes, held against what DuckDB binds: random schemas, queries, metrics and panels.
import { type Column, type ColumnType, declare, type FieldPath } from "@addendum/event-fields";
import { type DataObject, type Schema } from "@addendum/json-schema";
import { examineMetrics, type KnownMetric, metricPaths } from "@addendum/metrics";
import { fieldPaths, type TableColumns } from "@addendum/query-fields";
import { describedReports, type ReadTable } from "@addendum/reports/readers";
import { compareVersionData, defaultSettings, objectionsTo, type Reader } from "@addendum/schema-repository";
import { openConfiguration } from "@addendum/streams";
import { partitionColumns } from "@addendum/tables";
import { type Binder, openBinder } from "@addendum/warehouse";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readByBinding, withoutFields } from "../../query-fields/src/read-by-binding.ts";
import { readsField } from "../../query-fields/src/reads.ts";
import { families, type Family, randomQuery, randomSource } from "../../query-fields/test/random-query.ts";
import { reportQuery } from "../../metrics/src/query/report-query.ts";
import { readersOf, readingsOf } from "../src/readers/find-readers.ts";

/** How many changes of fields are tried. */
const wanted = Number(process.env["FIELD_CHANGES"] ?? 120);

let binder: Binder;
beforeAll(async () => {
  binder = await openBinder();
});
afterAll(() => binder.close());

/** A repository with one title for each table of a random query, a report, metrics and panels. */
interface World {
  readonly tables: readonly TableColumns[];
  readonly titles: ReadonlyMap<string, string>;
  readonly readers: readonly Reader[];
  /** The name of each reader → the queries without which it shows nothing. */
  readonly queries: ReadonlyMap<string, readonly string[]>;
}

async function worldOf(seed: number, family: Family): Promise<World | undefined> {
  const { tables, sql } = randomQuery(seed, family);
  const query = sql.duckdb as string;
  if ((await binder.bind(query, tables)).kind === "refused") return undefined;
  const random = randomSource(seed);
  const titles = new Map(tables.map(({ name }) => [name, name.replace(".", "/")]));
  const metrics = randomMetrics(tables, random);
  const queries = new Map([["report “random”", [query]]]);
  for (const known of metrics) {
    const { event, metric } = known;
    const table = tables.find(({ name }) => titles.get(name) === event?.title) as TableColumns;
    const versions = [declare(schemaOf(table.columns) as Schema)];
    const result = reportQuery(
      { metric, tables: [{ name: table.name.split("."), versions, stream: undefined }], periods: [] },
      "duckdb",
    );
    if (result.kind === "none") continue;
    queries.set(`metric “${metric.name}”`, [result.sql.replaceAll(/\{\w+\}/g, "1")]);
  }
  const [first] = metrics;
  const shown = first === undefined ? [] : metricPaths(first.metric).slice(0, 1);
  const panel = (title: string, target: string) => ({ title, targets: [{ target: `sumSeries(${target})` }] });
  const both = shown.map((path) =>
    panel("both", `${path.replaceAll(/\{\w+\}/g, "*")}, Random.report.byWiki.*`),
  );
  const dashboard = { title: "By hand", panels: [panel("report", "Random.report.byWiki.*"), ...both] };
  const configuration = `reports:\n  random: { type: duckdb, graphite: { path: "{_metric}.byWiki.{wiki}", metrics: { Random.report: n } } }\n`;
  const readings = readingsOf({
    metrics,
    reports: describedReports("reports/config.yaml", configuration),
    read: (path) => (path === "reports/random.sql" ? query : undefined),
    dashboards: [{ file: "dashboards/by-hand.json", text: JSON.stringify(dashboard) }],
    placeOf: (name) => `dashboards/${name}`,
    tables: () =>
      tables.map(({ name, columns }): ReadTable => ({
        name,
        title: titles.get(name) as string,
        major: 1,
        columns,
        partitions: partitionColumns,
      })),
  });
  queries.set("panel “report” of “By hand”", [query]);
  const ofFirst = queries.get(`metric “${first?.metric.name ?? ""}”`) ?? [];
  if (shown.length > 0) queries.set("panel “both” of “By hand”", [query, ...ofFirst]);
  for (const { dashboard: own, panel: one, uses } of readings.panels) {
    const publisher = uses[0]?.publication.publisher;
    if (!own.isGenerated || publisher?.kind !== "metric") continue;
    const texts = queries.get(`metric “${publisher.known.metric.name}”`);
    if (texts !== undefined) queries.set(`panel “${one.title}” of “${own.title}”`, texts);
  }
  return { tables, titles, readers: readersOf(readings), queries };
}

/** Metrics of the plain columns of the first table. */
function randomMetrics(tables: readonly TableColumns[], random: () => number): readonly KnownMetric[] {
  const [table] = tables;
  if (table === undefined) return [];
  const plain = fieldPaths(table.columns).filter(
    (path) => !path.includes("*") && typeAt(table.columns, path) !== undefined,
  );
  const partitions = new Set(partitionColumns.map(({ name }) => name));
  const usable = plain.filter(([name = ""]) => !partitions.has(name.toLowerCase()));
  const numbers = usable.filter((path) => typeAt(table.columns, path) === "integer");
  const pick = <Item>(list: readonly Item[]) => list[Math.floor(random() * list.length)] as Item;
  if (usable.length === 0) return [];
  const texts = ["one", "two"].map((name) => {
    const filter = random() < 0.5 ? [] : [`filter: { "${pick(usable).join(".")}": 1 }`];
    const source =
      numbers.length === 0 || random() < 0.4
        ? ["aggregation: count"]
        : [`aggregation: ${pick(["sum", "mean", "max", "distinct"])}`, `field: "${pick(numbers).join(".")}"`];
    const dimension = random() < 0.7 ? `dimensions: { wiki: { field: "${pick(usable).join(".")}" } }\n` : "";
    return `name: ${name}\npath: Random.metrics.${name}\nstatus: active\nbaseline: 2020-01-01\nsource: { stream: ${table.name}, ${[...source, ...filter].join(", ")} }\n${dimension}`;
  });
  const events = [declare(schemaOf(table.columns) as Schema)];
  return examineMetrics({
    files: texts.map((text, index) => ({ file: `metrics/${index}.yaml`, text })),
    streams: openConfiguration,
    settings: defaultSettings,
    events: (title) => (title === table.name.replaceAll(".", "/") ? events : []),
  }).metrics;
}

function typeAt(columns: readonly Column[], path: FieldPath): string | undefined {
  const [name, ...rest] = path;
  const type = columns.find((column) => column.name === name)?.type;
  if (rest.length === 0) return type?.kind === "string" || type?.kind === "integer" ? type.kind : undefined;
  return type?.kind === "struct" ? typeAt(type.fields, rest) : undefined;
}

function schemaOf(columns: readonly Column[]): DataObject {
  return {
    type: "object",
    properties: Object.fromEntries(columns.map(({ name, type }) => [name, typed(type)])),
  };
}

function typed(type: ColumnType): DataObject {
  switch (type.kind) {
    case "struct":
      return schemaOf(type.fields);
    case "list":
      return { type: "array", items: typed(type.items) };
    case "map":
      return { type: "object", additionalProperties: typed(type.values) };
    case "json":
      return {};
    default:
      return { type: type.kind === "string" ? "string" : "integer" };
  }
}

type ChangeKind = "removed" | "renamed" | "retyped";

/** The schema in which one field is otherwise. */
function changed(schema: DataObject, path: FieldPath, kind: ChangeKind): DataObject {
  const [name = "", ...rest] = path;
  if (name === "*") {
    const key = schema["items"] === undefined ? "additionalProperties" : "items";
    return { ...schema, [key]: changed(schema[key] as DataObject, rest, kind) };
  }
  const properties = Object.entries(schema["properties"] as DataObject).flatMap(([key, value]) => {
    if (key !== name) return [[key, value] as const];
    if (rest.length > 0) return [[key, changed(value as DataObject, rest, kind)] as const];
    if (kind === "removed") return [];
    return kind === "renamed" ? [[`${key}_new`, value] as const] : [[key, { type: "boolean" }] as const];
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}

it(
  "names everybody who reads a field that changes, and hardly anybody else",
  { timeout: 600_000 },
  async () => {
    let [changes, named, wrong, expected] = [0, 0, 0, 0];
    const lost: string[] = [];
    const kinds: readonly ChangeKind[] = ["removed", "renamed", "retyped"];
    for (let seed = 1; changes < wanted; seed++) {
      const family = families[seed % families.length] as Family;
      const world = await worldOf(seed, family);
      if (world === undefined) continue;
      const { tables, titles, readers, queries } = world;
      const truths = new Map<string, (table: string, path: FieldPath) => boolean>();
      for (const sql of new Set([...queries.values()].flat())) truths.set(sql, await truthOf(sql, tables));
      // What has the name of a partition is no column of its own.
      const partitions = new Set(partitionColumns.map(({ name }) => name));
      const fields = tables.flatMap(({ name, columns }) =>
        fieldPaths(columns).flatMap((path) =>
          partitions.has((path[0] ?? "").toLowerCase()) ? [] : [{ name, path }],
        ),
      );
      for (const { name, path } of fields.filter((_, index) => (index + seed) % 3 === 0)) {
        if (changes >= wanted) break;
        const kind = kinds[changes % kinds.length] as ChangeKind;
        changes++;
        const title = titles.get(name) as string;
        const old = schemaOf(tables.find((table) => table.name === name)?.columns ?? []);
        const comparison = compareVersionData(
          title,
          { version: { major: 1, minor: 0, patch: 0 }, data: old },
          { version: { major: 1, minor: 1, patch: 0 }, data: changed(old, path, kind) },
          "closed",
          () => undefined,
          { readers: (asked) => readers.filter((reader) => reader.title === asked) },
        );
        const told = objectionsTo([comparison]).flatMap(({ objection }) =>
          objection.rule.id.startsWith("reader-") ? (objection.evidence?.readers ?? []) : [],
        );
        const surely = new Set(told.flatMap((one) => (one.how === "reads" ? [one.name] : [])));
        const atAll = new Set(told.map((one) => one.name));
        for (const [reader, texts] of queries) {
          const isReader = texts.some((sql) => truths.get(sql)?.(name, path) === true);
          if (isReader) expected++;
          if (isReader && !atAll.has(reader))
            lost.push(`${seed}: ${kind} ${name} ${path.join(".")}: ${reader} ${texts.join("; ")}`);
          if (!surely.has(reader)) continue;
          named++;
          if (!isReader) wrong++;
        }
      }
    }
    console.log(
      `${changes} changes: ${expected} readers, ${lost.length} not named; ${named} named, ${wrong} wrongly`,
    );
    expect(lost).toEqual([]);
    expect(wrong / named).toBeLessThan(0.05);
    expect(expected).toBeGreaterThan(wanted / 2);
  },
);

/** Whether a query needs a field: it does not bind without it, or gives it as a whole. */
async function truthOf(
  sql: string,
  tables: readonly TableColumns[],
): Promise<(table: string, path: FieldPath) => boolean> {
  const bind = (text: string, given: readonly TableColumns[]) => binder.bind(text, given);
  const stored = tables.map((table) => ({ ...table, columns: [...table.columns, ...missing(table)] }));
  // A random query knows nothing of partitions, whose names could be those of its own columns.
  const whole = (await bind(sql, tables)).kind === "bound" ? tables : stored;
  const all = await readByBinding(sql, whole, bind);
  const cache = new Map<string, boolean>();
  for (const { name, columns } of tables) {
    for (const path of fieldPaths(columns)) {
      const binding = await bind(sql, withoutFields(whole, [{ table: name, path }]));
      cache.set(
        JSON.stringify([name, ...path]),
        binding.kind === "refused" || readsField(all, name, path) === "reads",
      );
    }
  }
  return (table, path) => cache.get(JSON.stringify([table, ...path])) === true;
}

/** The columns that a table is partitioned by, where no property has their names. */
function missing({ columns }: TableColumns): readonly Column[] {
  return partitionColumns.filter(({ name }) => !columns.some((column) => column.name.toLowerCase() === name));
}
