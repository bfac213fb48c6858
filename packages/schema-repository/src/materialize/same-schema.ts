import { type Data, DataSet, equals, isArray, isObject, own } from "@addendum/json-schema";

/** Keywords that hold one schema, for which being absent and accepting everything are the same. */
const schemaKeywords = new Set(["additionalProperties", "additionalItems", "propertyNames"]);

/** Whether two values of a keyword say the same, however their lists are ordered. Undefined: the keyword is absent. */
export function sameValue(keyword: string, a: Data | undefined, b: Data | undefined): boolean {
  if (schemaKeywords.has(keyword)) return sameSchema(a, b);
  if (equals(a, b)) return true;
  switch (keyword) {
    case "minLength":
    case "minItems":
    case "minProperties":
      return (a ?? 0) === (b ?? 0);
    case "uniqueItems":
      return (a ?? false) === (b ?? false);
    case "required":
      return sameValues(a ?? [], b ?? []);
    case "properties":
    case "patternProperties":
    case "dependencies":
      return sameMembers(a ?? {}, b ?? {});
  }
  if (a === undefined || b === undefined) return false;
  switch (keyword) {
    case "enum":
      return sameValues(a, b);
    case "type":
      return sameList(a, b, equals);
    case "contains":
    case "not":
      return sameSchema(a, b);
    case "oneOf":
      return isArray(a) && isArray(b) && sameBag(a, b);
    case "allOf":
    case "anyOf":
      return isArray(a) && isArray(b) && sameList(a, b, sameSchema);
    case "items":
      if (!isArray(a) || !isArray(b)) return sameSchema(a, b);
      return a.length === b.length && a.every((one, index) => sameSchema(one, b[index]));
    default:
      return false;
  }
}

/** Whether two schemas say the same. Undefined: there is none, which accepts everything. Source: json-schema-compare. */
export function sameSchema(a: Data | undefined, b: Data | undefined): boolean {
  if (acceptsEverything(a) && acceptsEverything(b)) return true;
  if (!isObject(a) || !isObject(b)) return a === b;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => sameValue(key, own(a, key), own(b, key)));
}

function acceptsEverything(schema: Data | undefined): boolean {
  return schema === undefined || schema === true || (isObject(schema) && Object.keys(schema).length === 0);
}

function sameMembers(a: Data, b: Data): boolean {
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => {
      if (!Object.hasOwn(b, key)) return false;
      const [left, right] = [a[key] as Data, b[key] as Data];
      // In `dependencies` a member may be a list of names.
      return isArray(left) && isArray(right) ? sameValues(left, right) : sameSchema(left, right);
    })
  );
}

function sameValues(a: Data, b: Data): boolean {
  const [left, right] = [isArray(a) ? a : [a], isArray(b) ? b : [b]];
  const [leftSet, rightSet] = [new DataSet(left), new DataSet(right)];
  return left.every((one) => rightSet.has(one)) && right.every((one) => leftSet.has(one));
}

function sameList(a: Data, b: Data, same: (a: Data, b: Data) => boolean): boolean {
  const [left, right] = [isArray(a) ? a : [a], isArray(b) ? b : [b]];
  const contains = (list: readonly Data[], one: Data) => list.some((other) => same(one, other));
  return left.every((one) => contains(right, one)) && right.every((one) => contains(left, one));
}

/** Whether two lists contain the same schemas equally often: two equal branches of `oneOf` are not one. */
function sameBag(a: readonly Data[], b: readonly Data[]): boolean {
  const left = [...b];
  return (
    a.length === b.length &&
    a.every((one) => {
      const index = left.findIndex((other) => sameSchema(one, other));
      return index !== -1 && left.splice(index, 1).length === 1;
    })
  );
}
