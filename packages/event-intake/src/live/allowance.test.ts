import { expect, test } from "vitest";
import { Allowance } from "./allowance.ts";

test("an allowance gives so much at once, and then so much a second", () => {
  const allowance = new Allowance(3, 10, 0);
  const taken = () => {
    let count = 0;
    while (allowance.take()) count++;
    return count;
  };
  expect(taken()).toBe(3);
  allowance.refill(100);
  expect(taken()).toBe(1);
  allowance.refill(100_000);
  expect(taken()).toBe(3);
});

test("what happened beyond an allowance is missing later", () => {
  const allowance = new Allowance(100, 10, 0);
  allowance.spend(110);
  expect([allowance.left, allowance.take()]).toEqual([0, false]);
  allowance.refill(1000);
  expect(allowance.left).toBe(0);
  allowance.refill(3000);
  expect(allowance.left).toBe(20);
});
