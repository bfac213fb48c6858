import { expect, test } from "vitest";
import { pageviewToken, sessionToken, token } from "./identifiers.ts";
import { inSample, pageviewInSample, sessionInSample } from "./sampling.ts";

const session = (rate: number, id: string) => inSample({ unit: "session", rate }, id);

test.each([
  // The first 32 bits, as a number, are divided.
  ["00000010ffffffffffff", 16, true],
  ["00000011ffffffffffff", 16, false],
  ["00000000000000000000", 7, true],
  ["ffffffff000000000000", 1, true],
  ["00000010ffffffffffff", 0, false],
  ["no token", 1, false],
  ["", 1, false],
])("one in so many: %s, %i: %s", (id, population, expected) => {
  expect(sessionInSample(population as never, id)).toBe(expected);
  expect(pageviewInSample(population as never, id)).toBe(expected);
});

test.each([
  ["7fffffff", 0.5, true],
  ["80000000", 0.5, false],
  ["00000000", 0, false],
  ["fffffffe", 1, true],
  // The only token that a rate of 1 leaves out.
  ["ffffffff", 1, false],
  ["no token", 1, false],
])("below a threshold: %s, %d: %s", (id, rate, expected) => {
  expect(session(rate, id)).toBe(expected);
});

test("without a unit, or with another, nothing is in the sample", () => {
  expect(inSample({ rate: 1 } as never, "00000000")).toBe(false);
  expect(inSample({ unit: "device", rate: 1 } as never, "00000000")).toBe(false);
});

test("the algorithms pick as many, and not the same", () => {
  const tokens = Array.from({ length: 50_000 }, token);
  const modulo = tokens.filter((one) => sessionInSample(16, one));
  const threshold = tokens.filter((one) => session(1 / 16, one));
  for (const list of [modulo, threshold])
    expect(Math.abs(list.length / tokens.length - 1 / 16)).toBeLessThan(0.01);
  const both = modulo.filter((one) => threshold.includes(one)).length / tokens.length;
  expect(Math.abs(both - 1 / 256)).toBeLessThan(0.003);
  // A lower rate's sample is part of a higher rate's.
  expect(tokens.filter((one) => session(1 / 32, one)).every((one) => threshold.includes(one))).toBe(true);
});

test("tokens are 80 bits, and stay", () => {
  expect(sessionToken()).toMatch(/^[0-9a-f]{20}$/);
  expect(sessionToken()).toBe(sessionToken());
  expect(pageviewToken()).toBe(pageviewToken());
  expect(pageviewToken()).not.toBe(sessionToken());
});
