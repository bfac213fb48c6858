import { expect, test } from "vitest";
import { basicScope } from "../model/examination-scope.ts";
import { examine } from "./examine.ts";
import { memorySnapshot } from "../model/memory-snapshot.ts";
import { defaultSettings } from "../model/settings.ts";
import { nothingPublished } from "../model/snapshot.ts";

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
