import type { OpenRepository } from "@addendum/workspace";
import type { TitleRecord } from "../model/record.ts";
import type { SiteContext } from "../pages/site-context.ts";
import { findingsAround, isSame, isSameAround, withoutKnown } from "./findings-around.ts";
import { makeTitles } from "./make-titles.ts";
import { hashOf } from "./site-files.ts";
import type { SiteOptions } from "./site-options.ts";
import { type TitleState, titleStateOf } from "./site-state.ts";
import type { SiteTitle } from "./site-title.ts";
import type { SiteWriter } from "./site-writer.ts";
import { type Around, type MadeTitle, TitleMaker, type TitleTask } from "./title-maker.ts";
import { dependentsOf, glanceAt, reachable } from "./title-references.ts";

const nothing: Around = { dependents: [], findings: [] };

/** Makes the pages of those titles that are not as the last run left them. */
export class TitleBuilder {
  private readonly options: SiteOptions;
  private readonly repository: OpenRepository;
  private readonly writer: SiteWriter;
  private readonly titles: readonly SiteTitle[];
  /** When each title's versions came: title → `title/X.Y.Z` → ISO 8601. */
  private readonly dates: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** What is known of titles: from the last run where nothing changed, else from this one. */
  private readonly records = new Map<string, TitleRecord>();
  private readonly hashes = new Map<string, string>();
  private readonly made = new Map<string, MadeTitle & { readonly around: Around }>();
  /** How many batches of titles were made, and what others said about titles after that. */
  private batches = 0;
  private known: { readonly after: number; readonly around: (title: string) => Around } | undefined;

  constructor(
    options: SiteOptions,
    writer: SiteWriter,
    titles: readonly SiteTitle[],
    dates: ReadonlyMap<string, Readonly<Record<string, string>>>,
  ) {
    this.options = options;
    this.repository = options.repository;
    this.writer = writer;
    this.titles = titles;
    this.dates = dates;
    for (const { title, input, before } of titles) {
      if (input === undefined) continue;
      this.hashes.set(title, input.contentHash);
      if (before?.input.contentHash === input.contentHash) this.records.set(title, before.record);
    }
  }

  /** How many titles were made. */
  get count(): number {
    return this.made.size;
  }

  /** Makes titles until each page says what is true of its title. */
  async make(site: SiteContext): Promise<void> {
    const guessed = this.around();
    const dirty = this.titles.filter((one) => !this.isClean(one, guessed(one.title)));
    if (dirty.length === 0) return;
    this.writer.begin();
    const { streams, out, open, examine, startThread, threads = 1, onProgress } = this.options;
    const intake = streams.services.get("local") ?? "http://127.0.0.1:8192/v1/events";
    const task = { site, out, intake, titles: this.titles.map(({ title }) => title) };
    const maker = new TitleMaker({ ...task, open, examine });
    let done = 0;
    const make = async (titles: readonly SiteTitle[], around: (title: string) => Around): Promise<void> => {
      const tasks = titles.map((one) => this.taskOf(one, around(one.title)));
      const arounds = new Map(tasks.map((one) => [one.title, one.around]));
      const onMade = (made: readonly MadeTitle[]) => {
        for (const one of made) {
          this.made.set(one.title, { ...one, around: arounds.get(one.title) ?? nothing });
          this.records.set(one.title, one.record);
          this.hashes.set(one.title, one.input.contentHash);
          this.writer.add(one.counts);
        }
        done += made.length;
        this.batches++;
        onProgress?.(Math.min(done, dirty.length), dirty.length);
      };
      const start = startThread && (() => startThread(task));
      await makeTitles(tasks, (some) => maker.make(some), start, threads, onMade);
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

  /** What other titles say about each, as far as it is known by now. */
  around(): (title: string) => Around {
    if (this.known?.after === this.batches) return this.known.around;
    const around = this.look();
    this.known = { after: this.batches, around };
    return around;
  }

  /** What is known of each title once all were made, what others say about it included. */
  allRecords(): readonly TitleRecord[] {
    const around = this.around();
    return this.titles.map(({ title }): TitleRecord => {
      const record = this.records.get(title) as TitleRecord;
      const { findings } = around(title);
      return findings.length === 0 ? record : { ...record, findings: [...record.findings, ...findings] };
    });
  }

  /** What is to be remembered of each title once all were made. */
  states(): Readonly<Record<string, TitleState>> {
    return Object.fromEntries(this.titles.map((one) => [one.title, this.stateOf(one)]));
  }

  private taskOf(
    { title, entries, streams, readers, numbers, below, before }: SiteTitle,
    around: Around,
  ): TitleTask {
    const { isBelieved, state } = this.writer;
    const remembered = titleStateOf(state, title);
    const known = this.made.get(title) ?? before;
    const files = known?.files ?? (isBelieved ? remembered?.files : undefined);
    // A page that cannot be reused is written to a new file, because the old one may be open.
    const list = files ?? (remembered?.files ?? []).map((one, index) => (index % 2 === 0 ? one : ""));
    return {
      title,
      entries,
      dates: this.dates.get(title) ?? {},
      streams,
      readers,
      numbers,
      around,
      below,
      before: list,
      known: known && { comparisons: known.comparisons, versions: known.record.versions },
    };
  }

  private look(): (title: string) => Around {
    const { settings, snapshot } = this.repository;
    const seen = this.titles.map((one) => {
      const { title, entries } = one;
      const { references, id } = this.records.get(title) ?? glanceAt(one, snapshot, settings);
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

  private isClean(one: SiteTitle, around: Around): boolean {
    return (
      one.before !== undefined &&
      this.records.has(one.title) &&
      one.before.key === this.keyOf(one) &&
      isSameAround(one.before.around, around)
    );
  }

  /** Of everything that decides what a title's pages say, except for what others say about it. */
  private keyOf({ title, streams, readers, numbers, below }: SiteTitle): string {
    const record = this.records.get(title);
    const known =
      record === undefined
        ? []
        : [...reachable(title, this.records)].map((name) => [name, this.hashes.get(name)]);
    const hasEnd = record?.deprecations.some(({ sunset }) => sunset !== undefined) === true;
    const today = hasEnd ? this.repository.today : undefined;
    const dates = this.dates.get(title);
    const own = [this.hashes.get(title), known, streams, readers, numbers, below, dates, today];
    return hashOf(JSON.stringify(own));
  }

  private stateOf(one: SiteTitle): TitleState {
    const made = this.made.get(one.title);
    if (made === undefined) {
      const known = one.before as TitleState;
      return { ...known, input: one.input ?? known.input };
    }
    const { input, around, record, comparisons, isServed, files, foreign } = made;
    // What is reported a title when it is examined itself need not be known twice.
    const others = foreign.filter(
      ({ title, finding }) => !(this.records.get(title)?.findings ?? []).some((own) => isSame(own, finding)),
    );
    return {
      input,
      key: this.keyOf(one),
      around,
      record,
      comparisons,
      isServed,
      files,
      foreign: others,
    };
  }
}
