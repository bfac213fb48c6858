import { evaluate, isObject, parseDocument, toYaml, type DataObject } from "@addendum/json-schema";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { corpus, hasCorpus, whyNoCorpus } from "../test/corpus.ts";
import { placesForFields, withField } from "../test/random-history.ts";
import { Compatibility } from "./compatibility/compatibility.ts";
import { basicScope } from "./model/examination-scope.ts";
import { examine } from "./examine/examine.ts";
import { findTitles } from "./model/find-titles.ts";
import { baseName, directoryOf } from "./model/layout.ts";
import { Materializer } from "./materialize/materializer.ts";
import { memoryBaseline, memorySnapshot } from "./model/memory-snapshot.ts";
import { Findings } from "./model/findings.ts";
import { defaultSettings } from "./model/settings.ts";
import { TitleVersions } from "./versions/title-versions.ts";
import { compareVersions, formatVersion, parseVersion } from "./model/version.ts";

const schemas = "jsonschema";

/** The files of the repository, path → text. */
function readFiles(): Record<string, string> {
  const root = join(corpus, "event-schemas");
  const files: Record<string, string> = {};
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files[path.slice(root.length + 1)] = readFileSync(path, "utf8");
  }
  return files;
}

/** What a version says, under another one's name. */
function named(data: DataObject, version: string): DataObject {
  return { ...data, $id: String(data["$id"]).replace(/[^/]*$/, version) };
}

/** The same with an optional field more wherever there can be one. */
function withFields(data: DataObject, places: readonly (readonly string[])[]): DataObject {
  const added = { type: "string", description: "A field that no version had before.", maxLength: 100 };
  return places.reduce((schema, path) => withField(schema, path, "field_of_a_test", added), data);
}

describe.skipIf(!hasCorpus)(
  `every schema of a real repository takes an optional field more${whyNoCorpus}`,
  () => {
    const files = hasCorpus ? readFiles() : {};
    const settings = {
      ...defaultSettings,
      adopted: true,
      schemas,
      referenceBases: [schemas],
      contentTypes: ["yaml"] as const,
    };
    const titles = hasCorpus ? findTitles(memorySnapshot(files), settings) : [];

    /** Each version of a title in its turn is the newest, as it was in its time: so each is changed next. */
    const versionsOf = (title: string) =>
      Object.keys(files)
        .filter((path) => directoryOf(path) === `${schemas}/${title}` && path.endsWith(".yaml"))
        .flatMap((path) => parseVersion(baseName(path).replace(/\.yaml$/, "")) ?? [])
        .sort(compareVersions);
    const moments = titles.flatMap((title) =>
      versionsOf(title).map((version) => ({ title, version: formatVersion(version) })),
    );

    test.each(moments)("$title after $version", ({ title, version }) => {
      const newest = parseVersion(version);
      if (newest === undefined) throw new Error(version);
      const isLater = (path: string) => {
        if (!path.startsWith(`${schemas}/${title}/`)) return false;
        const other = parseVersion(
          path
            .split("/")
            .at(-1)
            ?.replace(/\.yaml$/, "") ?? "",
        );
        return other !== undefined && compareVersions(other, newest) > 0;
      };
      const then = Object.fromEntries(Object.entries(files).filter(([path]) => !isLater(path)));
      const read = (name: string) => {
        const parsed = parseDocument(then[`${schemas}/${title}/${name}.yaml`] ?? "");
        if (parsed.kind !== "document" || !isObject(parsed.document.data)) throw new Error(name);
        return parsed.document.data;
      };
      // A version file is a source, too; its references are written out already.
      const data = read(version);
      const places = placesForFields(
        versionsOf(title)
          .filter((one) => compareVersions(one, newest) <= 0)
          .map((one) => read(formatVersion(one))),
      );
      if (places.length === 0) return;
      const next = formatVersion({ ...newest, minor: newest.minor + 1, patch: 0 });
      const current = `${schemas}/${title}/current.yaml`;
      const source = (name: string) => toYaml(named(withFields(data, places), name));
      const repository = (text: string) => {
        const snapshot = memorySnapshot({ ...then, [current]: text });
        return {
          snapshot,
          settings,
          baseline: memoryBaseline(then, snapshot),
          remote: () => undefined,
          judge(schema: Parameters<typeof evaluate>[0], value: unknown) {
            const refusal = evaluate(schema, value as never);
            return refusal && { place: refusal.instancePointer, reason: `is refused by ${refusal.keyword}` };
          },
          aliasStyle: () => "link" as const,
          generators: [],
          scope: basicScope,
        };
      };
      const { findings } = examine(repository(source(next)), [title]);
      const errors = findings.filter(({ severity }) => severity === "error");
      expect(errors.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
      const before = repository(source(version));
      const lenient = new Findings(settings);
      const materializer = new Materializer(
        before.snapshot,
        settings,
        lenient,
        new Set([title]),
        before.remote,
      );
      const materialized = materializer.materialize(title);
      if (materialized === undefined) throw new Error(JSON.stringify(lenient.list));
      const compatibility = new Compatibility(before, new TitleVersions(before), materializer, lenient);
      const least = compatibility.leastVersion(materialized);
      expect(least && formatVersion(least)).toBe(next);
    });
  },
);
