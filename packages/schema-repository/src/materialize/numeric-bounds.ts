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
  return new Bounder(bounds).visit(schema) as DataObject;
}

class Bounder {
  /** A schema that stands in two places stays one. */
  private readonly visited = new Map<object, DataObject>();
  private readonly bounds: NumericBounds;

  constructor(bounds: NumericBounds) {
    this.bounds = bounds;
  }

  visit(schema: Data): Data {
    if (!isObject(schema)) return schema;
    const known = this.visited.get(schema);
    if (known !== undefined) return known;
    const result: Record<string, Data> = mapValues(schema, (value, keyword) => {
      if (isArray(value)) return lists.has(keyword) ? value.map((one) => this.visit(one)) : value;
      if (maps.has(keyword)) {
        return isObject(value) ? mapValues(value, (member) => this.visit(member)) : value;
      }
      return single.has(keyword) ? this.visit(value) : value;
    });
    if (schema["type"] === "integer" || schema["type"] === "number") {
      if (!Object.hasOwn(schema, "minimum")) result["minimum"] = this.bounds[0];
      if (!Object.hasOwn(schema, "maximum")) result["maximum"] = this.bounds[1];
    }
    this.visited.set(schema, result);
    return result;
  }
}
