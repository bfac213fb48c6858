import type { Severity } from "@addendum/schema-repository";

/** The state of one thing that is needed after a merge. */
export type StepState =
  /** It is there. */
  | "in-step"
  /** It would be done with --apply. */
  | "due"
  /** This run did it. */
  | "done"
  /** No run can do it. */
  | "impossible"
  /** It was tried, or looked at, and could not be. */
  | "failed"
  /** It was not tried, since its system no longer answers. */
  | "left";

/** A topic, a table or a canary. */
export interface Step {
  readonly kind: "topic" | "table" | "canary";
  /** Where: `kafka main`, an engine, `lake`. */
  readonly system: string;
  readonly name: string;
  readonly state: StepState;
  /** What is due or was done, or why not: a sentence without its full stop. */
  readonly says: string;
  /** What an engine runs, in order. */
  readonly statements: readonly string[];
  /** How what exists differs, in sentences. It is never altered. */
  readonly differences: readonly string[];
}

export function stepOf(
  of: Pick<Step, "kind" | "system" | "name">,
  state: StepState,
  says: string,
  more: Partial<Pick<Step, "statements" | "differences">> = {},
): Step {
  return { ...of, state, says, statements: [], differences: [], ...more };
}

/** The severity of a step, for --fail-on; undefined if there is nothing to report. */
export function severityOf({ state, differences }: Step): Severity | undefined {
  if (state === "failed" || state === "left") return "error";
  if (state === "impossible" || differences.length > 0) return "warn";
  return state === "due" ? "info" : undefined;
}

const hourMs = 3_600_000;
const units: readonly (readonly [number, string])[] = [
  [24 * hourMs, "day"],
  [hourMs, "hour"],
  [60_000, "minute"],
  [1000, "second"],
];

/** `7 days`, for people. */
export function showDuration(milliseconds: number): string {
  for (const [length, unit] of units) {
    const count = milliseconds / length;
    if (Number.isInteger(count) && count > 0) return `${count} ${unit}${count === 1 ? "" : "s"}`;
  }
  return `${milliseconds} ms`;
}
