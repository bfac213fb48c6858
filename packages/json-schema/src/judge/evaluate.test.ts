import { fullFormats } from "ajv-formats/dist/formats.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Data, type DataObject, type Schema } from "../data/data.ts";
import { evaluate } from "./evaluate.ts";
import { compile, compileForMany } from "./validator.ts";

const names = fc.constantFrom("a", "b", "ab", "constructor", "x-y");
const count = fc.integer({ min: 0, max: 4 });
const numbers = fc.constantFrom(-1, 0, 0.3, 0.5, 1, 2, 3, 10, 1e22, -1e-7);
const texts = fc.constantFrom("", "a", "ab", "abc", "😀😀", "2026-11-02T09:41:07Z", "2026-11-02", "/a/1.0.0");

const { value, schema } = fc.letrec<{ value: Data; schema: Schema }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Data>(null, true, false),
    numbers,
    texts,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(names, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
  schema: fc.oneof(
    { maxDepth: 3 },
    fc.boolean(),
    fc.record(
      {
        type: fc.oneof(
          fc.constantFrom("null", "boolean", "integer", "number", "string", "array", "object"),
          fc.uniqueArray(fc.constantFrom("null", "integer", "string", "object", "array"), { minLength: 1 }),
        ),
        enum: fc.array(tie("value"), { minLength: 1, maxLength: 3 }),
        const: tie("value"),
        minimum: numbers,
        maximum: numbers,
        exclusiveMinimum: numbers,
        exclusiveMaximum: numbers,
        multipleOf: fc.constantFrom(1, 2, 0.5, 0.1),
        minLength: count,
        maxLength: count,
        pattern: fc.constantFrom("^a", "b$", "^[a-c]*$", "x"),
        format: fc.constantFrom("date-time", "date", "uri-reference", "ipv4", "unknown-format"),
        items: fc.oneof(tie("schema"), fc.array(tie("schema"), { minLength: 1, maxLength: 3 })),
        additionalItems: tie("schema"),
        contains: tie("schema"),
        uniqueItems: fc.boolean(),
        minItems: count,
        maxItems: count,
        minProperties: count,
        maxProperties: count,
        required: fc.uniqueArray(names, { maxLength: 3 }),
        properties: fc.dictionary(names, tie("schema"), { maxKeys: 3, noNullPrototype: true }),
        patternProperties: fc.dictionary(fc.constantFrom("^a", "b"), tie("schema"), {
          maxKeys: 2,
          noNullPrototype: true,
        }),
        additionalProperties: tie("schema"),
        propertyNames: tie("schema"),
        dependencies: fc.dictionary(names, fc.oneof(fc.uniqueArray(names), tie("schema")), {
          maxKeys: 2,
          noNullPrototype: true,
        }),
        allOf: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }),
        anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }),
        oneOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }),
        not: tie("schema"),
        if: tie("schema"),
        then: tie("schema"),
        else: tie("schema"),
      },
      { requiredKeys: [] },
    ) as fc.Arbitrary<Schema>,
  ),
}));

const runs = Number(process.env["EVALUATE_RUNS"] ?? 120);

test("has references as the validator has them", () => {
  const expression = fullFormats["uri-reference"] as RegExp;
  const ends = fc.string({ unit: fc.constantFrom(..."//aZ0_.~-%#?: \\\n"), maxLength: 8 });
  const seen = { valid: 0, invalid: 0 };
  fc.assert(
    fc.property(fc.constantFrom("", "", "http://", "https://"), ends, (begin, end) => {
      const text = begin + end;
      const isValid = evaluate({ format: "uri-reference" }, text) === undefined;
      expect(isValid).toBe(expression.test(text));
      seen[isValid ? "valid" : "invalid"]++;
    }),
    { numRuns: 5000 },
  );
  expect(seen.valid).toBeGreaterThan(500);
  expect(seen.invalid).toBeGreaterThan(500);
});

test("agrees with the validator on random schemas and values", () => {
  const seen = { valid: 0, invalid: 0 };
  fc.assert(
    fc.property(schema, fc.array(value, { minLength: 3, maxLength: 5 }), (oneSchema, values) => {
      const validate = compile(oneSchema);
      for (const one of values) {
        const valid = validate(one).length === 0;
        seen[valid ? "valid" : "invalid"]++;
        expect(evaluate(oneSchema, one) === undefined, JSON.stringify({ oneSchema, one })).toBe(valid);
      }
    }),
    { numRuns: runs },
  );
  // The generator must not be so strict, or so lax, that agreement means nothing.
  expect(Math.min(seen.valid, seen.invalid)).toBeGreaterThan(runs / 3);
});

test("agrees with the validator where references lead to one schema from many places", () => {
  const seen = { valid: 0, invalid: 0 };
  const referring = (name: string) =>
    fc.constantFrom<Schema[]>(
      { allOf: [{ $ref: name }, { $ref: name }] },
      { anyOf: [{ not: { $ref: name } }, { properties: { a: { $ref: name } } }] },
      { oneOf: [{ $ref: name }, { additionalProperties: { $ref: name } }, { items: { $ref: name } }] },
      { if: { $ref: name }, then: { propertyNames: { $ref: name } }, else: { contains: { $ref: name } } },
    );
  const [one, two, three] = ["one", "two", "three"].map((name) => `#/definitions/${name}`) as [
    string,
    string,
    string,
  ];
  const root = fc
    .tuple(referring(one), referring(two), referring(three), schema)
    .map(([whole, first, second, third]) => ({
      ...(whole as DataObject),
      definitions: { one: first, two: second, three: third },
    }));
  fc.assert(
    fc.property(root, fc.array(value, { minLength: 3, maxLength: 5 }), (oneSchema, values) => {
      const validate = compile(oneSchema);
      for (const each of values) {
        const valid = validate(each).length === 0;
        seen[valid ? "valid" : "invalid"]++;
        expect(evaluate(oneSchema, each) === undefined, JSON.stringify({ oneSchema, each })).toBe(valid);
      }
    }),
    { numRuns: 40 },
  );
  expect(Math.min(seen.valid, seen.invalid)).toBeGreaterThan(20);
});

test("references that double come to an end; a validator, which would not, is not asked", () => {
  const next = (index: number) => ({ $ref: `#/definitions/d${index + 1}` });
  const levels = Array.from({ length: 60 }, (_, index): [string, Data] => [
    `d${index}`,
    { allOf: [next(index), next(index)], anyOf: [false, next(index)] },
  ]);
  const schema = {
    ...next(-1),
    definitions: Object.fromEntries([...levels, ["d60", { type: "string" }]]),
  } as Schema;
  expect(evaluate(schema, "x")).toBeUndefined();
  expect(evaluate(schema, 1)).toMatchObject({ keyword: "type" });
  expect(() => compile(schema)).toThrow("its references expand to too many schemas to validate");
});

test("says which keyword refuses what", () => {
  const refusal = evaluate({ properties: { a: { items: { maximum: 3 } } } }, { a: [1, 7] });
  expect(refusal).toEqual({
    keyword: "maximum",
    schemaPointer: "/properties/a/items/maximum",
    instancePointer: "/a/1",
  });
});

test("follows references within the document, recursive ones, too", () => {
  const tree = {
    definitions: { node: { properties: { next: { $ref: "#/definitions/node" }, n: { type: "integer" } } } },
    $ref: "#/definitions/node",
  };
  expect(evaluate(tree, { next: { next: { n: 1 } } })).toBeUndefined();
  expect(evaluate(tree, { next: { next: { n: "x" } } })).toMatchObject({ instancePointer: "/next/next/n" });
  expect(evaluate({ $ref: "#" }, 1)).toBeUndefined();
});

test("__proto__ is a property name like any other", () => {
  const oneSchema = JSON.parse(
    '{"properties": {"__proto__": {"type": "string"}}, "required": ["__proto__"]}',
  ) as Schema;
  expect(evaluate(oneSchema, JSON.parse('{"__proto__": 1}') as Data)).toMatchObject({ keyword: "type" });
  expect(evaluate(oneSchema, {})).toMatchObject({ keyword: "required" });
});

test("judging for many values is the same judging", () => {
  fc.assert(
    fc.property(schema, fc.array(value, { minLength: 1, maxLength: 6 }), (one, values) => {
      const [judge, judgeMany] = [compile(one), compileForMany(one)];
      for (const each of values) expect(judgeMany(each)).toEqual(judge(each));
    }),
    { numRuns: runs / 2 },
  );
});
