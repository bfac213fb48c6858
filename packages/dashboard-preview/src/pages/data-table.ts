import { formatNumber } from "../texts/numbers.ts";
import { shortText } from "../texts/visible-text.ts";
import { bytesOf, fileOfPage, pageBytes, pager, paginate } from "./fold.ts";
import { type Child, type Html, markup } from "./html.ts";
import type { PageContent } from "./page.ts";
import type { ShownPanel } from "./panel.ts";

type ShownChart = Extract<ShownPanel, { kind: "chart" }>;

/** Days that a data table has at most: longer ones are unreadable, and make pages slow. */
const tableDays = 100;
/** Longer names of lines and panels are cut, in characters. */
const nameLength = 80;
const titleLength = 120;

/** The numbers of a panel's chart, folded below it; undefined where there is no chart. */
export function dataTable(shown: ShownPanel): Html | undefined {
  if (shown.kind === "none") return undefined;
  return markup`<details>
<summary>Data<span class="unseen"> of ${titleOf(shown)}</span></summary>
${table(shown, rowsOf(shown))}
</details>`;
}

/**
 * The same on a page of its own, or on several; none where there is no chart.
 * @param dashboard its name
 * @param name of the pages' files, without an ending
 * @param panelFile the page that has the panel
 */
export function dataPages(
  shown: ShownPanel,
  dashboard: string,
  name: string,
  panelFile: string,
): readonly PageContent[] {
  if (shown.kind === "none") return [];
  const title = titleOf(shown);
  const rows = rowsOf(shown);
  const pages = paginate(rows, bytesOf, pageBytes - bytesOf(table(shown, [])));
  const fileOf = (page: number) => fileOfPage(name, page);
  return pages.map((own, index): PageContent => {
    const main = markup`<div class="head">
<h1>${title}</h1>
</div>
<p><a href="${panelFile}#panel-${shown.panel.id}">Back to the chart</a></p>
${table(shown, own)}
${pager(index + 1, pages.length, fileOf)}`;
    return { file: fileOf(index + 1), name: `${dashboard}: ${title}`, main: main.text };
  });
}

function table(shown: ShownChart, rows: readonly Html[]): Html {
  const { panel, lines, days } = shown;
  const captionId = `panel-${panel.id}-caption`;
  const cut: Child =
    days.length > tableDays ? markup` The last ${tableDays} of ${days.length} days.` : undefined;
  const names = lines.map(({ name }) => markup`<th scope="col">${shortText(name, nameLength)}</th>`);
  return markup`<div class="scroll" role="group" aria-labelledby="${captionId}" tabindex="0">
<table>
<caption id="${captionId}">${titleOf(shown)}, day by day.${cut}</caption>
<thead><tr><th scope="col">Day</th>${names}</tr></thead>
<tbody>
${rows}</tbody>
</table>
</div>`;
}

/** A row for each day, the last day first. */
function rowsOf({ lines, days }: ShownChart): readonly Html[] {
  return days
    .slice(-tableDays)
    .toReversed()
    .map((day) => {
      const cells = lines.map(({ points }) => markup`<td>${cell(points.get(day))}</td>`);
      return markup`<tr><th scope="row">${day}</th>${cells}</tr>\n`;
    });
}

function titleOf({ panel: { title } }: ShownPanel): string {
  return shortText(title, titleLength);
}

function cell(value: number | undefined): string {
  return value === undefined ? "–" : formatNumber(value);
}
