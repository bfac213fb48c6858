import type { Data } from "@addendum/json-schema";
import { compileForMany } from "@addendum/json-schema/validator";
import { describe, expect, test } from "vitest";
import { read } from "../test/read-type.ts";
import { UnusableType } from "./index.ts";

const member = (type: string) => read(`export interface E { a: 1; m: ${type} }`);

describe("a member is what JSON.stringify makes of its values", () => {
  test.each<[string, readonly Data[], readonly Data[]]>([
    ["string", ["", "a"], [1, null]],
    ["number", [1, 1.5], ["1", null]],
    ["boolean", [true, false], [0, null]],
    ["null", [null], ["", 0]],
    ['"a" | "b"', ["a", "b"], ["c", null]],
    ['"a" | 1 | true | null', ["a", 1, true, null], ["b", 2, false]],
    ["1 | 2", [1, 2], [3, "1"]],
    ["string | number", ["a", 1], [true, null]],
    ["string | null", ["a", null], [1]],
    ["boolean | null", [true, null], [1]],
    ["string & {}", ["a"], [1]],
    ['string & { readonly __brand: "Id" }', ["a"], [1, { __brand: "Id" }]],
    ["number & { readonly [Symbol.species]: 1 }", [1], ["a"]],
    ['"a" | "b" | (string & {})', ["a", "z"], [1]],
    ["(1 | 2) | (number & {})", [1, 9], ["1"]],
    ["`v${number}`", ["v1", "v1.5"], ["v", "w1", "v1x"]],
    ['`${"a" | "b"}.${string}`', ["a.", "b.c\nd"], ["c.x", "a"]],
    ["Date", ["2026-01-01T00:00:00Z"], ["yesterday", 1]],
    ["URL", ["https://example.org/"], [1]],
    ["{ toJSON(): number }", [1], ["a", {}]],
    ["string[]", [[], ["a"]], [[1], "a"]],
    ["readonly (string | undefined)[]", [["a", null]], [[1]]],
    ["[string, number?]", [["a"], ["a", 1]], [[], ["a", "b"], ["a", 1, 2]]],
    ["[string, ...number[]]", [["a"], ["a", 1, 2]], [[], ["a", "b"]]],
    ["{ [key: string]: string }", [{}, { a: "x" }], [{ a: 1 }, "a"]],
    ["Record<string, number>", [{ a: 1 }], [{ a: "x" }]],
    ['Record<"a" | "b", number>', [{ a: 1, b: 2 }], [{ a: 1 }, { a: 1, b: "x" }]],
    ["Partial<{ a: number; b: string }>", [{}, { a: 1 }], [{ a: "x" }]],
    ['Omit<{ a: number; b: string }, "b">', [{ a: 1 }], [{}, { a: "x" }]],
    ["Map<string, number>", [{ a: 1 }], [{ a: "x" }, []]],
    ["Set<string>", [["a"]], [[1], {}, ["a", "a"]]],
    ["Uint8Array", [[1, 2]], [["a"], {}]],
    ["bigint", ["12", "-3"], [12, "1.5"]],
    ["{ a: string } & { b?: number }", [{ a: "x" }, { a: "x", b: 1 }], [{ b: 1 }, { a: "x", b: "y" }]],
    ["{ a: string } | { b: number }", [{ a: "x" }, { b: 1 }], [{ a: 1 }, "x"]],
    ["{ a: string; f(): void; s: symbol; g: () => 1 }", [{ a: "x" }], [{}]],
    ["unknown", [1, "a", null, {}], []],
    ["{ [key: `data-${string}`]: number }", [{ "data-a": 1, other: "x" }], [{ "data-a": "x" }]],
  ])("%s", (type, valid, invalid) => {
    const { schema } = member(type);
    const judge = compileForMany(schema);
    for (const m of valid) expect(judge({ a: 1, m }), JSON.stringify([schema, m])).toEqual([]);
    for (const m of invalid) expect(judge({ a: 1, m }), JSON.stringify([schema, m])).not.toEqual([]);
  });

  test.each([
    ["m?: string", []],
    ["m: string | undefined", []],
    ["m: unknown", []],
    ["m: undefined | void", []],
    ["m: string", ["m"]],
    ["m: null", ["m"]],
  ])("%s is required or not", (declaration, required) => {
    expect(read(`export interface E { a: 1; ${declaration} }`).schema["required"]).toEqual([
      "a",
      ...required,
    ]);
  });
});

describe("an event", () => {
  const wanted = {
    type: "object",
    required: ["session", "url"],
    properties: { session: { type: "string" }, url: { type: "string" } },
  };
  test.each([
    [
      "an interface that extends another",
      "interface B { session: string }\nexport interface E extends B { url: string }",
    ],
    ["an intersection", "type B = { session: string };\nexport type E = B & { url: string };"],
    [
      "a class, without its methods",
      "export class E { session = ''; url = ''; #own = 1; send(): void {} get x() { return 1 } }",
    ],
    [
      "a generic with what it is of",
      "interface G<T> { session: T; url: string }\nexport type E = G<string>;",
    ],
    ["exported by another name", "interface X { session: string; url: string }\nexport type { X as E };"],
    ["not exported", "interface E { session: string; url: string }"],
  ])("is %s", (_, text) => {
    const { properties, ...rest } = read(text).schema;
    expect({ ...rest, properties: Object.fromEntries(Object.entries(properties as object).sort()) }).toEqual(
      wanted,
    );
  });

  test("of several types has the members of all, and requires what each requires", () => {
    const { schema, remarks } = read(
      'export type E = { kind: "open"; at: number } | { kind: "close"; at: number; why: string };',
    );
    expect(schema).toEqual({
      type: "object",
      required: ["at", "kind"],
      properties: {
        kind: { type: "string", enum: ["open", "close"] },
        at: { type: "number" },
        why: { type: "string" },
      },
    });
    expect(remarks).toEqual([
      "1:1 The event is one of 2 types: the schema has the members of all types, and requires the members that every type requires.",
    ]);
  });

  test("may come from another file, by a path of tsconfig.json", () => {
    const { schema } = read('export type { E } from "@/base";', "E", {
      "tsconfig.json": '{ "compilerOptions": { "paths": { "@/*": ["./lib/*"] } } }',
      "lib/base.ts": "export interface E { a: string }",
    });
    expect(schema["properties"]).toEqual({ a: { type: "string" } });
  });

  test("may have members of any name", () => {
    const { schema } = read('export interface E { __proto__: string; constructor: number; "a b": 1 }');
    expect(Object.keys(schema["properties"] as object)).toEqual(["__proto__", "constructor", "a b"]);
  });
});

test("comments say what types cannot", () => {
  const { schema } = read(`/** Somebody clicked. */
export interface E {
  /**
   * What was searched for.
   * @maxLength 200
   * @pattern ^\\S+$
   * @example "cats"
   * @example dogs
   */
  query: string;
  /**
   * @TJS-type integer
   * @minimum 0
   * @default 1
   */
  position?: number;
  /** @type integer */
  index: number;
  /** Old.
   * @deprecated Use position. */
  rank?: number;
}`);
  expect(schema).toEqual({
    description: "Somebody clicked.",
    type: "object",
    required: ["index", "query"],
    properties: {
      query: {
        description: "What was searched for.",
        type: "string",
        maxLength: 200,
        pattern: "^\\S+$",
        examples: ["cats", "dogs"],
      },
      position: { type: "integer", minimum: 0, default: 1 },
      index: { type: "integer" },
      rank: { description: "Old. Deprecated: Use position.", type: "number", deprecated: true },
    },
  });
});

describe("what JSON does not have is said, with its place", () => {
  test.each([
    ["bigint", "1:28 “m” is a bigint, which JSON cannot store"],
    ["() => void", "1:28 “m” is a function, which JSON.stringify leaves out"],
    ["symbol", "1:28 “m” is a symbol"],
    ["Map<string, number>", "1:28 “m” is a Map, which JSON.stringify writes as {}"],
    ["Set<string>", "1:28 “m” is a Set, which JSON.stringify writes as {}"],
    ["Promise<string>", "1:28 “m” is a Promise, which JSON cannot store"],
    ["any", "1:28 “m” is any: the schema accepts any value"],
    ["object", "1:28 “m” can be any object"],
    ["{}", "1:28 “m” is an object that the type does not describe"],
    ['"a" | (string & {})', '1:28 “m” takes any string; "a" are only the usual values'],
    ["{ deep: { id: bigint }[] }", "1:41 “m.deep[].id” is a bigint"],
  ])("%s", (type, remark) => {
    const { remarks } = member(type);
    expect(remarks).toEqual([expect.stringContaining(remark)]);
  });

  test("and nothing is said where all is well", () => {
    expect(member('{ a: string; b?: Date; c: Record<"x", number>; d: "e" | null }').remarks).toEqual([]);
  });
});

test.each([
  ["export type E = string;", "E is not an object, but an event must be one."],
  ["export type E = { a: 1 } | string;", "E is not an object"],
  ["export type E = { a: 1 }[];", "E is not an object"],
  [
    "export interface E<T> { a: T }",
    "E has type parameters. Set them in a type of your own, and import that: export type Event = E<…>.",
  ],
  ["export interface F { a: 1 }", "exports no type E. It exports F."],
  ["export const E = 1;", "exports no type E."],
  ["export interface E { a: }", "events.ts:1:25: Type expected."],
])("refuses %j", (text, reason) => {
  expect(() => read(text)).toThrow(UnusableType);
  expect(() => read(text)).toThrow(reason);
});
