import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fetchOnce, isThere, run, skipBecause, whyNoEngines } from "../../warehouse/test/server.ts";
import { command, field, schema, ScratchRepository } from "./scratch-repository.ts";

const root = join(import.meta.dirname, "../../..");
const current = "event schemas/schemas/a/b/current.yaml";

const reason = whyNoEngines() ?? (isThere("python3") ? undefined : "there is no Python");
skipBecause("the pre-commit framework", reason);

/** The program of the framework, from PyPI. */
function preCommit(): string {
  const environment = fetchOnce("pre-commit-4.3.0", (scratch) => {
    run("python3", ["-m", "venv", join(scratch, "venv")]);
    const pip = ["-m", "pip", "install", "-q", "--no-input", "--disable-pip-version-check"];
    run(join(scratch, "venv/bin/python"), [...pip, "pre-commit==4.3.0"]);
    return join(scratch, "venv");
  });
  return join(environment, "bin/python");
}

/** What the framework clones: the project as far as it looks at it. */
function project(): ScratchRepository {
  const repository = new ScratchRepository();
  for (const file of [".pre-commit-hooks.yaml", "packages/cli/bin/hook.sh"]) {
    cpSync(join(root, file), repository.path(file));
  }
  repository.git("init", "-q", "-b", "main");
  expect(repository.commit("release").code).toBe(0);
  repository.git("tag", "v0.1.0");
  return repository;
}

describe.skipIf(reason !== undefined)("the pre-commit framework", () => {
  test("runs the hooks of every stage, for a schema repository in a folder", () => {
    const python = preCommit();
    const hooks = project();
    const repository = new ScratchRepository();
    repository.git("init", "-q", "-b", "main");
    mkdirSync(repository.path("node_modules/.bin"), { recursive: true });
    symlinkSync(command, repository.path("node_modules/.bin/addendum"));
    repository.write(".gitignore", "node_modules\n.cache\n.pre-commit-home\n");
    repository.write("event schemas/addendum.yaml", "version: 1\nbaseBranch: main\n");
    const entry = (id: string, hook: string) => `      - id: ${id}\n        args: [${hook}, event schemas]\n`;
    repository.write(
      ".pre-commit-config.yaml",
      `default_install_hook_types: [pre-commit, pre-merge-commit, post-commit, pre-push]
repos:
  - repo: ${hooks.root}
    rev: v0.1.0
    hooks:
${entry("addendum", "pre-commit")}${entry("addendum-post-commit", "post-commit")}${entry("addendum-check", "check")}`,
    );
    const env = { PRE_COMMIT_HOME: repository.path(".pre-commit-home") };
    const framework = (...args: string[]) => repository.run(python, ["-m", "pre_commit", ...args], { env });
    const git = (...args: string[]) => repository.run("git", args, { env });
    expect(framework("install")).toMatchObject({ code: 0 });

    repository.write(current, schema("a/b", "1.0.0"));
    repository.git("add", "-A");
    expect(git("commit", "-q", "-m", "first")).toMatchObject({ code: 0 });
    expect(repository.files()).toContain("event schemas/schemas/a/b/1.0.0.yaml");
    expect(repository.status()).toBe("");

    // An unstaged edit stays, and is not committed.
    repository.write(current, schema("a/b", "1.1.0", field("c")));
    repository.git("add", "-A");
    repository.write("event schemas/addendum.yaml", "version: 1\nbaseBranch: main\n# later\n");
    expect(git("commit", "-q", "-m", "second")).toMatchObject({ code: 0 });
    expect(repository.files()).toContain("event schemas/schemas/a/b/1.1.0.yaml");
    expect(repository.status()).toBe(' M "event schemas/addendum.yaml"\n');
    git("checkout", "-q", "--", ".");

    // What `git commit PATH` needs its last hook for.
    repository.write(current, schema("a/b", "1.2.0", field("c") + field("d")));
    repository.write("other.txt", "x");
    repository.git("add", "other.txt");
    expect(git("commit", "-q", "-m", "third", current)).toMatchObject({ code: 0 });
    expect(repository.files()).toContain("event schemas/schemas/a/b/1.2.0.yaml");
    expect(repository.status()).toBe("A  other.txt\n");

    repository.write(current, schema("a/b", "1.2.0", field("e")));
    repository.git("add", "-A");
    const rejected = git("commit", "-q", "-m", "fourth");
    expect(rejected.code).toBe(1);
    expect(rejected.out + rejected.err).toContain("[version-missing-bump]");
    const manual = framework("run", "--hook-stage", "manual", "addendum-check");
    expect(manual.code).toBe(1);
    expect(manual.out).toContain("[version-missing-bump]");
    // What `init` has to say here is an entry that is there already.
    expect(repository.addendum("init", "event schemas").out).not.toContain("pre-commit-config");
  });
});
