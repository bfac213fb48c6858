import {
  type Data,
  type DataObject,
  isArray,
  isObject,
  type Schema,
  subschemaKeywords,
} from "@addendum/json-schema";
import type { Random } from "./random.ts";

const names = ["a", "b", "ab", "x-y", "constructor", "__proto__"];
const types = ["null", "boolean", "integer", "number", "string", "array", "object"];
const patterns = ["^a", "b$", "^[a-c]*$", "x", "^.{2}$", "^\\d+$", "[^a]", "^(a|b)$", "^x-"];
const formats = [
  "date-time",
  "date",
  "uri",
  "uri-reference",
  "uuid",
  "ipv4",
  "email",
  "unheard-of",
  "hostname",
  "int32",
  "int64",
  "double",
];
const numbers = [-2, -1, 0, 0.5, 1, 1.5, 2, 3, 5, 10, 100];

function value(random: Random, depth: number): Data {
  const roll = random.below(depth > 0 ? 8 : 6);
  if (roll === 0) return null;
  if (roll === 1) return random.chance(0.5);
  if (roll <= 3) return random.pick(numbers);
  if (roll <= 5) return random.pick(["", "a", "b", "ab", "abc", "😀", "12", "2021-01-01", "x-a"]);
  if (roll === 6) return Array.from({ length: random.below(3) }, () => value(random, depth - 1));
  return record(random, 2, () => value(random, depth - 1));
}

function record<T extends Data>(random: Random, most: number, make: () => T): Record<string, T> {
  const entries = Array.from({ length: random.below(most + 1) }, () => [random.pick(names), make()] as const);
  return Object.fromEntries(entries);
}

function list<T>(random: Random, least: number, most: number, make: () => T): T[] {
  return Array.from({ length: least + random.below(most - least + 1) }, make);
}

function distinct<T extends Data>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

/** Keyword → a random value of it. */
const makers: Readonly<Record<string, (random: Random, depth: number) => Data>> = {
  type: (random) =>
    random.chance(0.75) ? random.pick(types) : distinct(list(random, 1, 3, () => random.pick(types))),
  enum: (random) => list(random, 1, 4, () => value(random, 1)),
  const: (random) => value(random, 1),
  minimum: (random) => random.pick(numbers),
  maximum: (random) => random.pick(numbers),
  exclusiveMinimum: (random) => random.pick(numbers),
  exclusiveMaximum: (random) => random.pick(numbers),
  multipleOf: (random) => random.pick([1, 2, 3, 4, 0.5, 0.1, 1.5]),
  minLength: (random) => random.below(4),
  maxLength: (random) => random.below(5),
  pattern: (random) => random.pick(patterns),
  format: (random) => random.pick(formats),
  items: (random, depth) =>
    random.chance(0.6) ? schema(random, depth - 1) : list(random, 1, 3, () => schema(random, depth - 1)),
  additionalItems: (random, depth) => schema(random, depth - 1),
  contains: (random, depth) => schema(random, depth - 1),
  uniqueItems: () => true,
  minItems: (random) => random.below(4),
  maxItems: (random) => random.below(4),
  required: (random) => distinct(list(random, 0, 2, () => random.pick(names))),
  properties: (random, depth) => record(random, 3, () => schema(random, depth - 1) as Data),
  patternProperties: (random, depth) =>
    Object.fromEntries(list(random, 1, 2, () => [random.pick(patterns), schema(random, depth - 1)])) as Data,
  additionalProperties: (random, depth) => (random.chance(0.5) ? false : schema(random, depth - 1)),
  propertyNames: (random) => ({ [random.pick(["pattern"])]: random.pick(patterns) }),
  dependencies: (random, depth) =>
    record<Data>(random, 2, () =>
      random.chance(0.6) ? distinct(list(random, 0, 2, () => random.pick(names))) : schema(random, depth - 1),
    ),
  minProperties: (random) => random.below(3),
  maxProperties: (random) => random.below(4),
  allOf: (random, depth) => list(random, 1, 2, () => schema(random, depth - 1)),
  anyOf: (random, depth) => list(random, 1, 3, () => schema(random, depth - 1)),
  oneOf: (random, depth) => list(random, 1, 3, () => schema(random, depth - 1)),
  not: (random, depth) => schema(random, depth - 1),
  if: (random, depth) => schema(random, depth - 1),
  then: (random, depth) => schema(random, depth - 1),
  else: (random, depth) => schema(random, depth - 1),
  $ref: (random) => random.pick(["#/definitions/a", "#/definitions/b"]),
};

const byType: Readonly<Record<string, readonly string[]>> = {
  integer: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  number: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "format"],
  string: ["minLength", "maxLength", "pattern", "format"],
  array: ["items", "additionalItems", "contains", "uniqueItems", "minItems", "maxItems"],
  object: [
    "properties",
    "required",
    "patternProperties",
    "additionalProperties",
    "propertyNames",
    "dependencies",
    "minProperties",
    "maxProperties",
  ],
};
const anywhere = ["enum", "const", "allOf", "anyOf", "oneOf", "not", "if"];
const all = Object.keys(makers).filter((name) => name !== "$ref");

/** A random schema. Most say of what type they are, as people's do. */
export function schema(random: Random, depth: number): Schema {
  if (depth <= 0) return random.chance(0.2) ? random.chance(0.7) : { type: random.pick(types) };
  if (random.chance(0.05)) return random.chance(0.6);
  const result: Record<string, Data> = {};
  const add = (name: string) => {
    result[name] = (makers[name] as (typeof makers)[string])(random, depth);
    if (name === "if") {
      for (const branch of ["then", "else"])
        if (random.chance(0.7)) result[branch] = schema(random, depth - 1);
    }
  };
  if (random.chance(0.75)) {
    const type = random.pick([...types, "object", "object", "array", "string"]);
    result["type"] = type;
    const fitting = byType[type] ?? [];
    for (let count = random.below(4); count > 0 && fitting.length > 0; count--) add(random.pick(fitting));
    if (random.chance(0.25)) add(random.pick(anywhere));
  } else {
    for (let count = random.below(3) + 1; count > 0; count--) add(random.pick(all));
  }
  return result;
}

/** Now and then with definitions that refer to one another. */
export function documentSchema(random: Random, depth: number): Schema {
  const root = schema(random, depth);
  if (!isObject(root) || !random.chance(0.08)) return root;
  const node = (): Data => {
    const inner = schema(random, depth - 1);
    const reference = { $ref: random.pick(["#/definitions/a", "#/definitions/b"]) };
    const holder: Record<string, Data> = random.chance(0.5)
      ? { items: reference }
      : { properties: { a: reference } };
    return isObject(inner) ? { ...inner, ...holder } : holder;
  };
  return { ...root, definitions: { a: node(), b: node() }, properties: { a: { $ref: "#/definitions/a" } } };
}

/** The same schema with one thing in it changed. */
export function edit(random: Random, old: Schema): Schema {
  if (!isObject(old)) return random.chance(0.5) ? !old : schema(random, 1);
  const places: (readonly (string | number)[])[] = [];
  const visit = (one: Data, path: readonly (string | number)[]): void => {
    if (!isObject(one)) return;
    // Beside a `$ref` an edit would mean one thing to draft-07 and another to validators.
    if (!Object.hasOwn(one, "$ref")) places.push(path);
    for (const [keyword, { holds }] of subschemaKeywords) {
      const below = one[keyword];
      if (below === undefined) continue;
      if (isArray(below)) below.forEach((member, index) => visit(member, [...path, keyword, index]));
      else if ((holds === "map" || holds === "schema-or-names") && isObject(below)) {
        for (const name of Object.keys(below)) visit(below[name] as Data, [...path, keyword, name]);
      } else visit(below, [...path, keyword]);
    }
  };
  visit(old, []);
  // A schema that only refers elsewhere has no place of its own.
  if (places.length === 0) return old;
  return change(old, random.pick(places), (place) => editHere(random, place as DataObject)) as Schema;
}

function change(data: Data, path: readonly (string | number)[], edited: (data: Data) => Data): Data {
  const [token, ...rest] = path;
  if (token === undefined) return edited(data);
  if (isArray(data)) return data.map((item, index) => (index === token ? change(item, rest, edited) : item));
  const copy: Record<string, Data> = {};
  for (const key of Object.keys(data as DataObject)) {
    const member = (data as DataObject)[key] as Data;
    Object.defineProperty(copy, key, {
      value: key === token ? change(member, rest, edited) : member,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return copy;
}

function editHere(random: Random, place: DataObject): Data {
  const keywords = Object.keys(place).filter((name) => Object.hasOwn(makers, name) && name !== "$ref");
  const roll = random.below(10);
  if (roll < 2 && keywords.length > 0) {
    const { [random.pick(keywords)]: _, ...rest } = place;
    return rest;
  }
  if (roll < 4 || keywords.length === 0) {
    const name = random.pick(all);
    return { ...place, [name]: (makers[name] as (typeof makers)[string])(random, 2) };
  }
  const name = random.pick(keywords);
  const now = place[name] as Data;
  if (typeof now === "number" && roll < 8) {
    const moved = now + random.pick([1, -1, 0.5, 2]);
    const isCount = name.startsWith("min")
      ? name !== "minimum"
      : name.startsWith("max") && name !== "maximum";
    if (!isCount || (Number.isInteger(moved) && moved >= 0)) {
      if (name !== "multipleOf" || moved > 0) return { ...place, [name]: moved };
    }
  }
  if (isArray(now) && roll < 8) {
    if (name === "enum") return { ...place, enum: [...now, value(random, 1)] };
    if (now.length > 1) return { ...place, [name]: now.slice(0, -1) };
  }
  if (isObject(now) && name === "properties" && roll < 8) {
    return { ...place, properties: { ...now, [random.pick(names)]: schema(random, 1) } };
  }
  return { ...place, [name]: (makers[name] as (typeof makers)[string])(random, 2) };
}
