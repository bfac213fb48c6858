import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { columnsOf, declare } from "@addendum/event-fields";
import type { Schema } from "@addendum/json-schema";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDuckDb } from "../engines/duckdb.ts";
import type { LakeTable } from "./lake-table.ts";
import { loadEvents } from "./load.ts";
import { retain, type RetainOptions, UnreadableDuration } from "./retain.ts";

const schema: Schema = {
  type: "object",
  properties: {
    meta: { type: "object", properties: { id: { type: "string" }, dt: { type: "string" } } },
    kept: { type: "string" },
    ip: { type: "string", privacy: { kind: "ip-address", retention: "10 days" } },
    http: {
      type: "object",
      properties: {
        agent: { type: "string", privacy: { kind: "user-agent", retention: "P10D" } },
        status: { type: "integer" },
      },
    },
    list: {
      type: "array",
      items: {
        type: "object",
        properties: { note: { type: "string", privacy: { kind: "free-text", retention: "10 days" } } },
      },
    },
    count: { type: "integer", privacy: { kind: "edit-count", retention: "10 days" } },
  },
};
const table: LakeTable = { name: "t", columns: columnsOf(declare(schema)).columns, retentionDays: 30 };
const now = Date.parse("2026-11-26T12:00:00Z");
const at = (days: number) => new Date(now - days * 86_400_000).toISOString();

let directory: string;
let options: RetainOptions;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "addendum-retain-"));
  mkdirSync(join(directory, "events"));
  options = {
    lake: join(directory, "lake"),
    events: join(directory, "events"),
    tables: [table],
    treatment: (_, kind) => (kind === "user-agent" ? "hash" : "empty"),
    hashKey: "key",
    now,
  };
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const event = (id: string, days: number) => ({
  meta: { id, dt: at(days) },
  kept: `kept-${id}`,
  ip: `ip-${id}`,
  http: { agent: `agent-${id}`, status: 200 },
  list: [{ note: `note-${id}` }],
  count: 12_345,
});

async function load(name: string, events: readonly object[], ageDays: number, loadNow = now): Promise<void> {
  const path = join(options.events, name);
  writeFileSync(path, events.map((one) => `${JSON.stringify(one)}\n`).join(""));
  await loadEvents({ lake: options.lake, events: options.events, now: loadNow, route: () => table });
  const time = (now - ageDays * 86_400_000) / 1000;
  utimesSync(path, time, time);
}

/** All that the directory holds, compressed or not: the values of Parquet files as DuckDB reads them, and all raw bytes. */
async function everything(): Promise<string> {
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((name) => join(directory, name))
    .filter((path) => statSync(path).isFile());
  const texts = files.map((path) => {
    const bytes = readFileSync(path);
    return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("latin1");
  });
  const engine = await openDuckDb();
  for (const path of files.filter((one) => one.endsWith(".parquet"))) {
    texts.push(JSON.stringify((await engine.query(`SELECT * FROM '${path}'`)).rows));
  }
  await engine.close();
  return texts.join("\n");
}

describe("retention", () => {
  it("leaves nothing anywhere of what is past its days, and everything else", async () => {
    await load("old.ndjson", [event("ancient", 31), event("middle", 20)], 20, now - 15 * 86_400_000);
    await load("new.ndjson", [event("young", 5), { meta: { dt: "nonsense" }, ip: "ip-rejected" }], 5);
    for (const name of readdirSync(join(options.lake, "_rejected"))) {
      const time = (now - 11 * 86_400_000) / 1000;
      utimesSync(join(options.lake, "_rejected", name), time, time);
    }
    expect(await everything()).toContain("agent-middle");
    const report = await retain(options);
    expect(report).toEqual({
      deletedHours: 1,
      deletedRows: 1,
      rewrittenFiles: 1,
      deletedFiles: 2,
      notLoaded: [],
      unknownTables: [],
    });
    expect(readdirSync(join(options.lake, "_rejected"))).toEqual([]);
    const text = await everything();
    for (const gone of ["ancient", "ip-middle", "agent-middle", "note-middle"]) {
      expect(text).not.toContain(gone);
    }
    for (const stays of ["kept-middle", "kept-young", "ip-young", "agent-young", "note-young"])
      expect(text).toContain(stays);
    const engine = await openDuckDb();
    const { rows } = await engine.query(
      `SELECT meta.id, ip, length(http.agent), http.status, list[1].note, len(list), count FROM '${options.lake}/t/**/*.parquet' ORDER BY 1`,
    );
    await engine.close();
    expect(rows).toEqual([
      ["middle", null, 64, 200, null, 1, null],
      ["young", "ip-young", 11, 200, "note-young", 1, 12_345],
    ]);
  });

  it("does nothing twice, and counts what is late for a deleted hour", async () => {
    await load("old.ndjson", [event("ancient", 31)], 20, now - 15 * 86_400_000);
    await retain(options);
    expect(await retain(options)).toEqual({
      deletedHours: 0,
      deletedRows: 0,
      rewrittenFiles: 0,
      deletedFiles: 0,
      notLoaded: [],
      unknownTables: [],
    });
    writeFileSync(join(options.events, "late.ndjson"), `${JSON.stringify(event("late", 31))}\n`);
    const wider = { ...table, retentionDays: 90 };
    expect(
      await loadEvents({ lake: options.lake, events: options.events, now, route: () => wider }),
    ).toMatchObject({
      loaded: 0,
      late: 1,
    });
  });

  it("keeps files that are not loaded, and says so", async () => {
    const path = join(options.events, "never.ndjson");
    writeFileSync(path, `${JSON.stringify(event("never", 20))}\n`);
    utimesSync(path, (now - 20 * 86_400_000) / 1000, (now - 20 * 86_400_000) / 1000);
    expect(await retain(options)).toMatchObject({ deletedFiles: 0, notLoaded: [path] });
  });

  it("reaches files of a time when some fields were not declared", async () => {
    const http: Schema = { type: "object", properties: { status: { type: "integer" } } };
    const list: Schema = { type: "array", items: { type: "object", properties: { n: { type: "integer" } } } };
    const before = columnsOf(
      declare({
        properties: {
          meta: { type: "object", properties: { dt: { type: "string" } } },
          ip: { type: "string" },
          http,
          list,
        },
      }),
    ).columns;
    writeFileSync(
      join(options.events, "a.ndjson"),
      `${JSON.stringify({ meta: { dt: at(20) }, ip: "secret-ip", http: { status: 200 }, list: [{ n: 1 }] })}\n`,
    );
    await loadEvents({
      lake: options.lake,
      events: options.events,
      now,
      route: () => ({ ...table, columns: before }),
    });
    expect(await retain(options)).toMatchObject({ rewrittenFiles: 1 });
    expect(await everything()).not.toContain("secret-ip");
    const engine = await openDuckDb();
    const { rows } = await engine.query(
      `SELECT ip, http.status, http.agent FROM '${options.lake}/t/**/*.parquet'`,
    );
    await engine.close();
    expect(rows).toEqual([[null, 200, null]]);
  });

  it("never stores a field whose retention is none, at any depth", async () => {
    const mark = { kind: "ip-address", retention: "none" };
    const inner: Schema = {
      type: "object",
      properties: { ip: { type: "string", privacy: mark }, n: { type: "integer" } },
    };
    const { columns } = columnsOf(
      declare({
        properties: {
          dt: { type: "string" },
          ip: { type: "string", privacy: mark },
          http: inner,
          list: { type: "array", items: inner },
          any: { privacy: mark },
        },
      }),
      { misfitsAsJson: true },
    );
    const value = { ip: "secret-ip", n: 1 };
    writeFileSync(
      join(options.events, "a.ndjson"),
      `${JSON.stringify({ dt: at(0.1), ip: "secret-ip", http: value, list: [value, {}], any: value })}\n`,
    );
    const marked = { ...table, columns };
    await loadEvents({ lake: options.lake, events: options.events, now, route: () => marked });
    await retain({ ...options, tables: [marked] });
    expect(await everything()).not.toContain("secret-ip");
    const engine = await openDuckDb();
    const { rows } = await engine.query(`SELECT ip, http, list, "any" FROM '${options.lake}/t/**/*.parquet'`);
    await engine.close();
    expect(rows).toEqual([
      [
        null,
        { ip: null, n: 1 },
        [
          { ip: null, n: 1 },
          { ip: null, n: null },
        ],
        null,
      ],
    ]);
  });

  it("deletes files by the age of what is in them, not by their own", async () => {
    writeFileSync(join(options.events, "copied.ndjson"), `${JSON.stringify(event("old", 20))}\n`);
    writeFileSync(join(options.events, "2026-11-26T12.1.ndjson"), `${JSON.stringify(event("open", 20))}\n`);
    writeFileSync(join(options.events, "young.ndjson"), `${JSON.stringify(event("young", 1))}\nno JSON\n`);
    writeFileSync(
      join(options.events, "bad.ndjson"),
      `${JSON.stringify({ ...event("bad", 20), count: "x" })}\n`,
    );
    await loadEvents({ lake: options.lake, events: options.events, now, route: () => table });
    const { deletedFiles, notLoaded } = await retain(options);
    // The list of what was rejected is among them. The intake may still append to the file of this hour.
    expect({ deletedFiles, notLoaded }).toEqual({ deletedFiles: 3, notLoaded: [] });
    expect(readdirSync(options.events).sort()).toEqual(["2026-11-26T12.1.ndjson", "young.ndjson"]);
    expect(await everything()).not.toContain("ip-bad");
  });

  describe("of what an intake leaves beside its files", () => {
    const hourOf = (days: number) => at(days).slice(0, 13);
    const cases: readonly (readonly [name: string, (days: number) => string])[] = [
      ["refused events", (days) => `raw-events/${hourOf(days)}.raw`],
      ["refused events of another sink", (days) => `errors/raw-events/${hourOf(days)}.raw`],
      ["a half line", (days) => `${hourOf(days)}.1.ndjson.torn`],
      ["a second half line", (days) => `slow/${hourOf(days)}.3.ndjson.torn.2`],
      ["an unfinished copy", (days) => `${hourOf(days)}.12.ndjson.gz.part`],
    ];
    const write = (name: string, text: string) => {
      const path = join(options.events, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    };

    it.each(cases)("deletes %s after the shortest time, and no sooner", async (_, nameOf) => {
      // Copied or restored: its own time is now.
      write(nameOf(11), "secret-old");
      write(nameOf(9), "secret-young");
      write(nameOf(0), "secret-open");
      expect(await retain(options)).toMatchObject({ deletedFiles: 1, notLoaded: [] });
      const text = await everything();
      expect(text).not.toContain("secret-old");
      expect(text).toContain("secret-young");
      expect(text).toContain("secret-open");
    });

    it("touches no file of others", async () => {
      const names = ["raw-events/notes.raw", `raw-events/${hourOf(40)}.txt`, `${hourOf(40)}.raw`, "a.torn"];
      for (const name of names) write(name, "of others");
      expect(await retain(options)).toMatchObject({ deletedFiles: 0 });
      for (const name of names) expect(statSync(join(options.events, name)).isFile()).toBe(true);
    });

    it("stores nothing for a day where a field must not be stored", async () => {
      const { columns } = columnsOf(
        declare({
          properties: { ip: { type: "string", privacy: { kind: "ip-address", retention: "none" } } },
        }),
      );
      write(`raw-events/${hourOf(0.1)}.raw`, "secret-today");
      write(`raw-events/${hourOf(0)}.raw`, "secret-open");
      await retain({ ...options, tables: [{ ...table, columns }] });
      expect(readdirSync(join(options.events, "raw-events"))).toEqual([`${hourOf(0)}.raw`]);
    });
  });

  it("touches nothing where a duration cannot be read", () => {
    const columns = columnsOf(
      declare({ properties: { x: { type: "string", privacy: { kind: "free-text", retention: "soon" } } } }),
    ).columns;
    expect(() => retain({ ...options, tables: [{ ...table, columns }] })).toThrow(UnreadableDuration);
  });
});
