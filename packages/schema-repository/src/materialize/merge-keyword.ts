import {
  annotationNames,
  type Data,
  DataSet,
  isArray,
  isAsserting,
  type Pointer,
  toPointer,
} from "@addendum/json-schema";
import { annotationKeywords } from "../model/annotations.ts";
import { mistakenKeyword } from "../model/mistaken-keyword.ts";
import type { Part } from "./merge-parts.ts";

/** Two values of one keyword that cannot be merged into one. */
export interface MergeConflict {
  readonly keyword: string;
  readonly reason: "different" | "empty";
  readonly places: readonly [Pointer, Pointer];
  readonly values: readonly [Data, Data];
}

export class Conflict extends Error {
  readonly conflict: MergeConflict;

  constructor(keyword: string, reason: MergeConflict["reason"], values: readonly Part[]) {
    super(keyword);
    const [a, b] = values as [Part, Part];
    this.conflict = {
      keyword,
      reason,
      places: [toPointer(a.at), toPointer(b.at)],
      values: [a.schema, b.schema],
    };
  }
}

/**
 * Whether a keyword says nothing about which values are instances, so that the first of several values may stay. A
 * `$ref` is there only where it has no target.
 */
export function isAnnotation(keyword: string, configured: readonly string[]): boolean {
  if (isAsserting(keyword)) return keyword === "$ref";
  if (annotationNames.includes(keyword) || annotationKeywords.includes(keyword)) return true;
  if (keyword.startsWith("x-") || configured.includes(keyword)) return true;
  // What is misspelt, or another dialect's, was meant to assert something: which of two values is left to the author.
  return mistakenKeyword(keyword) === undefined;
}

/**
 * One value that stands for several different ones of a keyword that asserts something and contains no schemas.
 * Undefined: no single value does, and the schemas have to stay apart. Throws {@link Conflict}.
 */
export function mergeDistinct(key: string, values: readonly Part[]): Data | undefined {
  const data = values.map(({ schema }) => schema);
  const numbers = data.filter((value) => typeof value === "number");
  switch (key) {
    case "required":
      return sorted(distinctData(data.flatMap((value) => (isArray(value) ? value : [value]))));
    case "enum":
      return intersectEnums(values);
    case "type":
      return intersectTypes(values);
    case "minimum":
    case "exclusiveMinimum":
    case "minLength":
    case "minItems":
    case "minProperties":
      return Math.max(...numbers);
    case "maximum":
    case "exclusiveMaximum":
    case "maxLength":
    case "maxItems":
    case "maxProperties":
      return Math.min(...numbers);
    case "multipleOf":
      return leastCommonMultiple(numbers);
    case "uniqueItems":
      return data.includes(true);
    default:
      throw new Conflict(key, "different", values);
  }
}

/** The names that any of several lists contains. */
export function joinNames(lists: readonly Data[]): Data[] {
  return sorted(distinctData(lists.flatMap((list) => list as readonly Data[])));
}

/** The values without those that equal an earlier one. */
function distinctData(values: readonly Data[]): Data[] {
  const known = new DataSet();
  return values.filter((value) => known.add(value));
}

/** Ascending as JavaScript compares values, which is how the merged lists of existing repositories stand. */
function sorted(values: readonly Data[]): Data[] {
  const last = (value: Data) => (value === null ? 1 : Number.isNaN(value) ? 2 : 0);
  return [...values].sort((a, b) => {
    if (last(a) !== 0 || last(b) !== 0) return last(a) - last(b);
    // Values of different types compare as `<` has it.
    const [left, right] = [a, b] as [number, number];
    return left < right ? -1 : left > right ? 1 : 0;
  });
}

function intersectEnums(values: readonly Part[]): Data {
  const lists = values.map(({ schema }) => (isArray(schema) ? schema : [schema]));
  const [first = [], ...others] = lists;
  const sets = others.map((list) => new DataSet(list));
  const common = distinctData(first).filter((option) => sets.every((set) => set.has(option)));
  if (common.length === 0) throw new Conflict("enum", "empty", values);
  return sorted(common);
}

function intersectTypes(values: readonly Part[]): Data {
  const lists = values.map(({ schema }) => (isArray(schema) ? schema : [schema]));
  const has = (list: readonly Data[], type: Data) =>
    list.includes(type) || (type === "integer" && list.includes("number"));
  const candidates = distinctData(lists.flat());
  const common = candidates.filter((type) => lists.every((list) => has(list, type)));
  // Where every list has "number", "integer" adds nothing beside it.
  const types = common.includes("number") ? common.filter((type) => type !== "integer") : common;
  if (types.length === 0) throw new Conflict("type", "empty", values);
  return types.length === 1 ? (types[0] as Data) : types;
}

/** Undefined if a double cannot represent it. */
function leastCommonMultiple(numbers: readonly number[]): number | undefined {
  // Read and not computed: the last digit of a power differs between engines.
  const factor = Number(`1e${Math.max(...numbers.map(decimalPlaces))}`);
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  const whole = numbers.map((number) => Math.round(Math.abs(number * factor)));
  if (!whole.every((number) => Number.isSafeInteger(number) && number > 0)) return undefined;
  const multiple = whole.reduce((a, b) => (a / divisor(a, b)) * b);
  return Number.isSafeInteger(multiple) ? multiple / factor : undefined;
}

function decimalPlaces(number: number): number {
  const [digits, exponent = "0"] = String(number).split("e");
  return Math.max(0, (digits?.split(".")[1] ?? "").length - Number(exponent));
}
