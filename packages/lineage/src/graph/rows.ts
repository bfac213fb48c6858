import type { KnownMetric } from "@addendum/metrics";
import type { DescribedReport } from "@addendum/reports/readers";
import { isReportOf } from "../readers/report-of.ts";
import type { SourceField } from "../readers/field-sources.ts";
import type { Readings } from "../readers/find-readers.ts";
import type { PanelUses } from "../readers/panel-uses.ts";
import type { Publisher } from "../readers/publications.ts";

/** A metric, or a report that belongs to none, from the research question to what a user does. */
export interface LineageRow {
  readonly name: string;
  /** Where it is described, relative to the repository's root. */
  readonly file: string;
  readonly question: string | undefined;
  readonly owner: string | undefined;
  readonly tickets: readonly string[];
  readonly panels: readonly RowPanel[];
  /** The paths that panels ask for; `$editor` stands for a dimension's value. */
  readonly paths: readonly string[];
  readonly aggregations: readonly Aggregation[];
  /** The fields of events that it is computed from. */
  readonly fields: readonly RowField[];
  readonly collector: string | undefined;
  readonly initiator: string | undefined;
  readonly status: string;
  readonly baseline: string | undefined;
  readonly history: readonly { readonly date: string; readonly change: string }[];
  readonly deprecation: string | undefined;
}

export interface RowPanel {
  readonly dashboard: string;
  readonly title: string;
  readonly what: string;
  readonly file: string;
  readonly isCertain: boolean;
}

export interface Aggregation {
  readonly name: string;
  readonly file: string;
}

export interface RowField {
  readonly title: string;
  readonly path: string;
  readonly how: SourceField["how"];
  readonly does: string;
}

/** The rows of a repository, metrics first, in the order of their files. */
export function lineageRows(readings: Readings): readonly LineageRow[] {
  const { files } = readings;
  const panels = panelsByPublisher(readings.panels);
  const belongs = new Map<KnownMetric, DescribedReport[]>();
  const alone: DescribedReport[] = [];
  for (const report of files.reports) {
    const owners = files.metrics.filter((known) => isReportOf(report, known));
    for (const owner of owners) belongs.set(owner, [...(belongs.get(owner) ?? []), report]);
    if (owners.length === 0) alone.push(report);
  }
  return [
    ...files.metrics.map((known) => metricRow(known, belongs.get(known) ?? [], readings, panels)),
    ...alone.map((report) => reportRow(report, readings, panels)),
  ];
}

type PanelsOf = (publisher: Publisher) => readonly RowPanel[];

function panelsByPublisher(panels: readonly PanelUses[]): PanelsOf {
  const found = new Map<object, RowPanel[]>();
  for (const { dashboard, panel, uses } of panels) {
    const told = new Set<object>();
    for (const { publication, isCertain } of uses) {
      const subject = subjectOf(publication.publisher);
      if (told.has(subject)) continue;
      told.add(subject);
      const { title, what } = panel;
      const row = { dashboard: dashboard.title, title, what, file: dashboard.file, isCertain };
      found.set(subject, [...(found.get(subject) ?? []), row]);
    }
  }
  return (publisher) => found.get(subjectOf(publisher)) ?? [];
}

function subjectOf(publisher: Publisher): object {
  return publisher.kind === "metric" ? publisher.known.metric : publisher.report;
}

function metricRow(
  known: KnownMetric,
  reports: readonly DescribedReport[],
  { sources }: Readings,
  panelsOf: PanelsOf,
): LineageRow {
  const { metric } = known;
  const { deprecation, source } = metric;
  const sunset = deprecation?.sunset === undefined ? [] : [`until ${deprecation.sunset}`];
  const byQuery: Aggregation[] =
    source.kind === "stream"
      ? [{ name: `query of ${metric.name}`, file: metric.file }]
      : source.kind === "measure"
        ? [{ name: `${source.measure} reported by code`, file: metric.file }]
        : [];
  return {
    name: metric.name,
    file: metric.file,
    question: metric.question,
    owner: metric.owner,
    tickets: [...new Set([metric.ticket ?? [], deprecation?.ticket ?? []].flat())],
    panels: [
      ...panelsOf({ kind: "metric", known }),
      ...reports.flatMap((report) => panelsOf({ kind: "report", report })),
    ],
    paths: [[metric.path, ...metric.dimensions.map(({ name }) => `$${name}`)].join(".")],
    aggregations: reports.length > 0 ? reports.map(aggregationOf) : byQuery,
    fields: fieldsOf([...sources.ofMetric(known), ...reports.flatMap((report) => sources.ofReport(report))]),
    collector: metric.collector,
    initiator: metric.initiator,
    status: metric.status,
    baseline: metric.baseline,
    history: metric.history,
    deprecation: [...sunset, deprecation?.plan ?? []].flat().join("; ") || undefined,
  };
}

function reportRow(report: DescribedReport, { sources }: Readings, panelsOf: PanelsOf): LineageRow {
  return {
    name: report.key,
    file: report.file,
    question: undefined,
    owner: undefined,
    tickets: [],
    panels: panelsOf({ kind: "report", report }),
    paths: report.paths.map(({ path }) => path.replaceAll(/\{([^{}]+)\}/g, "$$$1")),
    aggregations: [aggregationOf(report)],
    fields: fieldsOf(sources.ofReport(report)),
    collector: undefined,
    initiator: undefined,
    status: "report",
    baseline: undefined,
    history: [],
    deprecation: undefined,
  };
}

function aggregationOf({ key, source }: DescribedReport): Aggregation {
  return { name: `report ${key}`, file: source };
}

/** Each field once: what is certain counts. */
function fieldsOf(fields: readonly SourceField[]): readonly RowField[] {
  const found = new Map<string, RowField>();
  for (const { title, path, how, does } of fields) {
    const field = { title, path: path.join("."), how, does };
    const key = JSON.stringify([title, field.path.toLowerCase()]);
    if (found.get(key)?.how !== "reads")
      found.set(key, found.has(key) && how !== "reads" ? (found.get(key) as RowField) : field);
  }
  return [...found.values()];
}
