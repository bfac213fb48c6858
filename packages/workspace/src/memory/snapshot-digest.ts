import { hash } from "node:crypto";
import { setOwn } from "@addendum/json-schema";
import type { Content, DirectoryEntry } from "@addendum/schema-repository";
import { textId } from "../published/baseline.ts";
import type { AskedReferences } from "../references/remote.ts";
import type { WorkTree } from "../snapshots/work-tree.ts";

/** What a work tree held where it was looked at: path → digest; and references out of it: URI → digest. */
export interface SnapshotDigest {
  readonly lists: Readonly<Record<string, string>>;
  readonly contents: Readonly<Record<string, string>>;
  readonly references: Readonly<Record<string, string>>;
}

/** The digest of everything that was read from the work tree. */
export function snapshotDigest(workTree: WorkTree, remote: AskedReferences): SnapshotDigest {
  const { lists, contents } = workTree.seen;
  const digests = <T>(map: ReadonlyMap<string, T>, of: (value: T) => string) => {
    const result: Record<string, string> = {};
    for (const [path, value] of map) setOwn(result, path, of(value));
    return result;
  };
  return {
    lists: digests(lists, listDigest),
    contents: digests(contents, contentDigest),
    references: digests(remote.seen, referenceDigest),
  };
}

/** @param text undefined if there is nothing */
export function referenceDigest(text: string | undefined): string {
  return text === undefined ? "missing" : digest(text);
}

export function listDigest(entries: readonly DirectoryEntry[]): string {
  return digest(entries.map(({ name, kind }) => `${kind} ${name}`).join("\0"));
}

export function contentDigest(content: Content): string {
  switch (content.kind) {
    case "text":
      // The same name that tells whether it is published: each text is hashed once.
      return textId(content);
    case "link":
      return `link ${content.target}`;
    case "missing":
      return "missing";
    case "unreadable":
      return `unreadable ${content.reason}`;
  }
}

export function digest(text: string): string {
  return hash("sha256", text, "base64");
}
