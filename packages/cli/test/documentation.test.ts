// The examples of README.md, of the pages below docs/ and of the packages' READMEs are true: consoles are run, commands
// exist with their options, and configuration is read by its own reader. What cannot be run is in documented-places.ts,
// with the reason.
import { chmodSync } from "node:fs";
import { delimiter } from "node:path";
import { type Data, isObject, parseDocument } from "@addendum/json-schema";
import { examineMetrics } from "@addendum/metrics";
import { readConfiguration } from "@addendum/reports";
import {
  basicScope,
  defaultSettings,
  examine,
  findTitles,
  memorySnapshot,
  nothingPublished,
  parseConfiguration,
} from "@addendum/schema-repository";
import { openConfiguration, parseStreams } from "@addendum/streams";
import { describe, expect, test } from "vitest";
import { blocks, expectToFit, pages, textOf } from "./documentation.ts";
import { examples, type Place } from "./documented-places.ts";
import { schema, ScratchRepository } from "./scratch-repository.ts";

interface Step {
  readonly line: string;
  readonly prints: string;
}

/** The command lines of a console, each with what is printed below it. */
function stepsOf(text: string): readonly Step[] {
  const steps: { line: string; prints: string }[] = [];
  let isOpen = false;
  for (const line of text.split("\n").slice(0, -1)) {
    const last = steps.at(-1);
    if (line.startsWith("$ ")) steps.push({ line: line.slice(2), prints: "" });
    else if (last !== undefined && isOpen) last.line += `\n${line}`;
    else if (last !== undefined) last.prints += `${line}\n`;
    const command = steps.at(-1)?.line ?? "";
    isOpen = steps.at(-1)?.prints === "" && (command.endsWith("\\") || command.split("'").length % 2 === 0);
  }
  return steps;
}

function runStep({ repository, stands = new Map<string, string>() }: Place, { line, prints }: Step): void {
  let text = line.replaceAll(/^npx /gm, "");
  for (const [shown, real] of stands) text = text.replaceAll(shown, real);
  const { out } = repository.run("sh", ["-c", `(${text}\n) 2>&1`], {
    env: {
      PATH: [repository.path("node_modules/.bin"), process.env["PATH"]].join(delimiter),
      COLUMNS: "120",
    },
  });
  let printed = out.replaceAll("\r", "");
  for (const [shown, real] of stands) printed = printed.replaceAll(real, shown);
  expectToFit(printed, prints);
}

describe("consoles print what the pages show", () => {
  const consoles = blocks.filter(({ language }) => language === "console");

  test("each has a place in which it is run, or a reason", () => {
    const counts: Record<string, number> = {};
    for (const { page } of consoles) counts[page] = (counts[page] ?? 0) + 1;
    expect(counts).toEqual(
      Object.fromEntries(Object.entries(examples).map(([page, { length }]) => [page, length])),
    );
  });

  for (const [page, places] of Object.entries(examples)) {
    places.forEach((example, index) => {
      const block = consoles.filter((one) => one.page === page)[index];
      const name = `${page}:${block?.line ?? 0}`;
      if (!(typeof example === "function")) test.skip(`${name} (${example.notRun})`);
      else {
        test(name, async () => {
          const place = await example();
          for (const step of stepsOf(block?.text ?? "")) runStep(place, step);
        });
      }
    });
  }
});

describe("commands exist, with the options that the pages give them", () => {
  // Generated from the code.
  const [common = "", ...sections] = textOf("docs/reference/commands.md").split(/^## /m);
  const reference = new Map(sections.map((section) => [section.split("\n")[0] ?? "", section + common]));
  const written = (page: string) => [
    ...blocks
      .filter((block) => block.page === page && ["sh", "console"].includes(block.language))
      .flatMap(({ text }) => [...text.matchAll(/^(?:\$ )?(?:npx (?:--prefix \S+ )?)?addendum (.+)$/gm)]),
    ...textOf(page).matchAll(/`(?:npx )?addendum ([a-z][^`\n]*)`/g),
  ];

  test.each(pages)("in %s", (page) => {
    for (const [, line = ""] of written(page)) {
      const [name = "", ...words] = wordsOf(line);
      const options = reference.get(name)?.match(/--[a-z-]+/g);
      const given = words.filter((word) => word.startsWith("--")).map((word) => word.replace(/=.*/, ""));
      expect(options, `addendum ${line}`).toEqual(expect.arrayContaining(given));
    }
  });
});

/** The words of a command line up to what the shell does with its output. */
function wordsOf(line: string): readonly string[] {
  const words = [...line.matchAll(/"[^"]*"|'[^']*'|\S+/g)].map(([word]) => word);
  const end = words.findIndex((word) => /^(?:#|>|\||&&)/.test(word));
  return (end < 0 ? words : words.slice(0, end)).map((word) => word.replace(/^(["'])(.*)\1$/, "$2"));
}

/** What is wrong with a sample, by the file that its first line names. */
const readers: readonly (readonly [RegExp, (text: string) => readonly string[]])[] = [
  [/^addendum\.yaml/, (text) => problemOf(parseConfiguration(withVersion(text)))],
  [/^streams\.yaml/, (text) => problemOf(parseStreams(withVersion(text)))],
  [/^metrics\/\S+\.yaml/, metricProblems],
  [/^queries\/config\.yaml/, reportProblems],
  [/^(?:schemas\/\S+\/current\.yaml|title: )/, schemaProblems],
  // The files of other tools.
  [/^(?:\.github\/workflows\/|\.pre-commit-config\.yaml|EventGate’s )/, syntaxProblems],
];

const withVersion = (text: string) => (/^version:/m.test(text) ? text : `version: 1\n${text}`);

function problemOf(result: { readonly kind: string; readonly message?: string }): readonly string[] {
  return result.kind === "invalid" ? [result.message ?? ""] : [];
}

function syntaxProblems(text: string): readonly string[] {
  const parsed = parseDocument(text);
  return parsed.kind === "problem" ? [parsed.problem.kind] : [];
}

function metricProblems(text: string): readonly string[] {
  const { findings } = examineMetrics({
    files: [{ file: "metrics/one.yaml", text }],
    streams: openConfiguration,
    events: () => [],
    settings: defaultSettings,
  });
  const concerned = new Set(["metric-invalid-definition", "metric-missing-question", "metric-missing-owner"]);
  return findings.filter(({ rule }) => concerned.has(rule)).map(({ message }) => message);
}

function reportProblems(text: string): readonly string[] {
  const directory = new ScratchRepository();
  directory.write("toggles.sql", "SELECT 1");
  directory.write("dialog_opens", "#!/bin/sh\n");
  chmodSync(directory.path("dialog_opens"), 0o755);
  directory.write("wikis.txt", "dewiki\nenwiki\n");
  directory.write("sitematrix.yaml", "enwiki: en.wikipedia\ndewiki: de.wikipedia\n");
  const { findings } = readConfiguration({
    text,
    file: "queries/config.yaml",
    directory: directory.root,
    settings: defaultSettings,
  });
  return findings.list.map(({ message }) => message);
}

/** A sample shows a part of a schema. */
function schemaProblems(text: string): readonly string[] {
  const head = schema("shop/order", "1.0.0").split("properties:")[0] ?? "";
  const snapshot = memorySnapshot({
    "schemas/shop/order/current.yaml": text.includes("title:") ? text : `${head}${text}`,
  });
  const { findings } = examine(
    {
      snapshot,
      settings: defaultSettings,
      baseline: nothingPublished,
      scope: basicScope,
      generators: [],
      remote: () => undefined,
      judge: () => undefined,
      aliasStyle: () => "link",
    },
    findTitles(snapshot, defaultSettings),
  );
  return findings.filter(({ severity }) => severity === "error").map(({ message }) => message);
}

describe("samples are read by the readers of their files", () => {
  for (const { page, line, language, text } of blocks) {
    if (language === "json") {
      test(`${page}:${line}`, () => expect(isObject(JSON.parse(text) as Data)).toBe(true));
    } else if (language === "yaml") {
      test(`${page}:${line}`, () => {
        const file = /^(?:# )?(.*)/.exec(text)?.[1] ?? "";
        const read = readers.find(([name]) => name.test(file))?.[1];
        expect(read, `the first line names the file: “# addendum.yaml”, not “${file}”`).toBeDefined();
        expect(read?.(text)).toEqual([]);
      });
    }
  }
});

test("other blocks are layouts, code that documented-code.test.ts compiles, or messages that their own tests compare", () => {
  const languages = new Set(blocks.map(({ language }) => language));
  expect([...languages].toSorted()).toEqual(
    ["", "console", "diff", "ini", "json", "python", "sh", "text", "ts", "yaml"].toSorted(),
  );
  // troubleshooting.test.ts, rejections.test.ts, documented-code.test.ts
  const compared = ["docs/producing.md", "docs/troubleshooting.md", "docs/when-a-commit-is-rejected.md"];
  const messages = blocks.filter(({ language }) => language === "text" || language === "diff");
  expect([...new Set(messages.map(({ page }) => page))].toSorted()).toEqual(compared);
});
