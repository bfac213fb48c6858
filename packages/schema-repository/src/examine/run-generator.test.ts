// A generator without an index, whose files of a title stand in several directories: tables are like that.
import { expect, test } from "vitest";
import { memorySnapshot } from "../model/memory-snapshot.ts";
import { defineRule } from "../model/rule.ts";
import { defaultSettings } from "../model/settings.ts";
import { nothingPublished, type Snapshot } from "../model/snapshot.ts";
import { basicScope } from "../model/examination-scope.ts";
import { examine } from "./examine.ts";
import type { Generator } from "../model/generator.ts";

const outdated = defineRule({
  id: "lists-not-generated",
  concern: "structure",
  severity: "error",
  summary: "",
  rationale: "",
  messages: {
    missing: { text: "{file} is missing." },
    differs: { text: "{file} differs." },
    obsolete: { text: "{file} belongs to no version." },
  },
  examples: [],
});

const kinds = ["long", "short"];
const made: string[] = [];

/** For each version two lists of its properties. */
const lists: Generator = {
  name: "lists",
  outdated,
  directory: () => "lists",
  directoriesOf: (title) => kinds.map((kind) => `${kind}/${title}`),
  isGenerated: (name, read) => name.endsWith(".txt") && read()?.startsWith("Generated") === true,
  files: (title, versions) => ({
    entries: [],
    files: versions.flatMap((version) =>
      kinds.map((kind) => {
        const path = `${kind}/${title}/${version.version}.txt`;
        if (!version.isChanged) return { path };
        made.push(path);
        return { path, text: `Generated: ${Object.keys(version.schema()?.["properties"] ?? {}).join(" ")}` };
      }),
    ),
  }),
};

const version = (title: string, text: string, property: string) =>
  `title: ${title}\n$id: /${title}/${text}\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nproperties: {${property}: {type: string}}\n`;

const versions = {
  "schemas/a/1.0.0.yaml": version("a", "1.0.0", "x"),
  "schemas/b/1.0.0.yaml": version("b", "1.0.0", "y"),
};
const generated = {
  "lists/long/a/1.0.0.txt": "Generated: x",
  "lists/short/a/1.0.0.txt": "Generated: x",
  "lists/long/b/1.0.0.txt": "Generated: y",
  "lists/short/b/1.0.0.txt": "Generated: y",
};

function run(snapshot: Snapshot, titles: readonly string[], changed?: readonly string[]) {
  made.length = 0;
  const examination = examine(
    {
      snapshot,
      settings: { ...defaultSettings, contentTypes: ["yaml"] },
      baseline: nothingPublished,
      generators: [lists],
      scope: basicScope,
      remote: () => undefined,
      judge: () => undefined,
      aliasStyle: () => "link",
      ...(changed && { changed: new Set(changed) }),
    },
    titles,
  );
  const drift = examination.drift.filter(({ rule }) => rule === outdated.id);
  return {
    plan: examination.generatorsPlan.map(({ kind, path }) => `${kind} ${path}`),
    drift: drift.map(({ message }) => message),
  };
}

test("where there are no files yet, all are planned", () => {
  // There is no one file that would say so for all titles.
  expect(run(memorySnapshot(versions), ["a"])).toEqual({
    plan: Object.keys(generated).map((path) => `file ${path}`),
    drift: [],
  });
});

test("what is in step is left alone, what is not is planned and reported once for its title", () => {
  expect(run(memorySnapshot({ ...versions, ...generated }), ["a", "b"])).toEqual({ plan: [], drift: [] });
  const files = { ...versions, ...generated, "lists/long/a/1.0.0.txt": "Generated: z" };
  expect(run(memorySnapshot(files), ["a", "b"])).toEqual({
    plan: ["file lists/long/a/1.0.0.txt"],
    drift: ["lists/long/a/1.0.0.txt differs."],
  });
});

test("what no version calls for is removed, if it was generated", () => {
  const files = {
    ...versions,
    ...generated,
    "lists/long/a/0.9.0.txt": "Generated: old",
    "lists/long/a/notes.txt": "By hand.",
    "lists/short/gone/1.0.0.txt": "Generated: gone",
  };
  expect(run(memorySnapshot(files), ["a", "b"]).plan).toEqual([
    "removal lists/long/a/0.9.0.txt",
    "removal lists/short/gone/1.0.0.txt",
  ]);
  // A commit looks at its own titles' directories only.
  expect(run(memorySnapshot(files), ["a"], ["schemas/a/1.0.0.yaml"]).plan).toEqual([
    "removal lists/long/a/0.9.0.txt",
  ]);
});

test("a commit makes the files of what it changes", () => {
  const more = { ...versions, "schemas/a/1.1.0.yaml": version("a", "1.1.0", "x2") };
  expect(run(memorySnapshot({ ...more, ...generated }), ["a"], ["schemas/a/1.1.0.yaml"]).plan).toEqual([
    "file lists/long/a/1.1.0.txt",
    "file lists/short/a/1.1.0.txt",
  ]);
  expect(made).toEqual(["long/a/1.1.0.txt", "short/a/1.1.0.txt"]);
});
