import { findRange, lineAndColumn, sourceRanges, type NodeRange } from "@addendum/json-schema";
import { type Content, type Finding, severities } from "@addendum/schema-repository";

/** A finding with its place in the text. Lines and columns count from 1. */
export interface LocatedFinding extends Finding {
  readonly line: number;
  readonly column: number;
  /** Its place among the findings as they were given. */
  readonly order: number;
  /** The line that it is on, and how much of it is marked. */
  readonly excerpt: { readonly text: string; readonly length: number } | undefined;
}

/** Gives findings their lines and columns, gravest first, then by file and place. */
export function locate(findings: readonly Finding[], read: (file: string) => Content): LocatedFinding[] {
  const texts = new Map<string, string | undefined>();
  const ranges = new Map<string, ReadonlyMap<string, NodeRange>>();
  const textOf = (file: string): string | undefined => {
    if (!texts.has(file)) {
      const content = read(file);
      texts.set(file, content.kind === "text" ? content.text : undefined);
    }
    return texts.get(file);
  };
  const located = findings.map((finding, order): LocatedFinding => {
    const { file, pointer, offset, isKey } = finding.location;
    const text = textOf(file);
    if (text === undefined || (pointer === undefined && offset === undefined)) {
      return { ...finding, order, line: 1, column: 1, excerpt: undefined };
    }
    let range = { start: offset ?? 0, end: (offset ?? 0) + 1 };
    if (offset === undefined) {
      const known = ranges.get(file) ?? sourceRanges(text);
      ranges.set(file, known);
      range = findRange(known, pointer ?? "", text, isKey);
    }
    const { line, column } = lineAndColumn(text, range.start);
    const end = text.indexOf("\n", range.start);
    const lineOf = text.slice(range.start - column + 1, end === -1 ? text.length : end);
    const shown = lineOf.replace(/\r$/, "");
    const length = Math.max(1, Math.min(range.end - range.start, shown.length - column + 1));
    return { ...finding, order, line, column, excerpt: { text: shown, length } };
  });
  return located.sort(
    (a, b) =>
      rankOf(a) - rankOf(b) ||
      compare(a.location.file, b.location.file) ||
      a.line - b.line ||
      a.column - b.column ||
      compare(a.rule, b.rule),
  );
}

/** 0 for the gravest. */
export function rankOf({ severity }: Finding): number {
  return severities.indexOf(severity);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
