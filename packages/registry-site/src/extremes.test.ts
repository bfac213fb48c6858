import { execFileSync } from "node:child_process";
import { afterEach, expect, test } from "vitest";
import type { OpenRepository } from "@addendum/workspace";
import { crawl } from "../test/crawl.ts";
import { examined, SiteRepository, schemaText } from "../test/site-repository.ts";
import type { LineageView } from "./model/numbers.ts";

let one: SiteRepository;
afterEach(() => one.remove());

/** What a page may have, in bytes. */
const most = 100_000;

/** Pages that are too large, links that lead nowhere, and pages that nothing leads to. */
function faults(site: SiteRepository): readonly string[] {
  const pages = site.files().filter((name) => name.endsWith(".html"));
  const large = pages.flatMap((name) => {
    const size = Buffer.byteLength(site.page(name));
    return size > most ? [`${name} has ${size} bytes`] : [];
  });
  const { pages: reached, broken } = crawl(site.out);
  const known = new Set(reached.map((page) => decodeURIComponent(page).slice(1)));
  const alone = pages
    .filter((name) => name.endsWith("index.html") && !known.has(name.slice(0, -"index.html".length)))
    .map((name) => `nothing leads to ${name}`);
  return [...large, ...broken.map(({ page, link }) => `${page} leads to ${link}`), ...alone];
}

const times = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const named = (count: number, make: (index: number) => unknown) =>
  Object.fromEntries(times(count, (index) => [`field_${index}`, make(index)]));

const text = { type: "string", description: "What somebody wrote into the field. ".repeat(8) };

test("a site of a large repository has no large page, and every page is reached", async () => {
  one = new SiteRepository();
  const streams = times(
    300,
    (index) =>
      `  stream_${index}: { title: ${index < 150 ? "large/all" : `many/t${index}`}, owner: ${"Team of many people ".repeat(30)}, topicPrefixes: [${times(40, (prefix) => `datacenter${prefix}.`).join(", ")}] }`,
  );
  one.write("streams.yaml", `version: 1\nstreams:\n${streams.join("\n")}\n`);
  for (let index = 0; index < 300; index++)
    one.write(`schemas/many/t${index}/1.0.0.json`, schemaText(`many/t${index}`, "1.0.0"));
  for (let index = 0; index < 150; index++) {
    one.title(`fragment/f${index}`, { "1.0.0": { description: text.description } });
    one.title(`user/u${index}`, { "1.0.0": { allOf: [{ $ref: "/fragment/f0/1.0.0" }] } });
  }
  one.title(
    "large/versions",
    Object.fromEntries(
      times(300, (index) => [`1.${index}.0`, { description: `The ${index}th. ${text.description}` }]),
    ),
  );
  const all = (maxLength: number) => ({
    owner: "Us",
    contact: `https://example.org/${"x".repeat(3_000)}`,
    deprecated: "Nobody needs it any more. ".repeat(100),
    sunset: "2030-01-01",
    properties: {
      ...named(200, () => ({ ...text, maxLength })),
      chosen: { type: "string", enum: times(300, (index) => `${index} ${text.description}`) },
      holder: {
        type: "object",
        properties: { inner: { type: "object", properties: named(100, () => text) } },
      },
    },
    examples: [named(200, () => "value")],
  });
  one.title(
    "large/all",
    Object.fromEntries(
      times(12, (index) => [`1.${index}.0`, index < 10 ? { owner: `${index}` } : all(200 - index)]),
    ),
  );
  for (let index = 0; index < 5; index++)
    one.title(`user/all${index}`, { "1.0.0": { allOf: [{ $ref: "/large/all/1.0.0" }] } });
  const finding = (index: number) => ({
    rule: "no-unknown-keyword",
    severity: "error" as const,
    message: `“${"x".repeat(400)}${index}” is not a keyword.`,
    hint: "Did you mean another one? ".repeat(10),
    file: "schemas/large/all/current.yaml",
    pointer: `/properties/field_${index}`,
  });
  const examine = (opened: OpenRepository, titles: readonly string[]) =>
    examined(
      opened,
      titles.includes("large/all")
        ? times(500, (index) => ({ title: "large/all", finding: finding(index), dependents: [] }))
        : [],
    );
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd: one.root });
  git("init", "-q");
  git("add", "schemas");
  git("commit", "-q", "-m", "first");
  const readers = times(300, (index) => ({
    path: "field_1",
    name: `report ${index} ${text.description}`,
    does: `counts ${text.description}`,
  }));
  const lineage: LineageView = {
    rows: times(300, (index) => ({
      name: `Metric.${index}`,
      question: text.description.repeat(4),
      owner: "Us",
      tickets: times(60, (ticket) => `https://example.org/T${ticket}`),
      fields: times(90, (field) => ({ title: field === 0 ? "large/all" : `many/t${field}`, names: "a; b" })),
      shown: [{ label: "Shown on", lines: times(400, (line) => `Board ${line}: ${text.description}`) }],
      initiated: [{ label: "Status", lines: ["active"] }],
    })),
    draw: () => Promise.resolve({ pictures: [`<svg>${"é".repeat(50_000)}</svg>`], left: "" }),
  };
  await one.build({
    examine,
    lineage,
    readersOf: (title) => (title === "large/all" ? readers : []),
  });
  expect(faults(one)).toEqual([]);

  // What was folded is there.
  const below = (prefix: string) =>
    one
      .files()
      .filter((name) => name.startsWith(prefix) && name.endsWith(".html"))
      .map((name) => one.page(name))
      .join("");
  const whole = below("schema/large/all/");
  const found = (pattern: RegExp) => new Set([...whole.matchAll(pattern)].map(([match]) => match)).size;
  expect(found(/class="field-name">(?:field_\d+|chosen|holder|inner)</g)).toBe(203);
  expect(found(/<code>&quot;\d+ What somebody/g)).toBe(300);
  expect(found(/x{400}\d+” is not a keyword/g)).toBe(500);
  expect(found(/\bstream_\d+\b/g)).toBe(150);
  expect(found(/>user\/all\d+</g)).toBe(5);
  expect(new Set(below("schema/fragment/f0/").match(/>user\/u\d+</g)).size).toBe(150);
  const pair = below("schema/large/all/-/1.10.0..1.11.0/");
  expect(new Set([...pair.matchAll(/<code>(field_\d+)<\/code>/g)].map(([, name]) => name)).size).toBe(200);
  expect(below("listing/")).toContain("1.299.0.yaml");
}, 180_000);

test("texts of any length, in every field, make no page large", async () => {
  const long = "\u202E<&".repeat(12_000);
  one = new SiteRepository({
    "streams.yaml": `version: 1\nstreams:\n  click: { title: evil/long, owner: ${JSON.stringify(long.slice(0, 999))} }\n`,
  });
  const field = (more: object) => ({
    type: "string",
    description: long,
    default: long,
    pattern: long.replaceAll("<", "a"),
    deprecated: long,
    sunset: long,
    successor: long,
    ticket: `https://example.org/${"x".repeat(20_000)}`,
    privacy: { kind: long, retention: long },
    ...more,
  });
  let deep: object = field({ enum: times(9, (index) => long + index) });
  for (let level = 0; level < 7; level++)
    deep = { ...field({}), type: "object", properties: { [`level${level}`]: deep, side: field({}) } };
  const schema = (more: object) => ({
    description: long,
    owner: long,
    contact: long,
    deprecated: long,
    sunset: long,
    examples: [{ a: long, [long]: long }],
    properties: { [long]: field({}), [`${long}2`]: field({}), deep, ...more },
  });
  one.title("evil/long", {
    "1.0.0": schema({ x: field({}) }),
    "1.1.0": schema({ x: field({ maxLength: 3, enum: [long] }) }),
  });
  const finding = {
    rule: "no-unknown-keyword",
    severity: "error" as const,
    message: long,
    hint: long,
    file: "schemas/evil/long/current.yaml",
    pointer: long,
  };
  const readers = times(20, (index) => ({ path: "x", name: `${index}${long}`, does: long }));
  const row = {
    name: long,
    question: long,
    owner: long,
    tickets: [long],
    fields: [{ title: "evil/long", names: long }],
    shown: [{ label: "Shown on", lines: [long] }],
    initiated: [{ label: "Status", lines: [long] }],
  };
  await one.build({
    examine: (opened) => examined(opened, [{ title: "evil/long", finding, dependents: [] }]),
    readersOf: () => readers,
    lineage: {
      rows: [row, { ...row, name: `${long}2` }],
      draw: () => Promise.resolve({ pictures: [], left: "" }),
    },
  });
  expect(faults(one)).toEqual([]);
}, 120_000);
