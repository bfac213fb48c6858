import { type Data, type DataObject, isObject, mapSubschemas } from "@addendum/json-schema";
import type { NumericBounds } from "../model/settings.ts";

/** What they contain is not visited. Source: json-schema-traverse 0.4. */
const passedOver = new Set(["if", "then", "else"]);

/** Gives each schema whose type is exactly `integer` or `number` the bounds that it does not state. */
export function addNumericBounds(schema: DataObject, bounds: NumericBounds): DataObject {
  return new Bounder(bounds).visit(schema) as DataObject;
}

class Bounder {
  /** A schema that is in two places stays one. */
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
    let result = mapSubschemas(schema, (one, keyword) => (passedOver.has(keyword) ? one : this.visit(one)));
    if (schema["type"] === "integer" || schema["type"] === "number") {
      if (!Object.hasOwn(schema, "minimum")) result = { ...result, minimum: this.bounds[0] };
      if (!Object.hasOwn(schema, "maximum")) result = { ...result, maximum: this.bounds[1] };
    }
    this.visited.set(schema, result);
    return result;
  }
}
