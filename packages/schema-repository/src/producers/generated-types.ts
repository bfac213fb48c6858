import { type DataObject, isObject, toJson } from "@addendum/json-schema";
import {
  headerOf,
  type IndexEntry,
  indexText,
  packageText,
  parseIndex,
  type SchemaVersion,
  toCommonJs,
  toDeclarationFile,
  toEsModule,
  toTypeScript,
  typeModule,
  type TypeModule,
  uriOf,
} from "@addendum/type-generator";
import { classify, directoryOfTitle, joinPath } from "../layout.ts";
import type { Materialized, Materializer } from "../materialize/materializer.ts";
import type { Write } from "../plan.ts";
import type { Repository } from "../repository.ts";
import { Findings } from "../rule.ts";
import { noUntypedSchema } from "./rules/no-untyped-schema.ts";
import { noVersionIdClash } from "./rules/no-version-id-clash.ts";
import { typesNotGenerated } from "./rules/types-not-generated.ts";
import type { TypesSettings } from "../settings.ts";
import { compareVersions, formatVersion, type Version } from "../version.ts";

/** What the generated types lack, and the writes that bring them in step. */
export interface TypesExamination {
  readonly findings: Findings;
  /** One finding for each title whose types lag behind. */
  readonly drift: Findings;
  readonly writes: readonly Write[];
}

/** A version of a title, with a way to its schema. */
interface Known {
  readonly version: Version;
  /** Where it lies, or will. */
  readonly file: string;
  readonly read: () => DataObject | undefined;
}

interface TypesRequest {
  readonly repository: Repository;
  readonly types: TypesSettings;
  readonly titles: readonly string[];
  /** Whether these are all titles there are: then files that no version calls for are removed. */
  readonly isWhole: boolean;
  readonly all: () => readonly string[];
  readonly materializer: Materializer;
  /** The versions that currents call for, by title, whether they are written yet or not. */
  readonly planned: ReadonlyMap<string, Materialized>;
}

/** Compares the generated types with the versions that are there and those that are planned. */
export function examineTypes(request: TypesRequest): TypesExamination {
  return new TypesExaminer(request).run(request.titles);
}

class TypesExaminer {
  private readonly findings: Findings;
  private readonly drift: Findings;
  private readonly writes: Write[] = [];
  private readonly expected = new Set<string>();
  private readonly reported = new Set<string>();
  private readonly request: TypesRequest;
  private readonly repository: Repository;
  private readonly types: TypesSettings;

  constructor(request: TypesRequest) {
    this.request = request;
    this.repository = request.repository;
    this.types = request.types;
    this.findings = new Findings(request.repository.settings);
    this.drift = new Findings(request.repository.settings);
  }

  run(titles: readonly string[]): TypesExamination {
    const { isWhole, all } = this.request;
    const index = isWhole ? undefined : this.index();
    // Without an index to add to, every title is looked at.
    if (index === undefined && !isWhole) {
      return examineTypes({
        ...this.request,
        titles: [...new Set([...all(), ...titles])].sort(),
        isWhole: true,
      });
    }
    const touched = new Set(titles);
    const entries: IndexEntry[] = (index ?? []).filter(({ title }) => !touched.has(title));
    for (const title of titles) {
      if (title === "") continue;
      entries.push(...this.title(title, index));
      if (!isWhole) this.removeOthers(joinPath(this.types.out, title), false);
    }
    this.rekey(entries);
    const source = `the schemas below ${this.repository.settings.schemas || "this directory"}`;
    this.compare(this.indexName, indexText(entries, source), "");
    if (this.types.package !== undefined) this.packageFile(this.types.package);
    if (isWhole) this.removeOthers(this.types.out, true);
    return { findings: this.findings, drift: this.drift, writes: this.writes };
  }

  private get indexName(): string {
    return this.types.package === undefined ? "index.ts" : "index.d.ts";
  }

  /** Whether there are no types yet: to say that is enough. */
  private get isNew(): boolean {
    return this.repository.snapshot.read(joinPath(this.types.out, this.indexName)).kind === "missing";
  }

  private index(): readonly IndexEntry[] | undefined {
    const content = this.repository.snapshot.read(joinPath(this.types.out, this.indexName));
    return content.kind === "text" ? parseIndex(content.text) : undefined;
  }

  /** Compares a title's modules, and says what the index holds of it. */
  private title(title: string, index: readonly IndexEntry[] | undefined): IndexEntry[] {
    const versions = this.versionsOf(title);
    const entries: IndexEntry[] = [];
    const byMajor = new Map<number, Known[]>();
    for (const known of versions) {
      const { major } = known.version;
      byMajor.set(major, [...(byMajor.get(major) ?? []), known]);
      const listed = index?.find(
        (entry) => entry.title === title && entry.version === formatVersion(known.version),
      );
      // What is listed and did not change needs no second look.
      if (listed !== undefined && !this.isTouched(title, known)) {
        this.expect(title, formatVersion(known.version));
        entries.push(listed);
        continue;
      }
      const version = this.schemaVersion(title, known);
      if (version === undefined) continue;
      const made = typeModule(version);
      for (const { pointer, reason } of made.untyped) {
        this.findings.add(noUntypedSchema, "untyped", { file: known.file, pointer }, { reason });
      }
      entries.push({ key: uriOf(version), title, version: version.version, typeName: made.typeName });
      this.module(title, version.version, made, known.file);
    }
    for (const [major, ofMajor] of byMajor) this.major(title, major, ofMajor, index, entries);
    return entries;
  }

  /** The module of a major: its newest version's, whose events may name any version of the major. */
  private major(
    title: string,
    major: number,
    versions: readonly Known[],
    index: readonly IndexEntry[] | undefined,
    entries: readonly IndexEntry[],
  ): void {
    const listed = (index ?? []).filter(
      (entry) => entry.title === title && entry.version.startsWith(`${major}.`),
    );
    const isSame =
      listed.length === versions.length && versions.every((known) => !this.isTouched(title, known));
    const newest = versions.at(-1);
    if (newest === undefined || (index !== undefined && isSame)) {
      this.expect(title, String(major));
      return;
    }
    const version = this.schemaVersion(title, newest);
    if (version === undefined) return;
    const uris = entries.filter((entry) => entry.title === title && entry.version.startsWith(`${major}.`));
    this.module(
      title,
      String(major),
      typeModule(
        version,
        uris.map(({ key }) => key),
      ),
      newest.file,
    );
  }

  private isTouched(title: string, { file, version }: Known): boolean {
    if (this.request.isWhole || this.repository.changed === undefined) return true;
    const planned = this.request.planned.get(title);
    return (
      this.repository.changed.has(file) ||
      (planned !== undefined && compareVersions(planned.version.version, version) === 0)
    );
  }

  private versionsOf(title: string): readonly Known[] {
    const { snapshot, settings } = this.repository;
    const directory = directoryOfTitle(title, settings);
    const known = new Map<string, Known>();
    // A JSON file is read in a fraction of the time.
    const types = [...settings.contentTypes].sort();
    const names = snapshot.list(directory).filter(({ kind }) => kind === "file" || kind === "link");
    for (const type of types) {
      for (const { name } of names) {
        const file = classify(name);
        if (file?.kind !== "version" || file.contentType !== type) continue;
        const key = formatVersion(file.version);
        const path = joinPath(directory, name);
        if (!known.has(key))
          known.set(key, { version: file.version, file: path, read: () => this.read(title, key, path) });
      }
    }
    const planned = this.request.planned.get(title);
    if (planned !== undefined) {
      const { version } = planned.version;
      const file = joinPath(directory, `${formatVersion(version)}.${types[0] as string}`);
      known.set(formatVersion(version), { version, file, read: () => written(planned.resolved) });
    }
    return [...known.values()].sort((a, b) => compareVersions(a.version, b.version));
  }

  private read(title: string, version: string, path: string): DataObject | undefined {
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

  private schemaVersion(title: string, { version, file, read }: Known): SchemaVersion | undefined {
    const schema = read();
    if (schema !== undefined) return { title, version: formatVersion(version), schema };
    this.findings.add(noUntypedSchema, "unreadable", { file });
    return undefined;
  }

  private fileNames(name: string): readonly string[] {
    return this.types.package === undefined ? [`${name}.ts`] : [`${name}.d.ts`, `${name}.js`, `${name}.mjs`];
  }

  private expect(title: string, name: string): void {
    for (const file of this.fileNames(name)) this.expected.add(joinPath(this.types.out, title, file));
  }

  private module(title: string, name: string, made: TypeModule, file: string): void {
    const source = file.replace(/\.(yaml|json)$/, "");
    const texts =
      this.types.package === undefined
        ? [toTypeScript(made, source)]
        : [toDeclarationFile(made, source), toCommonJs(made, source), toEsModule(made, source)];
    this.fileNames(name).forEach((file, index) =>
      this.compare(joinPath(title, file), texts[index] as string, title),
    );
  }

  /** Two versions under one URI are known by their paths. */
  private rekey(entries: IndexEntry[]): void {
    const byKey = new Map<string, number[]>();
    entries.forEach(({ key }, index) => byKey.set(key, [...(byKey.get(key) ?? []), index]));
    for (const [id, indexes] of byKey) {
      if (indexes.length < 2) continue;
      for (const index of indexes) {
        const entry = entries[index] as IndexEntry;
        const { title, version } = entry;
        const { settings } = this.repository;
        const file = joinPath(directoryOfTitle(title, settings), `${version}.${settings.contentTypes[0]}`);
        this.findings.add(
          noVersionIdClash,
          "clash",
          { file, pointer: "/$id" },
          { id, key: `/${title}/${version}` },
        );
        entries[index] = { ...entry, key: `/${title}/${version}` };
      }
    }
  }

  private packageFile(name: string): void {
    const content = this.repository.snapshot.read(joinPath(this.types.out, "package.json"));
    const existing = content.kind === "text" ? parseJson(content.text) : undefined;
    this.compare("package.json", packageText(name, isObject(existing) ? existing : undefined), "");
  }

  /** @param title whose types they are; "" for all titles' */
  private compare(name: string, text: string, title: string): void {
    const path = joinPath(this.types.out, name);
    this.expected.add(path);
    const content = this.repository.snapshot.read(path);
    if (content.kind === "text" && content.text === text) return;
    const messageId = content.kind === "missing" ? "missing" : "differs";
    this.report(messageId, path, title);
    this.writes.push({ kind: "file", path, text });
  }

  /** One finding is enough for a title. */
  private report(messageId: "missing" | "differs" | "obsolete", file: string, title: string): void {
    if (this.reported.has(title) || (this.isNew && title !== "")) return;
    this.reported.add(title);
    this.drift.add(typesNotGenerated, messageId, { file }, { file });
  }

  /** Generated files that no version calls for. */
  private removeOthers(directory: string, isDeep: boolean, depth = 0): void {
    const { snapshot } = this.repository;
    for (const { name, kind } of snapshot.list(directory)) {
      const path = joinPath(directory, name);
      if (isDeep && kind === "directory" && name !== "node_modules" && !name.startsWith(".") && depth < 32) {
        this.removeOthers(path, isDeep, depth + 1);
      }
      if (kind !== "file" || this.expected.has(path) || !/\.(ts|js|mjs)$/.test(name)) continue;
      const content = snapshot.read(path);
      if (content.kind !== "text" || !content.text.startsWith(headerOf("").split(" from")[0] as string))
        continue;
      this.report("obsolete", path, directory.slice(this.types.out.length + 1));
      this.writes.push({ kind: "removal", path });
    }
  }
}

/** Data as a version file gives it back, in its order. */
function written(data: DataObject): DataObject {
  return JSON.parse(toJson(data)) as DataObject;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
