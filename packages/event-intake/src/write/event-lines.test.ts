import { expect, test } from "vitest";
import type { InvalidEvent, UnjudgedEvent, ValidEvent } from "../judge/judgement.ts";
import type { Sink } from "../sinks/sink.ts";
import { makeLines } from "./event-lines.ts";

const sink = {} as Sink;
const valid = (id: number): ValidEvent => ({
  kind: "valid",
  event: { id },
  stream: "clicks",
  schemaUri: "/click/1.0.0",
  sink,
  topic: "eqiad.clicks",
  key: undefined,
  timestamp: id,
});

test("valid events become lines, the others stay as they are, in their order", () => {
  const invalid = { kind: "invalid", event: { id: 2 } } as unknown as InvalidEvent;
  const unjudged: UnjudgedEvent = { kind: "error", event: 5, message: "no event", schema: undefined };
  const lines = makeLines([valid(1), invalid, valid(3), unjudged]);
  expect(lines).toEqual([
    { ...valid(1), kind: "line", event: undefined, line: '{"id":1}' },
    invalid,
    { ...valid(3), kind: "line", event: undefined, line: '{"id":3}' },
    unjudged,
  ]);
  // What waits for its sink must not keep the parsed event alive.
  expect(lines[0]).not.toHaveProperty("event");
});
