import {
  commonPointer,
  type Data,
  findRange,
  lineAndColumn,
  type Pointer,
  shorten,
  sourceRanges,
  toReadableYaml,
} from "@addendum/json-schema";
import type { Evidence, Finding } from "@addendum/schema-repository";

/** An event is shown in so many lines at most: it is small, unless what it must contain is not. */
const eventLines = 7;
const width = 80;
/** Sentences about readers are longer than code. */
const sentenceWidth = 300;

/** The evidence that is shown for a block of findings: the first two pieces, and the readers of what changes. */
export function shownEvidence(findings: readonly Finding[]): readonly Evidence[] {
  const all = findings.flatMap(({ evidence }) => evidence ?? []);
  const others = all.filter(({ readers }) => readers === undefined).slice(0, 2);
  return [...others, ...all.filter(({ readers, lines = [] }) => readers !== undefined && lines.length > 0)];
}

/** The evidence of a finding, as lines. */
export function showEvidence({ label, event, lines = [], refusal, readers }: Evidence): string[] {
  const longest = readers === undefined ? width : sentenceWidth;
  if (event === undefined) return [label, ...lines.map((line) => `  ${shorten(line, longest)}`)];
  return [label, ...showEvent(event.value, event.culprit, refusal).map((line) => `  ${line}`)];
}

/** An event as YAML, with the wrong value marked and the validator's message beside it. */
export function showEvent(value: Data, culprit: Pointer, refusal: string | undefined): string[] {
  const text = toReadableYaml(value).trimEnd();
  const lines = text.split("\n");
  const why = refusal === undefined ? "here" : refusal;
  if (culprit === "") return [...lines.slice(0, eventLines).map((one) => shorten(one, width)), `→ ${why}`];
  const { line } = lineAndColumn(text, findRange(sourceRanges(text), culprit, text).start);
  const from = Math.max(0, Math.min(line - 1 - (eventLines - 2), lines.length - eventLines));
  return lines.slice(from, from + eventLines).map((one, index) => {
    const shown = shorten(one, width);
    return index + from === line - 1 ? `${shown}   # ← ${why}` : shown;
  });
}

/** The entry of `waivers:` that would permit findings of one cause, ready to paste. */
export function showWaiver(findings: readonly Finding[]): string[] {
  const changes = findings.filter(({ subject }) => subject !== undefined);
  const subjects = changes.flatMap(({ subject }) => subject ?? []);
  const [subject] = subjects;
  if (subject === undefined) return [];
  const rules = [...new Set(changes.filter(({ severity }) => severity === "error").map(({ rule }) => rule))];
  if (rules.length === 0) return [];
  const pointer = commonPointer(subjects.map((one) => one.pointer));
  const where = pointer === "" ? "" : `pointer: ${JSON.stringify(pointer)}, `;
  return [
    "To permit it anyway, add this under “waivers:” in addendum.yaml:",
    `  - { rules: [${rules.join(", ")}], title: ${subject.title}, version: ${subject.version},`,
    `      ${where}reason: why it is acceptable, owner: who is responsible for it }`,
  ];
}
