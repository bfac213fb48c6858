import { contains, formatIncludes } from "@addendum/containment";
import { canonical, type Data, equals, isObject, type Pointer, type Schema } from "@addendum/json-schema";
import { isDeprecated } from "../../model/annotations.ts";
import { annotations } from "./changes.ts";
import { covers, type Declaration, declare, valuesBeyond } from "@addendum/event-fields";
import { probableRenames } from "./renaming.ts";

/** How the new version's declarations differ from the old one's. */
export type DifferenceKind =
  | "property-added"
  | "property-removed"
  /** A property was removed, and one was added that is probably the same; the addition is a difference, too. */
  | "property-renamed"
  | "property-required"
  | "property-no-longer-required"
  | "type-changed"
  | "type-widened"
  | "values-removed"
  | "values-added"
  /** There is an enumeration where there was none. */
  | "values-demanded"
  /** What could be there without being declared, and is now declared to be something. */
  | "freedom-lost"
  | "format-changed"
  | "closed"
  /** Undeclared members may be there again. */
  | "opened"
  /** The schema of undeclared members or items was removed. */
  | "freedom-gained"
  /** A length, a bound, a count or a pattern. */
  | "limit-changed"
  | "constraint-widened"
  | "annotation-changed"
  /** It is marked as deprecated, or its description says so. */
  | "deprecated";

export interface Difference {
  readonly kind: DifferenceKind;
  /** Into the new schema: the declaration, or the object that lost one. */
  readonly pointer: Pointer;
  /** Where the value is in an event: names, `*` for items and members of maps. */
  readonly path: readonly string[];
  readonly old: Declaration | undefined;
  readonly new: Declaration | undefined;
  /** Of a limit, a format or an enumeration: the keyword. */
  readonly keyword?: string;
  /** The values that are there no longer, or newly. */
  readonly values?: readonly Data[];
  /** The new version of the object that a property was added to. */
  readonly holder?: Declaration;
  /** The name that a removed property probably has now. */
  readonly renamedTo?: string;
}

/** The differences, outermost first, in the order of the old version's declarations. */
export function findDifferences(old: Schema, newer: Schema): Difference[] {
  return [...compare(declare(old), declare(newer), [])];
}

function* compare(old: Declaration, newer: Declaration, path: readonly string[]): Generator<Difference> {
  if (equals(old.schema, newer.schema) && !refers(old.schema)) return;
  // What nothing may be declares nothing.
  if (old.schema === false || newer.schema === false) return;
  const isCut = old.isCut || newer.isCut;
  if (isCut && (old.types === undefined || newer.types === undefined)) return;
  const at = (kind: DifferenceKind, keyword: string, more: Partial<Difference> = {}): Difference => ({
    kind,
    pointer: keyword === "" ? newer.pointer : `${newer.pointer}/${keyword}`,
    path,
    old,
    new: newer,
    ...more,
  });
  yield* compareTypes(old, newer, at);
  if (isCut) return;
  yield* compareValues(old, newer, at);
  if (old.format !== newer.format) {
    if (
      newer.format === undefined ||
      (old.format !== undefined && formatIncludes(newer.format, old.format))
    ) {
      yield at("constraint-widened", newer.format === undefined ? "" : "format", { keyword: "format" });
    } else yield at("format-changed", "format", { keyword: "format" });
  }
  if (!old.isClosed && newer.isClosed) yield at("closed", "additionalProperties");
  if (old.isClosed && !newer.isClosed) yield at("opened", newer.members ? "additionalProperties" : "");
  if (isFreer(old, newer)) yield at("freedom-lost", "");
  if (isFreer(newer, old) && !old.isClosed) yield at("freedom-gained", "");
  yield* compareLimits(old, newer, at);
  if (old.description !== newer.description) yield at("annotation-changed", "description");
  if (isDeprecated(newer.schema) && !isDeprecated(old.schema)) yield at("deprecated", "");
  if (isLeaf(old.schema) && isLeaf(newer.schema) && constraints(old.schema) !== constraints(newer.schema)) {
    const isWider = contains(old.schema as Schema, newer.schema as Schema, { contentModel: "open" });
    if (isWider.kind === "compatible") yield at("constraint-widened", "");
  }
  yield* compareProperties(old, newer, path, at);
  if (old.items && newer.items) yield* compare(old.items, newer.items, [...path, "*"]);
  if (old.members && newer.members) yield* compare(old.members, newer.members, [...path, "*"]);
}

type At = (kind: DifferenceKind, keyword: string, more?: Partial<Difference>) => Difference;

function* compareTypes(old: Declaration, newer: Declaration, at: At): Generator<Difference> {
  const [before, after] = [typesOf(old), typesOf(newer)];
  if (before === undefined && after === undefined) return;
  const isLost = before === undefined ? true : [...before].some((type) => !covers(after, type));
  const isGained =
    after === undefined || (before !== undefined && [...after].some((type) => !covers(before, type)));
  if (isLost && after !== undefined) yield at("type-changed", "type");
  else if (isGained && before !== undefined) yield at("type-widened", after === undefined ? "" : "type");
}

/** The types that are declared, or those of the values. */
function typesOf({ types, values }: Declaration): ReadonlySet<string> | undefined {
  if (types !== undefined || values === undefined) return types;
  return new Set(values.map(typeOf));
}

function typeOf(value: Data): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

function* compareValues(old: Declaration, newer: Declaration, at: At): Generator<Difference> {
  if (old.values === undefined) {
    if (newer.values !== undefined) yield at("values-demanded", "enum", { values: newer.values });
    return;
  }
  if (newer.values === undefined) {
    yield at("constraint-widened", "", { keyword: "enum", values: old.values });
    return;
  }
  // That there may be no value is a matter of the type.
  const isOption = (value: Data, { types }: Declaration) =>
    value !== null || types === undefined || types.has("null");
  const removed = valuesBeyond(old.values, newer.values).filter(
    (value) => allowed(old, value) && isOption(value, newer),
  );
  const added = valuesBeyond(newer.values, old.values).filter(
    (value) => allowed(newer, value) && isOption(value, old),
  );
  if (removed.length > 0) yield at("values-removed", "enum", { values: removed });
  if (added.length > 0) yield at("values-added", "enum", { values: added });
}

function* compareLimits(old: Declaration, newer: Declaration, at: At): Generator<Difference> {
  for (const keyword of new Set([...old.limits.keys(), ...newer.limits.keys()])) {
    const [before, after] = [old.limits.get(keyword), newer.limits.get(keyword)];
    if (before !== undefined && after !== undefined && equals(before, after)) continue;
    yield at("limit-changed", after === undefined ? "" : keyword, { keyword });
  }
}

/** Whether code could fill an object or a list with what it cannot now. */
function isFreer(old: Declaration, newer: Declaration): boolean {
  const isFree = ({ properties, members, isClosed }: Declaration) =>
    properties.size === 0 && members === undefined && !isClosed;
  const isObject = covers(old.types, "object") && covers(newer.types, "object");
  const isArray = covers(old.types, "array") && covers(newer.types, "array");
  const hadMembers = isFree(old) || (old.members !== undefined && newer.members === undefined);
  const hadItems = old.items === undefined && newer.items?.types !== undefined;
  return (isObject && old.types !== undefined && hadMembers && !isFree(newer)) || (isArray && hadItems);
}

function allowed({ types }: Declaration, value: Data): boolean {
  return covers(types, typeOf(value));
}

function* compareProperties(
  old: Declaration,
  newer: Declaration,
  path: readonly string[],
  at: At,
): Generator<Difference> {
  const removed = new Map([...old.properties].filter(([name]) => !newer.properties.has(name)));
  const added = new Map([...newer.properties].filter(([name]) => !old.properties.has(name)));
  const renames = probableRenames(removed, added);
  for (const [name, declaration] of removed) {
    const renamedTo = renames.get(name);
    const place = { path: [...path, name], old: declaration };
    if (renamedTo === undefined) {
      yield at("property-removed", "properties", { ...place, new: undefined });
    } else {
      const pointer = `properties/${escaped(renamedTo)}`;
      yield at("property-renamed", pointer, { ...place, new: added.get(renamedTo), renamedTo });
    }
  }
  for (const [name, declaration] of added) {
    yield at("property-added", `properties/${escaped(name)}`, {
      path: [...path, name],
      old: undefined,
      new: declaration,
      holder: newer,
    });
  }
  for (const name of newer.required) {
    if (!old.required.has(name)) yield at("property-required", "required", { path: [...path, name] });
  }
  for (const name of old.required) {
    const isThere = newer.properties.has(name) || !old.properties.has(name);
    if (!newer.required.has(name) && isThere) {
      yield at("property-no-longer-required", newer.required.size > 0 ? "required" : "", {
        path: [...path, name],
      });
    }
  }
  for (const [name, declaration] of old.properties) {
    const other = newer.properties.get(name);
    if (other !== undefined) yield* compare(declaration, other, [...path, name]);
  }
}

/** A schema's own text without its annotations. */
function constraints(schema: Data): string {
  if (!isObject(schema)) return canonical(schema);
  return canonical(
    Object.fromEntries(Object.entries(schema).filter(([keyword]) => !annotations.has(keyword))),
  );
}

/** Whether a schema says nothing about parts of a value, so that it may be compared as a whole. */
function isLeaf(schema: Data): boolean {
  return (
    isObject(schema) &&
    !/"(?:properties|items|\$ref|allOf|anyOf|oneOf|enum|additionalProperties)":/.test(JSON.stringify(schema))
  );
}

function refers(schema: Data): boolean {
  return JSON.stringify(schema).includes('"$ref"');
}

function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
