import {
  classify,
  compareVersions,
  directoryOfTitle,
  findTitles,
  formatVersion,
  type Settings,
  type Snapshot,
  suggest,
} from "@addendum/schema-repository";
import { UserError } from "../user-error.ts";

/** How many versions a message lists. */
const listedVersions = 8;

/** The error for an unknown title, with a suggestion. */
export function unknownTitle(title: string, titles: readonly string[]): UserError {
  const meant = suggest(title, titles);
  const question = meant === undefined ? "" : ` Did you mean “${meant}”?`;
  return new UserError(`there is no schema titled “${title}”.${question}`);
}

/** The error for a version that does not exist: about its title if that is unknown, else with the versions that exist. */
export function unknownVersion(
  snapshot: Snapshot,
  settings: Settings,
  title: string,
  version: string,
): UserError {
  const titles = findTitles(snapshot, settings);
  if (!titles.includes(title)) return unknownTitle(title, titles);
  const versions = snapshot
    .list(directoryOfTitle(title, settings))
    .map(({ name }) => classify(name))
    .flatMap((file) => (file?.kind === "version" ? file.version : []))
    .sort(compareVersions)
    .map((one) => formatVersion(one));
  const listed = [...new Set(versions)].slice(-listedVersions).join(", ");
  const has = listed === "" ? "" : ` It has ${listed}.`;
  return new UserError(`“${title}” has no version ${version}.${has}`);
}
