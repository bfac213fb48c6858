import { escapeText, Html, html } from "./html.ts";

export type Language = "json" | "typescript" | "sh";

/** A longer text is shown without colours, in UTF-16 units: colouring may not decide how large a page is. */
const budget = 16_000;

const kinds = ["key", "string", "comment", "number", "keyword"] as const;

/** Kind → what it looks like. The first that matches at a place counts. */
const grammars: Readonly<Record<Language, RegExp>> = {
  json: /(?<key>"(?:[^"\\\n]|\\.)*"(?=\s*:))|(?<string>"(?:[^"\\\n]|\\.)*")|(?<number>-?\b\d[\d.eE+-]*\b|\b(?:true|false|null)\b)/gu,
  typescript:
    /(?<comment>\/\*[\s\S]*?\*\/|\/\/[^\n]*)|(?<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?<number>\b\d[\d.]*\b)|(?<keyword>\b(?:export|declare|const|interface|type|readonly|import|from|string|number|boolean|null|unknown|await|new)\b)/gu,
  sh: /(?<comment>^#[^\n]*)|(?<string>'[^']*'|"[^"]*")|(?<keyword>(?<=\s)-{1,2}[A-Za-z-]+)/gmu,
};

/** Code with syntax highlighting, done while the site is built, so that browsers need not do it. */
export function highlight(code: string, language: Language): Html {
  if (code.length > budget) return html`${code}`;
  let text = "";
  let at = 0;
  for (const match of code.matchAll(grammars[language])) {
    const { groups = {} } = match;
    const kind = kinds.find((name) => groups[name] !== undefined) ?? "";
    text += `${escapeText(code.slice(at, match.index))}<span class="t-${kind}">${escapeText(match[0])}</span>`;
    at = match.index + match[0].length;
  }
  return new Html(text + escapeText(code.slice(at)));
}
