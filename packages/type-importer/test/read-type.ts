import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import compiler from "typescript";
import { afterAll } from "vitest";
import { type Compiler, importType } from "../src/index.ts";

const directory = mkdtempSync(join(tmpdir(), "addendum types-"));
afterAll(() => rmSync(directory, { recursive: true }));
let count = 0;

/** What the language declares is read once, and not for each test. */
const libraries = new Map<string, compiler.SourceFile | undefined>();
const cached: Compiler = {
  ...compiler,
  createProgram: (files: readonly string[], options: compiler.CompilerOptions) => {
    const host = compiler.createCompilerHost(options);
    const { getSourceFile } = host;
    host.getSourceFile = (file, ...others) => {
      if (!file.includes("/typescript/lib/")) return getSourceFile(file, ...others);
      if (!libraries.has(file)) libraries.set(file, getSourceFile(file, ...others));
      return libraries.get(file);
    };
    return compiler.createProgram(files, options, host);
  },
} as Compiler;

/** Imports a type of `events.ts`; remarks begin with line and column. */
export function read(text: string, type = "E", more: Readonly<Record<string, string>> = {}) {
  const place = join(directory, String(count++));
  // What browsers declare takes the compiler most of its time.
  const lib = text.includes("URL") ? ["esnext", "dom"] : ["esnext"];
  const settings = JSON.stringify({ compilerOptions: { lib, types: [] } });
  for (const [name, content] of Object.entries({ "events.ts": text, "tsconfig.json": settings, ...more })) {
    mkdirSync(dirname(join(place, name)), { recursive: true });
    writeFileSync(join(place, name), content);
  }
  const { schema, remarks } = importType(cached, join(place, "events.ts"), type);
  return {
    schema,
    remarks: remarks.map(({ text: said, place: at }) => `${at?.line}:${at?.column} ${said}`),
  };
}
