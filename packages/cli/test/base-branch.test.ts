// What is published is what the base branch holds: where that cannot be found, nothing is taken for a draft.
import { rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { field, schema, scratchDirectory, ScratchRepository } from "./scratch-repository.ts";

const current = "schemas/a/b/current.yaml";

/** A repository with a first version on a branch, and another one, `side`, that has rewritten it. */
function rewrittenBeside(branch: string, configuration: string): ScratchRepository {
  const repository = new ScratchRepository();
  repository.git("init", "-q", "-b", branch);
  repository.write("addendum.yaml", configuration);
  repository.write(current, schema("a/b", "1.0.0"));
  expect(repository.addendum("materialize")).toMatchObject({ code: 0 });
  repository.git("add", "-A");
  repository.git("commit", "-q", "-m", "first");
  repository.git("checkout", "-q", "-b", "side");
  repository.write(current, schema("a/b", "1.0.0", field("rewritten")));
  for (const type of ["yaml", "json"]) rmSync(repository.path(`schemas/a/b/1.0.0.${type}`));
  expect(repository.addendum("materialize", "--no-git")).toMatchObject({ code: 0 });
  repository.git("add", "-A");
  repository.git("commit", "-q", "-m", "rewritten");
  return repository;
}

/** @param origin what it has checked out is its default branch */
function clone(origin: ScratchRepository, ...args: readonly string[]): ScratchRepository {
  const copy = new ScratchRepository(scratchDirectory());
  copy.git("clone", "-q", ...args, `file://${origin.root}`, ".");
  return copy;
}

/** Every command that asks says the same. */
function expectRefusal(repository: ScratchRepository, ...parts: readonly string[]): void {
  for (const args of [
    ["check"],
    ["check", "--staged"],
    ["materialize"],
    ["bump", current],
    ["changelog", "a/b"],
  ]) {
    const { code, out, err } = repository.addendum(...args);
    expect({ args, code, out }).toEqual({ args, code: 2, out: "" });
    for (const part of parts) expect(err).toContain(part);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
  }
}

const expectRejection = (repository: ScratchRepository) =>
  expect(repository.addendum("check")).toMatchObject({
    code: 1,
    out: expect.stringContaining("[version-published]"),
  });

describe("a base branch that is not here", () => {
  test("misspelt", () => {
    const repository = rewrittenBeside("main", "version: 1\nbaseBranch: mian\n");
    expectRefusal(repository, "“mian” does not exist here", "did you mean “main”?");
  });

  test("without a remote", () => {
    const repository = rewrittenBeside("main", "version: 1\nbaseBranch: published\n");
    expectRefusal(repository, "“published” does not exist here", "“baseBranch” in addendum.yaml");
  });

  test("in a clone of one branch", () => {
    const origin = rewrittenBeside("main", "version: 1\nbaseBranch: main\n");
    expectRefusal(
      clone(origin, "--single-branch", "-b", "side"),
      "“main” does not exist here",
      "git fetch origin main:refs/remotes/origin/main",
    );
  });

  test("in a shallow clone without a branch, as CI makes one", () => {
    const origin = rewrittenBeside("main", "version: 1\nbaseBranch: main\n");
    const ci = new ScratchRepository();
    ci.git("init", "-q");
    ci.git("remote", "add", "origin", `file://${origin.root}`);
    ci.git("fetch", "-q", "--depth", "1", "origin", "side");
    ci.git("checkout", "-q", "FETCH_HEAD");
    expectRefusal(
      ci,
      "“main” does not exist here",
      "git fetch origin main:refs/remotes/origin/main --unshallow",
    );
    ci.git("fetch", "-q", "--unshallow", "origin", "main:refs/remotes/origin/main");
    expectRejection(ci);
  });
});

describe("a base branch that nobody has named", () => {
  test("is what the remote calls its default, or main, or master, or the only one", () => {
    expectRejection(rewrittenBeside("main", "version: 1\n"));
    expectRejection(rewrittenBeside("master", "version: 1\n"));
    const origin = rewrittenBeside("trunk", "version: 1\n");
    origin.git("checkout", "-q", "trunk");
    const copy = clone(origin);
    copy.git("checkout", "-q", "side");
    expectRejection(copy);
    const alone = ScratchRepository.withGit("version: 1\n");
    alone.git("checkout", "-q", "-b", "trunk");
    alone.write(current, schema("a/b", "1.0.0"));
    expect(alone.commit("first")).toMatchObject({ code: 0 });
    alone.write(current, schema("a/b", "1.1.0", field("c")));
    expect(alone.commit("second")).toMatchObject({ code: 0 });
  });

  test("is asked for where it may be any", () => {
    expectRefusal(rewrittenBeside("trunk", "version: 1\n"), "name it as “baseBranch”", "“side”", "“trunk”");
    const origin = rewrittenBeside("trunk", "version: 1\n");
    origin.git("checkout", "-q", "trunk");
    expectRefusal(clone(origin, "--single-branch", "-b", "side"), "name it as “baseBranch”");
  });
});

test("a remote of another name is found", () => {
  const origin = rewrittenBeside("main", "version: 1\nbaseBranch: main\n");
  expectRejection(clone(origin, "-o", "upstream", "-b", "side"));
});

test("an undone first commit leaves nothing published", () => {
  const repository = ScratchRepository.withGit();
  repository.write(current, schema("a/b", "1.0.0"));
  expect(repository.commit("first")).toMatchObject({ code: 0 });
  repository.git("update-ref", "-d", "HEAD");
  repository.write(current, schema("a/b", "1.0.0", field("c")));
  expect(repository.commit("first, again")).toMatchObject({ code: 0 });
});

test("what git fails to say in the midst is no answer either", () => {
  const repository = rewrittenBeside("main", "version: 1\nbaseBranch: main\n");
  const tree = repository.git("rev-parse", "main^{tree}").trim();
  rmSync(repository.path(`.git/objects/${tree.slice(0, 2)}/${tree.slice(2)}`));
  for (const args of [["check"], ["materialize"], ["bump", current], ["changelog", "a/b"]]) {
    expect({ args, ...repository.addendum(...args) }).toMatchObject({ args, code: 2, out: "" });
  }
});
