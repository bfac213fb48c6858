import { newestOf, type ReferenceRecord, type TitleRecord } from "../model/record.ts";
import type { SiteIdentity } from "../model/site-settings.ts";
import { iconText, themeText } from "../model/theme.ts";
import { headersFile, nginxFile } from "../machine/headers.ts";
import { type ListingEntry, listingFiles } from "../machine/listing.ts";
import { atomFeed } from "../pages/atom.ts";
import { changesOf, changesPages } from "../pages/changes.ts";
import { comparePage, notFoundPage } from "../pages/compare-page.ts";
import { fileOfPage, type PageFile } from "../pages/fold.ts";
import { directoryPages } from "../pages/directory.ts";
import { deprecationsPages, findingsPages, fragmentsPages, streamsPages } from "../pages/overviews.ts";
import { searchDocuments } from "../pages/search-documents.ts";
import { sectionsOf, type SitePart } from "../pages/sections.ts";
import type { SiteContext } from "../pages/site-context.ts";
import type { StreamView } from "../pages/title-view.ts";
import { type Assets, hashOf } from "./site-files.ts";

/** The input of pages about the whole repository. */
export interface CommonInput {
  readonly site: SiteContext;
  readonly identity: SiteIdentity;
  readonly assets: Assets;
  readonly records: readonly TitleRecord[];
  readonly dependents: ReadonlyMap<string, readonly ReferenceRecord[]>;
  readonly streams: readonly StreamView[];
  /** Those with files in the machine's layout. */
  readonly titles: readonly string[];
}

/** The newest changes, on the first page and in the feed. */
const latelyShown = 8;
const inFeed = 50;
const listed = 1_000;

/** @param parts what is served: each page links to it */
export function siteContext(
  identity: SiteIdentity,
  { style, script }: Assets,
  parts: readonly SitePart[],
): SiteContext {
  const { name, description, repository, url, colors } = identity;
  const theme = `theme-${hashOf(themeText(colors))}.css`;
  return {
    name,
    description,
    repository,
    url,
    assets: { style, script, theme },
    sections: sectionsOf(parts),
  };
}

interface CommonFile {
  readonly path: string;
  readonly content: string | Buffer;
}

/** Files that are built together, and only if their content would change. */
export interface CommonPart {
  readonly name: string;
  /** Everything that decides what they say, beside the site's own settings: as JSON it tells apart what is made. */
  readonly key: unknown;
  make(): readonly CommonFile[] | Promise<readonly CommonFile[]>;
}

/** The files that belong to no single title. Such a page is rebuilt if its content would change. */
export function commonParts(input: CommonInput): readonly CommonPart[] {
  const { site, identity, assets, records, dependents, streams, titles } = input;
  const allChanges = changesOf(records);
  const undated = records.reduce((sum, { versions }) => sum + versions.length, 0) - allChanges.length;
  const changes = allChanges.slice(0, listed);
  const lately = changes.slice(0, latelyShown);
  const fragments = records.filter(({ isFragment }) => isFragment);
  const names = records.map(({ title }) => title);
  const search = JSON.stringify(searchDocuments(records));
  const part = (name: string, key: unknown, make: () => readonly PageFile[]): CommonPart => ({
    name,
    key,
    make: () => filesOf(make()),
  });
  return [
    part("directory", [records.map(shownInDirectory), lately], () => directoryPages(site, records, lately)),
    part(
      "fragments",
      fragments.map((record) => [shownInDirectory(record), dependents.get(record.title)]),
      () => fragmentsPages(site, records, dependents),
    ),
    part("streams", [streams, names], () => streamsPages(site, streams, new Set(names))),
    part("changes", [changes, allChanges.length, undated], () =>
      changesPages(site, changes, allChanges.length, undated),
    ),
    part(
      "deprecations",
      records.map(({ title, isRetired, deprecations }) => [title, isRetired, deprecations]),
      () => deprecationsPages(site, records),
    ),
    part(
      "findings",
      records.map(({ title, findings }) => [title, findings]),
      () => findingsPages(site, records),
    ),
    {
      name: "feed",
      key: changes.slice(0, inFeed),
      make: () => [{ path: "changes.atom", content: atomFeed(site, changes.slice(0, inFeed)) }],
    },
    { name: "search", key: search, make: () => [{ path: "search.json", content: search }] },
    { name: "listings", key: titles, make: () => listings(input) },
    {
      name: "fixed",
      key: assets.files.map(({ name }) => name),
      make: () => [
        ...filesOf([comparePage(site)]),
        { path: "404.html", content: notFoundPage(site).text },
        { path: `assets/${site.assets.theme}`, content: themeText(identity.colors) },
        { path: "assets/icon.svg", content: iconText(identity.colors) },
        ...assets.files.map(({ name, content }) => ({ path: `assets/${name}`, content })),
        { path: "_headers", content: headersFile() },
        { path: "nginx.conf", content: nginxFile() },
      ],
    },
  ];
}

/** Pages as files. */
export function filesOf(pages: readonly PageFile[]): readonly CommonFile[] {
  return pages.map((page) => ({ path: fileOfPage(page), content: page.text }));
}

/** What the directory shows of a title. */
function shownInDirectory(record: TitleRecord): unknown {
  const { title, description, owner, isFragment, isRetired, deprecations } = record;
  const { personal, streams, unreadable, versions, findings } = record;
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const { version, date } = newestOf(record) ?? {};
  const newest = [version, date, versions.length];
  return [
    title,
    description,
    owner,
    isFragment,
    isRetired,
    deprecations,
    personal,
    streams,
    unreadable,
    errors,
    newest,
  ];
}

/** A listing of each directory above those of titles, for programs and for people: titles' own are made with their pages. */
function listings({ titles, identity, site }: CommonInput): readonly CommonFile[] {
  const base = ["repositories", identity.repository, "jsonschema"];
  const directories = new Map<string, Map<string, ListingEntry>>();
  const enter = (path: readonly string[], name: string): void => {
    const key = path.map((one) => `${one}/`).join("");
    const entries = directories.get(key) ?? new Map<string, ListingEntry>();
    directories.set(key, entries.set(name, { name, type: "directory" }));
  };
  enter(base.slice(0, 1), identity.repository);
  enter(base.slice(0, 2), "jsonschema");
  for (const title of titles) {
    const names = [...base, ...title.split("/")];
    for (let depth = base.length; depth < names.length; depth++) {
      enter(names.slice(0, depth), names[depth] as string);
    }
  }
  for (const title of titles) directories.delete([...base, title, ""].join("/"));
  return [...directories].flatMap(([path, found]) =>
    listingFiles(site, path, [...found.values()]).map(({ path: file, text }) => ({
      path: file,
      content: text,
    })),
  );
}
