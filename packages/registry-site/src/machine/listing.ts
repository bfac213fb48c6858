import { html } from "../html/html.ts";
import { rootFrom } from "../model/addresses.ts";

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
