import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject, parseDocument, toJson, toYaml } from "@addendum/json-schema";
import { describe, expect, test } from "vitest";
import { corpus, hasCorpus, whyNoCorpus } from "../../test/corpus.ts";
import { memorySnapshot } from "../model/memory-snapshot.ts";
import { Findings } from "../model/findings.ts";
import { defaultSettings } from "../model/settings.ts";
import { Materializer } from "./materializer.ts";

interface Vector {
  readonly name: string;
  readonly current: string;
  readonly yaml: string | null;
  readonly json: string | null;
  readonly peer?: "refuses" | "hangs";
}

/** Where the reference is wrong, by the table in docs/materializing.md: what we write instead of its text. */
const corrections: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  "allOf root overrides description/default": [["    'y': !<tag:yaml.org,2002:js/undefined> ''\n", ""]],
  formats: [
    ["date: '2014-11-24'", "date: '2021-01-01'"],
    ["time: '02:13:12.206Z'", "time: '00:00:00Z'"],
    ['"date": "2014-11-24"', '"date": "2021-01-01"'],
    ['"time": "02:13:12.206Z"', '"time": "00:00:00Z"'],
  ],
};

function materialize(current: string, fixtures: Readonly<Record<string, string>>) {
  // The reference ran in adopted mode: what only ours refuses is a warning there.
  const settings = { ...defaultSettings, adopted: true };
  const files = Object.fromEntries(Object.entries(fixtures).map(([uri, text]) => [`schemas${uri}`, text]));
  const findings = new Findings(settings);
  const snapshot = memorySnapshot({ ...files, "schemas/t/current.yaml": current });
  const materializer = new Materializer(snapshot, settings, findings, new Set(["t"]), () => undefined);
  return { data: materializer.materialize("t")?.data, findings: findings.list };
}

describe.skipIf(!hasCorpus)(`vectors of the reference${whyNoCorpus}`, () => {
  const { fixtures, cases } = hasCorpus
    ? (JSON.parse(readFileSync(join(corpus, "materialize-vectors.json"), "utf8")) as {
        fixtures: Record<string, string>;
        cases: Vector[];
      })
    : { fixtures: {}, cases: [] };

  test.each(cases.filter(({ peer }) => peer === undefined))("$name", (vector) => {
    const { data, findings } = materialize(vector.current, fixtures);
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
    const corrected = (text: string | null) =>
      (corrections[vector.name] ?? []).reduce((all, [from, to]) => all.replace(from, to), text ?? "");
    expect(toYaml(data ?? {})).toBe(corrected(vector.yaml));
    expect(toJson(data ?? {})).toBe(corrected(vector.json));
  });

  test.each(cases.filter(({ peer }) => peer === "refuses"))("$name, refused by the reference", (vector) => {
    const { data, findings } = materialize(vector.current, fixtures);
    // An unknown format is no contradiction: it is written, and left to the lint.
    if (vector.name === "format unknown") expect(data).toBeDefined();
    else expect(findings.map(({ rule }) => rule)).toEqual(["no-conflicting-all-of"]);
  });

  test.each(cases.filter(({ peer }) => peer === "hangs"))("$name, on which the reference hangs", (vector) => {
    const { data } = materialize(vector.current, fixtures);
    expect(isObject(data) && data["examples"]).toBeTruthy();
    const reparsed = parseDocument(toYaml(data ?? {}));
    expect(reparsed.kind).toBe("document");
  });
});
