import type { Data, DataObject } from "@addendum/json-schema";
import type ts from "typescript";

/** Tags whose value is a number. */
const numbers: ReadonlySet<string> = new Set([
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "minProperties",
  "maxProperties",
]);

/** Tags whose value is a text. */
const texts: ReadonlySet<string> = new Set(["pattern", "format", "title"]);

/** Tags whose value is JSON, else a text. */
const values: ReadonlySet<string> = new Set(["default", "const"]);

/** The keywords that a comment gives to a schema. */
export interface CommentWords {
  readonly keywords: DataObject;
  /** `integer`: what `@type integer` or `@asType integer` says of a number. */
  readonly type: string | undefined;
  /** Tags whose value is not a number, as they are written. */
  readonly ignored: readonly string[];
}

/**
 * The description and constraints in a declaration's comment: its text is the description, and tags are constraints.
 * @param isText whether its values are texts: then `@example 42` is one
 */
export function readComment(checker: ts.TypeChecker, symbol: ts.Symbol, isText: boolean): CommentWords {
  const keywords: Record<string, Data> = {};
  const description = textOf(symbol.getDocumentationComment(checker));
  if (description !== "") keywords["description"] = description;
  const examples: Data[] = [];
  const ignored: string[] = [];
  let type: string | undefined;
  for (const tag of symbol.getJsDocTags(checker)) {
    const name = tag.name.replace(/^TJS-/, "");
    // `TJS-type` is read by the compiler as the tag `TJS` with the text `-type integer`.
    const written = textOf(tag.text);
    const [, inner, innerText] = tag.name === "TJS" ? (/^-(\w+)\s*([^]*)$/.exec(written) ?? []) : [];
    const [key, text] = inner === undefined ? [name, written] : [inner, innerText as string];
    if (numbers.has(key)) {
      const number = Number(text);
      if (text !== "" && Number.isFinite(number)) keywords[key] = number;
      else ignored.push(`@${key} ${text}`.trim());
    } else if (texts.has(key)) keywords[key] = text;
    else if (values.has(key)) keywords[key] = valueOf(text, isText);
    else if (key === "uniqueItems") keywords[key] = text !== "false";
    else if (key === "type" || key === "asType") type = text.replace(/^\{(.*)\}$/, "$1").trim();
    else if (key === "example" || key === "examples") examples.push(...examplesOf(key, text, isText));
    else if (key === "description") {
      keywords["description"] = [keywords["description"], text].filter(Boolean).join(" ");
    } else if (key === "deprecated") {
      keywords["deprecated"] = true;
      if (text !== "") {
        keywords["description"] = [keywords["description"], `Deprecated: ${text}`].filter(Boolean).join(" ");
      }
    }
  }
  if (examples.length > 0) keywords["examples"] = examples;
  return { keywords, type, ignored };
}

/** The text of a comment; of a link what a reader would see: its text, else where it leads. */
function textOf(parts: readonly ts.SymbolDisplayPart[] = []): string {
  const said = parts.map(({ kind, text }, index) => {
    if (kind === "link") return "";
    if (kind === "linkText") return text.replace(/^\s*\|\s*/, "");
    return kind === "linkName" && parts[index + 1]?.kind === "linkText" ? "" : text;
  });
  return said.join("").trim();
}

function examplesOf(key: string, text: string, isText: boolean): readonly Data[] {
  const list = key === "examples" ? valueOf(text, false) : undefined;
  if (Array.isArray(list)) return list as readonly Data[];
  return [valueOf(text, isText)];
}

/** JSON, also in a fence of Markdown; what is not JSON is a text. */
function valueOf(text: string, isText: boolean): Data {
  const inside = /^```\w*\n([^]*?)\n?```$/.exec(text)?.[1] ?? text;
  try {
    const value = JSON.parse(inside) as Data;
    return isText && typeof value !== "string" ? inside : value;
  } catch {
    return inside;
  }
}
