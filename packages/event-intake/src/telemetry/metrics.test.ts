import { expect, test } from "vitest";
import { Metrics } from "./metrics.ts";

test("what senders make up does not fill the memory", async () => {
  const metrics = new Metrics("here", [], () => 0);
  for (let number = 0; number < 1500; number++) metrics.countProduced(`stream${number}`, "/a/1.0.0");
  metrics.countProduced("stream1", "/a/1.0.0");
  const { text } = await metrics.render();
  const series = text.split("\n").filter((line) => line.startsWith("eventgate_events_produced_total{"));
  expect(series).toHaveLength(1001);
  expect(text).toContain('{service="here",stream="unknown",schema_uri="unknown"} 500');
  expect(text).toContain('{service="here",stream="stream1",schema_uri="/a/1.0.0"} 2');
});

test("what senders make up takes the place of no configured stream", async () => {
  const metrics = new Metrics("here", [], () => 0, ["ours", "late"]);
  for (let number = 0; number < 1500; number++) {
    metrics.countProduced(`made-up${number}`, "/a/1.0.0");
    metrics.countUndeclared("ours", "/a/1.0.0", `/name${number}`);
  }
  metrics.countProduced("late", "/a/1.0.0", 3);
  metrics.countError("late", "/a/1.0.0", "ValidationError");
  metrics.countUndeclared("late", "/a/1.0.0", "/tpyo");
  const { text } = await metrics.render();
  expect(text).toContain('{service="here",stream="late",schema_uri="/a/1.0.0"} 3');
  expect(text).toContain('stream="late",schema_uri="/a/1.0.0",error_type="ValidationError"} 1');
  expect(text).toContain('stream="late",schema_uri="/a/1.0.0",member="/tpyo"} 1');
  expect(text).toContain('stream="ours",schema_uri="unknown",member="unknown"} 1400');
});

test("labels are cut", async () => {
  const metrics = new Metrics("here", [], () => 0);
  metrics.countProduced("x".repeat(100_000), "/a/1.0.0");
  metrics.countUndeclared("s", "/a/1.0.0", `/${"y".repeat(100_000)}`);
  const { text } = await metrics.render();
  for (const line of text.split("\n")) expect(line.length).toBeLessThan(600);
});

test("times of requests are a cumulative histogram", async () => {
  const metrics = new Metrics("here", [], () => 0);
  for (const seconds of [0.005, 0.02, 0.2, 5]) metrics.observeRequest("/v1/events", "POST", 201, seconds);
  const { text } = await metrics.render();
  const labels = 'path="/v1/events",method="POST",status="201"';
  const name = "express_router_request_duration_seconds";
  for (const [le, count] of [
    ["0.01", 1],
    ["0.05", 2],
    ["0.1", 2],
    ["0.3", 3],
    ["1", 3],
    ["+Inf", 4],
  ] as const) {
    expect(text).toContain(`${name}_bucket{le="${le}",${labels}} ${count}`);
  }
  expect(text).toContain(`${name}_count{${labels}} 4`);
});

test("a canary that never came is as old as the intake", async () => {
  let now = 1000;
  const metrics = new Metrics("here", ["expected"], () => now);
  now = 61_000;
  metrics.noteCanary("other", now);
  now = 63_000;
  const { text } = await metrics.render();
  expect(text).toContain('addendum_canary_age_seconds{service="here",stream="expected"} 62');
  expect(text).toContain('addendum_canary_age_seconds{service="here",stream="other"} 2');
});
