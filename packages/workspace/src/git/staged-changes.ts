import type { Git } from "./git.ts";

/** The changes of the next commit: path below the repository's root → the new blob, undefined for a deletion. */
export function stagedChanges(git: Git): Map<string, string | undefined> {
  const output = git.text([
    "diff",
    "--cached",
    "--raw",
    "-z",
    "--no-renames",
    "--no-abbrev",
    "--no-ext-diff",
  ]);
  const fields = output.split("\0");
  const changes = new Map<string, string | undefined>();
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const match = /^:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) ([A-Z])/.exec(fields[index] as string);
    const path = git.fromGit(fields[index + 1] as string);
    if (match !== null && path !== undefined) changes.set(path, match[2] === "D" ? undefined : match[1]);
  }
  return changes;
}

/** The paths of {@link stagedChanges} that are not deletions. */
export function addedPaths(changes: ReadonlyMap<string, string | undefined>): string[] {
  return [...changes].flatMap(([path, id]) => (id === undefined ? [] : [path]));
}
