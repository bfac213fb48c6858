import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import {
  type DirectoryEntry,
  directoryOfTitle,
  findTitles,
  joinPath,
  parseReference,
  formatVersion,
} from "@addendum/schema-repository";
import type { StreamsConfiguration } from "@addendum/streams";
import type { OpenRepository } from "@addendum/workspace";
import { versionsAddress } from "../model/addresses.ts";
import type { FindingRecord, ReferenceRecord, TitleRecord } from "../model/record.ts";
import type { SiteIdentity } from "../model/site-settings.ts";
import { layoutFiles } from "../machine/layout-files.ts";
import type { PageFile } from "../pages/fold.ts";
import { pairPage } from "../pages/pair-page.ts";
import type { FieldReader, ReadersOf } from "../pages/readers.ts";
import { titlePages } from "../pages/title-page.ts";
import type { StreamView } from "../pages/title-view.ts";
import { commonFiles, siteContext } from "./common-files.ts";
import { type Assets, hashOf, SiteFiles, type WriteCounts } from "./site-files.ts";
import { beginWriting, readState, type SiteState, type TitleState, writeState } from "./site-state.ts";
import { streamViews } from "./stream-views.ts";
import { type ReadInput, titleInput } from "./title-input.ts";
import { TitleReader } from "./title-reader.ts";
import { type VersionDates, versionDates } from "./version-dates.ts";

export interface SiteOptions {
  readonly repository: OpenRepository;
  readonly streams: StreamsConfiguration;
  readonly identity: SiteIdentity;
  /** Where it is written, absolute. */
  readonly out: string;
  readonly assets: Assets;
  /** The program's version: another one makes everything anew. */
  readonly version: string;
  /** What is wrong with some titles, by title. */
  findingsOf(titles: readonly string[]): Promise<ReadonlyMap<string, readonly FindingRecord[]>>;
  readonly readersOf?: ReadersOf;
  /** Told after each title that is made. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface SiteResult extends WriteCounts {
  readonly titles: number;
  /** How many titles' pages were made, others being as they were. */
  readonly made: number;
  readonly records: readonly TitleRecord[];
}

/**
 * Writes the site of a repository, or what has changed of it since the last run: a title is made anew where its files,
 * what they refer to, or what is known about it have changed. The directory may hold nothing else: see
 * {@link foreignFile}.
 */
export async function buildSite(options: SiteOptions): Promise<SiteResult> {
  return new SiteBuilder(options).build();
}

/** The name of a file in a directory that holds something else than a site of ours; undefined where it may be written to. */
export function foreignFile(directory: string): string | undefined {
  const found = readState(directory);
  return found.kind === "foreign" ? found.name : undefined;
}

/** A title of this run. */
interface Title {
  readonly title: string;
  readonly entries: readonly DirectoryEntry[];
  readonly input: ReadInput;
  readonly streams: readonly StreamView[];
  readonly readers: readonly FieldReader[];
  readonly before: TitleState | undefined;
}

class SiteBuilder {
  private readonly options: SiteOptions;
  private readonly at = Date.now();
  private readonly repository: OpenRepository;

  constructor(options: SiteOptions) {
    this.options = options;
    this.repository = options.repository;
  }

  async build(): Promise<SiteResult> {
    const { out, repository, streams, identity, assets, version, readersOf } = this.options;
    const found = readState(out);
    if (found.kind === "foreign") throw new Error(`${out} holds ${found.name}`);
    const state = found.kind === "state" ? found.state : undefined;
    const isBelieved = found.kind === "state" && !found.isBroken;
    const { settings, snapshot } = repository;
    const views = streamViews(streams);
    const ownKey = hashOf(JSON.stringify([version, assets.script, assets.style, identity, settings]));
    const isSame = isBelieved && state?.key === ownKey;
    const dates = versionDates(repository.git, settings, state?.dates);
    const datesOf = datesByTitle(dates);
    const streamsOf = groupBy(views, ({ title }) => title ?? "");
    const titles = findTitles(snapshot, settings).map((title): Title => {
      const directory = directoryOfTitle(title, settings);
      const entries = snapshot.list(directory);
      const before = isSame ? state?.titles[title] : undefined;
      const input = titleInput(
        join(repository.root, directory),
        entries,
        settings,
        before?.input,
        state?.at ?? 0,
      );
      const readers = readersOf?.(title) ?? [];
      return { title, entries, input, streams: streamsOf.get(title) ?? [], readers, before };
    });

    const hashes = new Map(titles.map(({ title, input }) => [title, input.contentHash]));
    const records = new Map<string, TitleRecord>();
    for (const { title, input, before } of titles) {
      if (before?.input.contentHash === input.contentHash) records.set(title, before.record);
    }
    const keyOf = (one: Title): string => {
      const record = records.get(one.title);
      const known =
        record === undefined
          ? []
          : [...reachable(one.title, records)].map((name) => [name, hashes.get(name)]);
      const hasEnd = record?.deprecations.some(({ sunset }) => sunset !== undefined) === true;
      const today = hasEnd ? repository.today : undefined;
      return hashOf(
        JSON.stringify([
          one.input.contentHash,
          known,
          one.streams,
          one.readers,
          datesOf.get(one.title),
          today,
        ]),
      );
    };
    const expected = dependentsOf(
      titles.map(
        (one) => [one.title, records.get(one.title)?.references ?? this.quickReferences(one)] as const,
      ),
    );
    const isClean = (one: Title): boolean =>
      one.before !== undefined &&
      records.has(one.title) &&
      one.before.key === keyOf(one) &&
      sameReferences(one.before.dependents, expected.get(one.title) ?? []);
    const dirty = titles.filter((one) => !isClean(one));
    const findings =
      dirty.length === 0 ? new Map() : await this.options.findingsOf(dirty.map(({ title }) => title));

    const before = new Map<string, string>();
    for (const list of state === undefined
      ? []
      : [state.files, ...Object.values(state.titles).map(({ files }) => files)]) {
      for (let index = 0; index < list.length; index += 2) {
        before.set(list[index] as string, isBelieved ? (list[index + 1] as string) : "");
      }
    }
    const files = new SiteFiles(out, before);
    const site = siteContext(identity, assets);
    const reader = new TitleReader(repository, identity.repository, streams);
    const made = new Map<string, TitleState>();
    let isWriting = false;
    const begin = () => {
      if (!isWriting) beginWriting(out);
      isWriting = true;
    };
    const make = (one: Title, dependents: readonly ReferenceRecord[]): void => {
      begin();
      const layout = this.writeLayout(one, files);
      const names = layout.map(([name]) => name);
      const read = reader.readTitle(
        one.title,
        one.entries.map(({ name }) => name),
        {
          dates: dates?.dates ?? {},
          streams: one.streams,
          findings: findings.get(one.title) ?? [],
          readers: one.readers,
        },
      );
      const view = { ...read.view, files: names, dependents };
      const pages: PageFile[] = [
        ...titlePages(site, view),
        ...view.pairs.map((pair) => pairPage(site, pair, names)),
      ];
      const written: string[] = layout.flatMap(([, , path, hash]) => [path, hash]);
      const write = (path: string, text: string) => written.push(path, files.write(path, text));
      for (const { address, text } of pages) write(`${address}index.html`, text);
      if (view.record.versions.length > 0) {
        write(versionsAddress(one.title), JSON.stringify(read.versionsFile));
      }
      for (const [path, schema] of read.data) write(path, JSON.stringify(schema));
      records.set(one.title, view.record);
      made.set(one.title, {
        input: { signature: one.input.signature, contentHash: one.input.contentHash },
        key: keyOf(one),
        dependents,
        record: view.record,
        layout: layout.map(([name, size]) => [name, size] as const),
        files: written,
      });
    };
    // Fragments come last: whoever refers to one is read by then.
    const ordered = [...dirty].sort((a, b) => Number(isFragment(a.title)) - Number(isFragment(b.title)));
    for (const [index, one] of ordered.entries()) {
      make(one, expected.get(one.title) ?? []);
      this.options.onProgress?.(index + 1, ordered.length);
    }
    // Who refers to whom was guessed from the texts; where that was wrong the page is made once more.
    const exact = dependentsOf(
      titles.map(({ title }) => [title, records.get(title)?.references ?? []] as const),
    );
    for (const one of titles) {
      const state = made.get(one.title) ?? one.before;
      const wanted = exact.get(one.title) ?? [];
      if (state !== undefined && !sameReferences(state.dependents, wanted)) make(one, wanted);
    }

    const states = titles.map((one): TitleState => {
      const fresh = made.get(one.title);
      if (fresh !== undefined) return { ...fresh, key: keyOf(one) };
      const known = one.before as TitleState;
      return { ...known, input: { signature: one.input.signature, contentHash: one.input.contentHash } };
    });
    const all = titles.map(({ title }) => records.get(title) as TitleRecord);
    const common: string[] = [];
    const layouts = titles.map(({ title }, index) => ({ title, files: states[index]?.layout ?? [] }));
    for (const { path, content } of commonFiles({
      site,
      identity,
      assets,
      records: all,
      dependents: exact,
      streams: views,
      layouts,
      dates: dates?.dates ?? {},
    })) {
      const hash = hashOf(content);
      if (before.get(path) !== hash) begin();
      common.push(path, files.write(path, content, hash));
    }
    const present = new Set([...common, ...states.flatMap((one) => one.files)]);
    for (const path of before.keys()) {
      if (present.has(path)) continue;
      begin();
      files.remove(path);
    }
    const isTouched = titles.some(({ input, before: known }) => known?.input.signature !== input.signature);
    if (isWriting || isTouched || state === undefined) {
      begin();
      writeState(out, {
        format: 1,
        at: this.at,
        key: ownKey,
        dates,
        titles: Object.fromEntries(titles.map(({ title }, index) => [title, states[index] as TitleState])),
        files: common,
      } satisfies SiteState);
    }
    return { ...files.counts, titles: titles.length, made: made.size, records: all };
  }

  /** Copies a title's files. @returns name, size, path and hash of each */
  private writeLayout(
    { title, entries, input }: Title,
    files: SiteFiles,
  ): readonly (readonly [name: string, size: number, path: string, hash: string])[] {
    const { repository, identity } = this.options;
    const directory = join(repository.root, directoryOfTitle(title, repository.settings));
    const layout = layoutFiles(entries, repository.settings);
    return [...layout].flatMap(([name, source]) => {
      const from = join(directory, source);
      const kind = entries.find((entry) => entry.name === source)?.kind;
      // What leads out of the repository is not published.
      if (kind !== "file") return [];
      const { size } = statSync(from);
      const path = joinPath("repositories", identity.repository, "jsonschema", title, name);
      const hash = input.hashes?.get(source) ?? hashOf(readFileSync(from));
      files.copy(path, from, hash);
      return [[name, size, path, hash] as const];
    });
  }

  /** What a current refers to, by its text: sooner known than by parsing it, and almost always right. */
  private quickReferences({ title, entries }: Title): readonly ReferenceRecord[] {
    const { settings, snapshot } = this.repository;
    if (!entries.some(({ name }) => name === settings.currentName)) return [];
    const content = snapshot.read(joinPath(directoryOfTitle(title, settings), settings.currentName));
    if (content.kind !== "text") return [];
    const found = new Map<string, ReferenceRecord>();
    for (const [, reference = ""] of content.text.matchAll(/\$ref['"]?\s*:\s*['"]?(\/[^\s'"#,}]+)/g)) {
      const target = parseReference(reference);
      if (target === undefined || target.title === title) continue;
      const version = target.version === undefined ? "latest" : formatVersion(target.version);
      found.set(`${target.title} ${version}`, { title: target.title, version });
    }
    return [...found.values()];
  }
}

function isFragment(title: string): boolean {
  return title.split("/").includes("fragment");
}

function groupBy<T>(list: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const group = groups.get(keyOf(one));
    if (group === undefined) groups.set(keyOf(one), [one]);
    else group.push(one);
  }
  return groups;
}

function datesByTitle(dates: VersionDates | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [key, date] of Object.entries(dates?.dates ?? {})) {
    const title = key.slice(0, key.lastIndexOf("/"));
    found.set(title, `${found.get(title) ?? ""} ${key} ${date}`);
  }
  return found;
}

/** All that a title refers to, through what that refers to. */
function reachable(title: string, records: ReadonlyMap<string, TitleRecord>): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (name: string): void => {
    for (const { title: target } of records.get(name)?.references ?? []) {
      if (found.has(target)) continue;
      found.add(target);
      visit(target);
    }
  };
  visit(title);
  return found;
}

function dependentsOf(
  references: readonly (readonly [string, readonly ReferenceRecord[]])[],
): ReadonlyMap<string, readonly ReferenceRecord[]> {
  const found = new Map<string, ReferenceRecord[]>();
  for (const [title, targets] of references) {
    for (const { title: target, version } of targets) {
      const group = found.get(target);
      if (group === undefined) found.set(target, [{ title, version }]);
      else group.push({ title, version });
    }
  }
  return found;
}

function sameReferences(a: readonly ReferenceRecord[], b: readonly ReferenceRecord[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ title, version }, index) => title === b[index]?.title && version === b[index]?.version)
  );
}
