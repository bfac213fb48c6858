import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openDuckDb } from "../engines/duckdb.ts";
import { readManifest } from "./manifest.ts";

const kills = Number(process.env["LAKE_KILLS"] ?? 50);

let directory: string;
let script: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "addendum-kills-"));
  script = join(import.meta.dirname, "../../dist", `load-once-${process.pid}.mjs`);
  await build({
    entryPoints: [join(import.meta.dirname, "../../test/load-once.ts")],
    outfile: script,
    bundle: true,
    platform: "node",
    format: "esm",
    conditions: ["source"],
    external: ["@duckdb/node-api", "mysql2", "hive-driver"],
    logLevel: "error",
  });
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
  rmSync(script, { force: true });
});

/** Runs the loading, and kills it after so many milliseconds behind its start. Resolves with whether it came to its end. */
function run(events: string, lake: string, now: number, killAfter?: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, events, lake, String(now)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    child.stdout.on("data", (data: Buffer) => {
      if (killAfter !== undefined && String(data).includes("ready"))
        setTimeout(() => child.kill("SIGKILL"), killAfter);
    });
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0 || signal === "SIGKILL") resolve(code === 0);
      else reject(new Error(`loading ended with ${code}`));
    });
  });
}

it(`has each row once, whenever it is killed (${kills} times)`, { timeout: 900_000 }, async () => {
  const [events, lake] = [join(directory, "events"), join(directory, "lake")];
  mkdirSync(events);
  const now = Date.parse("2026-11-26T12:00:00Z");
  let count = 0;
  let took = 400;
  for (let kill = 0; kill < kills; kill++) {
    const lines = Array.from({ length: 1500 }, () => {
      const n = count++;
      const dt = new Date(now - (n % 30) * 3_600_000).toISOString();
      return `${JSON.stringify({ meta: { id: `id-${n}`, dt }, n })}\n`;
    });
    writeFileSync(join(events, `${String(kill).padStart(3, "0")}.ndjson`), lines.join(""));
    const start = Date.now();
    // Everywhere between the first moment and one after the end.
    if (await run(events, lake, now, (took * 1.1 * ((kill * 7) % kills)) / kills)) took = Date.now() - start;
  }
  while (!(await run(events, lake, now)));
  const engine = await openDuckDb({ threads: 1 });
  const { rows } = await engine.query(
    `SELECT count(*), count(DISTINCT meta.id), min(n), max(n), sum(n)::BIGINT FROM read_parquet('${lake}/t/**/*.parquet')`,
  );
  await engine.close();
  expect(rows).toEqual([[count, count, 0, count - 1, (count * (count - 1)) / 2]]);
  const files = readdirSync(join(lake, "t"), { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".parquet"),
  );
  expect(files.sort()).toEqual(Object.keys(readManifest(lake).tables["t"]?.files ?? {}).sort());
  expect(readdirSync(lake).sort()).toEqual(["_manifest.json", "t"]);
});
