import { createConnection } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type GraphiteServer, startGraphite, whyNoGraphite } from "../../reports/test/graphite-server.ts";
import { graphiteSource } from "../src/grafana/graphite-source.ts";
import { renderDashboards } from "../src/grafana/render-dashboards.ts";
import { graphitePath, valueNode } from "../src/names/metric-names.ts";
import { metricsOf, results, shown, texts } from "./dashboard-data.ts";
import { grafanaSdk } from "./grafana-sdk.ts";

const { toggles, rate, mean } = texts;

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly target: string }[];
  readonly options: { readonly content?: string };
  readonly fieldConfig?: {
    readonly defaults: { readonly custom: { readonly stacking: { readonly mode: string } } };
  };
}
interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly tags: readonly string[];
  readonly links: readonly { readonly url: string }[];
  readonly panels: readonly Panel[];
  readonly templating: {
    readonly list: readonly { readonly name: string; readonly type: string; readonly query: string }[];
  };
}

function render(...files: readonly string[]): readonly Dashboard[] {
  const { files: rendered } = renderDashboards(metricsOf(files), graphiteSource, grafanaSdk);
  return rendered.flatMap(({ path, text }) =>
    path.endsWith(".json") ? [JSON.parse(text) as Dashboard] : [],
  );
}

test("a dashboard says what it is about, who answers for it, and stacks nothing", () => {
  const [dashboard, ...others] = render(toggles, rate);
  expect(others).toEqual([]);
  const [first, ...graphs] = dashboard?.panels ?? [];
  expect(first?.type).toBe("text");
  expect(first?.options.content).toContain("**toggles**: Why?");
  expect(first?.options.content).toContain("Responsible: Us. Tickets: https://example.org/T1.");
  expect(dashboard?.links).toMatchObject([{ url: "https://example.org/T1" }]);
  expect(graphs.map(({ title }) => title)).toEqual([
    "toggles",
    "toggles, by editor",
    "toggles, by skin",
    "toggles, by enabled",
    "rate, per session",
    "rate: totals",
    "rate, per session, by editor",
    "rate, per session, by skin",
    "rate, per session, by enabled",
  ]);
  expect(graphs.every(({ fieldConfig }) => fieldConfig?.defaults.custom.stacking.mode === "none")).toBe(true);
  expect(dashboard?.templating.list.map(({ name, type }) => [name, type])).toEqual([
    ["datasource_", "datasource"],
    ["editor", "custom"],
    ["skin", "query"],
  ]);
});

test("identifiers stay when a metric is added, and no two panels overlap", () => {
  const idsOf = (dashboard: Dashboard | undefined) =>
    new Map(dashboard?.panels.map(({ title, id }) => [title, id]));
  const [before] = render(toggles);
  const [after] = render(rate, toggles, mean);
  expect(after?.uid).toBe(before?.uid);
  for (const [title, id] of idsOf(before)) expect(idsOf(after).get(title)).toBe(id);
  const cells = new Set<string>();
  for (const {
    gridPos: { x, y, w, h },
  } of after?.panels ?? []) {
    expect(x + w).toBeLessThanOrEqual(24);
    for (let column = x; column < x + w; column++) {
      for (let row = y; row < y + h; row++) {
        expect(cells.has(`${column} ${row}`)).toBe(false);
        cells.add(`${column} ${row}`);
      }
    }
  }
});

test("features with names alike have dashboards of their own", () => {
  const [one, other] = render(
    toggles,
    toggles.replace("Example.Feature.toggles", "Example-Feature.opens").replace("toggles", "opens"),
  );
  expect(one?.uid).not.toBe(other?.uid);
  for (const { uid } of [one, other] as Dashboard[]) expect(uid).toMatch(/^[a-z0-9-]{1,40}$/);
});

test("a feature whose metrics all end says when", () => {
  const [dashboard] = render(`${toggles}deprecation: { sunset: 2027-01-31 }\n`);
  expect(dashboard?.title).toBe("Example Feature (until 2027-01-31)");
  expect(dashboard?.tags).toContain("temporary");
});

test("texts of people are neither variables nor markup, and values stay what they are", () => {
  const hostile = toggles
    .replace("question: Why?", 'question: "<script>${editor} [[editor]] $editor `x`"')
    .replace("editor: {", `editor: { values: ["a, b : c", "\${skin}", "'; drop", "{}", ".."],`);
  const [dashboard] = render(hostile);
  for (const { title, options } of dashboard?.panels ?? []) {
    expect(`${title} ${options.content ?? ""}`).not.toMatch(/\$|\[\[|(?<!\\)<script/);
  }
  for (const { targets = [] } of dashboard?.panels ?? []) {
    for (const { target } of targets)
      expect(target.replaceAll(/\$\{(editor|skin)\}/g, "*")).not.toMatch(/\$|;.*\(/);
  }
  expect(dashboard?.templating.list[1]?.query).toContain("a\\, b: c : a_x2C__x20_b_x20__x3A__x20_c");
});

test("a thousand metrics are some seconds' work", () => {
  const metrics = metricsOf(
    Array.from({ length: 1000 }, (_, index) => {
      return toggles.replaceAll("toggles", `m${index}`).replace("Feature", `F${index % 40}`);
    }),
  );
  const begin = performance.now();
  const { files } = renderDashboards(metrics, graphiteSource, grafanaSdk);
  console.log(`1,000 metrics, 4,040 panels: ${Math.round(performance.now() - begin)} ms`);
  expect(files.length).toBe(41);
  expect(performance.now() - begin).toBeLessThan(30_000);
});

const reason = whyNoGraphite();
if (reason !== undefined) console.log(`Graphite is not asked: ${reason}`);

describe.skipIf(reason !== undefined)("every panel's query on Graphite", () => {
  const day = Math.floor(Date.now() / 86_400_000) * 86_400 - 86_400;
  let graphite: GraphiteServer;

  beforeAll(async () => {
    graphite = await startGraphite();
    const points = metricsOf(Object.values(texts)).flatMap(({ metric }) =>
      results[metric.name as keyof typeof results].flatMap((row) =>
        ["value", "total", "sessions", "events"].flatMap((column) => {
          if (row[column] === undefined) return [];
          const path = column === "value" ? metric.path : `${metric.path}_${column}`;
          const full = graphitePath({ ...metric, path }, (dimension) => valueNode(row[dimension]));
          return [[full, row[column]] as const];
        }),
      ),
    );
    await send(graphite.port, points.map(([path, value]) => `${path} ${value} ${day}\n`).join(""));
    // Carbon writes what it got a moment later, and not in its order.
    const isThere = async (path: string) => (await ask(path))[path] !== undefined;
    for (const [path] of points) await vi.waitUntil(() => isThere(path), { timeout: 60_000 });
  }, 180_000);
  afterAll(() => graphite?.stop());

  const ask = async (target: string) => {
    const found = await graphite.render(target.replaceAll(/\$\{\w+\}/g, "*"), day - 86_400, day + 86_400);
    return Object.fromEntries(Object.entries(found).map(([name, points]) => [name, points[String(day)]]));
  };

  test("gives the numbers that were sent, put together as they have to be", async () => {
    const numbers: Record<string, Record<string, number | undefined>> = {};
    for (const { title, targets = [] } of render(...Object.values(texts))[0]?.panels ?? []) {
      if (targets.length === 0) continue;
      const found: Record<string, number | undefined> = {};
      for (const { target } of targets) Object.assign(found, await ask(target));
      // Graphite names a quotient of unknown values after its whole expression.
      const isNamed = Object.keys(found).every((name) => !name.includes("("));
      const names = Object.keys(shown[title] ?? {});
      const values = Object.values(found).sort();
      numbers[title] = isNamed
        ? found
        : Object.fromEntries(
            names
              .toSorted((a, b) => (shown[title]?.[a] ?? 0) - (shown[title]?.[b] ?? 0))
              .map((name, index) => [name, values[index]]),
          );
    }
    expect(numbers).toEqual(shown);
  });
});

function send(port: number, text: string): Promise<void> {
  return new Promise((done, fail) => {
    const socket = createConnection({ port, host: "127.0.0.1" }, () => socket.end(text));
    socket.on("error", fail);
    socket.on("close", () => done());
  });
}
