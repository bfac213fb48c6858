import type * as sdk from "@grafana/grafana-foundation-sdk/dashboard";
import {
  type DashboardModel,
  type DashboardModels,
  type GraphPanel,
  modelDashboards,
  type PanelModel,
  type TextPanel,
  type VariableModel,
} from "../dashboard/model.ts";
import type { KnownMetric } from "../examine/examine-metrics.ts";
import { generatedMark } from "../model/generated-mark.ts";
import { valueText } from "../names/metric-names.ts";
import { escapeMarkdown } from "../print/escape-markdown.ts";
import { dashboardJson } from "./dashboard-json.ts";
import { dataSource, dataSourceVariable, graphPanel } from "./graph-panel.ts";
import { plainText, withoutTemplates } from "./plain-text.ts";
import type { GrafanaSdk } from "./sdk.ts";
import type { Source } from "./source.ts";

/** Dashboards for Grafana, as files of a directory. */
export interface Dashboards extends Pick<DashboardModels, "without"> {
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

/**
 * A dashboard for each feature, and a file with which Grafana provisions them. Identifiers stay the same as long as paths
 * do, whatever the source, so links stay right. Throws {@link SharedUid}.
 */
export function renderDashboards(
  metrics: readonly KnownMetric[],
  source: Source,
  grafana: GrafanaSdk,
): Dashboards {
  const { dashboards, without } = modelDashboards(metrics, (known) => source.whyNot(known));
  const features = new Map<string, string>();
  for (const { uid, feature } of dashboards) {
    const other = features.get(uid);
    if (other !== undefined) throw new SharedUid(uid, other, feature);
    features.set(uid, feature);
  }
  const renderer = new DashboardRenderer(source, grafana);
  const files = dashboards.map((model) => ({ path: `${model.uid}.json`, text: renderer.text(model) }));
  return { files: [{ path: "provisioning.yaml", text: provisioning }, ...files], without };
}

/** Two features would have one dashboard. */
export class SharedUid extends Error {
  constructor(uid: string, one: string, other: string) {
    super(`The dashboards of ${one} and ${other} would both have the uid ${uid}; rename one of the paths.`);
  }
}

const provisioning = `# ${generatedMark}
# Copy this to Grafana's conf/provisioning/dashboards, and the dashboards to the directory in “path”.
apiVersion: 1
providers:
  - name: addendum
    orgId: 1
    folder: Metrics
    type: file
    options:
      path: /var/lib/grafana/dashboards/addendum
`;

class DashboardRenderer {
  private readonly source: Source;
  private readonly sdk: GrafanaSdk;
  private readonly reference: sdk.DataSourceRef;

  constructor(source: Source, grafana: GrafanaSdk) {
    this.source = source;
    this.sdk = grafana;
    this.reference = dataSource(source.plugin);
  }

  text(model: DashboardModel): string {
    const { dashboard } = this.sdk;
    const builder = new dashboard.DashboardBuilder(plainText(model.title))
      .description(generatedMark)
      .uid(model.uid)
      .tags([...model.tags])
      .readonly()
      .timezone("utc")
      .time({ from: "now-90d", to: "now" })
      .refresh("")
      .withVariable(
        new dashboard.DatasourceVariableBuilder(dataSourceVariable)
          .label("Data source")
          .type(this.source.plugin),
      );
    for (const ticket of model.tickets) {
      if (!/^https?:/.test(ticket)) continue;
      builder.link(
        new dashboard.DashboardLinkBuilder(plainText(`Ticket: ${ticket}`))
          .type(dashboard.DashboardLinkType.Link)
          .url(ticket)
          .targetBlank(true),
      );
    }
    for (const variable of model.variables) builder.withVariable(this.variable(variable));
    for (const panel of model.panels) builder.withPanel(this.panel(panel));
    return dashboardJson(builder.build());
  }

  private variable(model: VariableModel): { build(): sdk.VariableModel } {
    const { dashboard } = this.sdk;
    const { name, label } = model;
    const all = { text: "All", value: "$__all", selected: true };
    const options = this.options(model);
    if (options === undefined) {
      return new dashboard.QueryVariableBuilder(name)
        .label(label)
        .query(this.source.valuesQuery(model))
        .datasource(this.reference)
        .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
        .includeAll(true)
        .allValue(this.source.allValue)
        .multi(false)
        .current(all);
    }
    return new dashboard.CustomVariableBuilder(name)
      .label(label)
      .values(options.map(({ text, value }) => `${listed(text)} : ${listed(value)}`).join(", "))
      .options([all, ...options])
      .current(all)
      .includeAll(true)
      .allValue(this.source.allValue)
      .multi(false);
  }

  /** The values that people choose from; undefined if the data source is asked for them. */
  private options({ values }: VariableModel): Option[] | undefined {
    if (values === undefined) return undefined;
    const texts = new Map<string, string>();
    for (const value of values) {
      const option = this.source.option(value);
      if (option === undefined) continue;
      if (isUnlisted.test(option)) return undefined;
      texts.set(option, plainText(valueText(value)).replaceAll(" : ", ": "));
    }
    return [...texts].map(([value, text]) => ({ text, value, selected: false }));
  }

  private panel(model: PanelModel): { build(): sdk.Panel } {
    return model.kind === "text" ? this.words(model) : this.graph(model);
  }

  private words({ id, place, title, markdown }: TextPanel): { build(): sdk.Panel } {
    const { text } = this.sdk;
    return new text.PanelBuilder()
      .id(id)
      .gridPos({ ...place })
      .title(title)
      .mode(text.TextMode.Markdown)
      .content(withoutTemplates(markdown));
  }

  private graph(model: GraphPanel): { build(): sdk.Panel } {
    return graphPanel(
      {
        id: model.id,
        place: model.place,
        title: plainText(model.title),
        description: plainText(escapeMarkdown(model.description)),
        interval: this.source.interval(model),
        plugin: this.source.plugin,
        targets: this.source.targets(model),
      },
      this.sdk,
    );
  }
}

interface Option {
  readonly text: string;
  readonly value: string;
  readonly selected: boolean;
}

/** What Grafana would read otherwise in a list of `text : value, text : value`. */
const isUnlisted = /\s:\s|^\s|\s$|\\$|\\,|\n/;

function listed(text: string): string {
  return text.replaceAll(",", "\\,");
}
