import { type Data, type DataObject, isArray, isObject, mapValues } from "@addendum/json-schema";

export type NumericBounds = readonly [minimum: number, maximum: number];

/** The keywords that are visited: `if`, `then` and `else` are not. Source: json-schema-traverse 0.4. */
const single = new Set([
  "additionalItems",
  "items",
  "contains",
  "additionalProperties",
  "propertyNames",
  "not",
]);
const lists = new Set(["items", "allOf", "anyOf", "oneOf"]);
const maps = new Set(["definitions", "properties", "patternProperties", "dependencies"]);

/** Gives each schema whose type is exactly `integer` or `number` the bounds that it does not state. */
export function addNumericBounds(schema: DataObject, bounds: NumericBounds): DataObject {
  const result: Record<string, Data> = mapValues(schema, (value, keyword) => {
    if (isArray(value)) return lists.has(keyword) ? value.map((one) => visit(one, bounds)) : value;
    if (maps.has(keyword)) {
      return isObject(value) ? mapValues(value, (member) => visit(member, bounds)) : value;
    }
    return single.has(keyword) ? visit(value, bounds) : value;
  });
  if (schema["type"] === "integer" || schema["type"] === "number") {
    if (!Object.hasOwn(schema, "minimum")) result["minimum"] = bounds[0];
    if (!Object.hasOwn(schema, "maximum")) result["maximum"] = bounds[1];
  }
  return result;
}

function visit(value: Data, bounds: NumericBounds): Data {
  return isObject(value) ? addNumericBounds(value, bounds) : value;
}
