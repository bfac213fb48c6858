import { type Findings, temporaryMarkInvalid, temporaryMarkOverdue } from "@addendum/schema-repository";
import type { Metric } from "../model/metric.ts";

/** Where a source says that its code is temporary. */
export interface TemporaryMark {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Into the file's text. */
  readonly offset: number;
  /** Undefined if the mark does not say it, or not so that it can be understood. */
  readonly ticket: string | undefined;
  /** The last day, YYYY-MM-DD. */
  readonly until: string | undefined;
}

/** What every mark begins with. Written in two parts, so that this file carries none. */
export const markWord = `@${"temporary"}`;

const ticketPattern = /^(?:https?:\/\/\S+|[A-Za-z][A-Za-z0-9]*-?[0-9]+|#[0-9]+)$/;

/** The marks in a source: a ticket, “until” and a day. The word alone, or before other words, is not a mark. */
export function temporaryMarks(file: string, text: string): readonly TemporaryMark[] {
  return [...text.matchAll(new RegExp(`${markWord}(?![\\w-])([^\\r\\n]{0,500})`, "g"))].flatMap((match) => {
    const { index, 1: rest = "" } = match;
    const words = rest.trim().split(/\s+/);
    const ticket = words.find((word) => ticketPattern.test(word.replace(/[.,;:)\]]+$/, "")));
    const day = /\buntil[:\s]+(\d{4}-\d{2}-\d{2})(?![\w-])/i.exec(rest)?.[1];
    const until = day !== undefined && isDay(day) ? day : undefined;
    const isMeant = ticket === words[0] || /^(?:until\b|[A-Za-z]+-?\d+\b)/i.test(rest.trim());
    if (!isMeant && (ticket === undefined || until === undefined)) return [];
    const line = text.slice(0, index).split("\n").length;
    return [{ file, line, offset: index, ticket: ticket?.replace(/[.,;:)\]]+$/, ""), until }];
  });
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text;
}

/** Whether a mark is about a metric: it names the ticket of the metric, or that of its clean-up. */
export function isMarkOf({ ticket }: TemporaryMark, metric: Metric): boolean {
  if (ticket === undefined) return false;
  return [metric.deprecation?.ticket, metric.ticket].some(
    (one) => one !== undefined && shortTicket(one) === shortTicket(ticket),
  );
}

/** A ticket may be written as a URL: what it is called is at the end. */
function shortTicket(ticket: string): string {
  return ticket.replace(/^https?:\/\/\S*\/(?=[^/]+$)/, "").toLowerCase();
}

/** Reports marks that are over, that lack something, and that contradict their metric. */
export function examineMarks(
  marks: readonly TemporaryMark[],
  metrics: readonly Metric[],
  today: string | undefined,
  findings: Findings,
): void {
  for (const mark of marks) {
    const { file, offset, ticket, until } = mark;
    const location = { file, offset };
    if (ticket === undefined || until === undefined) {
      findings.add(temporaryMarkInvalid, "incomplete", location);
      continue;
    }
    if (today !== undefined && until < today)
      findings.add(temporaryMarkOverdue, "past", location, { until, ticket });
    const metric = metrics.find((one) => isMarkOf(mark, one) && one.deprecation?.sunset !== undefined);
    const sunset = metric?.deprecation?.sunset;
    if (metric !== undefined && sunset !== undefined && until > sunset)
      findings.add(temporaryMarkInvalid, "later", location, { until, name: metric.name, sunset });
  }
}
