import {
  accepts,
  compilePattern,
  type Data,
  type Schema,
  formatExpression,
  matchesPattern,
} from "@addendum/json-schema";
import { compile } from "@addendum/json-schema/validator";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contains } from "../contains.ts";
import { findFormat, findTextFormat, formatIncludes } from "./formats.ts";

const names = (
  "date time iso-time date-time iso-date-time duration uri uri-reference uri-template url email hostname ipv4 ipv6 " +
  "regex uuid json-pointer json-pointer-uri-fragment relative-json-pointer byte"
).split(" ");
const holds = (format: string, value: Data) => accepts(true, { format }, value) === true;

/** Texts of which many are, or nearly are, values of one format or another. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ..."aZſK09-.:/@#?%~^{}+ ".split(""),
        "é",
        "\n",
        "T",
        "Z",
        "P1",
        "Y",
        "2021",
        "-01",
        "01",
        "T00:00:00",
        "+01:00",
        "http:",
        "//",
        "urn:uuid:",
        "127.0",
        "::",
        "%20",
        "00000000",
        "-0000",
      ),
      fc.constantFrom(...names.flatMap((name) => findTextFormat(name)?.samples ?? [])),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(""));

const expressions = names.flatMap((name) => {
  const expression = formatExpression(name);
  return expression === undefined || compilePattern(expression.source, expression.flags).kind !== "language"
    ? []
    : [{ name, expression }];
});

test("most formats are languages", () => {
  expect(expressions.length).toBeGreaterThan(6);
});

test.each(expressions)("$name is the language of its expression", ({ name, expression }) => {
  fc.assert(
    fc.property(text, (value) => {
      expect(matchesPattern(expression.source, value, expression.flags), value).toBe(holds(name, value));
    }),
    { numRuns: 2000 },
  );
});

describe.each(names)("%s", (name) => {
  const format = findTextFormat(name);

  test("its samples are values", () => {
    expect(format?.samples.filter((sample) => !holds(name, sample))).toEqual([]);
  });

  test("it may be stretched", () => {
    const [before, filler, behind] = format?.stretch ?? ["", "", ""];
    if (format?.stretch === undefined) return;
    for (const times of [1, 2, 50]) {
      const value = before + filler.repeat(times) + behind;
      expect(holds(name, value), value).toBe(true);
    }
  });

  test("what it says of texts that are not its values, and of some that are, holds", () => {
    const [before, filler, behind] = format?.misfit ?? ["", "", ""];
    for (const times of format?.misfit === undefined ? [] : [0, 1, 2, 50]) {
      const value = before + filler.repeat(times) + behind;
      expect(holds(name, value), value).toBe(false);
    }
    const within = format?.within;
    if (within === undefined) return;
    const plain = fc.array(fc.constantFrom(..."aZ09-._~/ _A".split("")), { maxLength: 9 });
    const words = fc.oneof(
      text,
      plain.map((letters) => letters.join("")),
      fc.stringMatching(new RegExp(within)),
    );
    fc.assert(
      fc.property(words, (value) => {
        if (matchesPattern(within, value) === true) expect(holds(name, value), value).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  test("its pattern matches every value, and what it is part of includes it", () => {
    const wider = names.filter((other) => other !== name && formatIncludes(other, name));
    fc.assert(
      fc.property(text, (value) => {
        if (!holds(name, value)) return;
        if (format?.pattern !== undefined) expect(matchesPattern(format.pattern, value), value).toBe(true);
        for (const other of wider) expect(holds(other, value), `${value} as ${other}`).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("formats of numbers", () => {
  const numbers = fc.oneof(
    fc.constantFrom(
      0,
      -0,
      0.5,
      2 ** 31 - 1,
      2 ** 31,
      -(2 ** 31),
      -(2 ** 31) - 1,
      2 ** 53,
      2 ** 63,
      1e300,
      5e-324,
    ),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.maxSafeInteger(),
  );
  const others = fc.constantFrom<Data>("1", "a", null, true, [1], { a: 1 });
  const numberFormats = ["int32", "int64", "float", "double"];

  test.each(numberFormats)(
    "%s is what its schema says, to the evaluator, the validator and the proofs",
    (name) => {
      const format = findFormat(name);
      const schema: Schema =
        format?.type === "number" ? { if: { type: "number" }, then: format.schema } : true;
      const validate = compile({ format: name });
      fc.assert(
        fc.property(fc.oneof(numbers, others), (value) => {
          const verdict = holds(name, value);
          expect(accepts(true, schema, value), `${String(value)}`).toBe(verdict);
          expect(validate(value).length === 0, `${String(value)}`).toBe(verdict);
        }),
        { numRuns: 2000 },
      );
      for (const [a, b] of [
        [{ format: name }, schema],
        [schema, { format: name }],
      ] as const) {
        expect(contains(a, b, { contentModel: "open" }).kind).toBe("compatible");
      }
    },
  );

  const pairs = numberFormats.flatMap((a) => numberFormats.map((b) => [a, b] as const));
  test.each(pairs)("what includes what is proved: %s in %s", (narrower, wider) => {
    const verdict = contains({ format: narrower }, { format: wider }, { contentModel: "open" });
    expect(verdict.kind).toBe(formatIncludes(wider, narrower) ? "compatible" : "incompatible");
  });

  test.each<[Schema, Schema, "compatible" | "incompatible"]>([
    [
      { type: "integer", format: "int32" },
      { type: "integer", minimum: -2147483648, maximum: 2147483647 },
      "compatible",
    ],
    [{ type: "integer", minimum: -2147483648, maximum: 2147483647 }, { format: "int32" }, "compatible"],
    [{ type: "integer", minimum: -2147483648, maximum: 2147483648 }, { format: "int32" }, "incompatible"],
    [{ type: "integer" }, { type: "integer", format: "int64" }, "compatible"],
    [{ type: "number" }, { type: "number", format: "int64" }, "incompatible"],
    [{ type: "number", format: "int64" }, { type: "integer" }, "compatible"],
    [{ type: "number" }, { type: "number", format: "double" }, "compatible"],
    [{ type: "string" }, { type: "string", format: "int32" }, "compatible"],
    [{ type: "integer", not: { format: "int32" } }, { minimum: 0 }, "incompatible"],
    [{ type: "integer", minimum: 0, not: { format: "int32" } }, { minimum: 2147483648 }, "compatible"],
  ])("%j in %j: %s", (old, newer, kind) => {
    expect(contains(old, newer, { contentModel: "open" }).kind).toBe(kind);
  });
});
