import type { DataObject } from "@addendum/json-schema";
import type ts from "typescript";
import { type Conversion, type Place, placeBelow } from "./model.ts";
import { isSame } from "./union.ts";

/** A list whose items have places of their own. */
export function convertTuple(conversion: Conversion, type: ts.TupleTypeReference, place: Place): DataObject {
  const parts = conversion.checker.getTypeArguments(type);
  const { elementFlags, minLength } = type.target;
  const { ElementFlags } = conversion.compiler;
  const rest = elementFlags.findIndex((flag) => (flag & ElementFlags.Variable) !== 0);
  const items = parts.map((part, index) =>
    conversion.convertItem(part, placeBelow(place, rest === -1 || index < rest ? `[${index}]` : "[]")),
  );
  const least = minLength > 0 ? { minItems: minLength } : {};
  const kinds = items.filter((one, index) => items.findIndex((other) => isSame(one, other)) === index);
  const [only] = kinds;
  if (rest !== -1 && kinds.length === 1) return { type: "array", items: only as DataObject, ...least };
  if (rest !== -1 && rest < parts.length - 1) {
    conversion.remark(
      place,
      "is a tuple whose rest element is not the last one: the schema accepts each of its types at every position.",
    );
    return { type: "array", items: { anyOf: kinds }, ...least };
  }
  const fixed = rest === -1 ? items : items.slice(0, rest);
  return {
    type: "array",
    ...(fixed.length > 0 && { items: fixed }),
    ...least,
    ...(rest === -1 ? { maxItems: fixed.length } : { additionalItems: items[rest] as DataObject }),
  };
}
