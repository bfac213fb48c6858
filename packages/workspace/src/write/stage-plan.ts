import {
  appendFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Plan, Write } from "@addendum/schema-repository";
import { blobId } from "../published/baseline.ts";
import type { Git } from "../git/git.ts";
import { fileMode, type GitEntries, type GitEntry, linkMode } from "../snapshots/git-files.ts";
import { writePlan } from "./write-plan.ts";

/** The staged files, and the files of the work tree that were left because they differ. */
export interface Staged {
  readonly left: readonly string[];
}

/**
 * Stages a plan, and writes it to the work tree where that holds nothing of the person's own: a file that differs from
 * what the index has is an unstaged edit and stays. The work tree comes first, so that a run that is killed leaves
 * nothing staged that is not on disk.
 */
export function stagePlan(git: Git, root: string, plan: Plan, index: GitEntries): Staged {
  const left: string[] = [];
  const writes = plan.filter((write) => {
    const free = isFree(join(root, write.path), index.get(write.path), write);
    if (!free) left.push(write.path);
    return free;
  });
  // Where git checks links out as files, the work tree gets such files; the index contains links anyway.
  const asFiles = writes.some(({ kind }) => kind === "alias") && !git.hasSymlinks;
  writePlan(
    root,
    writes.map((write) =>
      asFiles && write.kind === "alias" && write.style === "link"
        ? { ...write, style: "target-name" }
        : write,
    ),
  );
  const held = plan.filter((write) => write.kind !== "removal");
  const ids = storeBlobs(
    git,
    held.map((write) => textOf(write, plan)),
  );
  const lines = held.map((write, at) => {
    const mode = write.kind === "alias" && write.style === "link" ? linkMode : fileMode;
    return `${mode} ${ids[at] as string} 0\t${git.toGit(write.path)}`;
  });
  recordGenerated(git, ids);
  const removed = plan.filter(({ kind, path }) => kind === "removal" && index.has(path));
  // No mode takes a path out of the index.
  updateIndex(git, [
    ...lines,
    ...removed.map(({ path }) => `0 ${nothing(index.get(path)?.id)} 0\t${git.toGit(path)}`),
  ]);
  return { left };
}

function nothing(id = ""): string {
  return "0".repeat(id.length);
}

function textOf(write: Exclude<Write, { kind: "removal" }>, plan: Plan): string {
  if (write.kind === "file") return write.text;
  if (write.style !== "copy") return write.target;
  const target = join(dirname(write.path), write.target);
  const planned = plan.find((other) => other.kind === "file" && join(other.path) === target);
  return planned?.kind === "file" ? planned.text : write.target;
}

/** Adds contents to git's objects, in one process, and returns their ids in order. */
function storeBlobs(git: Git, texts: readonly string[]): string[] {
  if (texts.length === 0) return [];
  const directory = git.ownFile(`blobs-${process.pid}`);
  mkdirSync(directory, { recursive: true });
  try {
    const distinct = [...new Set(texts)];
    const files = distinct.map((text, index) => {
      const file = join(directory, String(index));
      writeFileSync(file, text);
      return file;
    });
    const ids = git
      .text(["hash-object", "-w", "--no-filters", "--stdin-paths"], files.map((file) => `${file}\n`).join(""))
      .split("\n");
    return texts.map((text) => ids[distinct.indexOf(text)] as string);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Whether the work tree's file may be replaced: it is not there, is what git knows, or is what will be written. */
function isFree(path: string, entry: GitEntry | undefined, write: Write): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return true;
  if (!stat.isFile() && !stat.isSymbolicLink()) return false;
  const text = stat.isSymbolicLink() ? readlinkSync(path) : readFileSync(path, "utf8");
  if (write.kind === "file" && text === write.text) return true;
  if (write.kind === "alias" && text === write.target) return true;
  if (entry === undefined) return false;
  const algorithm = entry.id.length === 64 ? "sha256" : "sha1";
  return [text, text.replaceAll("\r\n", "\n")].some((one) => blobId(one, algorithm) === entry.id);
}

/** @param lines as `git update-index --index-info` takes them */
function updateIndex(git: Git, lines: readonly string[]): void {
  if (lines.length === 0) return;
  git.text(["update-index", "-z", "--index-info"], lines.map((line) => `${line}\0`).join(""));
  if (isPartialCommit()) {
    const paths = new Set(lines.map((line) => line.split("\t")[1]));
    const earlier = pendingEntries(git).filter((line) => !paths.has(line.split("\t")[1]));
    writePending(git, [...earlier, ...lines]);
  }
}

/** The entries of an earlier commit of paths that the real index still lacks, as `--index-info` takes them. */
function pendingEntries(git: Git): string[] {
  const file = git.ownFile("pending-index");
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\0").filter(Boolean);
  // Only what the commit really got: it may have been given up, or something else committed since.
  const tree = git.run(["ls-tree", "-r", "-z", "--full-tree", "HEAD"]).stdout.toString().split("\0");
  const committed = new Set(tree.map((line) => line.replace(/^(\d+) \w+ ([0-9a-f]+)\t/, "$1 $2 0\t")));
  return lines.filter((line) => committed.has(line));
}

function writePending(git: Git, lines: readonly string[]): void {
  const file = git.ownFile("pending-index");
  if (lines.length === 0) return rmSync(file, { force: true });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, lines.map((line) => `${line}\0`).join(""));
}

/** Whether git commits from an index of its own and will then take up the real one: `git commit PATH`. */
function isPartialCommit(): boolean {
  return /^next-index-\d+\.lock$/.test(basename(process.env["GIT_INDEX_FILE"] ?? ""));
}

/** After a commit of paths: gives the real index the generated files that the commit has. */
export function bringIndexInLine(git: Git): void {
  const { GIT_INDEX_FILE: _, ...env } = process.env;
  const lines = pendingEntries(git);
  if (lines.length > 0)
    git.text(["update-index", "-z", "--index-info"], lines.map((line) => `${line}\0`).join(""), env);
  writePending(git, []);
}

/**
 * Before a commit: finishes what an earlier commit of paths could not, because it was killed between the commit and
 * its last hook. Without it this commit would take the generated files away again.
 */
export function finishEarlierCommit(git: Git): void {
  const lines = pendingEntries(git);
  // During another commit of paths the real index is locked; it is brought in line after that one.
  if (lines.length > 0 && !isPartialCommit()) {
    git.text(["update-index", "-z", "--index-info"], lines.map((line) => `${line}\0`).join(""));
  }
  writePending(git, isPartialCommit() ? lines : []);
}

/** Remembers the blobs that we made: a staged file with another content was made by hand. */
export function recordGenerated(git: Git, ids: readonly string[]): void {
  if (ids.length === 0) return;
  const file = git.ownFile("generated");
  mkdirSync(dirname(file), { recursive: true });
  const known = existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : [];
  // Old entries only matter while a commit is being made.
  if (known.length > 5000) writeFileSync(file, known.slice(-1000).join("\n") + "\n");
  appendFileSync(file, ids.map((id) => `${id}\n`).join(""));
}

export function generatedBlobs(git: Git): ReadonlySet<string> {
  const file = git.ownFile("generated");
  return new Set(existsSync(file) ? readFileSync(file, "utf8").split("\n") : []);
}
