import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

/** Of columns that a lake never has. */
const ofOtherColumns = [
  "it is not a date-time",
  "engines do not support this date-time",
  "the type of its column",
];

it("the Spark job rejects a line in the same words, also checked where Spark is missing", () => {
  const job = readFileSync(join(import.meta.dirname, "../../spark/load_events.py"), "utf8");
  const reasons = ["fit.ts", "event-judge.ts"].flatMap((name) => {
    const text = readFileSync(join(import.meta.dirname, name), "utf8");
    const found = text.matchAll(/(?:refused\(|rejected\(|reason: |\?\? |return )"([^"\n]{10,})"/g);
    return [...found].map(([, reason = ""]) => reason);
  });
  expect(reasons.length).toBeGreaterThan(15);
  const others = reasons.filter((reason) => !ofOtherColumns.some((one) => reason.startsWith(one)));
  expect(others.filter((reason) => !job.includes(reason))).toEqual([]);
});
