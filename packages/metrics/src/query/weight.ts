import type { StreamSettings } from "@addendum/streams";

/** What a stream's sample was from a day on. */
export interface SamplingPeriod {
  /** YYYY-MM-DD; undefined: from the beginning. */
  readonly from: string | undefined;
  readonly sample: StreamSettings["sample"];
}

/**
 * The number of events that a sent event represents: one over the rate of its day, in SQL. Undefined if it is one.
 * @param periods the earliest first
 * @param isBefore whether the day is before another one, YYYY-MM-DD, in SQL
 */
export function weightOf(
  periods: readonly SamplingPeriod[],
  isBefore: (day: string) => string,
): string | undefined {
  const weights: { readonly from: string | undefined; readonly weight: string }[] = [];
  for (const { from, sample } of periods) {
    const weight = number(1 / (sample?.rate ?? 1));
    if (weights.at(-1)?.weight !== weight) weights.push({ from, weight });
  }
  const last = weights.at(-1)?.weight ?? "1";
  if (weights.length < 2) return last === "1" ? undefined : last;
  // Each is valid until the next begins.
  const cases = weights.slice(0, -1).map(({ weight }, index) => {
    return `WHEN ${isBefore(weights[index + 1]?.from ?? "")} THEN ${weight}`;
  });
  return `CASE ${cases.join(" ")} ELSE ${last} END`;
}

/** A fraction is written so that no engine takes it for a decimal, whose quotients are cut. */
function number(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toExponential().replace("e+", "E").replace("e", "E");
}
