import type { Snapshot } from "@addendum/schema-repository";
import { GitFiles, indexEntries } from "../snapshots/git-files.ts";
import type { OpenRepository } from "./open-repository.ts";

/** All files of what is examined: an index is opened with what a run looks at alone. */
export function wholeSnapshot({ snapshot, git }: OpenRepository): Snapshot {
  if (git === undefined || !(snapshot instanceof GitFiles)) return snapshot;
  return new GitFiles(git, indexEntries(git, [""]));
}
