import { expect, test } from "vitest";
import { Materializer } from "../materialize/materializer.ts";
import { memorySnapshot } from "../model/memory-snapshot.ts";
import { Findings } from "../model/findings.ts";
import { defaultSettings } from "../model/settings.ts";
import { SourcePlaces } from "./source-places.ts";

const common = `title: fragment/common
$id: /fragment/common/1.0.0
properties:
  k: { contains: { minLength: 2 } }
`;
const current = `title: a/b
$id: /a/b/1.0.0
properties:
  k: { contains: { maxLength: 3 }, pattern: ^a, allOf: [{ contains: { enum: [b, abc] } }, { pattern: c$ }] }
allOf:
  - $ref: /fragment/common/1.0.0
`;

test.each([
  ["/allOf/0/pattern", "schemas/a/b/current.yaml#/properties/k/pattern"],
  ["/allOf/1/pattern", "schemas/a/b/current.yaml#/properties/k/allOf/1/pattern"],
  ["/allOf/2/contains/maxLength", "schemas/a/b/current.yaml#/properties/k/contains/maxLength"],
  ["/allOf/3/contains/enum/1", "schemas/a/b/current.yaml#/properties/k/allOf/0/contains/enum/1"],
  ["/allOf/4/contains/minLength", "schemas/fragment/common/1.0.0.yaml#/properties/k/contains/minLength"],
])("what stays in an allOf at %s was written at %s", (pointer, expected) => {
  const files = {
    "schemas/a/b/current.yaml": current,
    "schemas/fragment/common/1.0.0": "-> 1.0.0.yaml",
    "schemas/fragment/common/1.0.0.yaml": common,
  };
  const findings = new Findings(defaultSettings);
  const materializer = new Materializer(
    memorySnapshot(files),
    defaultSettings,
    findings,
    new Set(["a/b"]),
    () => undefined,
  );
  const merged = materializer.materialize("a/b")?.merged;
  expect(findings.list).toEqual([]);
  const { file, pointer: at } = new SourcePlaces(materializer).find(
    "a/b",
    merged ?? {},
    `/properties/k${pointer}`,
  );
  expect(`${file}#${at}`).toBe(expected);
});
