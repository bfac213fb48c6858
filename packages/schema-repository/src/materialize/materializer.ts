import {
  type Data,
  type DataObject,
  dialectProblems,
  type DialectProblem,
  isArray,
  isObject,
  own,
} from "@addendum/json-schema";
import { Documents } from "./documents.ts";
import type { FindingLocation } from "../model/finding.ts";
import { directoryOf, directoryOfTitle, joinPath, titleOfDirectory } from "../model/layout.ts";
import { externalReferences, type SourceReference } from "./source-references.ts";
import { readVersion, type SourceVersion } from "../versions/source-version.ts";
import { Findings } from "../model/findings.ts";
import { noCircularRef } from "./rules/no-circular-ref.ts";
import { noConflictingAllOf } from "./rules/no-conflicting-all-of.ts";
import { noHugeDocument } from "./rules/no-huge-document.ts";
import { noUnknownDialect } from "./rules/no-unknown-dialect.ts";
import type { RemoteReferences } from "../model/repository.ts";
import type { Settings } from "../model/settings.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { formatVersion } from "../model/version.ts";
import { ExampleTooLarge, generateExample } from "./example.ts";
import { addNumericBounds } from "./numeric-bounds.ts";
import {
  absoluteReference,
  type FreshVersions,
  ReferenceResolver,
  versionOfFile,
} from "./reference-resolver.ts";
import { valueLimit, writeOut, type WrittenOut } from "./write-out.ts";

/** A materialized current; rules check it written out. */
export interface Materialized extends WrittenOut {
  readonly title: string;
  /** Path of the current. */
  readonly source: string;
  readonly version: SourceVersion;
  readonly data: DataObject;
  readonly exampleIsGenerated: boolean;
  /** Why it cannot be judged as a schema of draft-07, where it cannot: rules that read draft-07 are not asked. */
  readonly otherDialect: DialectProblem | undefined;
  /** What events are judged by: the data, with its references written out where the settings leave them in it. */
  readonly resolved: DataObject;
}

/** A document as its author wrote it, or as it was published. */
export interface SourceDocument {
  readonly file: string;
  /** What relative references in it start from. */
  readonly uri: string;
  /** Of the schema that it is a version of. */
  readonly title: string | undefined;
  readonly data: DataObject;
}

/**
 * Materializes currents on request, each once, the ones that it refers to first.
 * Source of the pipeline: the measured behaviour of @wikimedia/jsonschema-tools 1.3.0, see docs/materializing.md.
 */
export class Materializer {
  readonly documents: Documents;
  private readonly done = new Map<string, Materialized | undefined>();
  private readonly open = new Set<string>();
  private readonly snapshot: Snapshot;
  private readonly settings: Settings;
  private readonly findings: Findings;
  private readonly resolver: ReferenceResolver;
  /** Where references may stay, those that cannot be written out are correct, and not reported. */
  private readonly quietResolver: ReferenceResolver;
  private readonly published = new WeakMap<DataObject, DataObject>();
  private readonly runTitles: ReadonlySet<string>;

  /** @param runTitles titles whose current is materialized in this run, so that references see the new version */
  constructor(
    snapshot: Snapshot,
    settings: Settings,
    findings: Findings,
    runTitles: ReadonlySet<string>,
    remote: RemoteReferences,
  ) {
    this.snapshot = snapshot;
    this.settings = settings;
    this.findings = findings;
    this.runTitles = runTitles;
    this.documents = new Documents(snapshot, findings);
    const fresh = (title: string, version: string, at: FindingLocation) =>
      this.freshVersion(title, version, at);
    this.resolver = new ReferenceResolver(settings, this.documents, findings, remote, fresh);
    const called = (title: string, version: string) => this.calledVersion(title, version);
    const unheard = new Findings(settings);
    this.quietResolver = new ReferenceResolver(settings, this.documents, unheard, remote, called);
  }

  /** URIs that no base holds and no lock pins. */
  get unpinned(): ReadonlySet<string> {
    return this.resolver.unpinned;
  }

  currentPath(title: string): string {
    return joinPath(directoryOfTitle(title, this.settings), this.settings.currentName);
  }

  /** Reads the documents that the currents refer to in as few rounds as their depth. */
  prefetch(titles: readonly string[]): void {
    let paths = titles.map((title) => this.currentPath(title));
    const seen = new Set<string>();
    while (paths.length > 0) {
      this.snapshot.prefetch(paths);
      for (const path of paths) seen.add(path);
      const next = new Set<string>();
      for (const path of paths) {
        const found = this.documents.find(path);
        if (found.kind !== "file") continue;
        seen.add(found.path);
        for (const [, reference] of found.text.matchAll(/\$ref['"]?\s*:\s*['"]?(\/[^\s'"#,}]+)/g)) {
          for (const candidate of this.resolver.candidates(reference as string)) {
            if (candidate.kind !== "file" || seen.has(candidate.path)) continue;
            next.add(candidate.path);
            // An alias leads to the first content type: reading both at once saves a round.
            const type = this.settings.contentTypes[0];
            if (/\d$/.test(candidate.path)) next.add(`${candidate.path}.${type}`);
          }
        }
      }
      paths = [...next];
    }
  }

  /** The references that a current's source makes to other documents. */
  references(title: string): readonly SourceReference[] {
    const source = this.documents.object(this.currentPath(title));
    return source === undefined ? [] : externalReferences(source);
  }

  /** The materialized current of a title; undefined if findings say why there is none. */
  materialize(title: string): Materialized | undefined {
    if (this.done.has(title)) return this.done.get(title);
    this.open.add(title);
    const materialized = this.compute(title);
    this.open.delete(title);
    this.done.set(title, materialized);
    return materialized;
  }

  private compute(title: string): Materialized | undefined {
    const path = this.currentPath(title);
    const source = this.documents.object(path);
    if (source === undefined) return undefined;
    const version = readVersion(source, path, title, this.settings, this.findings);
    if (version === undefined) return undefined;
    const otherDialect = this.reportDialect(source, path);
    const { generateExamples } = this.settings;
    const uri = `/${title}/${formatVersion(version.version)}`;
    const written = this.settings.dereference
      ? this.writeOut(source, path, uri)
      : this.writeOutQuietly(source, path, uri);
    if (written === undefined) return undefined;
    const data = this.withBounds(this.settings.dereference ? written.merged : source);
    const named = generateExamples
      ? this.withExample(data, written.merged, path, version)
      : { data, generated: false };
    if (named === undefined) return undefined;
    return {
      title,
      source: path,
      version,
      data: named.data,
      exampleIsGenerated: named.generated,
      otherDialect: otherDialect ?? this.reportDialect(written.dereferenced, path),
      resolved: this.settings.dereference ? named.data : this.asVersion(written.merged, named.data),
      dereferenced: written.dereferenced,
      merged: written.merged,
    };
  }

  /** Reports a schema of another dialect, written out or not. */
  private reportDialect(schema: DataObject, file: string): DialectProblem | undefined {
    const problem = dialectProblems(schema).find(({ kind }) => kind === "dialect");
    if (problem === undefined) return undefined;
    const { pointer, dialect, reason } = problem;
    // jsonschema-tools never looked at `$schema`: what is not an URI names no dialect, so it is written unchanged.
    if (this.settings.adopted && pointer === "/$schema" && !/^[a-z][a-z0-9+.-]*:/i.test(dialect))
      return undefined;
    this.findings.add(noUnknownDialect, "unjudged", { file, pointer }, { dialect, reason });
    return problem;
  }

  /** What events of a published version are judged by: its data, with what its references lead to. */
  resolvedVersion(title: string, version: string, data: DataObject): DataObject {
    let resolved = this.published.get(data);
    if (resolved === undefined) {
      const { dereference } = this.settings;
      const isWhole = dereference && externalReferences(data).length === 0;
      const uri = `/${title}/${version}`;
      const { merged } = isWhole
        ? { merged: data }
        : this.writeOutQuietly(data, this.currentPath(title), uri);
      resolved = dereference ? merged : this.asVersion(merged, data);
      this.published.set(data, resolved);
    }
    return resolved;
  }

  /** A schema whose references are written out, with the bounds and examples of a version that has references. */
  private asVersion(schema: DataObject, { examples }: DataObject): DataObject {
    return { ...this.withBounds(schema), ...(examples !== undefined && { examples }) };
  }

  private withBounds(schema: DataObject): DataObject {
    const { numericBounds } = this.settings;
    return numericBounds === false ? schema : addNumericBounds(schema, numericBounds);
  }

  /** The current of a title, as it is written; undefined if there is none that can be read. */
  current(title: string): SourceDocument | undefined {
    const file = this.currentPath(title);
    if (this.documents.find(file).kind === "missing") return undefined;
    const data = this.documents.object(file);
    if (data === undefined) return undefined;
    const called = readVersion(data, file, title, this.settings);
    const version = called === undefined ? "0.0.0" : formatVersion(called.version);
    return { file, uri: `/${title}/${version}`, title, data };
  }

  /**
   * What a reference without its fragment leads to: the current that needs that version, else the published version.
   * Undefined if it has no target, or out of the repository.
   */
  sourceDocument(reference: string, from: string): SourceDocument | undefined {
    const absolute = absoluteReference(reference, from);
    for (const candidate of this.resolver.candidates(absolute)) {
      if (candidate.kind === "uri") continue;
      const found = this.documents.find(candidate.path);
      const path = found.kind === "file" ? found.path : candidate.path;
      const title = titleOfDirectory(directoryOf(path), this.settings) || undefined;
      const current = title === undefined ? undefined : this.current(title);
      const version = versionOfFile(path);
      if (current !== undefined && version !== undefined && current.uri === `/${title ?? ""}/${version}`) {
        return current;
      }
      const data = found.kind === "file" ? this.documents.object(path) : undefined;
      if (data !== undefined) return { file: path, uri: absolute, title, data };
    }
    return undefined;
  }

  /** What a reference from anywhere leads to, except for its fragment; nothing is reported, and nothing fetched. */
  referencedDocument(reference: string): Data | undefined {
    const place = { uri: "", pointer: "", reference };
    const source = this.sourceDocument(reference, "");
    return source?.data ?? this.quietResolver.open(reference, place, { path: "", uri: "" })?.data;
  }

  /** The schema written out; undefined if findings say why that cannot be. */
  private writeOut(data: DataObject, path: string, uri: string): WrittenOut | undefined {
    const mayLeadBack = this.settings.dereference === "acyclic";
    const outcome = writeOut(data, { path, uri }, this.resolver, this.settings.annotations, mayLeadBack);
    if (outcome.kind === "written") return outcome;
    if (outcome.kind === "too-large") {
      const what = "the number of values once references are written out";
      this.findings.add(noHugeDocument, "tooLarge", { file: path }, { what, limit: valueLimit });
    }
    if (outcome.kind === "conflict") {
      const { keyword, reason, places, values } = outcome.conflict;
      const messageId = reason === "empty" ? "empty" : "different";
      this.findings.add(
        noConflictingAllOf,
        messageId,
        { file: path, pointer: places[0] },
        {
          keyword,
          first: JSON.stringify(values[0]),
          second: JSON.stringify(values[1]),
          firstPlace: places[0],
          secondPlace: places[1],
        },
      );
    }
    return undefined;
  }

  /** The same where references may stay: nothing is reported, and what cannot be written out is left as it is. */
  private writeOutQuietly(data: DataObject, path: string, uri: string): WrittenOut {
    const outcome = writeOut(data, { path, uri }, this.quietResolver, this.settings.annotations, true);
    if (outcome.kind === "written") return outcome;
    const dereferenced = outcome.kind === "conflict" ? outcome.dereferenced : data;
    return { dereferenced, merged: dereferenced };
  }

  /** @param meant what the schema says with its references written out, which an example is made from */
  private withExample(
    schema: DataObject,
    meant: DataObject,
    path: string,
    version: SourceVersion,
  ): { readonly data: DataObject; readonly generated: boolean } | undefined {
    const written = own(schema, "examples");
    const isWritten =
      (isArray(written) && written.length > 0) ||
      (isObject(written) && Object.keys(written).length > 0) ||
      (typeof written === "string" && written !== "");
    if (isWritten) return { data: schema, generated: false };
    try {
      let example = generateExample(this.withBounds(meant));
      if (isObject(example) && Object.hasOwn(example, "$schema")) {
        example = { ...example, $schema: version.text };
      }
      return { data: { ...schema, examples: [example] }, generated: true };
    } catch (error) {
      if (!(error instanceof ExampleTooLarge)) throw error;
      this.findings.add(noHugeDocument, "example", { file: path });
      return undefined;
    }
  }

  /** The new data of a version that this same run materializes. */
  private freshVersion(title: string, version: string, at: FindingLocation): ReturnType<FreshVersions> {
    if (!this.runTitles.has(title)) return undefined;
    const source = this.documents.object(this.currentPath(title));
    if (source === undefined) return undefined;
    const called = readVersion(source, this.currentPath(title), title, this.settings);
    if (called === undefined || formatVersion(called.version) !== version) return undefined;
    if (this.open.has(title)) {
      const open = [...this.open];
      const cycle = [...open.slice(open.indexOf(title)), title].map((one) => `/${one}`).join(" → ");
      this.findings.add(noCircularRef, "mutual", at, { cycle });
      return "circular";
    }
    const data = this.materialize(title)?.data;
    return data && { data, isResolved: this.settings.dereference === true };
  }

  /** What a current says that needs a version of this run, its references as they stand. */
  private calledVersion(title: string, version: string): ReturnType<FreshVersions> {
    if (!this.runTitles.has(title)) return undefined;
    const source = this.current(title);
    return source?.uri === `/${title}/${version}` ? { data: source.data } : undefined;
  }
}
