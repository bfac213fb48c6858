// Where git cannot be asked what is published, no gate passes; what does not ask goes on working.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  command,
  field,
  type Result,
  schema,
  scratchDirectory,
  ScratchRepository,
} from "./scratch-repository.ts";

const current = "schemas/a/b/current.yaml";

/** A branch that has rewritten a published version, and its current with it: a gate that looks refuses it. */
function rewritten(): ScratchRepository {
  const repository = ScratchRepository.withGit();
  repository.write(current, schema("a/b", "1.0.0"));
  expect(repository.commit("first")).toMatchObject({ code: 0 });
  repository.git("checkout", "-q", "-b", "side");
  repository.write(current, schema("a/b", "1.0.0", field("rewritten")));
  for (const type of ["yaml", "json"]) rmSync(repository.path(`schemas/a/b/1.0.0.${type}`));
  expect(repository.addendum("materialize", "--no-git")).toMatchObject({ code: 0 });
  repository.git("add", "-A");
  repository.git("commit", "-q", "--no-verify", "-m", "rewritten");
  const version = "schemas/a/b/1.0.0.yaml";
  repository.write(version, `${repository.read(version)}# staged\n`);
  repository.git("add", version);
  return repository;
}

type Breakage = (repository: ScratchRepository) => NodeJS.ProcessEnv;

const write =
  (path: string, text: string): Breakage =>
  (repository) => {
    writeFileSync(repository.path(path), text);
    return {};
  };
const remove =
  (path: string): Breakage =>
  (repository) => {
    rmSync(repository.path(path), { recursive: true });
    return {};
  };
const instead =
  (make: (path: string) => void): Breakage =>
  (repository) => {
    rmSync(repository.path(".git"), { recursive: true });
    make(repository.path(".git"));
    return {};
  };

/** What can be wrong, what is said of it, and what is said to help. */
const breakages: readonly (readonly [name: string, reason: string, remedy: string, make: Breakage])[] = [
  [
    "another owner",
    "detected dubious ownership in repository at",
    "git config --global --add safe.directory",
    () => ({ GIT_TEST_ASSUME_DIFFERENT_OWNER: "1" }),
  ],
  ["no git installed", "git is not installed", "Install git.", () => ({ PATH: "/nowhere" })],
  ["no HEAD", ".git is damaged: it has no HEAD", "clone the repository again", remove(".git/HEAD")],
  [
    "a HEAD of garbage",
    "its HEAD names no branch",
    "clone the repository again",
    write(".git/HEAD", "garbage\n"),
  ],
  ["an empty HEAD", "its HEAD names no branch", "clone the repository again", write(".git/HEAD", "")],
  [
    "a broken configuration",
    "bad config line 1 in file .git/config",
    "Repair",
    write(".git/config", "[core\n"),
  ],
  [
    "a newer repository format",
    "Expected git repo version",
    "git status",
    write(".git/config", "[core]\nrepositoryformatversion = 99\n"),
  ],
  ["no refs", ".git is damaged: it has no refs", "clone the repository again", remove(".git/refs")],
  ["no objects", ".git is damaged: it has no objects", "clone the repository again", remove(".git/objects")],
  [
    "lost branches",
    "it has commits but no branch",
    "clone the repository again",
    remove(".git/refs/heads/main"),
  ],
  [
    "a base branch of garbage",
    "git cannot read refs/heads/main",
    "git fsck",
    write(".git/refs/heads/main", "garbage\n"),
  ],
  [
    "a `.git` file that dangles",
    "names /gone/.git/worktrees/x, which does not exist",
    "git worktree repair",
    instead((path) => writeFileSync(path, "gitdir: /gone/.git/worktrees/x\n")),
  ],
  [
    "a `.git` file of garbage",
    "invalid gitfile format",
    "git status",
    instead((path) => writeFileSync(path, "x\n")),
  ],
  ["an empty `.git`", "it has no HEAD", "clone the repository again", instead((path) => mkdirSync(path))],
  [
    "a link that leads nowhere",
    "is a link whose target does not exist",
    "Restore it",
    instead((path) => symlinkSync("/gone", path)),
  ],
  ["no `.git` at all", "is not in a git repository", "git init", remove(".git")],
];

function run(repository: ScratchRepository, env: NodeJS.ProcessEnv, ...args: readonly string[]): Result {
  return repository.run(process.execPath, [command, ...args], { env });
}

/** Each asks what is published; each can do without git if it is told to. */
const gates = [["check"], ["materialize"], ["bump", current], ["changelog", "a/b"], ["lint", "--published"]];

/** Each reads the index, which git alone knows. */
const ofIndex = [
  ["hook", "pre-commit"],
  ["check", "--staged"],
];

test("with a git that can be asked, the gate sees that a published version is rewritten", () => {
  expect(rewritten().addendum("check").out).toContain("[version-published]");
});

describe.each(breakages)("with %s", (name, reason, remedy, make) => {
  test("no gate passes that was not told to do without git", () => {
    const repository = rewritten();
    if (name === "lost branches") rmSync(repository.path(".git/refs/heads/side"));
    const env = make(repository);
    for (const args of [...gates, ...ofIndex]) {
      const { code, out, err } = run(repository, env, ...args);
      expect({ args, code, out }).toEqual({ args, code: 2, out: "" });
      expect(err).toContain(reason);
      expect(err).toContain(remedy);
      expect(err.trimEnd().split("\n")).toHaveLength(1);
    }
    expect(run(repository, env, "check", "--no-git")).toMatchObject({ code: 0, err: "" });
  });
});

describe("what does not ask git works without it", () => {
  test.each(
    breakages.filter(([name]) => ["another owner", "no git installed", "no `.git` at all"].includes(name)),
  )("%s", (...[, , , make]) => {
    const repository = rewritten();
    const env = make(repository);
    for (const args of [
      ...gates.map((gate) => [...gate, "--no-git"]),
      ["dereference", "a/b"],
      ["lint"],
      ["fmt", "--check"],
      ["deps"],
      ["targets"],
      ["types", "--out", "types"],
      ["rules"],
      ["explain", "version-published"],
      ["compat", "schemas/a/b/1.0.0.yaml", current],
      ["compat", "a/b@1.0.0", current],
      ["check", "--against", "a/b@1.0.0"],
      ["new", "c"],
      ["retire", "a/b"],
      ["init", "elsewhere"],
    ]) {
      expect({ args, ...run(repository, env, ...args) }).toMatchObject({ args, code: 0 });
    }
    expect(run(repository, env, "check", "--against", "HEAD").code).toBe(2);
  });

  test("serve", async () => {
    const repository = rewritten();
    const child = spawn(process.execPath, [command, "serve", "--port", "0"], {
      cwd: repository.root,
      env: { ...process.env, GIT_TEST_ASSUME_DIFFERENT_OWNER: "1" },
      stdio: ["ignore", "ignore", "pipe"],
    });
    onTestFinished(() => void child.kill());
    const [first] = (await once(child.stderr, "data")) as [Buffer];
    expect(String(first)).toContain("Events are received at");
  });
});

test("options that contradict each other are refused", () => {
  const repository = rewritten();
  for (const args of [
    ["--no-git", "--staged"],
    ["--no-git", "--history"],
    ["--no-git", "--against", "HEAD"],
    ["--before", "HEAD", "--against", "HEAD"],
  ]) {
    expect({ args, ...repository.addendum("check", ...args) }).toMatchObject({ args, code: 2, out: "" });
  }
  expect(repository.addendum("materialize", "--no-git", "--staged").code).toBe(2);
});

describe("the repository that is asked is the nearest", () => {
  test("a damaged one inside a healthy one is not passed over", () => {
    const inner = rewritten();
    const outer = new ScratchRepository();
    renameSync(inner.root, outer.path("inner"));
    mkdirSync(inner.root);
    outer.git("init", "-q", "-b", "main");
    outer.write("readme", "x");
    outer.git("add", "readme");
    outer.git("commit", "-q", "-m", "first");
    const repository = new ScratchRepository(outer.path("inner"));
    expect(repository.addendum("check").code).toBe(1);
    rmSync(repository.path(".git/HEAD"));
    const { code, err } = repository.addendum("check");
    expect(code).toBe(2);
    expect(err).toContain("it has no HEAD");
  });

  test("a GIT_DIR of another one is refused", () => {
    const repository = rewritten();
    const other = ScratchRepository.withGit();
    const { code, err } = run(repository, { GIT_DIR: other.path(".git") }, "check");
    expect(code).toBe(2);
    expect(err).toContain("Unset GIT_DIR.");
  });

  test.each(["relative", "absolute"])("a GIT_DIR of its own is not mistaken below it, %s", (kind) => {
    const outer = new ScratchRepository();
    outer.git("init", "-q", "-b", "main");
    outer.write("backend/addendum.yaml", "version: 1\nbaseBranch: main\n");
    outer.write(`backend/${current}`, schema("a/b", "1.0.0"));
    expect(outer.addendum("materialize", "--repo", "backend")).toMatchObject({ code: 0 });
    outer.git("add", "-A");
    outer.git("commit", "-q", "-m", "first");
    outer.write("backend/schemas/a/b/1.0.0.yaml", "title: changed\n");
    outer.git("add", "-A");
    const env = { GIT_DIR: kind === "relative" ? ".git" : outer.path(".git") };
    for (const args of [
      ["check", "--repo", "backend"],
      ["hook", "pre-commit", "--repo", "backend"],
    ]) {
      expect({ args, ...run(outer, env, ...args) }).toMatchObject({
        args,
        code: 1,
        out: expect.stringContaining("[version-published]"),
      });
    }
  });

  test("the hook of a linked work tree sees the schemas of a folder", () => {
    const outer = new ScratchRepository();
    outer.git("init", "-q", "-b", "main");
    outer.write("backend/addendum.yaml", "version: 1\nbaseBranch: main\n");
    outer.write(
      ".git/hooks/pre-commit",
      `#!/bin/sh\nexec "${process.execPath}" "${command}" hook pre-commit --repo backend\n`,
    );
    chmodSync(outer.path(".git/hooks/pre-commit"), 0o755);
    outer.write(`backend/${current}`, schema("a/b", "1.0.0"));
    expect(outer.commit("first")).toMatchObject({ code: 0 });
    const beside = scratchDirectory();
    outer.git("worktree", "add", "-q", "-b", "side", `${beside}/tree`);
    const tree = new ScratchRepository(`${beside}/tree`);
    tree.write(`backend/${current}`, schema("a/b", "1.1.0", field("c")));
    expect(tree.tryGit("commit", "-qam", "second")).toMatchObject({ code: 0 });
    expect(tree.files()).toContain("backend/schemas/a/b/1.1.0.yaml");
    tree.write(`backend/schemas/a/b/1.0.0.yaml`, "title: changed\n");
    expect(tree.tryGit("commit", "-qam", "third").code).not.toBe(0);
  });
});
