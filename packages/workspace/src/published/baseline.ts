import { hash } from "node:crypto";
import {
  baseName,
  type Baseline,
  classify,
  type Content,
  directoryOf,
  joinPath,
  nothingPublished,
  type Settings,
  type Snapshot,
} from "@addendum/schema-repository";
import type { Git } from "../git/git.ts";
import { GitFiles, type GitEntries, linkMode, listTree, parseTree } from "../snapshots/git-files.ts";
import type { PublishedAt } from "./published.ts";

/**
 * @param now the index's entries where the snapshot is the index; otherwise its files are hashed
 * @param directories what will be asked for, as far as it is known: listing a whole tree takes its time
 * @param listings what git said of the published commits, where it was asked before
 */
export function gitBaseline(
  git: Git,
  published: PublishedAt | undefined,
  settings: Settings,
  snapshot: Snapshot,
  now?: GitEntries,
  directories: readonly string[] = [settings.schemas],
  listings?: readonly string[],
): Baseline {
  if (published === undefined) return nothingPublished;
  return new GitBaseline(git, published, settings, snapshot, now, directories, listings);
}

export class GitBaseline implements Baseline {
  readonly name: string;
  private loaded: readonly GitFiles[] | undefined;
  private readonly links = new Map<string, string>();
  private directories: readonly string[];
  private readonly git: Git;
  private readonly published: PublishedAt;
  private readonly settings: Settings;
  private readonly snapshot: Snapshot;
  private readonly now: GitEntries | undefined;
  private listed: readonly string[] | undefined;
  private knownAlgorithm: "sha1" | "sha256" | undefined;

  constructor(
    git: Git,
    published: PublishedAt,
    settings: Settings,
    snapshot: Snapshot,
    now: GitEntries | undefined,
    directories: readonly string[],
    listings: readonly string[] | undefined,
  ) {
    this.directories = directories;
    this.listed = listings;
    this.name = published.name;
    this.git = git;
    this.published = published;
    this.settings = settings;
    this.snapshot = snapshot;
    this.now = now;
  }

  list(directory: string): readonly string[] {
    this.cover(directory);
    const names = this.held.flatMap((files) => files.list(directory).map(({ name }) => name));
    return [...new Set(names)].filter((name) => classify(name) !== undefined);
  }

  state(path: string): "same" | "modified" | "deleted" {
    this.cover(directoryOf(path));
    const id = this.currentId(path);
    if (id === undefined) {
      // A branch that is behind lacks the newest versions; only what it once had can be missing.
      return this.held.at(-1)?.entries.has(path) ? "deleted" : "same";
    }
    return this.holds(path, id) ? "same" : "modified";
  }

  read(path: string): Content {
    this.cover(directoryOf(path));
    const files = this.held.find(({ entries }) => entries.has(path));
    const entry = files?.entries.get(path);
    if (files === undefined || entry === undefined) return { kind: "missing" };
    const isHere = this.currentId(path) === entry.id && entry.mode !== linkMode;
    return isHere ? this.snapshot.read(path) : files.read(path);
  }

  publishedSince(directory: string): readonly string[] {
    this.cover(directory);
    const [tip, left, ...others] = this.held;
    if (tip === undefined || left === undefined || others.length > 0) return [];
    return tip
      .list(directory)
      .map(({ name }) => name)
      .filter((name) => {
        const path = joinPath(directory, name);
        const id = tip.entries.get(path)?.id;
        const isNew = id !== undefined && left.entries.get(path)?.id !== id;
        return isNew && classify(name) !== undefined && this.currentId(path) !== id;
      });
  }

  private currentId(path: string): string | undefined {
    if (this.now !== undefined) return this.now.get(path)?.id;
    const content = this.snapshot.read(path);
    if (content.kind === "missing") return undefined;
    if (content.kind === "link") return this.hashLink(content.target);
    if (content.kind === "unreadable") return "";
    const id = this.algorithm === "sha1" ? textId(content) : this.hash(content.text);
    if (this.holds(path, id)) return id;
    // A checkout may have changed the ends of lines, which git takes back when it commits; the reader took the mark off.
    const lines = content.text.replaceAll("\r\n", "\n");
    const spellings = [lines, `\ufeff${content.text}`, `\ufeff${lines}`];
    return spellings.map((text) => this.hash(text)).find((one) => this.holds(path, one)) ?? id;
  }

  private holds(path: string, id: string): boolean {
    return this.held.some(({ entries }) => entries.get(path)?.id === id);
  }

  private hash(text: string): string {
    return blobId(text, this.algorithm);
  }

  /** Many links lead to the same few names. */
  private hashLink(target: string): string {
    let id = this.links.get(target);
    if (id === undefined) {
      id = this.hash(target);
      this.links.set(target, id);
    }
    return id;
  }

  private get algorithm(): "sha1" | "sha256" {
    this.knownAlgorithm ??= this.held.some(({ entries }) => hasLongIds(entries)) ? "sha256" : "sha1";
    return this.knownAlgorithm;
  }

  /** Where a directory was not foreseen, everything is listed: what is not listed would pass for unpublished. */
  private cover(directory: string): void {
    const { schemas } = this.settings;
    const covered = this.directories.some(
      (one) => one === "" || one === schemas || one === directory || directory.startsWith(`${one}/`),
    );
    if (covered) return;
    this.directories = [schemas];
    this.listed = undefined;
    this.loaded = undefined;
  }

  /** What git says of each of the commits. */
  get listings(): readonly string[] {
    this.listed ??= [...new Set(this.published.commits)].map((commit) =>
      listTree(this.git, commit, this.directories),
    );
    return this.listed;
  }

  /** What each of the commits contains, the tip first. */
  private get held(): readonly GitFiles[] {
    this.loaded ??= this.listings.map((listing) => new GitFiles(this.git, parseTree(this.git, listing)));
    return this.loaded;
  }
}

function hasLongIds(entries: GitEntries): boolean {
  for (const { id } of entries.values()) return id.length === 64;
  return false;
}

const ids = new WeakMap<Content, string>();

/** The name that git gives to a text, determined once for each content that was read. */
export function textId(content: Content & { readonly kind: "text" }): string {
  let id = ids.get(content);
  if (id === undefined) {
    id = blobId(content.text);
    ids.set(content, id);
  }
  return id;
}

/** The name that git gives to a file's content. Source: git's object format. */
export function blobId(text: string, algorithm: "sha1" | "sha256" = "sha1"): string {
  return hash(algorithm, `blob ${Buffer.byteLength(text)}\0${text}`, "hex");
}

/**
 * The baseline without git, where every existing version counts as published: a published version that is taken for a
 * draft would be overwritten, a draft that is taken for published is only a message.
 */
export function baselineWithoutGit(snapshot: Snapshot): Baseline {
  return {
    name: "disk (without git)",
    list: (directory) =>
      snapshot
        .list(directory)
        .filter(({ name }) => classify(name) !== undefined)
        .map(({ name }) => name),
    publishedSince: () => [],
    // For a source, it is unknown whether it has changed since.
    state: (path) => (classify(baseName(path)) === undefined ? "modified" : "same"),
    read: (path) => snapshot.read(path),
  };
}
