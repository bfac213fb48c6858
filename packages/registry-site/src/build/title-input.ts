import { lstatSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { classify, type DirectoryEntry, type Settings } from "@addendum/schema-repository";
import { hashOf } from "./site-files.ts";

/** The files of a title, and how to recognize that they changed. */
export interface TitleInput {
  /** Names, sizes and times: where these are the same, so is the content. */
  readonly signature: string;
  /** Names and content. */
  readonly contentHash: string;
}

/** The same, with the files themselves where they were read in this run. */
export interface ReadInput extends TitleInput {
  readonly contents: ReadonlyMap<string, ReadFile> | undefined;
}

export interface ReadFile {
  readonly bytes: Buffer;
  readonly hash: string;
}

/** A file that was changed so shortly before a run may have been changed again without a later time, in milliseconds. */
const doubtfulMs = 50;

/**
 * The current files of a title.
 * @param directory absolute
 * @param known of the last run, and when that was, in milliseconds since the epoch
 */
export function titleInput(
  directory: string,
  entries: readonly DirectoryEntry[],
  settings: Settings,
  known: TitleInput | undefined,
  knownAt: number,
): ReadInput {
  let isDoubtful = false;
  const own = entries.filter(
    ({ name, kind }) =>
      (kind === "file" || kind === "link") && (name === settings.currentName || classify(name) !== undefined),
  );
  const signature = own
    .map(({ name }) => {
      const stat = lstatSync(join(directory, name), { throwIfNoEntry: false });
      if (stat === undefined) return `${name} gone`;
      if (stat.mtimeMs > knownAt - doubtfulMs || stat.ctimeMs > knownAt - doubtfulMs) isDoubtful = true;
      return `${name} ${stat.size} ${stat.mtimeMs} ${stat.ctimeMs} ${stat.ino}`;
    })
    .join("\n");
  if (known !== undefined && !isDoubtful && known.signature === signature) {
    return { ...known, contents: undefined };
  }
  const contents = new Map<string, ReadFile>();
  const content = own.map(({ name, kind }) => {
    try {
      const path = join(directory, name);
      if (kind === "link") return `${name} ${kind} ${readlinkSync(path)}`;
      const bytes = readFileSync(path);
      const hash = hashOf(bytes);
      contents.set(name, { bytes, hash });
      return `${name} ${kind} ${hash}`;
    } catch (error) {
      return `${name} ${kind} ${(error as NodeJS.ErrnoException).code ?? "unreadable"}`;
    }
  });
  return { signature, contentHash: hashOf(content.join("\n")), contents };
}
