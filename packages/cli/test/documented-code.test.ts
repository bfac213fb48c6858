// The TypeScript and Python of the pages is what their compilers accept, and the mistakes are what they reject.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { blocks, expectToFit } from "./documentation.ts";
import { root } from "./documented-places.ts";
import { ScratchRepository } from "./scratch-repository.ts";

const codeOf = (page: string, language: string) =>
  blocks.filter((block) => block.page === page && block.language === language).map(({ text }) => text);

/** What the pages take for granted. */
const surroundings = `import type { EventLogOptions } from "@addendum/event-producer/mw";
declare const intake: string;
declare const select: HTMLSelectElement;
declare const mw: { eventLog: unknown };
declare const { serviceUri, streamConfigs, serverName, wiki, schemas }: Required<EventLogOptions>;
`;
const mistakes = `producer.submit("analytics.codemirror.toggle", { enabled: true, editor: "emacs", wiki: "enwiki" });
producer.submit("analytics.codemirror.toggle", { enabled: true, editor: "wikitext_2010", wiki: "enwiki", triger: "preference" });
`;
const metric = `name: load_time
description: How long the editor takes to load.
question: Is it fast enough?
owner: Product Analytics
ticket: T1
initiator: A user opens the editor.
collector: The editor.
source: { measure: timing }
dimensions: { platform: { values: [phone, desktop] } }
path: MediaWiki.VisualEditor.load
status: planned
deprecation: { plan: Reviewed once a year. }
`;

/** One module of several blocks: each sees the ones before it, and may name something anew. */
function moduleOf(parts: readonly string[]): string {
  const isImport = (line: string) => line.startsWith("import ");
  const lines = parts.map((part) => part.split("\n"));
  const imports = new Set(lines.flat().filter(isImport));
  return [
    ...imports,
    surroundings,
    ...lines.map((part) => `{\n${part.filter((line) => !isImport(line)).join("\n")}`),
    "}".repeat(parts.length),
  ].join("\n");
}

test("what producing.md and metrics.md show compiles, and the mistakes do not", () => {
  const place = new ScratchRepository();
  for (const part of ["addendum.yaml", "streams.yaml", "schemas", "packages/event-types"]) {
    cpSync(join(root, part), place.path(part), { recursive: true, verbatimSymlinks: true });
  }
  mkdirSync(place.path("src"));
  symlinkSync(join(root, "node_modules"), place.path("node_modules"));
  place.git("init", "-q", "-b", "main");
  place.git("add", "schemas");
  place.git("commit", "-qm", "chore: begin");
  place.write("metrics/load_time.yaml", metric);
  expect(place.addendum("streams", "--constants", "src/streams.ts").code).toBe(0);
  expect(place.addendum("metrics", "--constants", "src/metrics.ts")).toMatchObject({ code: 0 });
  const producing = codeOf("docs/producing.md", "ts");
  place.write("src/pages.ts", moduleOf([...producing, ...codeOf("docs/metrics.md", "ts")]));
  place.write("src/mistakes.ts", moduleOf([producing[0] as string, mistakes]));
  const compilerOptions = {
    strict: true,
    module: "esnext",
    moduleResolution: "bundler",
    customConditions: ["source"],
    allowImportingTsExtensions: true,
    target: "es2022",
    lib: ["es2023", "dom"],
    types: [],
    noEmit: true,
    skipLibCheck: true,
  };
  place.write(
    "tsconfig.json",
    JSON.stringify({ compilerOptions, files: ["src/pages.ts", "src/mistakes.ts"] }),
  );
  const { out } = place.run(process.execPath, [
    join(root, "node_modules/typescript/bin/tsc"),
    "-p",
    ".",
    "--pretty",
    "false",
  ]);
  const [shown = "", ...more] = codeOf("docs/producing.md", "text");
  expect(more).toEqual([]);
  expectToFit(out.replaceAll(/^src\/mistakes\.ts\(\d+,\d+\): /gm, ""), shown);
});

const python = spawnSync("python3", ["--version"]).status === 0;

test.skipIf(!python)("what warehouse.md calls in Python is there, with these parameters", () => {
  const place = new ScratchRepository();
  place.write("sample.py", codeOf("docs/warehouse.md", "python").join(""));
  place.write("pandas.py", "");
  place.write(
    "run.py",
    `import inspect, sys
sys.path.insert(0, ${JSON.stringify(join(root, "docs/notebooks"))})
sys.dont_write_bytecode = True
import addendum_query as query

def only_bind(function):
    return lambda *given, **named: inspect.signature(function).bind(*given, **named)

for engine in (query.duckdb, query.trino, query.hive, query.mariadb):
    engine.run = only_bind(engine.run)
exec(open("sample.py").read())
`,
  );
  expect(place.run("python3", ["run.py"])).toEqual({ code: 0, out: "", err: "" });
});
