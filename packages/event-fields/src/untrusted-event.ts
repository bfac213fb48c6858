import { cloneData, type Data, isArray, isObject, setOwn } from "@addendum/json-schema";
import {
  changeName,
  type DeclaredPlaces,
  type PersonalField,
  type PersonalPlace,
  placesAt,
} from "./personal-fields.ts";

/**
 * A copy of an event that its schema may have refused, with its personal data changed. Such an event need not have the
 * shape in which the marks find what they are about: `http` is a text where an object with an address should be, or
 * `clientIp` is beside `client_ip`. So what the schema does not declare is left out, and so is a value that contains
 * something else than the members or items that are marked.
 * @param declared of the event's schema; undefined: it marks nothing, and the event stays as it is
 * @param change what a value becomes; undefined: it is removed
 * @param instead what is in the place of what is left out; undefined: nothing
 */
export function withoutPersonalData(
  event: Data,
  declared: DeclaredPlaces | undefined,
  change: (value: Data, field: PersonalField) => Data | undefined,
  instead?: Data,
): Data | undefined {
  if (declared?.root === undefined) return event;
  const { root, leading } = declared;
  const isLeading = (place: PersonalPlace | undefined) => place !== undefined && leading.has(place);

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
    const all = [...about];
    if (isArray(changed)) return items(changed, all);
    if (isObject(changed)) return members(changed, about);
    // An object or a list is expected, of which a part is marked.
    const holdsMarks = all.some(
      ({ names, members: named, patterns, others, items: each }) =>
        names.length > 0 ||
        isLeading(others) ||
        each.some(isLeading) ||
        patterns.some(([, one]) => isLeading(one)) ||
        [...named.values()].some(isLeading),
    );
    return holdsMarks && changed !== null ? instead : changed;
  };

  const items = (list: readonly Data[], about: readonly PersonalPlace[]): Data => {
    const below = new Set(about.flatMap(({ items: each }) => each));
    if (below.size === 0) {
      const isFree = about.every((place) => place.takes.list && !declaresMembers(place));
      return isFree ? cloneData(list) : (instead ?? []);
    }
    return list.map((item) => visit(item, below)).filter((item) => item !== undefined);
  };

  const members = (object: { readonly [name: string]: Data }, about: ReadonlySet<PersonalPlace>): Data => {
    const all = [...about];
    if (!all.some(declaresMembers)) {
      const isFree = all.every(({ takes, items: each }) => takes.object && each.length === 0);
      return isFree ? cloneData(object) : (instead ?? {});
    }
    const ofNames = all.flatMap(({ names }) => names);
    const result: Record<string, Data> = {};
    for (const name of Object.keys(object)) {
      const below = placesAt(name, about);
      const isDeclared = below.size > 0 || all.some((place) => place.members.has(name));
      const given = object[name] as Data;
      const member = !isDeclared ? instead : below.size === 0 ? given : visit(given, below);
      const named = changeName(name, ofNames, change);
      if (member !== undefined && named !== undefined) setOwn(result, named, member);
    }
    return result;
  };

  return visit(event, new Set([root]));
}

function declaresMembers({ names, members, patterns, others }: PersonalPlace): boolean {
  return names.length > 0 || members.size > 0 || patterns.length > 0 || others !== undefined;
}

/**
 * A pointer into an event, cut where personal data begins: the names below, and the names of a map's members, may be
 * part of it. They are shown as `*`.
 */
export function publicPointer(
  path: readonly string[],
  declared: DeclaredPlaces | undefined,
): readonly string[] {
  if (declared?.root === undefined) return path;
  let about: ReadonlySet<PersonalPlace> = new Set([declared.root]);
  const shown: string[] = [];
  for (const name of path) {
    const all = new Set(about);
    for (const { alternatives } of all) for (const one of alternatives) all.add(one);
    const list = [...all];
    if (list.some(({ fields }) => fields.length > 0)) return [...shown, "*"];
    const isIndex = /^\d+$/.test(name) && list.some(({ items }) => items.length > 0);
    about = isIndex ? new Set(list.flatMap(({ items }) => items)) : placesAt(name, all);
    const isNamed = list.some(({ members }) => members.has(name));
    const isOfMap = [...about].some((place) => declared.leading.has(place)) && !isNamed && !isIndex;
    shown.push(isOfMap || list.some(({ names }) => names.length > 0) ? "*" : name);
  }
  return shown;
}
