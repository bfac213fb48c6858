import { fullFormats } from "ajv-formats/dist/formats.js";

/** What a host is, asked of the whole expression: it has no `@`, over whose places that would try for very long. */
const expression = fullFormats.url as RegExp;

/**
 * Whether a text is a URL as ajv-formats, and Ajv 6, have it, in time linear in its length: their expression tries each
 * `@` and each `:` before it for the end of what is before the host.
 */
export function isUrl(text: string): boolean {
  const scheme = /^(?:https?|ftp):\/\//iu.exec(text)?.[0];
  if (scheme === undefined) return false;
  const start = scheme.length;
  const spaces = [...text.matchAll(/\s/g)].map(({ index }) => index);
  const [firstSpace = Infinity] = spaces;
  const lastSpace = spaces.at(-1) ?? -1;
  const delimiter = /[:/@]/g;
  // A host begins at once, or after any `@` that has something before it.
  for (let from = start, isHost = true; ;) {
    delimiter.lastIndex = from;
    const end = delimiter.exec(text)?.index ?? text.length;
    if (isHost && isEnd(text, end, lastSpace) && expression.test(`http://${text.slice(from, end)}`))
      return true;
    const at = text.indexOf("@", end);
    if (at === -1 || at > firstSpace) return false;
    isHost = at > start;
    from = at + 1;
  }
}

/** Whether only a port and a path without blanks follow. */
function isEnd(text: string, from: number, lastSpace: number): boolean {
  const port = /(?::\d{2,5})?/y;
  port.lastIndex = from;
  port.exec(text);
  return port.lastIndex === text.length || (text[port.lastIndex] === "/" && lastSpace < port.lastIndex);
}
