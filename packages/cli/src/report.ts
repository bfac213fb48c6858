import { findRange, lineAndColumn, sourceRanges, type NodeRange } from "@addendum/json-schema";
import { type Content, type Finding, severities, type Severity } from "@addendum/schema-repository";
import type { Terminal } from "./terminal.ts";

/** A finding with its place in the text. Lines and columns count from 1. */
export interface LocatedFinding extends Finding {
  readonly line: number;
  readonly column: number;
  /** The line that it stands on, and how much of it is marked. */
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
  const located = findings.map((finding): LocatedFinding => {
    const { file, pointer, offset } = finding.location;
    const text = textOf(file);
    if (text === undefined || (pointer === undefined && offset === undefined)) {
      return { ...finding, line: 1, column: 1, excerpt: undefined };
    }
    let range = { start: offset ?? 0, end: (offset ?? 0) + 1 };
    if (offset === undefined) {
      const known = ranges.get(file) ?? sourceRanges(text);
      ranges.set(file, known);
      range = findRange(known, pointer ?? "", text);
    }
    const { line, column } = lineAndColumn(text, range.start);
    const shown = (text.split("\n")[line - 1] ?? "").replace(/\r$/, "");
    const length = Math.max(1, Math.min(range.end - range.start, shown.length - column + 1));
    return { ...finding, line, column, excerpt: { text: shown, length } };
  });
  const rank = ({ severity }: Finding) => severities.indexOf(severity);
  return located.sort(
    (a, b) =>
      rank(a) - rank(b) ||
      compare(a.location.file, b.location.file) ||
      a.line - b.line ||
      a.column - b.column ||
      compare(a.rule, b.rule),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const colours: Record<Severity, "red" | "yellow" | "blue"> = { error: "red", warn: "yellow", info: "blue" };
const excerptWidth = 100;

/** Findings as a compiler prints them. */
export function renderText(findings: readonly LocatedFinding[], terminal: Terminal): string {
  return findings.map((finding) => renderFinding(finding, terminal)).join("\n");
}

function renderFinding(finding: LocatedFinding, terminal: Terminal): string {
  const { severity, message, hint, rule, line, column, excerpt } = finding;
  const label = severity === "warn" ? "warning" : severity;
  const place = `${printable(finding.location.file)}:${line}:${column}`;
  const lines = [
    `${terminal.paint("bold", place)}: ${terminal.paint(colours[severity], label)}: ${printable(message)} ${terminal.paint("dim", `[${rule}]`)}`,
  ];
  if (excerpt !== undefined && excerpt.text.trim() !== "") {
    // A long line is shown from shortly before the place on.
    const from = column - 1 > excerptWidth - 20 ? column - 21 : 0;
    const shown = printable(excerpt.text.slice(from, from + excerptWidth).replaceAll("\t", " "));
    const gutter = String(line);
    const marks = "^".repeat(Math.max(1, Math.min(excerpt.length, excerptWidth - (column - 1 - from))));
    lines.push(terminal.paint("dim", `  ${gutter} | `) + shown);
    const indent = " ".repeat(gutter.length + 2 + 3 + column - 1 - from);
    lines.push(indent + terminal.paint(colours[severity], marks));
  }
  if (hint !== undefined) lines.push(`  ${printable(hint)}`);
  return lines.join("\n") + "\n";
}

/** Control characters in names and values must not reach the terminal. */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (character) => {
    const code = character.charCodeAt(0);
    return character === "\n" ? "\\n" : `\\x${code.toString(16).padStart(2, "0")}`;
  });
}

/** How many findings of each severity there are. */
export interface Counts {
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
}

export function count(findings: readonly Finding[]): Counts {
  const of = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  return { errors: of("error"), warnings: of("warn"), infos: of("info") };
}

export function plural(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
