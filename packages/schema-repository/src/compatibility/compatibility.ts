import type { Verdict } from "@addendum/containment";
import { canonical, type DataObject, isObject, join } from "@addendum/json-schema";
import type { Evidence, Finding } from "../finding.ts";
import { directoryOfTitle, joinPath } from "../layout.ts";
import type { Materialized, Materializer } from "../materialize/materializer.ts";
import type { Repository } from "../repository.ts";
import { Findings, ruleLevel } from "../rule.ts";
import { skipTooWide } from "./rules/skip-too-wide.ts";
import { versionBumpTooSmall } from "./rules/version-bump-too-small.ts";
import { versionFirstOfMajor } from "./rules/version-first-of-major.ts";
import type { TitleVersions } from "../versions/title-versions.ts";
import { compareVersions, formatVersion, type Version } from "../version.ts";
import { compareVersionData, hasObjection, leastStep, objectionsTo, type VersionData } from "./compare.ts";
import type { Comparison, Objection } from "./policy.ts";
import { sourcePointer } from "./source-pointer.ts";
import { Waivers } from "./waivers.ts";
import { matchesId } from "../id-pattern.ts";

/** The name by which jsonschema-tools' settings skip its own check of compatibility. */
const skippedCase = "schema-version-compatibility";

/** A version that is not published, and what it means to old events. */
export interface VersionChange {
  readonly title: string;
  /** Path of the current. */
  readonly file: string;
  readonly version: string;
  /** The highest published version of its major; undefined for the first. */
  readonly previous: string | undefined;
  /** Of all published versions of its major, the worst. */
  readonly verdict: "first" | Verdict["kind"];
}

/** Compares new versions with every published version of their major. */
export class Compatibility {
  /** The versions that were checked, in that order. */
  readonly versionChanges: VersionChange[] = [];
  private readonly waivers: Waivers;
  private readonly repository: Repository;
  private readonly versions: TitleVersions;
  private readonly materializer: Materializer;
  private readonly findings: Findings;

  constructor(
    repository: Repository,
    versions: TitleVersions,
    materializer: Materializer,
    findings: Findings,
  ) {
    this.repository = repository;
    this.versions = versions;
    this.materializer = materializer;
    this.findings = findings;
    this.waivers = new Waivers(repository.settings, repository.today);
  }

  /** Reports what a version that is not published would break. */
  check(materialized: Materialized): void {
    const { title, source, resolved: data } = materialized;
    const { version, pointer } = materialized.version;
    const olds = this.published(title, version);
    const name = formatVersion(version);
    if (olds.length === 0) {
      this.findings.add(versionFirstOfMajor, "found", { file: source, pointer }, { version: name });
    }
    const comparisons = this.comparisons(title, { version, data }, olds);
    this.versionChanges.push({
      title,
      file: source,
      version: name,
      previous: olds[0] && formatVersion(olds[0].version),
      verdict: worst(comparisons.map(({ verdict }) => verdict.kind)) ?? "first",
    });
    const { list } = this.object(comparisons, source);
    const left = this.skipOf(materialized.version.text) !== undefined ? [] : this.waivers.apply(list);
    this.findings.list.push(...left);
    this.waivers.report(title, name, this.configurationFile, this.findings);
    if (left.some(({ severity }) => severity === "error")) return;
    this.checkStep(materialized, olds, { file: source, pointer });
  }

  /** The waivers and skips of versions that are published are held to what they permitted when they came. */
  checkPublished(title: string): void {
    const isComplete = this.repository.isComplete === true;
    if (!isComplete && !this.mayConcern(title)) return;
    for (const { version, data } of this.published(title)) {
      const name = formatVersion(version);
      const skip = this.skipOf(String(data["$id"] ?? ""));
      if (!this.waivers.concerns(title, name) && skip === undefined && !isComplete) continue;
      const before = this.published(title, version).filter(
        (one) => compareVersions(one.version, version) < 0,
      );
      const comparisons = this.comparisons(title, { version, data }, before, true);
      const isError = ({ rule }: Objection) => ruleLevel(rule, this.repository.settings, title) === "error";
      if (skip !== undefined && !hasObjection(comparisons, isError)) {
        const file = this.configurationFile;
        const key = file.endsWith("addendum.yaml") ? "skippedTestCases" : "skipSchemaTestCases";
        const location = { file, pointer: join("", key, skip) };
        this.findings.add(skipTooWide, "found", location, { pattern: skip, title, version: name });
      }
      if (!this.waivers.concerns(title, name) && !(isComplete && skip === undefined)) continue;
      const { list } = this.object(comparisons, this.materializer.currentPath(title));
      const left = this.waivers.apply(list);
      this.waivers.report(title, name, this.configurationFile, this.findings);
      if (isComplete && skip === undefined) {
        this.findings.list.push(...left.map((finding) => ({ ...finding, severity: "info" as const })));
      }
    }
  }

  /**
   * The least version that what a current says now may have: after the highest published one of its major, or of the
   * title. Undefined where nothing is published, or nothing has changed.
   */
  leastVersion({ title, source, resolved: data, version: { version } }: Materialized): Version | undefined {
    const all = this.published(title);
    const previous = all.find((one) => one.version.major === version.major) ?? all[0];
    if (previous === undefined || canonical(unnamed(previous.data)) === canonical(unnamed(data)))
      return undefined;
    const { major, minor, patch } = previous.version;
    const olds = all.filter((one) => one.version.major === major);
    const { hasErrors } = this.compare(
      title,
      { version: { major, minor: minor + 1, patch: 0 }, data },
      olds,
      source,
    );
    if (hasErrors) {
      const highest = all[0] as VersionData;
      return { major: highest.version.major + 1, minor: 0, patch: 0 };
    }
    return leastStep(previous.data, data) === "patch"
      ? { major, minor, patch: patch + 1 }
      : { major, minor: minor + 1, patch: 0 };
  }

  private get configurationFile(): string {
    return this.repository.configurationFile ?? "addendum.yaml";
  }

  /** Whether some version of a title may have a waiver or a skip: told without reading any. */
  private mayConcern(title: string): boolean {
    const { waivers, skippedTestCases } = this.repository.settings;
    if (waivers.some((waiver) => waiver.title === title)) return true;
    const ids = this.versions.of(title).map((version) => `/${title}/${formatVersion(version)}`);
    const named = this.materializer.current(title)?.data["$id"];
    const base = typeof named === "string" ? named.slice(0, named.lastIndexOf("/")) : undefined;
    const all = [
      ...ids,
      // A repository that was adopted may have identifiers that are not where the files are.
      ...(base === undefined
        ? []
        : this.versions.of(title).map((version) => `${base}/${formatVersion(version)}`)),
    ];
    return Object.entries(skippedTestCases).some(
      ([pattern, cases]) => cases.includes(skippedCase) && all.some((id) => matchesId(pattern, id)),
    );
  }

  private skipOf(id: string): string | undefined {
    const skips = Object.entries(this.repository.settings.skippedTestCases);
    return skips.find(([pattern, cases]) => cases.includes(skippedCase) && matchesId(pattern, id))?.[0];
  }

  /** Published versions of a major, the newest first, without the one that is asked about; all without one. */
  private published(title: string, of?: Version): VersionData[] {
    const { baseline, settings, snapshot } = this.repository;
    const directory = directoryOfTitle(title, settings);
    const names = new Set(baseline.list(directory));
    return this.versions
      .of(title)
      .filter((one) => of === undefined || (one.major === of.major && compareVersions(one, of) !== 0))
      .toReversed()
      .flatMap((version): VersionData[] => {
        const type = settings.contentTypes.find((one) => names.has(`${formatVersion(version)}.${one}`));
        if (type === undefined) return [];
        const path = joinPath(directory, `${formatVersion(version)}.${type}`);
        const content = baseline.read(path);
        if (content.kind !== "text") return [];
        const here = snapshot.read(path);
        const key = here.kind === "text" && here.text === content.text ? path : `${path} as published`;
        const data = this.materializer.documents.versionData(key, content.text);
        if (data === undefined || !isObject(data)) return [];
        const resolved = this.materializer.resolvedVersion(title, formatVersion(version), data);
        return [{ version, data: resolved }];
      });
  }

  private comparisons(
    title: string,
    newer: VersionData,
    olds: readonly VersionData[],
    isBrief = false,
  ): readonly Comparison[] {
    const { settings, judge } = this.repository;
    const next = olds.find((old) => compareVersions(old.version, newer.version) < 0);
    return olds.map((old) =>
      compareVersionData(title, old, newer, settings.contentModel, judge, { isNext: old === next, isBrief }),
    );
  }

  private compare(title: string, newer: VersionData, olds: readonly VersionData[], source: string): Findings {
    return this.object(this.comparisons(title, newer, olds), source);
  }

  /** What the policies object to in the comparisons. */
  private object(comparisons: readonly Comparison[], source: string): Findings {
    const { settings } = this.repository;
    const found = new Findings(settings);
    const written = this.materializer.documents.object(source) ?? {};
    for (const { objection, comparison } of objectionsTo(comparisons)) {
      const location = { file: source, pointer: sourcePointer(written, objection.pointer) };
      const { rule, messageId, values = {} } = objection;
      found.add(rule, messageId, location, values, aboutChange(comparison, objection));
    }
    return found;
  }

  private checkStep(
    { title, source, resolved: data, version: { version } }: Materialized,
    olds: readonly VersionData[],
    location: { readonly file: string; readonly pointer: string },
  ): void {
    const previous = olds.find((one) => compareVersions(one.version, version) < 0);
    if (previous === undefined || version.minor > previous.version.minor) return;
    if (leastStep(previous.data, data) === "patch") return;
    this.findings.add(versionBumpTooSmall, "found", location, {
      version: formatVersion(version),
      previous: formatVersion(previous.version),
      what: "it changes which events are valid, or what is declared",
      least: this.versions.nextMinor(title, version),
      source,
    });
  }
}

function worst(verdicts: readonly Verdict["kind"][]): Verdict["kind"] | undefined {
  const order = ["incompatible", "unknown", "compatible"] as const;
  return order.find((verdict) => verdicts.includes(verdict));
}

/** What a version says apart from its own name. */
function unnamed(data: DataObject): DataObject {
  return { ...data, $id: "", examples: [] };
}

function aboutChange(
  { title, old, new: newer }: Comparison,
  { rule, pointer, path, evidence, before, after }: Objection,
): Partial<Pick<Finding, "evidence" | "subject" | "cause" | "identity">> & { readonly evidence?: Evidence } {
  const text = (value: typeof before) => (value === undefined ? "" : canonical(value));
  return {
    subject: { title, version: newer.version, against: old.version, pointer },
    cause: [title, newer.version, ...path].join("/"),
    identity: [rule.id, title, old.version, newer.version, pointer, text(before), text(after)],
    ...(evidence !== undefined && { evidence }),
  };
}
