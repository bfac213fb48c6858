// Measures the intake beside its floor: the same route that only parses, writes a line and appends it.
import { execFile, spawn } from "node:child_process";
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { addendum, root } from "./measure.mjs";

const test = join(root, "packages/event-intake/test");
const seconds = Number(process.env.BENCH_SECONDS ?? 6);
const memorySeconds = Number(process.env.BENCH_MEMORY_SECONDS ?? 300);
const rounds = 3;
/** The defaults at an address that is not loopback. Pages are drawn by another thread, which the client's core would pay. */
const asOnAServer = ["--pages", "off", "--live", "off"];

/** An event of a kilobyte, as a schema of ours has it. */
export function event(more = {}) {
  return {
    $schema: "/test/event/1.0.0",
    dt: "2026-11-02T09:41:07.123Z",
    meta: {
      stream: "test.event",
      domain: "en.wiki.example.org",
      request_id: "9b0d7c7e-6f3a-4a42-8f57-1f3c2f8a5f10",
    },
    test: "What was done, in some words of an ordinary length. ".repeat(12),
    test_integer: 42,
    test_map: {
      editor: "wikitext_2017",
      bucket: "5-99 edits",
      wiki: "enwiki",
      action: "saved",
      feature: "citation",
    },
    ...more,
  };
}

const batch = (count, invalid) =>
  JSON.stringify(Array.from({ length: count }, (_, index) => event(index < invalid ? { test: 5 } : {})));
export const loads = {
  "single, valid": { bodies: [JSON.stringify(event())], connections: 64, events: 1 },
  "single, 5 % invalid": {
    bodies: Array.from({ length: 20 }, (_, index) => JSON.stringify(event(index === 0 ? { test: 5 } : {}))),
    connections: 64,
    events: 1,
  },
  "in batches of 100, valid": { bodies: [batch(100, 0)], connections: 16, events: 100 },
  "in batches of 100, 5 % invalid": { bodies: [batch(100, 5)], connections: 16, events: 100 },
};

export const intake = { name: "intake", heading: "The intake", measure };

/** @param {(line: string) => void} say */
async function measure(say) {
  const scratch = mkdtempSync(join(tmpdir(), "addendum-bench-intake-"));
  try {
    say(
      `One process, events of ${JSON.stringify(event()).length} bytes, the client on the same machine, without pages and live view (as is the default for other than loopback addresses). Floor: the same fastify route that parses the JSON and appends one line for each event. Events a second; p50 and p99 of a request, in milliseconds; medians of ${rounds} runs of ${seconds} s, in turns.\n`,
    );
    say("| events | floor | fsync by interval | floor / ours | p50 | p99 | fsync each | p50 | p99 |");
    say("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    let capacity = 0;
    for (const [name, load] of Object.entries(loads)) {
      const runs = { floor: [], interval: [], each: [] };
      for (let round = 0; round < rounds; round++) {
        for (const kind of Object.keys(runs)) runs[kind].push(await measureOne(kind, load, scratch));
      }
      const [floor, interval, each] = Object.values(runs).map(median);
      if (name === "in batches of 100, valid") capacity = interval.rate;
      const times = ({ p50, p99 }) => `${p50.toFixed(1)} | ${p99.toFixed(1)}`;
      const rate = (run) => Math.round(run.rate).toLocaleString("en-US");
      say(
        `| ${name} | ${rate(floor)} | ${rate(interval)} | ${(floor.rate / interval.rate).toFixed(2)} × | ${times(interval)} | ${rate(each)} | ${times(each)} |`,
      );
    }
    await overload(say, capacity, scratch);
    await memory(say, scratch);
    await replay(say, scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Twice as much as it can take, whatever it answers. */
async function overload(say, capacity, scratch) {
  const load = { ...loads["in batches of 100, valid"], connections: 64, perSecond: (2 * capacity) / 100 };
  const measured = [];
  for (let round = 0; round < rounds; round++) measured.push(await measureOne("interval", load, scratch));
  const { run, rate: goodput } = median(measured);
  const shed = (run.byStatus[503]?.count ?? 0) + (run.byStatus[429]?.count ?? 0);
  say(
    `\nOffered twice that in batches of 100, over 64 connections: ${Math.round(goodput).toLocaleString("en-US")} events a second are accepted, ${((100 * goodput) / capacity).toFixed(0)} % of its capacity, in ${run.byStatus[201]?.p99.toFixed(0)} ms at p99; ${shed} requests are rejected with 503, in ${run.byStatus[503]?.p50.toFixed(1) ?? "–"} ms at p50.`,
  );
}

/** An hour's worth at 1000 events a second, in five minutes. */
async function memory(say, scratch) {
  const perSecond = 12_000;
  const server = await start("interval", scratch, asOnAServer);
  const sizes = [];
  const timer = setInterval(() => sizes.push(residentMegabytes(server.child.pid)), 1000);
  const load = { ...loads["single, 5 % invalid"], perSecond, seconds: memorySeconds };
  const run = await sendLoad(server.port, load);
  clearInterval(timer);
  await server.stop();
  const answered = Object.values(run.byStatus).reduce((sum, { count }) => sum + count, 0);
  const tail = sizes.slice(-Math.ceil(sizes.length / 10));
  say(
    `\nMemory while ${answered.toLocaleString("en-US")} single events arrive within ${Math.round(run.seconds)} s: ${Math.max(...sizes).toFixed(0)} MB at the peak, ${Math.min(...tail).toFixed(0)} MB in the last tenth of the time.`,
  );
}

async function replay(say, scratch) {
  const file = join(scratch, "recorded.ndjson");
  const count = 300_000;
  const stream = createWriteStream(file);
  const line = `${JSON.stringify(event())}\n`;
  for (let at = 0; at < count; at += 1000) {
    if (!stream.write(line.repeat(1000))) await new Promise((drained) => stream.once("drain", drained));
  }
  await new Promise((ended) => stream.end(ended));
  const began = performance.now();
  await promisify(execFile)(process.execPath, [addendum, "replay", "--repo", root, "--events", file]);
  const rate = (1000 * count) / (performance.now() - began);
  say(
    `\n\`addendum replay\`: ${Math.round(rate).toLocaleString("en-US")} recorded events a second, start included.`,
  );
}

async function measureOne(kind, load, scratch) {
  const server = await start(kind, scratch, asOnAServer);
  await sendLoad(server.port, { ...load, seconds: 2 });
  const run = await sendLoad(server.port, { ...load, seconds });
  await server.stop();
  const accepted = [201, 207, 400].reduce((sum, status) => sum + (run.byStatus[status]?.count ?? 0), 0);
  const { p50, p99 } = run.byStatus[201] ?? run.byStatus[207];
  return { rate: (accepted * load.events) / run.seconds, p50, p99, run };
}

function median(runs) {
  return runs.toSorted((a, b) => a.rate - b.rate)[Math.floor(runs.length / 2)];
}

/** @param {string[]} more options of `addendum serve` */
export async function start(kind, scratch, more = []) {
  const port = await freePort();
  const out = mkdtempSync(join(scratch, "out-"));
  const args =
    kind === "floor"
      ? [join(test, "floor.mjs"), String(port), join(out, "floor.ndjson")]
      : [
          addendum,
          "serve",
          "--quiet",
          "--repo",
          root,
          "--port",
          String(port),
          "--out",
          out,
          "--streams",
          streams(kind, scratch),
          ...more,
        ];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      await fetch(`http://127.0.0.1:${port}/`);
      break;
    } catch {
      await sleep(50);
    }
  }
  return {
    port,
    child,
    async stop() {
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGTERM");
      await ended;
      rmSync(out, { recursive: true, force: true });
    },
  };
}

function streams(kind, scratch) {
  const file = join(scratch, `${kind}.yaml`);
  const text = `version: 1\ndefaults: { sink: bench }\nstreams: { test.event: { title: test/event }, error: { title: error } }\nsinks: { bench: { kind: file, fsync: ${kind} } }\nintake: { errorStream: error }\n`;
  writeFileSync(file, text);
  return file;
}

export async function sendLoad(port, load) {
  const file = join(test, "load.mjs");
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [file, "run", JSON.stringify({ ...load, port })],
    {
      maxBuffer: 1 << 28,
    },
  );
  return JSON.parse(stdout);
}

export function residentMegabytes(pid) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
  } catch {
    return 0;
  }
}

async function freePort() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}
