import { baseName, directoryOf } from "./layout.ts";
import type { Baseline, Content, DirectoryEntry, Snapshot } from "./snapshot.ts";

/** A snapshot of files given as path → text; a text `-> target` is a symbolic link. For tests and examples. */
export function memorySnapshot(files: Readonly<Record<string, string>>): Snapshot {
  const entries = new Map(Object.entries(files));
  return {
    isRemote: false,
    list(directory) {
      const names = new Map<string, DirectoryEntry>();
      const prefix = directory === "" ? "" : `${directory}/`;
      for (const [path, text] of entries) {
        if (!path.startsWith(prefix)) continue;
        const rest = path.slice(prefix.length);
        const name = rest.split("/")[0] as string;
        const kind = rest.includes("/") ? "directory" : text.startsWith("-> ") ? "link" : "file";
        names.set(name, { name, kind });
      }
      return [...names.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    read(path): Content {
      const text = entries.get(path);
      if (text === undefined) return { kind: "missing" };
      return text.startsWith("-> ") ? { kind: "link", target: text.slice(3) } : { kind: "text", text };
    },
    prefetch() {},
  };
}

/**
 * A base branch that contains the given files.
 * @param since what it has beside these after this branch left it
 */
export function memoryBaseline(
  before: Readonly<Record<string, string>>,
  snapshot: Snapshot,
  since: Readonly<Record<string, string>> = {},
): Baseline {
  const files = { ...before, ...since };
  const published = memorySnapshot(files);
  const namesIn = (directory: string, paths: readonly string[]) =>
    paths.filter((path) => directoryOf(path) === directory).map(baseName);
  return {
    name: "main",
    list: (directory) => namesIn(directory, Object.keys(files)),
    publishedSince: (directory) => namesIn(directory, Object.keys(since)),
    read: (path) => published.read(path),
    state(path) {
      const [now, then] = [snapshot.read(path), published.read(path)];
      if (now.kind === "missing") return Object.hasOwn(since, path) ? "same" : "deleted";
      return JSON.stringify(now) === JSON.stringify(then) ? "same" : "modified";
    },
  };
}
