import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import disagreements from "../test/second-opinion.disagreements.json" with { type: "json" };
import cases from "./keywords/keywords.cases.json" with { type: "json" };

interface Case {
  readonly name: string;
  readonly old: unknown;
  readonly new: unknown;
  readonly expected: string;
}

interface Answer {
  readonly verdict: string;
}

/** How long it may think about one pair, in milliseconds. */
const patience = 20_000;

test("npm json-schema-diff agrees, but where its reasons not to are known", async () => {
  const all = Object.entries(cases as Readonly<Record<string, readonly Case[]>>).flatMap(([keyword, list]) =>
    list.map((one) => ({ ...one, id: `${keyword}: ${one.name}` })),
  );
  const differing: string[] = [];
  let answered = 0;
  const child = spawn(process.execPath, [join(import.meta.dirname, "../test/second-opinion.mjs")]);
  try {
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    for (const one of all) {
      child.stdin.write(`${JSON.stringify({ old: one.old, new: one.new })}\n`);
      const timer = setTimeout(() => child.kill("SIGKILL"), patience);
      const line = await answers.next();
      clearTimeout(timer);
      if (line.done === true) throw new Error(`it did not answer about ${one.id}`);
      const { verdict } = JSON.parse(line.value) as Answer;
      if (verdict === "silent") continue;
      answered++;
      if (verdict !== one.expected) differing.push(one.id);
    }
  } finally {
    child.kill("SIGKILL");
  }
  expect(answered).toBeGreaterThan(60);
  expect(differing.sort()).toEqual(Object.keys(disagreements).sort());
});
