import { basicScope } from "./model/examination-scope.ts";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { evaluate } from "@addendum/json-schema";
import { corpus, hasCorpus, whyNoCorpus } from "../test/corpus.ts";
import explained from "../test/corpus-findings.json" with { type: "json" };
import { parseJsonschemaTools } from "./configuration/jsonschema-tools.ts";
import type { Finding } from "./model/finding.ts";
import { findTitles } from "./model/find-titles.ts";
import { lint } from "./lint/lint.ts";
import { memorySnapshot } from "./model/memory-snapshot.ts";
import type { Preset } from "./model/settings.ts";
import { nothingPublished } from "./model/snapshot.ts";

/** Every warning and error in a real repository is explained: somebody read it and found it to be right. */
describe.skipIf(!hasCorpus)(`the findings in a real repository${whyNoCorpus}`, () => {
  const root = join(corpus, "event-schemas");
  const files: Record<string, string> = {};
  for (const entry of hasCorpus ? readdirSync(root, { recursive: true, withFileTypes: true }) : []) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files[path.slice(root.length + 1)] = readFileSync(path, "utf8");
  }

  function grave(preset: Preset): readonly Finding[] {
    const configuration = parseJsonschemaTools(files[".jsonschema-tools.yaml"] as string);
    if (configuration.kind === "invalid") throw new Error(configuration.message);
    const settings = { ...configuration.settings, preset };
    const snapshot = memorySnapshot(files);
    const findings = lint(
      {
        snapshot,
        settings,
        baseline: nothingPublished,
        remote: () => undefined,
        judge: (schema, value) => evaluate(schema, value as never) && { place: "", reason: "" },
        aliasStyle: () => "link",
        generators: [],
        scope: basicScope,
      },
      findTitles(snapshot, settings),
    );
    return findings.filter(({ severity }) => severity !== "info");
  }

  test("recommended: each is explained, and nothing is explained that is not found", () => {
    const found = grave("recommended").map(
      ({ rule, location }) => `${rule} ${location.file}#${location.pointer ?? ""}`,
    );
    expect(found.sort()).toEqual(Object.keys(explained.recommended).sort());
  });

  test("all: each rule’s are explained", () => {
    const counts: Record<string, number> = {};
    for (const { rule } of grave("all")) counts[rule] = (counts[rule] ?? 0) + 1;
    const expected = Object.entries(explained.all).map(([rule, { count }]) => [rule, count]);
    expect(counts).toEqual(Object.fromEntries(expected));
  });

  test("wikimedia: what passes jsonschema-tools’ tests passes here", () => {
    expect(grave("wikimedia").filter(({ severity }) => severity === "error")).toEqual([]);
  });
});
