import { join, type Pointer } from "@addendum/json-schema";
import { directoryOf, directoryOfTitle } from "../model/layout.ts";
import { findTitles } from "../model/find-titles.ts";
import type { Findings } from "../model/findings.ts";
import type { Repository } from "../model/repository.ts";
import type { Settings } from "../model/settings.ts";
import { noUnknownTitle } from "../lint/rules/settings/no-unknown-title.ts";
import { suggest } from "../words/suggestion.ts";

/** Reports titles in the settings that no schema has, where another one was probably meant. */
export function findUnknownTitles(repository: Repository, findings: Findings): void {
  const { snapshot, settings, baseline, configurationFile: file = "addendum.yaml" } = repository;
  const exists = (title: string): boolean => {
    const directory = directoryOfTitle(title, settings);
    return snapshot.list(directory).length > 0 || baseline.list(directory).length > 0;
  };
  // Listing all titles takes time, and most runs need no suggestion.
  let all: readonly string[] | undefined;
  for (const { pattern, pointer } of namedTitles(settings)) {
    // Of a pattern, the directories before the first `*` can be misspelt.
    const isPattern = pattern.includes("*");
    const name = isPattern ? directoryOf(pattern.slice(0, pattern.indexOf("*"))) : pattern;
    if (name === "" || exists(name)) continue;
    all ??= findTitles(snapshot, settings);
    const suggestion = isPattern
      ? suggest(name, [...new Set(all.flatMap(directoriesAbove))])
      : nearest(name, all);
    if (suggestion === undefined) continue;
    const meant = isPattern ? suggestion + pattern.slice(name.length) : suggestion;
    findings.add(noUnknownTitle, "misspelt", { file, pointer }, { title: pattern, suggestion: meant });
  }
}

/** The titles, and patterns of titles, that settings name. */
function namedTitles({
  waivers,
  overrides,
  unstable,
  retired,
}: Settings): readonly { readonly pattern: string; readonly pointer: Pointer }[] {
  return [
    ...waivers.map(({ title }, index) => ({ pattern: title, pointer: join("/waivers", index, "title") })),
    ...overrides.flatMap(({ titles }, index) =>
      titles.map((pattern, place) => ({ pattern, pointer: join("/overrides", index, "titles", place) })),
    ),
    ...unstable.titles.map((pattern, index) => ({ pattern, pointer: join("/unstable/titles", index) })),
    ...retired.map((pattern, index) => ({ pattern, pointer: join("/retired", index) })),
  ];
}

/** The existing title that was probably meant: one with a few other letters, or the only one that ends like this. */
function nearest(title: string, titles: readonly string[]): string | undefined {
  const near = suggest(title, titles);
  if (near !== undefined) return near;
  const [longer, ...others] = titles.filter((one) => one.endsWith(`/${title}`));
  return others.length === 0 ? longer : undefined;
}

function directoriesAbove(title: string): readonly string[] {
  const directory = directoryOf(title);
  return directory === "" ? [] : [directory, ...directoriesAbove(directory)];
}
