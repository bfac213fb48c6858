import { expect, test } from "vitest";
import { type Preview, renderPreview } from "../src/index.ts";
import { echarts } from "./echarts.ts";
import { from, lineOf, type SampleMetric, samplePreview, to, wave } from "./sample-preview.ts";

const toggles: SampleMetric = { name: "toggles", path: "Example.Toggle.toggles" };
const opens: SampleMetric = { name: "opens", path: "Example.Dialog.opens" };

function render(preview: Preview): ReadonlyMap<string, string> {
  return new Map(renderPreview(preview, echarts).map(({ path, text }) => [path, text]));
}

function pageOf(files: ReadonlyMap<string, string>): string {
  const path = [...files.keys()].find((one) => one.endsWith(".html") && one !== "index.html");
  return files.get(path ?? "") ?? "";
}

function chartsOf(files: ReadonlyMap<string, string>): readonly string[] {
  return [...files].flatMap(([path, text]) => (/\d\.svg$/.test(path) ? [text] : []));
}

test("there is a page for each dashboard and one of all, and what they refer to is there", () => {
  const files = render(samplePreview([toggles, opens]));
  const pages = [...files.keys()].filter((path) => path.endsWith(".html"));
  expect(pages).toHaveLength(3);
  for (const path of pages) {
    const text = files.get(path) as string;
    const targets = [...text.matchAll(/(?:src|srcset|href)="([^"#][^"]*)"/g)].map(
      ([, target]) => target as string,
    );
    const own = targets.filter((target) => !target.startsWith("https://tickets.example.org/"));
    expect(own.filter((target) => !files.has(target))).toEqual([]);
    expect(text).toContain("default-src &#39;none&#39;; img-src &#39;self&#39;");
    expect(text).not.toMatch(/unsafe-|<script|<style|\sstyle=|\son\w+=/);
  }
  const page = pageOf(files);
  expect(page).toContain("<dd><span>Product Analytics</span></dd>");
  expect(page).toContain(
    '<a href="https://tickets.example.org/T1" rel="noopener noreferrer">tickets.example.org/T1</a>',
  );
  expect(page).toContain("Do people keep it on?");
});

test("the same numbers give the same bytes, whatever was drawn before", () => {
  const once = render(samplePreview([toggles]));
  expect(render(samplePreview([toggles]))).toEqual(once);
  const both = render(samplePreview([opens, toggles]));
  for (const [path, text] of once) if (path !== "index.html") expect(both.get(path)).toBe(text);
});

test("a chart has a description, and a table of its numbers, the newest first", () => {
  const page = pageOf(render(samplePreview([toggles], () => [lineOf("on", from, [3, undefined, 1200.5])])));
  expect(page).toContain(
    'alt="Line chart of toggles, 27 Oct – 25 Nov 2026: on between 3 and 1,201, most recently 1,201 on 29 Oct."',
  );
  expect(page).toMatch(/<caption[^>]*>toggles, day by day\.<\/caption>/);
  expect(page).toContain(
    '<tr><th scope="row">2026-10-29</th><td>1,201</td></tr>\n<tr><th scope="row">2026-10-28</th><td>–</td></tr>\n<tr><th scope="row">2026-10-27</th><td>3</td></tr>\n',
  );
  expect(page.indexOf("2026-11-25</th>")).toBeLessThan(page.indexOf("2026-10-27</th>"));
});

test("a metric that ends is marked, on its own page and among all", () => {
  const deprecation = { plan: "Then it is over.", temporary: true, sunset: "2027-03-31", ticket: "T9" };
  const files = render(samplePreview([{ ...toggles, more: { deprecation } }]));
  for (const text of [files.get("index.html"), pageOf(files)])
    expect(text).toContain('<span class="badge">Temporary, until 31 Mar 2027</span>');
});

test("a panel without numbers says why, and what is on no dashboard is listed", () => {
  const preview = samplePreview([toggles, { ...opens, more: { status: "planned" } }]);
  const files = render({
    ...preview,
    contentOf: () => ({ kind: "none", reason: "No events have been loaded." }),
  });
  expect(pageOf(files)).toContain("<strong>No chart.</strong> No events have been loaded.");
  expect(files.get("index.html")).toContain("<li><strong>opens</strong>: it is planned</li>");
  expect(chartsOf(files)).toEqual([]);
  const silent = render(samplePreview([toggles], () => [lineOf("old", from, []), lineOf("new", from, [])]));
  expect(pageOf(silent)).toContain("There are no numbers for these days.");
});

test("no metrics give an index that says so", () => {
  const files = render(samplePreview([]));
  expect([...files.keys()]).toEqual(["index.html", "style.css", "icon.svg"]);
  expect(files.get("index.html")).toContain("There is nothing to show");
});

test("lines without numbers are named beside the chart and keep their colours", () => {
  const lines = (first: readonly number[]) => [lineOf("old", from, first), lineOf("new", from, wave(1))];
  const without = render(samplePreview([toggles], () => lines([])));
  expect(pageOf(without)).toContain("Without numbers for these days: old.");
  const [chart = ""] = chartsOf(without);
  expect(chart).toMatch(/<path [^>]*stroke="#c2570c"/);
  expect(chart).not.toMatch(/<path [^>]*stroke="#2563cf"/);
});

test("twenty lines are told apart, and what is not drawn is counted", () => {
  const lines = Array.from({ length: 20 }, (_, index) => lineOf(`wiki ${index}`, from, wave(index)));
  const preview = samplePreview([toggles]);
  const files = render({
    ...preview,
    contentOf: () => ({ kind: "series", series: { lines, omitted: 480 } }),
  });
  const page = pageOf(files);
  expect(page).toContain("480 more values are not drawn.");
  expect(page).toContain("and 16 more in the data table.");
  const [chart = ""] = chartsOf(files);
  for (const { name } of lines) expect(chart).toContain(`>${name}</text>`);
  // Colour and pattern of each line.
  const looks = [...chart.matchAll(/<path [^>]*stroke="(#\w+)"[^>]*>/g)]
    .filter(([path]) => /stroke-width="2"/.test(path) && path.length > 300)
    .map(([path, colour]) => `${colour} ${/stroke-dasharray="([^"]*)"/.exec(path)?.[1]}`);
  expect(looks).toHaveLength(20);
  expect(new Set(looks).size).toBe(20);
});

test.each([
  ["a single point", [5]],
  ["a point between two days without one", [1, undefined, 5, undefined, 3]],
  ["zeros", [0, 0, 0]],
  ["negative numbers", [-5, 3, -1e6]],
  ["the largest numbers", [Number.MAX_VALUE, 1, -Number.MAX_VALUE]],
  ["the least numbers", [Number.MIN_VALUE, 1e-300, 0]],
  ["numbers beyond what is exact", [2 ** 70, 2 ** 71, 1]],
])("%s can be drawn", (_, values) => {
  const files = render(samplePreview([toggles], () => [lineOf("on", from, values)]));
  const charts = chartsOf(files);
  expect(charts.length).toBeGreaterThan(0);
  for (const chart of charts) {
    expect(chart).not.toMatch(/NaN|Infinity|undefined/);
    expect(chart).toMatch(/<path [^>]*stroke="#2563cf"/);
  }
});

test("a long span is drawn whole, and its table is cut", () => {
  const preview = samplePreview([toggles], () => [lineOf("on", "2026-01-01", wave(1, 365))]);
  const page = pageOf(render({ ...preview, from: "2026-01-01", to: "2026-12-31" }));
  expect(page).toContain("The last 100 of 365 days.");
  expect(page.match(/<th scope="row">/g)).toHaveLength(200);
});

const hostile = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "' onload='alert(1)",
  "]]></style><!-- --><svg/onload=alert(1)>",
  "&lt;b&gt; &amp; &#x3c;",
  "a\u202Egnp.exe\u202C \u2066b\u2069",
  "\u0000\u0008\u001B[31m \uFFFE \uD800",
  "{a|b} {value} %s ${x} [[y]] {{z}}",
  "__proto__",
  "",
  "   ",
  "مرحبا 日本語 🙂",
  "x".repeat(5000),
];

test("texts are texts, in pages and charts", () => {
  const files = render(
    samplePreview(
      hostile.map((text, index) => ({
        name: `n${index}`,
        path: `Example.Hostile.n${index}`,
        texts: { name: text, description: text, question: text, owner: text, ticket: text, initiator: text },
      })),
      () => hostile.map((name, index) => lineOf(name, from, wave(index))),
    ),
  );
  for (const [path, text] of files) {
    const tags = [...text.matchAll(/<\/?([a-z][^\s/>]*)[^>]*>/gi)];
    expect(tags.filter(([, name]) => /^(script|img|b)$/.test(name ?? "") && path.endsWith(".svg"))).toEqual(
      [],
    );
    for (const [tag, name] of tags) {
      expect(name).not.toBe("script");
      expect(tag.replaceAll(/"[^"]*"/g, "")).not.toMatch(/ on|src=x/);
    }
    expect(text, path).not.toMatch(/[\p{Bidi_Control}\uFFFE]|\p{Cs}/u);
    // eslint-disable-next-line no-control-regex
    expect(text, path).not.toMatch(/[\u0000-\u0009\u000B-\u001F]/);
  }
  const [chart = ""] = chartsOf(files);
  expect(chart).toContain("&lt;script&gt;alert(1)&lt;/script");
  expect(chart).toContain("\\u202egnp.exe\\u202c");
  expect(chart).toContain("{a|b} {value}");
});

test.each([
  ["javascript:alert(1)", false],
  ["JaVaScRiPt:alert(1)//https://example.org", false],
  ["data:text/html,<script>alert(1)</script>", false],
  ["https://example.org/\u202Egpj", false],
  ['https://example.org/"onclick="x', false],
  ["//example.org/T1", false],
  ["T279046", false],
  ["https://phabricator.example.org/T1?a=1&b=é#c", true],
  ["http://example.org/T1", true],
])("the ticket %s is a link: %s", (ticket, isLink) => {
  const page = pageOf(render(samplePreview([{ ...toggles, texts: { ticket } }])));
  const facts = page.slice(page.indexOf("<dt>Ticket"), page.indexOf("</dl>"));
  expect(facts).not.toBe("");
  expect(facts.includes("<a ")).toBe(isLink);
  expect(page).not.toMatch(/href="(?!https?:|#|index\.html|style\.css|icon\.svg)/);
});

test("the span is as it was asked for", () => {
  const preview = samplePreview([toggles], () => [lineOf("on", to, [7])]);
  expect(pageOf(render({ ...preview, from: to, to }))).toContain('<p class="span">25 Nov 2026</p>');
});
