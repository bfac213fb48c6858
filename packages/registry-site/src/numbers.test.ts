import { afterEach, expect, test } from "vitest";
import { crawl } from "../test/crawl.ts";
import { assetsDirectory, SiteRepository } from "../test/site-repository.ts";
import { defaultColors, liveFiles, partsOf } from "./index.ts";
import type { DashboardsView, LineageView } from "./model/numbers.ts";

let one: SiteRepository;
afterEach(() => one.remove());

const picture = (text: string, href: string) =>
  `<svg class="lineage" viewBox="0 0 9 9" width="9" height="9"><a href="${href}"><title>${text}</title><rect class="box" x="1" y="1" width="3" height="3"/></a></svg>`;

function lineageOf(names: readonly string[], drawn: () => void = () => undefined): LineageView {
  return {
    rows: names.map((name, index) => ({
      name,
      question: `How often ${name}? <b>`,
      owner: "Us",
      tickets: ["https://example.org/T1", "javascript:alert(1)"],
      fields: [{ title: index % 2 === 0 ? "ui/click" : "not/here", names: "skin; user" }],
      shown: [{ label: "Shown on", lines: ["Board: panel <i>"] }],
      initiated: [{ label: "Status", lines: ["active"] }],
    })),
    draw: (hrefOf) => {
      drawn();
      return Promise.resolve({
        pictures: names.map((name, index) => picture(name, hrefOf(index))),
        left: "1 of 9 pictures is not drawn.",
      });
    },
  };
}

function dashboards(key: string, drawn: () => void = () => undefined): DashboardsView {
  return {
    key,
    dashboards: [{ name: "Ui", file: "ui.html", titles: ["ui/click"] }],
    draw: () => {
      drawn();
      return Promise.resolve({
        pages: [
          { file: "index.html", name: undefined, main: '<h1>Dashboards</h1><a href="ui.html">Ui</a>' },
          { file: "ui.html", name: "Ui", main: '<h1>Ui</h1><img src="charts/ui-1.svg" alt="A chart.">' },
        ],
        charts: [{ path: "charts/ui-1.svg", text: "<svg/>" }],
      });
    },
  };
}

function withClick(): SiteRepository {
  one = new SiteRepository();
  return one.title("ui/click", { "1.0.0": {} }).title("ui/other", { "1.0.0": {} });
}

test("lineage and dashboards are pages like others, and titles lead to them", async () => {
  withClick();
  await one.build({ lineage: lineageOf(["Clicks.all", "Clicks.by_skin"]), dashboards: dashboards("1") });
  const { pages, broken } = crawl(one.out);
  expect(broken).toEqual([]);
  expect(pages).toContain("/dashboards/ui.html");
  const lineage = one.page("lineage/index.html");
  expect(lineage).toContain('aria-current="page">Lineage</a>');
  expect(lineage).toContain('<svg class="lineage"');
  expect(lineage).toContain("How often Clicks.all? &lt;b&gt;");
  expect(lineage).toContain('href="https://example.org/T1"');
  expect(lineage).not.toContain('href="javascript:');
  expect(lineage).toContain('href="../schema/ui/click/"');
  expect(lineage).toContain("1 of 9 pictures is not drawn.");
  const title = one.page("schema/ui/click/index.html");
  expect(title).toContain('href="../../../lineage/#of-Clicks.all"');
  expect(title).toContain('href="../../../dashboards/ui.html"');
  expect(one.page("schema/ui/other/index.html")).not.toContain("Metrics and dashboards");
  for (const name of ["lineage/index.html", "dashboards/index.html", "dashboards/ui.html"]) {
    expect(one.page(name)).toContain("default-src &#39;none&#39;");
    expect(one.page(name)).not.toMatch(/<style|style="/);
  }
});

test("a site without numbers has no such pages", async () => {
  withClick();
  await one.build();
  expect(one.page("index.html")).not.toContain("Lineage");
  expect(one.page("index.html")).not.toContain("Dashboards");
  await one.build({ lineage: lineageOf(["Clicks.all"]) });
  expect(one.page("index.html")).toContain("Lineage");
  await one.build();
  expect(one.files().filter((name) => name.startsWith("lineage/"))).toEqual([]);
});

test("what takes long is drawn again only where it would be another", async () => {
  withClick();
  let times = 0;
  const count = () => void times++;
  const build = (names: readonly string[], key: string) =>
    one.build({ lineage: lineageOf(names, count), dashboards: dashboards(key, count) });
  await build(["a"], "1");
  expect(times).toBe(2);
  expect(await build(["a"], "1")).toMatchObject({ made: 0, written: 0, removed: 0 });
  expect(times).toBe(2);
  await build(["a"], "2");
  expect(times).toBe(3);
  // Another metric of a title is a change of its page, too.
  expect((await build(["a", "b", "c"], "2")).made).toBe(1);
  expect(times).toBe(4);
});

test("many numbers are on several pages, and pictures lead to the right one", async () => {
  withClick();
  const names = Array.from({ length: 400 }, (_, index) => `metric.${index % 390}`);
  await one.build({ lineage: lineageOf(names) });
  const { pages, broken } = crawl(one.out);
  expect(broken).toEqual([]);
  expect(pages.filter((page) => page.startsWith("/lineage/")).length).toBeGreaterThan(2);
  const large = one
    .files()
    .filter((name) => name.startsWith("lineage/") && Buffer.byteLength(one.page(name)) > 100_000);
  expect(large).toEqual([]);
  const all = one
    .files()
    .filter((name) => name.startsWith("lineage/"))
    .map((name) => one.page(name))
    .join("");
  expect(all.match(/<svg class="lineage"/g)).toHaveLength(400);
  expect(all.match(/<article class="lineage-row"/g)).toHaveLength(400);
});

test("everything else can be read before they are drawn", async () => {
  withClick();
  const order: string[] = [];
  const drawn = () => order.push("drawn");
  await one.build({
    lineage: lineageOf(["Clicks.all"], drawn),
    dashboards: dashboards("1", drawn),
    onReadable: ({ records, isChanged }) => {
      order.push("readable");
      expect(records.map(({ title }) => title)).toEqual(["ui/click", "ui/other"]);
      expect(isChanged).toBe(true);
      expect(one.page("index.html")).toContain("Dashboards");
      expect(one.page("schema/ui/click/index.html")).toContain("dashboards/ui.html");
      expect(one.files()).toContain("search.json");
    },
  });
  expect(order).toEqual(["readable", "drawn", "drawn"]);
});

test("the live view has the links of the other pages", async () => {
  withClick();
  const options = { lineage: lineageOf(["Clicks.all"]), dashboards: dashboards("1"), isLive: true } as const;
  await one.build(options);
  const identity = {
    name: "Test events",
    description: "",
    repository: "test",
    url: undefined,
    colors: defaultColors,
  };
  const labels = (page: string) =>
    [...(/<nav class="sections"[\s\S]*?<\/nav>/.exec(page)?.[0] ?? "").matchAll(/>([^<>]+)<\/a>/g)].map(
      ([, label]) => label,
    );
  const live = liveFiles(identity, assetsDirectory, () => Promise.resolve(partsOf(options)));
  const all = labels(one.page("index.html"));
  expect(all).toEqual([
    "Schemas",
    "Fragments",
    "Streams",
    "Changes",
    "What ends",
    "Findings",
    "Lineage",
    "Dashboards",
    "Live",
  ]);
  expect(labels(await live.page())).toEqual(all);
  const alone = liveFiles(identity, assetsDirectory, () => Promise.resolve(["live"]));
  expect(labels(await alone.page())).toEqual(["Live"]);
  expect(labels(live.signIn(""))).toEqual([]);
});
