import { isMarkOf, type KnownMetric, type TemporaryMark } from "@addendum/metrics";
import type { DescribedReport } from "@addendum/reports/readers";
import { readDashboard } from "../dashboards/read-dashboard.ts";
import { cataloguePanels } from "../readers/catalogue-panels.ts";
import { type Readings, readersOf } from "../readers/find-readers.ts";
import { panelName } from "../readers/panel-readers.ts";
import { panelUses } from "../readers/panel-uses.ts";
import { Publications } from "../readers/publications.ts";
import { isReportOf } from "../readers/report-of.ts";

/** The steps in which a metric is removed; each must be deployed before the next one. */
export const sunsetSteps = ["visualization", "aggregation", "collection", "deprecation"] as const;
export type SunsetStepName = (typeof sunsetSteps)[number];

export interface SunsetStep {
  readonly name: SunsetStepName;
  /** What is still there. A step without any is done. */
  readonly removals: readonly Removal[];
  /** Who else reads what would go, in sentences without their end. */
  readonly blockers: readonly string[];
}

/** Something to remove. */
export interface Removal {
  readonly what: string;
  /** Relative to the repository's root. */
  readonly file: string;
  /** From 1. */
  readonly line: number | undefined;
  /** Whether the command can do it; otherwise a person must. */
  readonly isOurs: boolean;
  /** Of a field: its path, with dots. */
  readonly field?: string;
}

/** The input for planning a metric's end. */
export interface SunsetInput {
  readonly readings: Readings;
  readonly known: KnownMetric;
  readonly marks: readonly TemporaryMark[];
  /** Whether a configuration of reports was written by `addendum metrics --reports`. */
  readonly isGenerated: (configuration: string) => boolean;
  /** Where a pointer is in a file: its line, from 1. */
  readonly lineOf: (file: string, pointer: string) => number | undefined;
  readonly isRetired: (title: string) => boolean;
  /** Of a title: the fields of its current that are not deprecated yet, by their paths with dots, with their lines. */
  readonly openFields: (title: string) => ReadonlyMap<string, number>;
  readonly currentOf: (title: string) => string;
}

/** The four steps, in order. */
export function planSunset(input: SunsetInput): readonly SunsetStep[] {
  return [visualization(input), aggregation(input), collection(input), deprecation(input)];
}

/** The metric before its end, because an ended one publishes nothing. */
function shown({ metric, ...rest }: KnownMetric): KnownMetric {
  return { metric: { ...metric, status: "ending" }, ...rest };
}

function visualization({ known, readings }: SunsetInput): SunsetStep {
  const { files } = readings;
  const own = new Publications([shown(known)], reportsOf(known, files.reports));
  const ids = new Set(cataloguePanels([shown(known)], (name) => name).map(({ panel }) => panel.id));
  const removals = files.dashboards.flatMap(({ file, text }): Removal[] => {
    const dashboard = readDashboard(file, text);
    if (dashboard === undefined) return [];
    const { isGenerated, panels } = dashboard;
    const shownHere = isGenerated
      ? panels.filter(({ id }) => ids.has(id)).map((panel) => ({ dashboard, panel }))
      : panelUses(dashboard, own, files.tables).filter(({ uses }) => uses.length > 0);
    return shownHere.map((one): Removal => {
      const query = one.panel.queries[0]?.text ?? "";
      const at = text.indexOf(JSON.stringify(query));
      const line = at === -1 ? undefined : text.slice(0, at).split("\n").length;
      return { what: panelName(one), file, line, isOurs: isGenerated };
    });
  });
  const { status, file } = known.metric;
  const ending: Removal = { what: `its status is “${status}”`, file, line: undefined, isOurs: true };
  return {
    name: "visualization",
    removals: status === "ended" ? removals : [...removals, ending],
    blockers: [],
  };
}

function reportsOf(known: KnownMetric, reports: readonly DescribedReport[]): readonly DescribedReport[] {
  return reports.filter((report) => isReportOf(report, known));
}

function aggregation({ known, readings, isGenerated, lineOf }: SunsetInput): SunsetStep {
  const { files, sources, panels } = readings;
  const reports = reportsOf(known, files.reports);
  const removals = reports.flatMap((report): Removal[] => {
    const isOurs = isGenerated(report.file);
    const entry = {
      what: `report “${report.key}”`,
      file: report.file,
      line: lineOf(report.file, report.pointer),
      isOurs,
    };
    return [
      entry,
      {
        what: `its ${report.type === "script" ? "script" : "query"}`,
        file: report.source,
        line: undefined,
        isOurs,
      },
    ];
  });
  const blockers = reports.flatMap((report) => {
    const path = known.metric.path;
    const others = report.paths.filter(
      ({ metric }) => metric !== path && !metric.startsWith(`${path}.`) && !metric.startsWith(`${path}_`),
    );
    const metrics = files.metrics.filter(
      ({ metric }) =>
        metric.name !== known.metric.name &&
        metric.status !== "ended" &&
        ((metric.source.kind === "report" && metric.source.report === report.key) ||
          others.some((one) => one.metric === metric.path || one.metric.startsWith(`${metric.path}.`))),
    );
    const reading = files.reports.filter((other) =>
      sources.upstream(other).some((one) => one.kind === "report" && one.report === report),
    );
    const shownBy = panels.filter(({ uses }) =>
      uses.some(
        ({ publication: { publisher } }) => publisher.kind === "report" && publisher.report === report,
      ),
    );
    return [
      ...metrics.map(({ metric }) => `metric “${metric.name}” is computed by report “${report.key}”`),
      ...reading.map((other) => `report “${other.key}” reads report “${report.key}”`),
      ...shownBy.map((one) => `${panelName(one)} shows report “${report.key}”`),
    ];
  });
  return { name: "aggregation", removals, blockers: [...new Set(blockers)] };
}

function collection({ known, marks }: SunsetInput): SunsetStep {
  const own = marks.filter((mark) => isMarkOf(mark, known.metric));
  const removals = own.map(({ file, line, until }): Removal => ({
    what: `the code that is marked as temporary${until === undefined ? "" : ` until ${until}`}`,
    file,
    line,
    isOurs: false,
  }));
  return { name: "collection", removals, blockers: [] };
}

/** What no other metric, report or panel reads: the title if that is all of it, else the fields. */
function deprecation(input: SunsetInput): SunsetStep {
  const { known, readings, isRetired, openFields, currentOf } = input;
  const title = known.event?.title;
  if (title === undefined || isRetired(title)) return { name: "deprecation", removals: [], blockers: [] };
  const reports = new Set(reportsOf(known, readings.files.reports).map(({ key }) => `report “${key}”`));
  const isOwn = (name: string) =>
    name === `metric “${known.metric.name}”` ||
    reports.has(name) ||
    readings.panels.some(
      (one) =>
        panelName(one) === name &&
        one.uses.every(({ publication: { publisher } }) =>
          publisher.kind === "metric"
            ? publisher.known.metric === known.metric
            : reports.has(`report “${publisher.report.key}”`),
        ),
    );
  const others = readersOf(readings).filter((reader) => reader.title === title && !isOwn(reader.name));
  const file = currentOf(title);
  if (others.length === 0) {
    const what = `the schema ${title}, which nobody else reads: it is retired`;
    return { name: "deprecation", removals: [{ what, file, line: undefined, isOurs: true }], blockers: [] };
  }
  const read = new Set(others.map(({ path }) => path.join(".").toLowerCase()));
  const open = openFields(title);
  const fields = readings.sources
    .ofMetric(shown(known))
    .filter((field) => field.title === title && field.path[0] !== "meta");
  const paths = [...new Set(fields.map(({ path }) => path.join(".")))];
  const isElsewhere = (path: string) =>
    [...read].some(
      (other) => other === "" || other === path.toLowerCase() || path.toLowerCase().startsWith(`${other}.`),
    );
  const removals = paths
    .filter((path) => open.has(path) && !isElsewhere(path))
    .map((path): Removal => ({
      what: `field “${path}” of ${title}: it is deprecated`,
      file,
      line: open.get(path),
      isOurs: true,
      field: path,
    }));
  return { name: "deprecation", removals, blockers: [] };
}

/** The step that comes next; undefined if all are done. */
export function nextStep(steps: readonly SunsetStep[]): SunsetStep | undefined {
  return steps.find(({ removals }) => removals.length > 0);
}
