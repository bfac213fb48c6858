import { existsSync } from "node:fs";
import type { Snapshot } from "@addendum/schema-repository";
import { WorkTree } from "./work-tree.ts";

/** A snapshot in which the paths below a name are those of a directory, wherever that is. */
export function directorySnapshot(snapshot: Snapshot, name: string, directory: string): Snapshot {
  const outside = existsSync(directory) ? new WorkTree(directory) : undefined;
  const pathOf = (path: string) =>
    path === name ? "" : path.startsWith(`${name}/`) ? path.slice(name.length + 1) : undefined;
  return {
    isRemote: snapshot.isRemote,
    list(path) {
      const below = pathOf(path);
      return below === undefined ? snapshot.list(path) : (outside?.list(below) ?? []);
    },
    read(path) {
      const below = pathOf(path);
      return below === undefined ? snapshot.read(path) : (outside?.read(below) ?? { kind: "missing" });
    },
    prefetch: (paths) => snapshot.prefetch(paths),
  };
}
