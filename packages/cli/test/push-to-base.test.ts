// On a push to the base branch, what that branch was at before counts as published: a break that was merged without
// its checks is seen when it arrives.
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { field, schema, scratchDirectory, ScratchRepository } from "./scratch-repository.ts";

const current = "schemas/a/b/current.yaml";
const zeros = "0".repeat(40);
const first = schema("a/b", "1.0.0", field("c"));

/** A repository with 1.0.0, which lies on a server, and its id. */
function published(): { readonly server: ScratchRepository; readonly before: string } {
  const server = ScratchRepository.withGit();
  server.write(current, first);
  expect(server.commit("first")).toMatchObject({ code: 0 });
  return { server, before: server.git("rev-parse", "HEAD").trim() };
}

/** Commits past the hook: 1.0.0 rewritten, or 1.1.0 that drops what 1.0.0 declares. */
function commitBreak(repository: ScratchRepository, kind: "rewritten" | "dropped"): string {
  if (kind === "rewritten") {
    repository.write(current, schema("a/b", "1.0.0"));
    for (const name of readdirSync(repository.path("schemas/a/b"))) {
      if (name !== "current.yaml") rmSync(repository.path(`schemas/a/b/${name}`));
    }
  } else {
    repository.write(current, schema("a/b", "1.1.0"));
  }
  expect(repository.addendum("materialize", "--no-git").code).toBe(kind === "rewritten" ? 0 : 1);
  if (kind === "dropped") {
    repository.write("schemas/a/b/1.1.0.yaml", repository.read("schemas/a/b/1.0.0.yaml"));
  }
  repository.git("add", "-A");
  repository.git("commit", "-q", "--no-verify", "-m", kind);
  return repository.git("rev-parse", "HEAD").trim();
}

/** As GitHub's runner has it: the branch is checked out at what was pushed. */
function onGitHub(server: ScratchRepository, branch: string): ScratchRepository {
  const runner = new ScratchRepository(scratchDirectory());
  runner.git("clone", "-q", "-b", branch, `file://${server.root}`, ".");
  return runner;
}

/** As GitLab's runner has it: no branch is checked out. */
function onGitLab(server: ScratchRepository, commit: string): ScratchRepository {
  const runner = new ScratchRepository(scratchDirectory());
  runner.git("init", "-q");
  runner.git("remote", "add", "origin", `file://${server.root}`);
  runner.git("fetch", "-q", "origin");
  runner.git("checkout", "-q", "--detach", commit);
  return runner;
}

const check = (repository: ScratchRepository, before: string) =>
  repository.addendum("check", "--before", before);

describe("a push to the base branch", () => {
  test.each(["rewritten", "dropped"] as const)("%s, it is seen", (kind) => {
    const { server, before } = published();
    const rule = kind === "rewritten" ? "[version-published]" : "[property-removed]";
    const pushed = commitBreak(server, kind);
    for (const runner of [onGitHub(server, "main"), onGitLab(server, pushed)]) {
      if (kind === "rewritten") expect(runner.addendum("check")).toMatchObject({ code: 0 });
      expect(check(runner, before)).toMatchObject({ code: 1, out: expect.stringContaining(rule) });
      expect(runner.addendum("check", "--staged", "--before", before)).toMatchObject({ code: 1 });
    }
  });

  test("of several commits and a merge", () => {
    const { server, before } = published();
    server.git("checkout", "-q", "-b", "side");
    commitBreak(server, "rewritten");
    server.git("checkout", "-q", "main");
    server.write("readme.txt", "x");
    expect(server.commit("meanwhile").code).toBe(0);
    server.git("merge", "-q", "--no-ff", "--no-verify", "-m", "merge", "side");
    expect(check(onGitHub(server, "main"), before)).toMatchObject({ code: 1 });
    // The next push is not blamed for it.
    const next = server.git("rev-parse", "HEAD").trim();
    server.write("readme.txt", "y");
    expect(server.commit("next").code).toBe(0);
    expect(check(onGitHub(server, "main"), next)).toMatchObject({ code: 0 });
  });

  test("an addition passes, also when the next push has already come", () => {
    const { server, before } = published();
    server.write(current, schema("a/b", "1.1.0", field("c") + field("d")));
    expect(server.commit("second").code).toBe(0);
    const pushed = server.git("rev-parse", "HEAD").trim();
    expect(check(onGitHub(server, "main"), before)).toMatchObject({ code: 0 });
    server.write(current, schema("a/b", "1.2.0", field("c") + field("d") + field("e")));
    expect(server.commit("third").code).toBe(0);
    expect(check(onGitLab(server, pushed), before)).toMatchObject({ code: 0 });
  });

  test("by force: what the branch held before counts, and cannot be done without", () => {
    const { server, before } = published();
    server.git("checkout", "-q", "--orphan", "other");
    commitBreak(server, "rewritten");
    server.git("branch", "-q", "-M", "main");
    const runner = onGitHub(server, "main");
    const { code, out, err } = check(runner, before);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(`git fetch origin ${before}`);
    server.git("config", "uploadpack.allowAnySHA1InWant", "true");
    runner.git("fetch", "-q", "origin", before);
    expect(check(runner, before)).toMatchObject({
      code: 1,
      out: expect.stringContaining("[version-published]"),
    });
  });

  test("back to an earlier commit: what is gone is missed", () => {
    const { server, before } = published();
    server.write(current, schema("a/b", "1.1.0", field("c") + field("d")));
    expect(server.commit("second").code).toBe(0);
    const newest = server.git("rev-parse", "HEAD").trim();
    const runner = onGitHub(server, "main");
    runner.git("reset", "-q", "--hard", before);
    runner.git("update-ref", "refs/remotes/origin/main", before);
    expect(check(runner, newest)).toMatchObject({
      code: 1,
      out: expect.stringContaining("missing here: 1.1.0 of a/b"),
    });
  });

  test("in a shallow clone", () => {
    const { server, before } = published();
    commitBreak(server, "rewritten");
    const runner = new ScratchRepository(scratchDirectory());
    runner.git("clone", "-q", "--depth", "1", `file://${server.root}`, ".");
    const { code, err } = check(runner, before);
    expect(code).toBe(2);
    expect(err).toContain(`git fetch --unshallow origin ${before}`);
    runner.git("fetch", "-q", "--unshallow", "origin");
    expect(check(runner, before)).toMatchObject({ code: 1 });
  });

  test("the first one, or a run that is about no push", () => {
    const { server } = published();
    for (const before of [zeros, "", "0".repeat(64)]) {
      expect(check(onGitHub(server, "main"), before)).toMatchObject({ code: 0 });
    }
  });
});

describe("a push to another branch", () => {
  test("is held against the base branch, whatever was before", () => {
    const { server } = published();
    server.git("checkout", "-q", "-b", "side");
    server.write(current, schema("a/b", "1.1.0", field("c") + field("draft")));
    expect(server.commit("draft").code).toBe(0);
    const draft = server.git("rev-parse", "HEAD").trim();
    // A draft may change as often as it likes.
    server.write(current, schema("a/b", "1.1.0", field("c") + field("better")));
    expect(server.commit("better").code).toBe(0);
    const better = server.git("rev-parse", "HEAD").trim();
    for (const before of [draft, zeros, "f".repeat(40)]) {
      for (const runner of [onGitHub(server, "side"), onGitLab(server, better)]) {
        expect(check(runner, before)).toMatchObject({ code: 0 });
      }
    }
    const broken = commitBreak(server, "rewritten");
    for (const before of [draft, zeros, "f".repeat(40)]) {
      expect(check(onGitHub(server, "side"), before)).toMatchObject({ code: 1 });
      expect(check(onGitLab(server, broken), before)).toMatchObject({ code: 1 });
    }
  });

  test("back to a commit of the base branch gives drafts up", () => {
    const { server, before } = published();
    server.git("checkout", "-q", "-b", "side");
    server.write(current, schema("a/b", "1.1.0", field("c") + field("draft")));
    expect(server.commit("draft").code).toBe(0);
    const draft = server.git("rev-parse", "HEAD").trim();
    const runner = onGitHub(server, "side");
    runner.git("reset", "-q", "--hard", before);
    expect(check(runner, draft)).toMatchObject({ code: 0 });
  });
});

test("the workflow that init writes, and the templates, say what was before", () => {
  const repository = new ScratchRepository();
  repository.git("init", "-q");
  repository.addendum("init");
  const root = join(import.meta.dirname, "../../..");
  const workflow = repository.read(".github/workflows/addendum.yaml");
  expect(workflow).toMatch(/BEFORE: \$\{\{ .*github\.event\.before.* \}\}/);
  expect(workflow).toContain('check --before "$BEFORE"');
  // The action reads it from the event itself, which its own test tries.
  const example = readFileSync(join(root, "docs/ci/github-actions.yaml"), "utf8");
  expect(example).toContain("uses: addendum-project/addendum@");
  for (const text of [workflow, example]) expect(text).toContain("fetch-depth: 0");
  const gitlab = readFileSync(join(root, "docs/ci/gitlab-ci.yml"), "utf8");
  expect(gitlab).toContain('--before "$CI_COMMIT_BEFORE_SHA"');
  expect(gitlab).toContain("GIT_DEPTH: 0");
});
