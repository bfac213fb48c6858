import type { Data } from "@addendum/json-schema";
import type { KnownMetric } from "../examine/examine-metrics.ts";
import { findField } from "../model/event-field.ts";
import type { Dimension } from "../model/metric.ts";

/** The values of a dimension that are known, as the catalogue lists them or the schema does. */
export function knownValues(
  { fields, values }: Dimension,
  { event }: KnownMetric,
): readonly Data[] | undefined {
  if (values !== undefined) return values;
  const declaration = event && findField(event.versions, fields[0] as string)?.declaration;
  if (declaration?.values !== undefined) return declaration.values.filter((value) => value !== null);
  return declaration?.types?.has("boolean") === true ? [true, false] : undefined;
}
