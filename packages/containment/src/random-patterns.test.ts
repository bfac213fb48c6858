// Random pairs of patterns, many with large repetitions and alike in part: each verdict is held against the engine's
// own expressions on all short texts of a few letters, and each witness is.
import { compilePattern } from "@addendum/json-schema";
import { expect, test } from "vitest";
import { Random } from "../test/random.ts";
import { contains } from "./contains.ts";

const atoms = [
  "a",
  "b",
  "0",
  "-",
  ".",
  "\\w",
  "\\S",
  "[ab]",
  "[^a]",
  "[^]",
  "[]",
  "[a-z]",
  "\\ud83d",
  "😀",
  "\\n",
];
const asserted = ["^", "$", "\\b", "(?=%)", "(?!%)", "(?<=%)", "(?<!%)"];
const counts = [
  "*",
  "+",
  "?",
  "*?",
  "{0}",
  "{2}",
  "{1,2}",
  "{3,}",
  "{0,100}",
  "{1,120}",
  "{2,250}?",
  "{99,101}",
];

class Patterns {
  private readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  whole(): string {
    const { random } = this;
    const within = this.sequence(2);
    return random.pick([`^(?:${within})$`, `^${within}$`, `^${within}`, `${within}$`, within]);
  }

  private sequence(depth: number): string {
    const elements = Array.from({ length: 1 + this.random.below(3) }, () => this.element(depth));
    return elements.join("") + (this.random.chance(0.2) ? `|${this.sequence(depth)}` : "");
  }

  private element(depth: number): string {
    const { random } = this;
    if (random.chance(0.1)) return random.pick(asserted).replace("%", () => this.sequence(0));
    const isGroup = depth > 0 && random.chance(0.3);
    const read = isGroup ? `(${this.sequence(depth - 1)})` : random.pick(atoms);
    // An engine that backtracks has to answer, too.
    const most = isGroup ? 7 : counts.length;
    return random.chance(0.5) ? read + (counts[random.below(most)] ?? "") : read;
  }

  /** The same with another count, letter or end. */
  edit(pattern: string): string {
    const { random } = this;
    const pieces = [...pattern.matchAll(/\{[\d,]+\}\??|(?<=[\w\]])[*+?]|\\[wSn]|\[\^?[^\]]*\]|[ab0]/g)];
    const piece = pieces.length > 0 && random.chance(0.8) ? random.pick(pieces) : undefined;
    if (piece === undefined) {
      const [end, other] = [`|${this.sequence(1)}`, this.element(1)];
      return random.pick([
        pattern + end,
        pattern + other,
        other + pattern,
        pattern.replace(/^\^/, ""),
        `(${pattern})?`,
      ]);
    }
    const isCount = /^[{*+?]/.test(piece[0]);
    const other = isCount ? random.pick([...counts, ""]) : random.pick(atoms);
    return pattern.slice(0, piece.index) + other + pattern.slice(piece.index + piece[0].length);
  }
}

const texts = [""];
for (const text of texts) {
  if ([...text].length < 3)
    texts.push(...["a", "b", "0", "-", "\n", "😀", "\ud83d"].map((letter) => text + letter));
}

function asExpression(source: string): RegExp | undefined {
  return compilePattern(source).kind === "invalid" ? undefined : new RegExp(source, "u");
}

test("verdicts about patterns are true of all short texts", () => {
  const random = new Random(29);
  const patterns = new Patterns(random);
  const found = { compatible: 0, incompatible: 0, unknown: 0 };
  for (let round = 0; round < 200; round++) {
    const older = patterns.whole();
    const newer = random.chance(0.85) ? patterns.edit(older) : patterns.whole();
    const [inOlder, inNewer] = [asExpression(older), asExpression(newer)];
    if (inOlder === undefined || inNewer === undefined) continue;
    const most = random.chance(0.3) ? random.pick([2, 3, 120]) : Infinity;
    const verdict = contains(
      { type: "string", pattern: older, ...(Number.isFinite(most) && { maxLength: most }) },
      { type: "string", pattern: newer },
    );
    found[verdict.kind]++;
    const isBreak = (text: string) => [...text].length <= most && inOlder.test(text) && !inNewer.test(text);
    if (verdict.kind === "compatible") expect(texts.find(isBreak), `${older} in ${newer}`).toBeUndefined();
    const witness = verdict.kind === "incompatible" ? verdict.witness : undefined;
    if (typeof witness === "string" && witness.length < 30) {
      expect(isBreak(witness), `${older}, not ${newer}: ${witness}`).toBe(true);
    }
  }
  expect(found.compatible).toBeGreaterThan(40);
  expect(found.incompatible).toBeGreaterThan(40);
  expect(found.unknown).toBeLessThan(25);
});
