import { expect, test } from "vitest";
import { type Preview, renderPreview } from "../src/index.ts";
import { echarts } from "./echarts.ts";
import { from, lineOf, type SampleMetric, samplePreview, wave } from "./sample-preview.ts";

/** What a page may have, in bytes. */
const most = 100_000;

function render(preview: Preview): ReadonlyMap<string, string> {
  return new Map(renderPreview(preview, echarts).map(({ path, text }) => [path, text]));
}

const htmlOf = (files: ReadonlyMap<string, string>) => [...files].filter(([path]) => path.endsWith(".html"));

/** Pages that are too large, links that lead nowhere, and pages that nothing leads to. */
function faults(files: ReadonlyMap<string, string>): readonly string[] {
  const reached = new Set(["index.html"]);
  const found: string[] = [];
  for (const [path, text] of htmlOf(files)) {
    const size = Buffer.byteLength(text);
    if (size > most) found.push(`${path} has ${size} bytes`);
    const ids = [...text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    if (new Set(ids).size < ids.length) found.push(`${path} has an id twice`);
    for (const [, link = ""] of text.matchAll(/ (?:href|src|srcset)="([^"]*)"/g)) {
      if (/^https?:/.test(link)) continue;
      const [file = "", id] = link.split("#");
      const target = file === "" ? path : file;
      reached.add(target);
      if (!files.has(target)) found.push(`${path} leads to ${link}`);
      else if (id !== undefined && !files.get(target)?.includes(` id="${id}"`))
        found.push(`${path} leads to ${link}`);
    }
  }
  return [
    ...found,
    ...htmlOf(files).flatMap(([path]) => (reached.has(path) ? [] : [`nothing leads to ${path}`])),
  ];
}

const metric = (index: number, more: SampleMetric["more"] = {}): SampleMetric => ({
  name: `metric-${index}`,
  path: `Example.Large.m${index}`,
  more,
});

test("a dashboard with very many panels and lines is on several pages, and its numbers are on others", () => {
  const lines = Array.from({ length: 20 }, (_, index) => lineOf(`wiki ${index}`, from, wave(index)));
  const files = render(
    samplePreview(
      Array.from({ length: 24 }, (_, index) => metric(index)),
      () => lines,
    ),
  );
  expect(faults(files)).toEqual([]);
  const all = htmlOf(files)
    .map(([, text]) => text)
    .join("");
  // Each panel once, and each has its numbers, every day of every line.
  const panels = [...all.matchAll(/<article class="panel[^>]* id="(panel-\d+)"/g)].map(([, id]) => id);
  expect(new Set(panels).size).toBe(panels.length);
  expect(all.match(/<table>/g)).toHaveLength(panels.length);
  expect(all.match(/<td>/g)).toHaveLength(panels.length * 20 * 30);
  for (let index = 0; index < 24; index++) expect(all).toContain(`>metric-${index}</a>`);
});

test("a table with more lines than a page can show in a hundred days is on several", () => {
  const lines = Array.from({ length: 500 }, (_, index) =>
    lineOf(`${"long ".repeat(50)}${index}`, from, wave(index)),
  );
  const files = render(samplePreview([metric(1)], () => lines));
  expect(faults(files)).toEqual([]);
});

test("long texts do not make pages large", () => {
  const long = `"&'<>\u202E`.repeat(20_000);
  const text = { name: long, description: long, question: long, owner: long, ticket: long, initiator: long };
  const files = render(
    samplePreview(
      Array.from({ length: 8 }, (_, index) => ({ ...metric(index), texts: text })),
      () => [lineOf(long, from, wave(1)), lineOf("quiet", from, [])],
    ),
  );
  expect(faults(files)).toEqual([]);
});

test("very many dashboards and metrics without one are on several pages", () => {
  const silent = (preview: Preview): Preview => ({
    ...preview,
    contentOf: () => ({ kind: "none", reason: "No events have been loaded." }),
  });
  const many = Array.from({ length: 300 }, (_, index) => ({ ...metric(index), path: `Example.D${index}.m` }));
  const planned = Array.from({ length: 2000 }, (_, index) => metric(1000 + index, { status: "planned" }));
  const files = render(silent(samplePreview([...many, ...planned])));
  expect(faults(files)).toEqual([]);
  const all = htmlOf(files)
    .map(([, text]) => text)
    .join("");
  for (const index of [0, 150, 299]) expect(all).toContain(`>Example D${index}</a>`);
  for (const index of [1000, 2999]) expect(all).toContain(`<strong>metric-${index}</strong>`);
  expect(faults(render(silent(samplePreview(planned))))).toEqual([]);
});
