import type { Branch } from "../formulas/branch.ts";
import type { JsonType } from "../formulas/formula.ts";
import { ArrayShape } from "./array.ts";
import { NumberShape } from "./number.ts";
import { ObjectShape } from "./object.ts";
import { StringShape } from "./string.ts";

/** What claims leave of one JSON type. */
export type Shape =
  | { readonly type: "null" | "boolean" }
  | { readonly type: "number"; readonly shape: NumberShape }
  | { readonly type: "string"; readonly shape: StringShape }
  | { readonly type: "array"; readonly shape: ArrayShape }
  | { readonly type: "object"; readonly shape: ObjectShape };

/** The values of one type that the facts of a branch allow. */
export function shapeOf(type: JsonType, { facts }: Branch): Shape {
  switch (type) {
    case "null":
    case "boolean":
      return { type };
    case "number": {
      const shape = new NumberShape();
      for (const { formula, holds } of facts) {
        if (formula.kind === "assertion" && formula.type === type) formula.narrow(shape, holds);
        if (formula.kind !== "types" || formula.types.has("number")) continue;
        if (formula.types.has("integer")) shape.restrictTo(holds ? "integer" : "fraction");
      }
      return { type, shape };
    }
    case "string": {
      const shape = new StringShape();
      for (const { formula, holds } of facts) {
        if (formula.kind === "assertion" && formula.type === type) formula.narrow(shape, holds);
        if (formula.kind !== "values") continue;
        shape.excluded.push(...formula.values.filter((value) => typeof value === "string"));
      }
      return { type, shape };
    }
    case "array": {
      const shape = new ArrayShape();
      for (const { formula, holds } of facts) {
        if (formula.kind === "assertion" && formula.type === type) formula.narrow(shape, holds);
      }
      return { type, shape };
    }
    case "object": {
      const shape = new ObjectShape();
      for (const { formula, holds } of facts) {
        if (formula.kind === "assertion" && formula.type === type) formula.narrow(shape, holds);
      }
      return { type, shape };
    }
  }
}
