import type { DashboardModel, GraphPanel, Metric, PanelLine, PanelSeries } from "@addendum/metrics";
import { type ChartLibrary, drawChart, type Drawing } from "./chart/chart.ts";
import { drawPicture, type PictureChart, svgFile } from "./chart/svg-file.ts";
import { dashboardName, dashboardPages, type ShownDashboard } from "./pages/dashboard-page.ts";
import { indexPages, type LeftOut } from "./pages/index-page.ts";
import { icon, iconFile, ownFrame, type PageContent, styleFile } from "./pages/page.ts";
import type { Pictures, ShownPanel } from "./pages/panel.ts";
import { style } from "./pages/style.ts";
import { daysBetween } from "./texts/days.ts";
import { describeChart } from "./texts/summary.ts";
import { shortText } from "./texts/visible-text.ts";

/** What a panel has to show. */
export type PanelContent =
  | { readonly kind: "series"; readonly series: PanelSeries }
  /** Nothing, and why, in a sentence. */
  | { readonly kind: "none"; readonly reason: string };

export interface Preview {
  readonly dashboards: readonly DashboardModel[];
  readonly contentOf: (panel: GraphPanel) => PanelContent;
  /** Metrics that are on no dashboard. */
  readonly without: readonly LeftOut[];
  /** The first and the last day, YYYY-MM-DD. */
  readonly from: string;
  readonly to: string;
}

/** A file of a directory. */
export interface PreviewFile {
  readonly path: string;
  readonly text: string;
}

/** The directory of charts, beside the pages. */
export const chartDirectory = "charts";

/** A picture of a whole dashboard has so many charts. */
const pictureCharts = 4;

/** Widths of a page and of what is around a chart in it, in pixels of CSS. */
const pageWidth = 1160;
const gap = 20;
const padding = 40;
const narrow = { width: 340, height: 220 };

/** Dashboards as pages that need neither a server nor JavaScript. The same numbers give the same bytes. */
export function renderPreview(preview: Preview, library: ChartLibrary): readonly PreviewFile[] {
  const { pages, charts } = previewParts(preview, library);
  return [
    ...pages.map((content) => ({ path: content.file, text: ownFrame(content) })),
    { path: styleFile, text: style },
    { path: iconFile, text: icon },
    ...charts,
  ];
}

/** The pages without what is around them, and the charts that they show. */
export interface PreviewParts {
  /** The page of all dashboards comes first. */
  readonly pages: readonly PageContent[];
  readonly charts: readonly PreviewFile[];
}

/**
 * Dashboards as the insides of pages, for a site that has a frame and a style sheet of its own.
 * @param library undefined: it is not installed, and panels say so
 */
export function previewParts(preview: Preview, library: ChartLibrary | undefined): PreviewParts {
  const days = daysBetween(preview.from, preview.to);
  const pages: PageContent[] = [];
  const charts: PreviewFile[] = [];
  const dashboards = preview.dashboards.map((model): ShownDashboard => {
    const drawn = new DrawnDashboard(model, preview.contentOf, days, library);
    charts.push(...drawn.files);
    pages.push(...dashboardPages(drawn.shown, days));
    return drawn.shown;
  });
  return { pages: [...indexPages(dashboards, preview.without, days), ...pages], charts };
}

class DrawnDashboard {
  readonly files: PreviewFile[] = [];
  readonly shown: ShownDashboard;
  private readonly picture: PictureChart[] = [];
  private readonly model: DashboardModel;
  private readonly days: readonly string[];
  private readonly library: ChartLibrary | undefined;

  constructor(
    model: DashboardModel,
    contentOf: Preview["contentOf"],
    days: readonly string[],
    library: ChartLibrary | undefined,
  ) {
    this.model = model;
    this.days = days;
    this.library = library;
    const metrics = new Map<Metric, ShownPanel[]>();
    for (const panel of model.panels) {
      if (panel.kind === "text") continue;
      const { metric } = panel.known;
      const panels = metrics.get(metric) ?? [];
      panels.push(this.show(panel, columnsOf(panel, model), contentOf(panel)));
      metrics.set(metric, panels);
    }
    this.shown = { model, metrics: [...metrics].map(([metric, panels]) => ({ metric, panels })) };
    if (this.picture.length > 0) {
      const title = dashboardName(model);
      const whole = drawPicture(shortText(title, 80), this.picture);
      this.files.push({ path: `${chartDirectory}/${model.uid}.svg`, text: svgFile(whole, title) });
    }
  }

  private show(panel: GraphPanel, columns: number, content: PanelContent): ShownPanel {
    if (content.kind === "none") return { kind: "none", panel, columns, reason: content.reason };
    const { lines, omitted } = content.series;
    if (lines.every(({ points }) => points.size === 0))
      return { kind: "none", panel, columns, reason: "There are no numbers for these days." };
    const { days, library } = this;
    if (library === undefined)
      return {
        kind: "none",
        panel,
        columns,
        reason: "The package “echarts”, which draws charts, is not installed.",
      };
    const heard = lines.filter(({ points }) => points.size > 0);
    const silent = lines.flatMap(({ name, points }) => (points.size === 0 ? [name] : []));
    const description = describeChart(panel.title, heard, days);
    const pictures = this.draw(library, panel, columns, lines, description);
    return { kind: "chart", panel, columns, lines: heard, silent, omitted, days, description, pictures };
  }

  private draw(
    library: ChartLibrary,
    { id, title }: GraphPanel,
    columns: number,
    lines: readonly PanelLine[],
    description: string,
  ): Pictures {
    const { days } = this;
    const chart = { days, lines };
    const width = Math.min(Math.round(((pageWidth + gap) * columns) / 24 - gap - padding), 900);
    const small = drawChart(library, chart, narrow, `p${id}`);
    if (this.picture.length < pictureCharts)
      this.picture.push({ title: shortText(title, 42), drawing: small });
    if (width <= narrow.width) return { wide: this.add(small, `${id}`, description), narrow: undefined };
    const large = drawChart(library, chart, { width, height: 250 }, `p${id}`);
    return {
      wide: this.add(large, `${id}`, description),
      narrow: this.add(small, `${id}-narrow`, description),
    };
  }

  private add(drawing: Drawing, name: string, description: string): Pictures["wide"] {
    const file = `${chartDirectory}/${this.model.uid}-${name}.svg`;
    this.files.push({ path: file, text: svgFile(drawing, description) });
    return { file, width: drawing.width, height: drawing.height };
  }
}

/** How many of 24 columns a panel takes: all of them where nothing of its metric is beside it. */
function columnsOf({ id, known, place }: GraphPanel, { panels }: DashboardModel): number {
  const isBeside = panels.some(
    (other) =>
      other.kind === "graph" && other.known === known && other.place.y === place.y && other.id !== id,
  );
  return isBeside ? place.w : 24;
}
