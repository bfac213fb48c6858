import type { Severity } from "@addendum/schema-repository";
import { type LocatedFinding, rankOf } from "@addendum/workspace";
import { plural } from "./count.ts";
import { showEvidence, shownEvidence, showWaiver } from "./evidence.ts";
import type { Style } from "./style.ts";

const colours: Record<Severity, "red" | "yellow" | "blue"> = { error: "red", warn: "yellow", info: "blue" };
const excerptWidth = 100;

/** Findings as a compiler prints them; those of one cause in one block. */
export function renderText(findings: readonly LocatedFinding[], style: Style): string {
  const blocks = new Map<string, LocatedFinding[]>();
  for (const [index, finding] of findings.entries()) {
    const key = finding.cause ?? String(index);
    const block = blocks.get(key);
    if (block === undefined) blocks.set(key, [finding]);
    else block.push(finding);
  }
  return [...blocks.values()].map((block) => renderBlock(block, style)).join("\n");
}

function renderBlock(block: readonly LocatedFinding[], style: Style): string {
  // As they were found: the event that breaks first, then what else is lost.
  const ordered = [...block].sort((a, b) => rankOf(a) - rankOf(b) || a.order - b.order);
  const [leader, ...others] = ordered as [LocatedFinding, ...LocatedFinding[]];
  const lines = [renderFinding(leader, style).trimEnd()];
  for (const evidence of shownEvidence(ordered))
    lines.push(...showEvidence(evidence).map((line) => `  ${printable(line)}`));
  for (const { severity, rule, message } of others) {
    const label = severity === "warn" ? "warning" : severity;
    lines.push(`  ${label}: ${printable(message)} ${style.paint("dim", `[${style.linkRule(rule)}]`)}`);
  }
  lines.push(...showWaiver(ordered).map((line) => style.paint("dim", `  ${printable(line)}`)));
  return `${lines.join("\n")}\n`;
}

function renderFinding(finding: LocatedFinding, style: Style): string {
  const { severity, message, hint, rule, line, column, excerpt, dependents = [] } = finding;
  const label = severity === "warn" ? "warning" : severity;
  const place = `${printable(finding.location.file)}:${line}:${column}`;
  const lines = [
    `${style.paint("bold", place)}: ${style.paint(colours[severity], label)}: ${printable(message)} ${style.paint("dim", `[${style.linkRule(rule)}]`)}`,
  ];
  if (excerpt !== undefined && excerpt.text.trim() !== "") {
    // A long line is shown from shortly before the place on.
    const from = column - 1 > excerptWidth - 20 ? column - 21 : 0;
    const shown = printable(excerpt.text.slice(from, from + excerptWidth).replaceAll("\t", " "));
    const gutter = String(line);
    const marks = "^".repeat(Math.max(1, Math.min(excerpt.length, excerptWidth - (column - 1 - from))));
    lines.push(style.paint("dim", `  ${gutter} | `) + shown);
    const indent = " ".repeat(gutter.length + 2 + 3 + column - 1 - from);
    lines.push(indent + style.paint(colours[severity], marks));
  }
  if (hint !== undefined) lines.push(`  ${printable(hint)}`);
  if (dependents.length > 0) lines.push(`  It reaches ${printable(list(dependents))}.`);
  return lines.join("\n") + "\n";
}

/** The first few of many names. */
function list(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${shown} and ${plural(names.length - 3, "more schema", "more schemas")}` : shown;
}

/** A text with its control characters escaped, because names and values may contain them. */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (character) => {
    const code = character.charCodeAt(0);
    return character === "\n" ? "\\n" : `\\x${code.toString(16).padStart(2, "0")}`;
  });
}
