import type { CommonPart } from "./common-files.ts";
import { hashOf, SiteFiles, type WriteCounts } from "./site-files.ts";
import {
  beginWriting,
  type FoundState,
  type PartState,
  type SiteState,
  titleStateOf,
  writeState,
} from "./site-state.ts";
import { pairsOf } from "./title-maker.ts";

/** Writes what differs from the last run, and marks the directory as unfinished while it does so. */
export class SiteWriter {
  /** What the last run left; undefined: there was none. */
  readonly state: SiteState | undefined;
  /** Whether that is true: another run may have been ended half way since. */
  readonly isBelieved: boolean;
  /** Whether anything is written by now. */
  isWriting = false;
  readonly counts: WriteCounts = { written: 0, unchanged: 0, removed: 0 };
  private readonly out: string;
  private readonly parts = new Map<string, PartState>();
  /** Path → hash of every file that the last run left. */
  private readonly before: ReadonlyMap<string, string>;
  private readonly files: SiteFiles;

  /** @param out the site's root, absolute */
  constructor(out: string, found: FoundState) {
    this.out = out;
    this.state = found.kind === "state" ? found.state : undefined;
    this.isBelieved = found.kind === "state" && !found.isBroken;
    this.before = this.filesBefore();
    this.files = new SiteFiles(out, this.before);
  }

  begin(): void {
    if (!this.isWriting) beginWriting(this.out);
    this.isWriting = true;
  }

  add({ written, unchanged, removed }: WriteCounts): void {
    this.counts.written += written;
    this.counts.unchanged += unchanged;
    this.counts.removed += removed;
  }

  /**
   * Writes what belongs to no single title, where it would be another than it was.
   * @param siteKey of everything that decides about every page
   */
  async writeParts(parts: readonly CommonPart[], siteKey: string): Promise<void> {
    for (const { name, key, make } of parts) {
      const hash = hashOf(JSON.stringify([siteKey, key]));
      const known = this.isBelieved ? this.state?.parts[name] : undefined;
      if (known?.key === hash) {
        this.files.counts.unchanged += known.files.length / 2;
        this.parts.set(name, known);
        continue;
      }
      const written: string[] = [];
      for (const { path, content } of await make()) {
        const contentHash = hashOf(content);
        if (this.before.get(path) !== contentHash) this.begin();
        written.push(path, this.files.write(path, content, contentHash));
      }
      this.parts.set(name, { key: hash, files: written });
    }
  }

  /**
   * Removes files of the last run that are no longer written, and stores the new list.
   * @param titles what is to be remembered of each
   */
  end(state: Omit<SiteState, "parts">): void {
    const parts = Object.fromEntries(this.parts);
    this.add(this.files.counts);
    const lists = [...Object.values(parts), ...Object.values(state.titles)].flatMap(({ files }) => files);
    const present = new Set(lists.filter((_, index) => index % 2 === 0));
    for (const path of this.before.keys()) {
      if (present.has(path)) continue;
      this.begin();
      this.files.remove(path);
      this.counts.removed++;
    }
    const isOther =
      Object.entries(parts).some(([name, { key }]) => key !== this.state?.parts[name]?.key) ||
      Object.entries(state.titles).some(
        ([title, { input }]) => titleStateOf(this.state, title)?.input.signature !== input.signature,
      );
    if (!this.isWriting && !isOther) return;
    this.begin();
    writeState(this.out, { ...state, parts });
  }

  private filesBefore(): ReadonlyMap<string, string> {
    const { state } = this;
    if (state === undefined) return new Map();
    const found = pairsOf(Object.values(state.parts).flatMap(({ files }) => files));
    for (const { files } of Object.values(state.titles)) {
      for (let index = 0; index < files.length; index += 2) {
        found.set(files[index] as string, files[index + 1] as string);
      }
    }
    // A file that cannot be trusted is always rewritten.
    if (!this.isBelieved) for (const path of found.keys()) found.set(path, "");
    return found;
  }
}
