import { basename } from "node:path";
import type { Finding } from "@addendum/schema-repository";
import {
  type Git,
  hasPreCommitHook,
  newFindings,
  type OpenRepository,
  treeSnapshot,
  uncommittedPaths,
} from "@addendum/workspace";

/**
 * Drift as the pre-commit hook sees it: what the next commit writes by itself is a remark. That is what is outdated
 * edits which are not committed, and was in step before. Without hooks, and in CI, where everything is committed,
 * nothing changes.
 */
export function expectCommit(
  drift: readonly Finding[],
  repository: OpenRepository,
  git: Git | undefined,
): readonly Finding[] {
  if (drift.length === 0 || git === undefined || !hasPreCommitHook(git)) return drift;
  const { settings } = repository;
  const touched = uncommittedPaths(git);
  if (![...touched].some((path) => basename(path) === settings.currentName)) return drift;
  const head = git.commit("HEAD");
  const fresh = new Set(
    head === undefined ? drift : newFindings(drift, repository, treeSnapshot(git, head, settings)),
  );
  return drift.map((finding) => {
    // A generated file that was edited by hand is left to its author.
    if (!fresh.has(finding) || touched.has(finding.location.file)) return finding;
    return { ...finding, severity: "info", hint: "The pre-commit hook writes it." };
  });
}
