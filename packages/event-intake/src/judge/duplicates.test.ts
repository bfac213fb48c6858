import { expect, test } from "vitest";
import { Duplicates } from "./duplicates.ts";

test("what was written is remembered for the window, and forgotten some time after", () => {
  const duplicates = new Duplicates(1000, 0);
  duplicates.add("a", 0);
  expect([duplicates.has("a"), duplicates.has("b")]).toEqual([true, false]);
  duplicates.add("b", 1500);
  expect(duplicates.has("a")).toBe(true);
  duplicates.add("c", 3000);
  expect([duplicates.has("a"), duplicates.has("b"), duplicates.has("c")]).toEqual([false, true, true]);
});

test("no more are remembered than fit", () => {
  const duplicates = new Duplicates(1e9, 0);
  for (let number = 0; number < 350_000; number++) duplicates.add(`id ${number}`, 0);
  expect([duplicates.has("id 0"), duplicates.has("id 349999")]).toEqual([false, true]);
});
