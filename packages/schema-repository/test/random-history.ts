// Random histories of one schema: people add, and now and then they break something and publish it all the same.
import { type Data, type DataObject, isArray, isObject, own } from "@addendum/json-schema";
import type { Random } from "../../containment/test/random.ts";

/** Names of properties, `*` for items and members of maps: where a value stands. */
type Path = readonly string[];

/** Makes names that no version declared before. */
export class Names {
  private count = 0;

  next(): string {
    return `field_${this.count++}`;
  }
}

function leaf(random: Random): DataObject {
  return random.pick<() => DataObject>([
    () => ({ type: "string" }),
    () => ({ type: "string", maxLength: 10 + random.below(90) }),
    () => ({ type: "string", minLength: 1, pattern: random.pick(["^[a-z]*$", "^\\w+$"]) }),
    () => ({ type: "string", format: random.pick(["date", "date-time", "uri", "uuid"]) }),
    () => ({ type: "integer", minimum: 0, maximum: 10 + random.below(90) }),
    () => ({ type: "number" }),
    () => ({ type: "boolean" }),
    () => ({ type: ["string", "null"] }),
    () => ({ type: "string", enum: ["a", "b", "c"].slice(0, 2 + random.below(2)) }),
    () => ({ enum: [1, "one", null] }),
    () => ({ const: "fixed" }),
    () => ({ type: "object" }),
    () => ({ type: "array" }),
    () => ({ anyOf: [{ type: "string", maxLength: 5 }, { type: "integer" }] }),
  ])();
}

function node(random: Random, names: Names, depth: number): DataObject {
  if (depth <= 0) return leaf(random);
  return random.pick<() => DataObject>([
    () => leaf(random),
    () => leaf(random),
    () => fields(random, names, depth - 1),
    () => ({
      type: "array",
      items: node(random, names, depth - 1),
      ...(random.chance(0.3) && { maxItems: 20 }),
    }),
    () => ({ type: "object", additionalProperties: node(random, names, depth - 1) }),
  ])();
}

/** An object with declared fields. */
export function fields(random: Random, names: Names, depth: number): DataObject {
  const properties: Record<string, Data> = {};
  for (let count = 1 + random.below(3); count > 0; count--)
    properties[names.next()] = node(random, names, depth);
  const required = Object.keys(properties).filter(() => random.chance(0.3));
  return { type: "object", properties, ...(required.length > 0 && { required }) };
}

type Edit = (random: Random, names: Names, here: DataObject) => DataObject;

const without = (object: DataObject, ...keys: readonly string[]): DataObject =>
  Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));

const properties = (here: DataObject): DataObject => {
  const declared = own(here, "properties");
  return isObject(declared) ? declared : {};
};

const required = (here: DataObject): readonly Data[] => {
  const list = own(here, "required");
  return isArray(list) ? list : [];
};

/** Ways to break what a place declares. Each leaves the place as it is where it does not apply. */
const breaks: Readonly<Record<string, Edit>> = {
  "requires a new field": (random, names, here) => {
    if (own(here, "properties") === undefined) return here;
    const name = names.next();
    const declared = { ...properties(here), [name]: leaf(random) };
    return { ...here, properties: declared, required: [...required(here), name] };
  },
  "requires a field": (random, _, here) => {
    const optional = Object.keys(properties(here)).filter((name) => !required(here).includes(name));
    return optional.length === 0 ? here : { ...here, required: [...required(here), random.pick(optional)] };
  },
  "lowers a limit": (_, __, here) => {
    for (const limit of ["maximum", "maxLength", "maxItems"]) {
      const value = own(here, limit);
      if (typeof value === "number" && value > 1) return { ...here, [limit]: Math.floor(value / 2) };
    }
    if (here["type"] === "string") return { ...here, maxLength: 8 };
    if (here["type"] === "array") return { ...here, maxItems: 8 };
    return here["type"] === "object" && own(here, "additionalProperties") !== undefined
      ? { ...here, maxProperties: 8 }
      : here;
  },
  "removes a field": (random, _, here) => {
    const declared = Object.keys(properties(here));
    // An object without fields would be free-form.
    if (declared.length < 2) return here;
    const name = random.pick(declared);
    const left = required(here).filter((one) => one !== name);
    const rest = { ...here, properties: without(properties(here), name) };
    return left.length > 0 ? { ...rest, required: left } : without(rest, "required");
  },
  "changes a type": (random, names, here) =>
    node(random, names, own(here, "properties") === undefined ? 1 : 0),
  "takes an option out": (random, _, here) => {
    const options = own(here, "enum");
    if (!isArray(options) || options.length < 2)
      return here["type"] === "string" ? { ...here, enum: ["a"] } : here;
    const gone = random.pick(options);
    return { ...here, enum: options.filter((one) => one !== gone) };
  },
  "closes an object": (_, __, here) =>
    own(here, "properties") === undefined ? here : { ...here, additionalProperties: false },
  "asks for a pattern": (_, __, here) =>
    here["type"] === "string" ? { ...here, pattern: "^[a-y]*$" } : here,
  "changes a format": (_, __, here) => (here["type"] === "string" ? { ...here, format: "hostname" } : here),
};

const additions: Readonly<Record<string, Edit>> = {
  "adds a field": (random, names, here) =>
    own(here, "properties") === undefined
      ? here
      : { ...here, properties: { ...properties(here), [names.next()]: node(random, names, 1) } },
  "raises a limit": (_, __, here) => {
    const maximum = own(here, "maximum");
    return typeof maximum === "number" ? { ...here, maximum: maximum * 2 } : here;
  },
  "adds an option": (_, names, here) => {
    const options = own(here, "enum");
    return isArray(options) && here["type"] === "string"
      ? { ...here, enum: [...options, names.next()] }
      : here;
  },
  "says it otherwise": (_, names, here) => ({ ...here, description: `This is ${names.next()}.` }),
};

/** Every place of a schema that declares something, the root first. */
function placesOf(schema: DataObject, path: Path = []): { readonly path: Path; readonly here: DataObject }[] {
  const below = (part: Data | undefined, token: string) =>
    isObject(part) ? placesOf(part, [...path, token]) : [];
  return [
    { path, here: schema },
    ...Object.entries(properties(schema)).flatMap(([name, part]) => below(part, name)),
    ...below(own(schema, "items"), "*"),
    ...below(own(schema, "additionalProperties"), "*"),
  ];
}

function editedAt(
  schema: DataObject,
  [token, ...rest]: Path,
  edit: (here: DataObject) => DataObject,
): DataObject {
  if (token === undefined) return edit(schema);
  if (Object.hasOwn(properties(schema), token)) {
    const part = editedAt(properties(schema)[token] as DataObject, rest, edit);
    return { ...schema, properties: { ...properties(schema), [token]: part } };
  }
  const keyword = own(schema, "items") === undefined ? "additionalProperties" : "items";
  return { ...schema, [keyword]: editedAt(schema[keyword] as DataObject, rest, edit) };
}

/** @returns what was done, and where; undefined where nothing was */
function tried(random: Random, names: Names, schema: DataObject, edits: Readonly<Record<string, Edit>>) {
  for (let attempt = 0; attempt < 20; attempt++) {
    const name = random.pick(Object.keys(edits));
    const { path, here } = random.pick(placesOf(schema));
    // An event stays an object.
    if (path.length === 0 && name === "changes a type") continue;
    const edited = (edits[name] as Edit)(random, names, here);
    if (edited !== here)
      return { what: `${name} at /${path.join("/")}`, schema: editedAt(schema, path, () => edited) };
  }
  return undefined;
}

/** Whether an event of a version may hold just anything at a place, as far as the version declares. */
function isFree(here: Data | undefined, [token, ...rest]: Path): boolean {
  if (here === undefined) return false;
  if (!isObject(here)) return here === true;
  const types = own(here, "type");
  const may = (type: string) =>
    types === undefined || types === type || (isArray(types) && types.includes(type));
  if (own(here, "enum") !== undefined || own(here, "const") !== undefined || own(here, "anyOf") !== undefined)
    return false;
  const members = own(here, "additionalProperties");
  const declared = own(here, "properties");
  const isFreeForm = declared === undefined && !isObject(members);
  if (token === undefined) return may("object") && (declared === undefined || isObject(members));
  const objects = !may("object")
    ? false
    : isFreeForm ||
      (isObject(members) && isFree(members, rest)) ||
      (token === "*"
        ? Object.values(properties(here)).some((part) => isFree(part, rest))
        : isFree(own(properties(here), token), rest));
  const items = own(here, "items");
  const arrays = token === "*" && may("array") && (items === undefined || isFree(items, rest));
  return objects || arrays;
}

export interface History {
  /** The oldest first. */
  readonly versions: readonly DataObject[];
  /** What each version did to the one before it. */
  readonly steps: readonly string[];
  /** The newest with an optional field that no version declared, at a place that none left free. */
  readonly next: DataObject;
  readonly added: string;
}

/** A history with a break at least; undefined where its newest version has no place for an addition. */
export function history(random: Random): History | undefined {
  const names = new Names();
  const versions = [fields(random, names, 2)];
  const steps: string[] = [];
  const length = 1 + random.below(4);
  for (let count = 0; count < length; count++) {
    const isBreak = count === 0 || random.chance(0.5);
    const last = versions.at(-1) as DataObject;
    const once = tried(random, names, last, isBreak ? breaks : additions);
    if (once === undefined) continue;
    steps.push(once.what);
    versions.push(once.schema);
  }
  const newest = versions.at(-1) as DataObject;
  const places = placesForFields(versions);
  if (places.length === 0 || versions.length < 2) return undefined;
  const path = random.pick(places);
  const name = names.next();
  const next = withField(newest, path, name, node(random, names, 1));
  return { versions, steps, next, added: `/${[...path, name].join("/")}` };
}

/**
 * The places of the newest version that take a field no version declared: objects with declared fields that no version
 * leaves free-form, or makes a map.
 * @param versions the oldest first
 */
export function placesForFields(versions: readonly DataObject[]): readonly Path[] {
  return placesOf(versions.at(-1) as DataObject)
    .filter(({ path, here }) => {
      const isDeclared =
        own(here, "properties") !== undefined && !isObject(own(here, "additionalProperties"));
      return isDeclared && versions.every((one) => !isFree(one, path));
    })
    .map(({ path }) => path);
}

/** The same schema with a field more at a place. */
export function withField(schema: DataObject, path: Path, name: string, field: Data): DataObject {
  return editedAt(schema, path, (here) => ({ ...here, properties: { ...properties(here), [name]: field } }));
}
