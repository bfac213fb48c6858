import type { DashboardsView, LineageView, NumberUse } from "../model/numbers.ts";
import { dashboardPage, dashboardsHome } from "../pages/dashboard-pages.ts";
import { lineageHome, LineagePages } from "../pages/lineage-pages.ts";
import type { SiteContext } from "../pages/site-context.ts";
import { type CommonPart, filesOf } from "./common-files.ts";

/** Whether a page is among those that are drawn last. @param path of a request */
export function isDrawn(path: string): boolean {
  return [lineageHome, dashboardsHome].some((home) => path.startsWith(`/${home}`));
}

/** The pages of lineage and dashboards, and what titles say about them. */
export class NumberParts {
  private readonly site: SiteContext;
  private readonly lineage: LineageView | undefined;
  private readonly pages: LineagePages | undefined;
  private readonly dashboards: DashboardsView | undefined;
  private readonly titles: readonly string[];

  /** @param titles those that have pages */
  constructor(
    site: SiteContext,
    lineage: LineageView | undefined,
    dashboards: DashboardsView | undefined,
    titles: readonly string[],
  ) {
    this.site = site;
    this.lineage = lineage;
    this.pages = lineage && new LineagePages(site, lineage, new Set(titles));
    this.dashboards = dashboards;
    this.titles = titles;
  }

  /** What is computed from each title's events, and where that is shown. */
  uses(): (title: string) => readonly NumberUse[] {
    const uses = this.pages?.uses();
    const boards = new Map<string, NumberUse[]>();
    for (const { name, file, titles } of this.dashboards?.dashboards ?? []) {
      const use = { name: `${name} (dashboard)`, about: "", address: dashboardsHome + file };
      for (const title of titles) boards.set(title, [...(boards.get(title) ?? []), use]);
    }
    return (title) => [...(uses?.get(title) ?? []), ...(boards.get(title) ?? [])];
  }

  /** The pages: they take long, because they are drawn. */
  parts(): readonly CommonPart[] {
    const { site, lineage, pages, dashboards } = this;
    const parts: CommonPart[] = [];
    if (pages !== undefined) {
      const key = [lineage?.rows, this.titles];
      parts.push({ name: "lineage", key, make: async () => filesOf(await pages.pages()) });
    }
    if (dashboards !== undefined) {
      const make = async () => {
        const drawn = await dashboards.draw();
        return [
          ...filesOf(drawn.pages.map((page) => dashboardPage(site, page))),
          ...drawn.charts.map(({ path, text }) => ({ path: dashboardsHome + path, content: text })),
        ];
      };
      parts.push({ name: "dashboards", key: dashboards.key, make });
    }
    return parts;
  }
}
