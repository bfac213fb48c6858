import { findRange, lineAndColumn, sourceRanges, type NodeRange } from "@addendum/json-schema";
import { type Content, type Finding, severities, type Severity } from "@addendum/schema-repository";
import { showEvidence, showWaiver } from "./evidence.ts";
import type { Terminal } from "./terminal.ts";

/** A finding with its place in the text. Lines and columns count from 1. */
export interface LocatedFinding extends Finding {
  readonly line: number;
  readonly column: number;
  /** Its place among the findings as they were given. */
  readonly order: number;
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
  const located = findings.map((finding, order): LocatedFinding => {
    const { file, pointer, offset } = finding.location;
    const text = textOf(file);
    if (text === undefined || (pointer === undefined && offset === undefined)) {
      return { ...finding, order, line: 1, column: 1, excerpt: undefined };
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

function rankOf({ severity }: Finding): number {
  return severities.indexOf(severity);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const colours: Record<Severity, "red" | "yellow" | "blue"> = { error: "red", warn: "yellow", info: "blue" };
const excerptWidth = 100;

/** Findings as a compiler prints them; those of one cause in one block. */
export function renderText(findings: readonly LocatedFinding[], terminal: Terminal): string {
  const blocks = new Map<string, LocatedFinding[]>();
  for (const [index, finding] of findings.entries()) {
    const key = finding.cause ?? String(index);
    const block = blocks.get(key);
    if (block === undefined) blocks.set(key, [finding]);
    else block.push(finding);
  }
  return [...blocks.values()].map((block) => renderBlock(block, terminal)).join("\n");
}

function renderBlock(block: readonly LocatedFinding[], terminal: Terminal): string {
  // As they were found: the event that breaks first, then what else is lost.
  const ordered = [...block].sort((a, b) => rankOf(a) - rankOf(b) || a.order - b.order);
  const [leader, ...others] = ordered as [LocatedFinding, ...LocatedFinding[]];
  const lines = [renderFinding(leader, terminal).trimEnd()];
  const shown = ordered.flatMap(({ evidence }) => evidence ?? []).slice(0, 2);
  for (const evidence of shown) lines.push(...showEvidence(evidence).map((line) => `  ${printable(line)}`));
  for (const { severity, rule, message } of others) {
    const label = severity === "warn" ? "warning" : severity;
    lines.push(`  ${label}: ${printable(message)} ${terminal.paint("dim", `[${rule}]`)}`);
  }
  lines.push(...showWaiver(ordered).map((line) => terminal.paint("dim", `  ${printable(line)}`)));
  return `${lines.join("\n")}\n`;
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
