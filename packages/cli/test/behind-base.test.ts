// A branch that is behind its base branch is told to update, never to begin a new major.
import { describe, expect, test } from "vitest";
import { field, schema, ScratchRepository } from "./scratch-repository.ts";

const current = "schemas/a/b/current.yaml";
const configuration = "version: 1\nbaseBranch: main\n";

/** On `main` 1.0.0, then 1.1.0 with a field more; `feature` left it before that. */
function behind(text = configuration): ScratchRepository {
  const repository = ScratchRepository.withGit(text);
  repository.write(current, schema("a/b", "1.0.0", field("first")));
  repository.write("schemas/other/current.yaml", schema("other", "1.0.0"));
  expect(repository.commit("first")).toMatchObject({ code: 0 });
  repository.git("branch", "feature");
  repository.write(current, schema("a/b", "1.1.0", field("first") + field("theirs")));
  expect(repository.commit("theirs")).toMatchObject({ code: 0 });
  repository.git("checkout", "-q", "feature");
  return repository;
}

function expectToldToUpdate(repository: ScratchRepository): void {
  const before = repository.read(current);
  const { code, out, err } = repository.addendum("bump", current);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(
    "main has published 1.1.0 of a/b since this branch was created: merge or rebase onto main first",
  );
  expect(repository.read(current)).toBe(before);
}

/** Takes the other branch's files over and leaves the current to a person, as a conflict does. */
function mergeKeeping(repository: ScratchRepository, text: string, ...args: readonly string[]) {
  repository.tryGit("merge", "-q", "--no-commit", "--no-ff", "-X", "theirs", "main");
  repository.write(current, text);
  repository.git("add", "-A");
  return repository.tryGit("commit", "-q", "-m", "merge", ...args);
}

describe("bump on a branch that is behind", () => {
  test("of a current that is as it was", () => {
    expectToldToUpdate(behind());
  });

  test("of a current that was changed, and has no new version yet", () => {
    const repository = behind();
    repository.write(current, schema("a/b", "1.0.0", field("first") + field("ours")));
    expectToldToUpdate(repository);
    const { code, out } = repository.addendum("check");
    expect(code).toBe(1);
    expect(out).toContain("1.1.0 was published there after this branch was created");
    expect(out).toContain("Merge or rebase onto main");
    expect(out).not.toContain("--set 1.2.0");
  });

  test("of a current with a 1.1.0 of its own", () => {
    const repository = behind();
    repository.write(current, schema("a/b", "1.1.0", field("first") + field("ours")));
    repository.git("stash", "-q");
    repository.git("update-ref", "refs/heads/later", "main");
    repository.git("update-ref", "refs/heads/main", "feature");
    repository.git("stash", "pop", "-q");
    expect(repository.commit("ours")).toMatchObject({ code: 0 });
    repository.git("update-ref", "refs/heads/main", "later");
    expectToldToUpdate(repository);
    const { code, out } = repository.addendum("check");
    expect(code).toBe(1);
    expect(out).toContain("This branch and main both added 1.1.0");
    expect(out).toContain("Merge or rebase onto main");
  });

  test("and that made an older version than the base branch has by now", () => {
    const repository = behind();
    repository.write(current, schema("a/b", "1.0.1", field("first")).replace("Something", "Somebody"));
    expectToldToUpdate(repository);
    expect(repository.addendum("check").out).toContain(
      "1.0.1 is not higher than 1.1.0, which was published on main after this branch was created.",
    );
  });

  test("the base branch itself, behind its remote", () => {
    const origin = behind();
    origin.git("checkout", "-q", "main");
    const clone = new ScratchRepository();
    clone.git("clone", "-q", origin.root, ".");
    origin.write(current, schema("a/b", "1.2.0", field("first") + field("theirs") + field("more")));
    expect(origin.commit("more")).toMatchObject({ code: 0 });
    clone.git("fetch", "-q");
    clone.write(current, schema("a/b", "1.1.0", field("first") + field("theirs") + field("ours")));
    const { code, err } = clone.addendum("bump", current);
    expect(code).toBe(2);
    expect(err).toContain("origin/main has published 1.2.0 of a/b");
  });

  test("is not stopped by what concerns another title, nor by what it has as well", () => {
    const repository = behind();
    repository.write("schemas/other/current.yaml", schema("other", "1.0.0", field("ours")));
    expect(repository.addendum("bump", "schemas/other/current.yaml")).toMatchObject({
      code: 0,
      out: expect.stringContaining("1.0.0 → 1.1.0"),
    });
    repository.git("checkout", "-q", ".");
    repository.git("cherry-pick", "main");
    repository.write(current, schema("a/b", "1.1.0", field("first") + field("theirs") + field("ours")));
    expect(repository.addendum("bump", current).out).toContain("1.1.0 → 1.2.0");
  });

  test("--set does what it is told", () => {
    expect(behind().addendum("bump", current, "--set", "1.2.0")).toMatchObject({ code: 0 });
  });
});

describe("after the merge", () => {
  const both = field("first") + field("theirs") + field("ours");

  test("bump finds the next version", () => {
    const repository = behind();
    const merged = mergeKeeping(repository, schema("a/b", "1.1.0", both), "--no-verify");
    expect(merged).toMatchObject({ code: 0 });
    expect(repository.addendum("bump", current).out).toContain("1.1.0 → 1.2.0");
  });

  test("a current that has all of it and names the older version is raised", () => {
    const repository = behind();
    mergeKeeping(repository, schema("a/b", "1.0.0", both), "--no-verify");
    expect(repository.addendum("bump", current).out).toContain("1.0.0 → 1.2.0");
  });

  test.each([
    ["as it was", field("first")],
    ["with a change of its own", field("first") + field("ours")],
  ])("a current that kept the older side, %s, is found by check and by the hook", (_, fields) => {
    const repository = behind();
    const text = schema("a/b", "1.0.0", fields);
    const rejected = mergeKeeping(repository, text);
    expect(rejected.code).not.toBe(0);
    expect(rejected.out + rejected.err).toContain("[current-outdated]");
    repository.git("commit", "-q", "--no-verify", "-m", "merge");
    const { code, out } = repository.addendum("check");
    expect(code).toBe(1);
    expect(out).toContain("This file has version 1.0.0, but 1.1.0 already exists. [current-outdated]");
    expect(out).toContain("addendum changelog a/b 1.0.0..1.1.0");
    const bumped = repository.addendum("bump", current);
    expect(bumped.code).toBe(2);
    expect(bumped.err).toContain("names 1.0.0, but 1.1.0 exists");
    expect(repository.read(current)).toBe(text);
  });

  test("in an adopted repository it is a warning, and stops no addition", () => {
    const repository = behind(`${configuration}adopted: true\n`);
    mergeKeeping(repository, schema("a/b", "1.0.0", field("first")), "--no-verify");
    expect(repository.addendum("check")).toMatchObject({
      code: 0,
      out: expect.stringContaining("warning: This file has version 1.0.0, but 1.1.0 already exists."),
    });
    repository.write(current, schema("a/b", "1.2.0", both));
    expect(repository.commit("added")).toMatchObject({ code: 0 });
  });
});
