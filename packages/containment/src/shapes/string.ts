import {
  compilePattern,
  formatExpression,
  hasFurtherAlternatives,
  includesAsWritten,
  type Language,
  lengthsOfPattern,
  matchesPattern,
  type Pattern,
  repeatsOften,
  textsOfPattern,
} from "@addendum/json-schema";
import { findTextFormat, formatIncludes, type Stretch } from "../texts/formats.ts";
import type { StringFacts } from "../formulas/formula.ts";
import { longestText, makeProduct, type Product, shortestWord, words } from "../texts/language.ts";

/** What the keywords of strings leave of them. */
export class StringShape implements StringFacts {
  least = 0;
  most = Infinity;
  readonly patterns = new Set<string>();
  readonly antiPatterns = new Set<string>();
  readonly formats = new Set<string>();
  readonly antiFormats = new Set<string>();
  /** Single strings that are left out. */
  readonly excluded: string[] = [];
}

/** What was determined about shapes, and in how many steps: the same few are asked about in every schema. */
const refuted = new Map<string, { readonly isEmpty: boolean; readonly steps: number }>();
const rememberedShapes = 1000;

/** Whether no string fits. A proof: what cannot be handled is left out, so that more seems to fit. */
export function refuteString(shape: StringShape, spend: (steps: number) => void): boolean {
  if (shape.least > shape.most) return true;
  for (const format of shape.formats) {
    for (const other of shape.antiFormats) if (formatIncludes(other, format)) return true;
  }
  for (const pattern of shape.patterns) {
    if (shape.antiPatterns.has(pattern)) return true;
    // Of what validators read differently, this much is certain.
    if (!isReadDifferently(pattern)) continue;
    for (const other of shape.antiPatterns) {
      if (isReadDifferently(other) && hasFurtherAlternatives(other, pattern)) return true;
    }
  }
  const { patterns, antiPatterns, formats, antiFormats, excluded, least, most } = shape;
  if (patterns.size + antiPatterns.size + formats.size + antiFormats.size === 0) return false;
  const lists = [patterns, antiPatterns, formats, antiFormats, excluded].map((list) => [...list].sort());
  const key = JSON.stringify([...lists, least, String(most)]);
  const known = refuted.get(key);
  if (known !== undefined) {
    // The same steps as if it were determined anew, so that they do not depend on what was asked before.
    spend(known.steps);
    return known.isEmpty;
  }
  let steps = 0;
  const count = (more: number) => {
    steps += more;
    spend(more);
  };
  const isLarge = [...patterns, ...antiPatterns].some(repeatsOften);
  const isEmpty =
    (isLarge && isEmptyAsWritten(shape, count)) ||
    (!(isLarge && hasWritten(shape, count)) && isEmptyProduct(shape, count));
  if (refuted.size >= rememberedShapes) refuted.clear();
  refuted.set(key, { isEmpty, steps });
  return isEmpty;
}

/** Some validators read it without the flag `u`, others refuse the schema: whatever the two have in common holds. */
function isReadDifferently(pattern: string): boolean {
  return compilePattern(pattern).kind === "invalid";
}

/** Whether the patterns' own texts show it: for those whose automata are too large, or would take long to walk. */
function isEmptyAsWritten(
  { patterns, antiPatterns, least, most }: StringShape,
  spend: (steps: number) => void,
) {
  for (const pattern of patterns) {
    spend(1);
    const [shortest, longest] = lengthsOfPattern(pattern);
    if (shortest > most || longest < least) return true;
    for (const other of antiPatterns) {
      spend(1);
      if (includesAsWritten(other, pattern, most)) return true;
    }
  }
  return false;
}

/** So many texts are tried before an automaton is walked. */
const writtenTexts = 60;

/** Whether one of the patterns' own texts is found to fit. */
function hasWritten(shape: StringShape, spend: (steps: number) => void): boolean {
  const { patterns, antiPatterns, excluded, least, most } = shape;
  const [pattern] = patterns;
  if (pattern === undefined || shape.formats.size + shape.antiFormats.size > 0) return false;
  let tried = 0;
  for (const text of textsOfPattern(pattern, { least, most, others: [...patterns, ...antiPatterns] })) {
    if (tried++ >= writtenTexts) break;
    spend(0.2 + text.length / 1_000);
    const fits =
      !excluded.includes(text) &&
      [...patterns].every((one) => matchesPattern(one, text) === true) &&
      [...antiPatterns].every((one) => matchesPattern(one, text) === false);
    if (fits) return true;
  }
  return false;
}

function isEmptyProduct(shape: StringShape, spend: (steps: number) => void): boolean {
  const { product, least, most } = productOf(shape, true);
  return least > most || (product !== undefined && shortestWord(product, least, most, spend).kind === "none");
}

/**
 * Strings worth trying, short ones first.
 * `isComplete`: when all have been tried, no other string fits.
 */
export function* stringsOf(shape: StringShape, spend: (steps: number) => void): Generator<string, boolean> {
  for (const format of shape.formats) yield* valuesOf(format, shape);
  const { least, most, patterns, antiPatterns } = shape;
  const others = [...patterns, ...antiPatterns];
  if (others.some(repeatsOften)) {
    for (const pattern of patterns) yield* textsOfPattern(pattern, { least, most, others });
  }
  const { product, isWhole } = productOf(shape, false);
  if (product !== undefined) {
    const isComplete = yield* words(product, shape.least, shape.most, spend);
    if (isComplete && isWhole) return true;
    // What is only known to hold of a format's values makes better guesses.
    const guesses = shape.formats.size > 0 ? productOf(shape, true).product : undefined;
    if (guesses !== undefined) yield* words(guesses, shape.least, shape.most, spend);
    return false;
  }
  if (shape.least > longestText) return false;
  const base = "a".repeat(shape.least);
  yield base;
  if (shape.most === 0) return true;
  for (const format of shape.antiFormats) yield* stretched(findTextFormat(format)?.misfit, shape);
  const letters = "abcdefghijklmnopqrstuvwxyz0123456789";
  const tries = shape.least > 1_000 ? 50 : 3_000;
  for (let number = 1; number < tries; number++) {
    let tail = "";
    for (let rest = number; rest > 0; rest = Math.floor(rest / letters.length)) {
      tail = (letters[rest % letters.length] as string) + tail;
    }
    const text = base.slice(0, Math.max(0, shape.least - tail.length)) + tail;
    if (text.length <= shape.most) yield text;
  }
  yield* ["\n", "😀", " ", "A", "é"].map((text) => text + base.slice(1));
  return false;
}

/** A format's samples, and values that are as long as the shape asks for. */
function* valuesOf(name: string, shape: StringShape): Generator<string> {
  const format = findTextFormat(name);
  yield* format?.samples ?? [];
  yield* stretched(format?.stretch, shape);
}

/** Texts with something repeated in them, of about the least length and of the greatest. */
function* stretched(stretch: Stretch | undefined, { least, most }: StringShape): Generator<string> {
  if (stretch === undefined || least > longestText) return;
  const [before, filler, behind] = stretch;
  const lengths = [least, least + 1, least + 2, least + 3, ...(most <= longest ? [most] : [])];
  for (const length of lengths) {
    const missing = length - before.length - behind.length;
    if (missing >= 0) yield before + filler.repeat(Math.floor(missing / filler.length)) + behind;
  }
}

/** Up to here the greatest length is worth a try. */
const longest = 10_000;

interface Walked {
  readonly product: Product | undefined;
  /** The product's texts are all and only those that fit. */
  readonly isWhole: boolean;
  /** What the shape and its formats leave of the lengths. */
  readonly least: number;
  readonly most: number;
}

/**
 * The automata of everything that is said by patterns and formats.
 * @param withFormats also what is only known to hold of a format's values
 */
function productOf(shape: StringShape, withFormats: boolean): Walked {
  let { least, most } = shape;
  let isWhole = true;
  const languages = (patterns: Iterable<Pattern>): Language[] =>
    [...patterns].flatMap((pattern) => {
      if (pattern.kind === "language") return [pattern.language];
      isWhole = false;
      return [];
    });
  const inside = languages([...shape.patterns].map((source) => compilePattern(source)));
  const outside = languages([...shape.antiPatterns].map((source) => compilePattern(source)));
  inside.push(...languages([...shape.formats].map(exactly)));
  outside.push(...languages([...shape.antiFormats].map(exactly)));
  if (withFormats) {
    const within = [...shape.antiFormats].flatMap((name) => findTextFormat(name)?.within ?? []);
    outside.push(...languages(within.map((source) => compilePattern(source))));
  }
  if (withFormats || inside.length + outside.length === 0) {
    const wider = [...shape.formats].flatMap((name) => findTextFormat(name)?.pattern ?? []);
    const compiled = wider.map((source) => compilePattern(source));
    for (const one of compiled) {
      if (one.kind === "counted") [least, most] = [Math.max(least, one.least), Math.min(most, one.most)];
    }
    inside.push(
      ...languages(compiled.map((one) => (one.kind === "counted" ? compilePattern(one.pattern) : one))),
    );
  }
  if (inside.length + outside.length === 0) return { product: undefined, isWhole, least, most };
  if (shape.excluded.length > 0) outside.push(...languages([compilePattern(alternatives(shape.excluded))]));
  // Where a format is not a language here, letters that formats like and dislike are tried.
  return { product: makeProduct(inside, outside, isWhole ? "" : "a0- @.:/é("), isWhole, least, most };
}

/** The language of a format, where the validator has an expression for it that is one. */
function exactly(name: string): Pattern {
  const expression = formatExpression(name);
  // A host's length and those of its labels, counted beside each other, are more states than are walked.
  const isLanguage = expression !== undefined && !expression.source.includes("(?=");
  if (!isLanguage) return { kind: "unsupported", reason: `“${name}” is not an expression that is walked` };
  return compilePattern(expression.source, expression.flags);
}

/** The pattern that exactly these texts match. */
function alternatives(texts: readonly string[]): string {
  const escape = (text: string) =>
    [...text].map((letter) => `\\u{${(letter.codePointAt(0) as number).toString(16)}}`).join("");
  return `^(?:${texts.map(escape).join("|")})$`;
}
