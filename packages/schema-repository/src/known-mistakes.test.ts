import { evaluate } from "@addendum/json-schema";
import { describe, expect, test } from "vitest";
import { knownMistakes, nearMisses } from "../test/known-mistakes.ts";
import { lint } from "./lint/lint.ts";
import { basicScope } from "./model/examination-scope.ts";
import type { Finding } from "./model/finding.ts";
import { memorySnapshot } from "./model/memory-snapshot.ts";
import { defaultSettings } from "./model/settings.ts";
import { nothingPublished } from "./model/snapshot.ts";

const file = "schemas/a/b/current.yaml";
const head =
  "title: a/b\ndescription: Something happened.\n$id: /a/b/1.0.0\n" +
  "$schema: https://json-schema.org/draft-07/schema#\ntype: object\n";

/** What the linter says; of events’ own rules nothing, since these are parts of events. */
function findingsOf(body: string): readonly Finding[] {
  const off =
    "event-missing-meta event-missing-schema example-missing no-invalid-generated-example deterministic-type".split(
      " ",
    );
  const settings = {
    ...defaultSettings,
    rules: Object.fromEntries(off.map((rule) => [rule, "off" as const])),
  };
  return lint(
    {
      snapshot: memorySnapshot({ [file]: head + body }),
      settings,
      baseline: nothingPublished,
      remote: () => undefined,
      judge: (schema, value) => evaluate(schema, value as never) && { place: "", reason: "" },
      aliasStyle: () => "link",
      generators: [],
      scope: { ...basicScope, hasRemarks: true },
    },
    ["a/b"],
  );
}

test("there are a hundred", () => {
  expect(knownMistakes.length).toBeGreaterThanOrEqual(100);
  expect(new Set(knownMistakes.map(({ what }) => what)).size).toBe(knownMistakes.length);
});

describe("a known mistake is found", () => {
  test.each(knownMistakes)("$what: $rule", ({ body, rule, pointer }) => {
    const found = findingsOf(body).map((finding) => `${finding.rule} ${finding.location.pointer ?? ""}`);
    expect(found).toContain(`${rule} ${pointer}`);
  });
});

describe("a near miss is not taken for one", () => {
  test.each(nearMisses)("%s", (_, body) => {
    const told = findingsOf(body).filter(({ severity }) => severity !== "info");
    expect(told.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
  });
});
