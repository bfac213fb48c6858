import {
  accepts,
  type Data,
  type DataObject,
  isArray,
  isObject,
  matchesPattern,
  own,
  resolved,
  resolveReference,
  type Schema,
  setOwn,
} from "@addendum/json-schema";
import { isPersonal, privacyOf } from "./privacy.ts";

/** A field that its schema marks with `privacy`. */
export interface PersonalField {
  /** `ip-address` and the like. */
  readonly kind: string;
  /** Whether its schema would take a value. */
  accepts(value: Data): boolean;
}

/** What a schema says about personal data at a place of its events. A schema that refers to itself leads back to it. */
export interface PersonalPlace {
  readonly fields: readonly PersonalField[];
  /** About the names of its members. */
  readonly names: readonly PersonalField[];
  /** About the same value. */
  readonly alternatives: readonly PersonalPlace[];
  readonly members: ReadonlyMap<string, PersonalPlace | undefined>;
  readonly patterns: readonly (readonly [string, PersonalPlace | undefined])[];
  /** About members that are declared neither by name nor by a pattern. */
  readonly others: PersonalPlace | undefined;
  readonly items: readonly PersonalPlace[];
  /** Whether its schema says that there may be an object, or a list. */
  readonly takes: { readonly object: boolean; readonly list: boolean };
}

/** The places that a schema marks as personal; undefined if there are none. */
export function findPersonalFields(schema: Schema): PersonalPlace | undefined {
  const finder = new Finder(resolved(schema));
  finder.cutAll();
  return finder.leading.size === 0 ? undefined : finder.root;
}

/** All that a schema declares, marked or not. */
export interface DeclaredPlaces {
  readonly root: PersonalPlace | undefined;
  /** The places from which a mark is reached. */
  readonly leading: ReadonlySet<PersonalPlace>;
  /** Of all marks. */
  readonly kinds: ReadonlySet<string>;
}

/** The places that a schema declares; undefined if it marks none as personal. */
export function findDeclaredPlaces(schema: Schema): DeclaredPlaces | undefined {
  const { root, leading } = new Finder(resolved(schema));
  if (leading.size === 0) return undefined;
  const marks = [...leading].flatMap(({ fields, names }) => [...fields, ...names]);
  return { root, leading, kinds: new Set(marks.map(({ kind }) => kind)) };
}

type Growing<T> = { -readonly [Key in keyof T]: T[Key] };

class Finder {
  readonly root: PersonalPlace | undefined;
  /** The places from which a mark is reached. */
  readonly leading = new Set<PersonalPlace>();
  private readonly places = new Map<object, Growing<PersonalPlace>>();
  private readonly holders = new Map<PersonalPlace, PersonalPlace[]>();
  private readonly schema: Schema;

  constructor(schema: Schema) {
    this.schema = schema;
    this.root = this.place(schema);
    const reached = [...this.places.values()].filter(
      ({ fields, names }) => fields.length > 0 || names.length > 0,
    );
    for (const place of reached) {
      if (this.leading.has(place)) continue;
      this.leading.add(place);
      reached.push(...((this.holders.get(place) ?? []) as Growing<PersonalPlace>[]));
    }
  }

  /** What leads to no mark need not be looked at in each event. */
  cutAll(): void {
    for (const place of this.places.values()) this.cut(place);
  }

  private cut(place: Growing<PersonalPlace>): void {
    const leads = (one: PersonalPlace | undefined) => one !== undefined && this.leading.has(one);
    place.alternatives = place.alternatives.filter(leads);
    place.items = place.items.filter(leads);
    if (!leads(place.others)) place.others = undefined;
    // A pattern without a mark still excludes its members from the others.
    if (place.others === undefined) place.patterns = place.patterns.filter(([, one]) => leads(one));
    place.members = new Map([...place.members].map(([name, one]) => [name, leads(one) ? one : undefined]));
  }

  private place(schema: Data | undefined, holder?: PersonalPlace): PersonalPlace | undefined {
    if (!isObject(schema)) return undefined;
    let place = this.places.get(schema);
    if (place === undefined) {
      place = {
        fields: this.fieldsOf(schema),
        names: this.fieldsOf(own(schema, "propertyNames")),
        alternatives: [],
        members: new Map(),
        patterns: [],
        others: undefined,
        items: [],
        takes: takenBy(schema),
      };
      // Before its parts: they may lead back to it.
      this.places.set(schema, place);
      this.fill(place, schema);
    }
    if (holder !== undefined) this.holders.set(place, [...(this.holders.get(place) ?? []), holder]);
    return place;
  }

  private fieldsOf(schema: Data | undefined): readonly PersonalField[] {
    const mark = isObject(schema) ? privacyOf(schema) : undefined;
    if (mark === undefined || !isPersonal(mark)) return [];
    return [{ kind: mark.kind, accepts: (value) => accepts(this.schema, schema as Schema, value) !== false }];
  }

  private fill(place: Growing<PersonalPlace>, schema: DataObject): void {
    const each = (list: readonly (Data | undefined)[]) => list.flatMap((one) => this.place(one, place) ?? []);
    const named = (keyword: string) => Object.entries(objectIn(schema, keyword));
    place.alternatives = each([
      resolveReference(this.schema, own(schema, "$ref") ?? null),
      ...["allOf", "anyOf", "oneOf"].flatMap((keyword) => listIn(schema, keyword)),
      own(schema, "if"),
      own(schema, "then"),
      own(schema, "else"),
      ...named("dependencies").map(([, one]) => one),
    ]);
    place.members = new Map(named("properties").map(([name, one]) => [name, this.place(one, place)]));
    place.patterns = named("patternProperties").map(
      ([pattern, one]) => [pattern, this.place(one, place)] as const,
    );
    place.others = this.place(own(schema, "additionalProperties"), place);
    place.items = each([
      own(schema, "items"),
      ...listIn(schema, "items"),
      own(schema, "additionalItems"),
      // Which of them it means is not asked: privacy goes first.
      own(schema, "contains"),
    ]);
  }
}

function takenBy(schema: DataObject): PersonalPlace["takes"] {
  const type = own(schema, "type");
  const values = own(schema, "const") === undefined ? own(schema, "enum") : [own(schema, "const") as Data];
  if (type !== undefined) {
    const types = isArray(type) ? type : [type];
    return { object: types.includes("object"), list: types.includes("array") };
  }
  if (!isArray(values)) return { object: true, list: true };
  return { object: values.some(isObject), list: values.some(isArray) };
}

function objectIn(schema: DataObject, keyword: string): DataObject {
  const value = own(schema, keyword);
  return isObject(value) ? value : {};
}

function listIn(schema: DataObject, keyword: string): readonly Data[] {
  const value = own(schema, keyword);
  return isArray(value) ? value : [];
}

/**
 * Replaces the values of an event's personal fields, in place.
 * @param change what a value becomes; undefined: it is removed
 */
export function changePersonalFields(
  event: Data,
  place: PersonalPlace,
  change: (value: Data, field: PersonalField) => Data | undefined,
): void {
  const visit = (value: Data, places: ReadonlySet<PersonalPlace>): Data | undefined => {
    const about = new Set(places);
    let changed: Data | undefined = value;
    for (const { fields, alternatives } of about) {
      for (const alternative of alternatives) about.add(alternative);
      for (const field of fields) {
        changed = change(changed, field);
        if (changed === undefined) return undefined;
      }
    }
    if (isArray(changed)) {
      const list = changed as Data[];
      const below = new Set([...about].flatMap(({ items }) => items));
      if (below.size > 0) {
        const kept = list.map((item) => visit(item, below)).filter((item) => item !== undefined);
        list.splice(0, list.length, ...kept);
      }
    } else if (isObject(changed)) {
      const holder = changed as Record<string, Data>;
      const ofNames = [...about].flatMap(({ names }) => names);
      for (const name of Object.keys(holder)) {
        const below = placesAt(name, about);
        if (below.size === 0 && ofNames.length === 0) continue;
        const member = visit(holder[name] as Data, below);
        const named = changeName(name, ofNames, change);
        if (member === undefined || named !== name) delete holder[name];
        if (member !== undefined && named !== undefined) setOwn(holder, named, member);
      }
    }
    return changed;
  };
  visit(event, new Set([place]));
}

/** The new name of a member; undefined if the member is removed. */
export function changeName(
  name: string,
  fields: readonly PersonalField[],
  change: (value: Data, field: PersonalField) => Data | undefined,
): string | undefined {
  let named: Data | undefined = name;
  for (const field of fields) {
    named = change(named, field);
    if (typeof named !== "string") return undefined;
  }
  return named;
}

/** The marks for the member of that name. */
export function placesAt(name: string, places: ReadonlySet<PersonalPlace>): ReadonlySet<PersonalPlace> {
  const found = new Set<PersonalPlace>();
  for (const { members, patterns, others } of places) {
    if (patterns.length === 0 && others === undefined) {
      const member = members.get(name);
      if (member !== undefined) found.add(member);
      continue;
    }
    let isDeclared = members.has(name);
    const member = members.get(name);
    if (member !== undefined) found.add(member);
    for (const [pattern, matching] of patterns) {
      // Where it is unknown, the value is treated as personal.
      const matches = matchesPattern(pattern, name);
      if (matches !== false && matching !== undefined) found.add(matching);
      isDeclared ||= matches === true;
    }
    if (!isDeclared && others !== undefined) found.add(others);
  }
  return found;
}
