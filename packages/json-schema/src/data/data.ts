/**
 * Data of a YAML or JSON document. `Date` appears where YAML reads an unquoted timestamp.
 * Objects may own a key named `__proto__`; write with {@link setOwn}, copy with {@link mapValues}.
 */
export type Data =
  null | boolean | number | string | Date | readonly Data[] | { readonly [key: string]: Data };

export type DataObject = { readonly [key: string]: Data };

/** A schema: an object, or one of the boolean schemas. Source: JSON Schema draft-07 §4.3.1. */
export type Schema = DataObject | boolean;

export function isObject(value: unknown): value is DataObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

export function isArray(value: unknown): value is readonly Data[] {
  return Array.isArray(value);
}

export function isSchema(value: unknown): value is Schema {
  return typeof value === "boolean" || isObject(value);
}

/** The value under an *own* key: a property named `constructor` is data, an inherited one is not there. */
export function own(object: DataObject, key: string): Data | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Assigns an own property, also when it is named `__proto__`. */
export function setOwn<T>(object: Record<string, T>, key: string, value: T): void {
  if (key === "__proto__") {
    Object.defineProperty(object, key, {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    });
  } else {
    object[key] = value;
  }
}

export function mapValues<A, B>(
  object: { readonly [key: string]: A },
  map: (value: A, key: string) => B,
): Record<string, B> {
  const result: Record<string, B> = {};
  for (const key of Object.keys(object)) setOwn(result, key, map(object[key] as A, key));
  return result;
}

/** Deep equality of data; the order of keys does not matter, the order of items does. */
export function equals(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a === "number" && typeof b === "number") return Number.isNaN(a) && Number.isNaN(b);
  if (isArray(a)) {
    return isArray(b) && a.length === b.length && a.every((item, index) => equals(item, b[index]));
  }
  if (a instanceof Date) return b instanceof Date && a.getTime() === b.getTime();
  if (isObject(a) && isObject(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && equals(a[key], b[key]))
    );
  }
  return false;
}

/** A deep copy in which shared objects are still shared. */
export function cloneData(data: Data, copies: Map<object, Data> = new Map()): Data {
  if (typeof data !== "object" || data === null || data instanceof Date) return data;
  const known = copies.get(data);
  if (known !== undefined) return known;
  const copy = isArray(data)
    ? data.map((item) => cloneData(item, copies))
    : mapValues(data, (member) => cloneData(member, copies));
  copies.set(data, copy);
  return copy;
}
