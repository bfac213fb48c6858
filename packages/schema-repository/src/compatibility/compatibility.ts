import type { Verdict } from "@addendum/containment";
import { showPath } from "@addendum/event-fields";
import { canonical, type DataObject, join } from "@addendum/json-schema";
import type { Evidence, Finding, FindingLocation } from "../model/finding.ts";
import type { Materialized, Materializer } from "../materialize/materializer.ts";
import type { Repository } from "../model/repository.ts";
import { type Rule } from "../model/rule.ts";
import { Findings } from "../model/findings.ts";
import { ruleLevel } from "../model/rule-level.ts";
import { isUnstable } from "../model/unstable.ts";
import { breakAccepted } from "./rules/break-accepted.ts";
import { containmentUnknown } from "./rules/containment-unknown.ts";
import { skipTooWide } from "./rules/skip-too-wide.ts";
import { versionBumpTooSmall } from "./rules/version-bump-too-small.ts";
import { versionFirstOfMajor } from "./rules/version-first-of-major.ts";
import { versionUnstable } from "./rules/version-unstable.ts";
import type { TitleVersions } from "../versions/title-versions.ts";
import { compareVersions, formatVersion, type Version } from "../model/version.ts";
import {
  compareVersionData,
  hasObjection,
  leastStep,
  objectionsTo,
  type VersionData,
} from "./compare-versions.ts";
import type { Comparison, Objection } from "./policies/policy.ts";
import { skipOf } from "./skipped-checks.ts";
import { sourcePointer } from "./source-pointer.ts";
import { isOlder, VersionReader } from "./version-reader.ts";
import { Waivers } from "./waivers.ts";

/** An unpublished version, and its effect on old events. */
export interface VersionChange {
  readonly title: string;
  /** Path of the current. */
  readonly file: string;
  readonly version: string;
  /** The highest published version of its major; undefined for the first. */
  readonly previous: string | undefined;
  /** Of all published versions of its major, the worst; “unstable” where none was compared. */
  readonly verdict: "first" | "unstable" | Verdict["kind"];
}

/** Compares new versions with every published version of their major. */
export class Compatibility {
  /** The versions that were checked, in that order. */
  readonly versionChanges: VersionChange[] = [];
  private readonly waivers: Waivers;
  private readonly reader: VersionReader;
  private readonly permitted = new Map<string, boolean>();
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
    this.reader = new VersionReader(repository, versions, materializer);
  }

  /** Reports what a version that is not published would break. */
  check(materialized: Materialized): void {
    const { title, source, resolved: data } = materialized;
    const { version, pointer } = materialized.version;
    const olds = this.reader.allPublished(title, version);
    const name = formatVersion(version);
    const highest = this.versions
      .of(title)
      .findLast((one) => one.major === version.major && this.reader.isPublished(title, one));
    const isExempt = isUnstable(this.repository.settings, title, version);
    if (isExempt) {
      this.findings.add(versionUnstable, "found", { file: source, pointer }, { version: name });
    } else if (highest === undefined) {
      this.findings.add(versionFirstOfMajor, "found", { file: source, pointer }, { version: name });
    }
    const comparisons = this.comparisons(title, { version, data }, olds);
    this.versionChanges.push({
      title,
      file: source,
      version: name,
      previous: highest && formatVersion(highest),
      verdict: isExempt
        ? "unstable"
        : (worst([
            ...comparisons.map(({ verdict }) => verdict.kind),
            ...(this.reader.unreadable(title, version) === undefined ? [] : (["unknown"] as const)),
          ]) ?? "first"),
    });
    const left = [
      ...this.unpermitted(comparisons, source, materialized.version.text),
      ...this.unreadable(title, version, { file: source, pointer }, materialized.version.text),
    ];
    this.findings.list.push(...left);
    this.reportWaivers(title, version);
    if (isExempt || left.some(({ severity }) => severity === "error")) return;
    this.checkStep(materialized, olds, { file: source, pointer });
  }

  /** Looks back at published versions: at their waivers and skips, and at what they broke without. */
  checkPublished(title: string): void {
    const { isComplete } = this.repository.scope;
    for (const old of this.reader.allPublished(title)) {
      const name = formatVersion(old.version);
      this.waivers.reportReasons(title, name, this.configurationFile, this.findings);
      if (isUnstable(this.repository.settings, title, old.version)) continue;
      const skip = skipOf(this.repository.settings, String(old.data["$id"] ?? ""));
      if (skip !== undefined) this.checkSkip(title, old, skip);
      else if (isComplete || this.isHeard(breakAccepted, title)) this.checkAccepted(title, old, isComplete);
    }
  }

  /**
   * The least version that what a current says now may have, with the waivers that there are: after the highest version
   * of its major, or that one itself where it is the current's and not published. Undefined if nothing is published, or
   * nothing has changed.
   */
  leastVersion(materialized: Materialized): Version | undefined {
    const { title, resolved: data, version } = materialized;
    const all = this.reader.allPublished(title);
    const previous = all.find((one) => one.version.major === version.version.major) ?? all[0];
    if (previous === undefined || isSame(previous.data, data)) return undefined;
    return (
      this.nextVersions(materialized, previous).find((next) =>
        this.suffices(materialized, previous, next),
      ) ?? {
        major: (all[0] as VersionData).version.major + 1,
        minor: 0,
        patch: 0,
      }
    );
  }

  /** The versions within a major that may come next, the least first. */
  private nextVersions({ title, resolved: data, version }: Materialized, previous: VersionData): Version[] {
    const { major } = previous.version;
    const highest = this.versions.of(title).findLast((one) => one.major === major) ?? previous.version;
    const minor = { major, minor: highest.minor + 1, patch: 0 };
    const isPublished = this.reader.isPublished(title, highest);
    // What this branch has made may be made again, and what is below it can come no more.
    if (!isPublished && compareVersions(highest, version.version) === 0) return [highest, minor];
    const base = isPublished ? this.reader.published(title, highest) : this.reader.here(title, highest);
    if (base === undefined || leastStep(base.data, data) !== "patch") return [minor];
    return [{ major, minor: highest.minor, patch: highest.patch + 1 }, minor];
  }

  /** Whether a check would let a current pass under a version. */
  private suffices(materialized: Materialized, previous: VersionData, version: Version): boolean {
    const { title, source, resolved: data, version: current } = materialized;
    if (isUnstable(this.repository.settings, title, version)) return true;
    if (isTooSmall({ version, data }, previous)) return false;
    const olds = this.reader.allPublished(title, version);
    const id = current.text.replace(formatVersion(current.version), formatVersion(version));
    const left = [
      ...this.unpermitted(this.comparisons(title, { version, data }, olds), source, id),
      ...this.unreadable(title, version, { file: source }, id),
    ];
    return !left.some(({ severity }) => severity === "error");
  }

  private get configurationFile(): string {
    return this.repository.configurationFile ?? "addendum.yaml";
  }

  /** What neither a skip nor a waiver that is in force permits. */
  private unpermitted(comparisons: readonly Comparison[], source: string, id: string): readonly Finding[] {
    if (skipOf(this.repository.settings, id) !== undefined) return [];
    return this.waivers.apply([...this.object(comparisons, source).keys()]);
  }

  /** That the version before cannot be compared: older ones are covered by that one, which was accepted. */
  private unreadable(
    title: string,
    version: Version,
    location: FindingLocation,
    id: string,
  ): readonly Finding[] {
    const old = this.reader.unreadable(title, version);
    if (isUnstable(this.repository.settings, title, version)) return [];
    if (old === undefined || skipOf(this.repository.settings, id) !== undefined) return [];
    const found = new Findings(this.repository.settings);
    const [newer, against] = [formatVersion(version), formatVersion(old)];
    const file = this.reader.publishedPath(title, old) ?? "";
    const subject = { title, version: newer, against, pointer: "" };
    found.add(containmentUnknown, "unreadable", location, { old: against, file }, { subject });
    return this.waivers.apply(found.list);
  }

  /** What is wrong with the waivers of a version, and of others that this branch has made and not published. */
  private reportWaivers(title: string, version: Version): void {
    for (const one of [...this.versions.others(title, version), version]) {
      const name = formatVersion(one);
      if (!this.waivers.concerns(title, name) || this.reader.isPublished(title, one)) continue;
      if (compareVersions(one, version) !== 0) this.isPermitted(title, one);
      this.waivers.report(title, name, this.configurationFile, this.findings);
    }
  }

  /** The newest version of the major below a version that is published, or permitted on this branch. */
  private accepted(title: string, below: Version): VersionData | undefined {
    const newest = this.versions
      .of(title)
      .findLast(
        (one) => isOlder(one, below) && (this.reader.isPublished(title, one) || this.isPermitted(title, one)),
      );
    if (newest === undefined) return undefined;
    return this.reader.published(title, newest) ?? this.reader.here(title, newest);
  }

  /** Whether a version that is not published is on this branch by a waiver in force, or a skip. */
  private isPermitted(title: string, version: Version): boolean {
    const name = formatVersion(version);
    const key = `${title} ${name}`;
    let isPermitted = this.permitted.get(key);
    if (isPermitted === undefined) {
      isPermitted = this.findPermitted(title, version);
      this.permitted.set(key, isPermitted);
    }
    return isPermitted;
  }

  private findPermitted(title: string, version: Version): boolean {
    const here = this.reader.here(title, version);
    if (here === undefined) return false;
    const id = String(here.data["$id"] ?? "");
    if (skipOf(this.repository.settings, id) !== undefined) return true;
    if (!this.waivers.areInForce(title, formatVersion(version))) return false;
    const comparisons = this.comparisons(title, here, this.reader.allPublished(title, version));
    const left = this.unpermitted(comparisons, this.materializer.currentPath(title), id);
    return !left.some(({ severity }) => severity === "error");
  }

  /** What a published version broke without a waiver stays visible. */
  private checkAccepted(title: string, newer: VersionData, isComplete: boolean): void {
    const found = this.object(this.comparisonsOf(title, newer), this.materializer.currentPath(title));
    const left = this.waivers.applyHistory([...found.keys()]);
    const errors = left.filter(({ severity }) => severity === "error");
    for (const cause of new Set(errors.map((error) => error.cause))) {
      const same = errors.filter((error) => error.cause === cause);
      const { pointer, path } = found.get(same[0] as Finding) as Objection;
      const file = this.reader.publishedPath(title, newer.version) as string;
      this.findings.add(
        breakAccepted,
        "found",
        { file, pointer },
        {
          version: formatVersion(newer.version),
          old: same[0]?.subject?.against ?? "",
          path: showPath(path),
          rules: same.map(({ rule }) => rule).join(", "),
        },
      );
    }
    if (isComplete) this.findings.list.push(...left.map((one) => ({ ...one, severity: "info" as const })));
  }

  private checkSkip(title: string, newer: VersionData, pattern: string): void {
    if (!this.isHeard(skipTooWide, title)) return;
    const isError = ({ rule }: Objection) => ruleLevel(rule, this.repository.settings, title) === "error";
    if (hasObjection(this.comparisonsOf(title, newer, true), isError)) return;
    const file = this.configurationFile;
    const key = file.endsWith("addendum.yaml") ? "skippedTestCases" : "skipSchemaTestCases";
    const values = { pattern, title, version: formatVersion(newer.version) };
    this.findings.add(skipTooWide, "found", { file, pointer: join("", key, pattern) }, values);
  }

  /** Whether what a rule says of published versions will be seen: it costs a comparison of each with all before it. */
  private isHeard(rule: Rule, title: string): boolean {
    const level = ruleLevel(rule, this.repository.settings, title);
    return level !== "off" && (level !== "info" || this.repository.scope.hasRemarks);
  }

  /** A published version compared with the published ones before it. */
  private comparisonsOf(title: string, newer: VersionData, isBrief = false): readonly Comparison[] {
    // Readers are asked only about unpublished versions: they already cope with published ones.
    return this.comparisons(title, newer, this.reader.allPublished(title, newer.version), isBrief, false);
  }

  private comparisons(
    title: string,
    newer: VersionData,
    olds: readonly VersionData[],
    isBrief = false,
    hasReaders = true,
  ): readonly Comparison[] {
    const { settings, judge, readers } = this.repository;
    if (isUnstable(settings, title, newer.version)) return [];
    const [next] = olds;
    const newest = next && this.accepted(title, newer.version);
    return olds.map((old) => {
      const accepted = newest !== undefined && isOlder(old.version, newest.version) ? newest : undefined;
      const options = {
        isNext: old === next,
        isBrief,
        accepted,
        timestamps: settings.tables?.timestamps,
        readers: hasReaders ? readers : undefined,
      };
      return compareVersionData(title, old, newer, settings.contentModel, judge, options);
    });
  }

  /** What the policies object to in the comparisons, each as the finding that is made of it. */
  private object(comparisons: readonly Comparison[], source: string): ReadonlyMap<Finding, Objection> {
    const { settings } = this.repository;
    const found = new Map<Finding, Objection>();
    const written = this.materializer.documents.object(source) ?? {};
    for (const { objection, comparison } of objectionsTo(comparisons)) {
      const location = { file: source, pointer: sourcePointer(written, objection.pointer) };
      const { rule, messageId, values = {} } = objection;
      const findings = new Findings(settings);
      findings.add(rule, messageId, location, values, aboutChange(comparison, objection));
      for (const finding of findings.list) found.set(finding, objection);
    }
    return found;
  }

  private checkStep(
    { title, source, resolved: data, version: { version } }: Materialized,
    olds: readonly VersionData[],
    location: { readonly file: string; readonly pointer: string },
  ): void {
    const [previous] = olds;
    if (previous === undefined || !isTooSmall({ version, data }, previous)) return;
    this.findings.add(versionBumpTooSmall, "found", location, {
      version: formatVersion(version),
      previous: formatVersion(previous.version),
      what: "the schema now accepts other events or declares other properties",
      least: this.versions.nextMinor(title, version),
      source,
    });
  }
}

function worst(verdicts: readonly Verdict["kind"][]): Verdict["kind"] | undefined {
  const order = ["incompatible", "unknown", "compatible"] as const;
  return order.find((verdict) => verdicts.includes(verdict));
}

/** Whether a version rises by less than what has changed since another of its major. */
function isTooSmall(newer: VersionData, previous: VersionData): boolean {
  if (newer.version.minor > previous.version.minor) return false;
  return leastStep(previous.data, newer.data) !== "patch";
}

/** Whether two versions say the same apart from their own names. */
function isSame(one: DataObject, other: DataObject): boolean {
  const unnamed = (data: DataObject) => canonical({ ...data, $id: "", examples: [] });
  return unnamed(one) === unnamed(other);
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
