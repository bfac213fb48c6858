import { equals } from "@addendum/json-schema";
import { type Conflict, findConflict } from "../model/conflict-markers.ts";
import { classify, directoryOfTitle, joinPath, latestAliases, versionAliases } from "../model/layout.ts";
import type { Materialized, Materializer } from "../materialize/materializer.ts";
import type { AliasStyle, Write } from "../model/plan.ts";
import { holdsSameData, render } from "./render.ts";
import type { Repository } from "../model/repository.ts";
import { Findings } from "../model/findings.ts";
import { noConflictMarker } from "../materialize/rules/no-conflict-marker.ts";
import { noInvalidDocument } from "../materialize/rules/no-invalid-document.ts";
import { latestOutdated } from "./rules/latest-outdated.ts";
import { versionNotMaterialized } from "./rules/version-not-materialized.ts";
import type { ContentType } from "../model/settings.ts";
import type { TitleVersions } from "./title-versions.ts";
import { compareVersions, formatVersion, type Version } from "../model/version.ts";

/** Compares version files and aliases with what their currents materialize to, and plans the missing ones. */
export class GeneratedFiles {
  /** One finding for each title that has something to be written. */
  readonly drift: Findings;
  readonly writes: Write[] = [];
  private readonly drifted = new Set<string>();
  private readonly compared = new Map<string, { readonly text: string; readonly same: boolean }>();
  private readonly repository: Repository;
  private readonly materializer: Materializer;
  private readonly versions: TitleVersions;
  private readonly findings: Findings;

  constructor(
    repository: Repository,
    materializer: Materializer,
    versions: TitleVersions,
    findings: Findings,
  ) {
    this.repository = repository;
    this.materializer = materializer;
    this.versions = versions;
    this.findings = findings;
    this.drift = new Findings(repository.settings);
  }

  /** Whether a version file's text, here or as it is published, says what its current materializes to. */
  holds(path: string, text: string, { data }: Materialized, type: ContentType): boolean {
    const key = `${path}\0${type}`;
    const known = this.compared.get(key);
    if (known?.text === text) return known.same;
    const { documents } = this.materializer;
    const here = this.repository.snapshot.read(path);
    const isHere = here.kind === "text" && here.text === text;
    const name = isHere ? path : `${path} as published`;
    // Comparing costs less than writing, where the text is already parsed.
    const parsed = type === "yaml" ? documents.knownData(name) : undefined;
    const same =
      parsed === undefined
        ? holdsSameData(text, data, type, () => documents.versionData(name, text))
        : equals(parsed, data);
    this.compared.set(key, { text, same });
    return same;
  }

  /** Plans the version's files and aliases where they are missing or say something else, and reports that. */
  compare(title: string, materialized: Materialized): void {
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
      const differs = content.kind === "missing" ? "missing" : "differs";
      // Markers come from a merge: the author's decision is in the current.
      const conflict = content.kind === "text" ? findConflict(content.text) : undefined;
      const isEdited = differs === "differs" && conflict === undefined && isHandMade?.(path) === true;
      if (conflict !== undefined) this.reportConflict(path, materialized, conflict);
      else this.reportDrift(isEdited ? "edited" : differs, path, materialized, `${name}.${type}`);
      if (!isEdited) this.writes.push({ kind: "file", path, text: render(materialized.data, type) });
    }
    const fresh = this.writes.length > writesBefore;
    for (const [alias, target] of versionAliases(version, settings)) {
      this.compareAlias(directory, alias, target, materialized, fresh);
    }
    const newest = [...this.versions.others(title, version), version].sort(compareVersions).at(-1) as Version;
    const isNewest = compareVersions(newest, version) === 0;
    // What the base branch has meanwhile is not here to be led to.
    if (!isNewest && !this.isHere(directory, newest)) return;
    for (const [alias, target] of latestAliases(newest, settings)) {
      // Of another version's links, only one that misleads is of interest.
      if (isNewest || this.leadsElsewhere(joinPath(directory, alias), target)) {
        this.compareAlias(directory, alias, target, materialized, fresh);
      }
    }
  }

  private isHere(directory: string, version: Version): boolean {
    const { settings, snapshot } = this.repository;
    const name = `${formatVersion(version)}.${settings.contentTypes[0]}`;
    return snapshot.list(directory).some((entry) => entry.name === name);
  }

  private leadsElsewhere(path: string, target: string): boolean {
    const found = this.aliasTarget(path);
    return found !== undefined && found !== target;
  }

  /** The version file that an alias names; undefined for a copy, and where there is none. */
  private aliasTarget(path: string): string | undefined {
    const content = this.repository.snapshot.read(path);
    const name =
      content.kind === "link" ? content.target : content.kind === "text" ? content.text : undefined;
    return name !== undefined && isAliasText(name) ? name : undefined;
  }

  /** @param fresh whether version files are written, which copies then have to follow */
  private compareAlias(
    directory: string,
    alias: string,
    target: string,
    materialized: Materialized,
    fresh: boolean,
  ): void {
    const path = joinPath(directory, alias);
    const content = this.repository.snapshot.read(path);
    if (content.kind === "unreadable") {
      this.findings.add(noInvalidDocument, "unreadable", { file: path }, { reason: content.reason });
      return;
    }
    // A copy is never compared: without symbolic links, its content depends on the last checkout.
    const holds =
      content.kind === "link" ? content.target : content.kind === "text" ? content.text : undefined;
    const copied = content.kind === "text" && holds !== undefined && !isAliasText(holds);
    const conflict = copied ? findConflict(content.text) : undefined;
    if (holds === target || (copied && !fresh && conflict === undefined)) return;
    const found = this.aliasTarget(path);
    if (conflict !== undefined) this.reportConflict(path, materialized, conflict);
    else if (found !== undefined && alias.startsWith("latest")) {
      this.reportLatest(path, materialized, { name: alias, found, target });
    } else this.reportDrift("alias", path, materialized, alias, target);
    this.writes.push({ kind: "alias", path, target, style: copied ? "copy" : this.aliasStyle(directory) });
  }

  private reportLatest(
    path: string,
    { source }: Materialized,
    values: { readonly name: string; readonly found: string; readonly target: string },
  ): void {
    if (this.isReported(source)) return;
    this.drift.add(latestOutdated, "older", { file: path }, { ...values, source });
  }

  private reportConflict(path: string, { source }: Materialized, { ours, theirs, offset }: Conflict): void {
    if (this.isReported(source)) return;
    this.drift.add(noConflictMarker, "generated", { file: path, offset }, { ours, theirs, source });
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

  /** What a write will fix is drift; what was edited by hand is for a person to fix. */
  private reportDrift(
    messageId: "missing" | "differs" | "edited" | "alias",
    path: string,
    { source }: Materialized,
    name: string,
    target = "",
  ): void {
    const current = this.repository.settings.currentName;
    const findings = messageId === "edited" ? this.findings : this.drift;
    if (this.isReported(source) && messageId !== "edited") return;
    findings.add(
      versionNotMaterialized,
      messageId,
      { file: path },
      { name, source, target, file: path, current },
    );
  }

  /** One finding says enough of a version of which several files are missing. */
  private isReported(source: string): boolean {
    const isReported = this.drifted.has(source);
    this.drifted.add(source);
    return isReported;
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
}

function isAliasText(text: string): boolean {
  return /^\d+\.\d+\.\d+\.(yaml|json)$/.test(text);
}
