import { expect, test } from "vitest";
import { progressBar } from "./progress.ts";

test.each([
  [0, 10, "░░░░░░░░"],
  [5, 10, "████░░░░"],
  [10, 10, "████████"],
  [12, 10, "████████"],
  [0, 0, "████████"],
])("%i of %i", (done, total, bar) => expect(progressBar(done, total, 8)).toBe(bar));
