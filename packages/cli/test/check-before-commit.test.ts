// `check` before a commit says what the hook will say at the commit.
import { expect, test } from "vitest";
import { field, schema, ScratchRepository } from "./scratch-repository.ts";

const file = "schemas/a/b/current.yaml";

function committed(): ScratchRepository {
  const repository = ScratchRepository.withGit("version: 1\nbaseBranch: main\ntypes: { out: types }\n");
  repository.write(file, schema("a/b", "1.0.0"));
  expect(repository.commit("first").code).toBe(0);
  return repository;
}

function rulesOf(repository: ScratchRepository, ...options: readonly string[]): readonly string[] {
  const { out } = repository.addendum("check", "--format", "json", ...options);
  const { findings } = JSON.parse(out) as { findings: readonly { rule: string; severity: string }[] };
  return findings.filter(({ severity }) => severity === "error").map(({ rule }) => rule);
}

test("files that the hook writes are not demanded before the commit", () => {
  const repository = committed();
  repository.write(file, schema("a/b", "1.1.0", field("b")));
  expect(rulesOf(repository)).toEqual([]);
  expect(repository.addendum("check")).toMatchObject({ code: 0 });
  // Those who want to know are told.
  const { out } = repository.addendum("check", "--fail-on", "info");
  expect(out).toContain("1.1.0.yaml is missing");
  expect(out).toContain("The pre-commit hook writes it.");
  expect(repository.commit("second").code).toBe(0);
  expect(rulesOf(repository)).toEqual([]);
});

test("in a repository without a commit", () => {
  const repository = ScratchRepository.withGit();
  repository.write(file, schema("a/b", "1.0.0"));
  expect(rulesOf(repository)).toEqual([]);
});

test("what breaks is said as the hook says it", () => {
  const repository = committed();
  repository.write(file, schema("a/b", "1.1.0", field("b")));
  expect(repository.commit("second").code).toBe(0);
  repository.git("checkout", "-q", "-b", "topic");
  repository.write(file, schema("a/b", "1.2.0"));
  const rules = rulesOf(repository);
  expect(rules).toContain("property-removed");
  expect(rules).not.toContain("version-not-materialized");
});

test("what was committed without the hook is demanded", () => {
  const repository = committed();
  repository.write(file, schema("a/b", "1.1.0", field("b")));
  repository.git("add", "-A");
  repository.git("commit", "-q", "--no-verify", "-m", "unseen");
  expect(rulesOf(repository)).toContain("version-not-materialized");
  // Edits elsewhere do not hide it.
  repository.write("schemas/a/c/current.yaml", schema("a/c", "1.0.0"));
  expect(rulesOf(repository)).toContain("version-not-materialized");
});

test("what was edited by hand is demanded", () => {
  const repository = committed();
  const version = "schemas/a/b/1.0.0.json";
  repository.write(file, schema("a/b", "1.1.0", field("b")));
  repository.write(version, repository.read(version).replace("{", '{ "maxProperties": 9,'));
  expect(rulesOf(repository).length).toBeGreaterThan(0);
});

test("without hooks, nothing writes them", () => {
  const repository = committed();
  repository.git("config", "core.hooksPath", "nowhere");
  repository.write(file, schema("a/b", "1.1.0", field("b")));
  expect(rulesOf(repository)).toContain("version-not-materialized");
});
