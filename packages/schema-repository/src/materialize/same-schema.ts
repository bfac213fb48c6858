import { type Data, equals, isArray, isObject, subschemaKeywords } from "@addendum/json-schema";

/** Keywords whose lists are sets: their order says nothing. */
const sets = new Set(["required", "enum", "type"]);

/** Whether two values of a keyword say the same, however their lists are ordered. */
export function sameValue(keyword: string, a: Data, b: Data): boolean {
  if (equals(a, b)) return true;
  if (sets.has(keyword)) {
    const [left, right] = [isArray(a) ? a : [a], isArray(b) ? b : [b]];
    return subset(left, right, equals) && subset(right, left, equals);
  }
  switch (subschemaKeywords.get(keyword)) {
    case undefined:
      return false;
    case "list":
      return isArray(a) && isArray(b) && subset(a, b, sameSchema) && subset(b, a, sameSchema);
    case "map":
      return isObject(a) && isObject(b) && sameMembers(a, b, sameSchema);
    case "schema":
      return sameSchema(a, b);
    case "schema-or-list":
      if (isArray(a) && isArray(b)) {
        return a.length === b.length && a.every((one, index) => sameSchema(one, b[index] as Data));
      }
      return sameSchema(a, b);
  }
}

export function sameSchema(a: Data, b: Data): boolean {
  if (equals(a, b)) return true;
  return isObject(a) && isObject(b) && sameMembers(a, b, (left, right, key) => sameValue(key, left, right));
}

function sameMembers(
  a: { readonly [key: string]: Data },
  b: { readonly [key: string]: Data },
  same: (a: Data, b: Data, key: string) => boolean,
): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && same(a[key] as Data, b[key] as Data, key))
  );
}

function subset(a: readonly Data[], b: readonly Data[], same: (a: Data, b: Data) => boolean): boolean {
  return a.every((one) => b.some((other) => same(one, other)));
}
