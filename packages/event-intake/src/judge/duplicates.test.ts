import { expect, test } from "vitest";
import { Duplicates } from "./duplicates.ts";

test("what was written is remembered for the window, and forgotten some time after", () => {
  const duplicates = new Duplicates(1000, 0);
  duplicates.add("s", "a", 0);
  expect([duplicates.has("s", "a"), duplicates.has("s", "b")]).toEqual([true, false]);
  duplicates.add("s", "b", 1500);
  expect(duplicates.has("s", "a")).toBe(true);
  duplicates.add("s", "c", 3000);
  expect([duplicates.has("s", "a"), duplicates.has("s", "b"), duplicates.has("s", "c")]).toEqual([
    false,
    true,
    true,
  ]);
});

test("no more are remembered than fit", () => {
  const duplicates = new Duplicates(1e9, 0);
  for (let number = 0; number < 350_000; number++) duplicates.add("s", `id ${number}`, 0);
  expect([duplicates.has("s", "id 0"), duplicates.has("s", "id 349999")]).toEqual([false, true]);
});
