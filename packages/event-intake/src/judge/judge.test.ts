import { rmSync } from "node:fs";
import { parseStreams } from "@addendum/streams";
import { afterAll, expect, test } from "vitest";
import { writeSchemas } from "../../test/running-intake.ts";
import type { Sink } from "../sinks/sink.ts";
import { Log } from "../telemetry/log.ts";
import { Metrics } from "../telemetry/metrics.ts";
import { RequestFields } from "./fill-request-fields.ts";
import { Hasher } from "./hasher.ts";
import { Judge } from "./judge.ts";
import { Origin } from "./origin.ts";
import { SchemaStore } from "./schema-store.ts";

const directory = writeSchemas({
  "click/1.0.0.json": {
    type: "object",
    required: ["$schema", "meta"],
    properties: {
      $schema: { type: "string" },
      meta: {
        type: "object",
        required: ["stream"],
        properties: { stream: { type: "string" }, dt: { type: "string" } },
      },
      user: { type: "string", maxLength: 10, privacy: { kind: "user-id" } },
      count: { type: "integer", default: 1 },
    },
  },
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

const parsed = parseStreams(`version: 1
streams:
  clicks: { title: click, privacy: { user-id: drop }, messageKeyFields: { who: user } }
  others: { title: other }
`);
if (parsed.kind === "invalid") throw new Error(parsed.message);

const sink = { isFull: false } as Sink;
const metrics = new Metrics("intake", [], () => 0);
const judge = new Judge({
  flavour: "addendum",
  store: new SchemaStore({ directory, contentTypes: ["json"], flavour: "addendum" }),
  streams: parsed.configuration,
  sinks: new Map([["file", sink]]),
  requestFields: new RequestFields(),
  hasher: new Hasher(Buffer.from("secret"), 1),
  metrics,
  log: new Log(() => undefined),
});

const origin = new Origin({}, Date.UTC(2026, 0, 2), 5, { remoteAddress: "192.0.2.1" });
const judgeOne = (event: unknown) =>
  judge.judge(event, origin, { schemaUri: undefined, stream: undefined }, 10);
const click = (more: object = {}) => ({ $schema: "/click/latest", meta: { stream: "clicks" }, ...more });

test("an event that passes all stages is complete, masked, and keyed by what is left", () => {
  expect(judgeOne(click({ user: "anna" }))).toEqual({
    kind: "valid",
    event: {
      $schema: "/click/1.0.0",
      meta: { stream: "clicks", dt: "2026-01-02T00:00:00.000Z" },
      count: 1,
    },
    stream: "clicks",
    schemaUri: "/click/1.0.0",
    sink,
    topic: "clicks",
    key: undefined,
    givenId: undefined,
    timestamp: origin.receivedAt,
  });
});

// Each fails in one stage, and would fail in all those behind it as well.
test.each([
  [
    "identify",
    { meta: { stream: "nowhere" }, user: 5 },
    "error",
    "the event has no “$schema”",
    "MissingSchema",
  ],
  ["identify", click({ $schema: "/click/9.0.0" }), "error", "Failed loading schema", "SchemaUnavailable"],
  ["route", click({ meta: { stream: "nowhere" }, user: 5 }), "error", "no stream “nowhere”", "UnknownStream"],
  [
    "route",
    click({ meta: { stream: "others" }, user: 5 }),
    "error",
    "“other”, not of “click”",
    "Unauthorized",
  ],
  ["validate", click({ user: "far too long" }), "invalid", "should NOT be longer", "ValidationError"],
])("%s ends the judging, and is counted", async (_stage, event, kind, message, errorType) => {
  const judgement = judgeOne(event);
  expect(judgement.kind).toBe(kind);
  expect(JSON.stringify(judgement)).toContain(message);
  expect((await metrics.render()).text).toContain(`error_type="${errorType}`);
});
