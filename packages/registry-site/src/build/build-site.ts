import { findTitles } from "@addendum/schema-repository";
import type { TitleRecord } from "../model/record.ts";
import { commonParts, siteContext } from "./common-files.ts";
import { NumberParts } from "./number-parts.ts";
import { hashOf, type WriteCounts } from "./site-files.ts";
import { partsOf, type SiteOptions } from "./site-options.ts";
import { readState, stateFormat } from "./site-state.ts";
import { findSiteTitles } from "./site-title.ts";
import { SiteWriter } from "./site-writer.ts";
import { streamViews } from "./stream-views.ts";
import { TitleBuilder } from "./title-builder.ts";
import { datesByTitle, versionDates } from "./version-dates.ts";

export interface SiteResult extends WriteCounts {
  readonly titles: number;
  /** How many titles' pages were rebuilt; the others are unchanged. */
  readonly made: number;
  readonly records: readonly TitleRecord[];
}

/**
 * Writes the site of a repository, or the parts that changed since the last run: a title is rebuilt if its files, its
 * references, or what is known about it have changed. The directory may contain nothing else: see {@link foreignFile}.
 */
export async function buildSite(options: SiteOptions): Promise<SiteResult> {
  const { out, repository, streams, identity, assets, version, lineage, dashboards } = options;
  const { settings, snapshot, git } = repository;
  const at = Date.now();
  const found = readState(out);
  if (found.kind === "foreign") throw new Error(`${out} holds ${found.name}`);
  const writer = new SiteWriter(out, found);
  const site = siteContext(identity, assets, partsOf(options));
  const key = hashOf(
    JSON.stringify([version, assets.script, assets.style, identity, site.sections, settings]),
  );
  const { state, isBelieved } = writer;
  const dates = versionDates(git, settings, state?.dates);
  const names = findTitles(snapshot, settings);
  const numbers = new NumberParts(site, lineage, dashboards, names);
  const views = streamViews(streams);
  const titles = findSiteTitles(
    names,
    repository,
    { streams: views, readersOf: options.readersOf, numbersOf: numbers.uses() },
    isBelieved && state?.key === key ? state : undefined,
  );
  const builder = new TitleBuilder(options, writer, titles, datesByTitle(dates));
  await builder.make(site);

  const records = builder.allRecords();
  const around = builder.around();
  const states = builder.states();
  const common = commonParts({
    site,
    identity,
    assets,
    records,
    dependents: new Map(names.map((title) => [title, around(title).dependents])),
    streams: views,
    titles: names.filter((title) => states[title]?.isServed),
  });
  await writer.writeParts(common, key);
  options.onReadable?.({ records, isChanged: writer.isWriting });
  await writer.writeParts(numbers.parts(), key);
  writer.end({ format: stateFormat, at, key, dates, titles: states });
  return { ...writer.counts, titles: names.length, made: builder.count, records };
}

/**
 * The name of a file in a directory that holds something else than a site of ours; undefined if it may be written to.
 */
export function foreignFile(directory: string): string | undefined {
  const found = readState(directory);
  return found.kind === "foreign" ? found.name : undefined;
}
