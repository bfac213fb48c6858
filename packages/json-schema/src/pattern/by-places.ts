import type { AST } from "@eslint-community/regexpp";
import { type CodePointRange, isWithin } from "./automaton.ts";
import { rangesOf, Unsupported } from "./parse-pattern.ts";

/** So many places are looked at for one text. */
const workLimit = 4_000_000;

/**
 * Whether a text matches a pattern whose automaton would be too large: all places of the text that the pattern's parts
 * lead to are carried from one part to the next, so nothing is tried twice. Undefined if that takes too long.
 */
export function matchesByPlaces(tree: AST.Pattern, text: string): boolean | undefined {
  try {
    const points = Array.from(text, (letter) => letter.codePointAt(0) as number);
    return new Places(points).after(tree.alternatives, [...points.keys(), points.length]).length > 0;
  } catch (error) {
    if (error instanceof Unsupported || error instanceof RangeError) return undefined;
    throw error;
  }
}

type Class = AST.Character | AST.CharacterSet | AST.CharacterClass;

/** Places between a text's code points; sets of them are in ascending order. */
class Places {
  private readonly points: readonly number[];
  private work = 0;
  private readonly ranges = new Map<Class, readonly CodePointRange[]>();
  private readonly ends = new Map<AST.Element, ReadonlySet<number>>();

  constructor(points: readonly number[]) {
    this.points = points;
  }

  after(alternatives: readonly AST.Alternative[], from: readonly number[]): readonly number[] {
    return alternatives
      .map(({ elements }) =>
        elements.reduce<readonly number[]>(
          (places, element) => (places.length === 0 ? places : this.step(element, places)),
          from,
        ),
      )
      .reduce(union);
  }

  private step(element: AST.Element, from: readonly number[]): readonly number[] {
    this.spend(from.length);
    switch (element.type) {
      case "Character":
      case "CharacterSet":
      case "CharacterClass":
        return from.filter((place) => this.reads(element, place)).map((place) => place + 1);
      case "Group":
      case "CapturingGroup":
        return this.after(element.alternatives, from);
      case "Quantifier":
        return this.repeat(element, from);
      case "Assertion":
        return from.filter((place) => this.holds(element, place));
      default:
        throw new Unsupported(`${element.raw} depends on what was read before`);
    }
  }

  private repeat({ element, min, max }: AST.Quantifier, from: readonly number[]): readonly number[] {
    if (isClass(element)) return this.repeatClass(element, min, max, from);
    let places = from;
    for (let count = 0; count < min && places.length > 0; count++) {
      const next = this.step(element, places);
      if (isSame(next, places)) break;
      places = next;
    }
    const reached = new Set(places);
    for (let count = min; count < max && places.length > 0; count++) {
      // One that was reached in fewer rounds may be left in more.
      places = this.step(element, places).filter((place) => !reached.has(place));
      for (const place of places) reached.add(place);
    }
    return [...reached].sort((a, b) => a - b);
  }

  private repeatClass(element: Class, min: number, max: number, from: readonly number[]): readonly number[] {
    const reached: number[] = [];
    let end = 0;
    for (const place of from) {
      // Where the class was read to its end before, it ends there from here, too.
      end = Math.max(end, place);
      while (end < place + max && this.reads(element, end)) {
        end++;
        this.spend(1);
      }
      for (let at = Math.max(place + min, (reached.at(-1) ?? -1) + 1); at <= end; at++) reached.push(at);
    }
    this.spend(reached.length);
    return reached;
  }

  private holds(element: AST.Assertion, place: number): boolean {
    switch (element.kind) {
      case "start":
        return place === 0;
      case "end":
        return place === this.points.length;
      case "word":
        return (this.isWord(place - 1) !== this.isWord(place)) !== element.negate;
      case "lookahead":
        return this.after(element.alternatives, [place]).length > 0 !== element.negate;
      case "lookbehind": {
        let ends = this.ends.get(element);
        if (ends === undefined) {
          ends = new Set(this.after(element.alternatives, [...this.points.keys(), this.points.length]));
          this.ends.set(element, ends);
        }
        return ends.has(place) !== element.negate;
      }
    }
  }

  private isWord(index: number): boolean {
    const point = this.points[index];
    return point !== undefined && /\w/.test(String.fromCodePoint(point));
  }

  private reads(element: Class, place: number): boolean {
    const point = this.points[place];
    if (point === undefined) return false;
    let ranges = this.ranges.get(element);
    if (ranges === undefined) {
      ranges = rangesOf(element);
      this.ranges.set(element, ranges);
    }
    return isWithin(ranges, point);
  }

  private spend(places: number): void {
    this.work += places;
    if (this.work > workLimit) throw new Unsupported("it takes too long");
  }
}

function isClass(element: AST.Element): element is Class {
  return element.type === "Character" || element.type === "CharacterSet" || element.type === "CharacterClass";
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((place, index) => place === b[index]);
}

function union(a: readonly number[], b: readonly number[]): readonly number[] {
  if (a.length === 0 || b.length === 0) return a.length === 0 ? b : a;
  return [...new Set([...a, ...b])].sort((x, y) => x - y);
}
