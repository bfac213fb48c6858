import { contains } from "@addendum/containment";
import { columnsOf, type Declaration, declare, hiveType } from "@addendum/event-fields";
import { type Data, type DataObject, isArray, own } from "@addendum/json-schema";
import {
  changesBetween,
  formatVersion,
  isFragmentTitle,
  type Materializer,
  parseReference,
  type Settings,
  type Snapshot,
} from "@addendum/schema-repository";
import { tablesOf } from "@addendum/tables";
import { toTypeScript, typeModule } from "@addendum/type-generator";
import type { OpenRepository } from "@addendum/workspace";
import { allFields, deprecationOf, type Field, fieldsOf } from "../model/field.ts";
import { originsOf } from "../model/origins.ts";
import { comparePair, pairSettingsOf, type Pair } from "../model/pair.ts";
import type { NumberUse } from "../model/numbers.ts";
import type { FindingRecord, ReferenceRecord, TitleRecord, VersionRecord } from "../model/record.ts";
import { keyOf, sinceVersions } from "../model/since.ts";
import type { VersionsFile } from "../model/versions-file.ts";
import { shortText } from "../html/short-text.ts";
import { fileAddress, titleAddress } from "../model/addresses.ts";
import type { FieldReader } from "../pages/readers.ts";
import type { StreamView, TitleView } from "../pages/title-view.ts";
import { comparisonKey, type Comparisons, type KnownComparisons } from "./comparison-key.ts";
import { type ReadVersion, VersionReader } from "./version-reader.ts";

/** What is known of a title beside its files. */
export interface TitleSurroundings {
  readonly dates: Readonly<Record<string, string>>;
  readonly streams: readonly StreamView[];
  readonly findings: readonly FindingRecord[];
  readonly readers: readonly FieldReader[];
  readonly numbers: readonly NumberUse[];
  readonly known: KnownComparisons | undefined;
  /** Names of its files that the site contains. */
  readonly published: readonly string[];
  /** Whether the last run made a page that compares two versions. */
  hasPage(old: string, newer: string): boolean;
}

/** A title as it was read: what is stored, what its pages show, and what the browser compares. */
export interface ReadTitle {
  readonly view: Omit<TitleView, "dependents">;
  readonly versionsFile: VersionsFile;
  /** Materialized schemas that no file of the repository contains as they are: address → schema. */
  readonly data: ReadonlyMap<string, DataObject>;
  /** The newest version against each older one whose page is to be made. */
  readonly pairs: readonly Pair[];
  /** Those whose pages are there and say the same. */
  readonly keptPages: readonly { readonly old: string; readonly newer: string }[];
  readonly comparisons: Comparisons;
}

/** More changes of a version are counted. */
const storedChanges = 8;
/** More older versions are not compared beforehand: the browser does. */
const comparedVersions = 60;

/** Reads titles, each from its own files and what they refer to. */
export class TitleReader {
  private readonly settings: Settings;
  private readonly snapshot: Snapshot;
  private readonly layoutName: string;
  private readonly intake: string;
  private readonly materializer: Materializer;
  private readonly versions: VersionReader;

  /** @param materializer of the same repository: what it has parsed is not parsed again */
  constructor(repository: OpenRepository, materializer: Materializer, layoutName: string, intake: string) {
    this.settings = repository.settings;
    this.snapshot = repository.snapshot;
    this.layoutName = layoutName;
    this.intake = intake;
    this.materializer = materializer;
    this.versions = new VersionReader(repository, materializer);
  }

  readTitle(title: string, files: readonly string[], around: TitleSurroundings): ReadTitle {
    const { settings } = this;
    const { versions, unreadable } = this.versions.read(title, files, around.dates);
    const newest = versions.at(-1);
    const declarations = versions.map(({ version, schema }) => ({ version, declaration: declare(schema) }));
    const declaration = declarations.at(-1)?.declaration;
    const source = this.source(title);
    const fields = declaration === undefined ? [] : this.fields(title, declaration, source, declarations);
    const { pairs, keptPages, keys } = this.pairs(title, versions, around);
    const shown = newest?.schema ?? source ?? {};
    const steps = this.steps(title, versions, around, pairs[0]);
    const record = this.record(title, steps.records, fields, shown, source, around);
    const example = firstExample(newest?.schema);
    const data = new Map<string, DataObject>();
    const versionsFile: VersionsFile = {
      title,
      settings: pairSettingsOf(settings, title),
      versions: versions.map(({ version, schema, isFile }) => {
        if (isFile) return { version, file: fileAddress(this.layoutName, title, `${version}.json`) };
        const file = `${titleAddress(title)}-/data/${version}.json`;
        data.set(file, schema);
        return { version, file };
      }),
    };
    return {
      view: {
        record: { ...record, unreadable },
        contact: textOf(shown, "contact"),
        fields,
        example: example === undefined ? undefined : JSON.stringify(example, null, 2),
        types: this.types(title, newest),
        typesPackage: settings.types?.package,
        table: this.table(title, versions),
        streams: around.streams,
        readers: around.readers,
        numbers: around.numbers,
        files: [],
        compared: new Set([...pairs, ...keptPages].map(({ old }) => old)),
        intake: this.intake,
      },
      versionsFile,
      data,
      pairs,
      keptPages,
      comparisons: { versions: steps.keys, pages: keys },
    };
  }

  private source(title: string): DataObject | undefined {
    const path = this.materializer.currentPath(title);
    if (this.snapshot.read(path).kind === "missing") return undefined;
    return this.materializer.documents.object(path);
  }

  private fields(
    title: string,
    declaration: Declaration,
    source: DataObject | undefined,
    declarations: readonly { readonly version: string; readonly declaration: Declaration }[],
  ): readonly Field[] {
    const from = `/${title}/0.0.0`;
    const origins =
      source === undefined
        ? new Map<string, ReferenceRecord>()
        : originsOf(source, (reference) => {
            const [address = ""] = reference.split("#");
            const found = this.materializer.sourceDocument(address, from);
            const named = parseReference(address);
            const target = found?.title ?? named?.title;
            if (found === undefined || target === undefined || target === title) return undefined;
            const version = named?.version === undefined ? "latest" : formatVersion(named.version);
            return { title: target, version, data: found.data };
          });
    const since = sinceVersions(declarations);
    return fieldsOf(declaration, {
      origin: (path) => origins.get(keyOf(path)),
      since: (path) => since.get(keyOf(path)),
    });
  }

  /** The newest version against older ones: compared, or known from the last run. */
  private pairs(
    title: string,
    versions: readonly ReadVersion[],
    { known, published, hasPage }: TitleSurroundings,
  ): Pick<ReadTitle, "pairs" | "keptPages"> & { readonly keys: Comparisons["pages"] } {
    const newest = versions.at(-1);
    if (newest === undefined) return { pairs: [], keptPages: [], keys: {} };
    const settings = pairSettingsOf(this.settings, title);
    const pairs: Pair[] = [];
    const keptPages: { old: string; newer: string }[] = [];
    const keys: Record<string, string> = {};
    for (const old of versions.slice(0, -1).slice(-comparedVersions).toReversed()) {
      const files = published.filter((name) =>
        [old.version, newest.version].some((version) => name.startsWith(`${version}.`)),
      );
      const key = comparisonKey(title, old, newest, settings, files);
      keys[old.version] = key;
      if (known?.comparisons.pages[old.version] === key && hasPage(old.version, newest.version))
        keptPages.push({ old: old.version, newer: newest.version });
      else pairs.push(comparePair(title, old, newest, settings));
    }
    return { pairs, keptPages, keys };
  }

  /**
   * Each version against the one before it: compared, or known from the last run.
   * @param first the pair that may be the last of them
   */
  private steps(
    title: string,
    versions: readonly ReadVersion[],
    { dates, known }: TitleSurroundings,
    first: Pair | undefined,
  ): { readonly records: readonly VersionRecord[]; readonly keys: Comparisons["versions"] } {
    const settings = pairSettingsOf(this.settings, title);
    const { contentModel } = settings;
    const knownRecords = new Map(known?.versions.map((record) => [record.version, record]));
    const keys: Record<string, string> = {};
    const records = versions.map((newer, index): VersionRecord => {
      const { version } = newer;
      const older = versions[index - 1];
      const date = dates[`${title}/${version}`];
      if (older === undefined) return { version, date, changes: [], changeCount: 0, verdict: undefined };
      const key = comparisonKey(title, older, newer, settings);
      keys[version] = key;
      const same = known?.comparisons.versions[version] === key ? knownRecords.get(version) : undefined;
      if (same !== undefined) return { ...same, date };
      const pair = first?.old === older.version && first.newer === version ? first : undefined;
      const changes = pair?.changes ?? changesBetween(older.schema, newer.schema);
      return {
        version,
        date,
        changes: changes.slice(0, storedChanges).map(({ kind, path, text }) => ({
          kind,
          path: shortText(path, 200),
          text: shortText(text, 500),
        })),
        changeCount: changes.length,
        verdict: pair?.verdict ?? contains(older.schema, newer.schema, { contentModel }).kind,
      };
    });
    return { records, keys };
  }

  private record(
    title: string,
    versions: readonly VersionRecord[],
    fields: readonly Field[],
    schema: DataObject,
    source: DataObject | undefined,
    { streams, findings }: TitleSurroundings,
  ): TitleRecord {
    const all = [...allFields(fields)];
    const own = deprecationOf(schema, "");
    const references = source === undefined ? [] : this.references(title);
    return {
      title,
      id: source === undefined || textOf(source, "$id") === "" ? undefined : textOf(source, "$id"),
      isFragment: isFragmentTitle(title),
      isRetired: this.settings.retired.includes(title),
      description: shortText(textOf(schema, "description").replaceAll(/\s+/g, " ").trim(), 2_000),
      owner: shortText(textOf(schema, "owner"), 200),
      versions,
      fields: [...new Set(all.filter(({ origin }) => origin === undefined).map(({ name }) => name))].slice(
        0,
        400,
      ),
      fieldCount: all.length,
      personal: [...new Set(all.flatMap(({ personal }) => personal?.kind ?? []))],
      deprecations: [
        ...(own === undefined ? [] : [own]),
        ...all.flatMap(({ deprecation }) => deprecation ?? []),
      ].slice(0, 50),
      streams: streams.map(({ name }) => name),
      references,
      findings,
      unreadable: [],
    };
  }

  private references(title: string): readonly ReferenceRecord[] {
    const found = new Map<string, ReferenceRecord>();
    for (const { reference } of this.materializer.references(title)) {
      const target = parseReference(reference);
      if (target === undefined || target.title === title) continue;
      const version = target.version === undefined ? "latest" : formatVersion(target.version);
      found.set(`${target.title} ${version}`, { title: target.title, version });
    }
    return [...found.values()];
  }

  private types(title: string, newest: ReadVersion | undefined): TitleView["types"] {
    if (newest === undefined || isFragmentTitle(title)) return undefined;
    try {
      const module = typeModule({ title, version: newest.version, schema: newest.schema });
      const code = toTypeScript(module, "").split("\n").slice(1).join("\n").trim();
      return { code, typeName: module.typeName, uriName: module.constants[0]?.name ?? "" };
    } catch (error) {
      if (error instanceof RangeError) return undefined; // It is nested too deeply for types.
      throw error;
    }
  }

  private table(title: string, versions: readonly ReadVersion[]): TitleView["table"] {
    const newest = versions.at(-1);
    if (newest === undefined || isFragmentTitle(title)) return undefined;
    const { tables } = this.settings;
    const settings = {
      timestamps: tables?.timestamps ?? "string",
      misfits: tables?.misfits ?? "omit",
    } as const;
    const held = tablesOf(title, versions, settings).find(({ major }) => major === newest.number.major);
    if (held === undefined) return undefined;
    const { misfits } = columnsOf(declare(newest.schema), { timestamps: settings.timestamps });
    return {
      name: held.table.name,
      columns: held.table.columns.map(({ name, type, comment }) => ({
        name,
        type: shortText(hiveType(type), 1_000),
        comment: comment && shortText(comment, 300),
      })),
      notes:
        settings.misfits === "json" ? [] : misfits.map(({ path }) => `No column holds ${path.join(".")}.`),
    };
  }
}

function textOf(schema: DataObject, keyword: string): string {
  const value = own(schema, keyword);
  return typeof value === "string" ? value : "";
}

function firstExample(schema: DataObject | undefined): Data | undefined {
  const examples = schema === undefined ? undefined : own(schema, "examples");
  return isArray(examples) ? examples[0] : undefined;
}
