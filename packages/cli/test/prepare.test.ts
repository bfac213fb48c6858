import { cpSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ScratchRepository } from "./scratch-repository.ts";

const root = join(import.meta.dirname, "../../..");

/** What `npm install` would find of the project, without what a case leaves out. */
function checkout({ dependencies }: { dependencies: boolean }): ScratchRepository {
  const repository = new ScratchRepository();
  cpSync(join(root, "scripts/prepare.mjs"), repository.path("scripts/prepare.mjs"));
  cpSync(join(root, ".husky"), repository.path(".husky"), {
    recursive: true,
    filter: (source) => !source.endsWith("_"),
  });
  mkdirSync(repository.path("packages/cli"), { recursive: true });
  repository.write("packages/cli/build.mjs", 'console.log("built");\n');
  if (dependencies) symlinkSync(join(root, "node_modules"), repository.path("node_modules"));
  return repository;
}

const prepare = (repository: ScratchRepository, env: NodeJS.ProcessEnv = {}) =>
  repository.run(process.execPath, ["scripts/prepare.mjs"], { env });

test("in a clone: builds the command and installs the hooks", () => {
  const repository = checkout({ dependencies: true });
  repository.git("init", "-q");
  expect(prepare(repository)).toEqual({ code: 0, out: "built\n", err: "" });
  expect(repository.git("config", "core.hooksPath").trim()).toBe(".husky/_");
  expect(prepare(repository)).toEqual({ code: 0, out: "built\n", err: "" });
});

test.each([
  ["without git", { dependencies: true }, {}, false],
  ["without development dependencies", { dependencies: false }, {}, true],
  ["in CI", { dependencies: true }, { CI: "true" }, true],
  ["with HUSKY=0", { dependencies: true }, { HUSKY: "0" }, true],
])("%s: no hooks, and no failure", (_, options, env, git) => {
  const repository = checkout(options);
  if (git) repository.git("init", "-q");
  expect(prepare(repository, env)).toMatchObject({ code: 0, err: "" });
  if (git) expect(repository.tryGit("config", "core.hooksPath").out).toBe("");
});

test("in a folder of somebody else's repository: their hooks are theirs", () => {
  const outer = new ScratchRepository();
  outer.git("init", "-q");
  const inner = checkout({ dependencies: true });
  cpSync(inner.root, outer.path("vendor/addendum"), { recursive: true, verbatimSymlinks: true });
  const nested = new ScratchRepository(outer.path("vendor/addendum"));
  expect(prepare(nested)).toMatchObject({ code: 0 });
  expect(outer.tryGit("config", "core.hooksPath").out).toBe("");
});

test("where hooks are there already: nothing is replaced, and the lines to add are printed", () => {
  const repository = checkout({ dependencies: true });
  repository.git("init", "-q");
  repository.git("config", "core.hooksPath", "my hooks");
  const { code, out } = prepare(repository);
  expect(code).toBe(0);
  expect(out).toContain("addendum.cjs hook pre-commit");
  expect(repository.git("config", "core.hooksPath").trim()).toBe("my hooks");
  expect(existsSync(repository.path("my hooks"))).toBe(false);
});
