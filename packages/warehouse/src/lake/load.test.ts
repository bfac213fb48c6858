import { spawn } from "node:child_process";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { columnsOf, declare } from "@addendum/event-fields";
import type { DataObject, Schema } from "@addendum/json-schema";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Rows } from "../engine.ts";
import { openDuckDb } from "../engines/duckdb.ts";
import type { LakeTable } from "./lake-table.ts";
import { loadEvents, type LoadOptions, type LoadReport } from "./load.ts";
import { canarySightings, readManifest } from "./manifest.ts";

const schema: Schema = {
  type: "object",
  properties: {
    $schema: { type: "string" },
    meta: {
      type: "object",
      properties: {
        id: { type: "string" },
        dt: { type: "string" },
        stream: { type: "string" },
        domain: { type: "string" },
      },
    },
    n: { type: "integer" },
    share: { type: "number" },
    flag: { type: "boolean" },
    text: { type: "string" },
    tags: { type: "object", additionalProperties: { type: "integer" } },
    items: { type: "array", items: { type: "object", properties: { "page-id": { type: "integer" } } } },
    "user-agent": { type: "object", properties: { "os-name": { type: "string" } } },
    at: { type: "string", format: "date-time" },
  },
};

const table: LakeTable = {
  name: "toggle",
  columns: columnsOf(declare(schema), { timestamps: "timestamp" }).columns,
  retentionDays: 30,
};
const now = Date.parse("2026-11-26T12:00:00Z");

let directory: string;
let options: LoadOptions;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "addendum-lake-"));
  mkdirSync(join(directory, "events"));
  options = {
    lake: join(directory, "lake"),
    events: join(directory, "events"),
    now,
    route: ({ schemaUri }) =>
      schemaUri === "/toggle/1.0.0" ? table : `its schema, ${String(schemaUri)}, is unknown`,
  };
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const event = (id: string | null, more: object = {}, meta: object = {}) => ({
  $schema: "/toggle/1.0.0",
  meta: { ...(id !== null && { id }), dt: "2026-11-26T10:20:30Z", stream: "toggle", ...meta },
  ...more,
});

function write(name: string, lines: readonly (object | string)[], end = "\n"): void {
  const text = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n") + end;
  const path = join(directory, "events", name);
  if (name.endsWith(".gz")) writeFileSync(path, gzipSync(text));
  else appendFileSync(path, text);
}

async function ask(select: string): Promise<Rows["rows"]> {
  const engine = await openDuckDb({ threads: 1 });
  const from = `read_parquet('${options.lake}/toggle/**/*.parquet', hive_partitioning = true, union_by_name = true)`;
  const { rows } = await engine.query(`SELECT ${select.replace("LAKE", from)}`);
  await engine.close();
  return rows;
}

const load = (more: Partial<LoadOptions> = {}): Promise<LoadReport> => loadEvents({ ...options, ...more });

function rejections(): { line: number; reason: string; path?: unknown; file: string; event?: string }[] {
  const at = join(options.lake, "_rejected");
  return readdirSync(at).flatMap((name) =>
    readFileSync(join(at, name), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as never),
  );
}

describe("loading", () => {
  it("puts events into the Parquet files of their hours, with all their values", async () => {
    write("2026-11-26T10.1.ndjson", [
      `{"$schema":"/toggle/1.0.0","meta":{"id":"a","dt":"2026-11-26T10:59:59.999Z"},"n":9007199254740993,"share":2,"flag":true,"text":"é🙂","tags":{"k":1},"items":[{"page-id":7}],"user-agent":{"os-name":"x"},"at":"2026-01-02T03:04:05+01:00","undeclared":1}`,
      event("b", {}, { dt: "2026-11-26T12:00:00+01:00" }),
    ]);
    expect(await load()).toMatchObject({ events: 2, loaded: 2, rejected: 0, tables: { toggle: 2 } });
    const rows = await ask(
      `meta.id, n, share, flag, text, tags, items[1].page_id, user_agent.os_name, strftime("at" AT TIME ZONE 'UTC', '%H:%M:%S'), year, month, day, hour FROM LAKE ORDER BY 1`,
    );
    expect(rows).toEqual([
      ["a", 9007199254740993n, 2, true, "é🙂", { k: 1 }, 7, "x", "02:04:05", 2026, 11, 26, 10],
      ["b", null, null, null, null, null, null, null, null, 2026, 11, 26, 11],
    ]);
  });

  it("rejects what does not fit, with its reason and place, and goes on", async () => {
    const long = "x".repeat(300);
    write("a.ndjson", [
      event("ok"),
      event("1", { n: 1.5 }),
      `{"$schema":"/toggle/1.0.0","meta":{"id":"2","dt":"2026-11-26T10:00:00Z"},"n":18446744073709551616}`,
      `{"$schema":"/toggle/1.0.0","meta":{"id":"3","dt":"2026-11-26T10:00:00Z"},"n":9223372036854775808}`,
      event("4", { n: "5" }),
      event("5", { text: 5 }),
      `{"$schema":"/toggle/1.0.0","meta":{"id":"6","dt":"2026-11-26T10:00:00Z"},"text":"\\ud800"}`,
      event("7", { at: "2026-06-30T23:59:60Z" }),
      event("8", { text: "x", Text: "y" }),
      event("9", { items: [{ "page-id": 1 }, { "page-id": "x" }] }),
      event("10", {}, { dt: "1970-01-01T00:00:00Z" }),
      event("11", {}, { dt: "9999-01-01T00:00:00Z" }),
      { $schema: "/toggle/1.0.0", meta: { id: "12" } },
      { $schema: "/../1.0.0", meta: { id: "13", dt: "2026-11-26T10:00:00Z" } },
      "not json",
      "[1]",
      `{"$schema":"/toggle/1.0.0","meta":{"id":"16","dt":"2026-11-26T10:00:00Z"},"n":1,"n":2}`,
      event("17", { text: long }),
      event("18", { user: 1, meta: "no" }),
      event("last"),
    ]);
    const report = await load({ lineLimit: 300 });
    expect(report).toMatchObject({ events: 20, loaded: 2, rejected: 18 });
    expect(await ask("meta.id FROM LAKE ORDER BY 1")).toEqual([["last"], ["ok"]]);
    const found = rejections().sort((a, b) => a.line - b.line);
    expect(
      found.map(({ line, reason, path }) => [line, (path as string[] | undefined)?.join("."), reason]),
    ).toEqual([
      [2, "n", "it is not a 64-bit integer"],
      [3, "n", "it is not a 64-bit integer"],
      [4, "n", "it is not a 64-bit integer"],
      [5, "n", "it is not an integer"],
      [6, "text", "it is not a string"],
      [7, "text", "it contains half a character (a lone surrogate)"],
      [8, "at", "engines do not support this date-time"],
      [9, "Text", "another name differs from this one only in case"],
      [10, "items.1.page-id", "it is not an integer"],
      [11, undefined, "its time is outside the 30 days for which its events are stored"],
      [12, undefined, "its time is more than an hour ahead"],
      [13, undefined, "it has no time: neither meta.dt nor dt"],
      [14, undefined, "its schema, /../1.0.0, is unknown"],
      [15, undefined, "the line is not JSON"],
      [16, undefined, "the line is not an object"],
      [17, undefined, expect.stringMatching(/duplicate key "n"/)],
      [18, undefined, expect.stringMatching(/^the line has \d+ bytes, more than the limit of 300$/)],
      [19, undefined, "it has no time: neither meta.dt nor dt"],
    ]);
    expect(found[0]?.file).toBe("a.ndjson");
  });

  it("rejects names that stand twice where one of them would be stored, and nowhere else", async () => {
    const line = (id: string, members: string) =>
      `{"$schema":"/toggle/1.0.0","meta":{"id":"${id}","dt":"2026-11-26T10:00:00Z"},${members}}`;
    write("a.ndjson", [
      line("a", '"tags":{"k":1,"k":2}'),
      line("b", '"tags":{"k":1,"\\u006b":1}'),
      line("c", '"n":1,"n":1'),
      line("d", '"tags":{"k":1,"K":2}'),
      line("e", '"undeclared":{"k":1,"k":2},"undeclared":2,"n":9007199254740993'),
    ]);
    expect(await load()).toMatchObject({ events: 5, loaded: 2, rejected: 3 });
    expect(
      rejections()
        .map(({ line: number }) => number)
        .sort(),
    ).toEqual([1, 2, 3]);
    expect(await ask("meta.id, tags, n FROM LAKE ORDER BY 1")).toEqual([
      ["d", { k: 1, K: 2 }, null],
      ["e", null, 9007199254740993n],
    ]);
  });

  it("rejects what is nested deeper than programs agree on", async () => {
    const line = (id: string, depth: number) =>
      `{"$schema":"/toggle/1.0.0","meta":{"id":"${id}","dt":"2026-11-26T10:00:00Z"},"u":${"[".repeat(depth)}${"]".repeat(depth)}}`;
    const text = `{"$schema":"/toggle/1.0.0","meta":{"id":"text","dt":"2026-11-26T10:00:00Z"},"text":"\\"${"[{".repeat(2000)}"}`;
    write("a.ndjson", [line("499", 499), line("500", 500), line("100000", 100_000), text]);
    expect(await load()).toMatchObject({ events: 4, loaded: 2, rejected: 2 });
    expect(rejections().map(({ reason }) => reason)).toEqual(
      Array(2).fill("the line is nested deeper than 500 levels"),
    );
    expect(await ask("meta.id FROM LAKE ORDER BY 1")).toEqual([["499"], ["text"]]);
  });

  it("recognizes an event by what its table stores, within a run as between runs", async () => {
    const columns = (properties: Record<string, Schema>) =>
      columnsOf(declare({ type: "object", properties: { ...(properties as DataObject) } })).columns;
    const text: Schema = { type: "string" };
    const tables: Readonly<
      Record<string, readonly [LakeTable["columns"], readonly (readonly [string, string?])[]]>
    > = {
      none: [columns({ n: text }), [["a"], ["a"], ["a", "u"]]],
      uuid: [columns({ uuid: text }), [["a", "u"], ["b", "u"], ["a", "v"], ["a"]]],
      both: [
        columns({ uuid: text, meta: { type: "object", properties: { id: text } } }),
        [["a", "u"], ["b", "u"], ["a", "v"], ["b"]],
      ],
    };
    const stored = { none: 3, uuid: 3, both: 2 };
    for (const [name, [held, ids]] of Object.entries(tables)) {
      const route = () => ({ name, columns: held, retentionDays: undefined });
      const lines = ids.map(([id, uuid]) => ({
        meta: { id, dt: "2026-11-26T10:20:30Z" },
        ...(uuid !== undefined && { uuid }),
      }));
      for (const batchBytes of [1, 1 << 20]) {
        const lake = join(directory, `${name}-${batchBytes}`);
        const events = join(directory, `events-${name}-${batchBytes}`);
        mkdirSync(events);
        for (const [index, line] of lines.entries()) {
          writeFileSync(join(events, `${index}.ndjson`), `${JSON.stringify(line)}\n`);
        }
        const { loaded } = await load({ lake, events, route, batchBytes });
        expect([name, batchBytes, loaded]).toEqual([name, batchBytes, stored[name as keyof typeof stored]]);
      }
    }
  });

  it("takes the largest and smallest integers", async () => {
    const line = (n: string) => `{"$schema":"/toggle/1.0.0","meta":{"dt":"2026-11-26T10:00:00Z"},"n":${n}}`;
    write("a.ndjson", ["9223372036854775807", "-9223372036854775808", "1.0", "1e3", "-0"].map(line));
    expect(await load()).toMatchObject({ loaded: 5, rejected: 0 });
    expect(await ask("n FROM LAKE ORDER BY 1")).toEqual([
      [-9223372036854775808n],
      [0],
      [1],
      [1000],
      [9223372036854775807n],
    ]);
  });

  it("leaves canaries out, and keeps the first of events with one id, whichever run brings them", async () => {
    write("a.ndjson", [
      event("x", { n: 1 }),
      event("x", { n: 2 }),
      event("c", {}, { domain: "canary" }),
      event(null),
      event(null),
    ]);
    expect(await load()).toMatchObject({ events: 5, loaded: 3, canaries: 1, duplicates: 1 });
    write("b.ndjson", [event("x", { n: 3 }, { dt: "2026-11-25T01:00:00Z" }), event("y", { n: 4 })]);
    expect(await load()).toMatchObject({ events: 2, loaded: 1, duplicates: 1 });
    expect(await ask("meta.id, n FROM LAKE ORDER BY 1, 2")).toEqual([
      ["x", 1],
      ["y", 4],
      [null, null],
      [null, null],
    ]);
  });

  it("remembers when canaries of a stream were seen that its table would store", async () => {
    const canary = (stream: string, more: object = {}, meta: object = {}) =>
      event("c", more, { domain: "canary", stream, ...meta });
    write("a.ndjson", [
      canary("good"),
      canary("bad", { n: "x" }),
      canary("__proto__"),
      canary("bad2", {}, { dt: "then" }),
    ]);
    const report = await load();
    expect(report).toMatchObject({ events: 4, loaded: 0, canaries: 4, rejected: 0 });
    expect(report.canaryProblems).toEqual({
      bad: "it is not an integer",
      bad2: "its time is not a date-time",
    });
    const first = { first: now, last: now };
    expect([...canarySightings(options.lake)]).toEqual([
      ["good", first],
      ["__proto__", first],
    ]);
    write("b.ndjson", [canary("good"), canary("bad", { n: "x" }), canary("bad", { n: 1 }), event("y")]);
    const later = await load({ now: now + 5000 });
    expect(later.canaryProblems).toEqual({});
    expect(Object.fromEntries(canarySightings(options.lake))).toMatchObject({
      good: { first: now, last: now + 5000 },
      bad: { first: now + 5000, last: now + 5000 },
    });
    // Compaction and retention write the manifest, too.
    await load({ now: now + 6000, filesPerHour: 0 });
    expect(canarySightings(options.lake).size).toBe(3);
  });

  it("reads an open file up to its last line end, and goes on there", async () => {
    write("a.ndjson", [event("1"), event("2"), '{"$schema":"/togg'], "");
    expect(await load()).toMatchObject({ events: 2, loaded: 2 });
    expect(await load()).toMatchObject({ events: 0, loaded: 0 });
    appendFileSync(
      join(directory, "events/a.ndjson"),
      'le/1.0.0","meta":{"id":"3","dt":"2026-11-26T10:00:00Z"}}\nnonsense\n',
    );
    expect(await load()).toMatchObject({ events: 2, loaded: 1, rejected: 1 });
    expect(rejections()).toMatchObject([{ line: 4, reason: "the line is not JSON" }]);
    expect(await load()).toMatchObject({ events: 0 });
  });

  it("knows a file again when it is compressed", async () => {
    const lines = [event("1"), event(null, { n: 2 })];
    write("a.ndjson", lines);
    await load();
    write("a.ndjson.gz", [...lines, event("late")]);
    // Both are there for a moment.
    expect(await load()).toMatchObject({ loaded: 0 });
    rmSync(join(directory, "events/a.ndjson"));
    expect(await load()).toMatchObject({ events: 1, loaded: 1 });
    expect(await load()).toMatchObject({ events: 0 });
    expect(await ask("count(*) FROM LAKE")).toEqual([[3]]);
  });

  it("loads what a cut-off compressed file holds, and says that it is", async () => {
    const lines = Array.from({ length: 5000 }, (_, index) => event(`id-${index}-${Math.random()}`));
    write("a.ndjson.gz", lines);
    truncateSync(join(directory, "events/a.ndjson.gz"), 40_000);
    const report = await load();
    expect(report.loaded).toBeGreaterThan(100);
    expect(report.unreadable).toMatchObject([
      { path: "a.ndjson.gz", reason: expect.stringMatching(/unexpected end/) },
    ]);
    writeFileSync(
      join(directory, "events/a.ndjson.gz"),
      gzipSync(`${lines.map((line) => JSON.stringify(line)).join("\n")}\n`),
    );
    expect(await load()).toMatchObject({ unreadable: [] });
    expect(await ask("count(*), count(DISTINCT meta.id) FROM LAKE")).toEqual([[5000, 5000]]);
  });

  it("makes one file of an hour that has many, and loses nothing", async () => {
    for (let round = 0; round < 6; round++) {
      write(`${round}.ndjson`, [event(`r${round}`)]);
      await load({ filesPerHour: 3 });
    }
    const files = Object.keys(readManifest(options.lake).tables["toggle"]?.files ?? {});
    expect(files.length).toBeLessThanOrEqual(3);
    expect(await ask("count(*), count(DISTINCT meta.id) FROM LAKE")).toEqual([[6, 6]]);
  });

  it("reads old events without a new column as null, and new ones with it", async () => {
    const narrow = { ...table, columns: table.columns.filter(({ name }) => name !== "text") };
    write("a.ndjson", [event("old")]);
    await load({ route: () => narrow });
    write("b.ndjson", [event("new", { text: "t" })]);
    await load();
    expect(await ask("meta.id, text FROM LAKE ORDER BY 1")).toEqual([
      ["new", "t"],
      ["old", null],
    ]);
  });

  it("refuses to write beside another", async () => {
    mkdirSync(options.lake);
    const other = spawn("sleep", ["30"]);
    try {
      writeFileSync(join(options.lake, "_lock"), String(other.pid));
      await expect(load()).rejects.toThrow(/is writing to this lake/);
    } finally {
      other.kill();
    }
    await new Promise((resolve) => other.once("exit", resolve));
    write("a.ndjson", [event("1")]);
    expect(await load()).toMatchObject({ loaded: 1 });
  });
});
