import { join, resolveUri } from "@addendum/json-schema";
import { suggest } from "../words/suggestion.ts";
import type { Documents } from "./documents.ts";
import type { FindingLocation } from "../model/finding.ts";
import type { RemoteReferences } from "../model/repository.ts";
import { directoryOf, joinPath, resolvePath, titleOfDirectory } from "../model/layout.ts";
import type { Findings } from "../model/findings.ts";
import { noCircularRef } from "./rules/no-circular-ref.ts";
import { noForeignLink } from "./rules/no-foreign-link.ts";
import { noForeignRef } from "./rules/no-foreign-ref.ts";
import { noUnresolvedRef } from "./rules/no-unresolved-ref.ts";
import { refMissingLock } from "./rules/ref-missing-lock.ts";
import type { Settings } from "../model/settings.ts";
import { suggestReference } from "./reference-suggestion.ts";
import type { ReferencePlace, ReferenceProblem, ReferenceTarget } from "./dereference.ts";

/** A current whose references are written out. */
export interface ReferringSource {
  readonly path: string;
  /** What relative references in it start from. */
  readonly uri: string;
}

/** The content of a version that the same run materializes; undefined if it does not. */
export type FreshVersions = (
  title: string,
  version: string,
  at: FindingLocation,
) => Pick<ReferenceTarget, "data" | "isResolved"> | "circular" | undefined;

/** A place that may contain what a reference names: a file of the repository, or a remote document. */
type Candidate =
  { readonly kind: "file"; readonly path: string } | { readonly kind: "uri"; readonly uri: string };

/** Of a title that has more versions, the newest are named. */
const shownVersions = 5;

/** Finds the targets of references, and reports those without a target. */
export class ReferenceResolver {
  /** URIs that no base holds and no lock pins. */
  readonly unpinned = new Set<string>();
  private readonly settings: Settings;
  private readonly documents: Documents;
  private readonly findings: Findings;
  private readonly remote: RemoteReferences;
  private readonly fresh: FreshVersions;

  constructor(
    settings: Settings,
    documents: Documents,
    findings: Findings,
    remote: RemoteReferences,
    fresh: FreshVersions,
  ) {
    this.settings = settings;
    this.documents = documents;
    this.findings = findings;
    this.remote = remote;
    this.fresh = fresh;
  }

  /**
   * Where an absolute reference may be found, in the order of the bases. A version is looked for in its files as well,
   * since not every base has aliases without an extension.
   */
  candidates(reference: string): Candidate[] {
    const exact = this.candidatesFor(reference);
    if (!/\/(?:\d+\.\d+\.\d+|latest)$/.test(reference)) return exact;
    const types = new Set([...this.settings.contentTypes, "yaml", "json"]);
    return [...exact, ...[...types].flatMap((type) => this.candidatesFor(`${reference}.${type}`))];
  }

  private candidatesFor(reference: string): Candidate[] {
    if (/^https?:\/\//.test(reference)) {
      const bases = this.settings.referenceBases.filter((base) => /^https?:/.test(base));
      return bases.some((base) => reference.startsWith(`${base}/`)) ? [{ kind: "uri", uri: reference }] : [];
    }
    if (!reference.startsWith("/") || reference.split("/").includes("..")) return [];
    return this.settings.referenceBases.flatMap((base): Candidate[] => {
      if (/^(https?|file):/.test(base)) return [{ kind: "uri", uri: base + reference }];
      const path = resolvePath("", joinPath(base, reference.slice(1)));
      return path === undefined ? [] : [{ kind: "file", path }];
    });
  }

  /** What a reference names, without its fragment; undefined, with findings, where that is nothing. */
  open(reference: string, place: ReferencePlace, source: ReferringSource): ReferenceTarget | undefined {
    const at = placeIn(source, place);
    const absolute = absoluteReference(reference, place.uri);
    const candidates = this.candidates(absolute);
    if (candidates.length === 0) {
      this.findings.add(noForeignRef, "foreign", at, { reference });
      return undefined;
    }
    for (const candidate of candidates) {
      if (candidate.kind === "uri") {
        const text = this.remote(candidate.uri);
        if (text === undefined) continue;
        const data = this.documents.parseText(candidate.uri, text);
        return data && { uri: candidate.uri, data };
      }
      const target = this.openFile(candidate.path, absolute, place.reference, at);
      if (target !== "missing") return target;
    }
    const uri = candidates.find(
      (candidate) => candidate.kind === "uri" && !candidate.uri.startsWith("file:"),
    );
    if (uri?.kind === "uri") {
      this.unpinned.add(uri.uri);
      this.findings.add(refMissingLock, "missing", at, { reference });
    } else {
      this.reportMissing(reference, absolute, at);
    }
    return undefined;
  }

  /** Reports a reference that names nothing, and what it was probably meant to name. */
  private reportMissing(reference: string, absolute: string, at: FindingLocation): void {
    const suggestion = suggestReference(absolute, this.documents.snapshot, this.settings);
    if (suggestion?.kind === "versions") {
      const { title, versions } = suggestion;
      const shown =
        versions.slice(0, shownVersions).join(", ") + (versions.length > shownVersions ? ", …" : "");
      this.findings.add(noUnresolvedRef, "noSuchVersion", at, { reference, title, versions: shown });
      return;
    }
    const bases = this.settings.referenceBases.map((base) => base || ".").join(", ");
    if (suggestion === undefined) this.findings.add(noUnresolvedRef, "missing", at, { reference, bases });
    else {
      const values = { reference, bases, suggestion: suggestion.reference };
      this.findings.add(noUnresolvedRef, "misspelt", at, values);
    }
  }

  private openFile(
    file: string,
    uri: string,
    reference: string,
    at: FindingLocation,
  ): ReferenceTarget | "missing" | undefined {
    const found = this.documents.find(file);
    const resolved = found.kind === "file" ? found.path : file;
    const title = titleOfDirectory(directoryOf(resolved), this.settings);
    const version = versionOfFile(resolved);
    const fresh = title === undefined || version === undefined ? undefined : this.fresh(title, version, at);
    if (fresh !== undefined) return fresh === "circular" ? undefined : { uri, ...fresh };
    if (found.kind === "missing") return "missing";
    if (found.kind === "outside") {
      this.findings.add(noForeignLink, "outside", at, { target: found.target });
      return undefined;
    }
    const data = this.documents.object(resolved);
    if (data === undefined) {
      this.findings.add(noUnresolvedRef, "unusable", at, { reference, file: resolved });
      return undefined;
    }
    const isResolved = found.kind === "file" && !found.text.includes("$ref");
    return { uri, data, isResolved };
  }

  /** Reports a reference whose document is there, and which has no target anyway. */
  report(problem: ReferenceProblem, place: ReferencePlace, source: ReferringSource): void {
    const at = placeIn(source, place);
    const { reference } = place;
    switch (problem.kind) {
      case "circular":
        this.findings.add(noCircularRef, "circular", at, { cycle: problem.cycle.join(" → ") });
        break;
      case "no-such-pointer": {
        const values = { reference, document: problem.uri };
        const suggestion = suggestPointer(reference, problem.missing, problem.present);
        if (suggestion === undefined) this.findings.add(noUnresolvedRef, "noSuchPointer", at, values);
        else this.findings.add(noUnresolvedRef, "misspeltPointer", at, { ...values, suggestion });
        break;
      }
      case "ambiguous":
        this.findings.add(noUnresolvedRef, "ambiguous", at, { reference });
        break;
      case "undefined-base":
        this.findings.add(noUnresolvedRef, "undefinedBase", at, { reference });
        break;
      case "not-a-pointer":
        this.findings.add(noUnresolvedRef, "notAPointer", at, { reference });
        break;
    }
  }
}

/** The reference with the name that was probably meant, where it is spelt out in it. */
function suggestPointer(reference: string, missing: string, present: readonly string[]): string | undefined {
  const nearest = suggest(missing, present);
  const [address = "", ...names] = reference.split("/");
  const place = names.indexOf(join("", missing).slice(1), names.findIndex((name) => name.endsWith("#")) + 1);
  if (nearest === undefined || place === -1) return undefined;
  return [address, ...names.with(place, join("", nearest).slice(1))].join("/");
}

/** A reference as it is from a document's URI. */
export function absoluteReference(reference: string, from: string): string {
  const isRelative = !reference.startsWith("/") && !/^[a-z][a-z0-9+.-]*:/i.test(reference);
  if (!isRelative) return reference;
  if (!from.startsWith("/")) return from === "" ? `/${reference}` : resolveUri(reference, from);
  // What leads up and out is left as it is written, for others to refuse.
  const path = resolvePath(directoryOf(from).slice(1), reference);
  return path === undefined ? `${directoryOf(from)}/${reference}` : `/${path}`;
}

/** The version that a version file, or its alias without an extension, is named by. */
export function versionOfFile(path: string): string | undefined {
  return /(?:^|\/)(\d+\.\d+\.\d+)(?:\.(?:yaml|json))?$/.exec(path)?.[1];
}

/** A finding about another document's reference is in the current that led there. */
function placeIn(source: ReferringSource, place: ReferencePlace): FindingLocation {
  return { file: source.path, pointer: place.uri === source.uri ? `${place.pointer}/$ref` : "" };
}
