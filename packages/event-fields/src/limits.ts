import { type Data, type DataObject, equals, isArray, typesOfKeyword } from "@addendum/json-schema";

/** Keywords that limit values of one type → their values. A list: each of them holds. */
export type Limits = ReadonlyMap<string, Data>;

/** The narrower of two limits that both apply. */
const stricter: Readonly<Record<string, (a: number, b: number) => number>> = {
  minimum: Math.max,
  exclusiveMinimum: Math.max,
  minLength: Math.max,
  minItems: Math.max,
  minProperties: Math.max,
  maximum: Math.min,
  exclusiveMaximum: Math.min,
  maxLength: Math.min,
  maxItems: Math.min,
  maxProperties: Math.min,
};

const limiting = new Set([...Object.keys(stricter), "multipleOf", "pattern", "uniqueItems"]);

export const noLimits: Limits = new Map();

/** The limits that a schema itself sets. */
export function limitsOf(schema: DataObject): Limits {
  const names = Object.keys(schema).filter((name) => limiting.has(name) && schema[name] !== false);
  return names.length === 0 ? noLimits : new Map(names.map((name) => [name, schema[name] as Data]));
}

/** The limits of two schemas together. */
export function bothLimits(a: Limits, b: Limits): Limits {
  if (a.size === 0 || b.size === 0) return a.size === 0 ? b : a;
  const result = new Map(a);
  for (const [name, limit] of b) {
    const known = result.get(name);
    result.set(name, known === undefined || equals(known, limit) ? limit : together(name, known, limit));
  }
  return result;
}

function together(name: string, a: Data, b: Data): Data {
  const choose = stricter[name];
  if (choose !== undefined && typeof a === "number" && typeof b === "number") return choose(a, b);
  return [a, b].flatMap((one) => (isArray(one) ? one : [one]));
}

interface Alternative {
  readonly types: ReadonlySet<string> | undefined;
  readonly limits: Limits;
}

/** The limits that hold for values of either schema; a schema that allows no values of a limit's type is ignored. */
export function eitherLimits(a: Alternative, b: Alternative): Limits {
  if (a.limits.size === 0 && b.limits.size === 0) return noLimits;
  const result = new Map<string, Data>();
  for (const name of new Set([...a.limits.keys(), ...b.limits.keys()])) {
    const limits = [a, b].filter((one) => isAbout(one, name)).map((one) => one.limits.get(name));
    const [first, second = first] = limits;
    if (first === undefined || second === undefined) continue;
    const choose = stricter[name];
    if (equals(first, second)) result.set(name, first);
    else if (choose !== undefined && typeof first === "number" && typeof second === "number") {
      result.set(name, choose(first, second) === first ? second : first);
    }
  }
  return result;
}

function isAbout({ types }: Alternative, keyword: string): boolean {
  return types === undefined || (typesOfKeyword(keyword) ?? []).some((type) => types.has(type));
}
