import { formatSpan } from "../texts/days.ts";
import { shortText } from "../texts/visible-text.ts";
import {
  dashboardFile,
  dashboardName,
  endBadge,
  metricTexts,
  type ShownDashboard,
} from "./dashboard-page.ts";
import { bytesOf, fileOfPage, pageBytes, pager, paginate } from "./fold.ts";
import { type Html, markup } from "./html.ts";
import type { PageContent } from "./page.ts";
import { chartImage } from "./panel.ts";

/** A metric that is on no dashboard. */
export interface LeftOut {
  readonly name: string;
  readonly reason: string;
}

/** More metrics of one dashboard are counted. */
const shownMetrics = 12;
/** Longer texts are cut, in characters. */
const nameLength = 120;
const reasonLength = 500;

/** What the pages are called, without their endings. */
const indexName = "index";
const leftOutName = "index.without";

/** The pages of all dashboards, and of the metrics that are on none: one page where that is enough. */
export function indexPages(
  dashboards: readonly ShownDashboard[],
  without: readonly LeftOut[],
  days: readonly string[],
): readonly PageContent[] {
  const lead = summary(dashboards);
  const cards = dashboards.map(card);
  const items = without.map(leftOutItem);
  const whole = indexMain(days, lead, cards, markup`${leftOut(items)}`);
  if (bytesOf(whole) <= pageBytes)
    return [{ file: fileOfPage(indexName, 1), name: undefined, main: whole.text }];

  const leftOutPages = paginate(items, bytesOf, pageBytes);
  const pages = paginate(cards, bytesOf, pageBytes);
  const more =
    items.length === 0
      ? undefined
      : markup`<p class="more"><a href="${fileOfPage(leftOutName, 1)}">${counted(items.length, "metric")} on no dashboard</a></p>`;
  // There is always a first page.
  const own = (pages.length === 0 ? [[]] : pages).map((some, index) => {
    const end = markup`${pager(index + 1, pages.length, (page) => fileOfPage(indexName, page))}${more}`;
    return {
      file: fileOfPage(indexName, index + 1),
      name: undefined,
      main: indexMain(days, lead, some, end).text,
    };
  });
  const others = leftOutPages.map((some, index) => {
    const end = pager(index + 1, leftOutPages.length, (page) => fileOfPage(leftOutName, page));
    const main = markup`<div class="head">
<h1>On no dashboard</h1>
</div>
<section class="without" aria-label="Metrics on no dashboard">
<ul>
${some}</ul>
</section>
${end}`;
    return { file: fileOfPage(leftOutName, index + 1), name: "On no dashboard", main: main.text };
  });
  return [...own, ...others];
}

function summary(dashboards: readonly ShownDashboard[]): string {
  const metrics = dashboards.reduce((sum, dashboard) => sum + dashboard.metrics.length, 0);
  return metrics === 0
    ? "There is nothing to show: no metric is at baseline, active or ending."
    : `${counted(metrics, "metric")} on ${counted(dashboards.length, "dashboard")}, drawn from recorded events.`;
}

function indexMain(days: readonly string[], lead: string, cards: readonly Html[], end: Html): Html {
  const list = cards.length === 0 ? undefined : markup`<ul class="cards">\n${cards}</ul>\n`;
  return markup`<div class="head">
<h1>Dashboards</h1>
<p class="span">${formatSpan(days[0] as string, days.at(-1) as string)}</p>
</div>
<p class="lead">${lead}</p>
${list}${end}`;
}

function card({ model, metrics }: ShownDashboard): Html {
  const panels = metrics.flatMap((metric) => metric.panels);
  const first = panels.find((panel) => panel.kind === "chart");
  const silent = panels.filter(({ kind }) => kind === "none").length;
  const names = metrics.slice(0, shownMetrics).map(({ metric }) => {
    const { name, question } = metricTexts(metric);
    return markup`<li><strong>${name}</strong> ${question}</li>\n`;
  });
  const left = metrics.length - names.length;
  const more = left > 0 ? markup`<li>and ${counted(left, "metric")} more</li>\n` : undefined;
  const chart =
    first === undefined
      ? markup`<p class="none">No numbers in these days.</p>`
      : chartImage(first.pictures.narrow ?? first.pictures.wide, first.description);
  const people = shortText(model.owners.join(", "), reasonLength);
  const owners = people === "" ? undefined : markup`${people} · `;
  return markup`<li class="card">
<h2><a href="${dashboardFile(model)}">${dashboardName(model)}</a></h2>
${endBadge(model.end)}<ul class="names">
${names}${more}</ul>
${chart}
<p class="quiet">${owners}${counted(panels.length, "panel")}${silent === 0 ? "" : `, ${silent} without a chart`}</p>
</li>
`;
}

function leftOutItem({ name, reason }: LeftOut): Html {
  return markup`<li><strong>${shortText(name, nameLength)}</strong>: ${shortText(reason, reasonLength)}</li>\n`;
}

function leftOut(items: readonly Html[]): Html | undefined {
  if (items.length === 0) return undefined;
  return markup`<section class="without" aria-labelledby="without">
<h2 id="without">On no dashboard</h2>
<ul>
${items}</ul>
</section>
`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
