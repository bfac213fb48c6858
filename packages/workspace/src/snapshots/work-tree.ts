import { type Dirent, lstatSync, readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { sep } from "node:path";
import type { Content, DirectoryEntry, EntryKind, Snapshot } from "@addendum/schema-repository";
import { decode, withoutMark } from "./text-file.ts";

/** A longer text is not a document, in UTF-16 units. */
const sizeLimit = 32 * 1024 * 1024;

/** The files of a directory as they are on disk. Each is read once. */
export class WorkTree implements Snapshot {
  readonly isRemote = false;
  private readonly lists = new Map<string, readonly DirectoryEntry[]>();
  private readonly contents = new Map<string, Content>();
  private readonly inside = new Map<string, boolean>();
  private readonly root: string;
  private readonly realRoot: string;

  /** @param root absolute */
  constructor(root: string) {
    this.root = root;
    this.realRoot = realpathSync.native(root);
  }

  list(directory: string): readonly DirectoryEntry[] {
    let entries = this.lists.get(directory);
    if (entries === undefined) {
      entries = this.isInside(directory) ? readEntries(this.absolute(directory)) : [];
      this.lists.set(directory, entries);
    }
    return entries;
  }

  read(path: string): Content {
    let content = this.contents.get(path);
    if (content === undefined) {
      content = this.readOnce(path);
      this.contents.set(path, content);
    }
    return content;
  }

  prefetch(): void {}

  /** Everything that was asked for so far, and what was there. */
  get seen(): {
    readonly lists: ReadonlyMap<string, readonly DirectoryEntry[]>;
    readonly contents: ReadonlyMap<string, Content>;
  } {
    return { lists: this.lists, contents: this.contents };
  }

  private readOnce(path: string): Content {
    const slash = path.lastIndexOf("/");
    if (!this.isInside(slash === -1 ? "" : path.slice(0, slash))) {
      return {
        kind: "unreadable",
        reason: "its directory is a symbolic link that points outside the repository",
      };
    }
    const absolute = this.absolute(path);
    try {
      switch (this.kindOf(path)) {
        case "missing":
          return { kind: "missing" };
        case "link":
          return { kind: "link", target: readlinkSync(absolute) };
        case "file":
          return readText(absolute);
        default:
          return { kind: "unreadable", reason: "it is not a file" };
      }
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOENT" || code === "ENOTDIR") return { kind: "missing" };
      return { kind: "unreadable", reason: code === "EACCES" ? "permission denied" : String(code) };
    }
  }

  private absolute(path: string): string {
    return `${this.root}${sep}${path}`;
  }

  /** From the directory's list where that is known: it spares a call for each file. */
  private kindOf(path: string): EntryKind | "missing" {
    const slash = path.lastIndexOf("/");
    const listed = this.lists.get(path.slice(0, Math.max(0, slash)));
    if (listed !== undefined) {
      return listed.find(({ name }) => name === path.slice(slash + 1))?.kind ?? "missing";
    }
    const stat = lstatSync(this.absolute(path), { throwIfNoEntry: false });
    return stat === undefined ? "missing" : kindOf(stat);
  }

  /** Whether a directory, its links followed, is still in the repository. */
  private isInside(directory: string): boolean {
    let inside = this.inside.get(directory);
    if (inside === undefined) {
      const slash = directory.lastIndexOf("/");
      const parent = directory.slice(0, Math.max(0, slash));
      // A directory that its parent's list shows as one is not a link.
      const isOrdinary =
        directory !== "" &&
        this.lists
          .get(parent)
          ?.some(({ name, kind }) => kind === "directory" && name === directory.slice(slash + 1));
      try {
        if (isOrdinary === true) return this.isInside(parent);
        const real = realpathSync.native(this.absolute(directory));
        inside = real === this.realRoot || real.startsWith(this.realRoot + sep);
      } catch {
        inside = true; // It is not there: nothing will be found in it.
      }
      this.inside.set(directory, inside);
    }
    return inside;
  }
}

function kindOf(entry: Pick<Dirent, "isFile" | "isSymbolicLink" | "isDirectory">): EntryKind {
  if (entry.isFile()) return "file";
  if (entry.isSymbolicLink()) return "link";
  return entry.isDirectory() ? "directory" : "other";
}

function readText(path: string): Content {
  // One call that also decodes; only a text with replacement characters is examined once more.
  const text = readFileSync(path, "utf8");
  if (text.length > sizeLimit)
    return { kind: "unreadable", reason: `it is longer than ${sizeLimit} characters` };
  return text.includes("\ufffd") ? decode(readFileSync(path)) : withoutMark(text);
}

function readEntries(directory: string): DirectoryEntry[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .map((entry): DirectoryEntry => ({ name: entry.name, kind: kindOf(entry) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return []; // Not there, not a directory, or closed to us: whatever should be in it will be found missing.
  }
}
