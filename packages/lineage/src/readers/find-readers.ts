import { type KnownMetric, metricReaders } from "@addendum/metrics";
import { type DescribedReport, type FindTables, reportReaders } from "@addendum/reports/readers";
import type { Reader } from "@addendum/schema-repository";
import { readDashboard } from "../dashboards/read-dashboard.ts";
import { cataloguePanels } from "./catalogue-panels.ts";
import { FieldSources } from "./field-sources.ts";
import { panelReaders } from "./panel-readers.ts";
import { panelUses, type PanelUses } from "./panel-uses.ts";
import { Publications } from "./publications.ts";

/** The files of a repository that may read events, passed in by the edge. */
export interface ReadingFiles {
  readonly metrics: readonly KnownMetric[];
  readonly reports: readonly DescribedReport[];
  /** The text of a file in the repository; undefined if there is none. */
  readonly read: (path: string) => string | undefined;
  /** Files that may be dashboards, with their texts. Those that the catalogue generates are ignored. */
  readonly dashboards: readonly { readonly file: string; readonly text: string }[];
  /** Where generated dashboards are: a directory, or the path of one of them by its name. */
  readonly placeOf: (generated: string) => string;
  readonly tables: FindTables;
}

/** How a repository's numbers are computed, from the panel to the field. */
export interface Readings {
  readonly files: ReadingFiles;
  readonly sources: FieldSources;
  readonly publications: Publications;
  /** What the panels of all dashboards show: generated ones as the catalogue has them now, and hand-made ones. */
  readonly panels: readonly PanelUses[];
}

/** Traces what panels, metrics and reports show back to fields of events. */
export function readingsOf(files: ReadingFiles): Readings {
  const { metrics, reports, read, tables, placeOf } = files;
  const sources = new FieldSources(metrics, reports, read, tables);
  const publications = new Publications(metrics, reports);
  const handMade = files.dashboards.flatMap(({ file, text }) => {
    const dashboard = readDashboard(file, text);
    return dashboard === undefined || dashboard.isGenerated ? [] : [dashboard];
  });
  const panels = [
    ...cataloguePanels(metrics, placeOf),
    ...handMade.flatMap((dashboard) => panelUses(dashboard, publications, tables)),
  ];
  return { files, sources, publications, panels };
}

/** All readers of fields of events: panels, metrics and reports. */
export function readersOf({ files, sources, panels }: Readings): readonly Reader[] {
  const { metrics, reports } = files;
  const ofReports = metrics.flatMap(({ metric, event }): readonly Reader[] => {
    if (event !== undefined || metric.source.kind !== "report") return [];
    const name = `metric “${metric.name}”`;
    return sources
      .ofMetric({ metric, event })
      .map((field) => ({ kind: "metric" as const, name, file: metric.file, ...field }));
  });
  return [
    ...panelReaders(panels, sources),
    ...metricReaders(metrics),
    ...ofReports,
    ...reports.flatMap((report) => reportReaders(report, sources.ofReport(report))),
  ];
}
