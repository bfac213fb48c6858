import {
  type Findings,
  metricInvalidBaseline,
  metricMissingEnd,
  metricMissingOwner,
  metricMissingQuestion,
  metricMissingTicket,
  noPastMetricSunset,
  temporaryMetricOverdue,
} from "@addendum/schema-repository";
import type { Metric } from "../model/metric.ts";

/** How many days of numbers there are before a metric becomes active. */
const baselineDays = 28;

/** Checks that a metric has an owner, a purpose and, if needed, an end. */
export function checkPeople(metric: Metric, today: string | undefined, findings: Findings): void {
  const { file, name, owner, ticket, question, description, initiator, collector } = metric;
  const whole = { file, pointer: "" };
  if (owner === undefined) findings.add(metricMissingOwner, "missing", whole, { name });
  if (ticket === undefined) findings.add(metricMissingTicket, "missing", whole, { name });
  const texts = { description, question, initiator, collector };
  const keys = Object.entries(texts).flatMap(([key, text]) => (text === undefined ? [key] : []));
  if (keys.length > 0) findings.add(metricMissingQuestion, "missing", whole, { name, keys: keys.join(", ") });
  checkBaseline(metric, today, findings);
  checkEnd(metric, today, findings);
}

function checkBaseline(
  { file, status, baseline }: Metric,
  today: string | undefined,
  findings: Findings,
): void {
  if (status !== "baseline" && status !== "active") return;
  if (baseline === undefined) {
    findings.add(metricInvalidBaseline, "missing", { file, pointer: "/status" }, { status });
    return;
  }
  if (status !== "active" || today === undefined) return;
  const days = Math.round((Date.parse(today) - Date.parse(baseline)) / dayLength);
  if (days >= baselineDays) return;
  const end = new Date(Date.parse(baseline) + baselineDays * dayLength).toISOString().slice(0, 10);
  const shown = days < 1 ? "less than a day" : days === 1 ? "1 day" : `${days} days`;
  findings.add(metricInvalidBaseline, "short", { file, pointer: "/baseline" }, { days: shown, end });
}

const dayLength = 86_400_000;

function checkEnd(
  { file, name, status, deprecation }: Metric,
  today: string | undefined,
  findings: Findings,
): void {
  if (deprecation === undefined || status === "ended") return;
  const { isTemporary, sunset, ticket } = deprecation;
  if (isTemporary) {
    for (const [key, value] of Object.entries({ sunset, ticket })) {
      if (value === undefined)
        findings.add(metricMissingEnd, "missing", { file, pointer: "/deprecation" }, { key });
    }
  }
  if (sunset === undefined || today === undefined || sunset >= today) return;
  const location = { file, pointer: "/deprecation/sunset" };
  if (isTemporary) findings.add(temporaryMetricOverdue, "past", location, { name, sunset });
  else findings.add(noPastMetricSunset, "past", location, { sunset });
}
