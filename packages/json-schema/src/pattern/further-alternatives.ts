import type { AST } from "@eslint-community/regexpp";
import { patternTree } from "./parse-pattern.ts";

/**
 * Whether a pattern is another one with further alternatives: `^(a|b|c)(:[[:digit:]]+)?` is `^(a|b)(:[[:digit:]]+)?`
 * with one more. It matches all that the other matches, however an engine reads the rest, so this also holds of
 * patterns that engines read differently. False if it is not, or if that cannot be said.
 */
export function hasFurtherAlternatives(wider: string, narrower: string): boolean {
  // What an earlier group has read may be asked for later.
  if (/\\[\dgk]/.test(narrower)) return false;
  // What is behind the last change is the same, but what is before must be read in one way only.
  const behind = commonEnd(wider, narrower);
  const heads = [wider, narrower].map((source) => source.slice(0, source.length - behind));
  if (!heads.every((head) => plain.test(head))) return false;
  try {
    return isAmong(patternTree(narrower, "").alternatives, patternTree(wider, "").alternatives);
  } catch {
    // Not a pattern, or nested too deeply.
    return false;
  }
}

/** Without classes, escapes, and groups with a meaning of their own. */
const plain = /^(?:[^[\\(]|\((?!\?)|\(\?:)*$/;

function commonEnd(a: string, b: string): number {
  let length = 0;
  while (length < Math.min(a.length, b.length) && a.at(-1 - length) === b.at(-1 - length)) length++;
  return length;
}

function isAmong(some: readonly AST.Alternative[], others: readonly AST.Alternative[]): boolean {
  const raws = new Set(others.map(({ raw }) => raw));
  return some.every(
    (one) => raws.has(one.raw) || others.some((other) => isWithin(one.elements, other.elements)),
  );
}

function isWithin(some: readonly AST.Element[], others: readonly AST.Element[]): boolean {
  return (
    some.length === others.length && some.every((one, index) => isPart(one, others[index] as AST.Element))
  );
}

function isPart(one: AST.Element, other: AST.Element): boolean {
  if (one.raw === other.raw) return true;
  if (one.type === "Quantifier" && other.type === "Quantifier") {
    const isAsOften = countOf(one) === countOf(other);
    return isAsOften && isPart(one.element, other.element);
  }
  const areGroups =
    (one.type === "Group" && other.type === "Group") ||
    (one.type === "CapturingGroup" && other.type === "CapturingGroup");
  return areGroups && isAmong(one.alternatives, other.alternatives);
}

/** As it is written. */
function countOf({ raw, element }: AST.Quantifier): string {
  return raw.slice(element.raw.length);
}
