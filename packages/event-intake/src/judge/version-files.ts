import { type Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { compareVersions, parseVersion, type Version } from "@addendum/schema-repository";

/** The versions of one title that have a file, the newest first. */
export interface TitleVersions {
  readonly title: string;
  readonly versions: readonly string[];
}

/** No repository of schemas is deeper. */
const depthLimit = 12;

/** Lists all versions below a directory. What cannot be read is left out. */
export async function findVersions(
  directory: string,
  contentTypes: readonly string[],
): Promise<TitleVersions[]> {
  const found: TitleVersions[] = [];
  const visit = async (title: string, depth: number): Promise<void> => {
    let entries: Dirent[];
    try {
      entries = await readdir(join(directory, title), { withFileTypes: true });
    } catch {
      return;
    }
    const versions = new Map<string, Version>();
    for (const { name } of entries) {
      const dot = name.lastIndexOf(".");
      const version = contentTypes.includes(name.slice(dot + 1))
        ? parseVersion(name.slice(0, dot))
        : undefined;
      if (version !== undefined) versions.set(name.slice(0, dot), version);
    }
    if (title !== "" && versions.size > 0) {
      const sorted = [...versions].sort(([, a], [, b]) => compareVersions(b, a)).map(([name]) => name);
      found.push({ title, versions: sorted });
    }
    if (depth === 0) return;
    for (const entry of entries) {
      if (!entry.isDirectory() || entry.name.startsWith(".")) continue;
      await visit(title === "" ? entry.name : `${title}/${entry.name}`, depth - 1);
    }
  };
  await visit("", depthLimit);
  return found;
}
