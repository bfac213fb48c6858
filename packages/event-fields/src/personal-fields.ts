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
import { privacyOf } from "./privacy.ts";

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
  /** About the same value. */
  readonly alternatives: readonly PersonalPlace[];
  readonly members: ReadonlyMap<string, PersonalPlace | undefined>;
  readonly patterns: readonly (readonly [string, PersonalPlace])[];
  /** About members that are not declared by name. */
  readonly others: PersonalPlace | undefined;
  readonly items: readonly PersonalPlace[];
}

/** What a schema marks; undefined where it marks nothing. */
export function findPersonalFields(schema: Schema): PersonalPlace | undefined {
  const finder = new Finder(resolved(schema));
  return finder.leading.size === 0 ? undefined : finder.root;
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
    const reached = [...this.places.values()].filter(({ fields }) => fields.length > 0);
    for (const place of reached) {
      if (this.leading.has(place)) continue;
      this.leading.add(place);
      reached.push(...((this.holders.get(place) ?? []) as Growing<PersonalPlace>[]));
    }
    for (const place of this.places.values()) this.cut(place);
  }

  /** What leads to no mark need not be looked at in each event. */
  private cut(place: Growing<PersonalPlace>): void {
    const leads = (one: PersonalPlace | undefined) => one !== undefined && this.leading.has(one);
    place.alternatives = place.alternatives.filter(leads);
    place.items = place.items.filter(leads);
    place.patterns = place.patterns.filter(([, one]) => leads(one));
    if (!leads(place.others)) place.others = undefined;
    place.members = new Map([...place.members].map(([name, one]) => [name, leads(one) ? one : undefined]));
  }

  private place(schema: Data | undefined, holder?: PersonalPlace): PersonalPlace | undefined {
    if (!isObject(schema)) return undefined;
    let place = this.places.get(schema);
    if (place === undefined) {
      const mark = privacyOf(schema);
      const accept = (value: Data) => accepts(this.schema, schema, value) !== false;
      const fields = mark === undefined ? [] : [{ kind: mark.kind, accepts: accept }];
      place = { fields, alternatives: [], members: new Map(), patterns: [], others: undefined, items: [] };
      // Before its parts: they may lead back to it.
      this.places.set(schema, place);
      this.fill(place, schema);
    }
    if (holder !== undefined) this.holders.set(place, [...(this.holders.get(place) ?? []), holder]);
    return place;
  }

  private fill(place: Growing<PersonalPlace>, schema: DataObject): void {
    const each = (list: readonly (Data | undefined)[]) => list.flatMap((one) => this.place(one, place) ?? []);
    const named = (keyword: string) => Object.entries(objectIn(schema, keyword));
    place.alternatives = each([
      resolveReference(this.schema, own(schema, "$ref") ?? null),
      ...["allOf", "anyOf", "oneOf"].flatMap((keyword) => listIn(schema, keyword)),
      own(schema, "then"),
      own(schema, "else"),
      ...named("dependencies").map(([, one]) => one),
    ]);
    place.members = new Map(named("properties").map(([name, one]) => [name, this.place(one, place)]));
    place.patterns = named("patternProperties").flatMap(([pattern, one]) => {
      const matching = this.place(one, place);
      return matching === undefined ? [] : [[pattern, matching] as const];
    });
    place.others = this.place(own(schema, "additionalProperties"), place);
    place.items = each([own(schema, "items"), ...listIn(schema, "items"), own(schema, "additionalItems")]);
  }
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
      for (const name of Object.keys(holder)) {
        const below = placesAt(name, about);
        if (below.size === 0) continue;
        const member = visit(holder[name] as Data, below);
        if (member === undefined) delete holder[name];
        else setOwn(holder, name, member);
      }
    }
    return changed;
  };
  visit(event, new Set([place]));
}

function placesAt(name: string, places: ReadonlySet<PersonalPlace>): ReadonlySet<PersonalPlace> {
  const found = new Set<PersonalPlace>();
  for (const { members, patterns, others } of places) {
    const member = members.has(name) ? members.get(name) : others;
    if (member !== undefined) found.add(member);
    for (const [pattern, matching] of patterns) {
      // Where nobody can tell, privacy goes first.
      if (matchesPattern(pattern, name) !== false) found.add(matching);
    }
  }
  return found;
}
