import { html } from "../html/html.ts";

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
 */
export function listingHtml(path: string, entries: readonly ListingEntry[]): string {
  const rows = entries.map(({ name, type, size }) => {
    const slash = type === "directory" ? "/" : "";
    return html`<li> <a href="./${encodeURIComponent(name)}${slash}">${name}${slash}</a>${size === undefined ? "" : ` ${size}`} </li>`;
  });
  return html`<!doctype html> <html lang="en"> <head> <meta charset="utf-8"> <meta name="viewport" content="width=device-width, initial-scale=1"> <title>${path}</title> </head> <body> <main> <h1>${path}</h1> <ul> <li><a href="../">../</a></li> ${rows} </ul> </main> </body> </html> `
    .text;
}
