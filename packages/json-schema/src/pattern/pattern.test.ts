import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { includesAsWritten } from "./alike.ts";
import { matchesByPlaces } from "./by-places.ts";
import { hasFurtherAlternatives } from "./further-alternatives.ts";
import { patternTree } from "./parse-pattern.ts";
import { compilePattern, matchesPattern } from "./pattern.ts";
import { textsOfPattern } from "./pattern-texts.ts";
import { lengthsOfPattern } from "./width.ts";

const atoms = [
  "a",
  "b",
  ".",
  "\\d",
  "\\w",
  "\\s",
  "[a-c]",
  "[^a]",
  "[\\w.-]",
  "😀",
  "\\u{1F600}",
  "\\p{Lu}",
  "\\n",
];
const pattern = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(...atoms, "^", "$", ""),
    fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => a + b),
    fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => `(?:${a}|${b})`),
    fc
      .tuple(tie("pattern"), fc.constantFrom("*", "+", "?", "{2}", "{1,3}", "{2,}", "*?"))
      .map(([a, quantifier]) => `(${a})${quantifier}`),
  ),
})).pattern;
const text = fc
  .array(fc.constantFrom("a", "b", "c", "A", "1", "_", ".", "-", " ", "\n", "\u2028", "😀", "é"), {
    maxLength: 6,
  })
  .map((characters) => characters.join(""));

test("an automaton matches what the engine’s own expression matches", () => {
  fc.assert(
    fc.property(pattern, text, (source, value) => {
      expect(matchesPattern(source, value)).toBe(new RegExp(source, "u").test(value));
    }),
    { numRuns: 5000 },
  );
});

test("places match what the engine’s own expression matches", () => {
  fc.assert(
    fc.property(pattern, text, (source, value) => {
      expect(matchesByPlaces(patternTree(source), value)).toBe(new RegExp(source, "u").test(value));
    }),
    { numRuns: 3000 },
  );
});

test("what is included as it is written matches all that the other matches", () => {
  let included = 0;
  fc.assert(
    fc.property(
      pattern,
      pattern,
      pattern,
      fc.array(text, { minLength: 5, maxLength: 5 }),
      (a, b, c, values) => {
        // Of patterns made of the same parts some are alike.
        const pairs = [
          [a, b],
          [`${a}(?:${b}|${c})`, a + b],
          [`(${a}){0,4}`, `(?:${a}){1,3}${b}`],
          [`^(?:${a}|${b})*$`, `^${b}{0,2}$`],
        ] as const;
        for (const [wider, narrower] of pairs) {
          if (!includesAsWritten(wider, narrower)) continue;
          included++;
          for (const value of values) {
            if (!new RegExp(narrower, "u").test(value)) continue;
            expect(new RegExp(wider, "u").test(value), `${narrower} in ${wider}: ${value}`).toBe(true);
          }
        }
      },
    ),
    { numRuns: 2000 },
  );
  expect(included).toBeGreaterThan(1000);
});

test.each([
  ["^[a-z]{0,9000}$", "^[a-f]{10,8000}$", true],
  ["^[a-f]{0,9000}$", "^[a-z]{10,8000}$", false],
  ["^(a:[a-z]{0,9000}|b)$", "^(?:b|a:[a-z]{0,8000})$", true],
  ["^[a-z]{1,9000}@[a-z]{1,9000}$", "^[a-z]{2,8000}@[a-z]{1,9000}$", true],
  ["^[a-z]{1,9000}@[a-z]{1,9000}$", "^[a-z]{2,8000}@[a-z]{0,9000}$", false],
  ["^([a-z]{1,8}-){0,9000}$", "^([a-z]{2,8}-){0,8000}$", true],
  ["^[a-z]{2,9001}$", "^a[a-z]{1,9000}$", true],
  ["[a-z]{2,9001}", "^-a[a-z]{1,9000}!$", true],
  ["^[a-z]{2,9001}$", "^-a[a-z]{1,9000}$", false],
  ["^(?!foo)[a-z]{0,9000}$", "^(?!foo)[a-z]{0,8000}$", true],
  ["^(?!foo)[a-z]{0,9000}$", "^[a-z]{0,8000}$", false],
  ["^[a-z]{0,9000}$", "^(?!foo)[a-z]{0,8000}$", true],
  ["^(a|b)\\1{0,9000}$", "^(b)\\1{0,8000}$", false],
  ["^[a-z]{0,9000}(\\.[a-z]{2,3})?$", "^[a-z]{0,9000}$", true],
])("%s is wider than %s, as they are written: %s", (wider, narrower, expected) => {
  expect(includesAsWritten(wider, narrower)).toBe(expected);
});

test.each([
  ["^(a|b|c)[[:x:]]", "^(a|b)[[:x:]]", true],
  ["^(b|a|c)[[:x:]]", "^(a|b)[[:x:]]", true],
  ["^(a|b|c)*?[[:x:]]", "^(a|b)*?[[:x:]]", true],
  ["a|[[:x:]]", "[[:x:]]", true],
  ["^(a|b)[[:x:]]", "^(a|b|c)[[:x:]]", false],
  ["^(a|b|c)*[[:x:]]", "^(a|b)+[[:x:]]", false],
  ["^(a|bc)[[:x:]]", "^(a|b)[[:x:]]", false],
  ["^(?:a|b|c)[[:x:]]", "^(a|b)[[:x:]]", false],
  ["^[[:x:]](a|b|c)", "^[[:x:]](a|b)", false],
  ["^[[:x:]]|b", "^[[:x:]]", false],
  ["^[[:x:]]]", "^[[:x:]]{2}", false],
  ["^(?!a|b|c)[[:x:]]", "^(?!a|b)[[:x:]]", false],
  ["^(a|b|(c))(d)\\2\\-", "^(a|b)(d)\\2\\-", false],
  ["^(a|b|c)\\-", "^(a|b)\\-", true],
  ["(", "(", false],
])("%s has all alternatives of %s: %s", (wider, narrower, expected) => {
  expect(hasFurtherAlternatives(wider, narrower)).toBe(expected);
});

test("further alternatives match more, however an engine reads the rest", () => {
  const piece = fc.constantFrom("a", "b", "ab", "(a|b)", "(?:b|a)*", "b{1,2}", "^", "(a|(b|ab))+");
  const list = fc.array(fc.array(piece, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 });
  const rest = fc.constantFrom(
    "[[:digit:]]",
    "[[:digit:]]+$",
    "([[:digit:]]|a)",
    "\\-?[^]:digit:]",
    "]",
    "{,2}-",
  );
  const values = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "0", "d", "]", "-"), maxLength: 6 }), {
    minLength: 10,
    maxLength: 10,
  });
  let found = 0;
  fc.assert(
    fc.property(
      list,
      list,
      fc.constantFrom("", "*", "+", "?"),
      rest,
      values,
      (some, more, often, end, texts) => {
        const written = [some, more, [...more, ...some]].map(
          (alternatives) => `^(${alternatives.map((one) => one.join("")).join("|")})${often}${end}`,
        );
        const narrower = written[0] as string;
        for (const wider of written.slice(1)) {
          if (!hasFurtherAlternatives(wider, narrower)) continue;
          found++;
          for (const digits of ["[[:digit:]]", "[0-9]"]) {
            const [less, most] = [narrower, wider].map(
              (one) => new RegExp(one.replaceAll("[[:digit:]]", digits)),
            );
            for (const one of texts)
              if (less?.test(one)) expect(most?.test(one), `${narrower} ${wider}`).toBe(true);
          }
        }
      },
    ),
    { numRuns: 1000 },
  );
  expect(found).toBeGreaterThan(500);
});

test("a repetition ends where a text does", () => {
  expect(includesAsWritten("^([a-z]-){0,100}$", "^([a-z]-){0,9000}$")).toBe(false);
  expect(includesAsWritten("^([a-z]-){0,100}$", "^([a-z]-){0,9000}$", 200)).toBe(true);
  expect(includesAsWritten("^([a-z]-){0,100}$", "^([a-z]-){0,9000}$", 202)).toBe(false);
});

test("texts of a pattern match it, unless assertions ask for more", () => {
  fc.assert(
    fc.property(pattern, (source) => {
      const [least, most] = lengthsOfPattern(source);
      const texts = [...textsOfPattern(source, { least: 0, most: 20, others: [] })];
      const isAsked = /[$^]/.test(source);
      for (const one of texts) {
        if (!isAsked) expect(new RegExp(source, "u").test(one), `${source}: ${one}`).toBe(true);
        expect([...one].length).toBeGreaterThanOrEqual(least);
        if (!isAsked || new RegExp(source, "u").test(one)) expect([...one].length).toBeLessThanOrEqual(most);
      }
    }),
    { numRuns: 1000 },
  );
  const texts = [...textsOfPattern("^(x|[a-z]{3,9000})@$", { least: 0, most: 20_000, others: [] })];
  expect(new Set(texts.map(({ length }) => length))).toEqual(new Set([2, 4, 5, 9000, 9001]));
});

test.each(["^([a-z]{1,8}-){0,9000}$", "^(?:a:[^ ]{0,65535}|b)$", "^.{0,30000}@.{1,30000}$"])(
  "%s, too large for an automaton, is matched",
  (source) => {
    expect(compilePattern(source).kind).toBe("unsupported");
    for (const value of ["", "a-", "ab-c-", "b", `a:${"c".repeat(60_000)}`, "ab@c", "@", "ab-c"]) {
      expect(matchesPattern(source, value)).toBe(new RegExp(source, "u").test(value));
    }
  },
);

describe("look-arounds", () => {
  const looking = fc.letrec<{ looking: string }>((tie) => ({
    looking: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom("a", "b", ".", "\\w", "[^a]", "-", "^", "$", "\\b", "\\B", "ab", ".*"),
      fc.tuple(tie("looking"), tie("looking")).map(([a, b]) => a + b),
      fc.tuple(tie("looking"), tie("looking")).map(([a, b]) => `(?:${a}|${b})`),
      fc
        .tuple(tie("looking"), fc.constantFrom("*", "+", "?", "{1,2}"))
        .map(([a, often]) => `(?:${a})${often}`),
      fc.tuple(fc.constantFrom("=", "!", "<=", "<!"), tie("looking")).map(([kind, a]) => `(?${kind}${a})`),
    ),
  })).looking;
  const short = fc
    .array(fc.constantFrom("a", "b", "-", "\n", "_"), { maxLength: 6 })
    .map((letters) => letters.join(""));

  test("an automaton sees what the engine’s own expression sees", () => {
    let decided = 0;
    let all = 0;
    fc.assert(
      fc.property(looking, short, (source, value) => {
        all++;
        const verdict = matchesPattern(source, value);
        if (verdict === undefined) return;
        decided++;
        expect(verdict, `${source} of ${JSON.stringify(value)}`).toBe(new RegExp(source, "u").test(value));
      }),
      { numRuns: 6000 },
    );
    expect(decided).toBeGreaterThan(all / 2);
  });

  test.each([
    ["^(?!foo)bar", ["bar", "bart"], ["foo", "foobar", "abar"]],
    ["a(?=b)", ["ab", "xab"], ["a", "ac"]],
    ["a(?!b)", ["a", "ac", "abac"], ["ab", "b"]],
    ["^((?!admin).)*$", ["", "admi", "user"], ["admin", "an admin", "adminadmin"]],
    ["^(?=.*\\d)(?=.*[a-z])[a-z\\d]{4,}$", ["abc1", "1234a"], ["abcd", "1234", "a1"]],
    ["^(?=(?!a)b)", ["b"], ["a", "ab", ""]],
    ["(?<=a)b", ["ab"], ["b", "cb"]],
    ["^[a-z.]+(?<!\\.)$", ["a", "a.b"], ["a.", "."]],
    ["(?<=^a)b", ["ab"], ["aab"]],
    ["\\bword\\b", ["word", "a word."], ["words", "sword", "_word"]],
    ["\\Bord", ["word"], ["ord"]],
    ["^(?=.{3}$)", ["abc"], ["ab", "abcd"]],
    ["(?=$)a", [], ["a", ""]],
    ["(?!$)", ["a"], [""]],
  ])("%s", (source, matching, others) => {
    for (const value of matching) expect(matchesPattern(source, value), value).toBe(true);
    for (const value of others) expect(matchesPattern(source, value), value).toBe(false);
    for (const value of [...matching, ...others]) {
      expect(matchesPattern(source, value)).toBe(new RegExp(source, "u").test(value));
    }
  });

  test("that would take very many states are left open, soon", () => {
    const began = process.cpuUsage();
    const value = "ab".repeat(3_000);
    for (const source of [
      "^((?=.*a.{20}$).)*$",
      "^((?!a{1,30}b).)*$",
      "^(?:(?=.{0,300}a)(?=.{0,299}b).)*$",
      `^${"(?=.*a)(?!.*b{3})".repeat(200)}`,
    ]) {
      expect([undefined, true, false]).toContain(matchesPattern(source, value));
    }
    const { user } = process.cpuUsage(began);
    expect(user / 1e6).toBeLessThan(20);
  });
});

describe("repetitions that are long", () => {
  test.each([
    ["^.{0,9000}$", 9000],
    ["^x[a-z]{0,9000}$", 9001],
    ["^(ab){0,9000}$", 18_000],
    ["^((?:ab){2,4500})$", 9000],
    ["^(?!b)[a-z]{3,65535}$", 65_535],
    ["^[a-z]{4096}$", 4096],
    ["^😀{1,5000}$", 5000],
  ])("%s matches up to %i", (source, most) => {
    const letter = source.includes("😀") ? "😀" : "ab";
    const whole = (length: number) =>
      Array.from({ length }, (_, index) => [...letter][index % [...letter].length]).join("");
    const start = source.startsWith("^x") ? "x" : "";
    const upTo = (length: number) => start + whole(length - start.length);
    expect(matchesPattern(source, upTo(most))).toBe(true);
    expect(matchesPattern(source, upTo(most + 1))).toBe(false);
    expect(matchesPattern(source, upTo(most + 2))).toBe(false);
    expect(matchesPattern(source, `${upTo(most - 2)}\n `)).toBe(
      new RegExp(source, "u").test(`${upTo(most - 2)}\n `),
    );
  });

  test.each([
    "^a{0,9000}",
    "a{0,9000}$",
    "^a{0,9000}|b$",
    "^a{0,300}b{0,9000}$",
    "^(a|bb){0,300}$",
    "^a{0,200}$",
  ])("%s is not counted", (source) => {
    expect(compilePattern(source).kind).not.toBe("counted");
    expect(matchesPattern(source, "aab")).toBe(new RegExp(source, "u").test("aab"));
  });
});

test("a pattern that makes a backtracking matcher explode is matched at once", () => {
  expect(matchesPattern("^(a+)+$", `${"a".repeat(50_000)}b`)).toBe(false);
});

test.each([
  ["(a)\\1", "unsupported", undefined],
  ["(?=.*\\bword)", "unsupported", false],
  ["(?<=a(?!b))", "unsupported", false],
  ["(?:.{0,9999}){9}", "unsupported", true],
  ["(", "invalid", undefined],
  ["\\-", "invalid", undefined],
])("%s is %s", (source, kind, verdict) => {
  expect(compilePattern(source).kind).toBe(kind);
  expect(matchesPattern(source, "ab")).toBe(verdict);
});

test("a letter is found among the ranges of a property", () => {
  const letters = [..."aZ0-éßΩж漢😀_ \n\u00aa\u00ab\u{2ebe0}\u{323b0}"];
  for (const letter of letters) {
    for (const source of ["^\\p{L}$", "^\\P{L}$", "^[^\\p{Lu}\\d]$", "^\\s$", "^\\W$"]) {
      expect(matchesPattern(source, letter), `${source}: ${letter}`).toBe(
        new RegExp(source, "u").test(letter),
      );
    }
  }
});

test("a very long pattern is not matched part by part, because that would take longer than an answer is worth", () => {
  const repeated = (length: number) => `^(?:${"a".repeat(length)}){0,3}$`;
  // Each has more states than an automaton may have.
  expect(matchesPattern(repeated(8_000), "a".repeat(16_000))).toBe(true);
  expect(matchesPattern(repeated(12_000), "a".repeat(24_000))).toBeUndefined();
});
