import { createConnection } from "node:net";
import { declare } from "@addendum/event-fields";
import { defaultSettings } from "@addendum/schema-repository";
import { openConfiguration } from "@addendum/streams";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type GraphiteServer, startGraphite, whyNoGraphite } from "../../reports/test/graphite-server.ts";
import { renderDashboards } from "../src/dashboard/dashboards.ts";
import { examineMetrics } from "../src/examine/examine-metrics.ts";
import { schemaOf } from "./query-engines.ts";

const event = declare(
  schemaOf(
    "editor: { type: string, enum: [old, new] }\nskin: { type: string }\nenabled: { type: boolean }\nseconds: { type: integer }\nsession_id: { type: string }\n",
  ),
);
const base =
  "owner: Us\nticket: https://example.org/T1\nquestion: Why?\nstatus: active\nbaseline: 2026-01-01\n";
const dimensions = "dimensions: { editor: { variable: true }, skin: { variable: true }, enabled: {} }\n";
const toggles = `name: toggles\npath: Example.Feature.toggles\nsource: { stream: s, aggregation: count }\n${base}${dimensions}`;
const rate = `name: rate\npath: Example.Feature.rate\nsource: { stream: s, aggregation: count, per: { distinct: session_id } }\nnormalization: per session\n${base}${dimensions}`;
const mean = `name: mean\npath: Example.Feature.mean\nsource: { stream: s, aggregation: mean, field: seconds }\n${base}${dimensions}`;
const most = `name: most\npath: Example.Feature.most\nsource: { stream: s, aggregation: max, field: seconds }\n${base}${dimensions}`;
const whole = `name: whole\npath: Example.Feature.whole\nsource: { stream: s, aggregation: mean, field: seconds }\n${base}`;

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

function render(...texts: readonly string[]): readonly Dashboard[] {
  const { metrics } = examineMetrics({
    files: texts.map((text, index) => ({ file: `metrics/${String(index).padStart(4, "0")}.yaml`, text })),
    streams: openConfiguration,
    settings: defaultSettings,
    events: () => [event],
  });
  const { files } = renderDashboards(metrics);
  return files.flatMap(({ path, text }) => (path.endsWith(".json") ? [JSON.parse(text) as Dashboard] : []));
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
  const texts = Array.from({ length: 1000 }, (_, index) => {
    return toggles.replaceAll("toggles", `m${index}`).replace("Feature", `F${index % 40}`);
  });
  const { metrics } = examineMetrics({
    files: texts.map((text, index) => ({ file: `metrics/${index}.yaml`, text })),
    streams: openConfiguration,
    settings: defaultSettings,
    events: () => [event],
  });
  const begin = performance.now();
  const { files } = renderDashboards(metrics);
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
    const leaf = (editor: string, skin: string) => `byEditor.${editor}.bySkin.${skin}.byEnabled.true`;
    const lines = [
      ["toggles", 3, 5],
      ["rate", 1, 0.5],
      ["rate_total", 10, 5],
      ["rate_sessions", 10, 10],
      ["mean", 2, 8],
      ["mean_events", 30, 10],
      ["most", 4, 9],
    ].map(([name, a, b]) => {
      const path = (editor: string, skin: string) => `Example.Feature.${name}.${leaf(editor, skin)}`;
      return `${path("old", "vector")} ${a} ${day}\n${path("new", "minerva")} ${b} ${day}\n${name?.toString().startsWith("mean") ? `${path("old", "minerva")} ${b} ${day}\n` : ""}`;
    });
    await send(
      graphite.port,
      `${lines.join("")}Example.Feature.whole 7 ${day}\nExample.Feature.whole_events 3 ${day}\n`,
    );
  });
  afterAll(() => graphite?.stop());

  const ask = async (target: string) => {
    const found = await graphite.render(target.replaceAll(/\$\{\w+\}/g, "*"), day - 86_400, day + 86_400);
    return Object.fromEntries(Object.entries(found).map(([name, points]) => [name, points[String(day)]]));
  };

  test("gives the numbers that were sent, put together as they have to be", async () => {
    const panels = render(toggles, rate, mean, most, whole)[0]?.panels ?? [];
    const numbers: Record<string, Record<string, number | undefined>> = {};
    for (const { title, targets = [] } of panels) {
      if (targets.length === 0) continue;
      numbers[title] = {};
      for (const { target } of targets) Object.assign(numbers[title], await ask(target));
      expect(
        Object.values(numbers[title]).filter((value) => value !== undefined),
        title,
      ).not.toEqual([]);
    }
    expect(numbers["toggles"]).toEqual({ toggles: 8 });
    expect(numbers["toggles, by editor"]).toEqual({ old: 3, new: 5 });
    expect(numbers["toggles, by skin"]).toEqual({ vector: 3, minerva: 5 });
    expect(numbers["rate, per session"]).toEqual({ rate: 0.75 });
    expect(numbers["rate: totals"]).toEqual({ total: 15, sessions: 20 });
    expect(numbers["rate, per session, by editor"]).toEqual({ old: 1, new: 0.5 });
    expect(Object.values(numbers["rate, per session, by skin"] ?? {}).sort()).toEqual([0.5, 1]);
    // (2 · 30 + 8 · 10 + 8 · 10) / 50
    expect(numbers["mean"]).toEqual({ mean: 4.4 });
    expect(numbers["mean: totals"]).toEqual({ events: 50 });
    expect(numbers["mean, by editor"]).toEqual({ old: 3.5, new: 8 });
    expect(Object.values(numbers["mean, by skin"] ?? {}).sort()).toEqual([2, 8]);
    expect(numbers["most"]).toEqual({ most: 9 });
    expect(numbers["whole"]).toEqual({ whole: 7 });
  });
});

function send(port: number, text: string): Promise<void> {
  return new Promise((done, fail) => {
    const socket = createConnection({ port, host: "127.0.0.1" }, () => socket.end(text));
    socket.on("error", fail);
    socket.on("close", () => setTimeout(done, 1000));
  });
}
