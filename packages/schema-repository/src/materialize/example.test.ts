import { type DataObject, evaluate } from "@addendum/json-schema";
import { expect, test } from "vitest";
import { ExampleTooLarge, generateExample } from "./example.ts";

/** An object for each kind, which may hold one of every kind. */
function kindsOfEachOther(count: number): DataObject {
  const names = Array.from({ length: count }, (_, index) => `kind_${index}`);
  const parts = Object.fromEntries(names.map((name) => [name, { $ref: `#/definitions/${name}` }]));
  const definitions = Object.fromEntries(
    names.map((name) => [name, { type: "object", properties: { name: { type: "string" }, ...parts } }]),
  );
  return { type: "object", properties: { root: { $ref: "#/definitions/kind_0" } }, definitions };
}

test("parts that may all contain each other have an example of a few levels", () => {
  const schema = kindsOfEachOther(20);
  const example = generateExample(schema);
  expect(evaluate(schema, example)).toBeUndefined();
  expect(example).toMatchObject({ root: { kind_1: { name: expect.any(String) } } });
  expect(JSON.stringify(example).length).toBeLessThan(1_000_000);
});

test("what is too large without references is reported", () => {
  let schema: DataObject = { type: "string" };
  for (let depth = 0; depth < 16; depth++) {
    schema = { type: "object", properties: { a: schema, b: schema } };
  }
  expect(() => generateExample(schema)).toThrow(ExampleTooLarge);
});
