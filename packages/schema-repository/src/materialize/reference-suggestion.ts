import { editDistance } from "../words/suggestion.ts";
import { findTitles } from "../model/find-titles.ts";
import { classify, joinPath } from "../model/layout.ts";
import type { Settings } from "../model/settings.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { compareVersions, formatVersion, parseVersion } from "../model/version.ts";

/** The probable target of a reference without a target. */
export type ReferenceSuggestion =
  /** The title is there, and has these versions, the newest first. */
  | { readonly kind: "versions"; readonly title: string; readonly versions: readonly string[] }
  /** Another title is near; the reference with that, in the same version if it has it. */
  | { readonly kind: "reference"; readonly reference: string };

/**
 * @param reference absolute: `/title/1.0.0#/pointer`, with or without an extension
 * @returns undefined if nothing is near
 */
export function suggestReference(
  reference: string,
  snapshot: Snapshot,
  settings: Settings,
): ReferenceSuggestion | undefined {
  const match = /^\/(.+?)(?:\/((?:\d+\.\d+\.\d+|latest)(?:\.(?:yaml|json))?))?(#.*)?$/.exec(reference);
  if (match === null) return undefined;
  const [, title = "", file = "", fragment = ""] = match;
  for (const base of settings.referenceBases) {
    if (/^\w+:/.test(base)) continue;
    const within = { ...settings, schemas: base };
    const versionsOf = (one: string) => versionsIn(snapshot, joinPath(base, one));
    const titles = findTitles(snapshot, within).filter((one) => versionsOf(one).length > 0);
    if (titles.includes(title)) return { kind: "versions", title, versions: versionsOf(title) };
    const near = nearestTitle(title, titles);
    if (near === undefined) continue;
    const versions = versionsOf(near);
    const [, extension = ""] = /^.*?(\.(?:yaml|json))?$/.exec(file) ?? [];
    const wanted = file.slice(0, file.length - extension.length);
    const version = wanted === "latest" || versions.includes(wanted) ? wanted : versions[0];
    return { kind: "reference", reference: `/${near}/${version}${extension}${fragment}` };
  }
  return undefined;
}

function versionsIn(snapshot: Snapshot, directory: string): readonly string[] {
  const names = snapshot.list(directory).flatMap(({ name }) => {
    const file = classify(name);
    return file === undefined || file.kind === "latest-alias" ? [] : [formatVersion(file.version)];
  });
  const versions = [...new Set(names)].flatMap((name) => parseVersion(name) ?? []);
  return versions.sort(compareVersions).reverse().map(formatVersion);
}

/** The title that is spelt most alike, name by name; else the only one that ends in the same name. */
function nearestTitle(title: string, titles: readonly string[]): string | undefined {
  const ranked = titles
    .map((one) => ({ one, distance: distanceOf(title, one) }))
    .filter(({ distance }) => distance !== undefined)
    .sort((a, b) => (a.distance as number) - (b.distance as number));
  if (ranked[0] !== undefined) return ranked[0].one;
  const last = (path: string) => path.split("/").at(-1);
  const alike = titles.filter((one) => last(one) === last(title));
  return alike.length === 1 ? alike[0] : undefined;
}

/** How many letters differ; undefined if some name is another one. */
function distanceOf(title: string, other: string): number | undefined {
  const [names, others] = [title.split("/"), other.split("/")];
  if (names.length !== others.length) return undefined;
  let sum = 0;
  for (const [index, name] of names.entries()) {
    const distance = editDistance(name.toLowerCase(), (others[index] as string).toLowerCase());
    if (distance > Math.max(1, Math.floor(name.length / 4))) return undefined;
    sum += distance;
  }
  return sum;
}
