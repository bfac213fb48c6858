// Measures the live view: a page in a burst, what viewers cost the intake, and memory over time.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { event, loads, residentMegabytes, sendLoad, start } from "./intake.mjs";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const seconds = Number(process.env.BENCH_SECONDS ?? 4);
/** Ten minutes: BENCH_LIVE_SECONDS=600. */
const memorySeconds = Number(process.env.BENCH_LIVE_SECONDS ?? 30);
const rounds = Number(process.env.BENCH_RUNS ?? 3);
const ticksPerSecond = 100;

export const live = { name: "live", heading: "The live view", measure };

/** @param {(line: string) => void} say */
async function measure(say) {
  if (!existsSync(executablePath)) {
    say(`Not measured: there is no ${executablePath}.`);
    return;
  }
  const scratch = mkdtempSync(join(tmpdir(), "addendum-bench-live-"));
  try {
    say(
      `Intake, Chromium and sender share one machine. Events of ${JSON.stringify(event()).length} bytes, the schema has no personal data.\n`,
    );
    await burst(say, scratch);
    await throughput(say, scratch);
    await memory(say, scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** 10,000 events within a second, while a person types into the filter. */
async function burst(say, scratch) {
  const delays = [];
  const shown = [];
  for (let round = 0; round < rounds; round++) {
    const server = await start("interval", scratch, ["--live", "on"]);
    const { browser, page } = await openPage(server.port);
    await page.evaluate(() => {
      window.delays = [];
      addEventListener("keydown", ({ timeStamp }) => window.delays.push(performance.now() - timeStamp), true);
    });
    const batch = JSON.stringify(
      Array.from({ length: 500 }, (_, n) => event(n % 20 === 0 ? { test: 5 } : {})),
    );
    await page.locator("#field").focus();
    const began = performance.now();
    let isSending = true;
    const sending = (async () => {
      for (let sent = 0; sent < 20; sent++) {
        await sleep(Math.max(0, began + sent * 50 - performance.now()));
        await post(server.port, batch);
      }
      return performance.now() - began;
    })().finally(() => (isSending = false));
    const isTyping = () => isSending || performance.now() - began < 3000;
    for (let key = 0; isTyping(); key++) {
      await page.keyboard.press(key % 2 === 0 ? "t" : "Backspace");
      await sleep(20);
    }
    const ms = await sending;
    await sleep(2000);
    await page.locator("#field").fill("");
    await sleep(500);
    shown.push({ ms, counts: await page.locator("#counts").innerText() });
    delays.push(...(await page.evaluate(() => window.delays)));
    await browser.close();
    await server.stop();
  }
  const { ms, counts } = shown.at(-1);
  say(
    `10,000 events (5 % rejected), sent within ${(ms / 1000).toFixed(1)} s to an open page, while a person types into its filter: the input delay of ${delays.length} keys in ${rounds} runs is ${percentile(delays, 0.5).toFixed(1)} ms at p50, ${percentile(delays, 0.99).toFixed(0)} ms at p99 and ${Math.max(...delays).toFixed(0)} ms at most. The page then says “${counts}”.\n`,
  );
}

/** What it costs the intake: without the live view, with it while no viewer, and with a viewer. */
async function throughput(say, scratch) {
  const kinds = ["off", "no viewer", "one viewer"];
  say(
    `What viewers cost the intake: events a second, and processor time of the intake for each event, threads and garbage collection included; medians of ${rounds} rounds of ${seconds} s, in turns. “Against off” is the median of the rounds' own ratios. The viewer is a program that reads and draws nothing, since a browser would take processor time from the intake on this machine alone.\n`,
  );
  say("| events | live view | events a second | µs for each event | against off |");
  say("| --- | --- | --- | --- | --- |");
  for (const name of ["single, 5 % invalid", "in batches of 100, 5 % invalid"]) {
    const runs = new Map(kinds.map((kind) => [kind, []]));
    for (let round = 0; round < rounds; round++) {
      for (const kind of kinds) runs.get(kind).push(await measureOne(kind, loads[name], scratch));
    }
    const off = runs.get("off");
    for (const kind of kinds) {
      const all = runs.get(kind);
      const median = (values) => percentile(values, 0.5);
      const rate = Math.round(median(all.map((run) => run.rate))).toLocaleString("en-US");
      const micros = median(all.map((run) => run.micros)).toFixed(1);
      const against = median(all.map((run, round) => run.micros / off[round].micros));
      say(`| ${name} | ${kind} | ${rate} | ${micros} | ${((against - 1) * 100).toFixed(1)} % |`);
    }
  }
}

async function measureOne(kind, load, scratch) {
  // Without pages: making them would go on meanwhile.
  const options = ["--pages", "off", "--live", kind === "off" ? "off" : "on"];
  const server = await start("interval", scratch, options);
  const viewer =
    kind === "one viewer"
      ? spawn(process.execPath, [join(import.meta.dirname, "live-viewer.mjs"), String(server.port)], {
          stdio: "ignore",
        })
      : undefined;
  // The burst that a viewer may see at first, and starting the thread that watches sources, are not measured.
  await sendLoad(server.port, { ...load, seconds: 3 });
  const before = processorSeconds(server.child.pid);
  const run = await sendLoad(server.port, { ...load, seconds });
  const used = processorSeconds(server.child.pid) - before;
  viewer?.kill();
  await server.stop();
  const answered = [201, 207, 400].reduce((sum, status) => sum + (run.byStatus[status]?.count ?? 0), 0);
  const events = answered * load.events;
  return { rate: events / run.seconds, micros: (used * 1e6) / events };
}

/** A page that stays open, with a thousand events a second. */
async function memory(say, scratch) {
  const server = await start("interval", scratch, ["--live", "on"]);
  const { browser, page } = await openPage(server.port);
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const samples = [];
  const sample = async () => {
    await session.send("HeapProfiler.collectGarbage");
    const { metrics } = await session.send("Performance.getMetrics");
    const metric = (name) => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
    samples.push({
      server: residentMegabytes(server.child.pid),
      heap: metric("JSHeapUsedSize") / 1024 ** 2,
      nodes: metric("Nodes"),
    });
  };
  const ended = new AbortController();
  const sampling = (async () => {
    while (!ended.signal.aborted) {
      await sleep(Math.max(1000, memorySeconds * 20));
      await sample();
    }
  })();
  const load = { ...loads["single, 5 % invalid"], perSecond: 1000, seconds: memorySeconds };
  const run = await sendLoad(server.port, load);
  ended.abort();
  await sampling;
  const answered = Object.values(run.byStatus).reduce((sum, { count }) => sum + count, 0);
  const counts = await page.locator("#counts").innerText();
  await browser.close();
  await server.stop();
  const fifth = Math.ceil(samples.length / 5);
  const [early, late] = [samples.slice(fifth, 2 * fifth), samples.slice(-fifth)];
  const of = (list, name) =>
    percentile(
      list.map((one) => one[name]),
      0.5,
    ).toFixed(0);
  say(
    `\nMemory while ${answered.toLocaleString("en-US")} events arrive within ${Math.round(run.seconds)} s and a page shows them, in the second and in the last fifth of that time: intake ${of(early, "server")} and ${of(late, "server")} MB; the page's heap ${of(early, "heap")} and ${of(late, "heap")} MB; its nodes ${of(early, "nodes")} and ${of(late, "nodes")}. The page then says “${counts}”.`,
  );
}

async function openPage(port) {
  const { chromium } = await import("playwright-core");
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  await page.goto(`http://127.0.0.1:${port}/live/`);
  await page.locator("#state[data-state=live]").waitFor();
  return { browser, page };
}

/** Sends a batch until it is accepted: on a busy machine, some are rejected. */
async function post(port, body) {
  const answer = await fetch(`http://127.0.0.1:${port}/v1/events`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  await answer.text();
  if (answer.status === 503) await post(port, body);
}

/** User and system time of a process. */
function processorSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
