import { type DataObject, toJson } from "@addendum/json-schema";
import type { KnownMetric } from "../examine/examine-metrics.ts";
import { generatedMark } from "../model/generated-mark.ts";
import type { Dimension } from "../model/metric.ts";
import { dimensionNode, graphitePath, valueNode, valueText } from "../names/metric-names.ts";
import { escapeMarkdown } from "../print/escape-markdown.ts";
import {
  companionTargets,
  dimensionTargets,
  drawnValues,
  type GraphiteTarget,
  knownValues,
  valueTarget,
  withoutTemplates,
} from "./graphite-targets.ts";

/** Dashboards for Grafana, as files of a directory. */
export interface Dashboards {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Metrics that are on none, and why. */
  readonly without: readonly { readonly name: string; readonly reason: string }[];
}

/** The variable that names the data source. No dimension can be called so. */
const dataSource = "datasource_";
const graphite = { type: "graphite", uid: `\${${dataSource}}` };

/**
 * A dashboard for each feature, with the metrics whose paths differ in the last node only, and a file with which Grafana
 * provisions them. Identifiers stay the same as long as paths do, so links stay right.
 */
export function renderDashboards(metrics: readonly KnownMetric[]): Dashboards {
  const without: { name: string; reason: string }[] = [];
  const features = new Map<string, KnownMetric[]>();
  for (const known of metrics) {
    const { name, path, status, source } = known.metric;
    if (status === "planned" || status === "ended") without.push({ name, reason: `it is ${status}` });
    else if (source.kind === "measure")
      without.push({ name, reason: "where StatsD stores it depends on its settings" });
    else {
      const feature = path.split(".").slice(0, -1).join(".") || path;
      features.set(feature, [...(features.get(feature) ?? []), known]);
    }
  }
  const files = [...features]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([feature, own]) => ({ path: `${uidOf(feature)}.json`, text: toJson(dashboard(feature, own)) }));
  return { files: [{ path: "provisioning.yaml", text: provisioning }, ...files], without };
}

const provisioning = `# ${generatedMark}
# Stands in Grafana's conf/provisioning/dashboards; the dashboards lie in the directory that it names.
apiVersion: 1
providers:
  - name: addendum
    orgId: 1
    folder: Metrics
    type: file
    options:
      path: /var/lib/grafana/dashboards/addendum
`;

/** At most 40 letters, digits and dashes, which differ where features do. */
function uidOf(feature: string): string {
  const slug = feature
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 20);
  return `addendum-${slug}-${hash(feature).toString(16).padStart(8, "0")}`;
}

/** 32 bits of a text. Source: FNV-1a, by code points. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) as number), 0x01000193);
  return value >>> 0;
}

function dashboard(feature: string, metrics: readonly KnownMetric[]): DataObject {
  const ends = metrics.flatMap(({ metric }) => metric.deprecation?.sunset ?? []);
  const isTemporary = ends.length === metrics.length;
  const last = [...ends].sort().at(-1) ?? "";
  const tickets = new Set(metrics.flatMap(({ metric }) => metric.ticket ?? []));
  return {
    description: generatedMark,
    uid: uidOf(feature),
    title: `${feature.replaceAll(".", " ")}${isTemporary ? ` (until ${last})` : ""}`,
    tags: ["addendum", feature, ...(isTemporary ? ["temporary"] : [])],
    schemaVersion: 39,
    editable: false,
    timezone: "utc",
    time: { from: "now-90d", to: "now" },
    refresh: "",
    links: [...tickets]
      .filter((ticket) => /^https?:/.test(ticket))
      .map((url) => ({ title: withoutTemplates(`Ticket: ${url}`), type: "link", url, targetBlank: true })),
    templating: { list: variables(metrics) },
    panels: new PanelGrid().place(feature, metrics),
  };
}

/** A list of values for each dimension that people choose from, and the data source. */
function variables(metrics: readonly KnownMetric[]): DataObject[] {
  const source = { type: "datasource", name: dataSource, label: "Data source", query: "graphite" };
  const chosen = new Map<
    string,
    { readonly dimension: Dimension; readonly known: KnownMetric; values: unknown[] }
  >();
  for (const known of metrics) {
    for (const dimension of known.metric.dimensions) {
      if (!dimension.isVariable) continue;
      const entry = chosen.get(dimension.name) ?? { dimension, known, values: [] };
      entry.values.push(...(knownValues(dimension, known) ?? []));
      chosen.set(dimension.name, entry);
    }
  }
  const own = [...chosen].map(([name, { dimension, known, values }]): DataObject => {
    const label = name.replaceAll("_", " ");
    const all = { includeAll: true, allValue: "*", multi: false };
    if (values.length === 0) {
      const { metric } = known;
      const cut = metric.dimensions.slice(0, metric.dimensions.indexOf(dimension) + 1);
      const query = graphitePath({ ...metric, dimensions: cut }, () => "*");
      return { type: "query", name, label, query, datasource: graphite, refresh: 2, ...all };
    }
    const texts = new Map(values.map((value) => [valueNode(value), withoutTemplates(valueText(value))]));
    const options = [...texts].map(([value, text]) => ({ text, value, selected: false }));
    const escaped = (text: string) => text.replaceAll(",", "\\,").replaceAll(" : ", ": ");
    return {
      type: "custom",
      name,
      label,
      query: options.map(({ text, value }) => `${escaped(text)} : ${value}`).join(", "),
      current: { text: "All", value: "$__all", selected: true },
      options: [{ text: "All", value: "$__all", selected: true }, ...options],
      ...all,
    };
  });
  return [source, ...own];
}

/** Puts panels on the grid of 24 columns, from the top. */
class PanelGrid {
  private readonly panels: DataObject[] = [];
  private readonly ids = new Set<number>();
  private x = 0;
  private y = 0;
  private rowHeight = 0;

  place(feature: string, metrics: readonly KnownMetric[]): readonly DataObject[] {
    this.add(`${feature} introduction`, 24, 6, {
      type: "text",
      title: "About",
      options: { mode: "markdown", content: introduction(metrics) },
    });
    for (const known of metrics) this.metric(known);
    return this.panels;
  }

  private metric(known: KnownMetric): void {
    const { metric } = known;
    const { name, path, description = "", deprecation } = metric;
    const end = deprecation?.sunset === undefined ? "" : ` (until ${deprecation.sunset})`;
    const per = metric.normalization === "none" ? "" : `, ${metric.normalization}`;
    const beside = companionTargets(known);
    this.graph(path, beside.length > 0 ? 16 : 24, `${name}${per}${end}`, description, [valueTarget(known)]);
    if (beside.length > 0)
      this.graph(`${path} totals`, 8, `${name}: totals`, "What the numbers beside rest on.", beside);
    for (const dimension of metric.dimensions) {
      const count = knownValues(dimension, known)?.length ?? 0;
      const cut = count > drawnValues ? ` The first ${drawnValues} of ${count} values.` : "";
      const title = `${name}${per}, by ${dimension.name.replaceAll("_", " ")}`;
      const targets = dimensionTargets(known, dimension);
      this.graph(`${path}.${dimensionNode(dimension.name)}`, 12, title, `${description}${cut}`, targets);
    }
  }

  private graph(
    key: string,
    width: number,
    title: string,
    description: string,
    targets: readonly GraphiteTarget[],
  ): void {
    this.add(key, width, 8, {
      type: "timeseries",
      title: withoutTemplates(title),
      description: withoutTemplates(escapeMarkdown(description)),
      datasource: graphite,
      targets: targets.map(({ target }, index) => ({ refId: refId(index), target, datasource: graphite })),
      fieldConfig: {
        defaults: { min: 0, custom: { stacking: { mode: "none" }, spanNulls: false, showPoints: "auto" } },
        overrides: [],
      },
      options: { legend: { displayMode: "list", placement: "bottom" }, tooltip: { mode: "multi" } },
    });
  }

  /** @param key what the panel is about, which decides its identifier */
  private add(key: string, w: number, h: number, panel: DataObject): void {
    if (this.x + w > 24 || w === 24) this.newRow();
    let id = hash(key) % 0x7fff_ffff;
    while (id === 0 || this.ids.has(id)) id = (id + 1) % 0x7fff_ffff;
    this.ids.add(id);
    this.panels.push({ id, gridPos: { x: this.x, y: this.y, w, h }, ...panel });
    this.x += w;
    this.rowHeight = h;
    if (this.x >= 24) this.newRow();
  }

  private newRow(): void {
    if (this.x > 0) this.y += this.rowHeight;
    this.x = 0;
  }
}

/** A, B, … Z, AA: what Grafana calls the queries of a panel. */
function refId(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : `${refId(Math.floor(index / 26) - 1)}${letter}`;
}

function introduction(metrics: readonly KnownMetric[]): string {
  const owners = [...new Set(metrics.flatMap(({ metric }) => metric.owner ?? []))];
  const tickets = [...new Set(metrics.flatMap(({ metric }) => metric.ticket ?? []))];
  const shown = (text: string) => withoutTemplates(escapeMarkdown(text));
  const questions = metrics.map(({ metric: { name, question, deprecation } }) => {
    const end = deprecation?.sunset === undefined ? "" : ` Ends on ${deprecation.sunset}.`;
    return `- **${shown(name)}**: ${shown(question ?? "")}${end}`;
  });
  return [
    ...questions,
    "",
    `Responsible: ${owners.map(shown).join(", ")}. Tickets: ${tickets.map(shown).join(", ")}. Days are UTC; events from samples are extrapolated.`,
  ].join("\n");
}
