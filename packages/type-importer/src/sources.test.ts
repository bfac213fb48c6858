// Sources as people write them: what the schema takes, what it refuses, and what is said about it.
import type { Data } from "@addendum/json-schema";
import { compileForMany } from "@addendum/json-schema/validator";
import { expect, test } from "vitest";
import { read } from "../test/read-type.ts";

interface Source {
  readonly what: string;
  readonly text: string;
  readonly more?: Readonly<Record<string, string>>;
  readonly type?: string;
  readonly valid: readonly Data[];
  readonly invalid: readonly Data[];
  readonly remarks?: readonly string[];
}

const sources: readonly Source[] = [
  {
    what: "an enum of texts",
    text: 'enum Kind { Click = "click", Key = "key" }\nexport interface E { kind: Kind }',
    valid: [{ kind: "click" }],
    invalid: [{ kind: "Click" }, {}],
  },
  {
    what: "an enum of numbers, and one of its members",
    text: "enum Level { Low, High = 5 }\nexport interface E { level: Level; low: Level.Low }",
    valid: [{ level: 5, low: 0 }],
    invalid: [
      { level: 1, low: 0 },
      { level: 5, low: 5 },
    ],
  },
  {
    what: "a const enum",
    text: 'const enum Kind { A = "a", B = "b" }\nexport interface E { kind?: Kind | null }',
    valid: [{ kind: "b" }, { kind: null }, {}],
    invalid: [{ kind: "c" }],
  },
  {
    what: "keys of an enum",
    text: 'enum Kind { A = "a", B = "b" }\nexport interface E { counts: { [K in Kind]?: number } }',
    valid: [{ counts: { a: 1 } }],
    invalid: [{ counts: { a: "x" } }],
  },
  {
    what: "a type in a namespace",
    text: "export namespace Events { export namespace Search { export interface Click { query: string } } }",
    type: "Events.Search.Click",
    valid: [{ query: "x" }],
    invalid: [{}],
  },
  {
    what: "a template literal of a union and a number",
    text: 'type Size = `${"small" | "large"}-${number}`;\nexport interface E { size: Size; css: `${number}px` }',
    valid: [{ size: "small-1", css: "1.5px" }],
    invalid: [
      { size: "tiny-1", css: "1px" },
      { size: "small-1", css: "px" },
    ],
  },
  {
    what: "texts in capitals",
    text: "export interface E { code: Uppercase<string>; exact: Uppercase<'ab' | 'cd'> }",
    valid: [{ code: "X", exact: "AB" }],
    invalid: [
      { code: 1, exact: "AB" },
      { code: "x", exact: "AB" },
      { code: "X", exact: "ab" },
    ],
  },
  {
    what: "a mapped type",
    text: "type Flags<T> = { [K in keyof T]: boolean };\nexport type E = Flags<{ a: 1; b: 2 }>;",
    valid: [{ a: true, b: false }],
    invalid: [{ a: true }, { a: 1, b: true }],
  },
  {
    what: "a mapped type that renames and takes away",
    text: "type Getters<T> = { [K in keyof T as `get_${string & K}`]-?: T[K] };\nexport type E = Getters<{ a?: number; b: string }>;",
    valid: [{ get_a: 1, get_b: "x" }],
    invalid: [{ get_b: "x" }, { get_a: "1", get_b: "x" }],
  },
  {
    what: "conditional types",
    text: 'type IdOf<T> = T extends { id: infer I } ? I : never;\nexport interface E { id: IdOf<{ id: number }>; none: IdOf<{ a: 1 }>; kept: Exclude<"a" | "b" | "c", "b"> }',
    valid: [{ id: 1, kept: "a" }],
    invalid: [
      { id: "1", kept: "a" },
      { id: 1, kept: "b" },
    ],
  },
  {
    what: "Pick, Omit, Partial, Required and Readonly",
    text: `interface User { id: number; name: string; mail?: string }
export interface E {
  pick: Pick<User, "id">;
  omit: Omit<User, "id">;
  partial: Partial<User>;
  required: Readonly<Required<User>>;
}`,
    valid: [{ pick: { id: 1 }, omit: { name: "n" }, partial: {}, required: { id: 1, name: "n", mail: "m" } }],
    invalid: [
      { pick: {}, omit: { name: "n" }, partial: {}, required: { id: 1, name: "n", mail: "m" } },
      { pick: { id: 1 }, omit: { name: "n" }, partial: {}, required: { id: 1, name: "n" } },
    ],
  },
  {
    what: "NonNullable, ReturnType, Parameters and Awaited",
    text: "declare function f(a: string, b: number): { n: number };\nexport interface E { a: NonNullable<string | null>; r: ReturnType<typeof f>; p: Parameters<typeof f>; w: Awaited<Promise<string>> }",
    valid: [{ a: "x", r: { n: 1 }, p: ["a", 1], w: "x" }],
    invalid: [
      { a: null, r: { n: 1 }, p: ["a", 1], w: "x" },
      { a: "x", r: {}, p: ["a", 1], w: "x" },
      { a: "x", r: { n: 1 }, p: [1], w: "x" },
    ],
  },
  {
    what: "a tagged union as a member",
    text: 'type Shape = { kind: "circle"; r: number } | { kind: "square"; side: number };\nexport interface E { shape: Shape }',
    valid: [{ shape: { kind: "circle", r: 1 } }],
    invalid: [{ shape: { kind: "circle", side: 1 } }, { shape: { kind: "oval" } }],
  },
  {
    what: "a base and a tagged union",
    text: 'interface Base { session: string }\nexport type E = Base & ({ kind: "a"; x: number } | { kind: "b"; y: string });',
    valid: [
      { session: "s", kind: "a", x: 1 },
      { session: "s", kind: "b", y: "y" },
    ],
    invalid: [
      { kind: "a", x: 1 },
      { session: "s", kind: "c" },
      { session: "s", kind: "a", x: "1" },
    ],
    remarks: ["2:1 The event is one of 2 types"],
  },
  {
    what: "open and closed alternatives",
    text: "export type E = { a: string } | { b: number; [key: string]: number };",
    valid: [{ a: "x" }, { b: 1, c: 2 }],
    invalid: [{ b: "1" }],
    remarks: ["1:1 The event is one of 2 types"],
  },
  {
    what: "an intersection of three, one of them a map",
    text: "export type E = { a: string } & { b?: number } & Record<string, string | number | undefined>;",
    valid: [{ a: "x", other: 1 }],
    invalid: [{ b: 1 }, { a: "x", other: true }],
  },
  {
    what: "a type from another file, by another name",
    text: 'import type { Base as B } from "./base.ts";\nexport interface E extends B { url: string }',
    more: { "base.ts": "export interface Base { session: string }" },
    valid: [{ session: "s", url: "u" }],
    invalid: [{ url: "u" }],
  },
  {
    what: "everything that another file exports",
    text: 'export * from "./all.ts";',
    more: { "all.ts": 'export * from "./deep.ts";', "deep.ts": "export interface E { a: string }" },
    valid: [{ a: "x" }],
    invalid: [{}],
  },
  {
    what: "a default export",
    text: "export default interface E { a: string }",
    valid: [{ a: "x" }],
    invalid: [{}],
  },
  {
    what: "a path of tsconfig.json that extends another",
    text: 'import type { Wiki } from "#types/wiki";\nexport interface E { wiki: Wiki }',
    more: {
      "tsconfig.json": '{ "extends": "./base.json" }',
      "base.json":
        '{ "compilerOptions": { "lib": ["esnext"], "types": [], "paths": { "#types/*": ["./lib/*"] } } }',
      "lib/wiki.ts": 'export type Wiki = "enwiki" | "dewiki";',
    },
    valid: [{ wiki: "dewiki" }],
    invalid: [{ wiki: "x" }],
  },
  {
    what: "what is unknown, any or an object",
    text: "export interface E { a?: unknown; b: any; c: object; d: {} }",
    valid: [
      { c: {}, d: {} },
      { a: [1], b: null, c: { x: 1 }, d: {} },
    ],
    invalid: [{ c: 1, d: {} }],
    remarks: [
      "1:22 “a” is unknown",
      "1:35 “b” is any",
      "1:43 “c” can be any object",
      "1:54 “d” is an object that the type does not describe",
    ],
  },
  {
    what: "dates, alone, branded, and beside a text",
    text: "export interface E { at: Date; day: Date & { readonly __brand: 'Day' }; loose: Date | string; list: readonly Date[] }",
    valid: [{ at: "2026-01-01T00:00:00Z", day: "2026-01-01T00:00:00Z", loose: "soon", list: [] }],
    invalid: [
      { at: "x", day: "2026-01-01T00:00:00Z", loose: "soon", list: [] },
      { at: "2026-01-01T00:00:00Z", day: {}, loose: "soon", list: [] },
    ],
  },
  {
    what: "records of records",
    text: 'export interface E { r: Record<string, Record<"a" | "b", number[]>> }',
    valid: [{ r: { x: { a: [1], b: [] } } }],
    invalid: [{ r: { x: { a: [1] } } }, { r: { x: 1 } }],
  },
  {
    what: "a map whose values may be undefined",
    text: "export interface E { m: Record<string, string | undefined>; n: { [key: string]: (() => void) | number } }",
    valid: [{ m: { a: "x" }, n: { a: 1 } }],
    invalid: [
      { m: { a: null }, n: {} },
      { m: {}, n: { a: null } },
    ],
    remarks: ["1:61 “n.*” is a function"],
  },
  {
    what: "a tuple with an open end",
    text: "export interface E { t: [kind: string, ...rest: number[]]; u: readonly [1, 2?] }",
    valid: [
      { t: ["a"], u: [1] },
      { t: ["a", 1, 2], u: [1, 2] },
    ],
    invalid: [
      { t: [], u: [1] },
      { t: ["a", "b"], u: [1] },
      { t: ["a"], u: [1, 2, 3] },
    ],
  },
  {
    what: "a list that is not empty, and a tuple that is open within",
    text: "export interface E { l: [string, ...string[]]; t: [string, ...number[], boolean] }",
    valid: [
      { l: ["a"], t: ["a", true] },
      { l: ["a", "b"], t: ["a", 1, true] },
    ],
    invalid: [
      { l: [], t: ["a", true] },
      { l: ["a"], t: ["a"] },
      { l: ["a"], t: ["a", null] },
    ],
    remarks: ["1:48 “t” is a tuple whose rest element is not the last one"],
  },
  {
    what: "members that are read-only or optional",
    text: "export interface E { readonly a: string; b?: string; readonly c?: readonly string[] | undefined }",
    valid: [{ a: "x" }, { a: "x", b: "y", c: [] }],
    invalid: [{ b: "y" }, { a: "x", c: [1] }],
  },
  {
    what: "index signatures of numbers and of templates",
    text: "export interface E { n: { [index: number]: string }; d: { [key: `x_${string}`]: number; x_a: 1 } }",
    valid: [{ n: { 0: "a" }, d: { x_a: 1, x_b: 2 } }],
    invalid: [
      { n: { 0: 1 }, d: { x_a: 1 } },
      { n: {}, d: { x_a: 1, x_b: "2" } },
      { n: {}, d: {} },
    ],
  },
  {
    what: "a class that extends another",
    text: `abstract class Base { protected constructor(public session: string) {} abstract name(): string; static count = 0 }
export class E extends Base { url?: URLLike; private secret = 1; declare at: number; name() { return "e" } get long() { return 1 } }
interface URLLike { href: string }`,
    valid: [{ session: "s", secret: 1, at: 1 }],
    invalid: [
      { secret: 1, at: 1 },
      { session: "s", secret: 1, at: 1, url: {} },
    ],
    remarks: ["“long” is an accessor of a class, which JSON.stringify leaves out"],
  },
  {
    what: "classes that extend those of the language",
    text: "class Tags extends Set<string> {}\nclass Labels extends Map<string, number> {}\nclass Names extends Array<string> { first?: string }\nexport interface E { tags: Tags; labels: Labels; names: Names }",
    valid: [{ tags: ["a"], labels: { a: 1 }, names: ["x"] }],
    invalid: [
      { tags: [1], labels: {}, names: [] },
      { tags: [], labels: { a: "x" }, names: [] },
      { tags: [], labels: {}, names: {} },
    ],
    remarks: ["4:22 “tags” is a Set", "4:34 “labels” is a Map"],
  },
  {
    what: "an error of one’s own",
    text: "class Failure extends Error { constructor(readonly code: number) { super() } }\nexport interface E { failure: Failure; plain: TypeError }",
    valid: [{ failure: { code: 1 } }],
    invalid: [{ failure: {} }, {}],
    remarks: [
      "2:22 “failure” is an Error, whose `name`, `message` and `stack` JSON.stringify leaves out",
      "2:40 “plain” is a TypeError",
    ],
  },
  {
    what: "branded texts, numbers, lists and objects",
    text: `declare const brand: unique symbol;
type Branded<T, Name> = T & { readonly [brand]: Name };
type Tagged<T, Name> = T & { readonly __tag: Name };
export interface E {
  a: Branded<string, "A">;
  b: Tagged<number, "B">;
  c: Branded<readonly string[], "C">;
  d: Tagged<{ x: number }, "D">;
  e: Branded<"on" | "off", "E">;
  f: Tagged<[number, number], "F">;
}`,
    valid: [{ a: "x", b: 1, c: ["x"], d: { x: 1 }, e: "on", f: [1, 2] }],
    invalid: [
      { a: 1, b: 1, c: [], d: { x: 1 }, e: "on", f: [1, 2] },
      { a: "x", b: 1, c: [], d: {}, e: "on", f: [1, 2] },
      { a: "x", b: 1, c: [], d: { x: 1 }, e: "x", f: [1, 2] },
      { a: "x", b: 1, c: [], d: { x: 1 }, e: "on", f: [1] },
    ],
    remarks: ["3:30 “d.__tag” only distinguishes types"],
  },
  {
    what: "open enumerations in every spelling",
    text: 'type Open<T extends string> = T | (string & Record<never, never>);\nexport interface E { a: Open<"x" | "y">; b: "p" | "q" | (string & NonNullable<unknown>); c: 1 | 2 | (number & {}) | null }',
    valid: [
      { a: "z", b: "z", c: 9 },
      { a: "x", b: "p", c: null },
    ],
    invalid: [
      { a: 1, b: "z", c: 9 },
      { a: "z", b: "z", c: "9" },
    ],
    remarks: ["2:22 “a” takes any string", "2:42 “b” takes any string", "2:90 “c” takes any number"],
  },
  {
    what: "generics with defaults and with what they extend",
    text: "interface Box<T = string, M extends number = number> { value: T; tags: Record<string, T>; at: M }\nexport interface E<T = boolean> { a: Box; b: Box<number>; c: T }",
    valid: [{ a: { value: "x", tags: {}, at: 1 }, b: { value: 1, tags: { x: 2 }, at: 1 }, c: true }],
    invalid: [
      { a: { value: 1, tags: {}, at: 1 }, b: { value: 1, tags: {}, at: 1 }, c: true },
      { a: { value: "x", tags: {}, at: 1 }, b: { value: 1, tags: { x: "y" }, at: 1 }, c: true },
      { a: { value: "x", tags: {}, at: 1 }, b: { value: 1, tags: {}, at: 1 }, c: "x" },
    ],
  },
  {
    what: "what a constant is",
    text: 'const defaults = { size: 1, skin: "light", list: ["a", "b"] } as const;\nexport type E = typeof defaults;',
    valid: [{ size: 1, skin: "light", list: ["a", "b"] }],
    invalid: [
      { size: 2, skin: "light", list: ["a", "b"] },
      { size: 1, skin: "light", list: ["a"] },
    ],
  },
  {
    what: "options from a list",
    text: 'const skins = ["vector", "minerva"] as const;\nexport interface E { skin: (typeof skins)[number]; key: keyof { a: 1; b: 2 } }',
    valid: [{ skin: "vector", key: "a" }],
    invalid: [
      { skin: "x", key: "a" },
      { skin: "vector", key: "c" },
    ],
  },
  {
    what: "bigints everywhere",
    text: "export interface E { a: bigint; b: 1n | 2n; c: bigint[]; d: Record<string, bigint>; e: BigInt64Array; f: `n${bigint}` }",
    valid: [{ a: "1", b: "1", c: ["1"], d: { x: "2" }, e: ["1"], f: "n-1" }],
    invalid: [
      { a: 1, b: "1", c: [], d: {}, e: [], f: "n1" },
      { a: "1", b: "1", c: [1], d: {}, e: [], f: "n1" },
    ],
    remarks: [
      "“a” is a bigint",
      "“b” is a bigint",
      "“c[]” is a bigint",
      "“d.*” is a bigint",
      "“e” is a BigInt64Array",
    ],
  },
  {
    what: "functions in every spelling",
    text: "export interface E { a: string; m(): void; f: () => void; g?: Function; c: new () => object; h: (() => void) | null; o: { (): void; x: 1 } }",
    valid: [{ a: "x" }, { a: "x", h: null }],
    invalid: [{}, { a: "x", h: 1 }],
    remarks: [
      "“m” is a function",
      "“f” is a function",
      "“g” is a Function",
      "“c” is a function",
      "“h” is a function",
      "“o” is a function",
    ],
  },
  {
    what: "what JSON keeps nothing of",
    text: "export interface E { a: string; r: RegExp; p: Promise<string>; w: WeakMap<object, string>; b: ArrayBuffer; s: symbol; e: Error }",
    valid: [{ a: "x" }],
    invalid: [{}],
    remarks: [
      "“r” is a RegExp",
      "“p” is a Promise",
      "“w” is a WeakMap",
      "“b” is an ArrayBuffer",
      "“s” is a symbol",
      "“e” is an Error",
    ],
  },
  {
    what: "a value that writes itself",
    text: "class Money { constructor(private cents: number) {} toJSON() { return { cents: this.cents, currency: 'EUR' as const } } }\nexport interface E { price: Money; prices: Money[] }",
    valid: [{ price: { cents: 1, currency: "EUR" }, prices: [] }],
    invalid: [
      { price: { cents: 1 }, prices: [] },
      { price: { cents: "1", currency: "EUR" }, prices: [] },
    ],
  },
  {
    what: "an interface in two parts",
    text: "export interface E { a: string }\nexport interface E { b: number }",
    valid: [{ a: "x", b: 1 }],
    invalid: [{ a: "x" }, { b: 1 }],
  },
  {
    what: "types that a library infers",
    text: `interface Type<Output> { readonly _output: Output }
type Infer<T extends Type<unknown>> = T["_output"];
declare function object<Shape extends Record<string, Type<unknown>>>(shape: Shape): Type<{ [K in keyof Shape]: Infer<Shape[K]> }>;
declare function string(): Type<string>;
declare function optional<T>(type: Type<T>): Type<T | undefined>;
const schema = object({ query: string(), page: optional(string()) });
export type E = Infer<typeof schema>;`,
    valid: [{ query: "x" }, { query: "x", page: "y" }],
    invalid: [{}, { query: 1 }],
  },
  {
    what: "members of an enum that are described",
    text: 'enum Kind {\n  /** The mouse. */\n  Click = "click",\n  Key = "key",\n}\nexport interface E {\n  /** What was done.\n   * @example click */\n  kind: Kind;\n  /** @example 42\n   * @default 1 */\n  code: string;\n  /** @minLength 3\n   * @minimum 1 */\n  n: number }',
    valid: [{ kind: "click", code: "1", n: 2 }],
    invalid: [
      { kind: "x", code: "1", n: 2 },
      { kind: "key", code: 1, n: 2 },
      { kind: "key", code: "1", n: 0 },
    ],
    remarks: ["“n” has a comment with @minLength, which does not apply to a value of type number"],
  },
  {
    what: "JavaScript with comments",
    text: 'export type { E } from "./legacy.js";',
    more: { "legacy.js": "/** @typedef {{ query: string, page?: number }} E */\nexport {};" },
    valid: [{ query: "x" }],
    invalid: [{ query: 1 }],
  },
  {
    what: "a tree",
    text: "export interface E { name: string; children: E[]; parent?: E | null }",
    valid: [{ name: "a", children: [{ name: "b", children: [] }], parent: null }],
    invalid: [{ name: "a", children: [{ name: "b" }] }, { name: "a" }],
    remarks: [
      "“children[]” contains itself, so the schema refers to #/definitions/E. Set `dereference: acyclic`",
      "“parent” contains itself",
    ],
  },
  {
    what: "any JSON",
    text: "type Json = string | number | boolean | null | Json[] | { [key: string]: Json };\nexport interface E { body: Json; more?: Json }",
    valid: [{ body: { a: [1, { b: null }] } }, { body: "x", more: [[]] }],
    invalid: [{}],
    remarks: [
      "“body[]” contains itself, so the schema refers to #/definitions/Json.",
      "“body.*” contains itself",
    ],
  },
  {
    what: "types that contain each other, and two of one generic type",
    text: `interface Node<T> { value: T; edges?: Edge<T>[] }
interface Edge<T> { to: Node<T>; weight: number }
export interface E { texts: Node<string>; numbers: Node<number>; again: Edge<string> }`,
    valid: [
      {
        texts: { value: "a", edges: [{ to: { value: "b" }, weight: 1 }] },
        numbers: { value: 1 },
        again: { to: { value: "c" }, weight: 2 },
      },
    ],
    invalid: [
      {
        texts: { value: "a", edges: [{ to: { value: 1 }, weight: 1 }] },
        numbers: { value: 1 },
        again: { to: { value: "c" }, weight: 2 },
      },
      { texts: { value: "a" }, numbers: { value: "1" }, again: { to: { value: "c" }, weight: 2 } },
      { texts: { value: "a" }, numbers: { value: 1 }, again: { to: { value: "c" } } },
    ],
    remarks: ["“texts.edges[].to” contains itself", "“numbers.edges[].to” contains itself"],
  },
  {
    what: "a tree with a discriminator",
    text: `type Filter = { kind: "and"; all: Filter[] } | { kind: "is"; field: string };
export interface E { filter?: Filter | undefined }`,
    valid: [{ filter: { kind: "and", all: [{ kind: "is", field: "a" }] } }, {}],
    invalid: [{ filter: { kind: "and", all: [{ kind: "is" }] } }, { filter: { kind: "or" } }],
    remarks: ["contains itself"],
  },
  {
    what: "a generic type that grows",
    text: "type L<T> = { value: T; next?: L<T[]> };\nexport interface E { list: L<string> }",
    valid: [{ list: { value: "a", next: { value: ["b"] } } }],
    invalid: [{ list: { value: 1 } }, { list: { value: "a", next: { value: "b" } } }],
    remarks: ["grows without end: from here on, the schema accepts any value."],
  },
  {
    what: "alternatives that exclude each other’s members",
    text: "export interface E { x: { a: string; b?: never } | { b: string; a?: never } }",
    valid: [{ x: { a: "x" } }, { x: { b: "x" } }],
    invalid: [{ x: { a: "x", b: "y" } }, { x: {} }],
  },
  {
    what: "events that exclude each other’s members",
    text: "export type E = { kind: 'a'; x: number; y?: undefined } | { kind: 'b'; y: string; x?: never }",
    valid: [
      { kind: "a", x: 1 },
      { kind: "b", y: "z" },
    ],
    invalid: [{ kind: "c" }, { kind: "a", x: "1" }],
    remarks: ["The event is one of 2 types"],
  },
  {
    what: "branded keys and a branded boolean",
    text: "type Id = string & { readonly __brand: 'Id' };\nexport interface E { counts: Record<Id, number>; flag: boolean & { readonly __brand: 'Flag' } }",
    valid: [{ counts: { a: 1 }, flag: true }],
    invalid: [
      { counts: { a: "1" }, flag: true },
      { counts: {}, flag: 1 },
    ],
  },
  {
    what: "a tag with a number that is not one, and the widest object",
    text: "export interface E {\n  /** @minimum many */\n  n: number;\n  o: Object }",
    valid: [{ n: 1, o: { a: 1 } }],
    invalid: [{ n: 1 }, { n: 1, o: 1 }],
    remarks: ["“n” has a comment with @minimum many, which is not a number", "“o” can be any object"],
  },
];

test.each(sources)("$what", ({ text, more, type, valid, invalid, remarks = [] }) => {
  const { schema, remarks: said } = read(text, type, more);
  const judge = compileForMany(schema);
  for (const value of valid) expect(judge(value), JSON.stringify([schema, value])).toEqual([]);
  for (const value of invalid) expect(judge(value), JSON.stringify([schema, value])).not.toEqual([]);
  expect(said).toEqual(remarks.map((remark) => expect.stringContaining(remark)));
});

test("a literal’s comment is a description of the option, and examples of texts are texts", () => {
  const { schema } = read(
    'enum Kind {\n  /** The mouse. */\n  Click = "click",\n  Key = "key",\n}\nexport interface E { kind: Kind;\n/** @example 42 */ code: string }',
  );
  expect(schema["properties"]).toEqual({
    kind: { type: "string", enum: ["click", "key"], "x-enum-descriptions": { click: "The mouse." } },
    code: { type: "string", examples: ["42"] },
  });
});

test("a description may be a tag, as generators of types write it", () => {
  const { schema } = read("export interface E {\n/** @description The name. */\na: string }");
  expect(schema["properties"]).toEqual({ a: { description: "The name.", type: "string" } });
});

test("a link in a comment is its text, else where it leads", () => {
  const { schema } = read(
    "interface Page { a: 1 }\nexport interface E {\n/** See {@link Page | the page}, {@link Page} and {@link https://example.org/x}. */\na: string }",
  );
  expect(schema["properties"]).toEqual({
    a: { description: "See the page, Page and https://example.org/x.", type: "string" },
  });
});
