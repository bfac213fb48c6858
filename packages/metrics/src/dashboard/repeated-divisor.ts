import type { KnownMetric } from "../examine/examine-metrics.ts";
import type { Dimension } from "../model/metric.ts";
import { sharedDimensions } from "../model/shared-dimensions.ts";
import { companionsOf } from "../names/metric-names.ts";

/**
 * The dimensions that tell apart what a metric is divided by, where others do not: those that the events of the other
 * stream have. Each combination of the others repeats the divisor, so of these one counts and not their sum. Undefined
 * if all dimensions tell it apart.
 */
export function divisorDimensions({ metric, divisor }: KnownMetric): readonly Dimension[] | undefined {
  if (divisor === undefined || companionsOf(metric)[0] !== "total") return undefined;
  const shared = sharedDimensions(metric.dimensions, divisor.versions);
  return shared.length === metric.dimensions.length ? undefined : shared;
}
