import {
  type Data,
  isArray,
  isObject,
  own,
  resolveReference,
  type Schema,
  setOwn,
} from "@addendum/json-schema";
import type { Random } from "./random.ts";

const anyValues: readonly Data[] = [
  null,
  false,
  true,
  0,
  1,
  -1,
  0.5,
  3,
  1e21,
  "",
  "a",
  "ab",
  "2021-01-01",
  [],
  {},
  [1, 1],
  { a: 1 },
];
const samples: Readonly<Record<string, readonly string[]>> = {
  "date-time": ["2021-01-01T00:00:00Z"],
  date: ["2021-01-01"],
  uri: ["http://a.b"],
  "uri-reference": ["/a"],
  uuid: ["00000000-0000-0000-0000-000000000000"],
  ipv4: ["127.0.0.1"],
  email: ["a@b.c"],
  hostname: ["a.b"],
};
const texts = ["", "a", "b", "ab", "abc", "x-a", "12", "c", "bb", "aa", "xx", "😀", "abcd", "\n"];

/** A value near a schema's bounds: often an instance, often just not one. */
export function instance(random: Random, root: Schema, schema: Data | undefined, depth = 4): Data {
  if (!isObject(schema) || depth <= 0 || random.chance(0.04)) return random.pick(anyValues);
  const reference = own(schema, "$ref");
  if (reference !== undefined) return instance(random, root, resolveReference(root, reference), depth - 1);
  if (Object.hasOwn(schema, "const") && random.chance(0.8)) return schema["const"] as Data;
  const options = own(schema, "enum");
  if (isArray(options) && options.length > 0 && random.chance(0.85)) return random.pick(options);
  for (const keyword of ["allOf", "anyOf", "oneOf"]) {
    const list = own(schema, keyword);
    if (isArray(list) && list.length > 0 && random.chance(0.4)) {
      const { [keyword]: _, ...rest } = schema;
      const branch = random.pick(list);
      return instance(random, root, isObject(branch) ? { ...rest, ...branch } : rest, depth);
    }
  }
  for (const keyword of ["then", "else", "if", "not"]) {
    const branch = own(schema, keyword);
    if (isObject(branch) && random.chance(0.3)) {
      const { [keyword]: _, ...rest } = schema;
      return instance(random, root, { ...rest, ...branch }, depth);
    }
  }
  const types = own(schema, "type");
  const declared = isArray(types) ? types : typeof types === "string" ? [types] : hints(schema);
  switch (random.pick(declared)) {
    case "null":
      return null;
    case "boolean":
      return random.chance(0.5);
    case "integer":
      return Math.round(number(random, schema));
    case "number":
      return number(random, schema);
    case "string":
      return text(random, schema);
    case "array":
      return array(random, root, schema, depth);
    case "object":
      return object(random, root, schema, depth);
    default:
      return random.pick(anyValues);
  }
}

function hints(schema: Record<string, unknown> | object): string[] {
  const keys = Object.keys(schema).join();
  const found = [
    /imum|multipleOf/.test(keys) ? "number" : "",
    /Length|pattern\b|format/.test(keys) ? "string" : "",
    /[iI]tems|contains/.test(keys) ? "array" : "",
    /ropert|required|dependencies/.test(keys) ? "object" : "",
  ].filter(Boolean);
  return found.length > 0 ? found : ["null", "boolean", "number", "string", "array", "object"];
}

function number(random: Random, schema: object): number {
  const bounds = Object.values(schema).filter((one): one is number => typeof one === "number");
  const base = bounds.length > 0 ? random.pick(bounds) : random.below(5);
  return base * random.pick([1, 1, 1, 2, 3]) + random.pick([0, 0, 1, -1, 0.5, -0.5, 0.1, 2]);
}

function text(random: Random, schema: object): string {
  const format = (schema as { format?: string }).format;
  if (format !== undefined && random.chance(0.6)) return random.pick(samples[format] ?? texts);
  const bounds = Object.values(schema).filter(
    (one): one is number => Number.isInteger(one) && (one as number) < 20,
  );
  if (bounds.length > 0 && random.chance(0.5)) {
    return random.pick(["a", "b", "1"]).repeat(Math.max(0, random.pick(bounds) + random.pick([0, 0, 1, -1])));
  }
  return random.pick(texts);
}

function array(random: Random, root: Schema, schema: object, depth: number): Data {
  const { items, additionalItems, contains, minItems, maxItems } = schema as Record<string, Data | undefined>;
  const bounds = [minItems, maxItems, 1, 2].filter((one): one is number => typeof one === "number");
  const length = Math.max(0, Math.min(6, random.pick(bounds) + random.pick([0, 0, 0, 1, -1])));
  const result: Data[] = [];
  for (let index = 0; index < length; index++) {
    if (result.length > 0 && random.chance(0.15)) {
      result.push(random.pick(result));
      continue;
    }
    const here = isArray(items) ? (items[index] ?? additionalItems) : items;
    result.push(instance(random, root, random.chance(0.25) ? (contains ?? here) : here, depth - 1));
  }
  return result;
}

function object(random: Random, root: Schema, schema: object, depth: number): Data {
  const { properties, patternProperties, additionalProperties, required, dependencies } = schema as Record<
    string,
    Data | undefined
  >;
  const result: Record<string, Data> = {};
  const names = new Set<string>();
  for (const name of isArray(required) ? required : []) if (random.chance(0.95)) names.add(String(name));
  for (const name of isObject(properties) ? Object.keys(properties) : [])
    if (random.chance(0.6)) names.add(name);
  if (isObject(dependencies)) {
    for (const [name, dependency] of Object.entries(dependencies)) {
      if (random.chance(0.4)) names.add(name);
      if (isArray(dependency) && random.chance(0.5)) for (const one of dependency) names.add(String(one));
    }
  }
  if (random.chance(0.4)) names.add(random.pick(["a", "b", "ab", "x-y", "z", "12", "c", "x-a", "bb"]));
  for (const name of names) {
    const direct = isObject(properties) ? own(properties, name) : undefined;
    const pattern = isObject(patternProperties)
      ? Object.entries(patternProperties).find(([one]) => new RegExp(one, "u").test(name))?.[1]
      : undefined;
    setOwn(result, name, instance(random, root, direct ?? pattern ?? additionalProperties, depth - 1));
  }
  return result;
}
