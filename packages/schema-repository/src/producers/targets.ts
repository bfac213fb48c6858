import { contains } from "@addendum/containment";
import {
  type Data,
  type DataObject,
  isObject,
  join as pointerTo,
  own,
  parseDocument,
  parseJson,
  sourceRanges,
} from "@addendum/json-schema";
import { classify, directoryOfTitle, joinPath } from "../model/layout.ts";
import { Findings } from "../model/findings.ts";
import { targetLegacyRevision } from "./rules/target-legacy-revision.ts";
import { targetMissingVersion } from "./rules/target-missing-version.ts";
import { targetOutdated } from "./rules/target-outdated.ts";
import { targetWaivedBreak } from "./rules/target-waived-break.ts";
import type { Settings } from "../model/settings.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { compareVersions, formatVersion, parseVersion, type Version } from "../model/version.ts";

/** A file of a producer. */
export interface ProducerFile {
  readonly path: string;
  readonly text: string;
}

/** The versions that producers' files pin, and the files with the newest versions of the same majors. */
export interface TargetsExamination {
  readonly findings: Findings;
  readonly pins: number;
  readonly moved: readonly ProducerFile[];
}

/** A place where a producer says which version it sends. */
interface Pin {
  readonly title: string;
  /** X.Y.Z, or a major alone where its newest version is meant. */
  readonly version: string;
  /** Of the version, into the file's text. */
  readonly offset: number;
}

/**
 * Looks for versions that producers pin: in `extension.json`, in imports of generated types, in `$schema` URIs.
 * @param titles all titles of the repository
 */
export function examineTargets(
  snapshot: Snapshot,
  settings: Settings,
  titles: readonly string[],
  files: readonly ProducerFile[],
): TargetsExamination {
  const findings = new Findings(settings);
  const known = new Set(titles);
  const packageName = settings.types?.package ?? "@addendum/event-types";
  const moved: ProducerFile[] = [];
  let count = 0;
  for (const file of files) {
    const pins = [
      ...(/(^|\/)(extension|skin)\.json$/.test(file.path)
        ? manifestPins(file, findings)
        : codePins(file.text, known)),
      ...importPins(file.text, packageName),
    ];
    const edits: { readonly pin: Pin; readonly version: string }[] = [];
    for (const pin of pins) {
      count++;
      const version = new PinExaminer(snapshot, settings, findings, file.path, known).examine(pin);
      if (version !== undefined) edits.push({ pin, version });
    }
    if (edits.length > 0) moved.push({ path: file.path, text: edited(file.text, edits) });
  }
  return { findings, pins: count, moved };
}

class PinExaminer {
  private readonly snapshot: Snapshot;
  private readonly settings: Settings;
  private readonly findings: Findings;
  private readonly file: string;
  private readonly known: ReadonlySet<string>;

  constructor(
    snapshot: Snapshot,
    settings: Settings,
    findings: Findings,
    file: string,
    known: ReadonlySet<string>,
  ) {
    this.snapshot = snapshot;
    this.settings = settings;
    this.findings = findings;
    this.file = file;
    this.known = known;
  }

  /** Reports what is wrong with a pin. Returns the version to move it to, if it may be moved. */
  examine(pin: Pin): string | undefined {
    const { title, version } = pin;
    const location = { file: this.file, offset: pin.offset };
    if (!this.known.has(title)) {
      this.findings.add(targetMissingVersion, "title", location, { title });
      return undefined;
    }
    const versions = this.versionsOf(title);
    const major = Number(version.split(".")[0]);
    const newest = versions.findLast((one) => one.major === major);
    const last = versions.at(-1) as Version;
    if (newest === undefined) {
      const values = { title, version, newest: formatVersion(last) };
      this.findings.add(targetMissingVersion, "major", location, values);
      return undefined;
    }
    const newestText = formatVersion(newest);
    if (last.major > major) {
      this.findings.add(targetOutdated, "major", location, { title, version, newest: formatVersion(last) });
    }
    const pinned = parseVersion(version);
    if (pinned === undefined) return undefined;
    const exists = versions.some((one) => compareVersions(one, pinned) === 0);
    if (!exists) {
      this.findings.add(targetMissingVersion, "version", location, { title, version, newest: newestText });
      return newestText;
    }
    for (const waiver of this.settings.waivers) {
      if (waiver.title !== title || waiver.version !== version) continue;
      const values = {
        title,
        version,
        rules: waiver.rules.join(", "),
        reason: waiver.reason ?? "no reason is given",
      };
      this.findings.add(targetWaivedBreak, "waived", location, values);
    }
    if (compareVersions(pinned, newest) >= 0) return undefined;
    const isKept = this.staysValid(title, pinned, newest);
    const values = { title, version, newest: newestText };
    this.findings.add(targetOutdated, isKept ? "behind" : "broken", location, values);
    return isKept ? newestText : undefined;
  }

  /**
   * Whether what is sent by one version is valid under a newer one. The gate saw to that, unless a break was accepted:
   * by a waiver, or by a merge that no hook saw. If undecided, true where no waiver is in between.
   */
  private staysValid(title: string, pinned: Version, newest: Version): boolean {
    const [old, newer] = [pinned, newest].map((version) => this.schemaOf(title, version));
    const { contentModel, waivers } = this.settings;
    const verdict = old && newer && contains(old, newer, { contentModel });
    if (verdict !== undefined && verdict.kind !== "unknown") return verdict.kind === "compatible";
    return !waivers.some((waiver) => {
      const version = waiver.title === title ? parseVersion(waiver.version) : undefined;
      return (
        version !== undefined && compareVersions(version, pinned) > 0 && compareVersions(version, newest) <= 0
      );
    });
  }

  private schemaOf(title: string, version: Version): DataObject | undefined {
    const directory = directoryOfTitle(title, this.settings);
    for (const type of this.settings.contentTypes) {
      const content = this.snapshot.read(joinPath(directory, `${formatVersion(version)}.${type}`));
      const parsed = content.kind === "text" ? parseDocument(content.text) : undefined;
      if (parsed?.kind === "document" && isObject(parsed.document.data)) return parsed.document.data;
    }
    return undefined;
  }

  private versionsOf(title: string): readonly Version[] {
    const found = new Map<string, Version>();
    for (const { name } of this.snapshot.list(directoryOfTitle(title, this.settings))) {
      const file = classify(name);
      if (file?.kind === "version") found.set(formatVersion(file.version), file.version);
    }
    return [...found.values()].sort(compareVersions);
  }
}

/** What MediaWiki's registry of extensions pins: a schema's URI, or the number of a revision in the old days. */
function manifestPins({ path, text }: ProducerFile, findings: Findings): Pin[] {
  const manifest = parseJson(text);
  if (manifest === undefined) return [];
  const places = [["attributes", "EventLogging", "Schemas"], ["EventLoggingSchemas"]];
  const ranges = sourceRanges(text);
  return places.flatMap((place) => {
    let schemas: Data | undefined = manifest;
    for (const key of place) schemas = isObject(schemas) ? own(schemas, key) : undefined;
    return Object.entries(isObject(schemas) ? schemas : {}).flatMap(([name, value]): Pin[] => {
      const pointer = pointerTo("", ...place, name);
      if (typeof value === "number") {
        findings.add(targetLegacyRevision, "number", { file: path, pointer }, { name, revision: value });
        return [];
      }
      const match = typeof value === "string" ? /^\/(.+)\/(\d+\.\d+\.\d+)$/.exec(value) : null;
      const start = ranges.get(pointer)?.value.start;
      if (match === null || start === undefined) return [];
      const [, title, version] = match as unknown as [string, string, string];
      return [{ title, version, offset: text.indexOf(`/${version}`, start + title.length) + 1 }];
    });
  });
}

/** Texts in code that are the URI of a known title's version. */
function codePins(text: string, titles: ReadonlySet<string>): Pin[] {
  return [...text.matchAll(/(["'`])\/([^"'`\s\\]{1,500})\/(\d+\.\d+\.\d+)\1/g)].flatMap((match) => {
    const [, , title, version] = match as unknown as [string, string, string, string];
    if (!titles.has(title)) return [];
    return [{ title, version, offset: match.index + title.length + 3 }];
  });
}

/** Modules of generated types that code imports. */
function importPins(text: string, packageName: string): Pin[] {
  const name = packageName.replaceAll(/[.\\+*?[^\]$(){}=!<>|:-]/g, "\\$&");
  const pattern = new RegExp(
    `(["'])${name}/([^"'\\s\\\\]{1,500})/(\\d+(?:\\.\\d+\\.\\d+)?)(?:\\.js)?\\1`,
    "g",
  );
  return [...text.matchAll(pattern)].map((match) => {
    const [, , title, version] = match as unknown as [string, string, string, string];
    return { title, version, offset: match.index + packageName.length + title.length + 3 };
  });
}

function edited(text: string, edits: readonly { readonly pin: Pin; readonly version: string }[]): string {
  let result = text;
  for (const { pin, version } of [...edits].sort((a, b) => b.pin.offset - a.pin.offset)) {
    result = result.slice(0, pin.offset) + version + result.slice(pin.offset + pin.version.length);
  }
  return result;
}
