import { type Data, isArray, isObject, own, type Schema } from "../data/data.ts";
import { DataMap } from "../data/data-set.ts";

/** Two equal items of a list, as Ajv names them: `j` is the one that `i` repeats. */
export interface Repeat {
  readonly i: number;
  readonly j: number;
}

/**
 * Finds two equal items, in time linear in the list's size: Ajv compares each with each unless their types are
 * scalars, and a client decides how many there are.
 * @param types those of the items, where all are scalars: only items of these types are compared then, and it is
 * the first of the two that repeats the second, as Ajv has it
 */
export function findRepeat(items: readonly Data[], types?: readonly string[]): Repeat | undefined {
  const seen = new DataMap<number>();
  if (types !== undefined) {
    for (let i = items.length - 1; i >= 0; i--) {
      const item = items[i] as Data;
      if (!types.some((type) => isOfType(item, type))) continue;
      const j = seen.set(item, i);
      if (j !== undefined) return { i, j };
    }
    return undefined;
  }
  let repeat: Repeat | undefined;
  for (const [i, item] of items.entries()) {
    const j = seen.set(item, i);
    if (j !== undefined) repeat = { i, j };
  }
  return repeat;
}

/** The types of a list's items for {@link findRepeat}; undefined if lists or objects may be among them. */
export function scalarItemTypes(schema: Schema): readonly string[] | undefined {
  const items = isObject(schema) ? own(schema, "items") : undefined;
  const type = isObject(items) ? own(items, "type") : undefined;
  const types = (isArray(type) ? type : type === undefined ? [] : [type]) as readonly string[];
  return types.length === 0 || types.includes("object") || types.includes("array") ? undefined : types;
}

function isOfType(value: Data, type: string): boolean {
  if (type === "null") return value === null;
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}
