import { html, type Html, type Part } from "../html/html.ts";
import { rootFrom, segmentOf } from "../model/addresses.ts";
import type { FileOfSite } from "../model/site-file.ts";
import { fitting, pageBytes, paginate } from "../pages/fold.ts";
import { pager } from "../pages/frame.ts";
import { contentSecurityPolicy, type SiteContext } from "../pages/site-context.ts";

/** An entry of a directory, as nginx's autoindex lists it in JSON. */
export interface ListingEntry {
  readonly name: string;
  readonly type: "file" | "directory";
  /** When it came into the repository, where git says it: RFC 7231's date. */
  readonly mtime?: string;
  /** In bytes; of a file. */
  readonly size?: number;
}

/** A remark about an entry, for people; by its name. */
export type Remarks = ReadonlyMap<string, string>;

export function listingJson(entries: readonly ListingEntry[]): string {
  return `[\n${entries.map((entry) => `  ${JSON.stringify(entry)}`).join(",\n")}\n]\n`;
}

/**
 * The same for people: a page beside the files and, where they are many, further ones below `listing/`, where no file of
 * the layout is.
 * @param path of the directory below the site's root, with a slash at its end
 * @param styles names of style sheets below `assets/`
 */
export function listingPages(
  path: string,
  entries: readonly ListingEntry[],
  styles: readonly string[],
  remarks: Remarks = new Map(),
): readonly FileOfSite[] {
  const names = path.split("/").slice(0, -1);
  const further = `listing/${names.map((name) => `${segmentOf(name)}/`).join("")}`;
  const at = (page: number) => (page === 1 ? path : `${further}${page}/`);
  const rowsAt = (address: string) => {
    const directory = rootFrom(address) + names.map((name) => `${encodeURIComponent(name)}/`).join("");
    return entries.map((entry) => row(entry, address === path ? "./" : directory, remarks.get(entry.name)));
  };
  const above = names.slice(0, -1).map((name) => `${encodeURIComponent(name)}/`);
  const page = (address: string, rows: readonly Html[], pages: Part): FileOfSite => {
    const root = rootFrom(address);
    const up = root + above.join("");
    return { path: `${address}index.html`, text: listingHtml(path, root, up, rows, pages, styles) };
  };
  const own = rowsAt(path);
  if (fitting(own, pageBytes) === own.length) return [page(path, own, "")];
  // On the further pages links are longer.
  const sizes = paginate(rowsAt(at(2))).map((rows) => rows.length);
  let from = 0;
  return sizes.map((size, index) => {
    const address = at(index + 1);
    const rows = rowsAt(address).slice(from, from + size);
    from += size;
    return page(
      address,
      rows,
      pager(index + 1, sizes.length, (number) => rootFrom(address) + hrefOf(at(number))),
    );
  });
}

/** An address of files, whose names are what they are on disk, as a link has it. */
function hrefOf(address: string): string {
  return address.split("/").map(encodeURIComponent).join("/");
}

/** @param directory the way to it */
function row({ name, type, size }: ListingEntry, directory: string, remark: string | undefined): Html {
  const slash = type === "directory" ? "/" : "";
  const bytes =
    size === undefined ? "" : html` <span class="muted">${size.toLocaleString("en")} bytes</span>`;
  const said =
    remark === undefined ? "" : html`<ul class="unreadable mono"><li dir="auto">${remark}</li></ul>`;
  return html`<li><a class="mono" href="${directory}${encodeURIComponent(name)}${slash}">${name}${slash}</a>${bytes}${said}</li>
`;
}

function listingHtml(
  path: string,
  root: string,
  up: string,
  rows: readonly Html[],
  pages: Part,
  styles: readonly string[],
): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}">
<meta name="color-scheme" content="light dark">
<title>${path}</title>
<link rel="icon" href="${root}assets/icon.svg" type="image/svg+xml">
${styles.map((name) => html`<link rel="stylesheet" href="${root}assets/${name}">`)}
</head>
<body>
<main class="page">
<h1 class="mono">${path}</h1>
<ul class="links">
<li><a class="mono" href="${up}">../</a></li>
${rows}
</ul>
${pages}
</main>
</body>
</html>
`.text;
}

/**
 * The listing of a directory of the machine's layout, in both forms.
 * @param path below the site's root, with a slash at its end
 */
export function listingFiles(
  { assets }: SiteContext,
  path: string,
  entries: readonly ListingEntry[],
  remarks?: Remarks,
): readonly FileOfSite[] {
  const sorted = entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return [
    { path: `${path}index.json`, text: listingJson(sorted) },
    ...listingPages(path, sorted, [assets.theme, assets.style], remarks),
  ];
}

/**
 * The listing of a title's directory.
 * @param below names of the directories in it
 * @param remarks about its files
 */
export function titleListing(
  site: SiteContext,
  title: string,
  files: readonly (readonly [name: string, size: number])[],
  below: readonly string[],
  dates: Readonly<Record<string, string>>,
  remarks: Remarks,
): readonly FileOfSite[] {
  const entries = new Map(below.map((name): [string, ListingEntry] => [name, { name, type: "directory" }]));
  for (const [name, size] of files) {
    const date = dates[`${title}/${name.replace(/\.(yaml|json)$/, "")}`];
    const mtime = date === undefined ? {} : { mtime: new Date(date).toUTCString() };
    entries.set(name, { name, type: "file", ...mtime, size });
  }
  return listingFiles(
    site,
    `repositories/${site.repository}/jsonschema/${title}/`,
    [...entries.values()],
    remarks,
  );
}
