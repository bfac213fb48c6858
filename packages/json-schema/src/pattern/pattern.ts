import { Determinized, type Language } from "./automaton.ts";
import type { Counted } from "./counted.ts";
import { languageOf } from "./look-around.ts";
import { matchesByPlaces } from "./by-places.ts";
import { parsePattern, patternTree } from "./parse-pattern.ts";

export type Pattern =
  | { readonly kind: "language"; readonly language: Language }
  | ({ readonly kind: "counted" } & Counted)
  | { readonly kind: "unsupported"; readonly reason: string }
  | { readonly kind: "invalid"; readonly reason: string };

/** Patterns are few and asked for often; the memory is emptied before it grows, in patterns and in their states. */
const rememberedPatterns = 500;
const rememberedStates = 120_000;
const unicodePatterns = new Map<string, Pattern>();
/** Of expressions with other flags: by flags and source. */
const otherPatterns = new Map<string, Pattern>();
let madeBefore = 0;

/**
 * The compiled form of a pattern. Matching and comparing both walk its automaton, so neither ever backtracks.
 * @param flags of an expression that is not a schema's: see {@link parsePattern}
 */
export function compilePattern(source: string, flags = "u"): Pattern {
  const patterns = flags === "u" ? unicodePatterns : otherPatterns;
  const key = flags === "u" ? source : `${flags}:${source}`;
  let pattern = patterns.get(key);
  if (pattern === undefined) {
    const parsed = parsePattern(source, flags);
    pattern =
      parsed.kind === "automaton" ? { kind: "language", language: languageOf(parsed.automaton) } : parsed;
    if (parsed.kind === "automaton") Determinized.made += parsed.automaton.size;
    if (patterns.size >= rememberedPatterns || Determinized.made - madeBefore > rememberedStates) {
      unicodePatterns.clear();
      otherPatterns.clear();
      madeBefore = Determinized.made;
    }
    patterns.set(key, pattern);
  }
  return pattern;
}

/** Whether a text matches, in time linear in its length; undefined if that cannot be said. */
export function matchesPattern(source: string, text: string, flags = "u"): boolean | undefined {
  const pattern = compilePattern(source, flags);
  if (pattern.kind === "counted") {
    let length = 0;
    for (const _ of text) length++;
    return length >= pattern.least && length <= pattern.most && matchesPattern(pattern.pattern, text, flags);
  }
  if (pattern.kind === "unsupported") return byPlaces(source, text, flags);
  if (pattern.kind !== "language") return undefined;
  const { language } = pattern;
  let at = language.start;
  for (let index = 0; index < text.length; index++) {
    const codePoint = text.codePointAt(index) as number;
    if (codePoint > 0xffff) index++;
    const next = language.step(at, codePoint);
    if (next === undefined) return byPlaces(source, text, flags);
    at = next;
  }
  return at.accepts;
}

/** Longer patterns are not matched part by part, in UTF-16 units: it would take longer than an answer is worth. */
const longestByPlaces = 10_000;

/** Only for patterns of schemas: other flags change what letters are, and which of them are alike. */
function byPlaces(source: string, text: string, flags: string): boolean | undefined {
  if (flags !== "u" || source.length > longestByPlaces) return undefined;
  return matchesByPlaces(patternTree(source), text);
}
