import { html } from "../html/html.ts";
import { rootFrom } from "../model/addresses.ts";
import type { FileOfSite } from "../model/site-file.ts";
import type { SiteContext } from "../pages/site-context.ts";

/** An entry of a directory, as nginx's autoindex lists it in JSON. */
export interface ListingEntry {
  readonly name: string;
  readonly type: "file" | "directory";
  /** When it came into the repository, where git says it: RFC 7231's date. */
  readonly mtime?: string;
  /** In bytes; of a file. */
  readonly size?: number;
}

export function listingJson(entries: readonly ListingEntry[]): string {
  return `[\n${entries.map((entry) => `  ${JSON.stringify(entry)}`).join(",\n")}\n]\n`;
}

/**
 * The same for people.
 * @param path below the site's root, with a slash at its end
 * @param styles names of style sheets below `assets/`
 */
export function listingHtml(
  path: string,
  entries: readonly ListingEntry[],
  styles: readonly string[],
): string {
  const root = rootFrom(path);
  const rows = entries.map(({ name, type, size }) => {
    const slash = type === "directory" ? "/" : "";
    const bytes =
      size === undefined ? "" : html` <span class="muted">${size.toLocaleString("en")} bytes</span>`;
    return html`<li><a class="mono" href="./${encodeURIComponent(name)}${slash}">${name}${slash}</a>${bytes}</li>
`;
  });
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${path}</title>
<link rel="icon" href="${root}assets/icon.svg" type="image/svg+xml">
${styles.map((name) => html`<link rel="stylesheet" href="${root}assets/${name}">`)}
</head>
<body>
<main class="page">
<h1 class="mono">${path}</h1>
<ul class="links">
<li><a class="mono" href="../">../</a></li>
${rows}
</ul>
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
): readonly FileOfSite[] {
  const sorted = entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return [
    { path: `${path}index.json`, text: listingJson(sorted) },
    { path: `${path}index.html`, text: listingHtml(path, sorted, [assets.theme, assets.style]) },
  ];
}

/** The listing of a title's directory. @param below names of the directories in it */
export function titleListing(
  site: SiteContext,
  title: string,
  files: readonly (readonly [name: string, size: number])[],
  below: readonly string[],
  dates: Readonly<Record<string, string>>,
): readonly FileOfSite[] {
  const entries = new Map(below.map((name): [string, ListingEntry] => [name, { name, type: "directory" }]));
  for (const [name, size] of files) {
    const date = dates[`${title}/${name.replace(/\.(yaml|json)$/, "")}`];
    const mtime = date === undefined ? {} : { mtime: new Date(date).toUTCString() };
    entries.set(name, { name, type: "file", ...mtime, size });
  }
  return listingFiles(site, `repositories/${site.repository}/jsonschema/${title}/`, [...entries.values()]);
}
