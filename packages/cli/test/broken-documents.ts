/** A generator of numbers that gives the same ones for the same seed. Source: mulberry32. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const whole = `title: a/b
description: Something happened.
$id: /a/b/1.0.0
$schema: https://json-schema.org/draft-07/schema#
type: object
allOf:
  - $ref: /fragment/common/1.0.0
  - required: [n]
required: [s, o]
properties:
  s: { type: string, maxLength: 9, pattern: "^[a-z]+$", enum: [on, off] }
  n: { type: integer, minimum: 0, maximum: 10, default: 3 }
  o:
    type: object
    properties:
      list: { type: array, items: { type: number }, uniqueItems: true }
    patternProperties: { "^x-": { type: string } }
    additionalProperties: false
  either: { oneOf: [{ type: string }, { type: "null" }] }
  dt: { type: string, format: date-time }
definitions: { name: { type: string } }
examples:
  - $schema: { $ref: "#/$id" }
    s: on
    o: {}
`;

/** Values that no keyword, or only some, can be. */
const odd = [
  "null",
  "true",
  "0",
  "-1",
  "1e999",
  ".nan",
  "''",
  "[]",
  "{}",
  "[[]]",
  "{a: {}}",
  "2026-01-01",
  "~",
  "'a'",
  "!!binary aGk=",
  "99999999999999999999",
  "{ $ref: '#' }",
  "{ $ref: '#/properties' }",
  "{ $ref: /a/b/1.0.0 }",
  "{ $ref: 5 }",
  "{ allOf: [] }",
  "{ not: {} }",
  "{ __proto__: 1 }",
  '"\\ud800"',
  "&x [*x]",
  "{ type: { type: { type: object } } }",
  "'((((('",
  "'(a+)+$'",
  "false",
];
const words = [
  "title",
  "$id",
  "type:",
  "-",
  "{",
  "}",
  "[",
  "]",
  ":",
  "&a",
  "*a",
  "|",
  ">",
  "!!js/function",
  "? ",
  "<<:",
  "%YAML",
  "---",
  "\t",
  "#",
  "'",
  '"',
  "\u0000",
  "\ufeff",
  "\u2028",
  "💥",
  "properties:",
  "$ref:",
];

/** Documents that are broken in one of many ways, the same for the same seed. */
export function brokenDocuments(count: number, seed: number): readonly string[] {
  const random = randomNumbers(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const kinds: readonly (() => string)[] = [
    function truncated() {
      return whole.slice(0, below(whole.length));
    },
    function flipped() {
      const bytes = Buffer.from(whole);
      for (let flips = 1 + below(6); flips > 0; flips--) {
        const at = below(bytes.length);
        bytes[at] = (bytes[at] as number) ^ (1 << below(8));
      }
      return bytes.toString("latin1");
    },
    function random_() {
      return Array.from(
        { length: 1 + below(40) },
        () => pick(words) + pick(["", " ", "\n", "\n  ", "\n    "]),
      ).join("");
    },
    function mutated() {
      const lines = whole.split("\n");
      for (let edits = 1 + below(4); edits > 0; edits--) {
        const at = below(lines.length);
        const line = lines[at] as string;
        lines[at] = line.replace(/(: |- )(?=\S).*$/, (_, colon: string) => colon + pick(odd));
        if (random() < 0.2) lines.splice(below(lines.length), 0, line);
        if (random() < 0.2) lines.splice(below(lines.length), 1);
      }
      return lines.join("\n");
    },
    function value() {
      return pick(odd);
    },
  ];
  return Array.from({ length: count }, () => pick(kinds)());
}
