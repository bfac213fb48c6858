import { idClashes } from "../confluent/registry-id.ts";
import type { ReferenceRecord, TitleRecord } from "../model/record.ts";
import type { SiteIdentity } from "../model/site-settings.ts";
import { iconText, themeText } from "../model/theme.ts";
import { headersFile, nginxFile } from "../machine/headers.ts";
import { type ListingEntry, listingHtml, listingJson } from "../machine/listing.ts";
import { atomFeed } from "../pages/atom.ts";
import { changesOf, changesPages } from "../pages/changes.ts";
import { comparePage, notFoundPage } from "../pages/compare-page.ts";
import { directoryPages } from "../pages/directory.ts";
import {
  deprecationsPages,
  findingsPages,
  fragmentsPages,
  streamsPages,
  type TitleFinding,
} from "../pages/overviews.ts";
import { searchDocuments } from "../pages/search-documents.ts";
import type { SiteContext } from "../pages/site-context.ts";
import type { StreamView } from "../pages/title-view.ts";
import { type Assets, hashOf } from "./site-files.ts";

/** What pages about the whole repository are made of. */
export interface CommonInput {
  readonly site: SiteContext;
  readonly identity: SiteIdentity;
  readonly assets: Assets;
  readonly records: readonly TitleRecord[];
  readonly dependents: ReadonlyMap<string, readonly ReferenceRecord[]>;
  readonly streams: readonly StreamView[];
  readonly layouts: readonly {
    readonly title: string;
    readonly files: readonly (readonly [name: string, size: number])[];
  }[];
  readonly dates: Readonly<Record<string, string>>;
}

/** The newest changes, on the first page and in the feed. */
const latelyShown = 8;
const inFeed = 50;
const listed = 1_000;

export function siteContext(identity: SiteIdentity, { style, script }: Assets): SiteContext {
  const { name, description, repository, url, colors } = identity;
  return {
    name,
    description,
    repository,
    url,
    assets: { style, script, theme: `theme-${hashOf(themeText(colors))}.css` },
    sections: [
      { address: "", label: "Schemas" },
      { address: "fragments/", label: "Fragments" },
      { address: "streams/", label: "Streams" },
      { address: "changes/", label: "Changes" },
      { address: "deprecations/", label: "What ends" },
      { address: "findings/", label: "Findings" },
      ...(identity.sections ?? []),
    ],
  };
}

interface CommonFile {
  readonly path: string;
  readonly content: string | Buffer;
}

/** Everything that belongs to no single title. */
export function commonFiles(input: CommonInput): readonly CommonFile[] {
  const { site, identity, assets, records, dependents, streams } = input;
  const changes = changesOf(records, listed);
  const pages = [
    ...directoryPages(site, records, changes.slice(0, latelyShown)),
    ...fragmentsPages(site, records, dependents),
    ...streamsPages(site, streams, new Set(records.map(({ title }) => title))),
    ...changesPages(site, changes),
    ...deprecationsPages(site, records),
    ...findingsPages(site, records, clashesOf(records)),
    comparePage(site),
  ];
  return [
    { path: "404.html", content: notFoundPage(site).text },
    ...pages.map(({ address, text }) => ({ path: `${address}index.html`, content: text })),
    { path: "changes.atom", content: atomFeed(site, changes.slice(0, inFeed)) },
    { path: "search.json", content: JSON.stringify(searchDocuments(records)) },
    { path: `assets/${site.assets.theme}`, content: themeText(identity.colors) },
    { path: "assets/icon.svg", content: iconText(identity.colors) },
    ...assets.files.map(({ name, content }) => ({ path: `assets/${name}`, content })),
    { path: "_headers", content: headersFile() },
    { path: "nginx.conf", content: nginxFile() },
    ...listings(input),
  ];
}

/** Versions that Confluent's clients know by one number. */
function clashesOf(records: readonly TitleRecord[]): readonly TitleFinding[] {
  const uris = records.flatMap(({ title, versions }) =>
    versions.map(({ version }) => `/${title}/${version}`),
  );
  return idClashes(uris).flatMap(({ id, uris: clashing }) => {
    const [first = "", ...others] = clashing;
    return others.map((uri): TitleFinding => ({
      title: uri.slice(1, uri.lastIndexOf("/")),
      finding: {
        rule: "registry-id-clash",
        severity: "warn",
        message: `In the registry for Kafka's tools, ${uri} has the number of ${first}, ${id}: a client that asks by number is given ${first}.`,
        hint: "Clients that ask by subject and version are given the right one; the next version has another number.",
        file: uri.slice(1),
        pointer: "",
      },
    }));
  });
}

/** A listing of each directory of the machine's layout, for programs and for people. */
function listings({ layouts, identity, dates, site: { assets } }: CommonInput): readonly CommonFile[] {
  const base = ["repositories", identity.repository, "jsonschema"];
  const directories = new Map<string, Map<string, ListingEntry>>();
  const enter = (path: readonly string[], entry: ListingEntry): void => {
    const key = path.map((name) => `${name}/`).join("");
    const entries = directories.get(key) ?? new Map<string, ListingEntry>();
    directories.set(key, entries.set(entry.name, entry));
  };
  enter(base.slice(0, 1), { name: identity.repository, type: "directory" });
  enter(base.slice(0, 2), { name: "jsonschema", type: "directory" });
  for (const { title, files } of layouts) {
    if (files.length === 0) continue;
    const names = [...base, ...title.split("/")];
    for (let depth = base.length; depth < names.length; depth++) {
      enter(names.slice(0, depth), { name: names[depth] as string, type: "directory" });
    }
    for (const [name, size] of files) {
      const date = dates[`${title}/${name.replace(/\.(yaml|json)$/, "")}`];
      const mtime = date === undefined ? {} : { mtime: new Date(date).toUTCString() };
      enter(names, { name, type: "file", ...mtime, size });
    }
  }
  return [...directories].flatMap(([path, found]) => {
    const entries = [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    return [
      { path: `${path}index.json`, content: listingJson(entries) },
      { path: `${path}index.html`, content: listingHtml(path, entries, [assets.theme, assets.style]) },
    ];
  });
}
