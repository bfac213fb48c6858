import type { DataObject } from "@addendum/json-schema";
import { Compatibility, type VersionChange } from "./compatibility/compatibility.ts";
import type { Finding } from "./finding.ts";
import { GeneratedFiles } from "./generated-files.ts";
import { findTitles } from "./find-titles.ts";
import { examineTypes } from "./generated-types.ts";
import { classify, directoryOf, directoryOfTitle, joinPath, titleOfDirectory } from "./layout.ts";
import { applyInlineIgnores } from "./lint/inline-ignores.ts";
import { Linter } from "./lint/linter.ts";
import { type Materialized, Materializer } from "./materialize/materializer.ts";
import { orderPlan, type Plan } from "./plan.ts";
import { parseReference } from "./references.ts";
import type { Repository } from "./repository.ts";
import { Findings, ruleLevel } from "./rule.ts";
import { fragmentOutdated } from "./rules/fragment-outdated.ts";
import { noIdClash } from "./rules/no-id-clash.ts";
import { noInheritedDrift } from "./rules/no-inherited-drift.ts";
import { noInvalidDocument } from "./rules/no-invalid-document.ts";
import { noSkippedVersion } from "./rules/no-skipped-version.ts";
import { noStrayVersion } from "./rules/no-stray-version.ts";
import { noTitleCaseClash } from "./rules/no-title-case-clash.ts";
import { noUnusedFragment } from "./rules/no-unused-fragment.ts";
import { noTitleMismatch } from "./rules/no-title-mismatch.ts";
import { versionInvalidOrder } from "./rules/version-invalid-order.ts";
import { versionMissingBump } from "./rules/version-missing-bump.ts";
import { versionPublished } from "./rules/version-published.ts";
import type { DirectoryEntry } from "./snapshot.ts";
import { readField } from "./source-version.ts";
import { TitleVersions } from "./title-versions.ts";
import { compareVersions, formatVersion, isNextVersion, type Version } from "./version.ts";

/** What is wrong in the titles that were examined, and what would bring their generated files in step. */
export interface Examination {
  readonly findings: readonly Finding[];
  /** One finding for each title that the plan writes to: what a check says where nothing may be written. */
  readonly drift: readonly Finding[];
  readonly plan: Plan;
  /** What would bring the generated types in step. */
  readonly typesPlan: Plan;
  /** Titles with a current, in the order in which they were examined. */
  readonly titles: readonly string[];
  /** The versions that are not published yet. */
  readonly versions: readonly VersionChange[];
  /** Remote documents that are missing from the lock file. */
  readonly unpinned: readonly string[];
  readonly materializer: Materializer;
}

/**
 * Examines titles: materializes their currents, compares what is there with what should be, and holds both against
 * what is published. Reads only what the titles need.
 */
export function examine(repository: Repository, titles: readonly string[]): Examination {
  return new Examiner(repository, titles).run();
}

class Examiner {
  private readonly findings: Findings;
  private readonly materializer: Materializer;
  private readonly repository: Repository;
  private readonly titles: readonly string[];
  private readonly scope: ReadonlySet<string>;
  private readonly versions: TitleVersions;
  private readonly generated: GeneratedFiles;
  private readonly compatibility: Compatibility;
  private readonly linter: Linter;
  private readonly planned = new Map<string, Materialized>();
  private readonly newest = new Map<string, Version | undefined>();

  constructor(repository: Repository, titles: readonly string[]) {
    this.repository = repository;
    this.titles = titles;
    this.scope = new Set(titles);
    this.findings = new Findings(repository.settings);
    const { snapshot, settings, remote } = repository;
    this.materializer = new Materializer(snapshot, settings, this.findings, this.scope, remote);
    this.versions = new TitleVersions(repository);
    this.generated = new GeneratedFiles(repository, this.materializer, this.versions, this.findings);
    this.compatibility = new Compatibility(repository, this.versions, this.materializer, this.findings);
    this.linter = new Linter(repository, this.materializer);
  }

  run(): Examination {
    const { settings } = this.repository;
    const withCurrent = this.titles.filter((title) => this.entry(title, settings.currentName) !== undefined);
    if (this.repository.snapshot.isRemote) this.materializer.prefetch(withCurrent);
    const ids = new Map<string, string>();
    let done = 0;
    for (const title of this.titles) {
      this.published(title);
      if (this.repository.isThorough === true) this.compatibility.checkPublished(title);
      if (this.repository.isComplete === true) this.linter.lintPublished(title, this.versions);
      this.caseClash(title);
      const current = this.entry(title, settings.currentName);
      if (current === undefined) {
        this.stray(title);
      } else if (current.kind === "directory" || current.kind === "other") {
        const file = joinPath(directoryOfTitle(title, settings), settings.currentName);
        this.findings.add(noInvalidDocument, "unreadable", { file }, { reason: "it is not a file" });
      } else {
        this.current(title, ids);
      }
      this.repository.onProgress?.(++done, this.titles.length);
    }
    if (this.repository.isLinted === true) this.unusedFragments(withCurrent);
    const types = this.types();
    const found = [...this.findings.list, ...besideTheirCause(this.linter.findings, this.findings.list)];
    return {
      findings: [...this.withoutIgnored(found, withCurrent), ...(types?.findings.list ?? [])],
      drift: [...this.generated.drift.list, ...(types?.drift.list ?? [])],
      plan: orderPlan(this.generated.writes),
      typesPlan: types?.writes ?? [],
      titles: withCurrent,
      versions: this.compatibility.versionChanges,
      unpinned: [...this.materializer.unpinned],
      materializer: this.materializer,
    };
  }

  private withoutIgnored(findings: readonly Finding[], titles: readonly string[]): readonly Finding[] {
    const { materializer } = this;
    if (this.repository.isLinted !== true) return findings;
    const files = [
      ...titles.map((title) => materializer.currentPath(title)),
      ...findings.map(({ location }) => location.file),
    ];
    const read = (file: string) => materializer.documents.text(file);
    return applyInlineIgnores(findings, files, read, this.repository.settings);
  }

  private types() {
    const { repository, titles, materializer, planned } = this;
    const { settings, snapshot, changed } = repository;
    if (settings.types === undefined) return undefined;
    const all = () => findTitles(snapshot, settings);
    const isWhole = changed === undefined && all().every((title) => this.scope.has(title));
    return examineTypes({
      repository,
      types: settings.types,
      titles,
      isWhole,
      all,
      documents: materializer.documents,
      planned,
    });
  }

  private entry(title: string, name: string): DirectoryEntry | undefined {
    const { snapshot, settings } = this.repository;
    return snapshot.list(directoryOfTitle(title, settings)).find((entry) => entry.name === name);
  }

  private isIgnored(id: unknown): boolean {
    return this.repository.settings.ignore.some((pattern) => new RegExp(pattern).test(String(id)));
  }

  private current(title: string, ids: Map<string, string>): void {
    const { settings } = this.repository;
    const source = this.materializer.documents.object(this.materializer.currentPath(title));
    if (source !== undefined && this.isIgnored(source["$id"] ?? "")) return;
    if (source !== undefined) this.titleMismatch(title, source);
    const materialized = this.materializer.materialize(title);
    this.outdatedReferences(title);
    if (materialized === undefined) return;
    this.idClash(materialized, ids);
    this.linter.judgeExamples(materialized);
    if (this.repository.isLinted === true) this.linter.lint(materialized);
    const names = this.versions.published(title);
    const name = formatVersion(materialized.version.version);
    const publishedFile = settings.contentTypes
      .map((type) => ({ type, name: `${name}.${type}` }))
      .find((file) => names.includes(file.name));
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
        const values = { version: name, base: baseline.name, source, next };
        const location = { file: source, pointer: version.pointer };
        if (settings.adopted && baseline.state(source) === "same") {
          this.findings.add(noInheritedDrift, "drift", location, values);
        } else {
          this.findings.add(versionMissingBump, "same", location, values);
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
      const values = { version: shown, highest: formatVersion(highest), next, source };
      this.findings.add(versionInvalidOrder, "lower", location, values);
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

  private published(title: string): void {
    const { baseline, settings } = this.repository;
    const directory = directoryOfTitle(title, settings);
    for (const name of this.versions.published(title)) {
      const file = classify(name);
      if (file === undefined || file.kind === "latest-alias") continue;
      const path = joinPath(directory, name);
      const state = baseline.state(path);
      if (state === "same") continue;
      const source = joinPath(directory, settings.currentName);
      const values = { version: formatVersion(file.version), base: baseline.name, file: path, source };
      const messageId = state === "deleted" ? "deleted" : "changed";
      this.findings.add(versionPublished, messageId, { file: path }, values);
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
      // One of the two reports it: the one that sorts first.
      if (other === undefined || other.kind !== "directory" || other.name < name) continue;
      const file = joinPath(directory, settings.currentName);
      const otherTitle = titleOfDirectory(joinPath(directoryOf(at), other.name), settings) ?? other.name;
      this.findings.add(noTitleCaseClash, "clash", { file }, { title, other: otherTitle });
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

  private idClash({ source, version, title }: Materialized, ids: Map<string, string>): void {
    if (this.repository.settings.versionField !== "$id") return;
    const other = ids.get(version.text);
    if (other === undefined) {
      ids.set(version.text, title);
    } else {
      const location = { file: source, pointer: version.pointer };
      this.findings.add(noIdClash, "clash", location, { id: version.text, other });
    }
  }

  /** Only where every title is looked at can it be said that none refers to a fragment. */
  private unusedFragments(withCurrent: readonly string[]): void {
    const { settings, snapshot, changed } = this.repository;
    const fragments = withCurrent.filter((title) => title.split("/").includes("fragment"));
    const isWanted = fragments.some((title) => ruleLevel(noUnusedFragment, settings, title) !== "off");
    if (
      !isWanted ||
      changed !== undefined ||
      findTitles(snapshot, settings).some((one) => !this.scope.has(one))
    ) {
      return;
    }
    const used = new Set(
      withCurrent.flatMap((title) =>
        this.materializer.references(title).map(({ reference }) => parseReference(reference)?.title),
      ),
    );
    for (const title of fragments) {
      if (used.has(title) || settings.retired.includes(title)) continue;
      const location = { file: this.materializer.currentPath(title), pointer: "" };
      this.findings.add(noUnusedFragment, "unused", location, { title });
    }
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
    const inScope = this.scope.has(title) ? this.materializer.materialize(title) : undefined;
    const called = inScope?.version.version;
    if (here === undefined || called === undefined) return here ?? called;
    return compareVersions(here, called) >= 0 ? here : called;
  }
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
