import { type Data, type DataObject, isArray, isObject, setOwn } from "@addendum/json-schema";

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
    // What needs no bounds stays the object it is: most of a schema does.
    let changed: Record<string, Data> | undefined;
    for (const keyword of Object.keys(schema)) {
      const value = schema[keyword] as Data;
      const bounded = this.visitKeyword(keyword, value);
      if (bounded === value) continue;
      changed ??= { ...schema };
      setOwn(changed, keyword, bounded);
    }
    if (schema["type"] === "integer" || schema["type"] === "number") {
      if (!Object.hasOwn(schema, "minimum")) changed = { ...(changed ?? schema), minimum: this.bounds[0] };
      if (!Object.hasOwn(schema, "maximum")) changed = { ...(changed ?? schema), maximum: this.bounds[1] };
    }
    const result = changed ?? schema;
    this.visited.set(schema, result);
    return result;
  }

  private visitKeyword(keyword: string, value: Data): Data {
    if (isArray(value)) {
      if (!lists.has(keyword)) return value;
      const items = value.map((one) => this.visit(one));
      return items.every((item, index) => item === value[index]) ? value : items;
    }
    if (!isObject(value)) return value;
    if (!maps.has(keyword)) return single.has(keyword) ? this.visit(value) : value;
    let changed: Record<string, Data> | undefined;
    for (const name of Object.keys(value)) {
      const member = value[name] as Data;
      const bounded = this.visit(member);
      if (bounded === member) continue;
      changed ??= { ...value };
      setOwn(changed, name, bounded);
    }
    return changed ?? value;
  }
}
