import { expect, test } from "vitest";
import { basicScope } from "../model/examination-scope.ts";
import { examine } from "./examine.ts";
import { memoryBaseline, memorySnapshot } from "../model/memory-snapshot.ts";
import { defaultSettings } from "../model/settings.ts";
import { nothingPublished } from "../model/snapshot.ts";

/** The rules that report something about a schema whose version before is published. */
function rulesOf(before: string, after: string): readonly string[] {
  const text = (version: string, body: string) =>
    `title: a\n$id: /a/${version}\n$schema: http://json-schema.org/draft-07/schema#\ntype: object\n${body}`;
  const published = { "schemas/a/1.0.0.yaml": text("1.0.0", before) };
  const snapshot = memorySnapshot({ ...published, "schemas/a/current.yaml": text("1.1.0", after) });
  const repository = {
    snapshot,
    settings: { ...defaultSettings, contentTypes: ["yaml"] as const },
    baseline: memoryBaseline(published, snapshot),
    remote: () => undefined,
    judge: () => undefined,
    aliasStyle: () => "link" as const,
    generators: [],
    scope: { ...basicScope, isLinted: true, hasRemarks: false },
  };
  const { findings } = examine(repository, ["a"]);
  return findings.flatMap(({ rule, severity }) => (severity === "error" ? [rule] : []));
}

const note = (schema: string) => `properties: {note: ${schema}, other: {type: integer}}\n`;

test.each([
  ["a type", "{type: string, maxLength: 9}", "{type: sting, maxLength: 9}"],
  ["one of several types", "{type: [string, 'null']}", "{type: [sting, 'null']}"],
  ["the type of items", "{type: array, items: {type: string}}", "{type: array, items: {type: sting}}"],
  ["the type of an object", "{type: object, properties: {a: {}}}", "{type: objct, properties: {a: {}}}"],
  ["a limit", "{type: string, maxLength: 9}", "{type: string, maxLength: nine}"],
])("%s that is misspelt is the only mistake", (_, before, after) => {
  expect(rulesOf(note(before), note(after))).toEqual(["no-invalid-schema"]);
});

test("another mistake beside a misspelt type is reported, too", () => {
  const after = "properties: {note: {type: sting}, other: {type: string}}\n";
  expect(rulesOf(note("{type: string}"), after)).toEqual(
    expect.arrayContaining(["no-invalid-schema", "type-changed"]),
  );
});

test("what refers to a schema that has only warnings is examined like any other", () => {
  const files = {
    "schemas/a/current.yaml": "title: a\n$id: /a/1.0.0\nallOf: [{$ref: /z/1.0.0}]\ntype: object\n",
    "schemas/z/current.yaml":
      "title: z\n$id: /elsewhere/1.0.0\ntype: object\nproperties: {n: {maximum: 18446744073709551615}}\n",
  };
  const repository = {
    snapshot: memorySnapshot(files),
    settings: { ...defaultSettings, adopted: true },
    baseline: nothingPublished,
    remote: () => undefined,
    judge: () => undefined,
    aliasStyle: () => "link" as const,
    generators: [],
    scope: basicScope,
  };
  const { findings, plan } = examine(repository, ["a", "z"]);
  const warnings = findings.filter(({ severity }) => severity !== "info");
  const rules = warnings.map(({ rule }) => rule);
  expect(rules).toEqual(expect.arrayContaining(["no-id-mismatch", "no-unsafe-integer"]));
  expect(plan.map(({ path }) => path)).toContain("schemas/a/1.0.0.yaml");
});
