import {
  directoryOfTitle,
  formatVersion,
  joinPath,
  parseReference,
  type Settings,
  type Snapshot,
} from "@addendum/schema-repository";
import type { ReferenceRecord, TitleRecord } from "../model/record.ts";
import type { SiteTitle } from "./site-title.ts";

/** A current's own name and references, found in its text: faster than parsing, and almost always right. */
export function glanceAt(
  { title, entries }: SiteTitle,
  snapshot: Snapshot,
  settings: Settings,
): Pick<TitleRecord, "references" | "id"> {
  const none = { references: [], id: undefined };
  if (!entries.some(({ name }) => name === settings.currentName)) return none;
  const content = snapshot.read(joinPath(directoryOfTitle(title, settings), settings.currentName));
  if (content.kind !== "text") return none;
  const found = new Map<string, ReferenceRecord>();
  for (const [, reference = ""] of content.text.matchAll(/\$ref['"]?\s*:\s*['"]?(\/[^\s'"#,}]+)/g)) {
    const target = parseReference(reference);
    if (target === undefined || target.title === title) continue;
    const version = target.version === undefined ? "latest" : formatVersion(target.version);
    found.set(`${target.title} ${version}`, { title: target.title, version });
  }
  const id = /^['"]?\$id['"]?[ \t]*:[ \t]*['"]?([^\s'",]+)/m.exec(content.text)?.[1];
  return { references: [...found.values()], id };
}

/** All that a title refers to, through what that refers to. */
export function reachable(title: string, records: ReadonlyMap<string, TitleRecord>): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (name: string): void => {
    for (const { title: target } of records.get(name)?.references ?? []) {
      if (found.has(target)) continue;
      found.add(target);
      visit(target);
    }
  };
  visit(title);
  return found;
}

/** The titles that refer to each title, with the version that they name. */
export function dependentsOf(
  references: readonly (readonly [title: string, references: readonly ReferenceRecord[]])[],
): ReadonlyMap<string, readonly ReferenceRecord[]> {
  const found = new Map<string, ReferenceRecord[]>();
  for (const [title, targets] of references) {
    for (const { title: target, version } of targets) {
      const group = found.get(target);
      if (group === undefined) found.set(target, [{ title, version }]);
      else group.push({ title, version });
    }
  }
  return found;
}
