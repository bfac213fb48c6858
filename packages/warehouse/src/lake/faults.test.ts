import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { now, ScratchLake, tableOf } from "../../test/scratch-lake.ts";
import { LakeBusy } from "./lock.ts";

const table = tableOf("t", {
  n: { type: "integer" },
  text: { type: "string" },
  tags: { type: "object", additionalProperties: { type: "string" } },
});

const line = (id: string | number, more: object = {}, meta: object = {}) =>
  `${JSON.stringify({ meta: { id: String(id), dt: "2026-11-26T10:00:00Z", ...meta }, ...more })}\n`;
const lines = (from: number, to: number, more: object = {}) =>
  Array.from({ length: to - from }, (_, index) => line(from + index, { n: from + index, ...more })).join("");

/** Text that cannot be compressed. */
const noise = (length: number) => {
  let state = length;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return String.fromCharCode(33 + ((state >>> 24) % 90)).replace(/["\\]/, "x");
  }).join("");
};

describe("a full disk", () => {
  /** Mounts a file system of so many kilobytes; false where that is not allowed. */
  const mount = (directory: string, kilobytes: number, option = "size") =>
    spawnSync("mount", ["-t", "tmpfs", "-o", `${option}=${kilobytes}k`, "tmpfs", directory]).status === 0;

  it.each([200, 700, 1500, 2500, 3500])(
    "of %d kB loses nothing, and the next run goes on",
    { timeout: 60_000 },
    async (kilobytes) => {
      const scratch = new ScratchLake(table);
      mkdirSync(scratch.lake);
      if (!mount(scratch.lake, kilobytes)) {
        console.log("A full disk is not tried: this machine does not let the test mount one.");
        return;
      }
      onTestFinished(() => void spawnSync("umount", ["-l", scratch.lake]));
      scratch.write("a.ndjson", lines(0, 100));
      await scratch.load();
      const big = Array.from({ length: 2000 }, (_, index) =>
        line(100 + index, { n: 100 + index, text: noise(1000 + index) }),
      );
      scratch.write("b.ndjson", big.join(""));
      // Several commits: some of them have room.
      await expect(scratch.load({ batchBytes: 1_000_000 })).rejects.toThrow(/no space left on device/i);
      expect(existsSync(join(scratch.lake, "_staging"))).toBe(false);
      const [[count, ids]] = (await scratch.ask("count(*), count(DISTINCT meta.id) FROM LAKE")) as [
        [number, number],
      ];
      expect(count).toBe(ids);
      expect(count).toBeGreaterThanOrEqual(100);
      expect(count).toBeLessThan(2100);
      mount(scratch.lake, 100_000, "remount,size");
      await scratch.load();
      expect(await scratch.ask("count(*), count(DISTINCT meta.id), min(n), max(n) FROM LAKE")).toEqual([
        [2100, 2100, 0, 2099],
      ]);
    },
  );
});

describe("two loads at once", () => {
  let script: string;
  beforeAll(async () => {
    script = join(import.meta.dirname, "../../dist", `load-twice-${process.pid}.mjs`);
    await build({
      entryPoints: [join(import.meta.dirname, "../../test/load-once.ts")],
      outfile: script,
      bundle: true,
      platform: "node",
      format: "esm",
      conditions: ["source"],
      external: ["@duckdb/node-api", "mysql2", "hive-driver", "kafkajs"],
      logLevel: "error",
    });
  });
  afterAll(() => void spawnSync("rm", ["-f", script]));

  it("write one after the other: who is second says so", { timeout: 60_000 }, async () => {
    const scratch = new ScratchLake(table);
    scratch.write("a.ndjson", lines(0, 5000));
    const run = () =>
      new Promise<{ code: number | null; said: string }>((resolve) => {
        const child = spawn(process.execPath, [script, scratch.events, scratch.lake, String(now)]);
        let said = "";
        child.stderr.on("data", (data) => (said += String(data)));
        child.once("close", (code) => resolve({ code, said }));
      });
    const ended = await Promise.all([run(), run(), run()]);
    expect(ended.some(({ code }) => code === 0)).toBe(true);
    for (const { code, said } of ended) if (code !== 0) expect(said).toMatch(/is writing to this lake/);
    expect(await scratch.ask("count(*), count(DISTINCT meta.id) FROM LAKE")).toEqual([[5000, 5000]]);
  });

  it("take over the lock of a process that is gone, though another has its number now", async () => {
    const scratch = new ScratchLake(table);
    scratch.write("a.ndjson", lines(0, 3));
    mkdirSync(scratch.lake);
    // As in a container: the next run has the number of the one that was killed.
    writeFileSync(join(scratch.lake, "_lock"), `${process.pid} 1`);
    // It was killed in the middle of a manifest.
    writeFileSync(join(scratch.lake, "_manifest.json.7.tmp"), "{");
    expect(await scratch.load()).toMatchObject({ loaded: 3 });
    expect(existsSync(join(scratch.lake, "_manifest.json.7.tmp"))).toBe(false);
    writeFileSync(join(scratch.lake, "_lock"), "1");
    await expect(scratch.load()).rejects.toThrow(LakeBusy);
  });
});

describe("files that are not as they should be", () => {
  it("are read where they are gzip in several members", async () => {
    const scratch = new ScratchLake(table);
    scratch.write(
      "a.ndjson.gz",
      Buffer.concat(
        [lines(0, 3), lines(3, 5), '{"meta":', '{"id":"5","dt":"2026-11-26T10:00:00Z"}}\n'].map((part) =>
          gzipSync(part),
        ),
      ),
    );
    expect(await scratch.load()).toMatchObject({ loaded: 6, unreadable: [] });
    expect(await scratch.load()).toMatchObject({ events: 0 });
  });

  it("are named where they are damaged, and the others are loaded", async () => {
    const scratch = new ScratchLake(table);
    const whole = gzipSync(lines(0, 2000, { text: noise(200) }));
    scratch.write(
      "b-checksum.ndjson.gz",
      Buffer.concat([whole.subarray(0, -8), Buffer.alloc(4, 7), whole.subarray(-4)]),
    );
    scratch.write("c-nonsense.ndjson.gz", Buffer.from("this is not gzip"));
    scratch.write("d-empty.ndjson.gz", "");
    scratch.write("e-empty.ndjson", "");
    scratch.write("f-no-end.ndjson", '{"meta":{"id":"x"');
    scratch.write("g-good.ndjson", lines(5000, 5003));
    const report = await scratch.load();
    expect(report.unreadable.map(({ path }) => path).sort()).toEqual([
      "b-checksum.ndjson.gz",
      "c-nonsense.ndjson.gz",
    ]);
    // What a wrong checksum ends is not believed, and asked for again.
    expect(await scratch.ask("count(*) FROM LAKE WHERE n >= 5000")).toEqual([[3]]);
  });

  it("that are gone or lead nowhere stop nobody", async () => {
    const scratch = new ScratchLake(table);
    scratch.write("a.ndjson", lines(0, 3));
    symlinkSync(join(scratch.events, "nowhere"), join(scratch.events, "b.ndjson"));
    mkdirSync(join(scratch.events, "c.ndjson"));
    expect(await scratch.load()).toMatchObject({ loaded: 3, unreadable: [] });
  });

  it(
    "with a line of 300 MB are loaded in little memory, but for that line",
    { timeout: 60_000 },
    async () => {
      const scratch = new ScratchLake(table);
      const descriptor = openSync(join(scratch.events, "a.ndjson"), "w");
      writeSync(descriptor, `${line(1)}{"text":"`);
      const block = Buffer.alloc(10_000_000, "x");
      for (let count = 0; count < 30; count++) writeSync(descriptor, block);
      writeSync(descriptor, `"}\n${line(2)}`);
      scratch.write(
        "b.ndjson.gz",
        gzipSync(Buffer.concat([Buffer.alloc(300_000_000, "y"), Buffer.from(`\n${line(3)}`)]), { level: 1 }),
      );
      global.gc?.();
      const before = process.resourceUsage().maxRSS;
      expect(await scratch.load()).toMatchObject({ events: 5, loaded: 3, rejected: 2 });
      expect(process.resourceUsage().maxRSS - before).toBeLessThan(250_000);
      expect(
        scratch.rejections().map(({ file, line: number, offset, event }) => [file, number, offset, event]),
      ).toEqual([
        ["a.ndjson", 2, line(1).length, undefined],
        ["b.ndjson.gz", 1, 0, undefined],
      ]);
    },
  );

  it("that may not be read are named, and the others are loaded", async () => {
    const scratch = new ScratchLake(table);
    scratch.write("a.ndjson", lines(0, 3));
    scratch.write("b.ndjson", lines(3, 5));
    chmodSync(join(scratch.events, "a.ndjson"), 0);
    const report = await scratch.load();
    // Permissions bind everybody but root.
    if (process.getuid?.() === 0) expect(report).toMatchObject({ loaded: 5 });
    else expect(report).toMatchObject({ loaded: 2, unreadable: [{ path: "a.ndjson" }] });
  });
});

describe("what events say", () => {
  const hostile = [
    "..",
    "../../x",
    "a=b",
    "%2F",
    "/etc",
    "'); DROP TABLE t; --",
    '"',
    "\u0000",
    "a\u0000b",
    "\\",
    "NULL",
    "é🙂",
    "{}",
    "__proto__",
    "year=1",
    "*",
    "?",
    "[a]",
  ];

  it("stays a value, wherever it stands", async () => {
    const scratch = new ScratchLake(table);
    const texts = hostile.map((text) => line(text, { text, tags: { [text]: text } }, { stream: text }));
    scratch.write("a.ndjson", texts.join(""));
    expect(await scratch.load()).toMatchObject({ loaded: hostile.length, rejected: 0 });
    const rows = await scratch.ask("meta.id, text, meta.stream, map_values(tags) FROM LAKE");
    expect(rows.map(String).sort()).toEqual(hostile.map((text) => String([text, text, text, [text]])).sort());
    expect(readdirSync(scratch.directory).sort()).toEqual(["events", "lake"]);
    expect(readdirSync(scratch.lake).sort()).toEqual(["_manifest.json", "t"]);
    // They are known again.
    scratch.write("b.ndjson", texts.join(""));
    expect(await scratch.load()).toMatchObject({ loaded: 0, duplicates: hostile.length });
  });

  it.each([
    ["0001-01-01T00:00:00Z", false],
    ["1969-12-31T23:59:59Z", false],
    ["1970-01-01T00:00:00Z", true],
    ["1999-12-31T23:00:00-05:00", true],
    ["2026-11-26T12:59:59Z", true],
    ["2026-11-26T13:00:01Z", false],
    ["9999-12-31T23:59:59Z", false],
    ["2026-02-30T00:00:00Z", false],
    ["2026-11-26T10:00:00", false],
    ["2026-11-26T10:00:60Z", false],
    ["2026-11-26T24:00:00Z", false],
    ["1", false],
  ])("happened at %s: loaded %s", async (dt, isLoaded) => {
    const scratch = new ScratchLake(table);
    scratch.write("a.ndjson", line(1, {}, { dt }) + line(2));
    expect(await scratch.load()).toMatchObject({ loaded: isLoaded ? 2 : 1, rejected: isLoaded ? 0 : 1 });
  });

  it("is not kept where it may not be stored", async () => {
    const scratch = new ScratchLake(table);
    scratch.write(
      "a.ndjson",
      line(1, { text: "secret" }) + line(2, { text: "old" }, { dt: "2020-01-01T00:00:00Z" }),
    );
    await scratch.load({ route: () => ({ kind: "not-stored", reason: "its stream is not stored" }) });
    expect(scratch.rejections().map(({ event }) => event)).toEqual([undefined, undefined]);
    const other = new ScratchLake(table);
    other.write("a.ndjson", line(2, { text: "old" }, { dt: "2020-01-01T00:00:00Z" }));
    await other.load({ route: () => ({ ...table, retentionDays: 30 }) });
    expect(other.rejections().map(({ event }) => event)).toEqual([undefined]);
  });

  it("has an identifier that older files do not know", async () => {
    const before = {
      ...table,
      columns: table.columns.filter(({ name }) => name !== "meta"),
    };
    const scratch = new ScratchLake(table);
    scratch.write("a.ndjson", lines(0, 3));
    await scratch.load({ route: () => before });
    scratch.write("b.ndjson", lines(3, 5) + lines(3, 5));
    expect(await scratch.load()).toMatchObject({ loaded: 2, duplicates: 2 });
  });

  it("is rejected in any number, and takes little memory", async () => {
    const scratch = new ScratchLake(table);
    scratch.write(
      "a.ndjson",
      Array.from({ length: 40_000 }, (_, n) => line(n, { n: "no", text: noise(10).repeat(60) })).join(""),
    );
    expect(await scratch.load()).toMatchObject({ loaded: 0, rejected: 40_000 });
    expect(scratch.rejections().length).toBe(40_000);
  });
});
