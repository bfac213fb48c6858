import type { AST } from "@eslint-community/regexpp";

/** The texts of another pattern whose length, in code points, is within bounds. */
export interface Counted {
  readonly pattern: string;
  readonly least: number;
  readonly most: number;
}

/** Up to here a repetition is written out as states. */
const countLimit = 200;

/**
 * A pattern that asks for one long repetition as a pattern without it and a length: `^a[a-z]{0,9000}$` is `^a[a-z]*$`
 * of up to 9,001. This holds where all else between the anchors reads a fixed number of code points, so that the length
 * says how often the repetition was read. Undefined if it does not, or there is no long repetition.
 */
export function asCounted(source: string, tree: AST.Pattern): Counted | undefined {
  const elements = onlyAlternative(tree.alternatives);
  if (!isAnchor(elements?.[0], "start") || !isAnchor(elements?.at(-1), "end")) return undefined;
  const within = unwrapped(elements?.slice(1, -1) ?? []);
  const varying = within.filter((element) => widthOf(element) === undefined);
  const repeated = varying[0] ?? within.reduce<AST.Element | undefined>(oftener, undefined);
  if (varying.length > 1 || repeated?.type !== "Quantifier" || countOf(repeated) <= countLimit)
    return undefined;
  const width = widthOf(repeated.element) ?? 0;
  if (width === 0) return undefined;
  const fixed = sum(within.filter((element) => element !== repeated).map(widthOf)) ?? 0;
  const pattern = `${source.slice(0, repeated.start)}${repeated.element.raw}*${source.slice(repeated.end)}`;
  return { pattern, least: fixed + width * repeated.min, most: fixed + width * repeated.max };
}

function onlyAlternative(alternatives: readonly AST.Alternative[]): readonly AST.Element[] | undefined {
  return alternatives.length === 1 ? alternatives[0]?.elements : undefined;
}

function isAnchor(element: AST.Element | undefined, kind: "start" | "end"): boolean {
  return element?.type === "Assertion" && element.kind === kind;
}

/** What is in a group that contains everything. */
function unwrapped(elements: readonly AST.Element[]): readonly AST.Element[] {
  const [only] = elements;
  if (elements.length !== 1 || (only?.type !== "Group" && only?.type !== "CapturingGroup")) return elements;
  const within = onlyAlternative(only.alternatives);
  return within === undefined ? elements : unwrapped(within);
}

function countOf(element: AST.Element): number {
  if (element.type !== "Quantifier") return 0;
  return Number.isFinite(element.max) ? element.max : element.min;
}

function oftener(best: AST.Element | undefined, one: AST.Element): AST.Element {
  return best === undefined || countOf(one) > countOf(best) ? one : best;
}

/** How many code points it reads; undefined if that varies, or is not known. */
function widthOf(element: AST.Element): number | undefined {
  switch (element.type) {
    case "Character":
    case "CharacterSet":
    case "CharacterClass":
      return 1;
    case "Assertion":
      return 0;
    case "Group":
    case "CapturingGroup": {
      const widths = new Set(element.alternatives.map(({ elements }) => sum(elements.map(widthOf))));
      return widths.size === 1 ? [...widths][0] : undefined;
    }
    case "Quantifier": {
      const width = widthOf(element.element);
      if (width === 0) return 0;
      return width !== undefined && element.min === element.max ? width * element.min : undefined;
    }
    default:
      return undefined;
  }
}

function sum(widths: readonly (number | undefined)[]): number | undefined {
  return widths.reduce(
    (all, width) => (all === undefined || width === undefined ? undefined : all + width),
    0,
  );
}
