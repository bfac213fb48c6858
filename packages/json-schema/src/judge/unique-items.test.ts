import Ajv from "ajv";
import { expect, test } from "vitest";
import type { Data, Schema } from "../data/data.ts";
import { compile } from "./validator.ts";
import { findRepeat, scalarItemTypes } from "./unique-items.ts";

const lists: Data[][] = [
  [],
  [1],
  [1, 2, 1, 2],
  [0, -0],
  ["a", "b", "a", "a"],
  [1, "1", 1],
  [null, null, false, false],
  [{ a: 1, b: 2 }, { b: 2, a: 1 }, [1], [1]],
  [[1, 2], [2, 1], "[1,2]"],
  [{ a: { b: [] } }, {}, { a: { b: [] } }, {}],
  [1, {}, 1, {}],
];
const schemas: Schema[] = [
  { uniqueItems: true },
  { uniqueItems: true, items: { type: "string" } },
  { uniqueItems: true, items: { type: "integer" } },
  { uniqueItems: true, items: { type: ["string", "number", "null"] } },
  { uniqueItems: true, items: { type: ["object", "string"] } },
];

test("finds what Ajv finds", () => {
  for (const schema of schemas) {
    const validate = new Ajv.default({ strict: false, allErrors: true }).compile(schema as object);
    for (const list of lists) {
      validate(list);
      const theirs = validate.errors?.find(({ keyword }) => keyword === "uniqueItems");
      expect(findRepeat(list, scalarItemTypes(schema))).toEqual(theirs?.params);
      const ours = compile(schema)(list).find(({ keyword }) => keyword === "uniqueItems");
      expect(ours?.message).toBe(theirs?.message);
    }
  }
});

test("any number of items, and names that every object has", () => {
  const many = Array.from({ length: 200_000 }, (_, index) => ({ index }));
  expect(compile({ uniqueItems: true })(many)).toEqual([]);
  expect(compile({ uniqueItems: true, items: { type: "string" } })(["__proto__", "__proto__"])).toHaveLength(
    1,
  );
  expect(compile({ uniqueItems: false })([1, 1])).toEqual([]);
});
