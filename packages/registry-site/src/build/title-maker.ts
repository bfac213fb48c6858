import { join } from "node:path";
import {
  baseName,
  type DirectoryEntry,
  directoryOfTitle,
  joinPath,
  type Materializer,
} from "@addendum/schema-repository";
import type { OpenRepository } from "@addendum/workspace";
import { pairAddress, versionsAddress } from "../model/addresses.ts";
import type { NumberUse } from "../model/numbers.ts";
import {
  type FindingRecord,
  type ReferenceRecord,
  type TitleRecord,
  unreadableText,
} from "../model/record.ts";
import { titleListing } from "../machine/listing.ts";
import { layoutFiles } from "../machine/layout-files.ts";
import { fileOfPage } from "../pages/fold.ts";
import { pairPages } from "../pages/pair-page.ts";
import type { FieldReader } from "../pages/readers.ts";
import type { SiteContext } from "../pages/site-context.ts";
import { titlePages } from "../pages/title-page.ts";
import type { StreamView } from "../pages/title-view.ts";
import type { Comparisons, KnownComparisons } from "./comparison-key.ts";
import { SiteFiles, type WriteCounts } from "./site-files.ts";
import { type ReadInput, type TitleInput, titleInput } from "./title-input.ts";
import { TitleReader } from "./title-reader.ts";

/** What is known about a title besides its files. Plain data, because it is sent to threads. */
export interface TitleTask {
  readonly title: string;
  readonly entries: readonly DirectoryEntry[];
  /** When its versions came: `title/X.Y.Z` → ISO 8601. */
  readonly dates: Readonly<Record<string, string>>;
  readonly streams: readonly StreamView[];
  readonly readers: readonly FieldReader[];
  readonly numbers: readonly NumberUse[];
  readonly around: Around;
  /** Names of the directories in its own that contain titles. */
  readonly below: readonly string[];
  /** Path → hash, alternating: its files as they are. */
  readonly before: readonly string[];
  /** What an earlier run of the same program compared; undefined: none is known. */
  readonly known: KnownComparisons | undefined;
}

/** What other titles contribute to one. */
export interface Around {
  /** Referred to by, each with the version that it names. */
  readonly dependents: readonly ReferenceRecord[];
  /** What is wrong with it beside what shows when it is examined alone. */
  readonly findings: readonly FindingRecord[];
}

/** A title whose pages were made. Plain data. */
export interface MadeTitle {
  readonly title: string;
  readonly input: TitleInput;
  readonly record: TitleRecord;
  readonly comparisons: Comparisons;
  /** Whether it has files in the machine's layout. */
  readonly isServed: boolean;
  /** Path → hash, alternating: its files. */
  readonly files: readonly string[];
  /** What is wrong with others and shows when this one is examined. */
  readonly foreign: readonly TitleFinding[];
  readonly counts: WriteCounts;
}

/** A finding, with the title that it is about. */
export interface TitleFinding {
  readonly title: string;
  readonly finding: FindingRecord;
}

/** A finding, with the other titles that it affects. */
export interface ExaminedFinding extends TitleFinding {
  readonly dependents: readonly string[];
}

/** The settings for building titles. Plain data, because it is sent to threads. */
export interface MakerTask {
  readonly site: SiteContext;
  /** The site's root, absolute. */
  readonly out: string;
  /** Where an intake on this machine listens. */
  readonly intake: string;
  /** All titles of the repository. */
  readonly titles: readonly string[];
}

export interface MakerSettings extends MakerTask {
  /** Opens the repository, which remembers every file that it reads. */
  open(): OpenRepository;
  /** @param all titles of the repository: references see the versions that any of them is going to have */
  examine(repository: OpenRepository, titles: readonly string[], all: readonly string[]): ExaminedTitles;
}

/** The result of examining some titles. */
export interface ExaminedTitles {
  /** What is wrong with titles, each looked at alone. */
  readonly findings: readonly ExaminedFinding[];
  /** It has parsed their currents and what these refer to: the pages are made of the same. */
  readonly materializer: Materializer;
}

/** After so many titles, what was read for them is forgotten: only fragments are read again. */
const rememberedTitles = 500;

/** Builds the pages and files of titles, on the main thread or on others that share the work. */
export class TitleMaker {
  private readonly settings: MakerSettings;
  private repository: OpenRepository;
  private count = 0;

  constructor(settings: MakerSettings) {
    this.settings = settings;
    this.repository = settings.open();
  }

  make(tasks: readonly TitleTask[]): readonly MadeTitle[] {
    this.count += tasks.length;
    if (this.count > rememberedTitles) {
      this.count = tasks.length;
      this.repository = this.settings.open();
    }
    const { site, intake, titles: all, examine } = this.settings;
    const titles = tasks.map(({ title }) => title);
    const { findings: found, materializer } = examine(this.repository, titles, all);
    const reader = new TitleReader(this.repository, materializer, site.repository, intake);
    return tasks.map((task) => {
      const findings = found.flatMap(({ title, finding }) => (title === task.title ? [finding] : []));
      const foreign = found.flatMap(({ title, finding, dependents }) =>
        title !== task.title && dependents.includes(task.title) ? [{ title, finding }] : [],
      );
      return { ...this.makeTitle(task, findings, reader), foreign };
    });
  }

  private makeTitle(
    task: TitleTask,
    findings: readonly FindingRecord[],
    reader: TitleReader,
  ): Omit<MadeTitle, "foreign"> {
    const { repository } = this;
    const { site, out } = this.settings;
    const { title, entries, around } = task;
    const before = pairsOf(task.before);
    const files = new SiteFiles(out, before);
    const directory = join(repository.root, directoryOfTitle(title, repository.settings));
    const input = titleInput(directory, entries, repository.settings, undefined, 0);
    const layout = this.writeLayout(task, input, files);
    const names = layout.map(({ name }) => name);
    const read = reader.readTitle(
      title,
      entries.map(({ name }) => name),
      {
        ...task,
        findings,
        published: names,
        hasPage: (old, newer) => before.has(fileOfPage({ address: pairAddress(title, old, newer) })),
      },
    );
    const { record } = read.view;
    const shown = { ...record, findings: [...record.findings, ...around.findings] };
    const view = { ...read.view, record: shown, files: names, dependents: around.dependents };
    const pages = [...titlePages(site, view), ...read.pairs.flatMap((pair) => pairPages(site, pair, names))];
    const written: string[] = layout.flatMap(({ path, hash }) => [path, hash]);
    const write = (path: string, text: string) => written.push(path, files.write(path, text));
    for (const page of pages) write(fileOfPage(page), page.text);
    // They say what they would say if they were made again.
    const kept = read.keptPages.map(({ old, newer }) => pairAddress(title, old, newer));
    for (const [path, hash] of before) {
      if (!kept.some((address) => path.startsWith(address))) continue;
      written.push(path, hash);
      files.counts.unchanged++;
    }
    const sizes = layout.map(({ name, size }) => [name, size] as const);
    const remarks = remarksOf(record, layout);
    const listing =
      sizes.length === 0 ? [] : titleListing(site, title, sizes, task.below, task.dates, remarks);
    for (const { path, text } of listing) write(path, text);
    if (record.versions.length > 0) write(versionsAddress(title), JSON.stringify(read.versionsFile));
    for (const [path, schema] of read.data) write(path, JSON.stringify(schema));
    return {
      title,
      input: { signature: input.signature, contentHash: input.contentHash },
      record,
      comparisons: read.comparisons,
      isServed: sizes.length > 0,
      files: written,
      counts: files.counts,
    };
  }

  /** Copies a title's files. */
  private writeLayout(
    { title, entries }: TitleTask,
    { contents }: ReadInput,
    files: SiteFiles,
  ): readonly LayoutFile[] {
    const { repository } = this;
    const { site } = this.settings;
    const below = joinPath("repositories", site.repository, "jsonschema", title);
    return [...layoutFiles(entries, repository.settings)].flatMap(([name, source]) => {
      // What is a link leads elsewhere, maybe out of the repository, and is not published.
      const file = contents?.get(source);
      if (file === undefined) return [];
      const path = joinPath(below, name);
      files.writeAlike(path, file.bytes, file.hash);
      return [{ name, source, size: file.bytes.length, path, hash: file.hash }];
    });
  }
}

/** A file in the machine's layout. */
interface LayoutFile {
  readonly name: string;
  /** The name of the file in the repository that it is a copy of. */
  readonly source: string;
  /** In bytes. */
  readonly size: number;
  /** Below the site's root. */
  readonly path: string;
  readonly hash: string;
}

/** Why files cannot be read as schemas: they are served as they are. */
function remarksOf({ unreadable }: TitleRecord, layout: readonly LayoutFile[]): ReadonlyMap<string, string> {
  const known = new Map(
    unreadable.flatMap(({ files }) =>
      files.map((one) => [baseName(one.file), `This file cannot be read: ${unreadableText(one)}`] as const),
    ),
  );
  return new Map(
    layout.flatMap(({ name, source }) => {
      const remark = known.get(source);
      return remark === undefined ? [] : [[name, remark] as const];
    }),
  );
}

/** A list of path → hash, alternating, as a map. */
export function pairsOf(list: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (let index = 0; index < list.length; index += 2) {
    found.set(list[index] as string, list[index + 1] as string);
  }
  return found;
}
