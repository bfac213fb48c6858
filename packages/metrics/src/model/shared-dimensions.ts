import type { Declaration } from "@addendum/event-fields";
import { findField, isSingle } from "./event-field.ts";
import type { Dimension } from "./metric.ts";

/**
 * The dimensions that events of another stream have as well: what a metric is divided by is broken down by these, and
 * is the same for all values of the others.
 * @param versions what each version of the other stream's events declares, the newest first
 */
export function sharedDimensions(
  dimensions: readonly Dimension[],
  versions: readonly Declaration[],
): readonly Dimension[] {
  return dimensions.filter(({ fields }) =>
    fields.some((path) => {
      const found = findField(versions, path);
      return found !== undefined && isSingle(found.declaration);
    }),
  );
}
