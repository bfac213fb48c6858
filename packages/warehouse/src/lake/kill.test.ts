import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openDuckDb } from "../engines/duckdb.ts";
import { readManifest } from "./manifest.ts";

const kills = Number(process.env["LAKE_KILLS"] ?? 20);

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

/**
 * Runs loading, compaction and retention, and kills it so many milliseconds behind its start or behind the end of loading.
 * Resolves with the milliseconds that both took, if it came to its end.
 */
function run(
  events: string,
  lake: string,
  now: number,
  kill?: { readonly behind: "ready" | "loaded"; readonly after: number },
): Promise<{ readonly loading: number; readonly retention: number } | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, events, lake, String(now)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const at = new Map<string, number>();
    child.stdout.on("data", (data: Buffer) => {
      for (const word of String(data).trim().split("\n")) {
        at.set(word, Date.now());
        if (word === kill?.behind) setTimeout(() => child.kill("SIGKILL"), kill.after);
      }
    });
    child.once("error", reject);
    child.once("close", (code, signal) => {
      const [ready = 0, loaded = 0, done = 0] = ["ready", "loaded", "done"].map((word) => at.get(word));
      if (code === 0) resolve({ loading: loaded - ready, retention: done - loaded });
      else if (signal === "SIGKILL") resolve(undefined);
      else reject(new Error(`it ended with ${code}`));
    });
  });
}

it(`has each row once, whenever it is killed (${kills} times)`, { timeout: 900_000 }, async () => {
  const [events, lake] = [join(directory, "events"), join(directory, "lake")];
  mkdirSync(events);
  const now = Date.parse("2026-11-26T12:00:00Z");
  const ageOf = (n: number) => n % 30;
  let count = 0;
  let took = { loading: 400, retention: 200 };
  let killed = 0;
  for (let kill = 0; kill < kills; kill++) {
    const lines = Array.from({ length: 1500 }, () => {
      const n = count++;
      const dt = new Date(now - ageOf(n) * 3_600_000).toISOString();
      return `${JSON.stringify({ meta: { id: `id-${n}`, dt }, n, ip: `ip-${n}` })}\n`;
    });
    writeFileSync(join(events, `${String(kill).padStart(3, "0")}.ndjson`), lines.join(""));
    // Everywhere between the first moment and one after the end, of the one and of the other in turns.
    const behind = kill % 2 === 0 ? "ready" : "loaded";
    const length = behind === "ready" ? took.loading + took.retention : took.retention;
    const ended = await run(events, lake, now, {
      behind,
      after: (length * 1.1 * ((kill * 7) % kills)) / kills,
    });
    if (ended !== undefined) took = ended;
    else killed++;
  }
  expect(killed).toBeGreaterThan(kills / 5);
  while ((await run(events, lake, now)) === undefined);
  // What is left: hours that are not over for a day, without addresses once they are over for half of one.
  const left = Array.from({ length: count }, (_, n) => n).filter((n) => ageOf(n) < 25);
  const engine = await openDuckDb({ threads: 1 });
  const { rows } = await engine.query(
    `SELECT n, meta.id, ip FROM read_parquet('${lake}/t/**/*.parquet') ORDER BY n`,
  );
  await engine.close();
  expect(rows.map(([n]) => n)).toEqual(left);
  expect(rows.every(([n, id]) => id === `id-${n}`)).toBe(true);
  expect(rows.filter(([n, , ip]) => ip !== (ageOf(n as number) < 13 ? `ip-${n}` : null))).toEqual([]);
  const files = readdirSync(join(lake, "t"), { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".parquet"),
  );
  expect(files.sort()).toEqual(Object.keys(readManifest(lake).tables["t"]?.files ?? {}).sort());
  expect(readdirSync(lake).filter((name) => !/^(_manifest\.json|t)$/.test(name))).toEqual([]);
});
