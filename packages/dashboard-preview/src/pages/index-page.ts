import { formatSpan } from "../texts/days.ts";
import { dashboardFile, dashboardName, endBadge, type ShownDashboard } from "./dashboard-page.ts";
import { type Html, markup } from "./html.ts";
import { indexFile, type PageContent } from "./page.ts";
import { chartImage } from "./panel.ts";

/** A metric that is on no dashboard. */
export interface LeftOut {
  readonly name: string;
  readonly reason: string;
}

/** The page of all dashboards, and of the metrics that are on none. */
export function indexPage(
  dashboards: readonly ShownDashboard[],
  without: readonly LeftOut[],
  days: readonly string[],
): PageContent {
  const metrics = dashboards.reduce((sum, dashboard) => sum + dashboard.metrics.length, 0);
  const lead =
    metrics === 0
      ? "There is nothing to show: no metric is at baseline, active or ending."
      : `${counted(metrics, "metric")} on ${counted(dashboards.length, "dashboard")}, drawn from recorded events.`;
  const cards =
    dashboards.length === 0 ? undefined : markup`<ul class="cards">\n${dashboards.map(card)}</ul>\n`;
  const main = markup`<div class="head">
<h1>Dashboards</h1>
<p class="span">${formatSpan(days[0] as string, days.at(-1) as string)}</p>
</div>
<p class="lead">${lead}</p>
${cards}${leftOut(without)}`;
  return { file: indexFile, name: undefined, main: main.text };
}

function card({ model, metrics }: ShownDashboard): Html {
  const panels = metrics.flatMap((metric) => metric.panels);
  const first = panels.find((panel) => panel.kind === "chart");
  const silent = panels.filter(({ kind }) => kind === "none").length;
  const names = metrics.map(
    ({ metric: { name, question } }) => markup`<li><strong>${name}</strong> ${question}</li>\n`,
  );
  const chart =
    first === undefined
      ? markup`<p class="none">No numbers in these days.</p>`
      : chartImage(first.pictures.narrow ?? first.pictures.wide, first.description);
  const owners = model.owners.length === 0 ? undefined : markup`${model.owners.join(", ")} · `;
  return markup`<li class="card">
<h2><a href="${dashboardFile(model)}">${dashboardName(model)}</a></h2>
${endBadge(model.end)}<ul class="names">
${names}</ul>
${chart}
<p class="quiet">${owners}${counted(panels.length, "panel")}${silent === 0 ? "" : `, ${silent} without a chart`}</p>
</li>
`;
}

function leftOut(without: readonly LeftOut[]): Html | undefined {
  if (without.length === 0) return undefined;
  const metrics = without.map(({ name, reason }) => markup`<li><strong>${name}</strong>: ${reason}</li>\n`);
  return markup`<section class="without" aria-labelledby="without">
<h2 id="without">On no dashboard</h2>
<ul>
${metrics}</ul>
</section>
`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
