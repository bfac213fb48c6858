import type { DashboardModel, Metric } from "@addendum/metrics";
import { formatDate, formatSpan } from "../texts/days.ts";
import { shortText } from "../texts/visible-text.ts";
import { dataPages, dataTable } from "./data-table.ts";
import { bytesOf, fileOfPage, pageBytes, pager, paginate } from "./fold.ts";
import { type Child, type Html, markup } from "./html.ts";
import { listed, type PageContent, ticketLink } from "./page.ts";
import { panelArticle, type ShownPanel } from "./panel.ts";

/** A dashboard with what its panels show. */
export interface ShownDashboard {
  readonly model: DashboardModel;
  /** Its metrics, in order, with their panels. */
  readonly metrics: readonly ShownMetric[];
}

interface ShownMetric {
  readonly metric: Metric;
  readonly panels: readonly ShownPanel[];
}

/** Longer texts are cut, in characters. */
const nameLength = 120;
const questionLength = 500;
const descriptionLength = 2000;
/** More people and tickets are counted. */
const shownFacts = 20;

/** Where a dashboard’s first page is, relative to the others. */
export function dashboardFile({ uid }: DashboardModel): string {
  return fileOfPage(uid, 1);
}

/** A dashboard’s name without what its badge says. */
export function dashboardName({ feature }: DashboardModel): string {
  return shortText(feature.replaceAll(".", " "), nameLength);
}

/** A metric's name, and the question that it answers. */
export function metricTexts({ name, question }: Metric): {
  readonly name: string;
  readonly question: string;
} {
  return { name: shortText(name, nameLength), question: shortText(question ?? "", questionLength) };
}

/** Says until when there is a dashboard or metric that was meant to end. */
export function endBadge(end: string | undefined): Html | undefined {
  return end === undefined
    ? undefined
    : markup`<span class="badge">Temporary, until ${formatDate(end)}</span>\n`;
}

/** A panel on its way to a page. */
interface Placed {
  readonly metric: Metric;
  /** Of the metric, from 1. */
  readonly number: number;
  readonly shown: ShownPanel;
  readonly article: Html;
}

/**
 * The pages of a dashboard: what is asked, who is responsible for it, and each metric with its panels. What is too much
 * for one page is on several, and data tables then have pages of their own.
 */
export function dashboardPages(
  { model, metrics }: ShownDashboard,
  days: readonly string[],
): readonly PageContent[] {
  const name = dashboardName(model);
  const place = (tableOf: (shown: ShownPanel) => Child) =>
    metrics.flatMap(({ metric, panels }, index) =>
      panels.map((shown): Placed => {
        return { metric, number: index + 1, shown, article: panelArticle(shown, tableOf(shown)) };
      }),
    );
  const whole = dashboardMain(
    model,
    days,
    place((shown) => dataTable(shown)),
    true,
  );
  if (bytesOf(whole) <= pageBytes) return [{ file: dashboardFile(model), name, main: whole.text }];

  const dataName = ({ panel: { id } }: ShownPanel) => `${model.uid}.data-${id}`;
  const placed = place((shown) => dataLink(shown, fileOfPage(dataName(shown), 1)));
  // The head of a metric may come once more on the next page, and so may its question.
  const sizeOf = ({ metric, number, article }: Placed) =>
    bytesOf(article) + bytesOf(metricHead(metric, number)) + bytesOf(questionItem(metric, number));
  const room = pageBytes - bytesOf(facts(model));
  const pages = paginate(placed, sizeOf, room);
  const fileOf = (page: number) => fileOfPage(model.uid, page);
  const own = pages.map((panels, index): PageContent => {
    const page = index + 1;
    const main = dashboardMain(model, days, panels, page === 1);
    return { file: fileOf(page), name, main: markup`${main}${pager(page, pages.length, fileOf)}`.text };
  });
  const data = pages.flatMap((panels, index) =>
    panels.flatMap(({ shown }) => dataPages(shown, name, dataName(shown), fileOf(index + 1))),
  );
  return [...own, ...data];
}

function dashboardMain(
  model: DashboardModel,
  days: readonly string[],
  panels: readonly Placed[],
  isFirst: boolean,
): Html {
  const metrics = groupByMetric(panels);
  return markup`<div class="head">
<h1>${dashboardName(model)}</h1>
${endBadge(model.end)}<p class="span">${formatSpan(days[0] as string, days.at(-1) as string)}</p>
</div>
<section class="intro" aria-labelledby="questions">
<h2 id="questions">What is asked</h2>
<ul class="questions">
${metrics.map(([{ metric, number }]) => questionItem(metric, number))}</ul>
${isFirst ? facts(model) : undefined}</section>
${metrics.map(metricSection)}`;
}

/** The panels of each metric, which stand one after another. */
function groupByMetric(panels: readonly Placed[]): readonly (readonly [Placed, ...Placed[]])[] {
  const groups: [Placed, ...Placed[]][] = [];
  for (const panel of panels) {
    const last = groups.at(-1);
    if (last?.[0].number === panel.number) last.push(panel);
    else groups.push([panel]);
  }
  return groups;
}

function questionItem(metric: Metric, number: number): Html {
  const { name, question } = metricTexts(metric);
  return markup`<li><a href="#metric-${number}">${name}</a> <span>${question}</span></li>\n`;
}

function facts({ owners, tickets }: DashboardModel): Html {
  const people = some(owners, (owner) => markup`<span>${shortText(owner, nameLength)}</span>`);
  const links = some(tickets, ticketLink);
  return markup`<dl class="facts">
<div><dt>Responsible</dt><dd>${owners.length === 0 ? "nobody is named" : people}</dd></div>
<div><dt>${tickets.length === 1 ? "Ticket" : "Tickets"}</dt><dd>${tickets.length === 0 ? "none" : links}</dd></div>
</dl>
`;
}

function some(texts: readonly string[], show: (text: string) => Html): Html {
  const left = texts.length - shownFacts;
  const more = left > 0 ? [markup`<span>${left} more</span>`] : [];
  return listed([...texts.slice(0, shownFacts).map(show), ...more]);
}

function metricSection(panels: readonly [Placed, ...Placed[]]): Html {
  const [{ metric, number }] = panels;
  return markup`<section class="metric" aria-labelledby="metric-${number}">
${metricHead(metric, number)}<div class="panels">
${panels.map(({ article }) => article)}</div>
</section>
`;
}

function metricHead(metric: Metric, number: number): Html {
  const { description = "", status, initiator, deprecation } = metric;
  const baseline =
    status === "baseline" ? markup`<span class="badge quiet">Baseline, not yet in use</span>\n` : undefined;
  const recorded =
    initiator === undefined
      ? undefined
      : markup` <span class="quiet">Recorded when: ${shortText(initiator, questionLength)}</span>`;
  return markup`<h2 id="metric-${number}">${metricTexts(metric).name}</h2>
${endBadge(deprecation?.sunset)}${baseline}<p class="lead">${shortText(description, descriptionLength)}${recorded}</p>
`;
}

function dataLink(shown: ShownPanel, file: string): Html | undefined {
  if (shown.kind === "none") return undefined;
  const title = shortText(shown.panel.title, nameLength);
  return markup`<p class="more"><a href="${file}">Data<span class="unseen"> of ${title}</span></a></p>`;
}
