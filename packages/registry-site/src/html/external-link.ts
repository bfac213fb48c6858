import { html, type Html } from "./html.ts";
import { shortText } from "./short-text.ts";

/** A longer text is cut, and is not a link. */
const longest = 500;

/** A link to an address from a schema. Only addresses of the web and of mail become links. */
export function externalLink(text: string): Html {
  const address = text.length > longest ? undefined : addressOf(text);
  return address === undefined
    ? html`${shortText(text, longest)}`
    : html`<a href="${address}" rel="noopener nofollow">${text}</a>`;
}

/** Undefined if a text is not an address that a reader may be sent to. */
function addressOf(text: string): string | undefined {
  const trimmed = text.trim();
  if (/^[\w.+-]+@[\w-]+(\.[\w-]+)+$/.test(trimmed)) return `mailto:${trimmed}`;
  if (!/^https?:\/\/[^\s"'<>\\]+$/i.test(trimmed)) return undefined;
  try {
    const { href, username, password } = new URL(trimmed);
    return username === "" && password === "" ? href : undefined;
  } catch {
    return undefined;
  }
}
