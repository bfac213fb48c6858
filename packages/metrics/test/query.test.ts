import { declare } from "@addendum/event-fields";
import type { Schema } from "@addendum/json-schema";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { whyNoMariaDb } from "../../warehouse/test/mariadb-server.ts";
import { type QueryType, queryTypes } from "../src/query/dialect.ts";
import { readMetric } from "../src/model/read-metric.ts";
import { type QueryResult, reportQuery, spanQuery } from "../src/query/report-query.ts";
import type { SamplingPeriod } from "../src/query/weight.ts";
import { onDuckDb, onMariaDb, type Row, schemaOf, sorted, type TestEngine } from "./query-engines.ts";

const day = { year: 2026, month: 11, day: 2, hour: 9 };
const other = { year: 2026, month: 11, day: 3, hour: 0 };
const events = schemaOf(`
meta: { type: object, properties: { domain: { type: string }, stream: { type: string } } }
enabled: { type: boolean }
editor: { type: string, enum: [old, new] }
order: { type: string }
seconds: { type: integer }
share: { type: number }
session_id: { type: string }
page: { type: object, properties: { isMain: { type: boolean }, size: { type: integer }, "skin name": { type: string } } }
tags: { type: object, additionalProperties: { type: string } }
`);
const recording = schemaOf(`
seconds: { type: integer }
editor: { type: string }
sample: { type: object, properties: { rate: { type: number }, unit: { type: string } } }
`);

interface Case {
  readonly name: string;
  /** What the metric has beside its name and path, in YAML. */
  readonly metric: string;
  readonly schema?: Schema;
  readonly rows: readonly Row[];
  readonly periods?: readonly SamplingPeriod[];
  /** Rows without their date. */
  readonly expected: readonly Row[];
  /** Engines whose words in DuckDB's are not known. */
  readonly except?: readonly QueryType[];
}

const count = "source: { stream: s, aggregation: count }\n";

const cases: readonly Case[] = [
  {
    name: "events of the day, by a text and a boolean",
    metric: `${count}dimensions: { editor: {}, enabled: {}, wiki: { field: order } }\n`,
    rows: [
      { ...day, editor: "old", enabled: true, order: "a" },
      { ...day, editor: "old", enabled: true, order: "a" },
      { ...day, editor: "new", enabled: false, order: "a" },
      { ...other, editor: "new", enabled: false, order: "a" },
    ],
    expected: [
      { editor: "new", enabled: "false", wiki: "a", value: 1 },
      { editor: "old", enabled: "true", wiki: "a", value: 2 },
    ],
  },
  {
    name: "old events without a field, and empty ones, are unknown",
    metric: `${count}dimensions: { wiki: { field: order }, enabled: {}, seconds: {} }\n`,
    rows: [
      { ...day, order: null, enabled: null, seconds: null },
      { ...day, order: "", enabled: null, seconds: 7 },
    ],
    expected: [
      { wiki: "unknown", enabled: "unknown", seconds: "7", value: 1 },
      { wiki: "unknown", enabled: "unknown", seconds: "unknown", value: 1 },
    ],
  },
  {
    name: "canaries are left out, and events without a domain are not",
    metric: `${count}dimensions: { wiki: { field: meta.domain } }\n`,
    rows: [
      { ...day, meta: { domain: "canary", stream: "s" } },
      { ...day, meta: { domain: "en.example.org", stream: "s" } },
      { ...day, meta: { domain: null, stream: "s" } },
      { ...day, meta: null },
    ],
    expected: [
      { wiki: "en.example.org", value: 1 },
      { wiki: "unknown", value: 2 },
    ],
  },
  {
    name: "a filter of texts, booleans and numbers, with quotes",
    metric: `source: { stream: s, aggregation: count, filter: { order: ["it's", "a\\"b", "c{d}", "e\\\\f"], enabled: true, seconds: [1, 2] } }
dimensions: { wiki: { field: order } }
`,
    rows: ["it's", 'a"b', "c{d}", "e\\f", "none"].map((order) => ({
      ...day,
      order,
      enabled: true,
      seconds: 2,
    })),
    expected: ["it's", 'a"b', "c{d}", "e\\f"].map((wiki) => ({ wiki, value: 1 })),
    except: ["hive"],
  },
  {
    name: "values that are SQL",
    metric: `source: { stream: s, aggregation: count, filter: { order: "'; DROP TABLE s; --" } }\ndimensions: { wiki: { field: editor } }\n`,
    rows: [
      { ...day, order: "'; DROP TABLE s; --", editor: "old" },
      { ...day, order: "x", editor: "old" },
    ],
    expected: [{ wiki: "old", value: 1 }],
    except: ["hive"],
  },
  {
    name: "fields in objects, also of other spellings",
    metric: `source: { stream: s, aggregation: sum, field: page.size, filter: { page.isMain: true } }
dimensions: { wiki: { field: page.skin name }, main: { field: page.isMain } }
`,
    rows: [
      { ...day, page: { isMain: true, size: 5, skin_name: "a" } },
      { ...day, page: { isMain: true, size: 7, skin_name: "a" } },
      { ...day, page: { isMain: false, size: 100, skin_name: "a" } },
    ],
    expected: [{ wiki: "a", main: "true", value: 12 }],
  },
  {
    name: "members of a map",
    metric: `${count}dimensions: { wiki: { field: "tags.a b" } }\n`,
    rows: [
      { ...day, tags: { "a b": "x", c: "y" } },
      { ...day, tags: { c: "y" } },
    ],
    expected: [
      { wiki: "unknown", value: 1 },
      { wiki: "x", value: 1 },
    ],
    // The function of Trino is another one in DuckDB.
    except: ["trino"],
  },
  {
    name: "a field that was renamed",
    metric: `${count}dimensions: { wiki: { field: [order, editor] } }\n`,
    rows: [
      { ...day, order: "a", editor: null },
      { ...day, order: null, editor: "old" },
    ],
    expected: [
      { wiki: "a", value: 1 },
      { wiki: "old", value: 1 },
    ],
  },
  {
    name: "a sum, a least and a greatest value: the sum",
    metric:
      "source: { stream: s, aggregation: sum, field: seconds }\ndimensions: { wiki: { field: editor } }\n",
    rows: [1, 2, null].map((seconds) => ({ ...day, editor: "old", seconds })),
    expected: [{ wiki: "old", value: 3 }],
  },
  {
    name: "a greatest value",
    metric:
      "source: { stream: s, aggregation: max, field: share }\ndimensions: { wiki: { field: editor } }\n",
    rows: [1.5, 2.5, null].map((share) => ({ ...day, editor: "old", share })),
    expected: [{ wiki: "old", value: 2.5 }],
  },
  {
    name: "a mean of whole numbers has a fraction, and events without a value are not counted",
    metric:
      "source: { stream: s, aggregation: mean, field: seconds }\ndimensions: { wiki: { field: editor } }\n",
    rows: [
      ...[1, 2, 2, 2, null].map((seconds) => ({ ...day, editor: "old", seconds })),
      { ...day, editor: "new", seconds: null },
    ],
    expected: [
      { wiki: "new", value: null, events: 0 },
      { wiki: "old", value: 1.75, events: 4 },
    ],
  },
  {
    name: "distinct values",
    metric:
      "source: { stream: s, aggregation: distinct, field: session_id }\ndimensions: { wiki: { field: editor } }\n",
    rows: ["a", "a", "b", null].map((session) => ({ ...day, editor: "old", session_id: session })),
    expected: [{ wiki: "old", value: 2 }],
  },
  {
    name: "per session: what is divided by has all events",
    metric: `source: { stream: s, aggregation: count, filter: { enabled: true }, per: { distinct: session_id } }
normalization: per session
dimensions: { wiki: { field: editor } }
`,
    rows: [
      { ...day, editor: "old", enabled: true, session_id: "a" },
      { ...day, editor: "old", enabled: true, session_id: "a" },
      { ...day, editor: "old", enabled: true, session_id: "b" },
      { ...day, editor: "old", enabled: false, session_id: "c" },
      { ...day, editor: "old", enabled: null, session_id: "d" },
      { ...day, editor: "new", enabled: true, session_id: null },
    ],
    expected: [
      { wiki: "new", value: null, total: 1, sessions: 0 },
      { wiki: "old", value: 0.75, total: 3, sessions: 4 },
    ],
  },
  {
    name: "per page view, by events that each stand for one, in a sample: the ratio needs no rate, the totals do",
    metric: `source: { stream: s, aggregation: count, filter: { editor: new }, per: { filter: { editor: old } } }
normalization: per page view
dimensions: { wiki: { field: order } }
`,
    rows: ["new", "old", "old", "old", "old"].map((editor) => ({ ...day, editor, order: "a" })),
    periods: [{ from: undefined, sample: { unit: "pageview", rate: 0.1 } }],
    expected: [{ wiki: "a", value: 0.25, total: 10, page_views: 40 }],
  },
  {
    name: "a sample of which no whole number of events is one",
    metric: `${count}dimensions: { wiki: { field: editor } }\n`,
    rows: [
      { ...day, editor: "old" },
      { ...day, editor: "old" },
    ],
    periods: [{ from: undefined, sample: { unit: "session", rate: 0.8 } }],
    expected: [{ wiki: "old", value: 2.5 }],
    except: ["hive"],
  },
  {
    name: "a sample that was another on the day",
    metric: `${count}dimensions: { wiki: { field: editor } }\n`,
    rows: [{ ...day, editor: "old" }],
    periods: [
      { from: undefined, sample: undefined },
      { from: "2026-10-01", sample: { unit: "session", rate: 0.1 } },
      { from: "2026-11-03", sample: { unit: "session", rate: 0.5 } },
    ],
    expected: [{ wiki: "old", value: 10 }],
  },
  {
    name: "events that record their own rate, and old ones that do not",
    metric: `${count}dimensions: { wiki: { field: editor } }\n`,
    schema: recording,
    rows: [
      { ...day, editor: "old", sample: { rate: 0.5, unit: "session" } },
      { ...day, editor: "old", sample: { rate: 0.25, unit: "session" } },
      { ...day, editor: "old", sample: { rate: 0, unit: "session" } },
      { ...day, editor: "old", sample: null },
    ],
    periods: [{ from: undefined, sample: { unit: "session", rate: 0.1 } }],
    expected: [{ wiki: "old", value: 26 }],
  },
  {
    name: "a mean of events that record their own rate",
    metric:
      "source: { stream: s, aggregation: mean, field: seconds }\ndimensions: { wiki: { field: editor } }\n",
    schema: recording,
    rows: [
      { ...day, editor: "old", seconds: 10, sample: { rate: 0.5, unit: "session" } },
      { ...day, editor: "old", seconds: 40, sample: { rate: 1, unit: "session" } },
      { ...day, editor: "old", seconds: null, sample: { rate: 0.001, unit: "session" } },
    ],
    expected: [{ wiki: "old", value: 20, events: 3 }],
  },
];

function metricOf(text: string) {
  const read = readMetric("metrics/a.yaml", `name: a\npath: Example.a\n${text}`);
  if (read.kind !== "metric") throw new Error(JSON.stringify(read));
  return read.metric;
}

function queried(text: string, schema: Schema, periods: readonly SamplingPeriod[] = []) {
  const table = { name: ["s"], versions: [declare(schema)], stream: undefined };
  return { metric: metricOf(text), tables: [table], periods };
}

function queryOf(type: QueryType, text: string, schema: Schema, periods: readonly SamplingPeriod[] = []) {
  return reportQuery(queried(text, schema, periods), type);
}

/** The text of a query that there is. */
function sqlOf(query: QueryResult): string {
  if (query.kind === "none") throw new Error(query.reason);
  return query.sql;
}

const noMariaDb = whyNoMariaDb();
if (noMariaDb !== undefined) console.log(`MariaDB is not asked: ${noMariaDb}`);

const engines: readonly (readonly [QueryType, string, () => Promise<TestEngine>, boolean])[] = [
  ["duckdb", "as they are", () => onDuckDb("duckdb"), false],
  ["hive", "in the words of DuckDB", () => onDuckDb("hive"), false],
  ["trino", "as DuckDB understands them", () => onDuckDb("trino"), false],
  ["sql", "on MariaDB", onMariaDb, noMariaDb !== undefined],
];

describe.each(engines)("queries of %s %s", (type, _, open, isSkipped) => {
  let engine: TestEngine;
  beforeAll(async () => {
    if (!isSkipped) engine = await open();
  });
  afterAll(() => engine?.close());

  test.skipIf(isSkipped).each(cases.filter(({ except = [] }) => !except.includes(type)))(
    "$name",
    async ({ metric, rows, schema = events, periods, expected }) => {
      await engine.create("s", schema, rows);
      const found = await engine.run(sqlOf(queryOf(type, metric, schema, periods)), "2026-11-02");
      expect(found).toEqual(sorted(expected.map((row) => ({ date: "2026-11-02", ...row }))));
    },
  );

  test.skipIf(isSkipped).each(cases.filter(({ except = [] }) => !except.includes(type)))(
    "a span has what each of its days has: $name",
    async ({ metric, rows, schema = events, periods = [] }) => {
      const days = ["2025-12-31", "2026-09-30", "2026-10-01", "2026-11-02", "2026-11-03", "2026-11-12"];
      const all = days.flatMap((text, index) => {
        const [year = 0, month = 0, date = 0] = text.split("-").map(Number);
        const own = rows.filter((row) => row["day"] === day.day);
        // Not all days are alike.
        return own.slice(index % 2).map((row) => ({ ...row, year, month, day: date }));
      });
      await engine.create("s", schema, all);
      const template = sqlOf(queryOf(type, metric, schema, periods));
      const single: Row[] = [];
      for (const text of days.slice(1, -1)) single.push(...(await engine.run(template, text)));
      const span = { from: "2026-01-01", to: "2026-11-03" };
      const found = await engine.ask(sqlOf(spanQuery(queried(metric, schema, periods), type, span)));
      expect(found).toEqual(sorted(single));
      expect(new Set(found.map(({ date }) => date)).size).toBeGreaterThan(1);
      const whole = await engine.ask(sqlOf(spanQuery(queried(metric, schema, periods), type)));
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
  expect(query.kind === "none" && query.reason).toContain("record their own rate");
});
