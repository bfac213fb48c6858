import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Data, Schema } from "../data/data.ts";
import { accepts } from "./evaluate.ts";

interface Group {
  readonly description: string;
  readonly schema: Schema;
  readonly tests: readonly { readonly description: string; readonly data: Data; readonly valid: boolean }[];
}

/**
 * The official test suite, as far as a published package carries it: draft-04, whose keywords draft-07 kept but for
 * these. What asks for other documents is left out, too.
 */
const changed = new Set([
  "definitions.json", // The meta-schema of draft-04, by its address.
  "refRemote.json",
  "ref.json", // Mostly other documents and identifiers; recursion within one is tested beside the evaluator.
  "maximum.json", // A boolean exclusiveMaximum.
  "minimum.json",
  "default.json",
]);

const directory = join(
  dirname(createRequire(import.meta.url).resolve("json-schema-test-suite/package.json")),
  "tests/draft4",
);
const files = readdirSync(directory).filter((name) => name.endsWith(".json") && !changed.has(name));

test("there is something to test", () => {
  expect(files.length).toBeGreaterThan(15);
});

describe.each(files)("%s", (file) => {
  const groups = JSON.parse(readFileSync(join(directory, file), "utf8")) as readonly Group[];
  test.each(groups)("$description", ({ schema, tests }) => {
    for (const { description, data, valid } of tests) {
      expect(accepts(schema, schema, data), description).toBe(valid);
    }
  });
});
