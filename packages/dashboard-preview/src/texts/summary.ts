import type { PanelLine } from "@addendum/metrics";
import { dayAfter, formatDay, formatSpan } from "./days.ts";
import { formatChange, formatNumber } from "./numbers.ts";
import { shortText } from "./visible-text.ts";

/** Lines that the description of a chart reports; a longer text is too much for a screen reader. */
const describedLines = 4;

/** What a line says at a glance. */
export interface Summary {
  readonly last: { readonly day: string; readonly value: number };
  readonly least: number;
  readonly most: number;
  /** The last number against that of a week before: `+9%`. */
  readonly change: string | undefined;
  /** The day a week before. */
  readonly before: string;
}

/** Undefined for a line without points. */
export function summarize({ points }: PanelLine): Summary | undefined {
  const last = [...points].at(-1);
  if (last === undefined) return undefined;
  const [day, value] = last;
  let [least, most] = [value, value];
  for (const number of points.values()) [least, most] = [Math.min(least, number), Math.max(most, number)];
  const before = dayAfter(day, -7);
  const earlier = points.get(before);
  const change = earlier === undefined ? undefined : formatChange(value, earlier);
  return { last: { day, value }, least, most, change, before };
}

/** A chart's content in words, for people who do not see it. */
export function describeChart(title: string, lines: readonly PanelLine[], days: readonly string[]): string {
  const span = formatSpan(days[0] as string, days.at(-1) as string);
  const told = lines
    .slice(0, describedLines)
    .map((line) => `${shortText(line.name, 40)} ${describeLine(line)}`);
  const others = lines.length - told.length;
  const rest = others > 0 ? `; and ${others} more in the data table` : "";
  return `Line chart of ${shortText(title, 100)}, ${span}: ${told.join("; ")}${rest}.`;
}

function describeLine(line: PanelLine): string {
  const summary = summarize(line);
  if (summary === undefined) return "has no numbers";
  const { last, least, most } = summary;
  const on = `on ${formatDay(last.day)}`;
  if (line.points.size === 1) return `was ${formatNumber(last.value)} ${on} alone`;
  return `between ${formatNumber(least)} and ${formatNumber(most)}, most recently ${formatNumber(last.value)} ${on}`;
}
