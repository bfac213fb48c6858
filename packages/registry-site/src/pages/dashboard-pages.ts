import { Html, html } from "../html/html.ts";
import type { DashboardPage } from "../model/numbers.ts";
import type { PageFile } from "./fold.ts";
import { frame } from "./frame.ts";
import type { SiteContext } from "./site-context.ts";

/** Where dashboards are. */
export const dashboardsHome = "dashboards/";

/** The pages of dashboards: all of them beside each other, since that is how they refer to each other and to charts. */
export function dashboardPage(site: SiteContext, { file, name, main }: DashboardPage): PageFile {
  const address = file === "index.html" ? dashboardsHome : dashboardsHome + file;
  const crumbs =
    name === undefined ? [] : [{ label: "Dashboards", address: dashboardsHome }, { label: name }];
  const content = html`<div class="preview">${new Html(main)}</div>`;
  return frame(site, { address, title: name ?? "Dashboards", crumbs }, content);
}
