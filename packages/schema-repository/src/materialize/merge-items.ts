import { below, type Data, isArray } from "@addendum/json-schema";
import { keywordPart, type ObjectPart, type Part, withoutRepeats } from "./merge-parts.ts";

/** `items` and `additionalItems` of several schemas as one. Undefined: the keyword is not needed. */
export interface MergedItems {
  readonly items?: Data | undefined;
  readonly additionalItems?: Data | undefined;
}

/**
 * @param parts schemas without an `additionalItems` that says nothing, unless there is only one of them
 * @param merge makes one schema of several
 */
export function mergeItems(
  parts: readonly ObjectPart[],
  merge: (parts: readonly Part[]) => Data | undefined,
): MergedItems {
  const values = parts.map((part) => ({
    items: keywordPart(part, "items"),
    additional: keywordPart(part, "additionalItems"),
  }));
  const lengths = values.flatMap(({ items }) => (isArray(items?.schema) ? [items.schema.length] : []));
  if (lengths.length === 0) {
    const items = values.flatMap((value) => value.items ?? []);
    const additional = items.length === 0 ? values.flatMap((value) => value.additional ?? []) : [];
    return { items: merge(items), additionalItems: merge(additional) };
  }
  const beyond = values.flatMap(({ items, additional }) =>
    items === undefined || isArray(items.schema) ? (additional ?? []) : items,
  );
  const additionalItems = merge(beyond);
  const positions: Data[] = [];
  for (let index = 0; index < Math.max(...lengths); index++) {
    const atPosition = values.flatMap(({ items, additional }) => {
      if (!isArray(items?.schema)) return items ?? [];
      const schema = items.schema[index];
      return schema === undefined ? (additional ?? []) : { schema, at: below(items.at, index) };
    });
    const position = merge(withoutRepeats(atPosition)) ?? {};
    // Where a list has to end, it need not be said what would follow.
    if (position === false && additionalItems === false) break;
    positions.push(position);
  }
  return positions.length === 0 ? { items: false } : { items: positions, additionalItems };
}
