import { type Data, DataSet, isArray, type Pointer, type Step, toPointer } from "@addendum/json-schema";

/** A value, and where it stands in the dereferenced document. */
export interface Part {
  readonly schema: Data;
  readonly at: Step | undefined;
}

/** Two values of one keyword that no single value can stand for. */
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

/** One value that stands for several different ones of a keyword that holds no schemas. Throws {@link Conflict}. */
export function mergeDistinct(key: string, values: readonly Part[]): Data {
  const data = values.map(({ schema }) => schema);
  const numbers = data.filter((value) => typeof value === "number");
  switch (key) {
    case "title":
    case "description":
    case "$id":
    case "$schema":
    case "$ref":
    case "default":
    case "examples":
      return data[0] as Data;
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

/** The names that any of several lists holds. */
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

function leastCommonMultiple(numbers: readonly number[]): number {
  let factor = 1;
  while (numbers.some((number) => !Number.isInteger(number * factor)) && factor < 1e15) factor *= 10;
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  const multiple = numbers
    .map((number) => Math.round(number * factor))
    .reduce((a, b) => Math.abs(a * b) / divisor(Math.abs(a), Math.abs(b)));
  return multiple / factor;
}
