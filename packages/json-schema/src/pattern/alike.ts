import type { AST } from "@eslint-community/regexpp";
import type { CodePointRange } from "./automaton.ts";
import { patternTree, rangesOf, Unsupported } from "./parse-pattern.ts";
import { leastWidth } from "./width.ts";

/** More comparisons of parts are not made. */
const workLimit = 4_000;

/**
 * Whether every text that one pattern matches is matched by another because the two are written alike: part by part,
 * what the one reads, the other reads as well. A proof, however often parts are repeated; where it says no, nothing is
 * known.
 * @param most the greatest length of texts that are asked about, in code points
 */
export function includesAsWritten(wider: string, narrower: string, most = Infinity): boolean {
  // What is read again depends on what was read where, and parts are compared by themselves.
  if (mayReferBack.test(wider) || mayReferBack.test(narrower)) return false;
  try {
    return new Inclusion(most).ofPatterns(patternTree(wider), patternTree(narrower));
  } catch (error) {
    // Not a pattern, or nested too deeply.
    if (error instanceof Unsupported || error instanceof SyntaxError || error instanceof RangeError)
      return false;
    throw error;
  }
}

const mayReferBack = /\\[1-9k]/;

type Elements = readonly AST.Element[];

/** How often something is read. */
interface Count {
  readonly least: number;
  readonly most: number;
}

class Inclusion {
  private work = 0;
  private readonly longest: number;
  private readonly ranges = new Map<AST.Element, CodePointRange[]>();

  constructor(longest: number) {
    this.longest = longest;
  }

  ofPatterns(wider: AST.Pattern, narrower: AST.Pattern): boolean {
    return narrower.alternatives.every(({ elements }) =>
      wider.alternatives.some(
        (one) =>
          // A match may begin and end anywhere in the other's.
          elements.some((_, start) => this.sequence(one.elements, elements.slice(start), true)) ||
          one.elements.length === 0,
      ),
    );
  }

  /**
   * Whether what some elements read is read by others.
   * @param isLoose whether the others may also stop before
   */
  private sequence(wide: Elements, narrow: Elements, isLoose = false): boolean {
    if (this.work++ > workLimit) throw new Unsupported("it takes too long");
    const [first, ...others] = wide;
    const [one, ...rest] = narrow;
    if (first === undefined && (isLoose || one === undefined)) return true;
    if (first !== undefined && this.begins(first, others, narrow, isLoose)) return true;
    if (one === undefined) return false;
    // What is asked of a place only makes it fewer texts.
    if (one.type === "Assertion") return this.sequence(wide, rest, isLoose);
    if (one.type === "Group" || one.type === "CapturingGroup") {
      return one.alternatives.every(({ elements }) => this.sequence(wide, [...elements, ...rest], isLoose));
    }
    if (one.type === "Quantifier" && one.max <= 1) {
      const without = one.min > 0 || this.sequence(wide, rest, isLoose);
      return without && this.sequence(wide, [one.element, ...rest], isLoose);
    }
    return false;
  }

  /** The same where the first of the others reads the beginning. */
  private begins(first: AST.Element, others: Elements, narrow: Elements, isLoose: boolean): boolean {
    const [one, ...rest] = narrow;
    switch (first.type) {
      case "Quantifier": {
        let { least, most } = { least: 0, most: 0 };
        for (let length = 0; ; length++) {
          if (
            least >= first.min &&
            most <= first.max &&
            this.sequence(others, narrow.slice(length), isLoose)
          ) {
            return true;
          }
          const next = narrow[length];
          const count = next && this.countOf(next, first.element);
          if (count === undefined) return false;
          [least, most] = [least + count.least, most + count.most];
        }
      }
      case "Group":
      case "CapturingGroup":
        return first.alternatives.some(({ elements }) =>
          this.sequence([...elements, ...others], narrow, isLoose),
        );
      case "Assertion":
        return one?.type === "Assertion" && one.raw === first.raw && this.sequence(others, rest, isLoose);
      case "Character":
      case "CharacterSet":
      case "CharacterClass":
        return one !== undefined && this.reads(first, one) && this.sequence(others, rest, isLoose);
      default:
        throw new Unsupported(`${first.raw} depends on what was read before`);
    }
  }

  /** How often something is read wherever an element is; undefined if the element reads anything else. */
  private countOf(element: AST.Element, unit: AST.Element): Count | undefined {
    if (element.type === "Assertion") return { least: 0, most: 0 };
    if (element.type === "Quantifier") {
      const each = this.countOf(element.element, unit);
      if (each === undefined) return undefined;
      const width = leastWidth(element.element);
      const most = width === 0 ? element.max : Math.min(element.max, Math.floor(this.longest / width));
      return { least: element.min * each.least, most: most === 0 || each.most === 0 ? 0 : most * each.most };
    }
    if (this.sequence([unit], [element])) return { least: 1, most: 1 };
    if (element.type !== "Group" && element.type !== "CapturingGroup") return undefined;
    let all: Count | undefined;
    for (const { elements } of element.alternatives) {
      let [least, most] = [0, 0];
      for (const one of elements) {
        const count = this.countOf(one, unit);
        if (count === undefined) return undefined;
        [least, most] = [least + count.least, most + count.most];
      }
      all = { least: Math.min(least, all?.least ?? least), most: Math.max(most, all?.most ?? most) };
    }
    return all;
  }

  private reads(wide: AST.Character | AST.CharacterSet | AST.CharacterClass, narrow: AST.Element): boolean {
    if (narrow.type !== "Character" && narrow.type !== "CharacterSet" && narrow.type !== "CharacterClass") {
      return false;
    }
    if (wide.raw === narrow.raw) return true;
    const ranges = this.rangesOf(wide);
    return this.rangesOf(narrow).every(([first, last]) => {
      let next = first;
      for (const [from, to] of ranges) if (from <= next && to >= next) next = to + 1;
      return next > last;
    });
  }

  private rangesOf(set: AST.Character | AST.CharacterSet | AST.CharacterClass): CodePointRange[] {
    let ranges = this.ranges.get(set);
    if (ranges === undefined) {
      ranges = rangesOf(set).sort((a, b) => a[0] - b[0]);
      this.ranges.set(set, ranges);
    }
    return ranges;
  }
}
