import { type DashboardModel, type KnownMetric, modelDashboards, valueText } from "@addendum/metrics";
import type { Dashboard, DashboardPanel } from "../dashboards/read-dashboard.ts";
import type { PanelUses } from "./panel-uses.ts";

/**
 * The panels that follow from the catalogue of metrics, whatever data source they are drawn from.
 * @param placeOf the path of a generated dashboard by its file's name
 */
export function cataloguePanels(
  metrics: readonly KnownMetric[],
  placeOf: (name: string) => string,
): readonly PanelUses[] {
  return modelDashboards(metrics).dashboards.flatMap((model) =>
    panelsOf(model, placeOf(`${model.uid}.json`)),
  );
}

function panelsOf({ uid, title, panels }: DashboardModel, file: string): readonly PanelUses[] {
  const graphs = panels.flatMap((panel) => (panel.kind === "graph" ? [panel] : []));
  const shown = graphs.map((graph): DashboardPanel => ({
    what: "panel",
    id: String(graph.id),
    title: graph.title,
    queries: [],
  }));
  const dashboard: Dashboard = { file, uid, title, isGenerated: true, panels: shown };
  return graphs.map(({ known, shows }, index): PanelUses => {
    const grouped = new Map<string, Set<string> | undefined>();
    if (shows.kind === "dimension") {
      const { name, values } = shows.dimension;
      grouped.set(name, values && new Set(values.map(valueText)));
    }
    const publication = { publisher: { kind: "metric" as const, known }, nodes: [], series: "" };
    const use = { publication, isCertain: true, grouped };
    return { dashboard, panel: shown[index] as DashboardPanel, uses: [use], reads: [], missing: [] };
  });
}
