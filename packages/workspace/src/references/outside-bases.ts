import { readFileSync, realpathSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Settings } from "@addendum/schema-repository";
import { Git } from "../git/git.ts";
import { GitFiles, indexEntries } from "../snapshots/git-files.ts";
import { decode } from "../snapshots/text-file.ts";

/**
 * Reads from the bases outside the schema repository that the settings name, and from nowhere else: a link out of them
 * has no target.
 * @param index where the git index is examined: of a base in the same work tree it is the index that counts
 * @returns what a `file:` URI below one of the bases contains; undefined if that is nothing
 */
export function outsideBases(
  root: string,
  { referenceBases }: Settings,
  index?: Git,
): (uri: string) => string | undefined {
  const bases = referenceBases
    .filter((base) => base.startsWith("file:"))
    .map((base) => ({ prefix: `${base}/`, read: reader(directoryOf(root, base), index) }));
  return (uri) => {
    const base = bases.find(({ prefix }) => uri.startsWith(prefix));
    return base?.read(uri.slice(base.prefix.length));
  };
}

function directoryOf(root: string, base: string): string {
  return base.startsWith("file://") ? fileURLToPath(base) : resolve(root, base.slice("file:".length));
}

type Reader = (path: string) => string | undefined;

function reader(directory: string, index: Git | undefined): Reader {
  const below = index === undefined ? undefined : relative(realpathSync(index.top), real(directory));
  if (index === undefined || below === undefined || below === ".." || below.startsWith(`..${sep}`)) {
    return (path) => readFile(directory, path);
  }
  const prefix = below === "" ? "" : `${below.replaceAll("\\", "/")}/`;
  let files: GitFiles | undefined;
  return (path) => {
    if (files === undefined) {
      const git = new Git({ ...index.place, prefix });
      files = new GitFiles(git, indexEntries(git, [""]));
    }
    // Of a submodule, and of what is not tracked, git has nothing.
    return files.entries.size === 0 ? readFile(directory, path) : readIndexed(files, path);
  };
}

function readFile(directory: string, path: string): string | undefined {
  try {
    const file = realpathSync(resolve(directory, path));
    if (!file.startsWith(real(directory) + sep)) return undefined;
    const content = decode(readFileSync(file));
    return content.kind === "text" ? content.text : undefined;
  } catch {
    return undefined; // Another base may have it.
  }
}

function readIndexed(files: GitFiles, path: string, links = 0): string | undefined {
  const content = files.read(path);
  if (content.kind === "text") return content.text;
  if (content.kind !== "link" || links > 8) return undefined;
  const target = resolve(`/${path}`, "..", content.target).slice(1);
  return content.target.startsWith("/") ? undefined : readIndexed(files, target, links + 1);
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path; // It is not there: nothing will be found in it.
  }
}
