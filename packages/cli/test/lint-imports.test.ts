import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const root = join(import.meta.dirname, "../../..");
const scratch = mkdtempSync(join(tmpdir(), "addendum-imports-"));
// oxlint resolves imports by the tsconfig.json of each package, which extends the base.
for (const name of [".oxlintrc.json", "tsconfig.base.json", "scripts/import-layers.json"]) {
  cpSync(join(root, name), join(scratch, name));
}
for (const name of readdirSync(join(root, "packages"))) {
  const isSource = (path: string) => !/\/(?:node_modules|dist|test|\.turbo)$/.test(path);
  cpSync(join(root, "packages", name), join(scratch, "packages", name), {
    recursive: true,
    filter: isSource,
  });
}
afterAll(() => rmSync(scratch, { recursive: true }));

interface Said {
  readonly code: number | null;
  readonly text: string;
}

function run(command: string, ...args: readonly string[]): Said {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: scratch, encoding: "utf8" });
  return { code: status, text: stdout + stderr };
}

const lintImports = () => run(process.execPath, join(root, "scripts/lint-imports.mjs"), scratch);
const oxlint = () => run(process.execPath, join(root, "node_modules/oxlint/bin/oxlint"), "packages");

/** Adds lines in front of files, asks, and puts the files back. */
function planting(lines: Readonly<Record<string, string>>, ask: () => Said): Said {
  const originals = Object.keys(lines).map(
    (file) => [file, readFileSync(join(scratch, file), "utf8")] as const,
  );
  for (const [file, text] of originals) writeFileSync(join(scratch, file), `${lines[file]}\n${text}`);
  try {
    return ask();
  } finally {
    for (const [file, text] of originals) writeFileSync(join(scratch, file), text);
  }
}

test("imports go down", () => {
  expect(lintImports()).toEqual({ code: 0, text: "" });
});

const data = "packages/json-schema/src/data/data.ts";
const version = "packages/schema-repository/src/model/version.ts";

test.each([
  ["a package above", data, 'import "@addendum/cli";', "@addendum/cli, which is not below json-schema"],
  [
    "a type of a package above",
    data,
    'import type { Verdict } from "@addendum/containment";',
    "@addendum/containment, which is not below json-schema",
  ],
  [
    "a package beside",
    "packages/streams/src/topics.ts",
    'export * from "@addendum/workspace";',
    "@addendum/workspace, which is not below streams",
  ],
  [
    "a type in several lines",
    data,
    'import type {\n  Verdict,\n} from "@addendum/containment";',
    "@addendum/containment, which is not below json-schema",
  ],
  [
    "a file of another package, by its path",
    data,
    'export { x } from "../../../containment/src/x.ts";',
    "imports ../../../containment/src/x.ts, which is outside of src",
  ],
  [
    "a folder above",
    version,
    'import { Examiner } from "../examine/examine.ts";',
    "imports examine/examine.ts, which is not below model",
  ],
  [
    "a type of a folder above",
    version,
    'import type { Examination } from "../examine/examine.ts";',
    "imports examine/examine.ts, which is not below model",
  ],
  [
    "a type of a folder above, where it is used",
    version,
    'export type One = import("../examine/examine.ts").Examination;',
    "imports examine/examine.ts, which is not below model",
  ],
  [
    "a folder beside",
    "packages/containment/src/keywords/minimum.ts",
    'import "../shapes/number.ts";',
    "imports shapes/number.ts, which is not below keywords",
  ],
  ["what is on top", version, 'import "../index.ts";', "imports index.ts, which is not below model"],
])("refused: %s", (_, file, line, said) => {
  const { code, text } = planting({ [file]: line }, lintImports);
  expect(text).toContain(`${file}: imports ${said.replace(/^imports /, "")}.`);
  expect(code).toBe(1);
});

test("refused: a package and a folder that no layer lists, and a layer of nothing", () => {
  const layers = "scripts/import-layers.json";
  const text = readFileSync(join(scratch, layers), "utf8");
  writeFileSync(
    join(scratch, layers),
    text.replace('"data, pattern"', '"data, patterns"').replace(", tables,", ","),
  );
  const said = lintImports();
  writeFileSync(join(scratch, layers), text);
  expect(said.code).toBe(1);
  expect(said.text).toContain("packages/tables: scripts/import-layers.json does not list it.");
  expect(said.text).toContain("pattern/automaton.ts: scripts/import-layers.json does not list its folder.");
  expect(said.text).toContain("packages/json-schema/src/patterns: scripts/import-layers.json lists it, but");
});

test("refused: a circle of types alone", () => {
  const circle = {
    "packages/json-schema/src/data/pointer.ts":
      'import type { Step } from "./steps.ts";\nexport type A = Step;',
  };
  expect(planting({}, oxlint).text).not.toContain("no-cycle");
  const { code, text } = planting(circle, oxlint);
  expect(text).toContain("import(no-cycle)");
  expect(code).toBe(1);
});
