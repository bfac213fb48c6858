import { expect, test } from "vitest";
import { field, schema, ScratchRepository } from "./scratch-repository.ts";

const trial = "schemas/trial/x/current.yaml";

/** Both schemas with a first version, and then one that takes a field's type back. */
function withBreak(
  configuration: string,
  versions: [string, string] = ["1.0.0", "1.1.0"],
  title = "trial/x",
) {
  const repository = ScratchRepository.withGit(`version: 1\nbaseBranch: main\n${configuration}`);
  const file = `schemas/${title}/current.yaml`;
  repository.write(file, schema(title, versions[0], field("n", "integer")));
  expect(repository.commit("first")).toMatchObject({ code: 0 });
  repository.git("switch", "-q", "-c", "feature");
  repository.write(file, schema(title, versions[1], field("n", "string")));
  return repository;
}

const setting = 'unstable:\n  titles: ["trial/**"]\n';

test("nothing is exempt unless a team asks for it", () => {
  expect(withBreak("").commit("break").code).toBe(1);
  expect(withBreak("", ["0.1.0", "0.2.0"]).commit("break").code).toBe(1);
  expect(withBreak(setting, ["1.0.0", "1.1.0"], "a/b").commit("break").code).toBe(1);
  expect(withBreak("unstable:\n  zeroMajor: true\n").commit("break").code).toBe(1);
});

test.each([
  ["by its title", setting, ["1.0.0", "1.1.0"]],
  ["by its major", "unstable:\n  zeroMajor: true\n", ["0.1.0", "0.2.0"]],
] as const)("a version that is exempt %s says so wherever it is looked at", (_, configuration, versions) => {
  const repository = withBreak(configuration, [...versions]);
  const version = versions[1];
  const commit = repository.commit("break");
  expect(commit).toMatchObject({ code: 0 });
  expect(commit.err + commit.out).toContain(
    `${version} is unstable: it was not compared with older versions`,
  );
  const check = repository.addendum("check");
  expect(check.code).toBe(0);
  expect(check.out).toContain(
    `1 schema checked. Unstable, and not compared with older versions: trial/x ${version}.\n`,
  );
  const report = JSON.parse(repository.addendum("check", "--format", "json").out) as {
    versions: unknown[];
    findings: { rule: string }[];
  };
  expect(report.versions).toEqual([expect.objectContaining({ version, verdict: "unstable" })]);
  expect(report.findings.map(({ rule }) => rule)).toContain("version-unstable");
  expect(repository.addendum("check", "--format", "markdown").out).toContain(
    "unstable: not compared with older versions",
  );
  expect(repository.addendum("changelog", "trial/x").out).toContain(
    `## ${version}\n\nUnstable: not compared with older versions.`,
  );
  // What is published stays as it is, unstable or not.
  repository.git("switch", "-q", "main");
  repository.git("merge", "-q", "feature");
  repository.write(
    `schemas/trial/x/${version}.yaml`,
    `${repository.read(`schemas/trial/x/${version}.yaml`)}# edited\n`,
  );
  expect(repository.commit("edit").code).toBe(1);
});

test("a version that is stable again is compared, and what was broken before is accepted", () => {
  const repository = withBreak(setting);
  expect(repository.commit("break").code).toBe(0);
  repository.git("switch", "-q", "main");
  repository.git("merge", "-q", "feature");
  repository.write("addendum.yaml", "version: 1\nbaseBranch: main\n");
  repository.write(trial, schema("trial/x", "1.2.0", field("n", "string") + field("more")));
  expect(repository.commit("more")).toMatchObject({ code: 0 });
  repository.write(trial, schema("trial/x", "1.3.0", field("n", "boolean") + field("more")));
  expect(repository.commit("break").code).toBe(1);
});

test("bump asks for no new major where nothing is compared", () => {
  const repository = withBreak(setting, ["1.0.0", "1.0.0"]);
  expect(repository.addendum("bump", trial).out).toContain("1.0.0 → 1.1.0");
});
