import { pascalCase } from "@addendum/event-fields";
import type { Literal, ObjectType, Type } from "./type.ts";

/** Where a type is. */
export interface TypePlace {
  /** What an object here is called. */
  readonly name: string;
  /** Tells it from places that would be called the same. */
  readonly path: string;
}

/** Whether a place has its name already, for whatever is there: the root and definitions. */
export function isNamed({ path }: TypePlace): boolean {
  return !path.includes("\0");
}

export function below({ name, path }: TypePlace, part: string): TypePlace {
  return { name: name + part, path: `${path}\0*${part}` };
}

export function memberOf({ name, path }: TypePlace, key: string): TypePlace {
  return { name: name + (pascalCase(key) || "Member"), path: `${path}\0${key}` };
}

/** Objects that are used like maps are written where they are. */
export function isMap({ members }: ObjectType): boolean {
  return members.size === 0;
}

/** The names that distinguish alternatives: the literals of a member that all have, else their numbers. */
export function alternativeNames(objects: readonly ObjectType[]): ReadonlyMap<ObjectType, string> {
  const named = (names: readonly string[]) =>
    new Map(objects.map((object, index) => [object, names[index] as string]));
  for (const key of objects[0]?.members.keys() ?? []) {
    const types = objects.map(({ members }) => members.get(key)?.type);
    if (!types.every((type) => type?.kind === "literal")) continue;
    const names = types.map((type) => pascalCase(String((type as { readonly value: Literal }).value)));
    if (names.every(Boolean) && new Set(names).size === names.length) return named(names);
  }
  return named(objects.map((_, index) => `Option${index + 1}`));
}

/** Lists, tuples and maps contain types whose names begin with the name of the place. */
export function isNested(type: Type): boolean {
  return type.kind === "array" || type.kind === "tuple" || (type.kind === "object" && isMap(type));
}

/**
 * The places of alternatives that are lists, tuples or maps. The first of either kind has the name of the union, as it
 * has where it is the only one, so that a new alternative renames nothing; the others are numbered.
 */
export function nestedPlaces(
  parts: readonly Type[],
  at: TypePlace,
  objects: readonly ObjectType[],
): ReadonlyMap<Type, TypePlace> {
  const places = new Map<Type, TypePlace>();
  const count = { List: 0, Map: 0 };
  // A lone object is there itself, and what it contains besides its members is named like what a map contains.
  if (objects.length === 1 && !isNamed(at)) count.Map++;
  for (const part of parts) {
    if (!isNested(part)) continue;
    const kind = part.kind === "object" ? "Map" : "List";
    const number = ++count[kind];
    places.set(part, number === 1 ? at : below(at, `${kind}${number}`));
  }
  return places;
}
