import { classify, directoryOfTitle, isFragmentTitle, joinPath } from "../model/layout.ts";
import { findTitles } from "../model/find-titles.ts";
import type { Finding } from "../model/finding.ts";
import { examineTitles, type Part } from "./examine-titles.ts";
import type { Generator } from "../model/generator.ts";
import { type GeneratorExamination, runGenerator } from "./run-generator.ts";
import { findUnknownTitles } from "./unknown-titles.ts";
import { applyInlineIgnores } from "../lint/inline-ignores.ts";
import { settleMistakes } from "../lint/linter.ts";
import { noIneffectiveKeyword } from "../lint/rules/correctness/no-ineffective-keyword.ts";
import { noInvalidSchema } from "../lint/rules/correctness/no-invalid-schema.ts";
import { deterministicType } from "../lint/rules/events/deterministic-type.ts";
import { Materializer } from "../materialize/materializer.ts";
import { orderPlan, type Plan } from "../model/plan.ts";
import type { Repository } from "../model/repository.ts";
import { Findings } from "../model/findings.ts";
import { containmentUnknown } from "../compatibility/rules/containment-unknown.ts";
import { noUnknownDialect } from "../materialize/rules/no-unknown-dialect.ts";
import { findIdClashes, findRegistryIdClashes, findUnusedFragments } from "../versions/whole-repository.ts";
import { formatVersion } from "../model/version.ts";
import type { VersionChange } from "../compatibility/compatibility.ts";

/** The findings about the examined titles, and the plan that would update their generated files. */
export interface Examination {
  readonly findings: readonly Finding[];
  /** One finding for each title that the plan writes to: what a check says where nothing may be written. */
  readonly drift: readonly Finding[];
  readonly plan: Plan;
  /** What would bring the generators' files in step. */
  readonly generatorsPlan: Plan;
  /** Titles with a current, in the order in which they were examined. */
  readonly titles: readonly string[];
  /** The versions that are not published yet. */
  readonly versions: readonly VersionChange[];
  /** Remote documents that are missing from the lock file. */
  readonly unpinned: readonly string[];
  readonly materializer: Materializer;
}

/**
 * Examines titles: materializes their currents, compares the existing files with the expected ones, and both with what
 * is published. Reads only what the titles need.
 */
export function examine(repository: Repository, titles: readonly string[]): Examination {
  const examiner = new Examiner(repository, titles);
  return examiner.combine([examiner.examine(titles)]);
}

/** An examination that threads can share: each examines some titles, and one combines the results. */
export class Examiner {
  private readonly findings: Findings;
  private readonly materializer: Materializer;
  private readonly repository: Repository;
  private readonly runTitles: ReadonlySet<string>;

  /** @param titles all that the run is about */
  constructor(repository: Repository, titles: readonly string[]) {
    this.repository = repository;
    this.runTitles = new Set(titles);
    this.findings = new Findings(repository.settings);
    const { snapshot, settings, remote } = repository;
    this.materializer = new Materializer(snapshot, settings, this.findings, this.runTitles, remote);
  }

  /** @param titles some of those that the run is about */
  examine(titles: readonly string[]): Part {
    return examineTitles(this.repository, titles, this.runTitles, this.materializer, this.findings);
  }

  /** Puts the parts together, and adds what only shows when all titles are seen. */
  combine(parts: readonly Part[]): Examination {
    const titles = parts.flatMap((part) => part.titles);
    const generated = this.runGenerators(parts);
    const found = withoutDoubles(parts.flatMap((part) => part.findings));
    const whole = new Findings(this.repository.settings);
    findIdClashes(
      parts.flatMap((part) => part.ids),
      whole,
    );
    this.unusedFragments(parts, whole);
    this.registryIdClashes(whole);
    if (this.repository.scope.isLinted) findUnknownTitles(this.repository, whole);
    const mistakes = settleMistakes(parts.flatMap((part) => part.mistakes));
    const all = explanationsFirst([...found, ...whole.list, ...besideTheirCause(mistakes, found)]);
    const told = withoutConsequences(withoutEchoes(this.withoutIgnored(all, titles)));
    return {
      findings: [...told, ...generated.flatMap(({ findings }) => findings.list)],
      drift: [...parts.flatMap((part) => part.drift), ...generated.flatMap((one) => one.drift.list)],
      plan: orderPlan(parts.flatMap((part) => part.writes)),
      generatorsPlan: generated.flatMap(({ writes }) => writes),
      titles,
      versions: parts.flatMap((part) => part.versions),
      unpinned: [...new Set(parts.flatMap((part) => part.unpinned))],
      materializer: this.materializer,
    };
  }

  /** Only where every title is examined can it be said that none refers to a fragment. */
  private unusedFragments(parts: readonly Part[], findings: Findings): void {
    const { settings } = this.repository;
    if (!this.mayBeWhole()) return;
    const titles = parts.flatMap((part) => part.titles);
    const used = new Set(parts.flatMap((part) => part.references));
    if (titles.every((title) => !isFragmentTitle(title) || used.has(title)) || !this.isWhole()) return;
    findUnusedFragments(titles, used, settings, findings);
  }

  /** Reports clashes where all titles are examined; a commit does not wait for that. */
  private registryIdClashes(findings: Findings): void {
    if (!this.mayBeWhole() || !this.isWhole()) return;
    const { settings, snapshot } = this.repository;
    const files = new Map<string, string>();
    for (const title of this.runTitles) {
      const directory = directoryOfTitle(title, settings);
      for (const { name } of snapshot.list(directory)) {
        const file = classify(name);
        if (file?.kind !== "version") continue;
        const uri = `/${title}/${formatVersion(file.version)}`;
        if (!files.has(uri) || file.contentType === "yaml") files.set(uri, joinPath(directory, name));
      }
    }
    findRegistryIdClashes(files, findings);
  }

  private mayBeWhole(): boolean {
    const { changed, scope } = this.repository;
    return scope.isLinted && changed === undefined;
  }

  private isWhole(): boolean {
    const { settings, snapshot } = this.repository;
    return findTitles(snapshot, settings).every((title) => this.runTitles.has(title));
  }

  private withoutIgnored(findings: readonly Finding[], titles: readonly string[]): readonly Finding[] {
    const { materializer } = this;
    const { settings } = this.repository;
    const { isLinted } = this.repository.scope;
    const files = [
      ...(isLinted ? titles.map((title) => materializer.currentPath(title)) : []),
      ...findings.map(({ location }) => location.file),
    ];
    const read = (file: string) => materializer.documents.text(file);
    return applyInlineIgnores(findings, files, read, settings, isLinted);
  }

  private runGenerators(parts: readonly Part[]): readonly GeneratorExamination[] {
    const { repository, materializer, runTitles } = this;
    const generators = configuredGenerators(repository);
    if (generators.length === 0) return [];
    const { settings, snapshot, changed } = repository;
    const all = () => findTitles(snapshot, settings);
    const request = {
      repository,
      titles: [...runTitles],
      isWhole: changed === undefined && all().every((title) => runTitles.has(title)),
      all,
      materializer,
      planned: new Map(parts.flatMap((part) => [...part.planned])),
    };
    return generators.map((generator) => runGenerator({ ...request, generator }));
  }
}

/** The generators whose files a repository contains. */
export function configuredGenerators({ generators, settings }: Repository): readonly Generator[] {
  return generators.filter((generator) => generator.directory(settings) !== undefined);
}

/** Two threads may both have read a document that is wrong. */
function withoutDoubles(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ rule, severity, message, location, subject }) => {
    const key = JSON.stringify([rule, severity, message, location, subject]);
    return !seen.has(key) && seen.add(key);
  });
}

/** A mistake at the place where containment gave up explains why, so it is reported first. */
function explanationsFirst(findings: readonly Finding[]): readonly Finding[] {
  const isUnknown = ({ rule }: Finding) => rule === containmentUnknown.id;
  const place = ({ location: { file, pointer } }: Finding) => `${file}#${pointer ?? ""}`;
  const places = new Set(findings.filter(isUnknown).map(place));
  if (places.size === 0) return findings;
  const explains = (finding: Finding) => !isUnknown(finding) && places.has(place(finding));
  return [...findings.filter(explains), ...findings.filter((finding) => !explains(finding))];
}

/** What cannot be judged because of its dialect cannot be compared either: that is said once. */
function withoutEchoes(findings: readonly Finding[]): readonly Finding[] {
  const files = new Set(
    findings.flatMap(({ rule, severity, location }) =>
      rule === noUnknownDialect.id && severity === "error" ? [location.file] : [],
    ),
  );
  if (files.size === 0) return findings;
  return findings.filter(({ rule, location }) => rule !== containmentUnknown.id || !files.has(location.file));
}

/**
 * Findings without those that only repeat that a keyword's value is invalid. Of `type: sting`, the author should read
 * “Did you mean “string”?”, and not that the type changed, nor that `maxLength` does not apply to it.
 */
function withoutConsequences(findings: readonly Finding[]): readonly Finding[] {
  const places = findings.flatMap(({ rule, severity, location: { file, pointer = "" } }) => {
    if (rule !== noInvalidSchema.id || severity !== "error") return [];
    // Everything about a value depends on its type, and on another keyword only what is said of that keyword.
    const type = /^(.*)\/type(?:\/\d+)?$/.exec(pointer)?.[1];
    return [{ file, pointer: type ?? pointer, isType: type !== undefined }];
  });
  if (places.length === 0) return findings;
  return findings.filter(({ rule, subject, location: { file, pointer = "" } }) => {
    if (subject === undefined && rule !== noIneffectiveKeyword.id && rule !== deterministicType.id)
      return true;
    return !places.some(
      (place) =>
        place.file === file &&
        (subject !== undefined || place.isType) &&
        (pointer === place.pointer || pointer.startsWith(`${place.pointer}/`)),
    );
  });
}

/** What is wrong with a property as such is shown with what its change breaks: it is one mistake. */
function besideTheirCause(findings: readonly Finding[], changes: readonly Finding[]): readonly Finding[] {
  const causes = changes.flatMap(({ cause, severity, location: { file, pointer } }) => {
    const property = /^.*\/properties\/[^/]+/.exec(pointer ?? "")?.[0];
    return cause === undefined || severity !== "error" || property === undefined
      ? []
      : [{ cause, file, property }];
  });
  if (causes.length === 0) return findings;
  return findings.map((finding) => {
    const { file, pointer = "" } = finding.location;
    const same = causes.find(
      (one) => one.file === file && (pointer === one.property || pointer.startsWith(`${one.property}/`)),
    );
    return same === undefined ? finding : { ...finding, cause: same.cause };
  });
}
