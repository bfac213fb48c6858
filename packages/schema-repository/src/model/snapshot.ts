/** The content of a path. */
export type Content =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "link"; readonly target: string }
  | { readonly kind: "missing" }
  | { readonly kind: "unreadable"; readonly reason: string };

export type EntryKind = "file" | "link" | "directory" | "other";

export interface DirectoryEntry {
  readonly name: string;
  readonly kind: EntryKind;
}

/**
 * A repository's files at one moment: the work tree, the git index or a git ref. Paths are relative to the
 * repository's root, with `/` between names; "" is the root. Read lazily: cost follows what is asked for.
 */
export interface Snapshot {
  /** Sorted by name; empty where there is no such directory. */
  list(directory: string): readonly DirectoryEntry[];
  read(path: string): Content;
  /** Whether reading many files in one call costs much less than reading them one by one. */
  readonly isRemote: boolean;
  /** Announces paths that will be read, so that an edge can fetch them together. */
  prefetch(paths: readonly string[]): void;
}

/** What is published, from the base branch. */
export interface Baseline {
  /** As a person would name it: `origin/main`. */
  readonly name: string;
  /** The names of the published files in a directory. */
  list(directory: string): readonly string[];
  /**
   * The names of those in a directory that the base branch got after this one left it, and that are not here, or not
   * as they are there: until it is brought up to date, this branch cannot know them.
   */
  publishedSince(directory: string): readonly string[];
  /** How the snapshot's file differs from the published one. What is not known to be the same is “modified”. */
  state(path: string): "same" | "modified" | "deleted";
  read(path: string): Content;
}

export const nothingPublished: Baseline = {
  name: "nothing",
  list: () => [],
  publishedSince: () => [],
  state: () => "same",
  read: () => ({ kind: "missing" }),
};

/** The files as they are published, and what is not published as it is here: what published versions refer to. */
export function publishedFiles(baseline: Baseline, snapshot: Snapshot): Snapshot {
  return {
    isRemote: snapshot.isRemote,
    list: (directory) => snapshot.list(directory),
    prefetch() {},
    read(path) {
      const content = baseline.read(path);
      return content.kind === "missing" ? snapshot.read(path) : content;
    },
  };
}
