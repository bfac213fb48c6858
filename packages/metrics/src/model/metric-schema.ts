import type { DataObject } from "@addendum/json-schema";
import { aggregations, normalizations, statuses } from "./metric.ts";

const text: DataObject = { type: "string", minLength: 1, maxLength: 4000 };
const day: DataObject = { type: "string", pattern: "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$" };
const ticket: DataObject = {
  type: "string",
  pattern: "^(https?://[^ ]+|[A-Za-z][A-Za-z0-9]*-?[0-9]+|#[0-9]+)$",
  maxLength: 500,
};
const scalar: DataObject = { type: ["string", "number", "boolean"], maxLength: 250 };
const field: DataObject = { type: "string", minLength: 1, maxLength: 500 };
const fields: DataObject = {
  type: ["string", "array"],
  minLength: 1,
  maxLength: 500,
  items: field,
  minItems: 1,
  maxItems: 10,
  description:
    "A field, with dots between names. A list means one field that was renamed: the first one that an event has is used.",
};
const filter: DataObject = {
  type: "object",
  additionalProperties: {
    type: ["string", "number", "boolean", "array"],
    maxLength: 250,
    items: scalar,
    minItems: 1,
    maxItems: 1000,
  },
  description: "Field → its value, or a list of possible values.",
};

/** The names that queries give to columns of their own. */
export const reservedDimensions: readonly string[] = [
  "date",
  "value",
  "total",
  "events",
  "sessions",
  "page_views",
  "measured",
  "unit",
  "weight",
];

const streamSource: DataObject = {
  title: "source",
  type: "object",
  additionalProperties: false,
  required: ["stream", "aggregation"],
  properties: {
    stream: { ...field, description: "The stream whose events are counted." },
    aggregation: {
      enum: [...aggregations],
      description: "How a number is computed from the events of a day.",
    },
    field: {
      ...fields,
      description:
        "The field that is added up, averaged or counted by its different values; not for `count`.",
    },
    filter,
    per: {
      type: "object",
      additionalProperties: false,
      minProperties: 1,
      not: { required: ["distinct", "filter"] },
      properties: {
        stream: {
          ...field,
          description: "The stream whose sessions or page views are counted. Default: the metric's own.",
        },
        distinct: { ...field, description: "The field that identifies sessions or page views." },
        filter: { ...filter, description: "The events of which each represents one session or page view." },
      },
      description:
        "What a normalized metric is divided by: the number of different values of `distinct`, or the number of events that match `filter`.",
    },
  },
  description: "Numbers that are computed from a stream's events.",
};

const measureSource: DataObject = {
  title: "source",
  type: "object",
  additionalProperties: false,
  required: ["measure"],
  properties: {
    measure: {
      enum: ["counter", "gauge", "timing"],
      description: "What the code reports, through `createMetrics` or StatsD.",
    },
  },
  description: "Numbers that code reports itself.",
};

const reportSource: DataObject = {
  title: "source",
  type: "object",
  additionalProperties: false,
  required: ["report", "column"],
  properties: {
    report: { ...field, description: "The name of a report in a config.yaml." },
    column: { ...field, description: "The column of the report's result." },
  },
  description: "Numbers that a report computes.",
};

/** The JSON Schemas of a source, by the key that tells them apart. */
export const sourceSchemas: Readonly<Record<"stream" | "measure" | "report", DataObject>> = {
  stream: streamSource,
  measure: measureSource,
  report: reportSource,
};

/** The JSON Schema of a metric's file. Its published form is docs/reference/metric.schema.json. */
export const metricSchema: DataObject = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "metric",
  description: "A metric: what it answers, who owns it, and where its numbers come from.",
  type: "object",
  additionalProperties: false,
  required: ["name", "source", "path"],
  properties: {
    name: {
      type: "string",
      pattern: "^[A-Za-z][A-Za-z0-9_-]*$",
      maxLength: 100,
      description: "The name of the metric and of its report: letters, digits, “_” and “-”.",
    },
    description: { ...text, description: "What it measures, in one sentence." },
    question: { ...text, description: "The research question that it answers." },
    owner: { ...text, description: "Who is responsible for it." },
    ticket: { ...ticket, description: "Where it was decided: a URL, or an identifier such as T279046." },
    initiator: { ...text, description: "What the user does." },
    collector: { ...text, description: "The code that records it." },
    source: { type: "object", anyOf: Object.values(sourceSchemas) },
    dimensions: {
      type: "object",
      propertyNames: { pattern: "^[a-z][a-z0-9]*(_[a-z0-9]+)*$", maxLength: 60 },
      additionalProperties: {
        type: "object",
        additionalProperties: false,
        properties: {
          field: { ...fields, description: "Default: the field of the dimension's name." },
          values: {
            type: "array",
            items: scalar,
            minItems: 1,
            maxItems: 100_000,
            description: "Possible values. Default: the options of the field's enum.",
          },
          variable: { type: "boolean", description: "Whether dashboards have a selector for its values." },
        },
      },
      description:
        "Name in snake case → a dimension by which the metric is broken down. `edit_count` is `byEditCount` in Graphite.",
    },
    normalization: {
      enum: [...normalizations],
      description: "What the number is divided by. Default: none.",
    },
    path: {
      type: "string",
      pattern: "^[A-Za-z][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)*$",
      maxLength: 200,
      description: "Its path, such as MediaWiki.CodeMirror.toggles, without the nodes of its dimensions.",
    },
    graphs: {
      type: "array",
      items: text,
      maxItems: 50,
      description: "The graphs that should be drawn, in words.",
    },
    status: {
      enum: [...statuses],
      description:
        "planned, baseline (measured, nothing has changed yet), active, ending or ended. Default: planned.",
    },
    baseline: { ...day, description: "The first day with numbers, such as 2026-10-01." },
    history: {
      type: "array",
      maxItems: 1000,
      items: {
        type: "object",
        additionalProperties: false,
        required: ["date", "change"],
        properties: {
          date: { ...day, description: "When it changed." },
          change: { ...text, description: "What changed on that day." },
        },
      },
      description: "Changes in how it is measured.",
    },
    deprecation: {
      type: "object",
      additionalProperties: false,
      properties: {
        plan: { ...text, description: "When it is no longer needed, and what happens then." },
        temporary: {
          type: "boolean",
          description: "Whether it was planned as temporary from the beginning.",
        },
        sunset: { ...day, description: "The day on which it ends." },
        ticket: { ...ticket, description: "Where the clean-up is tracked." },
      },
      description: "How it will end.",
    },
  },
};
