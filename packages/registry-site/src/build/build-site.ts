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
import type { DashboardsView, LineageView, NumberUse } from "../model/numbers.ts";
import type { FindingRecord, ReferenceRecord, TitleRecord } from "../model/record.ts";
import type { SiteIdentity } from "../model/site-settings.ts";
import { dashboardPage, dashboardsHome } from "../pages/dashboard-pages.ts";
import { LineagePages } from "../pages/lineage-pages.ts";
import type { FieldReader, ReadersOf } from "../pages/readers.ts";
import type { SiteContext } from "../pages/site-context.ts";
import type { StreamView } from "../pages/title-view.ts";
import { type CommonPart, commonParts, filesOf, siteContext } from "./common-files.ts";
import { findingsAround, isSame } from "./findings-around.ts";
import { makeTitles, type RemoteMaker } from "./make-titles.ts";
import { type Assets, hashOf, SiteFiles, type WriteCounts } from "./site-files.ts";
import {
  beginWriting,
  type PartState,
  readState,
  type SiteState,
  stateFormat,
  type TitleState,
  writeState,
} from "./site-state.ts";
import { streamViews } from "./stream-views.ts";
import { type TitleInput, titleInput } from "./title-input.ts";
import {
  type Around,
  type MadeTitle,
  type MakerSettings,
  type MakerTask,
  pairsOf,
  TitleMaker,
  type TitleTask,
} from "./title-maker.ts";
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
  /** Opens the repository once more: it remembers every file that it reads. */
  readonly open: MakerSettings["open"];
  readonly examine: MakerSettings["examine"];
  readonly readersOf?: ReadersOf;
  /** Where numbers come from; undefined if there are none. */
  readonly lineage?: LineageView | undefined;
  readonly dashboards?: DashboardsView | undefined;
  /** Starts another thread that makes titles; without it there is one. */
  readonly startThread?: ((task: MakerTask) => RemoteMaker) | undefined;
  /** How many threads the machine has. */
  readonly threads?: number;
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
 * Writes the site of a repository, or the parts that changed since the last run: a title is rebuilt if its files, its
 * references, or what is known about it have changed. The directory may hold nothing else: see {@link foreignFile}.
 */
export async function buildSite(options: SiteOptions): Promise<SiteResult> {
  return new SiteBuilder(options).build();
}

/**
 * The name of a file in a directory that holds something else than a site of ours; undefined if it may be written to.
 */
export function foreignFile(directory: string): string | undefined {
  const found = readState(directory);
  return found.kind === "foreign" ? found.name : undefined;
}

/** A title of this run. */
interface Title {
  readonly title: string;
  readonly entries: readonly DirectoryEntry[];
  /** Undefined: anyone who makes it says what it was made of. */
  readonly input: TitleInput | undefined;
  readonly streams: readonly StreamView[];
  readonly readers: readonly FieldReader[];
  readonly numbers: readonly NumberUse[];
  /** Names of the directories in its own that hold titles. */
  readonly below: readonly string[];
  readonly before: TitleState | undefined;
}

const nothing: Around = { dependents: [], findings: [] };

class SiteBuilder {
  private readonly options: SiteOptions;
  private readonly at = Date.now();
  private readonly repository: OpenRepository;
  private readonly counts: WriteCounts = { written: 0, unchanged: 0, removed: 0 };
  private isWriting = false;
  private isBelieved = false;
  private state: SiteState | undefined;
  private titles: readonly Title[] = [];
  private dates: VersionDates | undefined;
  private datesOf: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map();
  /** What is known of titles: from the last run where nothing changed, else from this one. */
  private readonly records = new Map<string, TitleRecord>();
  private readonly hashes = new Map<string, string>();
  /** How many batches of titles were made, and what others said about titles after that. */
  private batches = 0;
  private known: { readonly after: number; readonly around: (title: string) => Around } | undefined;
  private readonly made = new Map<string, MadeTitle & { readonly around: Around }>();

  constructor(options: SiteOptions) {
    this.options = options;
    this.repository = options.repository;
  }

  async build(): Promise<SiteResult> {
    const { out, repository, streams, identity, assets, version, lineage, dashboards } = this.options;
    const found = readState(out);
    if (found.kind === "foreign") throw new Error(`${out} holds ${found.name}`);
    const state = found.kind === "state" ? found.state : undefined;
    this.state = state;
    this.isBelieved = found.kind === "state" && !found.isBroken;
    const { settings, snapshot } = repository;
    const site = siteContext(identity, assets, {
      hasLineage: lineage !== undefined,
      hasDashboards: dashboards !== undefined,
    });
    const ownKey = hashOf(
      JSON.stringify([version, assets.script, assets.style, identity, site.sections, settings]),
    );
    const views = streamViews(streams);
    this.dates = versionDates(repository.git, settings, state?.dates);
    this.datesOf = datesByTitle(this.dates);
    const names = findTitles(snapshot, settings);
    const known = new Set(names);
    const lineagePages = lineage && new LineagePages(site, lineage, known);
    this.titles = this.find(
      names,
      views,
      this.numbersOf(lineagePages),
      this.isBelieved && state?.key === ownKey,
    );
    for (const { title, input, before } of this.titles) {
      if (input === undefined) continue;
      this.hashes.set(title, input.contentHash);
      if (before?.input.contentHash === input.contentHash) this.records.set(title, before.record);
    }

    await this.makeTitles(site);

    const states = this.titles.map((one) => this.stateOf(one));
    const around = this.around();
    const records = this.titles.map(({ title }): TitleRecord => {
      const record = this.records.get(title) as TitleRecord;
      const { findings } = around(title);
      return findings.length === 0 ? record : { ...record, findings: [...record.findings, ...findings] };
    });
    const before = this.filesBefore();
    const files = new SiteFiles(out, before);
    const common = commonParts({
      site,
      identity,
      assets,
      records,
      dependents: new Map(names.map((title) => [title, around(title).dependents])),
      streams: views,
      titles: names.filter((_, index) => states[index]?.isServed),
    });
    const parts = await this.writeParts(
      [...common, ...this.numberParts(site, lineagePages)],
      before,
      files,
      ownKey,
    );
    this.add(files.counts);
    this.removeOthers(before, files, [
      ...Object.values(parts).flatMap((part) => part.files),
      ...states.flatMap((one) => one.files),
    ]);
    const isTouched = states.some(({ input }, index) => {
      return this.titles[index]?.before?.input.signature !== input.signature;
    });
    const isOther = Object.entries(parts).some(([name, part]) => part.key !== state?.parts[name]?.key);
    if (this.isWriting || isTouched || isOther) {
      this.begin();
      writeState(out, {
        format: stateFormat,
        at: this.at,
        key: ownKey,
        dates: this.dates,
        titles: Object.fromEntries(names.map((title, index) => [title, states[index] as TitleState])),
        parts,
      } satisfies SiteState);
    }
    return { ...this.counts, titles: names.length, made: this.made.size, records };
  }

  private find(
    names: readonly string[],
    views: readonly StreamView[],
    numbersOf: (title: string) => readonly NumberUse[],
    isSame: boolean,
  ): readonly Title[] {
    const { settings, snapshot, root } = this.repository;
    const below = namesBelow(names);
    const streamsOf = groupBy(views, ({ title }) => title ?? "");
    return names.map((title): Title => {
      const directory = directoryOfTitle(title, settings);
      const entries = snapshot.list(directory);
      const before = isSame ? this.state?.titles[title] : undefined;
      return {
        title,
        entries,
        input:
          before && titleInput(join(root, directory), entries, settings, before.input, this.state?.at ?? 0),
        streams: streamsOf.get(title) ?? [],
        readers: this.options.readersOf?.(title) ?? [],
        numbers: numbersOf(title),
        below: below.get(title) ?? [],
        before,
      };
    });
  }

  /** What is computed from a title's events, and where that is shown. */
  private numbersOf(lineagePages: LineagePages | undefined): (title: string) => readonly NumberUse[] {
    const uses = lineagePages?.uses();
    const boards = new Map<string, NumberUse[]>();
    for (const { name, file, titles } of this.options.dashboards?.dashboards ?? []) {
      const use = { name: `${name} (dashboard)`, about: "", address: dashboardsHome + file };
      for (const title of titles) boards.set(title, [...(boards.get(title) ?? []), use]);
    }
    return (title) => [...(uses?.get(title) ?? []), ...(boards.get(title) ?? [])];
  }

  /** Makes the titles that are not as they were, until each says what is true of it. */
  private async makeTitles(site: SiteContext): Promise<void> {
    const { streams, out, open, examine } = this.options;
    const guessed = this.around();
    const dirty = this.titles.filter((one) => !this.isClean(one, guessed(one.title)));
    if (dirty.length === 0) return;
    this.begin();
    const intake = streams.services.get("local") ?? "http://127.0.0.1:8192/v1/events";
    const task = { site, out, intake, titles: this.titles.map(({ title }) => title) };
    const maker = new TitleMaker({ ...task, open, examine });
    const { startThread, threads = 1, onProgress } = this.options;
    let done = 0;
    const make = async (titles: readonly Title[], around: (title: string) => Around): Promise<void> => {
      const tasks = titles.map((one) => this.taskOf(one, around(one.title)));
      const arounds = new Map(tasks.map((task) => [task.title, task.around]));
      const onMade = (made: readonly MadeTitle[]) => {
        for (const one of made) {
          this.made.set(one.title, { ...one, around: arounds.get(one.title) ?? nothing });
          this.records.set(one.title, one.record);
          this.hashes.set(one.title, one.input.contentHash);
          this.add(one.counts);
        }
        done += made.length;
        this.batches++;
        onProgress?.(Math.min(done, dirty.length), dirty.length);
      };
      await makeTitles(
        tasks,
        (some) => maker.make(some),
        startThread && (() => startThread(task)),
        threads,
        onMade,
      );
    };
    await make(dirty, guessed);
    // What others say about a title was guessed from the texts; where that was wrong the page is made once more.
    const exact = this.around();
    await make(
      this.titles.filter(({ title, before }) => {
        const known = this.made.get(title)?.around ?? before?.around;
        return known === undefined || !isSameAround(known, exact(title));
      }),
      exact,
    );
  }

  private taskOf(
    { title, entries, streams, readers, numbers, below, before }: Title,
    around: Around,
  ): TitleTask {
    const made = this.made.get(title);
    const files = made?.files ?? (this.isBelieved ? (before ?? this.state?.titles[title])?.files : undefined);
    const dates = this.datesOf.get(title) ?? {};
    // What was there and cannot be believed is written anew, and not over a file that somebody reads.
    const list =
      files ?? (this.state?.titles[title]?.files ?? []).map((one, index) => (index % 2 === 0 ? one : ""));
    return { title, entries, dates, streams, readers, numbers, around, below, before: list };
  }

  /** What other titles say about each, as far as it is known by now. */
  private around(): (title: string) => Around {
    if (this.known?.after === this.batches) return this.known.around;
    const around = this.look();
    this.known = { after: this.batches, around };
    return around;
  }

  private look(): (title: string) => Around {
    const { settings } = this.repository;
    const seen = this.titles.map((one) => {
      const { title, entries } = one;
      const record = this.records.get(title);
      const { references, id } = record ?? this.glance(one);
      const foreign = this.made.get(title)?.foreign ?? one.before?.foreign ?? [];
      const files = entries.flatMap(({ name, kind }) => (kind === "file" || kind === "link" ? [name] : []));
      return { title, files, id, references, foreign };
    });
    const dependents = dependentsOf(seen.map(({ title, references }) => [title, references] as const));
    const findings = findingsAround(seen, settings);
    return (title) => ({
      dependents: dependents.get(title) ?? [],
      findings: withoutKnown(findings.get(title) ?? [], this.records.get(title)?.findings ?? []),
    });
  }

  private isClean(one: Title, around: Around): boolean {
    return (
      one.before !== undefined &&
      this.records.has(one.title) &&
      one.before.key === this.keyOf(one) &&
      isSameAround(one.before.around, around)
    );
  }

  /** Of everything that decides what a title's pages say, except for what others say about it. */
  private keyOf({ title, streams, readers, numbers, below }: Title): string {
    const record = this.records.get(title);
    const known =
      record === undefined
        ? []
        : [...reachable(title, this.records)].map((name) => [name, this.hashes.get(name)]);
    const hasEnd = record?.deprecations.some(({ sunset }) => sunset !== undefined) === true;
    const today = hasEnd ? this.repository.today : undefined;
    const dates = this.datesOf.get(title);
    const own = [this.hashes.get(title), known, streams, readers, numbers, below, dates, today];
    return hashOf(JSON.stringify(own));
  }

  private stateOf(one: Title): TitleState {
    const made = this.made.get(one.title);
    if (made === undefined) {
      const known = one.before as TitleState;
      return { ...known, input: one.input ?? known.input };
    }
    const { input, around, record, isServed, files, foreign } = made;
    // What is reported a title when it is examined itself need not be known twice.
    const others = foreign.filter(
      ({ title, finding }) => !(this.records.get(title)?.findings ?? []).some((own) => isSame(own, finding)),
    );
    return { input, key: this.keyOf(one), around, record, isServed, files, foreign: others };
  }

  /** The pages of lineage and dashboards. */
  private numberParts(site: SiteContext, lineagePages: LineagePages | undefined): readonly CommonPart[] {
    const { lineage, dashboards } = this.options;
    const parts: CommonPart[] = [];
    if (lineagePages !== undefined) {
      const key = [lineage?.rows, this.titles.map(({ title }) => title)];
      parts.push({ name: "lineage", key, make: async () => filesOf(await lineagePages.pages()) });
    }
    if (dashboards !== undefined) {
      const make = async () => {
        const { pages, charts } = await dashboards.draw();
        return [
          ...filesOf(pages.map((page) => dashboardPage(site, page))),
          ...charts.map(({ path, text }) => ({ path: dashboardsHome + path, content: text })),
        ];
      };
      parts.push({ name: "dashboards", key: dashboards.key, make });
    }
    return parts;
  }

  /** Writes what belongs to no single title, where it would be another than it was. */
  private async writeParts(
    parts: readonly CommonPart[],
    before: ReadonlyMap<string, string>,
    files: SiteFiles,
    ownKey: string,
  ): Promise<SiteState["parts"]> {
    const states: Record<string, PartState> = {};
    for (const { name, key, make } of parts) {
      const hash = hashOf(JSON.stringify([ownKey, key]));
      const known = this.isBelieved ? this.state?.parts[name] : undefined;
      if (known?.key === hash) {
        files.counts.unchanged += known.files.length / 2;
        states[name] = known;
        continue;
      }
      const written: string[] = [];
      for (const { path, content } of await make()) {
        const contentHash = hashOf(content);
        if (before.get(path) !== contentHash) this.begin();
        written.push(path, files.write(path, content, contentHash));
      }
      states[name] = { key: hash, files: written };
    }
    return states;
  }

  /** Every file that the last run left, with its hash; without it where it is not to be believed. */
  private filesBefore(): Map<string, string> {
    const { state } = this;
    if (state === undefined) return new Map();
    const found = pairsOf(Object.values(state.parts).flatMap(({ files }) => files));
    for (const { files } of Object.values(state.titles)) {
      for (let index = 0; index < files.length; index += 2) {
        found.set(files[index] as string, files[index + 1] as string);
      }
    }
    if (!this.isBelieved) for (const path of found.keys()) found.set(path, "");
    return found;
  }

  private removeOthers(before: ReadonlyMap<string, string>, files: SiteFiles, list: readonly string[]): void {
    const present = new Set(list.filter((_, index) => index % 2 === 0));
    for (const path of before.keys()) {
      if (present.has(path)) continue;
      this.begin();
      files.remove(path);
      this.counts.removed++;
    }
  }

  private begin(): void {
    if (!this.isWriting) beginWriting(this.options.out);
    this.isWriting = true;
  }

  private add({ written, unchanged, removed }: WriteCounts): void {
    this.counts.written += written;
    this.counts.unchanged += unchanged;
    this.counts.removed += removed;
  }

  /** What a current says of itself, by its text: sooner known than by parsing it, and almost always right. */
  private glance({ title, entries }: Title): Pick<TitleRecord, "references" | "id"> {
    const { settings, snapshot } = this.repository;
    const none = { references: [], id: undefined };
    if (!entries.some(({ name }) => name === settings.currentName)) return none;
    const content = snapshot.read(joinPath(directoryOfTitle(title, settings), settings.currentName));
    if (content.kind !== "text") return none;
    const found = new Map<string, ReferenceRecord>();
    for (const [, reference = ""] of content.text.matchAll(/\$ref['"]?\s*:\s*['"]?(\/[^\s'"#,}]+)/g)) {
      const target = parseReference(reference);
      if (target === undefined || target.title === title) continue;
      const version = target.version === undefined ? "latest" : formatVersion(target.version);
      found.set(`${target.title} ${version}`, { title: target.title, version });
    }
    const id = /^['"]?\$id['"]?[ \t]*:[ \t]*['"]?([^\s'",]+)/m.exec(content.text)?.[1];
    return { references: [...found.values()], id };
  }
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

/** The names of the directories in a title's own that hold further titles. */
function namesBelow(titles: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const known = new Set(titles);
  const found = new Map<string, string[]>();
  for (const title of titles) {
    for (let slash = title.indexOf("/"); slash !== -1; slash = title.indexOf("/", slash + 1)) {
      const holder = title.slice(0, slash);
      if (!known.has(holder)) continue;
      const [name = ""] = title.slice(slash + 1).split("/");
      const names = found.get(holder) ?? [];
      if (!names.includes(name)) found.set(holder, [...names, name]);
    }
  }
  return found;
}

function datesByTitle(
  dates: VersionDates | undefined,
): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const found = new Map<string, Record<string, string>>();
  for (const [key, date] of Object.entries(dates?.dates ?? {})) {
    const title = key.slice(0, key.lastIndexOf("/"));
    const own = found.get(title);
    if (own === undefined) found.set(title, { [key]: date });
    else own[key] = date;
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

function withoutKnown(
  findings: readonly FindingRecord[],
  known: readonly FindingRecord[],
): readonly FindingRecord[] {
  return findings.filter((finding) => !known.some((one) => isSame(one, finding)));
}

function isSameAround(a: Around, b: Around): boolean {
  return (
    a.dependents.length === b.dependents.length &&
    a.dependents.every(
      ({ title, version }, index) =>
        title === b.dependents[index]?.title && version === b.dependents[index]?.version,
    ) &&
    a.findings.length === b.findings.length &&
    a.findings.every((one, index) => isSame(one, b.findings[index] as FindingRecord))
  );
}
