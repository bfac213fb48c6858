import type { ShownFinding, ShownLines } from "@addendum/event-intake";
import { findRange, lineAndColumn, sourceRanges, toReadableYaml } from "@addendum/json-schema";
import type { Evidence } from "@addendum/schema-repository";
import type { LocatedFinding } from "@addendum/workspace";

/** More of an event or a list is not shown. */
const lineLimit = 60;
const lineLength = 300;
const textLength = 1000;

/** A finding as the live view shows it. */
export function showFinding(finding: LocatedFinding): ShownFinding {
  const { severity, rule, message, hint = "", location, line, column, excerpt, evidence } = finding;
  const start = column - 1;
  return {
    severity,
    rule,
    message: message.slice(0, textLength),
    hint: hint.slice(0, textLength),
    file: location.file,
    line,
    excerpt:
      excerpt === undefined || excerpt.text.trim() === ""
        ? undefined
        : { text: excerpt.text.slice(0, lineLength), start, end: start + excerpt.length },
    evidence: evidence === undefined ? [] : [showEvidence(evidence)],
  };
}

/** An event that breaks is shown as YAML, the place marked that is rejected. */
function showEvidence({ label, event, lines = [], refusal = "" }: Evidence): ShownLines {
  const cut = (all: readonly string[]) => all.slice(0, lineLimit).map((one) => one.slice(0, lineLength));
  if (event === undefined) return { label, lines: cut(lines), marked: undefined, note: "" };
  const text = toReadableYaml(event.value).trimEnd();
  const { start } = findRange(sourceRanges(text), event.culprit, text);
  const marked = event.culprit === "" ? undefined : lineAndColumn(text, start).line - 1;
  return { label, lines: cut(text.split("\n")), marked, note: refusal };
}
