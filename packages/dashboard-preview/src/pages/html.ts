import { escapeMarkup } from "../texts/escape-markup.ts";

/** Markup. Every other text is escaped where it is put into markup. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may be in a template; nothing where it is undefined. */
export type Child = string | number | Html | undefined | readonly Child[];

/**
 * Markup with texts in it: `` markup`<p>${text}</p>` ``. Texts are escaped, also in attributes with quotes around them.
 * It is not called `html`, because formatters of code would change what is in it.
 */
export function markup(strings: TemplateStringsArray, ...children: readonly Child[]): Html {
  let text = strings[0] as string;
  for (const [index, child] of children.entries()) text += textOf(child) + (strings[index + 1] as string);
  return new Html(text);
}

function textOf(child: Child): string {
  if (child === undefined) return "";
  if (child instanceof Html) return child.text;
  if (typeof child === "string") return escapeMarkup(child);
  return typeof child === "number" ? String(child) : child.map(textOf).join("");
}
