import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject, parseDocument, toYaml } from "@addendum/json-schema";
import type { RemoteReferences, Settings, Write } from "@addendum/schema-repository";
import { UserError } from "../user-error.ts";
import type { Git } from "../git/git.ts";
import { outsideBases } from "./outside-bases.ts";
import { decode } from "../snapshots/text-file.ts";

/** Which remote documents the repository pins, and where their content is kept. Both are committed. */
export const lockName = "addendum.lock";
const contentDirectory = ".addendum/refs";

/** Pins: URI → SHA-256 of the content, hexadecimal. */
type Lock = ReadonlyMap<string, string>;

function readLock(root: string): Lock {
  const file = join(root, lockName);
  if (!existsSync(file)) return new Map();
  const parsed = parseDocument(readFileSync(file, "utf8"));
  const data = parsed.kind === "document" ? parsed.document.data : undefined;
  const references = isObject(data) ? data["references"] : undefined;
  if (!isObject(references))
    throw new UserError(`${file} is not a lock file; restore it, or run with --fetch.`);
  return new Map(Object.entries(references).map(([uri, hash]) => [uri, String(hash)]));
}

/** References out of the repository, with what has been asked so far and what was there. */
export type AskedReferences = RemoteReferences & { readonly seen: ReadonlyMap<string, string | undefined> };

/**
 * The references that the lock file pins, read from the repository and checked by their hashes. Opens no socket. Throws
 * {@link UserError} if a content does not have the hash that is pinned.
 * @param index where the git index is examined and not the work tree
 */
export function pinnedReferences(root: string, settings: Settings, index?: Git): AskedReferences {
  const read = reader(root, settings, index);
  const seen = new Map<string, string | undefined>();
  const ask: RemoteReferences = (uri) => {
    const text = read(uri);
    seen.set(uri, text);
    return text;
  };
  return Object.assign(ask, { seen });
}

function reader(root: string, settings: Settings, index: Git | undefined): RemoteReferences {
  const readOutside = outsideBases(root, settings, index);
  let lock: Lock | undefined;
  return (uri) => {
    if (uri.startsWith("file:")) return readOutside(uri);
    lock ??= readLock(root);
    const hash = lock.get(uri);
    if (hash === undefined || !/^[0-9a-f]{64}$/.test(hash)) return undefined;
    const file = join(root, contentDirectory, hash);
    if (!existsSync(file)) return undefined;
    const bytes = readFileSync(file);
    if (sha256(bytes) !== hash) {
      throw new UserError(
        `${file} differs from what ${lockName} pins for ${uri}; restore it, or delete it and run with --fetch.`,
      );
    }
    const content = decode(bytes);
    return content.kind === "text" ? content.text : undefined;
  };
}

/** The largest remote document that is taken, in bytes. */
const sizeLimit = 4 * 1024 * 1024;

/**
 * Fetches documents and returns what records them: the lock file and the contents. Throws {@link UserError} if one
 * cannot be had; nothing is recorded then.
 */
export async function fetchReferences(root: string, uris: readonly string[]): Promise<Write[]> {
  const pins = new Map(readLock(root));
  const writes: Write[] = [];
  for (const asked of uris) {
    const { uri, bytes } = await downloadVersion(asked);
    const hash = sha256(bytes);
    pins.set(uri, hash);
    writes.push({ kind: "file", path: `${contentDirectory}/${hash}`, text: bytes.toString("utf8") });
  }
  const references = Object.fromEntries([...pins].sort(([a], [b]) => (a < b ? -1 : 1)));
  const text = `# The content of remote references when they were fetched. Written by addendum; commit it.\n${toYaml({ version: 1, references })}`;
  return [...writes, { kind: "file", path: lockName, text }];
}

/** A document; where a host has none of that name, the file of that version. */
async function downloadVersion(uri: string): Promise<{ readonly uri: string; readonly bytes: Buffer }> {
  const files = /\/(?:\d+\.\d+\.\d+|latest)$/.test(uri) ? [`${uri}.yaml`, `${uri}.json`] : [];
  for (const candidate of [uri, ...files]) {
    const bytes = await download(candidate);
    if (bytes !== undefined) return { uri: candidate, bytes };
  }
  throw new UserError(`${uri} answered 404.`);
}

/** Undefined if there is no such document. */
async function download(uri: string): Promise<Buffer | undefined> {
  let bytes: Buffer;
  try {
    const response = await fetch(uri, { redirect: "error", signal: AbortSignal.timeout(30_000) });
    if (response.status === 404) return undefined;
    if (!response.ok) throw new UserError(`${uri} answered ${response.status}.`);
    bytes = Buffer.from(await response.arrayBuffer());
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    const reason = (cause as Error & { cause?: Error }).cause?.message ?? (cause as Error).message;
    throw new UserError(`${uri} cannot be fetched: ${reason}`, { cause });
  }
  if (bytes.length > sizeLimit) throw new UserError(`${uri} is larger than ${sizeLimit} bytes.`);
  const content = decode(bytes);
  if (content.kind !== "text") throw new UserError(`${uri} cannot be read: ${content.reason}.`);
  return bytes;
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
