import type { DataObject } from "@addendum/json-schema";
import { Compatibility, type VersionChange } from "../compatibility/compatibility.ts";
import type { Finding, FindingLocation } from "../model/finding.ts";
import { GeneratedFiles } from "../versions/generated-files.ts";
import {
  baseName,
  classify,
  directoryOf,
  directoryOfTitle,
  joinPath,
  titleOfDirectory,
} from "../model/layout.ts";
import { Linter, type Mistake } from "../lint/linter.ts";
import { type Materialized, type Materializer } from "../materialize/materializer.ts";
import type { Write } from "../model/plan.ts";
import { parseReference } from "../materialize/source-references.ts";
import type { Repository } from "../model/repository.ts";
import { Findings } from "../model/findings.ts";
import { ruleLevel } from "../model/rule-level.ts";
import { currentOutdated } from "../versions/rules/current-outdated.ts";
import { fragmentOutdated } from "../versions/rules/fragment-outdated.ts";
import { noInheritedDrift } from "../versions/rules/no-inherited-drift.ts";
import { noInvalidDocument } from "../materialize/rules/no-invalid-document.ts";
import { noSkippedVersion } from "../versions/rules/no-skipped-version.ts";
import { noStrayVersion } from "../versions/rules/no-stray-version.ts";
import { noTitleCaseClash } from "../versions/rules/no-title-case-clash.ts";
import { noTitleMismatch } from "../versions/rules/no-title-mismatch.ts";
import { versionAddedTwice } from "../versions/rules/version-added-twice.ts";
import { versionInvalidOrder } from "../versions/rules/version-invalid-order.ts";
import { versionMissingBump } from "../versions/rules/version-missing-bump.ts";
import { versionPublished } from "../versions/rules/version-published.ts";
import type { DirectoryEntry } from "../model/snapshot.ts";
import { readField } from "../versions/source-version.ts";
import { TitleVersions } from "../versions/title-versions.ts";
import type { CurrentId } from "../versions/whole-repository.ts";
import {
  compareVersions,
  formatVersion,
  isNextVersion,
  parseVersion,
  type Version,
} from "../model/version.ts";
import { matchesId } from "../model/id-pattern.ts";

/** The results of examining some titles. Plain data, so that it can come from another thread. */
export interface Part {
  /** Those with a current. */
  readonly titles: readonly string[];
  readonly findings: readonly Finding[];
  readonly mistakes: readonly Mistake[];
  readonly drift: readonly Finding[];
  readonly writes: readonly Write[];
  /** What each current calls itself, where that is by an `$id`. */
  readonly ids: readonly CurrentId[];
  /** Titles that the currents refer to, where they are linted. */
  readonly references: readonly string[];
  readonly versions: readonly VersionChange[];
  readonly unpinned: readonly string[];
  /** What the currents stand for that are in order. */
  readonly planned: ReadonlyMap<string, Materialized>;
}

/**
 * Examines titles one by one.
 * @param runTitles all titles that the run is about, so that references see the versions that it makes
 * @param materializer and what it reports to
 */
export function examineTitles(
  repository: Repository,
  titles: readonly string[],
  runTitles: ReadonlySet<string>,
  materializer: Materializer,
  findings: Findings,
): Part {
  return new TitleExaminer(repository, titles, runTitles, materializer, findings).run();
}

class TitleExaminer {
  private readonly findings: Findings;
  private readonly materializer: Materializer;
  private readonly repository: Repository;
  private readonly titles: readonly string[];
  private readonly runTitles: ReadonlySet<string>;
  private readonly versions: TitleVersions;
  private readonly generated: GeneratedFiles;
  private readonly compatibility: Compatibility;
  private readonly linter: Linter;
  private readonly planned = new Map<string, Materialized>();
  private readonly ids: Part["ids"][number][] = [];
  private readonly newest = new Map<string, Version | undefined>();
  /** Versions of the title at hand that the base branch has meanwhile got with other content → where that shows. */
  private readonly twice = new Map<string, FindingLocation>();

  constructor(
    repository: Repository,
    titles: readonly string[],
    runTitles: ReadonlySet<string>,
    materializer: Materializer,
    findings: Findings,
  ) {
    this.repository = repository;
    this.titles = titles;
    this.runTitles = runTitles;
    this.findings = findings;
    this.materializer = materializer;
    this.versions = new TitleVersions(repository);
    this.generated = new GeneratedFiles(repository, this.materializer, this.versions, this.findings);
    this.compatibility = new Compatibility(repository, this.versions, this.materializer, this.findings);
    this.linter = new Linter(repository, this.materializer);
  }

  run(): Part {
    const { repository, materializer } = this;
    const { settings } = repository;
    const withCurrent = this.titles.filter((title) => this.entry(title, settings.currentName) !== undefined);
    if (repository.snapshot.isRemote) materializer.prefetch(withCurrent);
    let done = 0;
    for (const title of this.titles) {
      this.twice.clear();
      this.published(title);
      if (repository.scope.isThorough) this.compatibility.checkPublished(title);
      if (repository.scope.isPublishedLinted) this.linter.lintPublished(title, this.versions);
      this.caseClash(title);
      const current = this.entry(title, settings.currentName);
      if (current === undefined) {
        this.stray(title);
      } else if (current.kind === "directory" || current.kind === "other") {
        const file = joinPath(directoryOfTitle(title, settings), settings.currentName);
        this.findings.add(noInvalidDocument, "unreadable", { file }, { reason: "it is not a file" });
      } else {
        this.current(title);
      }
      this.reportTwice(title);
      repository.onProgress?.(++done, this.titles.length);
    }
    return {
      titles: withCurrent,
      findings: [...this.findings.list, ...this.linter.examples.list],
      mistakes: this.linter.mistakes,
      drift: this.generated.drift.list,
      writes: this.generated.writes,
      ids: this.ids,
      references: repository.scope.isLinted ? this.references(withCurrent) : [],
      versions: this.compatibility.versionChanges,
      unpinned: [...materializer.unpinned],
      planned: this.planned,
    };
  }

  /** Which titles the currents refer to. */
  private references(titles: readonly string[]): readonly string[] {
    const found = titles.flatMap((title) =>
      this.materializer.references(title).flatMap(({ reference }) => parseReference(reference)?.title ?? []),
    );
    return [...new Set(found)];
  }

  private entry(title: string, name: string): DirectoryEntry | undefined {
    const { snapshot, settings } = this.repository;
    return snapshot.list(directoryOfTitle(title, settings)).find((entry) => entry.name === name);
  }

  private isIgnored(id: unknown): boolean {
    return this.repository.settings.ignore.some((pattern) => matchesId(pattern, String(id)));
  }

  private current(title: string): void {
    const { settings } = this.repository;
    const source = this.materializer.documents.object(this.materializer.currentPath(title));
    if (source !== undefined && this.isIgnored(source["$id"] ?? "")) return;
    if (source !== undefined) this.titleMismatch(title, source);
    const materialized = this.materializer.materialize(title);
    this.outdatedReferences(title);
    if (materialized === undefined) return;
    const {
      source: file,
      version: { pointer, text },
    } = materialized;
    if (settings.versionField === "$id") this.ids.push({ id: text, title, location: { file, pointer } });
    const names = this.versions.published(title);
    const name = formatVersion(materialized.version.version);
    const publishedFile = settings.contentTypes
      .map((type) => ({ type, name: `${name}.${type}` }))
      .find((file) => names.includes(file.name));
    const { isLinted } = this.repository.scope;
    // Where only what is to be written is of interest, a published version is written already.
    const isJudged = materialized.otherDialect === undefined;
    if (isJudged && (isLinted || publishedFile === undefined)) this.linter.judgeExamples(materialized);
    if (isJudged && isLinted) this.linter.lint(materialized);
    if (isLinted && publishedFile !== undefined) this.outdated(title, materialized);
    if (publishedFile !== undefined) {
      const { baseline } = this.repository;
      const path = joinPath(directoryOfTitle(title, settings), publishedFile.name);
      const content = baseline.read(path);
      if (
        content.kind === "text" &&
        !this.generated.holds(path, content.text, materialized, publishedFile.type)
      ) {
        const { source, version } = materialized;
        const next = this.versions.nextMinor(title, version.version);
        if (this.isNewOnBase(title, version.version)) {
          this.twice.set(name, { file: source, pointer: version.pointer });
          return;
        }
        const newest = this.versions.publishedSince(title).at(-1);
        const values = { version: name, base: baseline.name, source, next };
        const location = { file: source, pointer: version.pointer };
        if (settings.adopted && baseline.state(source) === "same") {
          this.findings.add(noInheritedDrift, "drift", location, values);
        } else if (newest === undefined) {
          this.findings.add(versionMissingBump, "same", location, values);
        } else {
          this.findings.add(versionMissingBump, "behind", location, {
            ...values,
            newest: formatVersion(newest),
          });
        }
        return;
      }
    } else {
      this.order(title, materialized);
      this.compatibility.check(materialized);
    }
    this.generated.compare(title, materialized);
    this.planned.set(title, materialized);
  }

  private order(title: string, { version: { version, pointer }, source }: Materialized): void {
    const others = this.versions.others(title, version);
    const location = { file: source, pointer };
    const highest = others.findLast(({ major }) => major === version.major);
    const shown = formatVersion(version);
    if (highest !== undefined && compareVersions(version, highest) < 0) {
      const next = this.versions.nextMinor(title, version);
      const base = this.repository.baseline.name;
      const values = { version: shown, highest: formatVersion(highest), next, source, base };
      const messageId = this.isNewOnBase(title, highest) ? "behind" : "lower";
      this.findings.add(versionInvalidOrder, messageId, location, values);
      return;
    }
    const previous = others.findLast((other) => compareVersions(other, version) < 0);
    if (previous !== undefined && !isNextVersion(previous, version)) {
      const sameMajor = previous.major === version.major;
      const next = sameMajor
        ? { ...previous, minor: previous.minor + 1, patch: 0 }
        : { major: previous.major + 1, minor: 0, patch: 0 };
      this.findings.add(noSkippedVersion, "skipped", location, {
        version: shown,
        previous: formatVersion(previous),
        next: formatVersion(next),
      });
    }
  }

  /** After a merge, a current may have kept the older of two versions. */
  private outdated(title: string, { version: { version, pointer }, source }: Materialized): void {
    const highest = this.versions.highestHere(title, version);
    if (highest === undefined || compareVersions(version, highest) >= 0) return;
    const values = { version: formatVersion(version), highest: formatVersion(highest), source, title };
    this.findings.add(currentOutdated, "older", { file: source, pointer }, values);
  }

  private isNewOnBase(title: string, version: Version): boolean {
    return this.versions.publishedSince(title).some((one) => compareVersions(one, version) === 0);
  }

  private published(title: string): void {
    const { baseline, settings } = this.repository;
    const directory = directoryOfTitle(title, settings);
    const deleted: string[] = [];
    for (const name of this.versions.published(title)) {
      const file = classify(name);
      if (file === undefined || file.kind === "latest-alias") continue;
      const path = joinPath(directory, name);
      const state = baseline.state(path);
      if (state === "same") continue;
      if (state === "deleted") {
        deleted.push(path);
        continue;
      }
      const source = joinPath(directory, settings.currentName);
      const values = { version: formatVersion(file.version), base: baseline.name, file: path, source };
      if (this.isNewOnBase(title, file.version)) {
        if (!this.twice.has(values.version)) this.twice.set(values.version, { file: path });
        continue;
      }
      this.findings.add(versionPublished, "changed", { file: path }, values);
    }
    this.deleted(title, deleted);
  }

  /**
   * Reports published files that are missing, once for a title: people delete directories, not files.
   * @param paths of these files
   */
  private deleted(title: string, paths: readonly string[]): void {
    const { baseline, settings } = this.repository;
    const [first] = paths;
    if (first === undefined) return;
    const directory = directoryOfTitle(title, settings);
    const versions = new Map<string, readonly string[]>();
    for (const path of paths) {
      const file = classify(baseName(path));
      if (file?.kind !== "version" && file?.kind !== "version-alias") continue;
      const version = formatVersion(file.version);
      versions.set(version, [...(versions.get(version) ?? []), path]);
    }
    const names = [...versions.keys()];
    const isWholeTitle = this.repository.snapshot.list(directory).length === 0;
    const files = [...versions].map(([version, [path, ...others]]) =>
      others.length === 0 ? path : `"${joinPath(directory, version)}*"`,
    );
    this.findings.add(
      versionPublished,
      "deleted",
      { file: first },
      {
        versions:
          names.length > 5
            ? `${names.slice(0, 4).join(", ")} and ${names.length - 4} more`
            : names.join(", "),
        base: baseline.name,
        title,
        files: isWholeTitle ? directory : files.join(" "),
      },
    );
  }

  /** Once for each version, in the current where that is its own. */
  private reportTwice(title: string): void {
    const { baseline, settings } = this.repository;
    for (const [version, location] of this.twice) {
      const directory = directoryOfTitle(title, settings);
      this.findings.add(versionAddedTwice, "twice", location, {
        version,
        base: baseline.name,
        files: joinPath(directory, `${version}*`),
        source: joinPath(directory, settings.currentName),
        next: this.versions.nextMinor(title, parseVersion(version) as Version),
      });
    }
  }

  private stray(title: string): void {
    const { snapshot, settings } = this.repository;
    const directory = directoryOfTitle(title, settings);
    const versions = snapshot
      .list(directory)
      .filter(({ name }) => classify(name)?.kind === "version")
      .map(({ name }) => name);
    const [first] = versions;
    if (first === undefined) return;
    const values = { version: first, current: settings.currentName, title };
    this.findings.add(noStrayVersion, "stray", { file: joinPath(directory, first) }, values);
  }

  /** Each directory on the way to a title is compared with its neighbours. */
  private caseClash(title: string): void {
    const { snapshot, settings } = this.repository;
    const directory = directoryOfTitle(title, settings);
    for (let at = directory; at !== settings.schemas && at !== ""; at = directoryOf(at)) {
      const name = at.slice(at.lastIndexOf("/") + 1);
      const other = snapshot
        .list(directoryOf(at))
        .find((entry) => entry.name !== name && entry.name.toLowerCase() === name.toLowerCase());
      // Of the two, only the one that sorts first reports it.
      if (other === undefined || other.kind !== "directory" || other.name < name) continue;
      const file = joinPath(directory, settings.currentName);
      const otherTitle = titleOfDirectory(joinPath(directoryOf(at), other.name), settings) ?? other.name;
      this.findings.add(
        noTitleCaseClash,
        "clash",
        { file },
        {
          title: titleOfDirectory(at, settings) ?? name,
          other: otherTitle,
        },
      );
    }
  }

  private titleMismatch(title: string, source: DataObject): void {
    const { titleField } = this.repository.settings;
    const field = readField(source, titleField);
    if (field === undefined || field.value === title || field.value === `/${title}`) return;
    const location = { file: this.materializer.currentPath(title), pointer: field.pointer };
    const values = { text: String(field.value), expected: title, field: titleField };
    this.findings.add(noTitleMismatch, "mismatch", location, values);
  }

  private outdatedReferences(title: string): void {
    if (ruleLevel(fragmentOutdated, this.repository.settings) === "off") return;
    const source = this.materializer.currentPath(title);
    for (const { reference, pointer } of this.materializer.references(title)) {
      const target = parseReference(reference);
      if (target?.version === undefined || target.title === title) continue;
      const newest = this.newestVersion(target.title);
      if (newest === undefined || compareVersions(newest, target.version) <= 0) continue;
      const values = { reference, newest: `/${target.title}/${formatVersion(newest)}` };
      this.findings.add(fragmentOutdated, "newer", { file: source, pointer }, values);
    }
  }

  private newestVersion(title: string): Version | undefined {
    if (!this.newest.has(title)) this.newest.set(title, this.findNewestVersion(title));
    return this.newest.get(title);
  }

  private findNewestVersion(title: string): Version | undefined {
    const here = this.versions.of(title).at(-1);
    const inRun = this.runTitles.has(title) ? this.materializer.materialize(title) : undefined;
    const called = inRun?.version.version;
    if (here === undefined || called === undefined) return here ?? called;
    return compareVersions(here, called) >= 0 ? here : called;
  }
}
