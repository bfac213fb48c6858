// What `npm test` ends with: scripts/test-total.mjs, over the output of several runs.
import { expect, test } from "vitest";
import { countTests, totalLine } from "../../../scripts/test-total.mjs";

const output = [
  "@addendum/streams:test:  Test Files  2 passed (2)",
  "@addendum/streams:test:       Tests  12 passed (12)",
  "@addendum/cli:test: \u001B[2m      Tests \u001B[22m \u001B[31m1 failed\u001B[39m | \u001B[32m30 passed\u001B[39m | 2 skipped (33)",
  "@addendum/cli:test:  ✓ test/a.test.ts > Tests  9 passed",
  "       Tests  4 passed | 1 todo (5)",
  " Tasks:    3 successful, 3 total",
].join("\n");

test("the tests of all packages are added up, files and names of tests are not", () => {
  expect(countTests(output)).toEqual({ passed: 46, failed: 1, skipped: 2, todo: 1 });
});

test.each([
  [{ passed: 46, failed: 1, skipped: 2, todo: 1 }, 1, "Tests: 46 passed, 1 failed, 3 skipped"],
  [{ passed: 46, failed: 0, skipped: 0, todo: 0 }, 0, "Tests: 46 passed, 0 failed"],
  [{ passed: 0, failed: 0, skipped: 0, todo: 0 }, 2, "Tests: 0 passed, 1 failed"],
])("%j with exit code %d is told in one line", (counts, status, line) => {
  expect(totalLine(counts, status)).toBe(line);
});
