import type { Data, DataObject, Schema } from "@addendum/json-schema";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Components } from "./components.ts";
import { Formulas } from "../formulas/formula.ts";
import { References } from "./references.ts";

/** Keys of `#/definitions/a` in several documents. */
function keys(...documents: readonly DataObject[]): readonly string[] {
  const formulas = new Formulas();
  return documents.map((definitions) => new References({ definitions }, formulas).keyOf("#/definitions/a"));
}

const to = (name: string): DataObject => ({ $ref: `#/definitions/${name}` });
const list = (item: Data, value: Data): DataObject => ({ properties: { value, next: item } });
const text: DataObject = { type: "string" };

describe("references of two documents are one where they lead to the same", () => {
  test.each<[string, DataObject, DataObject, boolean]>([
    ["the same", { a: text }, { a: text }, true],
    ["but for annotations", { a: text }, { a: { description: "a text", ...text } }, true],
    [
      "but for the order of keys",
      { a: { type: "string", minLength: 1 } },
      { a: { minLength: 1, type: "string" } },
      true,
    ],
    ["something else", { a: text }, { a: { type: "integer" } }, false],
    ["an assertion of another dialect", { a: text }, { a: { ...text, nullable: true } }, false],
    ["the same by another name", { a: to("b"), b: text }, { a: to("c"), c: text }, true],
    [
      "something else further on",
      { a: to("b"), b: to("c"), c: text },
      { a: to("b"), b: to("c"), c: true },
      false,
    ],
    ["a cycle", { a: list(to("a"), text) }, { a: list(to("a"), text) }, true],
    [
      "a cycle of two",
      { a: list(to("b"), text), b: list(to("a"), true) },
      { b: list(to("a"), true), a: list(to("b"), text) },
      true,
    ],
    [
      "a cycle that is left for something else",
      { a: list(to("b"), text), b: list(to("a"), to("c")), c: text },
      { a: list(to("b"), text), b: list(to("a"), to("c")), c: { type: "integer" } },
      false,
    ],
    [
      "names that look like several",
      { a: list(to("a"), { const: '@"#/definitions/a"' }) },
      { a: list(to("a"), to("a")) },
      false,
    ],
    ["nothing, or something", { a: to("b") }, { a: to("b"), b: text }, false],
  ])("%s", (_, one, other, isSame) => {
    const [first, second] = keys(one, other);
    expect(first === second).toBe(isSame);
  });
});

test("a schema that is referred to in two ways is one", () => {
  const references = new References({ definitions: { a: text } }, new Formulas());
  expect(references.keyOf("#/definitions/%61")).toBe(references.keyOf("#/definitions/a"));
});

test.each<[string, Schema, boolean]>([
  ["itself", { $ref: "#" }, true],
  ["itself in a member of allOf", { allOf: [{ $ref: "#" }] }, true],
  ["itself by way of another", { not: to("a"), definitions: { a: { if: { $ref: "#" } } } }, true],
  ["itself in a member", { properties: { a: { $ref: "#" } } }, false],
  ["what leads back to itself", { anyOf: [to("a")], definitions: { a: { oneOf: [to("a")] } } }, false],
  ["what leads nowhere", { anyOf: [to("b")] }, false],
])("whether a schema refers in place to %s", (_, root, expected) => {
  expect(new References(root, new Formulas()).leadsBackInPlace("#")).toBe(expected);
});

test("components are the classes of nodes that lead to each other, those below first", () => {
  const size = 8;
  const edges = fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 20 });
  fc.assert(
    fc.property(edges, fc.array(fc.nat(size - 1), { minLength: 1 }), (pairs, starts) => {
      const next = (node: number) => pairs.flatMap(([from, to]) => (from === node ? [to] : []));
      const reach = (node: number) => {
        const found = new Set([node]);
        for (const one of found) for (const other of next(one)) found.add(other);
        return found;
      };
      const components = new Components<number>(next);
      const seen: number[] = [];
      for (const start of starts) {
        for (const component of components.from(start)) {
          const [first] = component as [number];
          const alike = [...reach(first)].filter((one) => reach(one).has(first));
          expect([...component].sort()).toEqual(alike.sort());
          seen.push(...component);
          for (const one of component) for (const below of next(one)) expect(seen).toContain(below);
        }
      }
      expect(new Set(seen)).toEqual(new Set(starts.flatMap((start) => [...reach(start)])));
      expect(new Set(seen).size).toBe(seen.length);
    }),
  );
});
