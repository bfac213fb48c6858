import { expect, test } from "vitest";
import type { TitleRecord, VersionRecord } from "../model/record.ts";
import { defaultColors } from "../model/theme.ts";
import { commonParts, siteContext } from "./common-files.ts";

const identity = {
  name: "Test events",
  description: "",
  repository: "test",
  url: undefined,
  colors: defaultColors,
};
const assets = { style: "style.css", script: "site.js", files: [] };
const site = siteContext(identity, assets, ["pages"]);

/** A title with many versions, one a day. */
function record(title: string, count: number, dated = count): TitleRecord {
  const versions = Array.from({ length: count }, (_, index): VersionRecord => ({
    version: `1.${index}.0`,
    date: index < dated ? new Date(Date.UTC(2020, 0, 1 + index)).toISOString() : undefined,
    changes: [
      { kind: "added", path: `field_${index}`.repeat(9), text: "It came, <b>and stays</b>. ".repeat(20) },
    ],
    changeCount: 9,
    verdict: index === 0 ? undefined : "incompatible",
  }));
  return {
    title,
    id: undefined,
    isFragment: false,
    isRetired: false,
    description: "",
    owner: "",
    versions,
    fields: [],
    fieldCount: 0,
    personal: [],
    deprecations: [],
    streams: [],
    references: [],
    findings: [],
    unreadable: [],
  };
}

async function changePages(records: readonly TitleRecord[]): Promise<ReadonlyMap<string, string>> {
  const input = { site, identity, assets, records, dependents: new Map(), streams: [], titles: [] };
  const part = commonParts(input).find(({ name }) => name === "changes");
  const files = (await part?.make()) ?? [];
  return new Map(files.map(({ path, content }) => [path, String(content)]));
}

const listed = (pages: ReadonlyMap<string, string>) =>
  [...pages.values()].flatMap((page) =>
    [...page.matchAll(/class="mono" href="[./]*schema\/([\w/]+)\/#[\w.-]+">.*? (1\.\d+\.0)</g)].map(
      ([, title, version]) => `${title} ${version}`,
    ),
  );

test("of very many changes the last thousand are listed, and it is said how many there are", async () => {
  const titles = ["a/one", "b/two", "c/three"];
  const pages = await changePages(titles.map((title) => record(title, 500)));
  const sizes = [...pages].map(([path, page]) => [path, Buffer.byteLength(page)] as const);
  expect(sizes.filter(([, size]) => size > 100_000)).toEqual([]);
  const found = listed(pages);
  expect(found).toHaveLength(1_000);
  expect(new Set(found).size).toBe(1_000);
  expect(found.slice(0, 4)).toEqual([...titles.map((title) => `${title} 1.499.0`), "a/one 1.498.0"]);
  expect(pages.get("changes/index.html")).toContain(
    "These are the last 1,000 of 1,500: each schema’s page has all of its own.",
  );
  // One page after the other is reached from the first.
  expect(pages.size).toBeGreaterThan(3);
  for (let page = 2; page <= pages.size; page++) {
    const before = page === 2 ? "changes/index.html" : `changes/${page - 1}/index.html`;
    expect(pages.get(before)).toMatch(new RegExp(`href="[./]*changes/${page}/"`));
  }
});

test("what git does not know yet is counted, and a thousand changes are all of them", async () => {
  const pages = await changePages([record("a/one", 1_002, 1_000)]);
  expect(listed(pages)).toHaveLength(1_000);
  const first = pages.get("changes/index.html") ?? "";
  expect(first).not.toContain("These are the last");
  expect(first).toContain("2 versions not committed yet: not listed.");
  expect((await changePages([record("a/one", 2, 0)])).get("changes/index.html")).toContain(
    "Git does not know when any version was published.",
  );
});
