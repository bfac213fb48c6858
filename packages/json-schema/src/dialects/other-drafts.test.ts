import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Data, DataObject } from "../data/data.ts";
import { accepts } from "../judge/evaluate.ts";
import { resolve } from "../references/resolution.ts";
import { dialectProblems } from "./inspection.ts";
import { readingsOf } from "./translation.ts";

interface Group {
  readonly description: string;
  readonly schema: DataObject;
  readonly tests: readonly { readonly description: string; readonly data: Data; readonly valid: boolean }[];
}

const suite = dirname(createRequire(import.meta.url).resolve("json-schema-test-suite/package.json"));

/** The official test suite of a draft, as far as a published package carries it. */
function groupsOf(folder: string): readonly Group[] {
  const directory = join(suite, "tests", folder);
  return readdirSync(directory)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => JSON.parse(readFileSync(join(directory, name), "utf8")) as readonly Group[]);
}

describe.each([
  ["draft-03", "draft3", 27],
  ["draft-04", "draft4", 9],
])("%s", (name, folder, mostRefused) => {
  const groups = groupsOf(folder).map(({ schema, ...group }) => ({
    ...group,
    schema: { $schema: `http://json-schema.org/${name}/schema#`, ...schema },
  }));
  const isJudged = ({ schema }: Group) => dialectProblems(schema).length === 0;

  test("few groups are refused", () => {
    expect(groups.length).toBeGreaterThan(50);
    expect(groups.filter((group) => !isJudged(group)).length).toBeLessThanOrEqual(mostRefused);
  });

  test.each(groups.filter(isJudged))("$description", ({ schema, tests }) => {
    const { byDraft } = readingsOf(resolve(schema).schema);
    for (const { description, data, valid } of tests) {
      // Undefined: a document that is not at hand.
      expect([valid, undefined], description).toContain(accepts(byDraft, byDraft, data));
    }
  });
});
