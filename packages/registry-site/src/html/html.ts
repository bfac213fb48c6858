import { visibleText } from "./visible-text.ts";

/** Markup that is safe to send: made by {@link html} alone, so that every text in it was escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** A value in a template. Texts are escaped; undefined and false give no text. */
export type Part = Html | string | number | false | undefined | readonly Part[];

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Letters of ASCII that mean nothing in markup: most texts have no others, and are examined once. */
const plain = /^[\t\n\r -!#-%(-;=?-~]*$/;

/** A text as markup and XML show it, also within a quoted attribute. */
export function escapeText(text: string): string {
  if (plain.test(text)) return text;
  return visibleText(text).replaceAll(/[&<>"']/g, (character) => entities[character] as string);
}

function write(part: Part): string {
  if (part instanceof Html) return part.text;
  if (part === undefined || part === false) return "";
  if (typeof part === "object") return part.map(write).join("");
  return typeof part === "number" ? String(part) : escapeText(part);
}

/** A template: what is put in is escaped unless it is markup itself. Attributes have to be in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let text = strings[0] ?? "";
  for (const [index, part] of parts.entries()) text += write(part) + (strings[index + 1] ?? "");
  return new Html(text);
}

/** A name with slashes, which a narrow page breaks after them rather than anywhere. */
export function breakable(name: string): Html {
  return joinHtml(name.split("/"), html`/<wbr>`);
}

/** Markup whose pieces are put one after another. */
export function joinHtml(parts: readonly Part[], between: Part = ""): Html {
  return new Html(parts.map(write).join(write(between)));
}
