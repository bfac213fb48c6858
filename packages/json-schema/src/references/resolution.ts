import {
  type Data,
  type DataObject,
  isArray,
  isObject,
  isSchema,
  own,
  type Schema,
  setOwn,
} from "../data/data.ts";
import { asDraft07 } from "../dialects/translation.ts";
import { join, type Pointer, tokens } from "../data/pointer.ts";
import { toPointer } from "../data/steps.ts";
import { metaSchema } from "./meta-schema.ts";
import {
  type Base,
  baseInside,
  type GivenDocument,
  type Resource,
  schemasIn,
  type Target,
} from "./resource.ts";
import { Resources } from "./resources.ts";
import { isUnresolved, unresolved } from "./unresolved.ts";
import { resolveUri } from "./uri.ts";

/** Where a document was found, and what else is at hand. */
export interface ReferenceContext {
  /** The URI that the schema was found by; what its relative references start from, unless its `$id` says otherwise. */
  readonly base?: string;
  /** Other documents, by the URIs that they are found by. Only those that references lead to are examined. */
  readonly documents?: ReadonlyMap<string, Schema>;
}

export interface Resolution {
  /**
   * A schema that means the same, in which each `$ref` is a pointer from the root and nothing below the root says
   * `$id`. A reference that has no target is none that anything resolves; {@link isUnresolved} tells it.
   */
  readonly schema: Schema;
  /** Where a place of it is in the schema as it was written; the same for what other documents contain. */
  originalPointer(pointer: Pointer): Pointer;
}

const known = new WeakMap<object, Resolution>();

/**
 * Writes all references of a schema as plain pointers, in draft-07's words: see {@link asDraft07}. Pure; takes time that
 * grows with the size of the documents. A schema that has only such references, and no `$id` below its root that one of them may mean, comes back as it is.
 * Sources: JSON Schema draft-07 §8.2 and §8.3, RFC 3986 §5.
 */
export function resolve(schema: Schema, context?: ReferenceContext): Resolution {
  if (!isObject(schema)) return unchanged(schema);
  if (context !== undefined) return compute(schema, context);
  let resolution = known.get(schema);
  if (resolution === undefined) {
    resolution = compute(schema, {});
    known.set(schema, resolution);
  }
  return resolution;
}

/** The schema of {@link resolve}. */
export function resolved(schema: Schema, context?: ReferenceContext): Schema {
  return resolve(schema, context).schema;
}

function compute(written: DataObject, context: ReferenceContext): Resolution {
  const schema = asDraft07(written) as DataObject;
  const resolution = isPlain(schema) ? unchanged(schema) : new Resolver(schema, context).run();
  // What is resolved once more keeps the places that it had first.
  if (isObject(resolution.schema)) known.set(resolution.schema, resolution);
  return resolution;
}

function unchanged(schema: Schema): Resolution {
  return { schema, originalPointer: (pointer) => pointer };
}

/** Whether every reference is a pointer already, and nothing else is there that one could mean. */
function isPlain(schema: DataObject): boolean {
  let [hasReferences, hasIds] = [false, false];
  const visit = (value: Data, isRoot: boolean): boolean => {
    if (typeof value !== "object" || value === null || value instanceof Date) return true;
    if (isArray(value)) return value.every((item) => visit(item, false));
    for (const name of Object.keys(value)) {
      const member = value[name] as Data;
      if (typeof member === "object" && !visit(member, false)) return false;
      if (typeof member !== "string") continue;
      if (name === "$id") hasIds ||= !isRoot;
      if (name !== "$ref") continue;
      hasReferences = true;
      if (member !== "#" && !member.startsWith("#/") && !isUnresolved(member)) return false;
    }
    return true;
  };
  return visit(schema, true) && !(hasReferences && hasIds);
}

/** A part that is written into the schema's definitions, since a reference leads to it. */
interface Addition {
  readonly name: string;
  readonly target: Target;
}

class Resolver {
  private readonly resources = new Resources();
  private readonly root: Resource;
  private readonly roots = new Map<GivenDocument, Resource>();
  /** By what they are and what they start from. */
  private readonly additions = new Map<Data, Map<Resource | undefined, Addition>>();
  private readonly waiting: Addition[] = [];
  /** What has become of objects, by what they start from: of known schemas, and of what a pointer leads to. */
  private readonly rewritten = [true, false].map(() => new Map<Resource | undefined, Map<object, Data>>());
  private readonly names: Set<string>;
  /** How often each name was wanted. */
  private readonly wanted = new Map<string, number>();
  private readonly schema: DataObject;

  constructor(schema: DataObject, { base = "", documents = new Map() }: ReferenceContext) {
    this.schema = schema;
    this.root = this.add({ uri: base, schema });
    const given = new Map([...documents].map(([uri, one]) => [resolveUri(uri, ""), one]));
    // What is added names more documents in turn.
    for (const [uri] of this.resources.named) {
      const found = this.resources.has(uri) ? undefined : (given.get(uri) ?? metaSchema(uri));
      if (found !== undefined) this.add({ uri, schema: asDraft07(found) });
    }
    const definitions = own(schema, "definitions");
    this.names = new Set(isObject(definitions) ? Object.keys(definitions) : []);
  }

  private add(document: GivenDocument): Resource {
    const root = this.resources.add(document);
    this.roots.set(document, root);
    return root;
  }

  run(): Resolution {
    const base: Base = { resource: this.root, isKnown: true };
    const main = this.rewriteParts(this.schema, base, this.schema);
    const added: Record<string, Data> = {};
    for (const { name, target } of this.waiting) setOwn(added, name, this.rewrite(target.value, target.base));
    if (this.waiting.length === 0) return unchanged(main);
    const definitions = own(main, "definitions");
    const schema = { ...main, definitions: { ...(isObject(definitions) ? definitions : {}), ...added } };
    const origins = new Map(this.waiting.map(({ name, target }) => [name, target]));
    const originalPointer = (pointer: Pointer): Pointer => {
      const [first, name = "", ...rest] = tokens(pointer);
      const origin = first === "definitions" ? origins.get(name) : undefined;
      if (origin?.document !== this.root.document) return pointer;
      return join(toPointer(origin.place), ...rest);
    };
    return { schema, originalPointer };
  }

  /** The same value where nothing in it changes. */
  private rewrite(value: Data, base: Base): Data {
    if (!isObject(value)) return value;
    const byResource = this.rewritten[base.isKnown ? 0 : 1] as (typeof this.rewritten)[number];
    const done = byResource.get(base.resource) ?? new Map<object, Data>();
    const known = done.get(value);
    if (known !== undefined) return known;
    byResource.set(base.resource, done);
    const { $id, ...others } = value;
    const output = this.rewriteParts(value, base, typeof $id === "string" ? others : value);
    done.set(value, output);
    return output;
  }

  /** @param kept what is left of the schema */
  private rewriteParts(schema: DataObject, base: Base, kept: DataObject): DataObject {
    const inside = baseInside(schema, base);
    let changed: Record<string, Data> | undefined;
    const put = (name: string, value: Data) => {
      if (value === kept[name]) return;
      changed ??= { ...kept };
      setOwn(changed, name, value);
    };
    for (const name of Object.keys(kept)) {
      const value = kept[name] as Data;
      if (name === "$ref" && typeof value === "string") put(name, this.reference(value, base));
      const held = schemasIn(name, value, inside);
      if (held === "one") put(name, this.rewrite(value, inside));
      if (held === "many") put(name, this.rewriteEach(value as DataObject | readonly Data[], inside));
    }
    return changed ?? kept;
  }

  private rewriteEach(holder: DataObject | readonly Data[], base: Base): Data {
    if (isArray(holder)) {
      const items = holder.map((item) => this.rewrite(item, base));
      return items.every((item, index) => item === holder[index]) ? holder : items;
    }
    let changed: Record<string, Data> | undefined;
    for (const name of Object.keys(holder)) {
      const member = this.rewrite(holder[name] as Data, base);
      if (member === holder[name]) continue;
      changed ??= { ...holder };
      setOwn(changed, name, member);
    }
    return changed ?? holder;
  }

  private reference(reference: string, base: Base): string {
    if (isUnresolved(reference)) return reference;
    const found = this.resources.find(reference, base);
    if (found.kind !== "found") return unresolved(reference, found.kind, found.uri);
    const { target } = found;
    if (!isSchema(target.value)) return unresolved(reference, "no-place", reference);
    const pointer = this.pointerTo(target);
    return pointerOf(reference) === pointer ? reference : `#${asFragment(pointer)}`;
  }

  /** Where the target of a reference is in the schema that comes out. */
  private pointerTo(target: Target): Pointer {
    const { document, place, isSubschema, value } = target;
    const isOwn = document === this.root.document;
    // What an unknown keyword contains may be data as well, so it is written out elsewhere.
    if (!isSubschema && isObject(value)) return this.added(target, toPointer(place).slice(1));
    if (isOwn) return toPointer(place);
    const base: Base = { resource: this.roots.get(document), isKnown: true };
    const whole = { ...target, value: document.schema, place: undefined, base };
    return this.added(whole, nameOf(document)) + toPointer(place);
  }

  private added(target: Target, name: string): Pointer {
    const { value, base } = target;
    const alike = this.additions.get(value) ?? new Map<Resource | undefined, Addition>();
    let addition = alike.get(base.resource);
    if (addition === undefined) {
      addition = { name: this.freshName(name), target };
      this.waiting.push(addition);
      this.additions.set(value, alike.set(base.resource, addition));
    }
    return join("", "definitions", addition.name);
  }

  private freshName(wanted: string): string {
    let name = wanted;
    let count = this.wanted.get(wanted) ?? 1;
    while (this.names.has(name)) name = `${wanted} ${++count}`;
    this.wanted.set(wanted, count);
    this.names.add(name);
    return name;
  }
}

/** The end of a document's path tells it apart, most often. */
function nameOf({ uri }: GivenDocument): string {
  return /([^/?]+)\/*(?:\?.*)?$/.exec(uri)?.[1] ?? uri;
}

/** The pointer that a reference from the root is; undefined where it is none. */
function pointerOf(reference: string): Pointer | undefined {
  if (!reference.startsWith("#")) return undefined;
  try {
    return decodeURIComponent(reference.slice(1));
  } catch {
    return undefined;
  }
}

/** A pointer as a fragment of a URI. Halves of surrogate pairs have no encoding; they are read as they are. */
export function asFragment(pointer: Pointer): string {
  return pointer.replace(/[^\w.~!$&'()*+,;=:@/\ud800-\udfff-]/gu, encodeURIComponent);
}
