// The script of docs/ci/gitlab-ci.yml, run by a shell as a runner of GitLab runs it.
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "@addendum/json-schema";
import { expect, test } from "vitest";
import { command, field, schema, scratchDirectory, ScratchRepository } from "./scratch-repository.ts";

const example = join(import.meta.dirname, "../../../docs/ci/gitlab-ci.yml");

function script(): string {
  const result = parseDocument(readFileSync(example, "utf8"));
  if (result.kind !== "document") throw new Error(result.problem.kind);
  const { schemas } = result.document.data as unknown as { schemas: { script: string[] } };
  return schemas.script.join("\n");
}

/** A clone of a repository whose target branch has a first version, with a change that breaks it. */
function checkout(target: string): ScratchRepository {
  const origin = ScratchRepository.withGit();
  origin.write("schemas/a/b/current.yaml", schema("a/b", "1.0.0", field("n", "integer")));
  expect(origin.commit("first")).toMatchObject({ code: 0 });
  if (target !== "main") origin.git("branch", target);
  const clone = new ScratchRepository(scratchDirectory());
  clone.git("clone", "-q", origin.root, ".");
  clone.git("switch", "-q", "-c", "feature");
  clone.write("schemas/a/b/current.yaml", schema("a/b", "1.1.0", field("n", "string")));
  clone.git("commit", "-q", "-am", "break");
  clone.write("bin/npx", `#!/bin/sh\nshift\nexec "${process.execPath}" "${command}" "$@"\n`);
  chmodSync(clone.path("bin/npx"), 0o755);
  return clone;
}

function runJob(repository: ScratchRepository, env: NodeJS.ProcessEnv) {
  const PATH = `${repository.path("bin")}:${process.env["PATH"] ?? ""}`;
  return repository.run("sh", ["-eu", "-c", script()], { env: { PATH, ...env } });
}

test.each(["main", "next;touch${IFS}pwned;$(touch${IFS}pwned)"])("a merge request into %s", (target) => {
  const repository = checkout(target);
  const run = runJob(repository, {
    CI_PIPELINE_SOURCE: "merge_request_event",
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME: target,
  });
  expect(run.code).toBe(1);
  expect(run.out).toContain("[event-invalidated]");
  const quality = JSON.parse(repository.read("gl-code-quality-report.json")) as { check_name: string }[];
  expect(quality.map(({ check_name }) => check_name)).toContain("event-invalidated");
  expect(repository.read("junit.xml")).toContain("<failure");
  expect(existsSync(repository.path("pwned"))).toBe(false);
});

test("a push of a branch, and a run by calendar", () => {
  const repository = checkout("main");
  const before = repository.git("rev-parse", "main").trim();
  const push = { CI_PIPELINE_SOURCE: "push", CI_COMMIT_BRANCH: "feature", CI_COMMIT_BEFORE_SHA: before };
  expect(runJob(repository, push)).toMatchObject({ code: 1, err: "" });
  expect(runJob(repository, { CI_PIPELINE_SOURCE: "schedule" })).toMatchObject({ code: 1, err: "" });
});
