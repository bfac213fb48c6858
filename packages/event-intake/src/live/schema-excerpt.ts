import { findRange, lineAndColumn, type NodeRange, sourceRanges } from "@addendum/json-schema";
import type { SchemaExcerpt } from "./messages.ts";

const before = 3;
const after = 2;
const lineLimit = 300;
/** So many files are remembered with the places in them. */
const fileLimit = 20;

/** Finds the lines of a schema's file for a place in the schema. */
export class SchemaExcerpts {
  private readonly known = new Map<
    string,
    { readonly text: string; readonly ranges: ReadonlyMap<string, NodeRange> }
  >();

  /** @param pointer into the schema; what is not there is shown at what should contain it */
  at({ file, text }: { readonly file: string; readonly text: string }, pointer: string): SchemaExcerpt {
    const range = findRange(this.rangesOf(file, text), pointer, text);
    const { line, column } = lineAndColumn(text, range.start);
    const all = text.split("\n");
    const first = Math.max(1, line - before);
    const lines = all.slice(first - 1, line + after).map((one) => one.slice(0, lineLimit));
    const shown = lines[line - first] ?? "";
    const start = Math.min(column - 1, shown.length);
    const end = Math.min(shown.length, start + Math.max(1, range.end - range.start));
    return { file, first, lines, line, start, end };
  }

  private rangesOf(file: string, text: string): ReadonlyMap<string, NodeRange> {
    const known = this.known.get(file);
    if (known?.text === text) return known.ranges;
    const ranges = sourceRanges(text);
    if (this.known.size >= fileLimit) this.known.clear();
    this.known.set(file, { text, ranges });
    return ranges;
  }
}
