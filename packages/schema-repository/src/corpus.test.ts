import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { corpus, hasCorpus, whyNoCorpus } from "../test/corpus.ts";
import { basicScope } from "./model/examination-scope.ts";
import { examine } from "./examine/examine.ts";
import { findTitles } from "./model/find-titles.ts";
import { memorySnapshot } from "./model/memory-snapshot.ts";
import { render } from "./versions/render.ts";
import { defaultSettings } from "./model/settings.ts";
import { nothingPublished } from "./model/snapshot.ts";
import { formatVersion } from "./model/version.ts";

describe.skipIf(!hasCorpus)(`a real repository${whyNoCorpus}`, () => {
  const root = join(corpus, "event-schemas");
  const files: Record<string, string> = {};
  for (const entry of hasCorpus ? readdirSync(root, { recursive: true, withFileTypes: true }) : []) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files[path.slice(root.length + 1)] = readFileSync(path, "utf8");
  }
  const settings = {
    ...defaultSettings,
    adopted: true,
    schemas: "jsonschema",
    referenceBases: ["jsonschema"],
    contentTypes: ["yaml"] as const,
  };
  const snapshot = memorySnapshot(files);
  const titles = hasCorpus ? findTitles(snapshot, settings) : [];
  const examination = examine(
    {
      snapshot,
      settings,
      baseline: nothingPublished,
      remote: () => undefined,
      judge: (_, value) => ({ place: "", reason: `refused: ${JSON.stringify(value)}` }),
      aliasStyle: () => "link",
      generators: [],
      scope: basicScope,
    },
    titles,
  );

  test("has 53 titles", () => expect(titles).toHaveLength(53));

  test.each(titles)("%s is materialized byte for byte", (title) => {
    const { data, version } = examination.materializer.materialize(title) ?? {};
    const name = version && formatVersion(version.version);
    expect(render(data ?? {}, "yaml")).toBe(files[`jsonschema/${title}/${name}.yaml`]);
  });

  test("has nothing to write", () => expect(examination.plan).toEqual([]));

  test("has no errors", () => {
    expect(examination.findings.filter(({ severity }) => severity === "error")).toEqual([]);
  });
});
