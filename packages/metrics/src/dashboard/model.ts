import type { Data } from "@addendum/json-schema";
import type { KnownMetric } from "../examine/examine-metrics.ts";
import type { Dimension } from "../model/metric.ts";
import { companionsOf, dimensionNode } from "../names/metric-names.ts";
import { escapeMarkdown } from "../print/escape-markdown.ts";
import { dashboardUid, PanelIds } from "./identifiers.ts";
import { knownValues } from "./known-values.ts";

/** The number of values of a dimension that one panel draws, because more lines cannot be distinguished. */
export const drawnValues = 20;

/** Values among which people choose in a list; where there are more, dashboards ask for those that have numbers. */
const listedValues = 500;

/** What dashboards show, whichever program draws them. Texts are plain: renderers escape them as theirs require. */
export interface DashboardModels {
  /** One for each feature: the metrics whose paths differ in the last node only. In the order of their features. */
  readonly dashboards: readonly DashboardModel[];
  /** Metrics that are on none, and why. */
  readonly without: readonly { readonly name: string; readonly reason: string }[];
}

export interface DashboardModel {
  /**
   * Depends on the feature alone: at most 40 of `a-z`, `0-9` and `-`. Where two features share one, that is an error.
   */
  readonly uid: string;
  /** What the paths of its metrics have in common: `MediaWiki.CodeMirror`. */
  readonly feature: string;
  readonly title: string;
  /** Markdown: the questions, who is responsible for them, and the tickets. It is the first panel’s, too. */
  readonly introduction: string;
  readonly owners: readonly string[];
  /** URLs, or identifiers such as T279046. */
  readonly tickets: readonly string[];
  readonly tags: readonly string[];
  /** The day on which the last of its metrics ends, YYYY-MM-DD, where all of them do. */
  readonly end: string | undefined;
  /** What people choose from: one for each dimension with `variable: true`, for all panels. */
  readonly variables: readonly VariableModel[];
  /** The first is the introduction. */
  readonly panels: readonly PanelModel[];
}

/** A dimension of which people choose one value, or all. */
export interface VariableModel {
  /** The dimension’s name: `edit_count`. */
  readonly name: string;
  readonly label: string;
  readonly dimension: Dimension;
  /** Values to choose from; undefined if only the data says which there are. */
  readonly values: readonly Data[] | undefined;
  /** The metrics that have the dimension; the first says which values there are. */
  readonly metrics: readonly KnownMetric[];
}

/** Where a panel is on a grid of 24 columns; a row is some 30 pixels high. */
export interface GridPlace {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export type PanelModel = TextPanel | GraphPanel;

interface PanelBase {
  /** Stays the same as long as paths do: from 1 to 2³¹ − 2. */
  readonly id: number;
  readonly place: GridPlace;
  readonly title: string;
}

export interface TextPanel extends PanelBase {
  readonly kind: "text";
  readonly markdown: string;
}

/** Lines over days. */
export interface GraphPanel extends PanelBase {
  readonly kind: "graph";
  readonly description: string;
  readonly known: KnownMetric;
  readonly shows: Shown;
}

/** The part of a metric that a panel shows. */
export type Shown =
  /** Its number over all values that people chose: one line. */
  | { readonly kind: "value" }
  /** The totals that it rests on: a line for each of `companionsOf(metric)`, or how often a time was measured. */
  | { readonly kind: "companions" }
  /** Its number by a dimension: a line for each value. */
  | {
      readonly kind: "dimension";
      readonly dimension: Dimension;
      /** The values that are drawn, at most {@link drawnValues}; undefined: the largest of those that there are. */
      readonly values: readonly Data[] | undefined;
      /** How many more are known and not drawn. */
      readonly omitted: number;
    };

/**
 * The dashboards of metrics. Planned and ended metrics are on none.
 * @param whyNot why a metric cannot be shown by what draws the dashboards; undefined if it can
 */
export function modelDashboards(
  metrics: readonly KnownMetric[],
  whyNot: (known: KnownMetric) => string | undefined = () => undefined,
): DashboardModels {
  const without: { name: string; reason: string }[] = [];
  const features = new Map<string, KnownMetric[]>();
  for (const known of metrics) {
    const { name, path, status } = known.metric;
    const isShown = status !== "planned" && status !== "ended";
    const reason = isShown ? whyNot(known) : `it is ${status}`;
    if (reason !== undefined) {
      without.push({ name, reason });
      continue;
    }
    const feature = path.split(".").slice(0, -1).join(".") || path;
    const own = features.get(feature);
    if (own === undefined) features.set(feature, [known]);
    else own.push(known);
  }
  const dashboards = [...features]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([feature, own]) => modelDashboard(feature, own));
  return { dashboards, without };
}

function modelDashboard(feature: string, metrics: readonly KnownMetric[]): DashboardModel {
  const ends = metrics.flatMap(({ metric }) => metric.deprecation?.sunset ?? []);
  const end = ends.length === metrics.length ? ends.sort().at(-1) : undefined;
  const introduction = introduce(metrics);
  return {
    uid: dashboardUid(feature),
    feature,
    title: `${feature.replaceAll(".", " ")}${end === undefined ? "" : ` (until ${end})`}`,
    introduction,
    owners: distinct(metrics.flatMap(({ metric }) => metric.owner ?? [])),
    tickets: distinct(metrics.flatMap(({ metric }) => metric.ticket ?? [])),
    tags: ["addendum", feature, ...(end === undefined ? [] : ["temporary"])],
    end,
    variables: modelVariables(metrics),
    panels: new PanelGrid().place(feature, introduction, metrics),
  };
}

function introduce(metrics: readonly KnownMetric[]): string {
  const list = (texts: readonly (string | undefined)[]) =>
    distinct(texts.flatMap((text) => (text === undefined ? [] : escapeMarkdown(text)))).join(", ");
  const questions = metrics.map(({ metric: { name, question = "", deprecation } }) => {
    const end = deprecation?.sunset === undefined ? "" : ` Ends on ${deprecation.sunset}.`;
    return `- **${escapeMarkdown(name)}**: ${escapeMarkdown(question)}${end}`;
  });
  const owners = list(metrics.map(({ metric }) => metric.owner));
  const tickets = list(metrics.map(({ metric }) => metric.ticket));
  return [
    ...questions,
    "",
    `Responsible: ${owners}. Tickets: ${tickets}. Days are UTC; events from samples are extrapolated.`,
  ].join("\n");
}

function modelVariables(metrics: readonly KnownMetric[]): readonly VariableModel[] {
  const found = new Map<string, { dimension: Dimension; values: Data[]; metrics: KnownMetric[] }>();
  for (const known of metrics) {
    for (const dimension of known.metric.dimensions) {
      if (!dimension.isVariable) continue;
      const entry = found.get(dimension.name) ?? { dimension, values: [], metrics: [] };
      entry.metrics.push(known);
      for (const value of knownValues(dimension, known) ?? []) entry.values.push(value);
      found.set(dimension.name, entry);
    }
  }
  return [...found].map(([name, { dimension, values, metrics: own }]) => {
    const listed = distinct(values);
    const isListed = listed.length > 0 && listed.length <= listedValues;
    return {
      name,
      label: labelOf(dimension),
      dimension,
      values: isListed ? listed : undefined,
      metrics: own,
    };
  });
}

/** Puts panels on the grid, from the top. */
class PanelGrid {
  private readonly panels: PanelModel[] = [];
  private readonly ids = new PanelIds();
  private x = 0;
  private y = 0;
  private rowHeight = 0;

  place(feature: string, introduction: string, metrics: readonly KnownMetric[]): readonly PanelModel[] {
    const at = this.next(`${feature} introduction`, 24, 6);
    this.panels.push({ ...at, kind: "text", title: "About", markdown: introduction });
    for (const known of metrics) this.metric(known);
    return this.panels;
  }

  private metric(known: KnownMetric): void {
    const { metric } = known;
    const { name, path, description = "", deprecation } = metric;
    const end = deprecation?.sunset === undefined ? "" : ` (until ${deprecation.sunset})`;
    const per = metric.normalization === "none" ? "" : `, ${metric.normalization}`;
    const isTiming = metric.source.kind === "measure" && metric.source.measure === "timing";
    const hasTotals = isTiming || companionsOf(metric).length > 0;
    const graph = (subject: string, width: number, title: string, about: string, shows: Shown) => {
      const at = this.next(subject, width, 8);
      this.panels.push({ ...at, kind: "graph", title, description: about, known, shows });
    };
    graph(path, hasTotals ? 16 : 24, `${name}${per}${end}`, description, { kind: "value" });
    if (hasTotals)
      graph(
        `${path} totals`,
        8,
        `${name}: totals`,
        "The numbers that the panel beside it is computed from.",
        {
          kind: "companions",
        },
      );
    for (const dimension of metric.dimensions) {
      const all = knownValues(dimension, known);
      const count = all?.length ?? 0;
      const cut =
        all === undefined
          ? ` Shows at most ${drawnValues} values: those with the largest numbers.`
          : count > drawnValues
            ? ` Shows the first ${drawnValues} of ${count} values.`
            : "";
      const title = `${name}${per}, by ${labelOf(dimension)}`;
      graph(`${path}.${dimensionNode(dimension.name)}`, 12, title, `${description}${cut}`, {
        kind: "dimension",
        dimension,
        values: all?.slice(0, drawnValues),
        omitted: Math.max(count - drawnValues, 0),
      });
    }
  }

  /** @param subject what the panel is about, which decides its identifier */
  private next(subject: string, w: number, h: number): { readonly id: number; readonly place: GridPlace } {
    if (this.x + w > 24 || w === 24) this.newRow();
    const place = { x: this.x, y: this.y, w, h };
    this.x += w;
    this.rowHeight = h;
    if (this.x >= 24) this.newRow();
    return { id: this.ids.of(subject), place };
  }

  private newRow(): void {
    if (this.x > 0) this.y += this.rowHeight;
    this.x = 0;
  }
}

function labelOf({ name }: Dimension): string {
  return name.replaceAll("_", " ");
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
