import { accepts, type DataObject, type Schema } from "@addendum/json-schema";
import { describe, expect, it } from "vitest";
import { spoofEvents, type SpoofSource } from "./spoof.ts";

const schema: Schema = {
  type: "object",
  required: ["$schema", "dt", "meta", "action"],
  additionalProperties: false,
  properties: {
    $schema: { type: "string" },
    dt: { type: "string", format: "date-time" },
    meta: {
      type: "object",
      required: ["stream"],
      properties: { stream: { type: "string" }, id: { type: "string" }, dt: { type: "string" } },
    },
    action: { type: "string", enum: ["open", "close", "abort"] },
    wiki: { type: "string" },
    session_id: { type: "string" },
    code: { type: "string", pattern: "^[a-z]{3}$" },
    count: { type: "integer", minimum: 0, maximum: 50 },
    even: { type: "integer", multipleOf: 2 },
    flag: { type: "boolean" },
    __proto__: { type: "string" },
  },
};
const source: SpoofSource = {
  schema,
  stream: "ui.toggle",
  schemaUri: "/ui/toggle/1.0.0",
  example: {
    $schema: "/ui/toggle/1.0.0",
    dt: "2026-01-01T00:00:00Z",
    meta: { stream: "ui.toggle" },
    action: "open",
    code: "abc",
    even: 2,
  },
};
const until = Date.parse("2026-11-26T12:00:00Z");
const events = [...spoofEvents(source, { days: 28, rate: 500, seed: 1, until })];
const times = events.map(({ dt }) => Date.parse(String(dt)));
const counts = (of: (event: DataObject) => unknown) => {
  const found = new Map<unknown, number>();
  for (const event of events) found.set(of(event), (found.get(of(event)) ?? 0) + 1);
  return found;
};

describe("made-up events", () => {
  it("are all valid, and name their stream and schema", () => {
    expect(events.every((event) => accepts(schema, schema, event) === true)).toBe(true);
    expect(events.every((event) => event["$schema"] === "/ui/toggle/1.0.0")).toBe(true);
    expect(new Set(events.map(({ meta }) => (meta as DataObject)["stream"]))).toEqual(new Set(["ui.toggle"]));
  });

  it("follow from the seed", () => {
    expect([...spoofEvents(source, { days: 28, rate: 500, seed: 1, until })]).toEqual(events);
    expect([...spoofEvents(source, { days: 28, rate: 500, seed: 2, until })]).not.toEqual(events);
  });

  it("are about as many as were asked for, in the order of time, within the days", () => {
    expect(events.length).toBeGreaterThan(28 * 500 * 0.8);
    expect(events.length).toBeLessThan(28 * 500 * 1.2);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBeGreaterThan(until - 29 * 86_400_000);
    expect(times.at(-1)).toBeLessThan(until);
  });

  it("have days and nights, working days and weekends, sessions, and options of different weight", () => {
    const atHour = (hour: number) => times.filter((time) => new Date(time).getUTCHours() === hour).length;
    expect(atHour(3)).toBeLessThan(atHour(15) / 2);
    const onDay = (day: number) => times.filter((time) => new Date(time).getUTCDay() === day).length;
    expect(onDay(6)).toBeLessThan(onDay(2));
    const sessions = counts((event) => event["session_id"]);
    expect(events.length / sessions.size).toBeGreaterThan(2);
    expect(events.length / sessions.size).toBeLessThan(7);
    const actions = counts((event) => event["action"]);
    expect(actions.get("open")).toBeGreaterThan(actions.get("abort") as number);
    expect(counts((event) => event["wiki"]).size).toBeGreaterThan(3);
    expect(counts((event) => (event["meta"] as DataObject)["id"]).size).toBe(events.length);
  });

  it("keep what the example has where nothing is known that the schema accepts", () => {
    expect(counts((event) => event["code"])).toEqual(new Map([["abc", events.length]]));
    expect(events.every(({ even }) => (even as number) % 2 === 0)).toBe(true);
  });
});
