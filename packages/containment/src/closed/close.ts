import {
  type Data,
  type DataObject,
  draft07,
  isArray,
  isObject,
  isSchema,
  keywordsWhere,
  matchesPattern,
  own,
  resolveReference,
  type Schema,
} from "@addendum/json-schema";
import { Place, type Together } from "./place.ts";

/**
 * What is done about places where the assumption that objects hold declared names only leaves no value: `strict` is
 * nothing. `eased` opens those at which undeclared names alone bring values back. `fair` opens what it takes, so that
 * every place that has values without the assumption has some with it.
 */
export type Strictness = "strict" | "eased" | "fair";

/** What of a place is open: nothing, its own names, or everything at and below it. */
export type Opening = "nothing" | "names" | "everything";

/** Which places are judged open. */
export interface Openings {
  openingOf(place: Place, strictness: Exclude<Strictness, "strict">): Opening;
}

const asserting = new Set(
  keywordsWhere(draft07, ({ says, beside }) => says === "assertion" && beside === undefined),
);

/**
 * Makes schemas that say of each object: it holds only names that are declared there. Together with a schema itself
 * they mean the *closed* content model: events come from typed code, which cannot send what was not declared.
 *
 * Declared at a place are names in `properties`, `required`, `dependencies` and object values, matches of
 * `patternProperties`, and every name if some `additionalProperties` is a constraining schema, over all subschemas that
 * apply in place, but not under `not`. Where nothing is declared the object is free. Closing each member of an `allOf`
 * alone would forbid what its siblings declare, so whole sets of subschemas are closed together. Where the schema is
 * recursive, so is the object that comes back. What a reference declares that has no target cannot be known: there the
 * object is free, too.
 */
export class Closer {
  private readonly numbers = new Map<Data, number>();
  private readonly places = new Map<string, Place | undefined>();
  /** What closes places, by how, perhaps still being filled. */
  private readonly closings = new Map<string, Map<Place, Schema>>();
  private readonly closed = new Map<object, Place>();
  private readonly root: Schema;
  private readonly openings: Openings;

  /** @param root a schema whose references are resolved */
  constructor(root: Schema, openings: Openings) {
    this.root = root;
    this.openings = openings;
  }

  /** The place where the values are that the schema itself judges; undefined: nothing is said about their parts. */
  get rootPlace(): Place | undefined {
    return this.placeOf([[this.root]]);
  }

  /** The place that a schema closes. */
  placeClosedBy(closing: object): Place | undefined {
    return this.closed.get(closing);
  }

  /** What closes the values at a place. */
  close(place: Place | undefined, strictness: Strictness): Schema {
    if (place === undefined) return true;
    const opening = strictness === "strict" ? "nothing" : this.openings.openingOf(place, strictness);
    return this.closeBut(place, opening, strictness);
  }

  /** The same with what is opened at the place given; the strictness is that of the places below. */
  closeBut(place: Place, opening: Opening, strictness: Strictness): Schema {
    if (opening === "everything") return true;
    const kind = `${strictness} but ${opening}`;
    const closings = this.closings.get(kind) ?? new Map<Place, Schema>();
    this.closings.set(kind, closings);
    const known = closings.get(place);
    if (known !== undefined) return known;
    const parts: Record<string, Data> = {};
    closings.set(place, parts);
    this.closed.set(parts, place);
    const below = (select: (parts: readonly DataObject[]) => readonly Together[]) =>
      this.close(this.placeOf(place.below(select)), strictness);
    Object.assign(parts, closeObject(place.applied, opening, below), closeArray(place.applied, below));
    if (Object.keys(parts).length > 0) return parts;
    closings.set(place, true);
    return true;
  }

  private placeOf(groups: readonly Together[]): Place | undefined {
    const keyed = new Map(groups.map((group) => [this.keyOf(group), group]));
    keyed.delete("");
    const key = [...keyed.keys()].sort().join(";");
    if (!this.places.has(key)) {
      const distinct = [...keyed.values()];
      const applied = this.applied(distinct.flat());
      const isFree = applied === undefined || applied.length === 0;
      this.places.set(key, isFree ? undefined : new Place(this.root, applied, distinct));
    }
    return this.places.get(key);
  }

  private keyOf(group: Together): string {
    const numbers = new Set<number>();
    for (const schema of group) if (schema !== true) numbers.add(this.numberOf(schema));
    return [...numbers].sort((a, b) => a - b).join();
  }

  /** References have the number of what they lead to: places are the same wherever they are referred to from. */
  private numberOf(schema: Data): number {
    const followed: Data[] = [];
    let at = schema;
    for (;;) {
      const known = this.numbers.get(at);
      const reference = known === undefined && isObject(at) ? referenceAlone(at) : undefined;
      const target = reference === undefined ? undefined : resolveReference(this.root, reference);
      const number = known ?? this.numbers.size;
      this.numbers.set(at, number); // First of all: a reference may lead to itself.
      if (target === undefined) {
        for (const one of followed) this.numbers.set(one, number);
        return number;
      }
      followed.push(at);
      at = target;
    }
  }

  /** The subschemas and everything that applies in place with them; undefined if something of it is not here. */
  private applied(subschemas: Together): DataObject[] | undefined {
    const found = new Set<DataObject>();
    const followed = new Set<DataObject>();
    let isMissing = false;
    const visit = (schema: Data | undefined): void => {
      if (!isObject(schema) || found.has(schema) || followed.has(schema)) return;
      const reference = own(schema, "$ref");
      (referenceAlone(schema) === undefined ? found : followed).add(schema);
      if (reference !== undefined) {
        const target = resolveReference(this.root, reference);
        if (isSchema(target)) visit(target);
        else isMissing = true;
      }
      for (const keyword of ["allOf", "anyOf", "oneOf"]) {
        const list = own(schema, keyword);
        if (isArray(list)) list.forEach(visit);
      }
      if (Object.hasOwn(schema, "if")) for (const name of ["if", "then", "else"]) visit(own(schema, name));
      const dependencies = own(schema, "dependencies");
      if (isObject(dependencies)) for (const one of Object.values(dependencies)) visit(one);
    };
    subschemas.forEach(visit);
    return isMissing ? undefined : [...found];
  }
}

/** What closes the part of a value that subschemas of the given ones judge. */
type Below = (select: (parts: readonly DataObject[]) => readonly Together[]) => Schema;

function closeObject(applied: readonly DataObject[], opening: Opening, below: Below): DataObject {
  const names = new Set<string>();
  const patterns = new Set<string>();
  for (const schema of applied) {
    const dependencies = own(schema, "dependencies");
    const lists = [
      own(schema, "required"),
      ...(isObject(dependencies) ? Object.values(dependencies) : []),
    ].filter(isArray);
    for (const key of [...keysOf(own(schema, "properties")), ...keysOf(dependencies)]) names.add(key);
    for (const name of lists.flat()) if (typeof name === "string") names.add(name);
    const options = own(schema, "enum");
    for (const value of [own(schema, "const"), ...(isArray(options) ? options : [])]) {
      for (const key of keysOf(value)) names.add(key);
    }
    for (const pattern of keysOf(own(schema, "patternProperties"))) patterns.add(pattern);
  }
  const declaresAll = extrasOf(applied).length > 0;
  if (names.size === 0 && patterns.size === 0 && !declaresAll) return {};
  const properties = lazily(names, (name) => below((parts) => [declaring(parts, name)]));
  const result: Record<string, Data> = { properties };
  if (declaresAll) result["additionalProperties"] = below((parts) => [extrasOf(parts)]);
  else if (opening === "nothing") result["additionalProperties"] = false;
  if (patterns.size > 0) result["patternProperties"] = restrict(patterns, names, below(matched));
  return result;
}

function closeArray(applied: readonly DataObject[], below: Below): DataObject {
  const tuples = applied.map((schema) => own(schema, "items")).filter(isArray);
  const length = Math.max(0, ...tuples.map((tuple) => tuple.length));
  const rest = below((parts) => itemsAt(parts, length));
  const positions = Array.from({ length }, (_, index) => below((parts) => itemsAt(parts, index)));
  if (positions.every((one) => one === true) && rest === true) return {};
  return length === 0 ? { items: rest } : { items: positions, additionalItems: rest };
}

/** What may judge an item together: a list that must contain something holds an item that is more than the others. */
function itemsAt(parts: readonly DataObject[], index: number): readonly Together[] {
  const items = parts.flatMap((schema) => {
    const value = own(schema, "items");
    const item = isArray(value) ? (value[index] ?? own(schema, "additionalItems")) : value;
    return item === undefined ? [] : [item];
  });
  const contained = parts.flatMap((schema) => own(schema, "contains") ?? []);
  return [items, ...contained.map((one) => [...items, one])];
}

/** An object whose members are made when they are first read: few of a large schema's are. */
function lazily(names: Iterable<string>, make: (name: string) => Data): DataObject {
  const object = {};
  for (const name of names) {
    let value: Data | undefined;
    const get = () => (value ??= make(name));
    Object.defineProperty(object, name, { get, enumerable: true });
  }
  return object;
}

/** The subschemas that declare a name: children follow these. */
function declaring(applied: readonly DataObject[], name: string): Data[] {
  return applied.flatMap((schema) => {
    const properties = own(schema, "properties");
    const direct = isObject(properties) ? own(properties, name) : undefined;
    const patternProperties = own(schema, "patternProperties");
    const byPattern = isObject(patternProperties)
      ? Object.entries(patternProperties).filter(([pattern]) => matchesPattern(pattern, name) !== false)
      : [];
    const found = [...(direct === undefined ? [] : [direct]), ...byPattern.map(([, one]) => one)];
    const extra = own(schema, "additionalProperties");
    return found.length === 0 && isConstraining(extra) ? [extra] : found;
  });
}

/** What may judge members together whose names match patterns: one pattern or all, or what is for all other names. */
function matched(parts: readonly DataObject[]): readonly Together[] {
  const byPattern = parts.flatMap((schema) => valuesOf(own(schema, "patternProperties")));
  return [...byPattern.map((one) => [one]), byPattern, extrasOf(parts)];
}

function extrasOf(parts: readonly DataObject[]): Data[] {
  return parts.map((schema) => own(schema, "additionalProperties")).filter(isConstraining);
}

/** Names that are declared one by one have their own: a pattern that one of them matches closes nothing. */
function restrict(patterns: ReadonlySet<string>, names: ReadonlySet<string>, schema: Data): DataObject {
  const isApart = (pattern: string) => [...names].every((name) => matchesPattern(pattern, name) === false);
  return Object.fromEntries([...patterns].map((pattern) => [pattern, isApart(pattern) ? schema : true]));
}

function isConstraining(schema: Data | undefined): schema is DataObject {
  return isObject(schema) && Object.keys(schema).some((keyword) => asserting.has(keyword));
}

/** The reference of a schema that says nothing else. */
function referenceAlone(schema: DataObject): Data | undefined {
  if (!Object.hasOwn(schema, "$ref")) return undefined;
  const isAlone = Object.keys(schema).every((keyword) => keyword === "$ref" || !asserting.has(keyword));
  return isAlone ? schema["$ref"] : undefined;
}

function keysOf(value: Data | undefined): string[] {
  return isObject(value) ? Object.keys(value) : [];
}

function valuesOf(value: Data | undefined): Data[] {
  return isObject(value) ? Object.values(value).filter(isSchema) : [];
}
