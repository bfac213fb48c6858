import { escapeLabel, joinNames, labelName, nameOfNode } from "@addendum/metrics";
import type { Granularity } from "../schedule/interval.ts";
import type { GraphiteMetrics, ReportSettings } from "../settings/report-settings.ts";
import type { TemplatePart } from "../template/placeholders.ts";
import { isRejected, type Lookups, pointsByDate } from "./points.ts";

const suffixes: Readonly<Record<Granularity, string>> = {
  hours: "hourly",
  days: "daily",
  weeks: "weekly",
  months: "monthly",
};

/** A report whose points are written, with its files. */
export interface MetricsSource {
  readonly report: ReportSettings & { readonly graphite: GraphiteMetrics };
  readonly files: readonly { readonly file: string; readonly exploded: ReadonlyMap<string, string> }[];
}

/**
 * The text that `promtool tsdb create-blocks-from openmetrics` reads: gauges, each with the time of its interval. They
 * are totals of an interval and not counters, because they were not scraped.
 * @param isAsked whether a date is wanted
 * @param onError hears why a report has no points
 */
export function openMetrics(
  sources: readonly MetricsSource[],
  lookups: Lookups,
  isAsked: (date: number) => boolean,
  onError: (report: string, error: unknown) => void,
): string {
  const families = new Map<string, Family>();
  for (const { report, files } of sources) {
    try {
      for (const file of files) gather(families, report, file, lookups, isAsked);
    } catch (error) {
      onError(report.key, error);
    }
  }
  const lines: string[] = [];
  for (const [family, { help, series }] of [...families].sort(([a], [b]) => (a < b ? -1 : 1))) {
    lines.push(`# TYPE ${family} gauge`, `# HELP ${family} ${escapeHelp(help)}`);
    for (const [key, values] of [...series].sort(([a], [b]) => (a < b ? -1 : 1))) {
      for (const [time, value] of [...values].sort(([a], [b]) => a - b))
        lines.push(`${key} ${value} ${time}`);
    }
  }
  lines.push("# EOF");
  return `${lines.join("\n")}\n`;
}

interface Family {
  readonly help: string;
  /** Name with labels → time → value. */
  readonly series: Map<string, Map<number, string>>;
}

function gather(
  families: Map<string, Family>,
  report: MetricsSource["report"],
  { file, exploded }: MetricsSource["files"][number],
  lookups: Lookups,
  isAsked: (date: number) => boolean,
): void {
  for (const { date, points } of pointsByDate(report, file, exploded, lookups)) {
    if (!isAsked(date)) continue;
    for (const point of points) {
      if (isRejected(point)) continue;
      const { name, labels } = seriesOf(report.graphite.path, point.metric, point.labels);
      const family = `${name}_${suffixes[report.granularity]}`;
      let known = families.get(family);
      if (known === undefined) {
        known = {
          help: `${point.metric}, from the report ${report.key}. A total of each interval, not a counter.`,
          series: new Map(),
        };
        families.set(family, known);
      }
      const text = [...labels]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([label, value]) => `${label}="${escapeLabel(value)}"`);
      const key = text.length === 0 ? family : `${family}{${text.join(",")}}`;
      const series = known.series.get(key) ?? new Map<number, string>();
      known.series.set(key, series.set(point.time, point.value));
    }
  }
}

/**
 * The name and the labels of a metric by its path: `A.toggles.byEditor.x.byWiki.{wiki}` is `a_toggles`, with the labels
 * `editor` and `wiki`. A placeholder that no `by…` precedes is a label of its own name.
 */
export function seriesOf(
  path: readonly TemplatePart[],
  metric: string,
  values: ReadonlyMap<string, string>,
): { readonly name: string; readonly labels: ReadonlyMap<string, string> } {
  const nodes = nodesOf(path, metric);
  const names: string[] = [];
  const labels = new Map<string, string>();
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index] as Node;
    const next = nodes[index + 1];
    const dimension = node.placeholder === undefined ? /^by([A-Z].*)$/.exec(node.text)?.[1] : undefined;
    if (dimension !== undefined && next !== undefined) {
      labels.set(labelName(dimension), next.placeholder === undefined ? next.text : textOf(next, values));
      index++;
    } else if (node.placeholder === undefined) {
      if (node.text !== "") names.push(nameOfNode(node.text));
    } else {
      labels.set(labelName(node.placeholder), textOf(node, values));
    }
  }
  return { name: joinNames(names), labels };
}

interface Node {
  /** What is before and after the placeholder, or all of it. */
  readonly text: string;
  readonly after: string;
  readonly placeholder: string | undefined;
}

function nodesOf(path: readonly TemplatePart[], metric: string): readonly Node[] {
  const nodes: { text: string; after: string; placeholder: string | undefined }[] = [
    { text: "", after: "", placeholder: undefined },
  ];
  for (const part of path) {
    if (part.kind === "placeholder" && part.name !== "_metric") {
      const last = nodes.at(-1)!;
      if (last.placeholder === undefined) last.placeholder = part.name;
      else last.after += `_${part.name}`;
      continue;
    }
    const text = part.kind === "placeholder" ? metric : part.text;
    for (const [index, piece] of text.split(".").entries()) {
      if (index > 0) nodes.push({ text: "", after: "", placeholder: undefined });
      const last = nodes.at(-1)!;
      if (last.placeholder === undefined) last.text += piece;
      else last.after += piece;
    }
  }
  return nodes;
}

function textOf({ text, after, placeholder }: Node, values: ReadonlyMap<string, string>): string {
  return `${text}${values.get(placeholder ?? "") ?? ""}${after}`;
}

function escapeHelp(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
