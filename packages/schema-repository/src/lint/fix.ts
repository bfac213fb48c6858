import {
  type Data,
  equals,
  formatDocument,
  isArray,
  isObject,
  mapValues,
  type NodeRange,
  parseDocument,
  sourceRanges,
  tokens,
} from "@addendum/json-schema";
import type { Finding } from "../model/finding.ts";

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Applies the fixes of findings to the source that they are in. Only what is fixed changes: comments and layout stay. A
 * fix that would change anything else is left out.
 * @param findings of this file; those without a fix are ignored
 */
export function applyFixes(text: string, findings: readonly Finding[], isJson: boolean): string {
  let fixed = text;
  // From behind, so that the places of the others stay.
  const ranges = sourceRanges(text);
  const edits = findings
    .flatMap((finding) => editFor(finding, text, ranges))
    .sort((a, b) => b.start - a.start)
    .filter((edit, index, all) => index === 0 || edit.end <= (all[index - 1] as Edit).start);
  for (const edit of edits) {
    const next = fixed.slice(0, edit.start) + edit.text + fixed.slice(edit.end);
    if (keepsShape(fixed, next)) fixed = next;
  }
  if (findings.some(({ fix }) => fix?.kind === "order")) {
    const formatted = formatDocument(fixed, isJson);
    if (formatted.kind === "formatted") fixed = formatted.text;
  }
  return fixed;
}

function editFor({ fix, location }: Finding, text: string, ranges: ReadonlyMap<string, NodeRange>): Edit[] {
  const range = ranges.get(location.pointer ?? "");
  if (fix === undefined || range === undefined) return [];
  switch (fix.kind) {
    case "rename": {
      if (range.key === undefined) return [];
      const { start, end } = range.key;
      const key = text.slice(start, end);
      const name = tokens(location.pointer ?? "").at(-1) ?? "";
      return key.includes(name) ? [{ start, end, text: key.replace(name, () => fix.to) }] : [];
    }
    case "quote": {
      const { start, end } = range.value;
      const value = text.slice(start, end);
      // An anchor, a tag or an alias is not a part of the text.
      return /^[&!*]/.test(value) ? [] : [{ start, end, text: JSON.stringify(value) }];
    }
    case "order":
      return [];
  }
}

/** Whether two texts contain the same except for one name or one value that became text. */
function keepsShape(before: string, after: string): boolean {
  const [a, b] = [parseDocument(before), parseDocument(after)];
  if (a.kind !== "document" || b.kind !== "document") return false;
  return equals(shape(a.document.data), shape(b.document.data));
}

function shape(data: Data): Data {
  if (isArray(data)) return data.map(shape);
  if (!isObject(data)) return null;
  const members = mapValues(data, shape);
  return [Object.keys(members).length, ...Object.values(members)];
}
