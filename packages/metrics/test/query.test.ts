import { declare } from "@addendum/event-fields";
import type { Schema } from "@addendum/json-schema";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { whyNoMariaDb } from "../../warehouse/test/mariadb-server.ts";
import { type QueryType, queryTypes } from "../src/query/dialect.ts";
import { reportQuery, spanQuery } from "../src/query/report-query.ts";
import {
  cases,
  count,
  day,
  events,
  metricOf,
  queried,
  queriedCase,
  recording,
  sqlOf,
} from "./query-cases.ts";
import { onDuckDb, onMariaDb, type Row, schemaOf, sorted, type TestEngine } from "./query-engines.ts";

const noMariaDb = whyNoMariaDb();
if (noMariaDb !== undefined) console.log(`MariaDB is not asked: ${noMariaDb}`);

const engines: readonly (readonly [QueryType, string, () => Promise<TestEngine>, boolean])[] = [
  ["duckdb", "as they are", () => onDuckDb("duckdb"), false],
  ["hive", "in the words of DuckDB", () => onDuckDb("hive"), false],
  ["trino", "as DuckDB understands them", () => onDuckDb("trino"), false],
  ["sql", "on MariaDB", onMariaDb, noMariaDb !== undefined],
];

function queryOf(type: QueryType, text: string, schema: Schema) {
  return reportQuery(queried(text, schema), type);
}

describe.each(engines)("queries of %s %s", (type, _, open, isSkipped) => {
  let engine: TestEngine;
  beforeAll(async () => {
    if (!isSkipped) engine = await open();
  });
  afterAll(() => engine?.close());

  test.skipIf(isSkipped).each(cases.filter(({ except = [] }) => !except.includes(type)))(
    "$name",
    async (one) => {
      await engine.create("s", one.schema ?? events, one.rows);
      if (one.divisor !== undefined) await engine.create("p", one.divisor.schema, one.divisor.rows);
      const found = await engine.run(sqlOf(reportQuery(queriedCase(one), type)), "2026-11-02");
      expect(found).toEqual(sorted(one.expected.map((row) => ({ date: "2026-11-02", ...row }))));
    },
  );

  test.skipIf(isSkipped).each(cases.filter(({ except = [] }) => !except.includes(type)))(
    "a span has what each of its days has: $name",
    async (one) => {
      const days = ["2025-12-31", "2026-09-30", "2026-10-01", "2026-11-02", "2026-11-03", "2026-11-12"];
      const onAll = (rows: readonly Row[]) =>
        days.flatMap((text, index) => {
          const [year = 0, month = 0, date = 0] = text.split("-").map(Number);
          const own = rows.filter((row) => row["day"] === day.day);
          // Not all days are alike.
          return own.slice(index % 2).map((row) => ({ ...row, year, month, day: date }));
        });
      await engine.create("s", one.schema ?? events, onAll(one.rows));
      if (one.divisor !== undefined) await engine.create("p", one.divisor.schema, onAll(one.divisor.rows));
      const metric = queriedCase(one);
      const template = sqlOf(reportQuery(metric, type));
      const single: Row[] = [];
      for (const text of days.slice(1, -1)) single.push(...(await engine.run(template, text)));
      const span = { from: "2026-01-01", to: "2026-11-03" };
      const found = await engine.ask(sqlOf(spanQuery(metric, type, span)));
      expect(found).toEqual(sorted(single));
      expect(new Set(found.map(({ date }) => date)).size).toBeGreaterThan(1);
      const whole = await engine.ask(sqlOf(spanQuery(metric, type)));
      expect(whole.length).toBeGreaterThan(found.length);
    },
  );
});

test("events of two majors are counted together, each by the fields that it has", async () => {
  const engine = await onDuckDb("duckdb");
  const [old, recent] = [schemaOf("skin: { type: string }"), schemaOf("theme: { type: string }")];
  await engine.create("s", old, [{ ...day, skin: "a" }]);
  await engine.create("s_2", recent, [
    { ...day, theme: "a" },
    { ...day, theme: "b" },
  ]);
  const both = {
    metric: metricOf(`${count}dimensions: { skin: { field: [theme, skin] } }\n`),
    tables: [
      { name: ["s_2"], versions: [declare(recent)], stream: undefined },
      { name: ["s"], versions: [declare(old)], stream: undefined },
    ],
    periods: [],
  };
  const query = reportQuery(both, "duckdb");
  expect(query.kind === "query" && (await engine.run(query.sql, "2026-11-02"))).toEqual([
    { date: "2026-11-02", skin: "a", value: 2 },
    { date: "2026-11-02", skin: "b", value: 1 },
  ]);
  await engine.close();
});

test("a table that other streams share is asked for one", () => {
  const table = { name: ["event", "s"], versions: [declare(events)], stream: "it's" };
  const query = reportQuery({ metric: metricOf(count), tables: [table], periods: [] }, "trino");
  expect(query.kind === "query" && query.sql).toContain(`AND "meta"."stream" = 'it''s'`);
  expect(query.kind === "query" && query.sql).toContain('FROM "event"."s"');
});

test("a span is a query as it is: no placeholders, no doubled braces, and days that are days", () => {
  const text = `source: { stream: s, aggregation: count, filter: { order: "c{d}" } }\n`;
  for (const type of queryTypes) {
    const sql = sqlOf(spanQuery(queried(text, events), type, { from: "2026-01-01" }));
    expect(sql).toContain("'c{d}'");
    expect(sql).not.toMatch(/\{(year|month|day|from_\w+)\}/);
    expect(() => spanQuery(queried(text, events), type, { to: "2026-01-01' OR 1 = 1" })).toThrow(RangeError);
  }
  const unknown = { metric: metricOf(count), tables: [], periods: [] };
  expect(spanQuery(unknown, "duckdb")).toMatchObject({ kind: "none" });
});

test("a result of Hive has the column that its readers expect", () => {
  const query = queryOf("hive", count, events);
  expect(query.kind === "query" && query.sql).toContain("'all' AS wiki");
});

test("Hive neither ends a statement in a text nor puts a variable there", () => {
  const query = queryOf(
    "hive",
    'source: { stream: s, aggregation: count, filter: { order: "a;${env:HOME}\'" } }\n',
    events,
  );
  expect(query.kind === "query" && query.sql).toContain(String.raw`'a\u003b\u0024{{env:HOME}}\u0027'`);
});

test.each([
  ["source: { measure: counter }\n", "do not come from a stream"],
  [`${count}normalization: per session\n`, "does not say what"],
  [
    "source: { stream: s, aggregation: mean, field: seconds, per: { distinct: session_id } }\nnormalization: per session\n",
    "not divided",
  ],
])("%j has no query", (text, reason) => {
  const query = queryOf("duckdb", text, events);
  expect(query.kind === "none" && query.reason).toContain(reason);
});

test("distinct values of events that record their own rates have no query", () => {
  const query = queryOf("duckdb", "source: { stream: s, aggregation: distinct, field: editor }\n", recording);
  expect(query.kind === "none" && query.reason).toContain("record their own sampling rate");
});
