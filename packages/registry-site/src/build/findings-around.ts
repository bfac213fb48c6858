import {
  classify,
  directoryOf,
  directoryOfTitle,
  type Finding,
  findIdClashes,
  findRegistryIdClashes,
  Findings,
  findUnusedFragments,
  formatVersion,
  joinPath,
  type Settings,
  titleOfDirectory,
} from "@addendum/schema-repository";
import type { FindingRecord, ReferenceRecord } from "../model/record.ts";
import type { Around, TitleFinding } from "./title-maker.ts";

/** The parts of a title that matter to all titles. */
export interface SeenTitle {
  readonly title: string;
  /** Names of its files. */
  readonly files: readonly string[];
  /** What its current calls itself; undefined if it has none, or no `$id`. */
  readonly id: string | undefined;
  readonly references: readonly ReferenceRecord[];
  /** What shows of others when it is examined. */
  readonly foreign: readonly TitleFinding[];
}

/** The findings that need all titles together, by title. */
export function findingsAround(
  titles: readonly SeenTitle[],
  settings: Settings,
): ReadonlyMap<string, readonly FindingRecord[]> {
  const found = new Map<string, FindingRecord[]>();
  const add = (title: string, finding: FindingRecord) => {
    const list = found.get(title) ?? [];
    if (!list.some((one) => isSame(one, finding))) found.set(title, [...list, finding]);
  };
  const currentOf = (title: string) => joinPath(directoryOfTitle(title, settings), settings.currentName);
  const findings = new Findings(settings);
  const withCurrent = titles.filter(({ files }) => files.includes(settings.currentName));
  findIdClashes(
    settings.versionField === "$id"
      ? withCurrent.flatMap(({ title, id }) =>
          id === undefined ? [] : [{ id, title, location: { file: currentOf(title), pointer: "/$id" } }],
        )
      : [],
    findings,
  );
  findUnusedFragments(
    withCurrent.map(({ title }) => title),
    new Set(titles.flatMap(({ references }) => references.map((one) => one.title))),
    settings,
    findings,
  );
  findRegistryIdClashes(versionFiles(titles, settings), findings);
  for (const finding of findings.list) {
    const title = titleOfDirectory(directoryOf(finding.location.file), settings);
    if (title !== undefined) add(title, recordOf(finding));
  }
  for (const { foreign } of titles) for (const { title, finding } of foreign) add(title, finding);
  return found;
}

/** The first file of each version, by its URI. */
function versionFiles(titles: readonly SeenTitle[], settings: Settings): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const { title, files: names } of titles) {
    for (const name of names) {
      const file = classify(name);
      if (file?.kind !== "version") continue;
      const uri = `/${title}/${formatVersion(file.version)}`;
      if (files.has(uri) && file.contentType !== settings.contentTypes[0]) continue;
      files.set(uri, joinPath(directoryOfTitle(title, settings), name));
    }
  }
  return files;
}

/** A finding as pages show it. */
export function recordOf({ rule, severity, message, hint, location }: Finding): FindingRecord {
  return { rule, severity, message, hint, file: location.file, pointer: location.pointer ?? "" };
}

export function isSame(a: FindingRecord, b: FindingRecord): boolean {
  return a.rule === b.rule && a.file === b.file && a.pointer === b.pointer && a.message === b.message;
}

/** Those findings that are not known from elsewhere. */
export function withoutKnown(
  findings: readonly FindingRecord[],
  known: readonly FindingRecord[],
): readonly FindingRecord[] {
  return findings.filter((finding) => !known.some((one) => isSame(one, finding)));
}

/** Whether others say the same about a title. */
export function isSameAround(a: Around, b: Around): boolean {
  return (
    a.dependents.length === b.dependents.length &&
    a.dependents.every(
      ({ title, version }, index) =>
        title === b.dependents[index]?.title && version === b.dependents[index]?.version,
    ) &&
    a.findings.length === b.findings.length &&
    a.findings.every((one, index) => isSame(one, b.findings[index] as FindingRecord))
  );
}
