import fc from "fast-check";
import yaml from "js-yaml";
import { expect, test } from "vitest";
import type { Data } from "../data/data.ts";
import { compareKeys, toJson, toYaml } from "./serialize.ts";

test("the leading keys stand first, the rest by collation", () => {
  const sorted = ["title", "description", "$id", "$schema", "type", "required", "properties", "examples"];
  const rest = ["_u", "10", "9", "a", "A", "ä", "a_b", "a-b", "a1", "b", "B"];
  expect([...rest, ...sorted].reverse().sort(compareKeys)).toEqual([...sorted, ...rest]);
});

test("names are ordered as collation has it", () => {
  const collator = new Intl.Collator("en-US");
  const similar = fc.string({ unit: fc.constantFrom(..."abABzZ09_-$"), maxLength: 5 });
  const name = fc.oneof(similar, fc.string({ maxLength: 3 }), fc.string({ unit: "grapheme", maxLength: 3 }));
  fc.assert(
    fc.property(name, name, (a, b) => {
      expect(Math.sign(compareKeys(a, b))).toBe(Math.sign(collator.compare(a, b)));
    }),
    { numRuns: 20_000 },
  );
});

test("what one alias made stands once in YAML, and twice in JSON", () => {
  const shared = { x: 1 };
  expect(toYaml({ a: shared, b: shared })).toBe("a: &ref_0\n  x: 1\nb: *ref_0\n");
  expect(toJson({ a: shared, b: shared })).toBe(
    '{\n  "a": {\n    "x": 1\n  },\n  "b": {\n    "x": 1\n  }\n}',
  );
});

test("JSON has no newline at the end, and null for what it cannot hold", () => {
  expect(toJson({ a: Number.NaN, b: [] })).toBe('{\n  "a": null,\n  "b": [\n  ]\n}');
});

test("YAML is what js-yaml dumps, to the byte", () => {
  const nasty = fc.constantFrom(
    "yes",
    "NULL",
    "Off",
    "n",
    "True",
    "1.0",
    "- x",
    "a: b",
    "# c",
    "'",
    '"',
    " lead",
    "trail ",
    "~",
    "<<",
    "=",
    "1:20",
    "0x1F",
    "2020-01-01",
    "multi\nline",
    "multi\nline\n",
    "end\n\n",
    "\nfirst",
    " indented\n  more\n",
    "tab\there",
    "\u00a0",
    "😀",
    "é",
    "word ".repeat(30),
    `${"word ".repeat(30)}\nshort\n  indented ${"more ".repeat(30)}\n`,
    "x".repeat(120),
    `${"y".repeat(79)} z`,
    `{ ${"flow ".repeat(12)}}`,
  );
  const plainWords = fc
    .array(
      fc.string({ unit: fc.constantFrom(..."aNyYoEe_01.- ()/;=+'\":#,"), minLength: 1, maxLength: 12 }),
      {
        minLength: 1,
        maxLength: 8,
      },
    )
    .map((parts) => `n${parts.join("")}`);
  const texts = fc.oneof(
    nasty,
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.array(nasty, { maxLength: 3 }).map((parts) => parts.join(" ")),
    plainWords,
  );
  const numbers = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(-0, 1e21, 0.1, Number.NaN, Infinity));
  const { data } = fc.letrec<{ data: Data }>((tie) => ({
    data: fc.oneof(
      { maxDepth: 6 },
      fc.constantFrom<Data>(null, true, false),
      numbers,
      texts,
      fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }),
      fc.array(tie("data"), { maxLength: 4 }),
      fc.dictionary(texts, tie("data"), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(data, (one) => {
      expect(toYaml(one)).toBe(yaml.dump(one, { sortKeys: compareKeys }));
    }),
    { numRuns: 3000 },
  );
});

test("keys that hold what the memory of their order is joined with are keys like others", () => {
  for (const data of [
    { a: 1, b: 2, c: 3 },
    { "a\0b": 1, c: 2 },
    { a: 1, "b\0c": 2 },
    { "\0": 1, "": 2 },
  ]) {
    expect(toYaml(data)).toBe(yaml.dump(data, { sortKeys: compareKeys }));
  }
});
