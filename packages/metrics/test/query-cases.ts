import { declare } from "@addendum/event-fields";
import type { Schema } from "@addendum/json-schema";
import type { QueryType } from "../src/query/dialect.ts";
import { readMetric } from "../src/model/read-metric.ts";
import type { QueriedMetric, QueryResult } from "../src/query/report-query.ts";
import type { SamplingPeriod } from "../src/query/weight.ts";
import { type Row, schemaOf } from "./query-engines.ts";

/** The partition of the day that is asked for. */
export const day = { year: 2026, month: 11, day: 2, hour: 9 };
/** Another day. */
export const other = { year: 2026, month: 11, day: 3, hour: 0 };
export const events = schemaOf(`
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
/** Events that say what the rate of their sample was. */
export const recording = schemaOf(`
seconds: { type: integer }
editor: { type: string }
sample: { type: object, properties: { rate: { type: number }, unit: { type: string } } }
`);

/** A metric, the events that it counts, and what its query has to answer. */
export interface Case {
  readonly name: string;
  /** What the metric has beside its name and path, in YAML. */
  readonly metric: string;
  readonly schema?: Schema;
  readonly rows: readonly Row[];
  readonly periods?: readonly SamplingPeriod[];
  /** The events of the stream `p`, which the metric is divided by. */
  readonly divisor?: {
    readonly schema: Schema;
    readonly rows: readonly Row[];
    readonly periods?: readonly SamplingPeriod[];
  };
  /** Rows without their date. */
  readonly expected: readonly Row[];
  /** Engines whose words in DuckDB's are not known. */
  readonly except?: readonly QueryType[];
}

export const count = "source: { stream: s, aggregation: count }\n";

const pages = schemaOf(`
meta: { type: object, properties: { domain: { type: string }, stream: { type: string } } }
order: { type: string }
kind: { type: string, enum: [view, edit] }
session_id: { type: string }
`);
const half = [{ from: undefined, sample: { unit: "session", rate: 0.5 } }] as const;
const tenth = [{ from: undefined, sample: { unit: "pageview", rate: 0.1 } }] as const;

/** Metrics that are divided by events of another stream. */
const ratios: readonly Case[] = [
  {
    name: "per page view of another stream, where both know the dimension, and each makes up for its own sample",
    metric: `source: { stream: s, aggregation: count, filter: { enabled: true }, per: { stream: p, filter: { kind: view } } }
normalization: per page view
dimensions: { wiki: { field: order } }
`,
    rows: [
      ...["a", "a", "b"].map((order) => ({ ...day, order, enabled: true })),
      { ...day, order: "a", enabled: false },
      { ...other, order: "a", enabled: true },
    ],
    periods: half,
    divisor: {
      schema: pages,
      rows: [
        ...["a", "a", "a", "a", "c"].map((order) => ({ ...day, order, kind: "view" })),
        { ...day, order: "a", kind: "edit" },
        { ...day, order: "a", kind: "view", meta: { domain: "canary" } },
        { ...other, order: "a", kind: "view" },
      ],
      periods: tenth,
    },
    expected: [
      { wiki: "a", value: 0.1, total: 4, page_views: 40 },
      { wiki: "b", value: null, total: 2, page_views: 0 },
      { wiki: "c", value: 0, total: 0, page_views: 10 },
    ],
  },
  {
    name: "a dimension that the other stream lacks does not part it, and each of its values has all",
    metric: `source: { stream: s, aggregation: count, per: { stream: p } }
normalization: per page view
dimensions: { editor: {}, wiki: { field: order } }
`,
    rows: [
      { ...day, order: "a", editor: "old" },
      { ...day, order: "a", editor: "new" },
      { ...day, order: "b", editor: "old" },
    ],
    divisor: { schema: pages, rows: ["a", "a", "c"].map((order) => ({ ...day, order })) },
    expected: [
      { editor: "new", wiki: "a", value: 0.5, total: 1, page_views: 2 },
      { editor: "old", wiki: "a", value: 0.5, total: 1, page_views: 2 },
      { editor: "old", wiki: "b", value: null, total: 1, page_views: 0 },
      { editor: "new", wiki: "c", value: 0, total: 0, page_views: 1 },
      { editor: "old", wiki: "c", value: 0, total: 0, page_views: 1 },
    ],
  },
  {
    name: "per session of another stream that knows none of the dimensions",
    metric: `source: { stream: s, aggregation: distinct, field: session_id, per: { stream: p, distinct: session_id } }
normalization: per session
dimensions: { wiki: { field: editor }, enabled: {} }
`,
    rows: ["a", "a", "b", null].map((session) => ({
      ...day,
      editor: "old",
      enabled: true,
      session_id: session,
    })),
    divisor: {
      schema: pages,
      rows: ["a", "b", "b", "c", "d", null].map((session) => ({ ...day, session_id: session })),
    },
    expected: [{ wiki: "old", enabled: "true", value: 0.5, total: 2, sessions: 4 }],
  },
  {
    name: "a sum in a stream whose sample changed, per page view of events that record their own rates",
    metric: `source: { stream: s, aggregation: sum, field: seconds, per: { stream: p } }
normalization: per page view
dimensions: { wiki: { field: editor } }
`,
    rows: [
      { ...day, editor: "old", seconds: 2 },
      { ...day, editor: "old", seconds: 3 },
      { ...day, editor: "new", seconds: null },
    ],
    periods: [
      { from: undefined, sample: undefined },
      { from: "2026-10-01", sample: { unit: "session", rate: 0.1 } },
      { from: "2026-11-03", sample: { unit: "session", rate: 0.5 } },
    ],
    divisor: {
      schema: recording,
      rows: [
        { ...day, editor: "old", sample: { rate: 0.5, unit: "session" } },
        { ...day, editor: "old", sample: { rate: 0.125, unit: "session" } },
        { ...day, editor: "new", sample: null },
      ],
      periods: tenth,
    },
    expected: [
      { wiki: "new", value: 0, total: 0, page_views: 10 },
      { wiki: "old", value: 5, total: 50, page_views: 10 },
    ],
  },
];

export const cases: readonly Case[] = [
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
  ...ratios,
];

/** A metric by what its file has beside its name and path. */
export function metricOf(text: string) {
  const read = readMetric("metrics/a.yaml", `name: a\npath: Example.a\n${text}`);
  if (read.kind !== "metric") throw new Error(JSON.stringify(read));
  return read.metric;
}

/** A metric of the table `s`. */
export function queried(text: string, schema: Schema, periods: readonly SamplingPeriod[] = []) {
  const table = { name: ["s"], versions: [declare(schema)], stream: undefined };
  return { metric: metricOf(text), tables: [table], periods };
}

/** The text of a query that there is. */
export function sqlOf(query: QueryResult): string {
  if (query.kind === "none") throw new Error(query.reason);
  return query.sql;
}

/** The metric of a case, of the tables `s` and `p`. */
export function queriedCase({ metric, schema = events, periods = [], divisor }: Case): QueriedMetric {
  const table = divisor && { name: ["p"], versions: [declare(divisor.schema)], stream: undefined };
  return {
    ...queried(metric, schema, periods),
    divisor: table && { tables: [table], periods: divisor?.periods ?? [] },
  };
}
