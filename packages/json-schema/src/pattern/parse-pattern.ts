import { type AST, RegExpParser } from "@eslint-community/regexpp";
import { asCounted, type Counted } from "./counted.ts";
import { Automaton, type CodePointRange, lastCodePoint, type Look } from "./automaton.ts";

/** How many states the automata of one pattern may have; larger ones are not made. */
const stateLimit = 20_000;

export type ParsedPattern =
  /** One that an automaton would only count for. */
  | ({ readonly kind: "counted" } & Counted)
  | { readonly kind: "automaton"; readonly automaton: Automaton }
  /** Back references are not regular; some look-arounds within others, and what is too large, are not worth their states. */
  | { readonly kind: "unsupported"; readonly reason: string }
  | { readonly kind: "invalid"; readonly reason: string };

/** What is written in a pattern cannot be reasoned about. */
export class Unsupported extends Error {}

/**
 * The automaton of an ECMA-262 pattern with the `u` flag, matched anywhere in the text unless it is anchored.
 * Source: JSON Schema Validation draft-07 §6.3.3; ECMA-262 §22.2.
 * @param flags `u`, or none; with `i` the letters of ASCII are alike, which is all that expressions without `u` need
 * @param isAsWritten every repetition is kept, also one that makes no difference to what is matched
 */
export function parsePattern(pattern: string, flags = "u", isAsWritten = false): ParsedPattern {
  let tree: AST.Pattern;
  try {
    tree = patternTree(pattern, flags);
  } catch (error) {
    return { kind: "invalid", reason: (error as Error).message };
  }
  const counted = flags === "u" ? asCounted(pattern, tree) : undefined;
  if (counted !== undefined) return { kind: "counted", ...counted };
  try {
    return { kind: "automaton", automaton: new Builder(flags.includes("i")).build(tree, isAsWritten) };
  } catch (error) {
    if (error instanceof Unsupported) return { kind: "unsupported", reason: error.message };
    throw error;
  }
}

/** A search asks for the same few trees thousands of times; one takes some hundred times the memory of its text. */
const rememberedTrees = 16;
const rememberedLength = 10_000;
const trees = new Map<string, AST.Pattern>();

/** The syntax tree of a pattern, shared by all callers. Throws `SyntaxError` if it is not a pattern. */
export function patternTree(pattern: string, flags = "u"): AST.Pattern {
  const key = `${flags.includes("u") ? "u" : ""}:${pattern}`;
  let tree = trees.get(key);
  if (tree === undefined) {
    const parser = new RegExpParser({ ecmaVersion: 2024 });
    tree = parser.parsePattern(pattern, 0, pattern.length, { unicode: flags.includes("u") });
    if (pattern.length > rememberedLength) return tree;
    if (trees.size >= rememberedTrees) trees.clear();
    trees.set(key, tree);
  }
  return tree;
}

const everything: readonly CodePointRange[] = [[0, lastCodePoint]];
/** Source: ECMA-262 §12.3, LineTerminator. */
const lineEnds: readonly CodePointRange[] = [
  [0x0a, 0x0a],
  [0x0d, 0x0d],
  [0x2028, 0x2029],
];
const digits: readonly CodePointRange[] = [[0x30, 0x39]];
const wordCharacters: readonly CodePointRange[] = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
/** Source: ECMA-262 §12.2 and §12.3, WhiteSpace and LineTerminator. */
const spaces: readonly CodePointRange[] = [
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];

const wordCharacter = new RegExpParser({ ecmaVersion: 2024 }).parsePattern("\\w", 0, 2, { unicode: true });

type Repetition = Pick<AST.Quantifier, "element" | "min" | "max">;

/** Neither first nor last in a pattern. */
const inside = { first: false, last: false };

class Builder {
  private readonly automaton = new Automaton();
  private readonly ignoresCase: boolean;
  /** What is built for a look-around. */
  private readonly looks: Look["kind"] | undefined;
  /** States of all automata of the pattern. */
  private readonly made: { states: number };
  /** Assertion, or a kind of its own → what it looks for, once however often it is repeated. */
  private readonly known = new Map<unknown, Look>();

  constructor(ignoresCase: boolean, looks?: Look["kind"], made = { states: 0 }) {
    this.ignoresCase = ignoresCase;
    this.looks = looks;
    this.made = made;
  }

  build({ alternatives }: Pick<AST.Pattern, "alternatives">, isAsWritten = false): Automaton {
    const { automaton } = this;
    let from = 0;
    if (this.looks !== "ahead") {
      from = this.state();
      automaton.addJump(0, from);
      automaton.addStep(from, everything, from);
    }
    let to = 1;
    if (this.looks !== "behind") {
      to = this.state();
      automaton.sink = to;
      automaton.addStep(to, everything, to);
      automaton.addJump(to, 1);
    }
    const atEdge = { first: this.looks !== "ahead", last: this.looks !== "behind" };
    this.alternatives(alternatives, from, to, isAsWritten ? inside : atEdge);
    return automaton;
  }

  private state(): number {
    if (this.made.states++ >= stateLimit) throw new Unsupported("it is too large");
    return this.automaton.addState();
  }

  /** @param atEdge whether anything may be before what is first, and behind what is last */
  private alternatives(
    alternatives: readonly AST.Alternative[],
    from: number,
    to: number,
    atEdge = inside,
  ): void {
    for (const { elements } of alternatives) {
      let at = from;
      for (const [index, element] of elements.entries()) {
        const next = this.state();
        const first = atEdge.first && index === 0;
        const last = atEdge.last && index === elements.length - 1;
        this.element(element, at, next, { first, last });
        at = next;
      }
      this.automaton.addJump(at, to);
    }
  }

  private element(element: AST.Element, from: number, to: number, atEdge = inside): void {
    switch (element.type) {
      case "Character":
      case "CharacterSet":
      case "CharacterClass":
        this.automaton.addStep(from, rangesOf(element, this.ignoresCase), to);
        return;
      case "Group":
      case "CapturingGroup":
        this.alternatives(element.alternatives, from, to, atEdge);
        return;
      case "Quantifier":
        // What may be followed by anything need not be read oftener than it has to be.
        this.quantifier(atEdge.first || atEdge.last ? { ...element, max: element.min } : element, from, to);
        return;
      case "Assertion":
        this.assertion(element, from, to);
        return;
      default:
        throw new Unsupported(`${element.raw} cannot be written as a finite automaton`);
    }
  }

  /** Source: ECMA-262 §22.2.2.4, Assertion. */
  private assertion(element: AST.Assertion, from: number, to: number): void {
    // What is before is known from the beginning of the text on only, and its end is wherever it is asked about.
    const isBeyond =
      this.looks === "behind"
        ? element.kind !== "start"
        : this.looks === "ahead" && (element.kind === "lookbehind" || element.kind === "word");
    if (isBeyond)
      throw new Unsupported(`${element.raw} is inside another assertion, where it is not supported`);
    if (element.kind === "word") {
      this.boundary(element.negate, from, to);
    } else if (element.kind === "lookahead" || element.kind === "lookbehind") {
      const kind = element.kind === "lookahead" ? "ahead" : "behind";
      this.automaton.addLook(from, to, this.look(element, kind, element.negate, element));
    } else {
      this.automaton.addJump(from, to, element.kind);
    }
  }

  /** A word begins or ends here, or does not: what is before and what follows are examined. */
  private boundary(isNegated: boolean, from: number, to: number): void {
    for (const isWordBefore of [true, false]) {
      const between = this.state();
      const isWordAfter = isWordBefore === isNegated;
      const before = this.look(`behind ${isWordBefore}`, "behind", !isWordBefore, wordCharacter);
      this.automaton.addLook(from, between, before);
      const after = this.look(`ahead ${isWordAfter}`, "ahead", !isWordAfter, wordCharacter);
      this.automaton.addLook(between, to, after);
    }
  }

  private look(
    key: unknown,
    kind: Look["kind"],
    isNegated: boolean,
    tree: Pick<AST.Pattern, "alternatives">,
  ): Look {
    let look = this.known.get(key);
    if (look === undefined) {
      look = { kind, isNegated, automaton: new Builder(this.ignoresCase, kind, this.made).build(tree) };
      this.known.set(key, look);
    }
    return look;
  }

  private quantifier({ element, min, max }: Repetition, from: number, to: number): void {
    const { automaton } = this;
    let at = from;
    for (let count = 0; count < min; count++) {
      const next = this.state();
      this.element(element, at, next);
      at = next;
    }
    if (max === Infinity) {
      const loop = this.state();
      automaton.addJump(at, loop);
      const back = this.state();
      this.element(element, loop, back);
      automaton.addJump(back, loop);
      automaton.repeats.add(back);
      automaton.addJump(loop, to);
      return;
    }
    for (let count = min; count < max; count++) {
      automaton.addJump(at, to);
      const next = this.state();
      this.element(element, at, next);
      at = next;
    }
    automaton.addJump(at, to);
  }
}

/** The code points that one of a pattern's characters or classes reads, in ascending order. Throws {@link Unsupported}. */
export function rangesOf(
  set: AST.CharacterSet | AST.CharacterClass | AST.CharacterClassElement | AST.Character,
  ignoresCase = false,
): CodePointRange[] {
  switch (set.type) {
    case "Character":
      return withBothCases([[set.value, set.value]], ignoresCase);
    case "CharacterClassRange":
      return withBothCases([[set.min.value, set.max.value]], ignoresCase);
    case "CharacterClass": {
      const members = normalize(
        set.elements.flatMap((element) => rangesOf(element as AST.CharacterClassElement, ignoresCase)),
      );
      return set.negate ? complement(members) : members;
    }
    case "CharacterSet":
      return rangesOfSet(set);
    default:
      throw new Unsupported(`${set.raw} is a character class that is not supported`);
  }
}

function withBothCases(ranges: CodePointRange[], ignoresCase: boolean): CodePointRange[] {
  if (!ignoresCase) return ranges;
  const shifted = ranges.flatMap(([first, last]): CodePointRange[] => [
    ...overlap(first, last, 0x41, 0x5a, 32),
    ...overlap(first, last, 0x61, 0x7a, -32),
  ]);
  return normalize([...ranges, ...shifted]);
}

function overlap(first: number, last: number, from: number, to: number, shift: number): CodePointRange[] {
  const [low, high] = [Math.max(first, from), Math.min(last, to)];
  return low <= high ? [[low + shift, high + shift]] : [];
}

function rangesOfSet(set: AST.CharacterSet): CodePointRange[] {
  switch (set.kind) {
    case "any":
      return complement(lineEnds);
    case "digit":
      return set.negate ? complement(digits) : [...digits];
    case "space":
      return set.negate ? complement(spaces) : [...spaces];
    case "word":
      return set.negate ? complement(wordCharacters) : [...wordCharacters];
    case "property":
      return rangesOfProperty(set.raw);
  }
}

/** Each takes some 50 ms, once. */
const propertyLimit = 12;
const properties = new Map<string, CodePointRange[]>();

/** Asks the engine, one code point after the other: it contains the tables of Unicode. */
function rangesOfProperty(raw: string): CodePointRange[] {
  let ranges = properties.get(raw);
  if (ranges === undefined) {
    if (properties.size >= propertyLimit) throw new Unsupported("it uses too many Unicode properties");
    const expression = new RegExp(`^${raw}$`, "u");
    ranges = [];
    let first: number | undefined;
    for (let codePoint = 0; codePoint <= lastCodePoint + 1; codePoint++) {
      const isIn = codePoint <= lastCodePoint && expression.test(String.fromCodePoint(codePoint));
      if (isIn) {
        first ??= codePoint;
      } else if (first !== undefined) {
        ranges.push([first, codePoint - 1]);
        first = undefined;
      }
    }
    properties.set(raw, ranges);
  }
  return ranges;
}

function normalize(ranges: readonly CodePointRange[]): CodePointRange[] {
  const merged: [number, number][] = [];
  for (const [first, last] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const previous = merged.at(-1);
    if (previous !== undefined && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

function complement(ranges: readonly CodePointRange[]): CodePointRange[] {
  const result: CodePointRange[] = [];
  let next = 0;
  for (const [first, last] of normalize(ranges)) {
    if (first > next) result.push([next, first - 1]);
    next = last + 1;
  }
  if (next <= lastCodePoint) result.push([next, lastCodePoint]);
  return result;
}
