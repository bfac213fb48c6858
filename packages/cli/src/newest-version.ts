import { type DataObject, isObject } from "@addendum/json-schema";
import {
  directoryOfTitle,
  Documents,
  Findings,
  formatVersion,
  joinPath,
  TitleVersions,
} from "@addendum/schema-repository";
import type { OpenRepository } from "./repository.ts";

/** The newest version of a title that is in the work tree; undefined where there is none. */
export function newestVersion(
  repository: OpenRepository,
  title: string,
): { readonly version: string; readonly schema: DataObject } | undefined {
  const { snapshot, settings } = repository;
  const newest = new TitleVersions(repository).of(title).at(-1);
  if (newest === undefined) return undefined;
  const version = formatVersion(newest);
  const documents = new Documents(snapshot, new Findings(settings));
  for (const type of settings.contentTypes) {
    const path = joinPath(directoryOfTitle(title, settings), `${version}.${type}`);
    const content = snapshot.read(path);
    const schema = content.kind === "text" ? documents.versionData(path, content.text) : undefined;
    if (isObject(schema)) return { version, schema };
  }
  return undefined;
}
