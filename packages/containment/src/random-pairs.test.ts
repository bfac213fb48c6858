// Random pairs, type by type, and how each is decided: held to a record, so that a comparison that is turned around
// anywhere in the rules is noticed even where the verdict stays right. Whoever changes the search on purpose puts the
// numbers that the test prints into the record.
import { canonical, type Data, type DataObject } from "@addendum/json-schema";
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { Random } from "../test/random.ts";
import { contains } from "./contains.ts";
import record from "./random-pairs.record.json" with { type: "json" };

const names = ["a", "b", "ab", "x-y"];
const patterns = [
  "^a",
  "b$",
  "^[a-c]*$",
  "x",
  "^.{2}$",
  "^.{3,5}$",
  "^\\d+$",
  "[^a]",
  "^(a|b)$",
  "^(ab)+$",
  "^$",
];
const numbers = [
  -1e300,
  -100.5,
  -10,
  -3,
  -2,
  -1,
  -0.5,
  0,
  0.1,
  0.5,
  1,
  1.5,
  2,
  3,
  7,
  10,
  99.9,
  100,
  2 ** 53,
  1e300,
];
const counts = [0, 1, 2, 3, 4, 6, 20, 1000];

type Make = (random: Random, depth: number) => Data;

const some =
  <T extends Data>(list: readonly T[]): Make =>
  (random) =>
    random.pick(list);

function listOf(random: Random, most: number, make: () => Data): Data[] {
  return Array.from({ length: random.below(most + 1) }, make);
}

const makers: Readonly<Record<string, Readonly<Record<string, Make>>>> = {
  number: {
    minimum: some(numbers),
    maximum: some(numbers),
    exclusiveMinimum: some(numbers),
    exclusiveMaximum: some(numbers),
    multipleOf: some([0.01, 0.1, 0.25, 0.5, 1, 1.5, 2, 3, 4, 6, 7, 100, 1e10]),
    type: some<Data>(["integer", "number"]),
    enum: (random) => [random.pick(numbers), ...listOf(random, 4, () => random.pick(numbers))],
    const: some(numbers),
  },
  string: {
    minLength: some(counts),
    maxLength: some(counts),
    pattern: some(patterns),
    format: some(["date", "date-time", "uuid", "ipv4", "uri", "email", "hostname", "regex", "unheard-of"]),
    enum: (random) => [
      "ab",
      ...listOf(random, 4, () => random.pick(["", "a", "b", "abab", "12", "😀", "2021-01-01"])),
    ],
    const: some(["", "a", "ab", "12"]),
  },
  array: {
    minItems: some(counts),
    maxItems: some(counts),
    uniqueItems: some([true, false]),
    items: (random, depth) =>
      random.chance(0.5)
        ? any(random, depth - 1)
        : [any(random, depth - 1), ...listOf(random, 2, () => any(random, depth - 1))],
    additionalItems: (random, depth) => (random.chance(0.3) ? false : any(random, depth - 1)),
    contains: (random, depth) => any(random, depth - 1),
    enum: (random) => [[], ...listOf(random, 3, () => listOf(random, 3, () => random.pick([1, 2, "a"])))],
  },
  object: {
    required: (random) => [...new Set(listOf(random, 3, () => random.pick(names)))],
    minProperties: some(counts),
    maxProperties: some(counts),
    properties: (random, depth) => members(random, 3, names, () => any(random, depth - 1)),
    patternProperties: (random, depth) => members(random, 2, patterns, () => any(random, depth - 1)),
    additionalProperties: (random, depth) => (random.chance(0.4) ? false : any(random, depth - 1)),
    propertyNames: (random) => ({ [random.pick(["pattern"])]: random.pick(patterns) }),
    dependencies: (random, depth) =>
      members(random, 2, names, () =>
        random.chance(0.5)
          ? [...new Set(listOf(random, 2, () => random.pick(names)))]
          : any(random, depth - 1),
      ),
    enum: (random) => [
      {},
      ...listOf(random, 3, () => members(random, 3, names, () => random.pick([1, 2, "a"]))),
    ],
  },
};

function members(random: Random, most: number, from: readonly string[], make: () => Data): DataObject {
  return Object.fromEntries(
    Array.from({ length: random.below(most + 1) }, () => [random.pick(from), make()]),
  );
}

function any(random: Random, depth: number): DataObject {
  if (depth <= 0)
    return random.pick<DataObject>([
      {},
      { const: 1 },
      { type: "string" },
      { enum: [1, "a"] },
      { minimum: 2 },
    ]);
  return ofType(random, random.pick(Object.keys(makers)), depth);
}

function ofType(random: Random, type: string, depth: number): DataObject {
  const own = makers[type] as (typeof makers)[string];
  const keywords = Object.keys(own);
  const chosen = Array.from({ length: 1 + random.below(3) }, () => random.pick(keywords));
  const said = Object.fromEntries(chosen.map((keyword) => [keyword, (own[keyword] as Make)(random, depth)]));
  return { type, ...said };
}

test.each(Object.keys(makers))("pairs of schemas of the type %s are decided as they were", (type) => {
  const random = new Random(20_261_124);
  const found = createHash("sha256");
  const verdicts = { compatible: 0, incompatible: 0, unknown: 0 };
  let steps = 0;
  for (let pair = 0; pair < 4_000; pair++) {
    const parts = Array.from({ length: 1 + random.below(3) }, () => ofType(random, type, 2));
    const old = parts.length === 1 ? (parts[0] as DataObject) : { allOf: parts };
    const part = ofType(random, type, 2);
    const newer = random.chance(0.2) ? { not: part } : part;
    const verdict = contains(old, newer, {
      contentModel: random.chance(0.5) ? "open" : "closed",
      budget: 3_000,
    });
    verdicts[verdict.kind]++;
    steps += verdict.steps;
    found.update(verdict.kind === "incompatible" ? canonical(verdict.witness) : verdict.kind);
  }
  const taken = { ...verdicts, steps, digest: found.digest("hex").slice(0, 16) };
  expect(taken).toEqual(record[type as keyof typeof record]);
});
