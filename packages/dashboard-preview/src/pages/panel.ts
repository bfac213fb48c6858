import type { GraphPanel, PanelLine } from "@addendum/metrics";
import { formatDate, formatDay } from "../texts/days.ts";
import { formatNumber } from "../texts/numbers.ts";
import { summarize } from "../texts/summary.ts";
import { shortText } from "../texts/visible-text.ts";
import { type Child, type Html, markup } from "./html.ts";

/** Longer texts are cut, in characters. */
const titleLength = 120;
const descriptionLength = 1000;
const namesLength = 1500;

/** What a page shows of a panel. */
export type ShownPanel =
  | {
      readonly kind: "chart";
      readonly panel: GraphPanel;
      /** Columns of 24 that it takes. */
      readonly columns: number;
      /** The lines that have points. */
      readonly lines: readonly PanelLine[];
      /** The names of those that have none. */
      readonly silent: readonly string[];
      /** How many values are not drawn because there are too many. */
      readonly omitted: number;
      readonly days: readonly string[];
      /** What the chart shows, in words. */
      readonly description: string;
      readonly pictures: Pictures;
    }
  | {
      readonly kind: "none";
      readonly panel: GraphPanel;
      readonly columns: number;
      readonly reason: string;
    };

/** A chart’s files. */
export interface Pictures {
  readonly wide: Picture;
  /** For phones; undefined if the other one is as narrow. */
  readonly narrow: Picture | undefined;
}

export interface Picture {
  /** Relative to the page. */
  readonly file: string;
  readonly width: number;
  readonly height: number;
}

/**
 * A panel: its title, its chart or why there is none, and its data.
 * @param data its table, or the way there
 */
export function panelArticle(shown: ShownPanel, data: Child): Html {
  const { columns, panel } = shown;
  const { id } = panel;
  const title = shortText(panel.title, titleLength);
  const about = shortText(ownDescription(panel), descriptionLength);
  const description = about === "" ? undefined : markup`<p class="about">${about}</p>\n`;
  const content =
    shown.kind === "none"
      ? markup`<p class="none"><strong>No chart.</strong> ${shortText(shown.reason, descriptionLength)}</p>`
      : markup`${chartOf(shown)}${data}`;
  return markup`<article class="panel w${columns}" id="panel-${id}" aria-labelledby="panel-${id}-title">
<h3 id="panel-${id}-title">${title}</h3>
${description}${content}
</article>
`;
}

/** What a panel says of itself beside what is above all panels of its metric. */
function ownDescription({ description, known: { metric } }: GraphPanel): string {
  const above = metric.description ?? "";
  return (description.startsWith(above) ? description.slice(above.length) : description).trim();
}

type ShownChart = Extract<ShownPanel, { kind: "chart" }>;

function chartOf(shown: ShownChart): Html {
  const { lines, silent, omitted } = shown;
  const notes: Html[] = [];
  if (omitted > 0) {
    const values = omitted === 1 ? "value is" : "values are";
    notes.push(markup`<p class="note">${omitted} more ${values} not drawn.</p>\n`);
  }
  if (silent.length > 0)
    notes.push(
      markup`<p class="note">Without numbers for these days: ${shortText(silent.join(", "), namesLength)}.</p>\n`,
    );
  const numbers = lines.length === 1 ? figures(lines[0] as PanelLine) : undefined;
  return markup`${numbers}${picture(shown.pictures, shown.description)}
${notes}`;
}

/** The numbers of a single line that people look for first. */
function figures(line: PanelLine): Html | undefined {
  const summary = summarize(line);
  if (summary === undefined) return undefined;
  const { last, least, most, change, before } = summary;
  const figure = (name: string, value: string) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>\n`;
  return markup`<dl class="figures">
${figure(formatDate(last.day), formatNumber(last.value))}${
    change === undefined ? undefined : figure(`since ${formatDay(before)}`, change)
  }${figure("lowest", formatNumber(least))}${figure("highest", formatNumber(most))}</dl>
`;
}

/** A chart that phones get in a shape of their own. */
function picture({ wide, narrow }: Pictures, description: string): Html {
  const image = chartImage(wide, description);
  const source =
    narrow &&
    markup`<source media="(max-width: 40rem)" srcset="${narrow.file}" width="${narrow.width}" height="${narrow.height}">`;
  return markup`<picture class="chart">${source}${image}</picture>`;
}

/** A chart, with what it shows in words. */
export function chartImage({ file, width, height }: Picture, description: string): Html {
  return markup`<img class="chart" src="${file}" width="${width}" height="${height}" alt="${description}" loading="lazy">`;
}
