import { findRange, lineAndColumn, type NodeRange, sourceRanges } from "@addendum/json-schema";
import { suggest } from "../words/suggestion.ts";
import type { Finding } from "../model/finding.ts";
import { directoryOf, titleOfDirectory } from "../model/layout.ts";
import { isLintRule } from "../model/rule.ts";
import { Findings } from "../model/findings.ts";
import { ruleLevel } from "../model/rule-level.ts";
import { ignoreMissingReason } from "./rules/settings/ignore-missing-reason.ts";
import { ignoreUnused } from "./rules/settings/ignore-unused.ts";
import { rules } from "../rule-registry.ts";
import type { Settings } from "../model/settings.ts";

/** A comment that excuses a finding: `# addendum:ignore RULE -- reason`. */
interface Ignore {
  readonly rule: string;
  readonly reason: string;
  /** Of the comment, in UTF-16 units. */
  readonly offset: number;
  /** The line that it speaks of, from 1: its own, or, where it is alone, the next that says something. */
  readonly line: number;
}

const lintIds = new Set(rules.filter(isLintRule).map(({ id }) => id));

/**
 * Leaves out the findings about single schemas that a comment in their file excuses, and adds what is wrong with the
 * comments: no reason, no such rule, nothing to excuse. What a change breaks is excused by a waiver alone.
 * @param files whose comments are examined; every file with a finding should be among them
 * @param isLinted whether all findings that comments may excuse were looked for: otherwise the comments are not judged
 */
export function applyInlineIgnores(
  findings: readonly Finding[],
  files: Iterable<string>,
  read: (file: string) => string | undefined,
  settings: Settings,
  isLinted = true,
): readonly Finding[] {
  const excused = new Set<Finding>();
  const about = new Findings(settings);
  for (const file of new Set(files)) {
    const text = read(file);
    if (text === undefined || !text.includes("addendum:ignore")) continue;
    const ranges = sourceRanges(text);
    const ignores = findIgnores(text, ranges);
    const used = new Set<Ignore>();
    for (const finding of findings) {
      if (finding.location.file !== file || !isExcusable(finding)) continue;
      const {
        pointer = "",
        isKey,
        offset = findRange(ranges, pointer, text, isKey).start,
      } = finding.location;
      const { line } = lineAndColumn(text, offset);
      const ignore = ignores.find((one) => one.rule === finding.rule && one.line === line);
      if (ignore === undefined) continue;
      used.add(ignore);
      excused.add(finding);
    }
    const title = titleOfDirectory(directoryOf(file), settings);
    for (const ignore of isLinted ? ignores : []) {
      const { rule, reason, offset } = ignore;
      const known = rules.find(({ id }) => id === rule);
      if (reason === "") about.add(ignoreMissingReason, "missing", { file, offset }, { rule });
      if (known === undefined || !lintIds.has(rule)) {
        const suggestion = suggest(rule, [...lintIds]);
        if (known !== undefined) about.add(ignoreUnused, "notIgnorable", { file, offset }, { rule });
        else if (suggestion === undefined) about.add(ignoreUnused, "unknown", { file, offset }, { rule });
        else about.add(ignoreUnused, "misspelt", { file, offset }, { rule, suggestion });
      } else if (!used.has(ignore) && ruleLevel(known, settings, title) !== "off") {
        about.add(ignoreUnused, "unused", { file, offset }, { rule });
      }
    }
  }
  return [...findings.filter((finding) => !excused.has(finding)), ...about.list];
}

function isExcusable({ rule, subject }: Finding): boolean {
  return subject === undefined && lintIds.has(rule);
}

function findIgnores(text: string, ranges: ReadonlyMap<string, NodeRange>): readonly Ignore[] {
  const ignores: Ignore[] = [];
  for (const match of text.matchAll(
    /(?<=^|[ \t])#[ \t]*addendum:ignore[ \t]+(\S+)(?:[ \t]+--[ \t]*(.*))?/gm,
  )) {
    const offset = match.index;
    if (isWithinText(offset, text, ranges)) continue;
    const { line } = lineAndColumn(text, offset);
    ignores.push({
      rule: match[1] as string,
      reason: (match[2] ?? "").trim(),
      offset,
      line: line + linesDown(text, offset),
    });
  }
  return ignores;
}

/** 0 for a comment after something; otherwise how many lines the next thing is below it. */
function linesDown(text: string, offset: number): number {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  if (text.slice(lineStart, offset).trim() !== "") return 0;
  const below = text.slice(offset).split("\n").slice(1);
  const next = below.findIndex((line) => !/^\s*(#|$)/.test(line));
  return next === -1 ? 0 : next + 1;
}

/** A number sign in quotes or in a block of text begins no comment. */
function isWithinText(offset: number, text: string, ranges: ReadonlyMap<string, NodeRange>): boolean {
  for (const { value } of ranges.values()) {
    if (offset <= value.start || offset >= value.end) continue;
    const isScalar = /^(["']|[|>])/.test(text.slice(value.start, value.start + 1));
    if (isScalar) return true;
  }
  return false;
}
