import { type DataObject, isObject, parseJson, toJson } from "@addendum/json-schema";
import { findConflict } from "../model/conflict-markers.ts";
import { classify, directoryOfTitle, joinPath } from "../model/layout.ts";
import { equalButForLineEnds, withLineFeeds } from "../model/line-ends.ts";
import type { Materialized, Materializer } from "../materialize/materializer.ts";
import type { Write } from "../model/plan.ts";
import type { Repository } from "../model/repository.ts";
import { Findings } from "../model/findings.ts";
import { compareVersions, formatVersion, type Version } from "../model/version.ts";
import type { Generator, GeneratorContext, GeneratorVersion, IndexEntry } from "../model/generator.ts";

/** The findings about a generator's files, and the writes that update them. */
export interface GeneratorExamination {
  /** What the generator cannot express. */
  readonly findings: Findings;
  /** One finding for each title whose files are not in step. */
  readonly drift: Findings;
  readonly writes: readonly Write[];
}

export interface GeneratorRequest {
  readonly repository: Repository;
  readonly generator: Generator;
  readonly titles: readonly string[];
  /** Whether these are all titles there are: then files that no version needs are removed. */
  readonly isWhole: boolean;
  readonly all: () => readonly string[];
  readonly materializer: Materializer;
  /** The versions that currents call for, by title, whether they are written yet or not. */
  readonly planned: ReadonlyMap<string, Materialized>;
}

/** Compares a generator's files with the versions that are there and those that are planned. */
export function runGenerator(request: GeneratorRequest): GeneratorExamination {
  const directory = request.generator.directory(request.repository.settings);
  if (directory === undefined) throw new Error(`the settings ask for no ${request.generator.name}`);
  return new GeneratorRun(request, directory).run(request.titles);
}

class GeneratorRun {
  private readonly findings: Findings;
  private readonly drift: Findings;
  private readonly writes: Write[] = [];
  private readonly expected = new Set<string>();
  private readonly reported = new Set<string>();
  private readonly request: GeneratorRequest;
  private readonly repository: Repository;
  private readonly generator: Generator;
  private readonly directory: string;
  private readonly context: GeneratorContext;

  constructor(request: GeneratorRequest, directory: string) {
    const { settings } = request.repository;
    this.request = request;
    this.repository = request.repository;
    this.generator = request.generator;
    this.directory = directory;
    this.findings = new Findings(settings);
    this.drift = new Findings(settings);
    this.context = { settings, findings: this.findings, read: (path) => this.read(path) };
  }

  run(titles: readonly string[]): GeneratorExamination {
    const { isWhole, all } = this.request;
    const index = isWhole ? undefined : this.index();
    // With nothing to add to, every title is examined.
    if (index === undefined && !isWhole) {
      return runGenerator({
        ...this.request,
        titles: [...new Set([...all(), ...titles])].sort(),
        isWhole: true,
      });
    }
    const { settings } = this.repository;
    const touched = new Set(titles);
    const entries = (index ?? []).filter(({ title }) => !touched.has(title));
    for (const title of titles) {
      if (title === "") continue;
      const listed = (index ?? []).filter((entry) => entry.title === title);
      const made = this.generator.files(title, this.versionsOf(title), { ...this.context, listed });
      entries.push(...made.entries);
      for (const { path, text } of made.files) {
        if (text === undefined) this.expected.add(joinPath(this.directory, path));
        else this.compare(path, text, title);
      }
      if (isWhole) continue;
      for (const directory of this.generator.directoriesOf(title, settings)) {
        this.removeOthers(joinPath(this.directory, directory), false);
      }
    }
    const { index: indexFile } = this.generator;
    if (indexFile !== undefined) {
      this.compare(indexFile.path(settings), indexFile.text(entries, this.context), "");
    }
    for (const { path, text } of this.generator.commonFiles?.(this.context) ?? [])
      this.compare(path, text, "");
    if (isWhole) this.removeOthers(this.directory, true);
    return { findings: this.findings, drift: this.drift, writes: this.writes };
  }

  /** Whether there are no files yet: to say that is enough. */
  private get isNew(): boolean {
    const { index } = this.generator;
    const { snapshot, settings } = this.repository;
    if (index === undefined) return snapshot.list(this.directory).length === 0;
    return snapshot.read(joinPath(this.directory, index.path(settings))).kind === "missing";
  }

  /** What the index that is there lists; undefined if the files that are there cannot be relied on. */
  private index(): readonly IndexEntry[] | undefined {
    const { index } = this.generator;
    if (index === undefined) return this.isNew ? undefined : [];
    const text = this.read(index.path(this.repository.settings));
    return text === undefined || findConflict(text) !== undefined ? undefined : index.parse(text);
  }

  private read(path: string): string | undefined {
    const content = this.repository.snapshot.read(joinPath(this.directory, path));
    return content.kind === "text" ? withLineFeeds(content.text) : undefined;
  }

  private isChanged(title: string, version: Version, file: string): boolean {
    if (this.request.isWhole || this.repository.changed === undefined) return true;
    const planned = this.request.planned.get(title);
    return (
      this.repository.changed.has(file) ||
      (planned !== undefined && compareVersions(planned.version.version, version) === 0)
    );
  }

  private versionsOf(title: string): readonly GeneratorVersion[] {
    const { snapshot, settings } = this.repository;
    const directory = directoryOfTitle(title, settings);
    const known = new Map<string, Omit<GeneratorVersion, "isChanged" | "version"> & { version: Version }>();
    // A JSON file is read in a fraction of the time.
    const types = [...settings.contentTypes].sort();
    const names = snapshot.list(directory).filter(({ kind }) => kind === "file" || kind === "link");
    for (const type of types) {
      for (const { name } of names) {
        const found = classify(name);
        if (found?.kind !== "version" || found.contentType !== type) continue;
        const { version } = found;
        const key = formatVersion(version);
        const file = joinPath(directory, name);
        if (!known.has(key)) known.set(key, { version, file, schema: () => this.schema(title, key, file) });
      }
    }
    const planned = this.request.planned.get(title);
    if (planned !== undefined) {
      const { version } = planned.version;
      const file = joinPath(directory, `${formatVersion(version)}.${types[0] as string}`);
      known.set(formatVersion(version), { version, file, schema: () => written(planned.resolved) });
    }
    return [...known.values()]
      .sort((a, b) => compareVersions(a.version, b.version))
      .map(({ version, file, schema }) => ({
        version: formatVersion(version),
        file,
        isChanged: this.isChanged(title, version, file),
        schema,
      }));
  }

  private schema(title: string, version: string, path: string): DataObject | undefined {
    const { materializer, repository } = this.request;
    const found = materializer.documents.find(path);
    if (found.kind !== "file") return undefined;
    const data = path.endsWith(".json")
      ? parseJson(found.text)
      : materializer.documents.versionData(path, found.text);
    if (!isObject(data)) return undefined;
    return repository.settings.dereference
      ? data
      : written(materializer.resolvedVersion(title, version, data));
  }

  /** @param title whose file it is; "" for all titles' */
  private compare(name: string, text: string, title: string): void {
    const path = joinPath(this.directory, name);
    this.expected.add(path);
    const content = this.repository.snapshot.read(path);
    if (content.kind === "text" && equalButForLineEnds(content.text, text)) return;
    const messageId = content.kind === "missing" ? "missing" : "differs";
    this.report(messageId, path, title);
    this.writes.push({ kind: "file", path, text });
  }

  /** One finding is enough for a title. */
  private report(messageId: "missing" | "differs" | "obsolete", file: string, title: string): void {
    if (this.reported.has(title) || (this.isNew && title !== "")) return;
    this.reported.add(title);
    this.drift.add(this.generator.outdated, messageId, { file }, { file });
  }

  /** Generated files that no version needs. */
  private removeOthers(directory: string, isDeep: boolean, depth = 0): void {
    const { snapshot } = this.repository;
    for (const { name, kind } of snapshot.list(directory)) {
      const path = joinPath(directory, name);
      if (isDeep && kind === "directory" && name !== "node_modules" && !name.startsWith(".") && depth < 32) {
        this.removeOthers(path, isDeep, depth + 1);
      }
      if (kind !== "file" || this.expected.has(path)) continue;
      const place = path.slice(this.directory.length + 1);
      if (!this.generator.isGenerated(name, () => this.read(place))) continue;
      this.report("obsolete", path, directory.slice(this.directory.length + 1));
      this.writes.push({ kind: "removal", path });
    }
  }
}

/** Data as a version file gives it back, in its order. */
function written(data: DataObject): DataObject {
  return JSON.parse(toJson(data)) as DataObject;
}
