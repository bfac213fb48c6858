import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../../event-intake/test/free-port.ts";
import { post, startIntake } from "../../event-intake/test/running-intake.ts";
import { createStatsd } from "./statsd.ts";

const directory = mkdtempSync(join(tmpdir(), "addendum-statsd-"));
let statsd: ChildProcess;
let port = 0;
let flushed = "";

beforeAll(async () => {
  port = await freePort();
  const config = join(directory, "config.js");
  const settings = `port: ${port}, address: "127.0.0.1", mgmt_port: ${await freePort()}, mgmt_address: "127.0.0.1"`;
  writeFileSync(
    config,
    `{ ${settings}, flushInterval: 200, backends: ["./backends/console"], deleteIdleStats: true }`,
  );
  const program = join(dirname(createRequire(import.meta.url).resolve("statsd/package.json")), "stats.js");
  // It calls what Node 23 removed.
  const shim = join(directory, "shim.cjs");
  writeFileSync(shim, 'require("node:util").log ??= console.log;');
  statsd = spawn(process.execPath, ["--require", shim, program, config]);
  statsd.stdout?.on("data", (chunk) => (flushed += String(chunk)));
  await until(() => flushed.includes("server is up"));
});
afterAll(() => {
  statsd?.kill();
  rmSync(directory, { recursive: true, force: true });
});

async function until(holds: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 400 && !holds(); attempt++)
    await new Promise((later) => setTimeout(later, 25));
  if (!holds()) throw new Error(flushed);
}

/** What was counted under a name, in all flushes: one may come between two packets. */
function counted(name: string): number {
  return [...flushed.matchAll(/counters: \{([^}]*)\}/g)]
    .flatMap(([, block = ""]) => [...block.matchAll(new RegExp(`'${name}': (\\d+)`, "g"))])
    .reduce((sum, [, count]) => sum + Number(count), 0);
}

test("a Node process’s statistics reach StatsD", async () => {
  const metrics = createStatsd({ port, prefix: "Here." });
  metrics.increment("toggles");
  metrics.increment("toggles", 4);
  metrics.gauge("open", 7);
  metrics.timing("save", 320);
  await metrics.close();
  await until(() => counted("Here.toggles") === 5 && flushed.includes("'Here.open': 7"));
  await until(() => /'Here\.save': \[ ?320 ?\]/.test(flushed));
});

test("an intake passes measurements on", async () => {
  const streamsText = `version: 1
streams: { measurements: { title: statistics/measurement, sink: statsd } }
sinks: { statsd: { kind: statsd, address: "127.0.0.1:${port}" } }
`;
  const schemas = join(import.meta.dirname, "../../../schemas");
  const intake = await startIntake({ schemas, streamsText });
  const measurement = (name: string, kind: string, value: number) => ({
    $schema: "/statistics/measurement/1.0.0",
    meta: { stream: "measurements" },
    name,
    kind,
    value,
  });
  const answer = await post(intake, [
    measurement("There.toggles", "counter", 2),
    measurement("There.toggles", "counter", 3),
    measurement("There.depth", "gauge", -7),
    measurement("There\n.forged:1|c", "counter", 1),
  ]);
  expect(answer.status).toBe(207);
  await until(() => counted("There.toggles") === 5 && flushed.includes("'There.depth': -7"));
  expect(flushed).not.toContain("forged");
  await intake.close();
});
