import {
  type Finding,
  noPastMetricSunset,
  temporaryMarkOverdue,
  temporaryMetricOverdue,
} from "@addendum/schema-repository";
import { UserError } from "@addendum/workspace";

/** Rules that begin to report something on a certain day, without any change. */
const byCalendar: ReadonlySet<string> = new Set(
  [temporaryMetricOverdue, temporaryMarkOverdue, noPastMetricSunset].map(({ id }) => id),
);

/** Whether a finding appears because a day has passed. */
export function isByCalendar({ rule }: Finding): boolean {
  return byCalendar.has(rule);
}

/** The findings of a run that is not scheduled: a finding that exists only because a day has passed is a remark. */
export function withoutCalendar(findings: readonly Finding[]): readonly Finding[] {
  return findings.map((finding) => (isByCalendar(finding) ? { ...finding, severity: "info" } : finding));
}

/** The option that sets the day. */
export const todayOption = {
  name: "today",
  kind: "string",
  value: "DAY",
  help: "the day of the run, YYYY-MM-DD, to use instead of the clock’s",
} as const;

/** The given day. Throws {@link UserError} if it is not valid. */
export function todayOf(given: string | undefined): { readonly today?: string } {
  if (given === undefined) return {};
  const day = new Date(`${given}T00:00:00Z`);
  if (
    !/^\d{4}-\d{2}-\d{2}$/.test(given) ||
    Number.isNaN(day.getTime()) ||
    day.toISOString().slice(0, 10) !== given
  )
    throw new UserError(`“${given}” is not a valid day: write YYYY-MM-DD.`);
  return { today: given };
}
