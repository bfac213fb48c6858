import type { DataObject, Pointer } from "@addendum/json-schema";

export type Literal = string | number | boolean | null;

/** A TypeScript type, as data. */
export type Type =
  | { readonly kind: "unknown" }
  | { readonly kind: "never" }
  | { readonly kind: "primitive"; readonly name: "string" | "number" | "boolean" }
  | {
      readonly kind: "literal";
      readonly value: Literal;
      /** What the schema says of this one option. */
      readonly description?: string;
    }
  | { readonly kind: "array"; readonly items: Type; readonly itemSchema?: DataObject }
  | {
      readonly kind: "tuple";
      readonly items: readonly Type[];
      /** How many of the items are always there. */
      readonly required: number;
      /** The type of what follows them. */
      readonly rest: Type;
    }
  | ObjectType
  | { readonly kind: "union"; readonly of: readonly Type[] }
  /** Any value whose JSON type is none of these: what keywords about other types say of it. */
  | { readonly kind: "other"; readonly than: ReadonlySet<JsonType> }
  /** A subschema that others refer to, by its pointer. */
  | { readonly kind: "reference"; readonly pointer: Pointer };

export type JsonType = "null" | "boolean" | "number" | "string" | "array" | "object";

export interface ObjectType {
  readonly kind: "object";
  readonly members: ReadonlyMap<string, Member>;
  /**
   * What undeclared members are. Undefined: nothing is said of them, so where members are declared there are none
   * (the closed content model), and where none are the object is free-form.
   */
  readonly rest: Type | undefined;
  /** The schema that describes it. */
  readonly schema: DataObject | undefined;
}

export interface Member {
  readonly type: Type;
  readonly isRequired: boolean;
  /** The schemas that say something about it, for its documentation. */
  readonly schemas: readonly DataObject[];
}

export const unknown: Type = { kind: "unknown" };
export const never: Type = { kind: "never" };

/** Larger unions are not multiplied out. */
const unionLimit = 100;

export function union(types: readonly Type[]): Type {
  const parts: Type[] = [];
  const seen = new Set<string>();
  for (const type of types.flatMap((one) => (one.kind === "union" ? one.of : [one]))) {
    if (type.kind === "unknown") return unknown;
    if (type.kind === "never") continue;
    const key = keyOf(type);
    if (key !== undefined && seen.has(key)) continue;
    if (key !== undefined) seen.add(key);
    parts.push(type);
  }
  const names = new Set(parts.flatMap((part) => (part.kind === "primitive" ? [part.name] : [])));
  const kept = parts.filter(
    (part) => part.kind !== "literal" || !names.has(typeof part.value as "string" | "number" | "boolean"),
  );
  const [first] = kept;
  if (first === undefined) return never;
  return kept.length === 1 ? first : { kind: "union", of: kept };
}

function keyOf(type: Type): string | undefined {
  if (type.kind === "literal") return `=${JSON.stringify(type.value)}`;
  if (type.kind === "primitive") return type.name;
  if (type.kind === "reference") return `#${type.pointer}`;
  return undefined;
}

/** Whether two types are written alike, whatever their documentation says. */
export function isSameType(a: Type, b: Type): boolean {
  switch (a.kind) {
    case "unknown":
    case "never":
    case "primitive":
    case "literal":
    case "reference":
      return a.kind === b.kind && keyOf(a) === keyOf(b);
    case "other":
      return b.kind === "other";
    case "array":
      return b.kind === "array" && isSameType(a.items, b.items);
    case "tuple":
      return (
        b.kind === "tuple" &&
        a.required === b.required &&
        areSame(a.items, b.items) &&
        isSameType(a.rest, b.rest)
      );
    case "union":
      return b.kind === "union" && areSame(a.of, b.of);
    case "object": {
      if (b.kind !== "object" || !areSame(valuesOf(a.rest), valuesOf(b.rest))) return false;
      const [names, others] = [[...a.members.keys()].sort(), [...b.members.keys()].sort()];
      return (
        names.length === others.length &&
        names.every((name, index) => {
          const [one, other] = [a.members.get(name) as Member, b.members.get(name)];
          return (
            others[index] === name && one.isRequired === other?.isRequired && isSameType(one.type, other.type)
          );
        })
      );
    }
  }
}

function areSame(a: readonly Type[], b: readonly Type[]): boolean {
  return a.length === b.length && a.every((type, index) => isSameType(type, b[index] as Type));
}

function valuesOf(type: Type | undefined): readonly Type[] {
  return type === undefined ? [] : [type];
}

/**
 * The intersection of two types.
 * @param resolve what a reference stands for; undefined if that depends on itself
 */
export function meet(a: Type, b: Type, resolve: (pointer: Pointer) => Type | undefined): Type {
  if (a.kind === "unknown") return b;
  if (b.kind === "unknown") return a;
  if (a.kind === "never" || b.kind === "never") return never;
  if (a.kind === "reference") {
    if (b.kind === "reference" && a.pointer === b.pointer) return a;
    const target = resolve(a.pointer);
    return target === undefined ? a : meet(target, b, resolve);
  }
  if (b.kind === "reference") return meet(b, a, resolve);
  if (a.kind === "union" || b.kind === "union") return meetUnions(a, b, resolve);
  if (a.kind === "other") {
    if (b.kind === "other") return { kind: "other", than: new Set([...a.than, ...b.than]) };
    return a.than.has(jsonTypeOf(b)) ? never : b;
  }
  if (b.kind === "other") return meet(b, a, resolve);
  if (a.kind === "literal") return !isOf(a, b) ? never : b.kind === "literal" ? { ...b, ...a } : a;
  if (b.kind === "literal") return isOf(b, a) ? b : never;
  if (a.kind === "primitive" || b.kind === "primitive") {
    return a.kind === "primitive" && b.kind === "primitive" && a.name === b.name ? a : never;
  }
  if (a.kind === "object" || b.kind === "object") {
    return a.kind === "object" && b.kind === "object" ? meetObjects(a, b, resolve) : never;
  }
  return meetLists(a, b, resolve);
}

function jsonTypeOf(
  type: Exclude<Type, { kind: "unknown" | "never" | "reference" | "union" | "other" }>,
): JsonType {
  switch (type.kind) {
    case "primitive":
      return type.name;
    case "literal":
      return type.value === null ? "null" : (typeof type.value as JsonType);
    case "array":
    case "tuple":
      return "array";
    case "object":
      return "object";
  }
}

/**
 * Leaves out what is said of no type by name: anyone who writes `properties` means objects. Where nothing else is left,
 * it is unknown.
 */
export function settle(type: Type): Type {
  switch (type.kind) {
    case "unknown":
    case "never":
    case "primitive":
    case "literal":
    case "reference":
      return type;
    case "other":
      return unknown;
    case "array":
      return { ...type, items: settle(type.items) };
    case "tuple":
      return { ...type, items: type.items.map(settle), rest: settle(type.rest) };
    case "union":
      return union(type.of.filter(({ kind }) => kind !== "other").map(settle));
    case "object": {
      const members = new Map<string, Member>();
      for (const [name, member] of type.members) members.set(name, { ...member, type: settle(member.type) });
      return { ...type, members, rest: type.rest && settle(type.rest) };
    }
  }
}

type ListType = Extract<Type, { kind: "array" | "tuple" }>;

function meetUnions(a: Type, b: Type, resolve: (pointer: Pointer) => Type | undefined): Type {
  const [left, right] = [alternativesOf(a), alternativesOf(b)];
  const isLiteral = (type: Type) => type.kind === "literal";
  if (left.length * right.length <= unionLimit || left.every(isLiteral) || right.every(isLiteral)) {
    return union(left.flatMap((one) => right.map((other) => meet(one, other, resolve))));
  }
  // What both sides say together is lost; what each declares is not.
  const loose = [...left, ...right].filter((type) => type.kind === "object");
  return loose.length === left.length + right.length ? loosen(loose) : a;
}

export function alternativesOf(type: Type): readonly Type[] {
  return type.kind === "union" ? type.of : [type];
}

function isOf({ value }: Extract<Type, { kind: "literal" }>, type: Type): boolean {
  if (type.kind === "literal") return type.value === value;
  return type.kind === "primitive" && type.name === typeof value;
}

function meetObjects(a: ObjectType, b: ObjectType, resolve: (pointer: Pointer) => Type | undefined): Type {
  const members = new Map<string, Member>();
  for (const name of new Set([...a.members.keys(), ...b.members.keys()])) {
    const [one, other] = [a.members.get(name), b.members.get(name)];
    const type = meet(one?.type ?? a.rest ?? unknown, other?.type ?? b.rest ?? unknown, resolve);
    const isRequired = one?.isRequired === true || other?.isRequired === true;
    if (type.kind === "never" && isRequired) return never;
    const schemas = [...new Set([...(one?.schemas ?? []), ...(other?.schemas ?? [])])];
    members.set(name, { type, isRequired, schemas });
  }
  const rest = a.rest && b.rest ? meet(a.rest, b.rest, resolve) : (a.rest ?? b.rest);
  return { kind: "object", members, rest, schema: a.schema ?? b.schema };
}

function meetLists(a: ListType, b: ListType, resolve: (pointer: Pointer) => Type | undefined): Type {
  if (a.kind === "array" && b.kind === "array") {
    const itemSchema = a.itemSchema ?? b.itemSchema;
    return { kind: "array", items: meet(a.items, b.items, resolve), ...(itemSchema && { itemSchema }) };
  }
  const itemAt = (list: ListType, index: number) =>
    list.kind === "array" ? list.items : (list.items[index] ?? list.rest);
  const length = Math.max(...[a, b].map((list) => (list.kind === "tuple" ? list.items.length : 0)));
  const required = Math.max(...[a, b].map((list) => (list.kind === "tuple" ? list.required : 0)));
  const items = Array.from({ length }, (_, index) => meet(itemAt(a, index), itemAt(b, index), resolve));
  if (items.slice(0, required).some(({ kind }) => kind === "never")) return never;
  return { kind: "tuple", items, required, rest: meet(itemAt(a, length), itemAt(b, length), resolve) };
}

/** An object type with the members of several, all optional where not all of them have it. */
export function loosen(types: readonly ObjectType[]): ObjectType {
  const members = new Map<string, Member>();
  for (const name of new Set(types.flatMap((type) => [...type.members.keys()]))) {
    const found = types.flatMap((type) => type.members.get(name) ?? []);
    members.set(name, {
      type: union(found.map(({ type }) => type)),
      isRequired: found.length === types.length && found.every(({ isRequired }) => isRequired),
      schemas: found.flatMap(({ schemas }) => schemas),
    });
  }
  const rests = types.flatMap(({ rest }) => (rest && rest.kind !== "never" ? [rest] : []));
  const [first] = types;
  return {
    kind: "object",
    members,
    rest: rests.length > 0 ? union(rests) : undefined,
    schema: first?.schema,
  };
}
