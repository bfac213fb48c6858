import type { DashboardModel, Metric } from "@addendum/metrics";
import { formatDate, formatSpan } from "../texts/days.ts";
import { type Html, markup } from "./html.ts";
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

/** Where a dashboard’s page is, relative to the others. */
export function dashboardFile({ uid }: DashboardModel): string {
  return `${uid}.html`;
}

/** A dashboard’s name without what its badge says. */
export function dashboardName({ feature }: DashboardModel): string {
  return feature.replaceAll(".", " ");
}

/** Says until when there is a dashboard or metric that was meant to end. */
export function endBadge(end: string | undefined): Html | undefined {
  return end === undefined
    ? undefined
    : markup`<span class="badge">Temporary, until ${formatDate(end)}</span>\n`;
}

/** The page of a dashboard: what is asked, who is responsible for it, and each metric with its panels. */
export function dashboardPage({ model, metrics }: ShownDashboard, days: readonly string[]): PageContent {
  const name = dashboardName(model);
  const main = markup`<div class="head">
<h1>${name}</h1>
${endBadge(model.end)}<p class="span">${formatSpan(days[0] as string, days.at(-1) as string)}</p>
</div>
${introduction(model, metrics)}
${metrics.map((metric, index) => metricSection(metric, index + 1))}`;
  return { file: dashboardFile(model), name, main: main.text };
}

function introduction({ owners, tickets }: DashboardModel, metrics: readonly ShownMetric[]): Html {
  const questions = metrics.map(
    ({ metric: { name, question } }, index) =>
      markup`<li><a href="#metric-${index + 1}">${name}</a> <span>${question}</span></li>\n`,
  );
  const people = listed(owners.map((owner) => markup`<span>${owner}</span>`));
  const links = listed(tickets.map(ticketLink));
  return markup`<section class="intro" aria-labelledby="questions">
<h2 id="questions">What is asked</h2>
<ul class="questions">
${questions}</ul>
<dl class="facts">
<div><dt>Responsible</dt><dd>${owners.length === 0 ? "nobody is named" : people}</dd></div>
<div><dt>${tickets.length === 1 ? "Ticket" : "Tickets"}</dt><dd>${tickets.length === 0 ? "none" : links}</dd></div>
</dl>
</section>`;
}

function metricSection({ metric, panels }: ShownMetric, number: number): Html {
  const { name, description, status, initiator, deprecation } = metric;
  const baseline =
    status === "baseline" ? markup`<span class="badge quiet">Baseline, not yet in use</span>\n` : undefined;
  const recorded =
    initiator === undefined ? undefined : markup` <span class="quiet">Recorded when: ${initiator}</span>`;
  return markup`<section class="metric" aria-labelledby="metric-${number}">
<h2 id="metric-${number}">${name}</h2>
${endBadge(deprecation?.sunset)}${baseline}<p class="lead">${description}${recorded}</p>
<div class="panels">
${panels.map(panelArticle)}</div>
</section>
`;
}
