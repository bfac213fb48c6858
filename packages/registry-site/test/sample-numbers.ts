import type { DashboardsView, LineageView } from "../src/index.ts";

/** A metric, as pages show where it comes from, with a picture as the package `lineage` draws it. */
export const lineage: LineageView = {
  rows: [
    {
      name: "Clicks.all",
      question: "How often do people click?",
      owner: "Search",
      tickets: ["https://example.org/T1"],
      fields: [{ title: "search/click", names: "skin; userName" }],
      shown: [
        { label: "Shown on", lines: ["Ui: all clicks"] },
        { label: "Published as", lines: ["Clicks.all.$skin"] },
      ],
      initiated: [{ label: "Status", lines: ["active"] }],
    },
  ],
  draw: (hrefOf) =>
    Promise.resolve({
      pictures: [
        `<svg class="lineage" viewBox="0 0 420 60" width="420" height="60" role="group" aria-label="Lineage"><path class="edge" d="M196 30L212 30"/><a href="${hrefOf(0)}"><title>question: How often?</title><rect class="box question" x="2" y="2" width="190" height="40" rx="3"/><text><tspan x="14" y="22">How often do people click?</tspan></text></a></svg>`,
      ],
      left: "",
    }),
};

const chart = `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="100" viewBox="0 0 300 100"><style>path{stroke:#2057c2;fill:none}</style><path d="M0 90L100 20L300 60"/></svg>`;

/** A dashboard, as the package `dashboard-preview` writes it. */
export const dashboards: DashboardsView = {
  key: "1",
  dashboards: [{ name: "Ui", file: "ui.html", titles: ["search/click"] }],
  draw: () =>
    Promise.resolve({
      pages: [
        {
          file: "index.html",
          name: undefined,
          main: `<div class="head"><h1>Dashboards</h1><p class="span">1 – 30 Oct 2026</p></div><p class="lead">One dashboard.</p><ul class="cards"><li class="card"><h2><a href="ui.html">Ui</a></h2><ul class="names"><li><strong>clicks</strong> How often?</li></ul><img class="chart" src="charts/ui-1.svg" width="300" height="100" alt="A line." loading="lazy"><p class="quiet">1 panel</p></li></ul>`,
        },
        {
          file: "ui.html",
          name: "Ui",
          main: `<div class="head"><h1>Ui</h1><p class="span">1 – 30 Oct 2026</p></div><section class="metric" aria-labelledby="metric-1"><h2 id="metric-1">clicks</h2><p class="lead">All of them.</p><div class="panels"><article class="panel w24" aria-labelledby="panel-1"><h3 id="panel-1">by skin</h3><picture class="chart"><img class="chart" src="charts/ui-1.svg" width="300" height="100" alt="A line." loading="lazy"></picture><details><summary>Data<span class="unseen"> of clicks</span></summary><div class="scroll" role="group" aria-label="Numbers" tabindex="0"><table><caption>clicks, day by day.</caption><thead><tr><th scope="col">Day</th><th scope="col">new</th></tr></thead><tbody><tr><th scope="row">2026-10-30</th><td>5</td></tr></tbody></table></div></details></article></div></section>`,
        },
      ],
      charts: [{ path: "charts/ui-1.svg", text: chart }],
    }),
};
