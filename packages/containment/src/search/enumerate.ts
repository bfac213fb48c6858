import { canonical, type Data, setOwn } from "@addendum/json-schema";
import { type ArrayShape } from "../shapes/array.ts";
import { numbersOf } from "../shapes/number.ts";
import type { ObjectShape } from "../shapes/object.ts";
import { undeclaredNames } from "../shapes/object-names.ts";
import type { Shape } from "../shapes/shape.ts";
import { type StringShape, stringsOf } from "../shapes/string.ts";
import type { Solver } from "../formulas/solver.ts";

/** More values than these are not looked at one by one. */
const valueLimit = 600;

/**
 * A list that holds every value of a shape, and perhaps others; undefined if there are too many. Where neither a
 * refutation nor a construction succeeds, looking at each decides.
 */
export function everyValue(shaped: Shape, solver: Solver): readonly Data[] | undefined {
  switch (shaped.type) {
    case "null":
      return [null];
    case "boolean":
      return [false, true];
    case "number": {
      const { candidates, isComplete } = numbersOf(shaped.shape);
      return isComplete ? [...candidates] : undefined;
    }
    case "string":
      return everyString(shaped.shape, solver);
    case "array":
      return everyArray(shaped.shape, solver);
    case "object":
      return everyObject(shaped.shape, solver);
  }
}

function everyString(shape: StringShape, solver: Solver): readonly Data[] | undefined {
  const { patterns, antiPatterns, formats, antiFormats, most } = shape;
  if (patterns.size + antiPatterns.size + formats.size + antiFormats.size === 0 && most > 0) return undefined;
  const texts = stringsOf(shape, solver.spend);
  const found: string[] = [];
  while (found.length <= valueLimit) {
    const next = texts.next();
    if (next.done === true) return next.value ? found : undefined;
    found.push(next.value);
  }
  return undefined;
}

function everyArray(shape: ArrayShape, solver: Solver): readonly Data[] | undefined {
  const found: (readonly Data[])[] = [];
  let ofLength: (readonly Data[])[] = [[]];
  for (let length = 0; ofLength.length > 0; length++) {
    if (length >= shape.least) found.push(...ofLength);
    if (length >= shape.most) break;
    const items = solver.enumerate(shape.claimsAt(length));
    if (items === undefined) return undefined;
    if (found.length + ofLength.length * items.length > valueLimit || length > valueLimit) return undefined;
    ofLength = ofLength.flatMap((list) => items.map((item) => [...list, item]));
    if (shape.isUnique)
      ofLength = ofLength.filter((list) => new Set(list.map(canonical)).size === list.length);
  }
  return found;
}

function everyObject(shape: ObjectShape, solver: Solver): readonly Data[] | undefined {
  // Without room for more members, the required ones are all.
  const isFull = shape.present.size >= shape.most;
  const declared = [...(isFull ? shape.present : shape.names)].filter((name) => !shape.absent.has(name));
  solver.spend(declared.length / 5);
  const valuesAt = (name: string) => (shape.allowsName(name) ? solver.enumerate(shape.claimsAt(name)) : []);
  // Most objects have a member of more values than can be looked at, and need not be looked at further.
  if (declared.some((name) => valuesAt(name) === undefined)) return undefined;
  const undeclared = isFull ? [] : undeclaredNames(shape, solver);
  if (undeclared === undefined) return undefined;
  let found: Readonly<Record<string, Data>>[] = [{}];
  for (const name of [...declared, ...undeclared]) {
    const values = valuesAt(name);
    if (values === undefined || found.length * (values.length + 1) > valueLimit) return undefined;
    const longer = found.flatMap((object) => values.map((value) => withMember(object, name, value)));
    found = shape.present.has(name) ? longer : [...found, ...longer];
  }
  return found;
}

function withMember(object: Readonly<Record<string, Data>>, name: string, value: Data) {
  const longer = { ...object };
  setOwn(longer, name, value);
  return longer;
}
