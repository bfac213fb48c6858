import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Log } from "./log.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("a flood of one kind hides none of another, and what was said is remembered", () => {
  const said: string[] = [];
  const log = new Log((_, message) => said.push(message));
  log.once("undeclared", "first");
  for (let number = 0; number < 5000; number++) {
    log.once("undeclared", `made up ${number}`);
    if (number % 500 === 0) vi.advanceTimersByTime(1000);
  }
  log.once("schema", "a schema is broken");
  log.once("schema", "a schema is broken");
  log.warn("a disk is full");
  expect(said.filter((line) => line === "a schema is broken")).toHaveLength(1);
  expect(said).toContain("a disk is full");
  // The oldest of its kind is forgotten, so it is said again.
  vi.advanceTimersByTime(2000);
  log.once("undeclared", "first");
  expect(said.filter((line) => line === "first")).toHaveLength(2);
  log.close();
});
