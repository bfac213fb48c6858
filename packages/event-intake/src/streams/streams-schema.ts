import type { DataObject } from "@addendum/json-schema";

const text: DataObject = { type: "string", minLength: 1, maxLength: 1000 };
const count = (description: string, minimum = 1): DataObject => ({
  type: "integer",
  minimum,
  maximum: Number.MAX_SAFE_INTEGER,
  description,
});

const stream: DataObject = {
  type: "object",
  additionalProperties: false,
  properties: {
    title: {
      ...text,
      description:
        "The title of the schema that the stream's events have. Without it any schema is accepted.",
    },
    sample: {
      type: "object",
      additionalProperties: false,
      required: ["unit", "rate"],
      properties: {
        unit: {
          enum: ["session", "pageview"],
          description: "What is in the sample or out of it as a whole. Without it clients drop every event.",
        },
        rate: {
          type: "number",
          exclusiveMinimum: 0,
          maximum: 1,
          description: "The share that sends, from above 0 to 1: 0.1 is every tenth.",
        },
      },
      description: "Which of a page's visitors send the stream's events.",
    },
    sink: { ...text, description: "Where events are written: file, stdout, or a name under `sinks`." },
    canary: { type: "boolean", description: "Whether `addendum canary` sends the stream an example." },
    owner: { ...text, description: "Who answers for the stream." },
    retention: { ...text, description: "How long events are kept, such as “90 days”." },
    undeclared: {
      enum: ["accept", "report", "reject"],
      description:
        "What becomes of events with fields that their schema does not declare. Default: report, which counts and names them.",
    },
    privacy: {
      type: "object",
      propertyNames: { pattern: "^(\\*|[a-z][a-z0-9-]*)$" },
      additionalProperties: { enum: ["keep", "drop", "hash"] },
      description: "Kind of personal data, or * for all others → what becomes of it before it is written.",
    },
    messageKeyFields: {
      type: "object",
      additionalProperties: text,
      description: "Name in a message's key → path in the event, with dots.",
    },
    service: { ...text, description: "The intake that receives the stream, by its name under `services`." },
    topicPrefixes: {
      type: "array",
      items: { type: "string", pattern: "^[A-Za-z0-9._-]*$" },
      description: "What stands before the stream's name in its topics; an intake writes to the first.",
    },
  },
};

/** The JSON Schema of `streams.yaml`, version 1. Its published form is docs/reference/streams.schema.json. */
export const streamsSchema: DataObject = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "streams.yaml",
  description: "The streams of a schema repository, and the intake that receives them.",
  type: "object",
  required: ["version"],
  additionalProperties: false,
  properties: {
    version: { const: 1, description: "The version of this format." },
    defaults: { ...stream, description: "What holds for every stream that does not say otherwise." },
    streams: {
      type: "object",
      additionalProperties: stream,
      description: "Name, or /regular expression/ → what holds for the streams that it names.",
    },
    services: {
      type: "object",
      additionalProperties: { type: "string", pattern: "^https?://" },
      description: "Name → the URL of an intake's /v1/events: where canaries are sent.",
    },
    sinks: {
      type: "object",
      additionalProperties: {
        type: "object",
        additionalProperties: false,
        required: ["kind"],
        properties: {
          kind: { enum: ["file", "stdout", "kafka", "statsd"] },
          directory: { ...text, description: "file: where the files are, below the directory of --out." },
          fsync: {
            enum: ["each", "interval", "never"],
            description:
              "file: when written events are on the disk itself. each: before they are answered. interval (default): within a second. never: when the system likes.",
          },
          rotateBytes: count("file: the size at which a new file begins.", 1024),
          brokers: {
            type: "array",
            items: text,
            minItems: 1,
            description: "kafka: host:port of some brokers.",
          },
          address: { type: "string", pattern: "^[^:]+:\\d{1,5}$", description: "statsd: host:port." },
          clientId: { ...text, description: "kafka: what the intake calls itself." },
          hasty: { type: "boolean", description: "kafka: for `?hasty`, do not wait for the broker either." },
          bufferBytes: count("kafka, file: how much may wait to be written.", 1024),
        },
      },
      description: "Name → where events are written. `file` and `stdout` are there without being named.",
    },
    intake: {
      type: "object",
      additionalProperties: false,
      properties: {
        name: { ...text, description: "What it calls itself, in error events and metrics." },
        errorStream: {
          anyOf: [{ type: "string", minLength: 1 }, { const: false }],
          description: "The stream of error events, of schema /error; false: none.",
        },
        testEvents: {
          type: "array",
          items: { type: "object" },
          minItems: 1,
          description: "What GET /v1/_test/events submits.",
        },
        headers: {
          type: "object",
          additionalProperties: text,
          description: "Request header → the field that it fills.",
        },
        trustedProxies: {
          type: "array",
          items: text,
          minItems: 1,
          description: "Addresses or networks whose X-Forwarded-For is believed when requests are limited.",
        },
        rateLimit: {
          type: "object",
          additionalProperties: false,
          required: ["requests", "seconds"],
          properties: {
            requests: count("How many requests an address may send"),
            seconds: count("in that many seconds."),
          },
          description: "Off where it is absent.",
        },
        limits: {
          type: "object",
          additionalProperties: false,
          properties: {
            bodyBytes: count("The size of a body, after decompression.", 1024),
            batch: count("Events in one request."),
            depth: count("How deep an event is nested."),
            stringLength: count("The length of a string, in UTF-16 units."),
            concurrentRequests: count("Requests that are being answered at once."),
            requestSeconds: count("How long a client may take to send a request."),
            connections: count("Connections at once."),
          },
        },
        hashing: {
          type: "object",
          additionalProperties: false,
          properties: {
            keyFile: {
              ...text,
              description:
                "A file with a secret, relative to streams.yaml. Without it a key is made at each start, and nothing can be linked across it.",
            },
            rotate: {
              type: "string",
              pattern: "^[1-9]\\d{0,4} (hours?|days?)$",
              description: "How long a value keeps its hash: “1 day” by default.",
            },
          },
        },
      },
      description: "The intake itself.",
    },
  },
};
