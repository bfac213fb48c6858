import type * as timeseries from "@grafana/grafana-foundation-sdk/timeseries";
import type { GridPlace } from "../dashboard/model.ts";
import type { GrafanaSdk } from "./sdk.ts";
import type { Target } from "./source.ts";

/** What a panel of lines shows. Texts are as Grafana reads them. */
export interface Graph {
  readonly id: number;
  readonly place: GridPlace;
  readonly title: string;
  readonly description: string;
  /** How far apart points are at least: `1d`. */
  readonly interval: string;
  /** The identifier of Grafana’s plugin. */
  readonly plugin: string;
  readonly targets: readonly Target[];
}

/** The variable that names the data source. No dimension can be called so. */
export const dataSourceVariable = "datasource_";

/** The data source that people chose. */
export function dataSource(plugin: string) {
  return { type: plugin, uid: `\${${dataSourceVariable}}` };
}

/** Lines from zero, nothing stacked, gaps where there are no numbers. */
export function graphPanel(graph: Graph, { common, timeseries: sdk }: GrafanaSdk): timeseries.PanelBuilder {
  const source = dataSource(graph.plugin);
  const builder = new sdk.PanelBuilder()
    .id(graph.id)
    .gridPos({ ...graph.place })
    .title(graph.title)
    .description(graph.description)
    .datasource(source)
    .interval(graph.interval)
    .min(0)
    .stacking(new common.StackingConfigBuilder().mode(common.StackingMode.None))
    .spanNulls(false)
    .showPoints(common.VisibilityMode.Auto)
    .legend(
      new common.VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(common.LegendDisplayMode.List)
        .placement(common.LegendPlacement.Bottom),
    )
    .tooltip(new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi));
  for (const [index, target] of graph.targets.entries())
    builder.withTarget(new RawTarget({ refId: refId(index), ...target, datasource: source }));
  return builder;
}

/** A query as it is: the SDK has builders for some data sources only. */
class RawTarget {
  private readonly query: object;

  constructor(query: object) {
    this.query = query;
  }

  build() {
    return { ...this.query, _implementsDataqueryVariant: () => undefined };
  }
}

/** A, B, … Z, AA: what Grafana calls the queries of a panel. */
function refId(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : `${refId(Math.floor(index / 26) - 1)}${letter}`;
}
