import { join } from "node:path";
import { type DirectoryEntry, directoryOfTitle } from "@addendum/schema-repository";
import type { OpenRepository } from "@addendum/workspace";
import type { NumberUse } from "../model/numbers.ts";
import type { FieldReader, ReadersOf } from "../pages/readers.ts";
import type { StreamView } from "../pages/title-view.ts";
import { type SiteState, type TitleState, titleStateOf } from "./site-state.ts";
import { type TitleInput, titleInput } from "./title-input.ts";

/** A title of a run, and what is known of it before it is read. */
export interface SiteTitle {
  readonly title: string;
  readonly entries: readonly DirectoryEntry[];
  /** Undefined: anyone who makes it says what it was made of. */
  readonly input: TitleInput | undefined;
  readonly streams: readonly StreamView[];
  readonly readers: readonly FieldReader[];
  readonly numbers: readonly NumberUse[];
  /** Names of the directories in its own that contain titles. */
  readonly below: readonly string[];
  /** What the last run left, if it had the same options. */
  readonly before: TitleState | undefined;
}

/** What is known of titles from elsewhere than their files. */
export interface TitleContext {
  readonly streams: readonly StreamView[];
  readonly readersOf: ReadersOf | undefined;
  /** What is computed from a title's events. */
  numbersOf(title: string): readonly NumberUse[];
}

/** @param state of the last run; undefined if it cannot be trusted, or had other options */
export function findSiteTitles(
  names: readonly string[],
  { settings, snapshot, root }: OpenRepository,
  { streams, readersOf, numbersOf }: TitleContext,
  state: SiteState | undefined,
): readonly SiteTitle[] {
  const below = namesBelow(names);
  const streamsOf = groupBy(streams, ({ title }) => title ?? "");
  return names.map((title): SiteTitle => {
    const directory = directoryOfTitle(title, settings);
    const entries = snapshot.list(directory);
    const before = titleStateOf(state, title);
    return {
      title,
      entries,
      input: before && titleInput(join(root, directory), entries, settings, before.input, state?.at ?? 0),
      streams: streamsOf.get(title) ?? [],
      readers: readersOf?.(title) ?? [],
      numbers: numbersOf(title),
      below: below.get(title) ?? [],
      before,
    };
  });
}

function groupBy<T>(list: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const group = groups.get(keyOf(one));
    if (group === undefined) groups.set(keyOf(one), [one]);
    else group.push(one);
  }
  return groups;
}

/** The names of the directories in a title's own that contain further titles. */
function namesBelow(titles: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const known = new Set(titles);
  const found = new Map<string, string[]>();
  for (const title of titles) {
    for (let slash = title.indexOf("/"); slash !== -1; slash = title.indexOf("/", slash + 1)) {
      const holder = title.slice(0, slash);
      if (!known.has(holder)) continue;
      const [name = ""] = title.slice(slash + 1).split("/");
      const names = found.get(holder) ?? [];
      if (!names.includes(name)) found.set(holder, [...names, name]);
    }
  }
  return found;
}
