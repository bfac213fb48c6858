import type { Content, DirectoryEntry, EntryKind, Settings, Snapshot } from "@addendum/schema-repository";
import { join } from "node:path";
import type { Git } from "../git/git.ts";
import { decode } from "./text-file.ts";
import { WorkTree } from "./work-tree.ts";

/** A file as git records it. */
export interface GitEntry {
  /** Octal: 100644, 100755, 120000 (symbolic link) or 160000 (submodule). */
  readonly mode: string;
  readonly id: string;
}

/** Files by path below the schema repository's root. */
export type GitEntries = ReadonlyMap<string, GitEntry>;

export const linkMode = "120000";
export const fileMode = "100644";

/** What the catalogue of metrics is made of, beside schemas. */
export const catalogueFiles: readonly string[] = ["metrics", "streams.yaml"];

/** The directories in the repository that references lead to, beside that of the schemas. */
export function otherBases({ schemas, referenceBases }: Settings): string[] {
  return referenceBases.filter((base) => base !== schemas && !/^(https?|file):/.test(base));
}

/** The entries of the index below directories. Unmerged ones are left out: such an index cannot be committed. */
export function indexEntries(git: Git, directories: readonly string[]): GitEntries {
  const output = git.text(["ls-files", "-s", "-z", ...below(git, directories)]);
  return parse(git, output, ([, id, stage]) => (stage === "0" ? id : undefined));
}

/** The entries of a commit or tree below directories. */
export function treeEntries(git: Git, tree: string, directories: readonly string[]): GitEntries {
  return parseTree(git, listTree(git, tree, directories));
}

/** The same as git writes it. */
export function listTree(git: Git, tree: string, directories: readonly string[]): string {
  return git.text(["ls-tree", "-r", "-z", "--full-tree", tree, ...below(git, directories)]);
}

export function parseTree(git: Git, listing: string): GitEntries {
  return parse(git, listing, ([, , id]) => id);
}

function below(git: Git, directories: readonly string[]): string[] {
  const paths = directories.map((directory) => git.toGit(directory).replace(/\/$/, ""));
  return paths.includes("") ? [] : ["--", ...paths];
}

/** @param idOf picks the id from the fields before a path; undefined: the entry is left out */
function parse(
  git: Git,
  output: string,
  idOf: (fields: readonly string[]) => string | undefined,
): Map<string, GitEntry> {
  const entries = new Map<string, GitEntry>();
  for (const record of output.split("\0")) {
    const tab = record.indexOf("\t");
    if (tab === -1) continue;
    const fields = record.slice(0, tab).split(" ");
    const id = idOf(fields);
    const path = git.fromGit(record.slice(tab + 1));
    if (id !== undefined && path !== undefined) entries.set(path, { mode: fields[0] as string, id });
  }
  return entries;
}

/** Files in git: the index, or a tree. */
export class GitFiles implements Snapshot {
  readonly isRemote = true;
  readonly entries: GitEntries;
  private readonly contents = new Map<string, Content>();
  private directories: Map<string, Set<string>> | undefined;
  private readonly git: Git;
  private readonly untracked: readonly string[];
  private workTree: WorkTree | undefined;

  /**
   * @param directories what is read as it is on disk where git has nothing of it: a base of references may be a
   *   submodule, or what a package manager installs
   */
  constructor(git: Git, entries: GitEntries, directories: readonly string[] = []) {
    this.git = git;
    this.entries = entries;
    this.untracked = directories.filter((directory) => !holdsAny(entries, directory));
  }

  private get disk(): WorkTree {
    this.workTree ??= new WorkTree(join(this.git.top, this.git.prefix));
    return this.workTree;
  }

  private isUntracked(path: string): boolean {
    return this.untracked.some((directory) => path === directory || path.startsWith(`${directory}/`));
  }

  list(directory: string): readonly DirectoryEntry[] {
    if (this.isUntracked(directory)) return this.disk.list(directory);
    this.directories ??= namesByDirectory(this.entries.keys());
    const names = this.directories.get(directory);
    if (names === undefined) return [];
    return [...names].sort().map((name): DirectoryEntry => {
      const mode = this.entries.get(directory === "" ? name : `${directory}/${name}`)?.mode;
      return { name, kind: kindOf(mode) };
    });
  }

  prefetch(paths: readonly string[]): void {
    const wanted = [...new Set(paths)].filter((path) => !this.contents.has(path) && this.entries.has(path));
    const blobs = wanted.filter((path) => this.entries.get(path)?.mode !== "160000");
    const contents = this.git.blobs(blobs.map((path) => (this.entries.get(path) as GitEntry).id));
    blobs.forEach((path, index) => {
      const bytes = contents[index] as Buffer;
      const isLink = this.entries.get(path)?.mode === linkMode;
      this.contents.set(path, isLink ? { kind: "link", target: bytes.toString() } : decode(bytes));
    });
  }

  read(path: string): Content {
    const entry = this.entries.get(path);
    if (entry === undefined) return this.isUntracked(path) ? this.disk.read(path) : { kind: "missing" };
    if (entry.mode === "160000") return { kind: "unreadable", reason: "it is a submodule" };
    if (!this.contents.has(path)) this.prefetch([path]);
    return this.contents.get(path) as Content;
  }
}

function holdsAny(entries: GitEntries, directory: string): boolean {
  if (directory === "") return true;
  for (const path of entries.keys()) if (path.startsWith(`${directory}/`)) return true;
  return false;
}

/** @param mode undefined for a directory, which git does not record */
function kindOf(mode: string | undefined): EntryKind {
  if (mode === undefined) return "directory";
  return mode === linkMode ? "link" : mode === "160000" ? "other" : "file";
}

/** What is in each directory; many paths that follow each other are in the same. */
function namesByDirectory(paths: Iterable<string>): Map<string, Set<string>> {
  const directories = new Map<string, Set<string>>();
  const namesIn = (directory: string): Set<string> => {
    let names = directories.get(directory);
    if (names === undefined) {
      names = new Set();
      directories.set(directory, names);
      if (directory !== "") {
        const slash = directory.lastIndexOf("/");
        namesIn(directory.slice(0, Math.max(0, slash))).add(directory.slice(slash + 1));
      }
    }
    return names;
  };
  for (const path of paths) {
    const slash = path.lastIndexOf("/");
    namesIn(path.slice(0, Math.max(0, slash))).add(path.slice(slash + 1));
  }
  return directories;
}
