import { type DataObject, evaluate, isArray, type Schema } from "@addendum/json-schema";
import type { Finding } from "./finding.ts";
import {
  classify,
  directoryOf,
  directoryOfTitle,
  joinPath,
  latestAliases,
  titleOfDirectory,
  versionAliases,
} from "./layout.ts";
import { type Materialized, Materializer, type RemoteReferences } from "./materialize/materializer.ts";
import { type AliasStyle, orderPlan, type Plan, type Write } from "./plan.ts";
import { parseReference } from "./references.ts";
import { holdsSameData, render } from "./render.ts";
import { Findings } from "./rule.ts";
import { fragmentOutdated } from "./rules/fragment-outdated.ts";
import { noIdClash } from "./rules/no-id-clash.ts";
import { noInvalidDocument } from "./rules/no-invalid-document.ts";
import { noInvalidExample } from "./rules/no-invalid-example.ts";
import { noInvalidGeneratedExample } from "./rules/no-invalid-generated-example.ts";
import { noSkippedVersion } from "./rules/no-skipped-version.ts";
import { noStrayVersion } from "./rules/no-stray-version.ts";
import { noTitleCaseClash } from "./rules/no-title-case-clash.ts";
import { noTitleMismatch } from "./rules/no-title-mismatch.ts";
import { versionInvalidOrder } from "./rules/version-invalid-order.ts";
import { versionMissingBump } from "./rules/version-missing-bump.ts";
import { versionNotMaterialized } from "./rules/version-not-materialized.ts";
import { versionPublished } from "./rules/version-published.ts";
import type { ContentType, Settings } from "./settings.ts";
import type { Baseline, DirectoryEntry, Snapshot } from "./snapshot.ts";
import { readField } from "./source-version.ts";
import { compareVersions, formatVersion, isNextVersion, type Version } from "./version.ts";

/** What a validator says of a value that the evaluator refused: why, or undefined where it accepts the value. */
export type Judge = (schema: Schema, value: unknown) => { place: string; reason: string } | undefined;

export interface Repository {
  readonly snapshot: Snapshot;
  readonly settings: Settings;
  readonly baseline: Baseline;
  readonly remote: RemoteReferences;
  readonly judge: Judge;
  /** How aliases are kept that have no predecessor beside them. */
  readonly aliasStyle: () => AliasStyle;
  /** Whether a generated file's content was made by hand, and is not merely older than its source. */
  readonly isHandMade?: (path: string) => boolean;
  /** Told after each title. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What is wrong in the titles that were examined, and what would bring their generated files in step. */
export interface Examination {
  readonly findings: readonly Finding[];
  /** One finding for each title that the plan writes to: what a check says where nothing may be written. */
  readonly drift: readonly Finding[];
  readonly plan: Plan;
  /** Titles with a current, in the order in which they were examined. */
  readonly titles: readonly string[];
  /** Remote documents that are missing from the lock file. */
  readonly unpinned: readonly string[];
  readonly materializer: Materializer;
}

/** The titles of a snapshot: every directory below the schemas' that holds a current or a version. */
export function findTitles(snapshot: Snapshot, settings: Settings): string[] {
  const titles: string[] = [];
  const visit = (directory: string, depth: number): void => {
    const entries = snapshot.list(directory);
    const title = titleOfDirectory(directory, settings);
    if (title && entries.some(({ name, kind }) => kind !== "directory" && isSchemaFile(name, settings))) {
      titles.push(title);
    } else if (title && entries.some(({ name }) => name === settings.currentName)) {
      titles.push(title);
    }
    if (depth > 32) return;
    for (const { name, kind } of entries) {
      if (kind === "directory" && !name.startsWith(".") && name !== "node_modules") {
        visit(joinPath(directory, name), depth + 1);
      }
    }
  };
  visit(settings.schemas, 0);
  return titles;
}

function isSchemaFile(name: string, settings: Settings): boolean {
  return name === settings.currentName || classify(name)?.kind === "version";
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
  private readonly drift: Findings;
  private readonly drifted = new Set<string>();
  private readonly compared = new Map<string, { readonly text: string; readonly same: boolean }>();
  private readonly writes: Write[] = [];
  private readonly materializer: Materializer;
  private readonly repository: Repository;
  private readonly titles: readonly string[];
  private readonly scope: ReadonlySet<string>;
  private readonly known = new Map<string, readonly Version[]>();
  private readonly newest = new Map<string, Version | undefined>();

  constructor(repository: Repository, titles: readonly string[]) {
    this.repository = repository;
    this.titles = titles;
    this.scope = new Set(titles);
    this.findings = new Findings(repository.settings);
    this.drift = new Findings(repository.settings);
    const { snapshot, settings, remote } = repository;
    this.materializer = new Materializer(snapshot, settings, this.findings, this.scope, remote);
  }

  run(): Examination {
    const { settings } = this.repository;
    const withCurrent = this.titles.filter((title) => this.entry(title, settings.currentName) !== undefined);
    this.materializer.prefetch(withCurrent);
    const ids = new Map<string, string>();
    let done = 0;
    for (const title of this.titles) {
      this.published(title);
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
    return {
      findings: this.findings.list,
      drift: this.drift.list,
      plan: orderPlan(this.writes),
      titles: withCurrent,
      unpinned: [...this.materializer.unpinned],
      materializer: this.materializer,
    };
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
    this.examples(materialized);
    const names = this.publishedNames(title);
    const name = formatVersion(materialized.version.version);
    const publishedFile = settings.contentTypes
      .map((type) => ({ type, name: `${name}.${type}` }))
      .find((file) => names.includes(file.name));
    if (publishedFile !== undefined) {
      const { baseline } = this.repository;
      const path = joinPath(directoryOfTitle(title, settings), publishedFile.name);
      const content = baseline.read(path);
      if (content.kind === "text" && !this.holds(path, content.text, materialized, publishedFile.type)) {
        this.findings.add(
          versionMissingBump,
          "same",
          { file: materialized.source, pointer: materialized.version.pointer },
          {
            version: name,
            base: baseline.name,
            source: materialized.source,
            next: this.nextMinor(title, materialized.version.version),
          },
        );
        return;
      }
    } else {
      this.order(title, materialized);
    }
    this.planFiles(title, materialized);
  }

  /** Whether a version file's text, here or as it is published, says what its current materializes to. */
  private holds(path: string, text: string, { data }: Materialized, type: ContentType): boolean {
    const key = `${path}\0${type}`;
    const known = this.compared.get(key);
    if (known?.text === text) return known.same;
    const same = holdsSameData(text, data, type, () => {
      const here = this.repository.snapshot.read(path);
      const isHere = here.kind === "text" && here.text === text;
      return this.materializer.documents.versionData(isHere ? path : `${path} as published`, text);
    });
    this.compared.set(key, { text, same });
    return same;
  }

  /** All versions of a title that exist here or are published, the lowest first. */
  private versions(title: string): readonly Version[] {
    let versions = this.known.get(title);
    if (versions === undefined) {
      const { snapshot, settings } = this.repository;
      const here = snapshot.list(directoryOfTitle(title, settings)).map(({ name }) => name);
      const found = new Map<string, Version>();
      for (const name of [...here, ...this.publishedNames(title)]) {
        const file = classify(name);
        if (file?.kind === "version") found.set(formatVersion(file.version), file.version);
      }
      versions = [...found.values()].sort(compareVersions);
      this.known.set(title, versions);
    }
    return versions;
  }

  private otherVersions(title: string, except: Version): readonly Version[] {
    return this.versions(title).filter((version) => compareVersions(version, except) !== 0);
  }

  private nextMinor(title: string, { major }: Version): string {
    const highest = this.versions(title).findLast((version) => version.major === major);
    return formatVersion({ major, minor: (highest?.minor ?? -1) + 1, patch: 0 });
  }

  private order(title: string, { version: { version, pointer }, source }: Materialized): void {
    const others = this.otherVersions(title, version);
    const location = { file: source, pointer };
    const highest = others.findLast(({ major }) => major === version.major);
    const shown = formatVersion(version);
    if (highest !== undefined && compareVersions(version, highest) < 0) {
      const next = this.nextMinor(title, version);
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

  /** Plans the version's files and aliases where they are missing or say something else, and reports that. */
  private planFiles(title: string, materialized: Materialized): void {
    const { settings, snapshot, isHandMade } = this.repository;
    const directory = directoryOfTitle(title, settings);
    const { version } = materialized.version;
    const name = formatVersion(version);
    this.prefetchGenerated(directory, version);
    const writesBefore = this.writes.length;
    for (const type of settings.contentTypes) {
      const path = joinPath(directory, `${name}.${type}`);
      const content = snapshot.read(path);
      if (content.kind === "text" && this.holds(path, content.text, materialized, type)) continue;
      if (content.kind === "unreadable") {
        this.findings.add(noInvalidDocument, "unreadable", { file: path }, { reason: content.reason });
        continue;
      }
      const messageId = content.kind === "missing" ? "missing" : "differs";
      const edited = messageId === "differs" && isHandMade?.(path) === true;
      this.reportDrift(edited ? "edited" : messageId, path, materialized, `${name}.${type}`);
      if (!edited) this.writes.push({ kind: "file", path, text: render(materialized.data, type) });
    }
    const newest = [...this.otherVersions(title, version), version].sort(compareVersions).at(-1);
    const aliases = new Map(versionAliases(version, settings));
    if (newest !== undefined && compareVersions(newest, version) === 0) {
      for (const [alias, target] of latestAliases(version, settings)) aliases.set(alias, target);
    }
    const fresh = this.writes.length > writesBefore;
    for (const [alias, target] of aliases) {
      const path = joinPath(directory, alias);
      const content = snapshot.read(path);
      if (content.kind === "unreadable") {
        this.findings.add(noInvalidDocument, "unreadable", { file: path }, { reason: content.reason });
        continue;
      }
      // A copy is never compared: where there are no links, it is whatever the last checkout made of it.
      const holds =
        content.kind === "link" ? content.target : content.kind === "text" ? content.text : undefined;
      const copied = content.kind === "text" && holds !== undefined && !isAliasText(holds);
      if (holds === target || (copied && !fresh)) continue;
      this.reportDrift("alias", path, materialized, alias, target);
      this.writes.push({ kind: "alias", path, target, style: copied ? "copy" : this.aliasStyle(directory) });
    }
  }

  /** Announces what comparing will read: a version's files, and the aliases beside them. */
  private prefetchGenerated(directory: string, version: Version): void {
    const { settings, snapshot } = this.repository;
    const names = settings.contentTypes.map((type) => `${formatVersion(version)}.${type}`);
    const sibling = snapshot.list(directory).find(({ name }) => classify(name)?.kind === "version-alias");
    const aliases = [...versionAliases(version, settings).keys(), ...latestAliases(version, settings).keys()];
    const all = [...names, ...aliases, ...(sibling ? [sibling.name] : [])];
    snapshot.prefetch(all.map((name) => joinPath(directory, name)));
  }

  /** What a write will mend is drift; what was edited by hand is for a person to mend. */
  private reportDrift(
    messageId: "missing" | "differs" | "edited" | "alias",
    path: string,
    { source }: Materialized,
    name: string,
    target = "",
  ): void {
    const current = this.repository.settings.currentName;
    const findings = messageId === "edited" ? this.findings : this.drift;
    // One finding says enough of a version of which several files are missing.
    if (messageId !== "edited" && this.drifted.has(source)) return;
    this.drifted.add(source);
    findings.add(
      versionNotMaterialized,
      messageId,
      { file: path },
      { name, source, target, file: path, current },
    );
  }

  /** New aliases are kept as the ones beside them are. */
  private aliasStyle(directory: string): AliasStyle {
    const { snapshot, aliasStyle } = this.repository;
    for (const { name, kind } of snapshot.list(directory)) {
      const file = classify(name);
      const isAlias = file?.kind === "version-alias" || file?.kind === "latest-alias";
      if (!isAlias || kind === "directory" || kind === "other") continue;
      if (kind === "link") return "link";
      const content = snapshot.read(joinPath(directory, name));
      return content.kind === "text" && isAliasText(content.text) ? "target-name" : "copy";
    }
    return aliasStyle();
  }

  private publishedNames(title: string): readonly string[] {
    return this.repository.baseline.list(directoryOfTitle(title, this.repository.settings));
  }

  private published(title: string): void {
    const { baseline, settings } = this.repository;
    const directory = directoryOfTitle(title, settings);
    for (const name of this.publishedNames(title)) {
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

  private examples({ data, source, exampleIsGenerated }: Materialized): void {
    const examples = data["examples"];
    if (!isArray(examples)) return;
    examples.forEach((example, index) => {
      const refusal = evaluate(data, example);
      if (refusal === undefined) return;
      const verdict = this.repository.judge(data, example);
      if (verdict === undefined) return;
      const { place, reason } = verdict;
      if (exampleIsGenerated) {
        const values = { place: place || "its root", reason };
        this.findings.add(
          noInvalidGeneratedExample,
          "invalid",
          { file: source, pointer: "/properties" },
          values,
        );
      } else {
        const location = { file: source, pointer: `/examples/${index}${place}` };
        const values = { number: index + 1, place: place || "its root", reason };
        this.findings.add(noInvalidExample, "invalid", location, values);
      }
    });
  }

  private outdatedReferences(title: string): void {
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
    const here = this.versions(title).at(-1);
    const inScope = this.scope.has(title) ? this.materializer.materialize(title) : undefined;
    const called = inScope?.version.version;
    if (here === undefined || called === undefined) return here ?? called;
    return compareVersions(here, called) >= 0 ? here : called;
  }
}

function isAliasText(text: string): boolean {
  return /^\d+\.\d+\.\d+\.(yaml|json)$/.test(text);
}
