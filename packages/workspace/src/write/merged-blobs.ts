import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Git } from "../git/git.ts";
import { treeEntries } from "../snapshots/git-files.ts";

/**
 * The blobs of the commits that a merge brings in; none where nothing is merged. A generated file among them was made by
 * another clone, so anyone who keeps that side of a conflict has edited nothing by hand.
 */
export function mergedBlobs(git: Git): ReadonlySet<string> {
  const file = join(git.gitDirectory, "MERGE_HEAD");
  if (!existsSync(file)) return new Set();
  const commits = readFileSync(file, "utf8").split("\n").filter(Boolean);
  return new Set(
    commits.flatMap((commit) => [...treeEntries(git, commit, [""]).values()].map(({ id }) => id)),
  );
}
