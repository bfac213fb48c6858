// What holds for pages of every kind: their policy, that they load nothing from elsewhere, and that their links lead somewhere.
import { afterAll, beforeAll, expect, test } from "vitest";
import { crawl } from "../test/crawl.ts";
import { dashboards, lineage } from "../test/sample-numbers.ts";
import { assetsDirectory, examined, SiteRepository } from "../test/site-repository.ts";
import { defaultColors, liveFiles } from "./index.ts";
import { contentSecurityPolicy } from "./pages/site-context.ts";

const one = new SiteRepository({
  "streams.yaml": "version: 1\nstreams:\n  search.click: { title: search/click, owner: Search }\n",
});
afterAll(() => one.remove());

const text = { type: "string", description: "Any text." };
beforeAll(async () => {
  one.title("fragment/common", { "1.0.0": { properties: { dt: text } } });
  one.title("search/click", {
    "1.0.0": { properties: { skin: { ...text, maxLength: 32 } } },
    "2.0.0": {
      properties: { skin: { ...text, maxLength: 8 } },
      deprecated: "Use another.",
      sunset: "2030-01-01",
    },
  });
  one.title("long/list", {
    "1.0.0": {
      properties: { chosen: { type: "string", enum: Array.from({ length: 3000 }, (_, n) => `option ${n}`) } },
    },
  });
  for (let index = 0; index < 400; index++) one.write(`schemas/many/1.${index}.0.json`, "{}");
  one.write("schemas/broken/1.0.0.json", "{");
  const finding = {
    rule: "no-unknown-keyword",
    severity: "error" as const,
    message: "It is not a keyword.",
    hint: undefined,
    file: "schemas/search/click/current.yaml",
    pointer: "/x",
  };
  await one.build({
    lineage,
    dashboards,
    examine: (opened) => examined(opened, [{ title: "search/click", finding, dependents: [] }]),
  });
}, 60_000);

/** What a page says or loads that it must not. */
function faults(page: string): readonly string[] {
  const tags = page.match(/<[a-z][^>]*>/gi) ?? [];
  const isForeign = (tag: string) =>
    /^<(?:script|link|img|iframe|object|embed|source|video|audio|use|image|form)\b/i.test(tag) &&
    / (?:src|srcset|href|action|data|poster)="(?:[a-z]+:|\/\/)/i.test(tag);
  return [
    ...(page.includes(`http-equiv="Content-Security-Policy" content="`) &&
    page.replaceAll("&#39;", "'").includes(contentSecurityPolicy)
      ? []
      : ["no policy"]),
    ...tags.filter(isForeign),
    ...tags.filter((tag) => / (?:on[a-z]+|style)=/i.test(tag.replaceAll(/"[^"]*"/g, '""'))),
    ...tags.filter((tag) => /^<(?:style|base|iframe|object|embed)\b/i.test(tag)),
    ...(page.match(/<script\b[^>]*>[^<]/gi) ?? []),
  ];
}

test.each([
  ["the directory", /^index\.html$/],
  ["a namespace", /^namespace\/search\//],
  ["a schema", /^schema\/search\/click\/index/],
  ["a fragment", /^schema\/fragment\/common\/index/],
  ["a schema that cannot be read", /^schema\/broken\/index/],
  ["a part of a long page", /^schema\/long\/list\/-\//],
  ["a pair of versions", /^schema\/search\/click\/-\/1\.0\.0\.\.2\.0\.0\//],
  ["the comparison of any two", /^compare\//],
  ["fragments", /^fragments\//],
  ["streams", /^streams\//],
  ["changes", /^changes\//],
  ["what ends", /^deprecations\//],
  ["findings", /^findings\//],
  ["lineage", /^lineage\//],
  ["dashboards", /^dashboards\/index/],
  ["a dashboard", /^dashboards\/ui/],
  ["a listing of files", /^repositories\/test\/jsonschema\/search\/click\/index\.html/],
  ["a further page of a listing", /^listing\//],
  ["what is not there", /^404\.html$/],
])("%s has the policy and loads nothing from elsewhere", (_, kind) => {
  const pages = one.files().filter((name) => kind.test(name) && name.endsWith(".html"));
  expect(pages).not.toEqual([]);
  for (const name of pages) expect(faults(one.page(name)), name).toEqual([]);
});

test("so has every other page, and every link of the site leads somewhere", () => {
  const pages = one.files().filter((name) => name.endsWith(".html"));
  expect(pages.flatMap((name) => faults(one.page(name)).map((fault) => `${name}: ${fault}`))).toEqual([]);
  expect(crawl(one.out).broken).toEqual([]);
});

test("so have the live view and the page that asks for its token", async () => {
  const identity = {
    name: "Test",
    description: "",
    repository: "test",
    url: undefined,
    colors: defaultColors,
  };
  const parts = ["pages", "lineage", "dashboards", "live"] as const;
  const live = liveFiles(identity, assetsDirectory, () => Promise.resolve(parts));
  const pages = [await live.page(), live.signIn(""), live.signIn("That is not the token.")];
  for (const page of pages) {
    expect(faults(page)).toEqual([]);
    const loaded = [...page.matchAll(/ (?:href|src)="assets\/([^"]*)"/g)].map(([, name = ""]) => name);
    expect(loaded.length).toBeGreaterThan(3);
    for (const name of loaded) expect(live.asset(name), name).toBeDefined();
  }
  // Its links are pages of the site beside it.
  const links = [...(pages[0] ?? "").matchAll(/<a href="\.\.\/([^"]*)"/g)].map(([, link = ""]) => link);
  const files = new Set(one.files());
  expect(
    links.filter((link) => link !== "live/" && !files.has(link) && !files.has(`${link}index.html`)),
  ).toEqual([]);
  expect(links).toEqual(expect.arrayContaining(["", "lineage/", "dashboards/"]));
  expect(live.headers["content-security-policy"]).toContain(contentSecurityPolicy);
  for (const name of ["../theme.css", "..%2ftheme.css", "__proto__", "constructor", "", "\0"]) {
    expect(live.asset(name)).toBeUndefined();
  }
});
