import { existsSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import type { Git } from "./git.ts";

/** The paths of the schema repository that differ from the last commit, new files included. */
export function uncommittedPaths(git: Git): ReadonlySet<string> {
  // An entry is `XY path`; renames are told as a deletion and an addition.
  const output = git.text(["status", "--porcelain", "-z", "--untracked-files=all", "--no-renames"]);
  const paths = output.split("\0").flatMap((entry) => git.fromGit(entry.slice(3)) ?? []);
  return new Set(paths.filter((path) => path !== ""));
}

/** Whether commits run a pre-commit hook. */
export function hasPreCommitHook(git: Git): boolean {
  const directory = git.text(["rev-parse", "--git-path", "hooks"]).trim();
  return existsSync(join(isAbsolute(directory) ? directory : join(git.top, directory), "pre-commit"));
}
