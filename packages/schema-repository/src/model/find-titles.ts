import { classify, joinPath, titleOfDirectory } from "./layout.ts";
import type { Settings } from "./settings.ts";
import type { Snapshot } from "./snapshot.ts";

/** The titles of a snapshot: every directory below the schemas' that contains a current or a version. */
export function findTitles(snapshot: Snapshot, settings: Settings): string[] {
  const titles: string[] = [];
  const visit = (directory: string, depth: number): void => {
    const entries = snapshot.list(directory);
    // The registry's pages, written into the repository: their copies of schemas are not schemas.
    if (entries.some(({ name }) => name === ".addendum-site.json")) return;
    const title = titleOfDirectory(directory, settings);
    if (title && entries.some(({ name, kind }) => kind !== "directory" && isSchemaFile(name, settings))) {
      titles.push(title);
    } else if (title && entries.some(({ name }) => name === settings.currentName)) {
      titles.push(title);
    }
    if (depth > 32) return;
    for (const { name, kind } of entries) {
      if (kind === "directory" && !name.startsWith(".") && name !== "node_modules") {
        visit(joinPath(directory, name), depth + 1);
      }
    }
  };
  visit(settings.schemas, 0);
  return titles;
}

function isSchemaFile(name: string, settings: Settings): boolean {
  return name === settings.currentName || classify(name)?.kind === "version";
}
