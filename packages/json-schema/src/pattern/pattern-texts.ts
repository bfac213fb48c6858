import type { AST } from "@eslint-community/regexpp";
import { type CodePointRange, isWithin, lastCodePoint } from "./automaton.ts";
import { patternTree, rangesOf } from "./parse-pattern.ts";

/** How much text is made for one pattern, in code points, and in how many texts. */
const amountLimit = 2_000_000;
const textLimit = 1_000;
/** Of texts up to this length one is made for each kind of letter. */
const shortText = 2_000;
const letterLimit = 16;

export interface Sought {
  /** The shortest and the longest texts that are worth trying, in code points. */
  readonly least: number;
  readonly most: number;
  /** Patterns that may treat letters differently. */
  readonly others: Iterable<string>;
}

/**
 * Texts to be tried as ones that a pattern matches: what it repeats is there as often as it must be, as often as it may
 * be, and as often as the length allows. Some may not match, where assertions ask for more.
 */
export function* textsOfPattern(source: string, { least, most, others }: Sought): Generator<string> {
  let tree: AST.Pattern;
  let letters: readonly number[];
  try {
    tree = patternTree(source);
    letters = lettersOf([tree, ...[...others].map((other) => patternTree(other))]);
  } catch {
    // Not a pattern, or one of letters that are not known.
    return;
  }
  const given = new Set<string>();
  let amount = 0;
  for (const letter of letters) {
    for (const aim of aimsOf(tree)) {
      for (const isLong of [false, true]) {
        const piece = (count: number) => new Writer({ ...aim, isLong, count, letter }).ofTree(tree);
        for (const count of countsOf(aim, piece, least, most)) {
          const { length, text } = piece(count);
          if (length < least || length > most) continue;
          if (letter !== letters[0] && length > Math.max(shortText, least + 1)) continue;
          amount += length;
          if (amount > amountLimit || given.size >= textLimit) return;
          const made = text();
          if (given.has(made)) continue;
          given.add(made);
          yield made;
        }
      }
    }
  }
}

/** What a text is to show: an alternative, and perhaps a repetition in it. */
interface Aim {
  readonly repetition?: AST.Quantifier;
  /** The alternatives that lead there. */
  readonly alternatives: ReadonlySet<AST.Alternative>;
  /** The repetitions that lead there. */
  readonly around: ReadonlySet<AST.Quantifier>;
}

function* aimsOf({ alternatives }: Pick<AST.Pattern, "alternatives">): Generator<Aim> {
  for (const alternative of alternatives) yield* aimsIn(alternative, new Set(), new Set());
}

function* aimsIn(
  alternative: AST.Alternative,
  before: Aim["alternatives"],
  around: Aim["around"],
): Generator<Aim> {
  const alternatives = new Set([...before, alternative]);
  yield { alternatives, around };
  for (const element of alternative.elements) yield* aimsAt(element, alternatives, around);
}

function* aimsAt(
  element: AST.Element,
  alternatives: Aim["alternatives"],
  around: Aim["around"],
): Generator<Aim> {
  if (element.type === "Quantifier") {
    yield { repetition: element, alternatives, around };
    yield* aimsAt(element.element, alternatives, new Set([...around, element]));
  } else if (element.type === "Group" || element.type === "CapturingGroup") {
    for (const one of element.alternatives) yield* aimsIn(one, alternatives, around);
  }
}

/** How often the repetition that is aimed at is worth trying. */
function countsOf(
  { repetition }: Aim,
  piece: (count: number) => Piece,
  least: number,
  most: number,
): ReadonlySet<number> {
  if (repetition === undefined) return new Set([0]);
  const { min, max } = repetition;
  const without = piece(0).length;
  const each = piece(1).length - without;
  const fitting = each === 0 ? [] : [(most - without) / each, (least - without) / each + 1 - 1 / each];
  const counts = [min, min + 1, ...fitting.map(Math.floor), max, max - 1];
  return new Set(counts.filter((count) => count >= min && count <= max && Number.isFinite(count)));
}

/** A part of a string that is written only if it is wanted. */
interface Piece {
  /** In code points. */
  readonly length: number;
  readonly text: () => string;
}

const nothing: Piece = { length: 0, text: () => "" };

class Writer {
  private readonly plan: Aim & { readonly isLong: boolean; readonly count: number; readonly letter: number };

  constructor(plan: Writer["plan"]) {
    this.plan = plan;
  }

  ofTree({ alternatives }: Pick<AST.Pattern, "alternatives">): Piece {
    const [first] = alternatives;
    const chosen = alternatives.find((one) => this.plan.alternatives.has(one)) ?? first;
    return (chosen?.elements ?? []).map((element) => this.of(element)).reduce(joined, nothing);
  }

  private of(element: AST.Element): Piece {
    switch (element.type) {
      case "Character":
      case "CharacterSet":
      case "CharacterClass": {
        const text = String.fromCodePoint(letterIn(rangesOf(element), this.plan.letter));
        return { length: 1, text: () => text };
      }
      case "Group":
      case "CapturingGroup":
        return this.ofTree(element);
      case "Quantifier": {
        const count = this.countOf(element);
        if (count === 0) return nothing;
        const { length, text } = this.of(element.element);
        return { length: count * length, text: () => text().repeat(count) };
      }
      default:
        return nothing;
    }
  }

  private countOf(element: AST.Quantifier): number {
    const { repetition, around, isLong, count } = this.plan;
    if (element === repetition) return count;
    const usual = isLong ? (Number.isFinite(element.max) ? element.max : element.min + 1) : element.min;
    return around.has(element) ? Math.max(1, usual) : usual;
  }
}

function joined(a: Piece, b: Piece): Piece {
  return { length: a.length + b.length, text: () => a.text() + b.text() };
}

const plain = ["a", "0", "A", "_", "-", " "].map((letter) => letter.codePointAt(0) as number);

/** A letter of a class: a given one if it is in it, else a plain one. */
function letterIn(ranges: readonly CodePointRange[], wanted: number): number {
  return [wanted, ...plain].find((point) => isWithin(ranges, point)) ?? ranges[0]?.[0] ?? 0;
}

/** One code point of each kind that the patterns' classes tell apart, the plainest first. */
function lettersOf(trees: readonly AST.Pattern[]): readonly number[] {
  const points = new Set<number>();
  const add = (element: AST.Element) => {
    if (element.type === "Quantifier") add(element.element);
    else if (element.type === "Group" || element.type === "CapturingGroup") addAll(element.alternatives);
    else if (
      element.type === "Character" ||
      element.type === "CharacterSet" ||
      element.type === "CharacterClass"
    ) {
      for (const [first, last] of rangesOf(element)) points.add(first).add(Math.min(last + 1, lastCodePoint));
    }
  };
  const addAll = (alternatives: readonly AST.Alternative[]) => {
    for (const { elements } of alternatives) elements.forEach(add);
  };
  for (const { alternatives } of trees) addAll(alternatives);
  const isLow = (point: number) => Number(point < 0x20 || point > 0x7e);
  const rest = [...points]
    .filter((point) => !plain.includes(point))
    .sort((a, b) => isLow(a) - isLow(b) || a - b);
  return [...plain.slice(0, 3), ...rest, ...plain.slice(3)].slice(0, letterLimit);
}
