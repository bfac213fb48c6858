import { createHash } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A name for a content: 64 bits. */
export function hashOf(content: string | Buffer): string {
  return createHash("sha1").update(content).digest("base64url").slice(0, 11);
}

/** Path below the site's root → hash of its content. */
export type FileHashes = ReadonlyMap<string, string>;

/** How many files a run wrote, left unchanged and removed. */
export interface WriteCounts {
  written: number;
  unchanged: number;
  removed: number;
}

/** Writes the files of a site that differ from those that are there. */
export class SiteFiles {
  readonly counts: WriteCounts = { written: 0, unchanged: 0, removed: 0 };
  private readonly root: string;
  private readonly before: FileHashes;
  private readonly directories = new Set<string>();
  /** Hash → a file that was written or is there. */
  private readonly alike = new Map<string, string>();

  /** @param before what is there by the last run */
  constructor(root: string, before: FileHashes) {
    this.root = root;
    this.before = before;
  }

  /** Writes a file unless it contains the same. @returns the hash of its content */
  write(path: string, content: string | Buffer, hash = hashOf(content)): string {
    const known = this.before.get(path);
    if (known === hash) {
      this.counts.unchanged++;
      return hash;
    }
    this.counts.written++;
    const file = join(this.root, path);
    this.makeDirectory(dirname(file));
    if (known === undefined) writeFileSync(file, content);
    else {
      // The old one may be open in a reader.
      const temporary = `${file}.${process.pid}.tmp`;
      writeFileSync(temporary, content);
      renameSync(temporary, file);
    }
    return hash;
  }

  /**
   * Writes a file that may have the same content as others: those are one file with several names, which costs less.
   */
  writeAlike(path: string, content: Buffer, hash: string): void {
    const other = this.alike.get(hash);
    if (other === undefined || this.before.has(path)) {
      this.write(path, content, hash);
      this.alike.set(hash, join(this.root, path));
      return;
    }
    this.counts.written++;
    const file = join(this.root, path);
    this.makeDirectory(dirname(file));
    try {
      linkSync(other, file);
    } catch {
      // Not every file system has such links.
      writeFileSync(file, content);
    }
  }

  /** Removes a file, and the directories that are empty then. */
  remove(path: string): void {
    this.counts.removed++;
    rmSync(join(this.root, path), { force: true });
    for (let directory = dirname(path); directory !== "."; directory = dirname(directory)) {
      try {
        rmdirSync(join(this.root, directory));
      } catch {
        return; // It holds something else.
      }
    }
  }

  private makeDirectory(directory: string): void {
    if (this.directories.has(directory)) return;
    mkdirSync(directory, { recursive: true });
    this.directories.add(directory);
  }
}

/** The scripts and styles that were bundled: name → content. */
export interface Assets {
  readonly style: string;
  readonly script: string;
  readonly files: readonly { readonly name: string; readonly content: Buffer }[];
}

/** @param directory that `bundle-assets.mjs` wrote */
export function readAssets(directory: string): Assets {
  const { style, script, files } = JSON.parse(readFileSync(join(directory, "assets.json"), "utf8")) as {
    readonly style: string;
    readonly script: string;
    readonly files: readonly string[];
  };
  return {
    style,
    script,
    files: files.map((name) => ({ name, content: readFileSync(join(directory, name)) })),
  };
}
