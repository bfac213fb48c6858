import type { Data } from "@addendum/json-schema";
import type { Branch } from "../formulas/branch.ts";
import { numbersOf } from "../shapes/number.ts";
import { shapeOf } from "../shapes/shape.ts";
import { stringsOf } from "../shapes/string.ts";

/** Values that are worth trying, of scalar types. */
export function* candidates(branch: Branch, spend: (steps: number) => void): Generator<Data> {
  if (branch.values !== undefined) {
    yield* branch.values;
    return;
  }
  for (const type of branch.types) {
    const shaped = shapeOf(type, branch);
    if (shaped.type === "string") yield* stringsOf(shaped.shape, spend);
    if (shaped.type === "number") yield* numbersOf(shaped.shape).candidates;
  }
}

/** Of longer texts no letter is replaced. */
const variedLetters = 20;
const letters = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"];

/** Whether letters of a value are replaced. */
export function hasVariants(value: Data): value is string {
  return typeof value === "string" && value.length <= variedLetters;
}

/** The same text with one of its letters replaced. */
export function* variantsOf(text: string): Generator<string> {
  for (const [index] of [...text].entries()) {
    for (const letter of letters) yield text.slice(0, index) + letter + text.slice(index + 1);
  }
}
