import type { AST } from "@eslint-community/regexpp";
import { patternTree } from "./parse-pattern.ts";

/** The fewest code points that an element reads. */
export function leastWidth(element: AST.Element): number {
  switch (element.type) {
    case "Character":
    case "CharacterSet":
    case "CharacterClass":
      return 1;
    case "Group":
    case "CapturingGroup":
      return Math.min(...element.alternatives.map(({ elements }) => sum(elements, leastWidth)));
    case "Quantifier":
      return element.min === 0 ? 0 : element.min * leastWidth(element.element);
    default:
      return 0;
  }
}

/** The most code points that an element reads. */
export function greatestWidth(element: AST.Element): number {
  switch (element.type) {
    case "Character":
    case "CharacterSet":
    case "CharacterClass":
      return 1;
    case "Assertion":
      return 0;
    case "Group":
    case "CapturingGroup":
      return Math.max(...element.alternatives.map(({ elements }) => sum(elements, greatestWidth)));
    case "Quantifier": {
      const width = greatestWidth(element.element);
      return width === 0 || element.max === 0 ? 0 : element.max * width;
    }
    default:
      return Infinity;
  }
}

/** The lengths, in code points, of the texts that a pattern matches; up to Infinity unless it is anchored. */
export function lengthsOfPattern(source: string): readonly [least: number, most: number] {
  const alternatives = alternativesOf(source);
  const isAnchored = alternatives.every(
    ({ elements }) => isAnchor(elements[0], "start") && isAnchor(elements.at(-1), "end"),
  );
  const least = Math.min(...alternatives.map(({ elements }) => sum(elements, leastWidth)));
  const most = Math.max(...alternatives.map(({ elements }) => sum(elements, greatestWidth)));
  return alternatives.length === 0 ? [0, Infinity] : [least, isAnchored ? most : Infinity];
}

/** Whether a pattern repeats something so often that its automaton is large. */
export function repeatsOften(source: string): boolean {
  return /\{\d*,?\d{3,}\}/.test(source);
}

function alternativesOf(source: string): readonly AST.Alternative[] {
  try {
    return patternTree(source).alternatives;
  } catch {
    // Not a pattern: nothing is known of it.
    return [];
  }
}

function isAnchor(element: AST.Element | undefined, kind: "start" | "end"): boolean {
  return element?.type === "Assertion" && element.kind === kind;
}

function sum(elements: readonly AST.Element[], widthOf: (element: AST.Element) => number): number {
  return elements.reduce((all, element) => all + widthOf(element), 0);
}
