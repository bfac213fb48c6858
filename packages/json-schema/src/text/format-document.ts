import { type DataObject, equals, isObject } from "../data/data.ts";
import { parseDocument } from "./document.ts";
import { orderKeys } from "./key-order.ts";
import { join } from "../data/pointer.ts";
import { sourceRanges } from "./source-ranges.ts";

export type Formatted =
  | { readonly kind: "formatted"; readonly text: string }
  /** It is left as it is: it cannot be changed without a risk to what it says. */
  | { readonly kind: "refused"; readonly reason: string };

/**
 * Puts the keys of a whole schema in their usual order, takes blanks from the ends of lines and ends the text with one
 * line end. Everything else of a YAML document stays as it is written: comments move with the key below them, those on
 * top stay there. JSON is laid out anew. What the document holds never changes: the result is read again and compared.
 */
export function formatDocument(text: string, isJson: boolean): Formatted {
  const before = parseDocument(text);
  if (before.kind === "problem") return refused("it cannot be read");
  const { data, lossy } = before.document;
  if (!isObject(data)) return refused("it is not an object");
  if (isJson && lossy.length > 0) return refused("it contains a number that would be rounded or lost");
  const drafts = isJson ? [json(data)] : yaml(text, data);
  for (const draft of drafts) {
    const after = draft === undefined ? undefined : parseDocument(draft);
    if (draft !== undefined && after?.kind === "document" && equals(after.document.data, data)) {
      return { kind: "formatted", text: draft };
    }
  }
  return refused("its keys cannot be moved without changing its meaning");
}

function json(data: DataObject): string {
  const entries = orderKeys(Object.keys(data)).map((key): [string, unknown] => [key, data[key]]);
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
}

/** What it may become, the best first. */
function yaml(text: string, data: DataObject): (string | undefined)[] {
  const keys = Object.keys(data);
  const isOrdered = orderKeys(keys).every((key, index) => key === keys[index]);
  const ordered = isOrdered ? text : inOrder(text, keys);
  return ordered === undefined ? [] : [withoutBlanks(ordered), withLastLineEnd(ordered)];
}

/** The text with the block of each key moved; undefined if the keys are not at the beginning of lines. */
function inOrder(text: string, keys: readonly string[]): string | undefined {
  const ranges = sourceRanges(text);
  const starts: number[] = [];
  for (const key of keys) {
    const start = ranges.get(join("", key))?.key?.start;
    if (start === undefined || (start > 0 && text[start - 1] !== "\n")) return undefined;
    if (start <= (starts.at(-1) ?? -1)) return undefined;
    starts.push(start);
  }
  const [first] = starts as [number];
  // A comment right above a key is about that key. What is above the first is about the document.
  const begins = starts.map((start, index) => (index === 0 ? first : aboveComments(text, start)));
  const blocks = new Map(keys.map((key, index) => [key, text.slice(begins[index], begins[index + 1])]));
  const moved = orderKeys(keys).map((key) => withLastLineEnd(blocks.get(key) as string, lineEnd(text)));
  return text.slice(0, first) + moved.join("");
}

function aboveComments(text: string, start: number): number {
  let at = start;
  for (;;) {
    const line = text.lastIndexOf("\n", at - 2) + 1;
    if (at === 0 || !text.startsWith("#", line) || line >= at) return at;
    at = line;
  }
}

function withoutBlanks(text: string): string {
  return withLastLineEnd(text.replaceAll(/[ \t]+(?=\r?$)/gm, "").replace(/(\r?\n)+$/, ""));
}

function withLastLineEnd(text: string, end = lineEnd(text)): string {
  return text === "" || text.endsWith("\n") ? text : text + end;
}

function lineEnd(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

function refused(reason: string): Formatted {
  return { kind: "refused", reason };
}
