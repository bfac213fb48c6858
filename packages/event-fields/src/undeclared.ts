import {
  type Data,
  type DataObject,
  isArray,
  isObject,
  join,
  matchesPattern,
  own,
  type Schema,
} from "@addendum/json-schema";

/**
 * Pointers to the members of an event that its schema does not declare, long names cut.
 * @param tell called with each, with its whole name: it may change that member
 */
export type FindUndeclared = (event: Data, tell?: TellUndeclared) => readonly string[];

type TellUndeclared = (holder: DataObject, name: string) => void;

/** What a closed schema says of the values at one place; undefined: nothing. */
interface Allowed {
  readonly names: ReadonlyMap<string, Allowed | typeof anything>;
  readonly patterns: readonly (readonly [string, Allowed | undefined])[];
  /** Of names that are not listed: false where there may be none. */
  readonly rest: Allowed | undefined | false;
  readonly tuple: readonly (Allowed | undefined)[];
  readonly items: Allowed | undefined;
}

/** Nothing is said of the values there. */
const anything = Symbol("anything");

/** Names are cut, so that what a sender makes up fits a log. */
const nameLimit = 80;

/**
 * Compiles what finds undeclared members.
 * @param closed a schema that refuses what it does not declare, as containment closes the schemas of old events: so what
 *   is counted is what the proof calls impossible
 */
export function compileUndeclared(closed: Schema): FindUndeclared {
  const places = new Map<object, Allowed>();
  const allowedBy = (schema: Data | undefined): Allowed | undefined => {
    if (!isObject(schema)) return undefined;
    const known = places.get(schema);
    if (known !== undefined) return known;
    const place = {} as { -readonly [Key in keyof Allowed]: Allowed[Key] };
    // Before its parts: what closes a recursive schema is recursive, too.
    places.set(schema, place);
    const items = own(schema, "items");
    place.names = new Map(
      entries(schema, "properties").map(([name, one]) => [name, allowedBy(one) ?? anything]),
    );
    place.patterns = entries(schema, "patternProperties").map(
      ([name, one]) => [name, allowedBy(one)] as const,
    );
    const rest = own(schema, "additionalProperties");
    place.rest = rest === false ? false : allowedBy(rest);
    place.tuple = isArray(items) ? items.map(allowedBy) : [];
    place.items = allowedBy(isArray(items) ? own(schema, "additionalItems") : items);
    return place;
  };
  const root = allowedBy(closed);
  return (event, tell) => {
    const found: string[] = [];
    if (root !== undefined) visit(root, event, [], found, tell);
    return found;
  };
}

/** @param path to the value; a pointer is made of it where something is found, which is seldom */
function visit(
  place: Allowed,
  value: Data,
  path: string[],
  found: string[],
  tell: TellUndeclared | undefined,
): void {
  if (typeof value !== "object" || value === null) return;
  if (isArray(value)) {
    if (place.items === undefined && place.tuple.length === 0) return;
    for (let index = 0; index < value.length; index++) {
      const at = index < place.tuple.length ? place.tuple[index] : place.items;
      if (at === undefined) continue;
      path.push(String(index));
      visit(at, value[index] as Data, path, found, tell);
      path.pop();
    }
    return;
  }
  const object = value as DataObject;
  for (const name of Object.keys(object)) {
    const at = place.names.get(name) ?? placeOfOther(place, name);
    if (at === false) {
      found.push(join("", ...path, name.slice(0, nameLimit)));
      tell?.(object, name);
    }
    if (at === false || at === anything) continue;
    // Most members are plain values.
    const member = object[name] as Data;
    if (typeof member !== "object" || member === null) continue;
    path.push(name.slice(0, nameLimit));
    visit(at, member, path, found, tell);
    path.pop();
  }
}

/** Of a name that is not listed; false: it is not declared. */
function placeOfOther(place: Allowed, name: string): Allowed | typeof anything | false {
  for (const [pattern, at] of place.patterns)
    if (matchesPattern(pattern, name) !== false) return at ?? anything;
  return place.rest ?? anything;
}

function entries(schema: DataObject, keyword: string): [string, Data][] {
  const members = own(schema, keyword);
  return isObject(members) ? Object.entries(members) : [];
}
