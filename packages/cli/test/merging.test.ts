import { rmSync, symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { field, schema, ScratchRepository } from "./scratch-repository.ts";

const current = "schemas/a/b/current.yaml";
const types = "types:\n  out: types\n";

/** Two branches that both went on from 1.0.0: `main` and `side`, which is checked out last. */
function diverged(
  {
    ours = ["1.1.0", "c"],
    theirs = ["1.1.0", "d"],
  }: { ours?: [string, string]; theirs?: [string, string] } = {},
  settings = "",
): ScratchRepository {
  const repository = ScratchRepository.withGit(`version: 1\nbaseBranch: main\n${settings}`);
  repository.write(current, schema("a/b", "1.0.0"));
  expect(repository.commit("first")).toMatchObject({ code: 0 });
  repository.git("switch", "-q", "-c", "side");
  repository.write(current, schema("a/b", theirs[0], field(theirs[1])));
  expect(repository.commit("theirs")).toMatchObject({ code: 0 });
  repository.git("switch", "-q", "main");
  repository.write(current, schema("a/b", ours[0], field(ours[1])));
  expect(repository.commit("ours")).toMatchObject({ code: 0 });
  return repository;
}

function rulesOf(repository: ScratchRepository, ...args: string[]): string[] {
  const { out } = repository.addendum("check", "--format", "json", ...args);
  const { findings } = JSON.parse(out) as { findings: { rule: string; severity: string }[] };
  return findings.filter(({ severity }) => severity === "error").map(({ rule }) => rule);
}

test("a conflict is named as one, and resolving the current is all there is to do", () => {
  const repository = diverged({}, types);
  repository.git("switch", "-q", "side");
  // Nobody has published the other side yet: the base is a branch that has neither.
  repository.git("branch", "-q", "base", "main~1");
  repository.write("addendum.yaml", `version: 1\nbaseBranch: base\n${types}`);
  repository.git("commit", "-q", "-am", "base", "--no-verify");
  expect(repository.tryGit("merge", "-q", "main").code).toBe(1);
  expect(repository.read(current)).toContain("<<<<<<< HEAD");
  const { out } = repository.addendum("check");
  expect(out).toContain("[no-conflict-marker]");
  expect(out).toContain("A merge conflict between HEAD and main is not resolved here.");
  expect(out).toContain("  Keep the properties of both sides, name a version above both");
  // The version file that nobody can read is named once.
  expect(out.match(/\[no-untyped-schema\]/g)).toHaveLength(1);
  expect(rulesOf(repository)).toContain("no-conflict-marker");
  expect(rulesOf(repository)).not.toContain("no-invalid-document");
  // Committed with its markers, it is rejected.
  repository.git("add", "-A");
  expect(repository.tryGit("commit", "-q", "-m", "merge")).toMatchObject({ code: 1 });
  repository.write(current, schema("a/b", "1.1.0", field("c") + field("d")));
  expect(rulesOf(repository)).toEqual(expect.arrayContaining(["no-conflict-marker"]));
  repository.git("add", "-A");
  expect(repository.tryGit("commit", "-q", "-m", "merge")).toMatchObject({ code: 0 });
  for (const file of ["schemas/a/b/1.1.0.yaml", "schemas/a/b/1.1.0.json", "types/a/b/1.1.0.ts"]) {
    const text = repository.files().includes(file) ? repository.shows("HEAD", file) : "";
    if (file.startsWith("schemas")) expect(text).toMatch(/c"?:[^]*d"?:/);
    expect(text).not.toContain("<<<<<<<");
  }
  expect(repository.files().filter((file) => repository.shows("HEAD", file).includes("<<<<<<<"))).toEqual([]);
  expect(repository.status()).toBe("");
  expect(rulesOf(repository)).toEqual([]);
});

test.each(["--ours", "--theirs"])(
  "version files that a merge takes from one side (%s) are made anew",
  (side) => {
    const repository = diverged();
    repository.git("branch", "-q", "base", "main~1");
    repository.write("addendum.yaml", "version: 1\nbaseBranch: base\n");
    repository.git("commit", "-q", "-am", "base", "--no-verify");
    // Of the other side this clone has made nothing.
    rmSync(repository.path(".git/addendum"), { recursive: true, force: true });
    repository.tryGit("merge", "-q", "side");
    repository.git("checkout", side, "--", "schemas");
    repository.write(current, schema("a/b", "1.1.0", field("c") + field("d")));
    repository.git("add", "-A");
    expect(repository.tryGit("commit", "-q", "-m", "merge")).toMatchObject({ code: 0 });
    expect(repository.shows("HEAD", "schemas/a/b/1.1.0.yaml")).toMatch(/ c:[^]* d:/);
  },
);

test("a version that two branches added is named once, and what is said to do does it", () => {
  const repository = diverged();
  repository.git("switch", "-q", "side");
  const { out, code } = repository.addendum("check");
  expect(code).toBe(1);
  expect(out).toContain("This branch and main both added 1.1.0, with different content.");
  expect(rulesOf(repository)).toEqual(["version-added-twice"]);
  // While it is merged, too.
  expect(repository.tryGit("merge", "-q", "main").code).toBe(1);
  repository.write(current, schema("a/b", "1.1.0", field("c") + field("d")));
  repository.git("add", "-A");
  const commit = repository.tryGit("commit", "-q", "-m", "merge");
  expect(commit.code).toBe(1);
  expect(commit.err + commit.out).toContain("[version-added-twice]");
  const [, checkout, bump] = /\(git (checkout .*)'\).*`addendum (bump .*?)`/.exec(out) ?? [];
  if (checkout === undefined || bump === undefined) throw new Error(out);
  repository.git(...checkout.replace("'", "").split(" "));
  expect(repository.addendum(...bump.split(" "))).toMatchObject({ code: 0 });
  repository.git("add", "-A");
  expect(repository.tryGit("commit", "-q", "-m", "merge")).toMatchObject({ code: 0 });
  expect(repository.shows("HEAD", "schemas/a/b/1.1.0.yaml")).toBe(
    repository.shows("main", "schemas/a/b/1.1.0.yaml"),
  );
  expect(repository.shows("HEAD", "schemas/a/b/1.2.0.yaml")).toMatch(/ c:[^]* d:/);
  expect(repository.shows("HEAD", "schemas/a/b/latest")).toBe("1.2.0.yaml");
  expect(rulesOf(repository)).toEqual([]);
});

test("“latest” that a merge left behind is named, and the next commit of the schema mends it", () => {
  const repository = diverged({ ours: ["1.1.0", "c"], theirs: ["2.0.0", "d"] });
  expect(repository.tryGit("merge", "-q", "side").code).toBe(1);
  // The current stays with the older major, which is worked on; the links do as well.
  repository.git("checkout", "--ours", "--", "schemas");
  repository.git("add", "-A");
  repository.git("commit", "-q", "-m", "merge", "--no-verify");
  expect(repository.shows("HEAD", "schemas/a/b/latest")).toBe("1.1.0.yaml");
  expect(rulesOf(repository)).toEqual(["latest-outdated"]);
  expect(repository.addendum("check").out).toContain(
    "points to 1.1.0.yaml, but 2.0.0.yaml is the newest version.",
  );
  repository.write(current, schema("a/b", "1.2.0", field("c") + field("e")));
  expect(repository.commit("next")).toMatchObject({ code: 0 });
  expect(repository.shows("HEAD", "schemas/a/b/latest")).toBe("2.0.0.yaml");
  expect(rulesOf(repository)).toEqual([]);
  rmSync(repository.path("schemas/a/b/latest.json"));
  symlinkSync("1.0.0.json", repository.path("schemas/a/b/latest.json"));
  expect(repository.addendum("materialize")).toMatchObject({ code: 0 });
  expect(rulesOf(repository)).toEqual([]);
});

test("a branch that is behind its base is not asked for links to what it has not got", () => {
  const repository = diverged({ ours: ["1.1.0", "c"], theirs: ["1.1.0", "d"] });
  repository.git("switch", "-q", "-c", "behind", "main~1");
  expect(rulesOf(repository)).toEqual([]);
});

test("a conflict in the configuration is named as one", () => {
  const repository = ScratchRepository.withGit(
    "version: 1\n<<<<<<< HEAD\nadopted: true\n=======\n>>>>>>> side\n",
  );
  const { code, err } = repository.addendum("check");
  expect(code).toBe(2);
  expect(err).toContain("addendum.yaml:2:1: a merge conflict between HEAD and side is not resolved here");
});
