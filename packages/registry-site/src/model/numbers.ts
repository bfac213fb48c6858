import type { FileOfSite } from "./site-file.ts";

/** A metric, or a report that belongs to none: where its numbers come from. */
export interface LineageRowView {
  readonly name: string;
  readonly question: string | undefined;
  readonly owner: string | undefined;
  readonly tickets: readonly string[];
  /** The fields that it is computed from, by the title that declares them: texts. */
  readonly fields: readonly { readonly title: string; readonly names: string }[];
  /** Where it is shown and how it is computed. */
  readonly shown: readonly LineageFact[];
  /** What records the events, and the metric's own life. */
  readonly initiated: readonly LineageFact[];
}

export interface LineageFact {
  readonly label: string;
  readonly lines: readonly string[];
}

/** Where all numbers come from. */
export interface LineageView {
  readonly rows: readonly LineageRowView[];
  /**
   * Pictures of what hangs together, as markup of SVG, and what was left out, as a sentence. It takes long.
   * @param hrefOf where a box leads, by the place of its row
   */
  draw(hrefOf: (row: number) => string): Promise<{
    readonly pictures: readonly string[];
    readonly left: string;
  }>;
}

/** The dashboards of the catalogue, drawn. */
export interface DashboardsView {
  /** Tells apart what would be drawn: dashboards, their numbers, and the days that they show. */
  readonly key: string;
  readonly dashboards: readonly DashboardView[];
  /** The insides of their pages, all beside each other, and the charts that these show. It takes long. */
  draw(): Promise<{
    readonly pages: readonly DashboardPage[];
    readonly charts: readonly FileOfSite[];
  }>;
}

export interface DashboardView {
  readonly name: string;
  /** Its page, beside that of the others. */
  readonly file: string;
  /** Titles that its numbers come from. */
  readonly titles: readonly string[];
}

export interface DashboardPage {
  readonly file: string;
  /** The dashboard's; undefined: the page is about all of them. */
  readonly name: string | undefined;
  /** Markup. */
  readonly main: string;
}

/** Something that is computed from a title's events. */
export interface NumberUse {
  readonly name: string;
  readonly about: string;
  /** Below the site's root. */
  readonly address: string;
}
