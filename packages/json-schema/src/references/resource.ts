import { type Data, type DataObject, isArray, isObject, isSchema, own, type Schema } from "../data/data.ts";
import { draftDeclaredBy } from "../dialects/drafts.ts";
import { subschemaKeywords } from "../dialects/keywords.ts";
import { step } from "../data/pointer.ts";
import { below, type Step } from "../data/steps.ts";

/** A given document, and the URI at which it was found. */
export interface GivenDocument {
  /** Without a fragment; empty if it is unknown. */
  readonly uri: string;
  /** The address that it was read from, if that is another one: then its `$id`, or another's, made the URI. */
  readonly address?: string;
  readonly schema: Schema;
}

/** A schema with a URI of its own: a document, or one that its `$id` embeds in another. It is what `#` means in it. */
export interface Resource {
  readonly document: GivenDocument;
  readonly uri: string;
  /** The same, seen from where its document was read: see {@link NamedDocument}. */
  readonly address: string;
  readonly schema: Schema;
  /** From the document's root. */
  readonly place: Step | undefined;
  readonly within: Resource | undefined;
  /** The resources directly below, by the schemas that say `$id`; undefined: not defined for that `$id`. */
  readonly embedded: Map<object, Resource | undefined>;
  /** The keywords of its draft that contain schemas by name, beside `definitions`. */
  readonly stores: ReadonlySet<string>;
  /** What location-independent identifiers name, `$id: "#name"`. */
  readonly names: Map<string, Target[]>;
}

/** What references at a place start from. */
export interface Base {
  /** Undefined: draft-07 does not say, so validators may differ. */
  readonly resource: Resource | undefined;
  /**
   * Whether the dialect calls what is there a schema. What an unknown keyword contains, or one beside a `$ref`, becomes
   * one only when a pointer leads there, and it is not defined whether its `$id`s count then.
   */
  readonly isKnown: boolean;
}

/** A value that a reference leads to. */
export interface Target {
  readonly value: Data;
  readonly document: GivenDocument;
  /** From the document's root. */
  readonly place: Step | undefined;
  readonly base: Base;
  /** Whether only keywords that contain schemas lead there. */
  readonly isSubschema: boolean;
}

/** Keywords whose values are not schemas, whatever is in them. */
export const holdsData = new Set(["const", "default", "enum", "examples"]);

/** Whether a schema is a reference, beside which nothing counts, not even identifiers. */
export function isReference(schema: DataObject): boolean {
  return typeof own(schema, "$ref") === "string";
}

/** Fragments alone name what they are in; that they are written as pointers means nothing. */
export function changesBase(id: Data | undefined): boolean {
  return typeof id === "string" && !id.startsWith("#");
}

/** The base URI of references in the parts of a schema, given the base of the schema itself. */
export function baseInside(schema: DataObject, base: Base): Base {
  const { resource, isKnown } = base;
  const isRoot = schema === resource?.schema;
  if (resource === undefined || isRoot || !changesBase(own(schema, "$id"))) {
    return isReference(schema) ? { resource, isKnown: false } : base;
  }
  if (!isKnown || isReference(schema)) return { resource: undefined, isKnown: false };
  return { resource: resource.embedded.has(schema) ? resource.embedded.get(schema) : resource, isKnown };
}

/** The keywords for definitions in a schema's own draft, beside `definitions`; undefined without a draft. */
export function storesOf(schema: Schema): ReadonlySet<string> | undefined {
  const uri = isObject(schema) ? own(schema, "$schema") : undefined;
  return typeof uri === "string" ? draftDeclaredBy(uri)?.stores : undefined;
}

/**
 * Whether a keyword's value is a schema, or contains several in a list or by name.
 * @param base of the schema's parts
 */
export function schemasIn(keyword: string, value: Data, base?: Base): "one" | "many" | undefined {
  const holds = subschemaKeywords.get(keyword)?.holds;
  if (holds === undefined) {
    return base?.resource?.stores.has(keyword) === true && isObject(value) ? "many" : undefined;
  }
  if (isArray(value)) return holds === "list" || holds === "schema-or-list" ? "many" : undefined;
  if (holds === "map" || holds === "schema-or-names") return isObject(value) ? "many" : undefined;
  return holds !== "list" && isSchema(value) ? "one" : undefined;
}

/** How what is at a place is read. */
export interface Reading {
  readonly base: Base;
  /**
   * `holder`: a list or a map of schemas; `other`: no schema until a pointer leads there; `data`: the value of a
   * keyword.
   */
  readonly role: "schema" | "holder" | "other" | "data";
}

/** How a member or an item of a value is read. */
export function readingBelow(value: Data, token: string | number, { base, role }: Reading): Reading {
  if (role === "holder") return { base, role: "schema" };
  if (!isObject(value)) return { base, role };
  const inside = baseInside(value, base);
  const name = String(token);
  const member = role === "schema" ? own(value, name) : undefined;
  const held = member === undefined ? undefined : schemasIn(name, member, inside);
  if (held !== undefined) return { base: inside, role: held === "one" ? "schema" : "holder" };
  const isData = role === "data" || (role === "schema" && holdsData.has(name));
  return { base: { ...inside, isKnown: false }, role: isData ? "data" : "other" };
}

/** The target of a pointer in a resource; undefined without one. */
export function follow(resource: Resource, path: readonly string[]): Target | undefined {
  let value: Data | undefined = resource.schema;
  let reading: Reading = { base: { resource, isKnown: true }, role: "schema" };
  let { place } = resource;
  for (const token of path) {
    reading = readingBelow(value, token, reading);
    value = step(value, token);
    if (value === undefined) return undefined;
    place = below(place, token);
  }
  const { base, role } = reading;
  const target = { value, document: resource.document, place };
  if (role === "schema") return { ...target, base, isSubschema: true };
  // What holds schemas is none itself.
  return { ...target, base: { ...base, isKnown: false }, isSubschema: false };
}
