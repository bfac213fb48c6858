import { spawn } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { QueryDirectory } from "./scenario.ts";

const kills = Number(process.env["REPORT_KILLS"] ?? 20);
const script = join(import.meta.dirname, "../dist", `run-once-${process.pid}.mjs`);

beforeAll(() =>
  build({
    entryPoints: [join(import.meta.dirname, "run-once.ts")],
    outfile: script,
    bundle: true,
    platform: "node",
    format: "esm",
    conditions: ["source"],
    external: ["@duckdb/node-api", "mysql2", "hive-driver", "kafkajs"],
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    logLevel: "error",
  }),
);
afterAll(() => rmSync(script, { force: true }));

/** Resolves with the milliseconds that it took, or undefined where it was killed. */
function run(queries: QueryDirectory, now: number, killAfter?: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, queries.directory, queries.out, String(now)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let began = 0;
    child.stdout.once("data", () => {
      began = Date.now();
      if (killAfter !== undefined) setTimeout(() => child.kill("SIGKILL"), killAfter);
    });
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0) resolve(Date.now() - began);
      else if (signal === "SIGKILL") resolve(undefined);
      else reject(new Error(`it ended with ${code}`));
    });
  });
}

const days = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10),
  );

it(`has each date once, whenever it is killed (${kills} times)`, { timeout: 900_000 }, async () => {
  const queries = new QueryDirectory();
  queries.write(
    "config.yaml",
    'reports:\n  n: { type: script, granularity: days, starts: 2026-01-01, explode_by: { wiki: "a, b" } }\n',
  );
  queries.write("n", '#!/bin/sh\necho "date\tn"\necho "$1\t$1-$3"\n');
  const expectWhole = (wiki: string, most: number) => {
    const text = queries.output()[`n/${wiki}.tsv`];
    if (text === undefined) return 0;
    const lines = text.split("\r\n");
    expect(lines.pop()).toBe("");
    const [header, ...rows] = lines;
    expect(header).toBe("date\tn");
    // Dates are computed in their order: none is missing in between, and none is there twice.
    expect(rows).toEqual(days(rows.length).map((day) => `${day}\t${day}-${wiki}`));
    expect(rows.length).toBeLessThanOrEqual(most);
    return rows.length;
  };
  let took = 300;
  let killed = 0;
  let due = 0;
  for (let kill = 0; kill < kills; kill++) {
    due += 3;
    const ended = await run(queries, Date.UTC(2026, 0, 1 + due), (took * 1.1 * ((kill * 7) % kills)) / kills);
    if (ended === undefined) killed++;
    else took = ended;
    for (const wiki of ["a", "b"]) expectWhole(wiki, due);
  }
  expect(killed).toBeGreaterThan(kills / 5);
  expect(await run(queries, Date.UTC(2026, 0, 1 + due))).toBeDefined();
  for (const wiki of ["a", "b"]) expect(expectWhole(wiki, due)).toBe(due);
  // Nothing else is left.
  expect(Object.keys(queries.output())).toEqual(["n/a.tsv", "n/b.tsv"]);
  expect(readdirSync(join(queries.directory, ".addendum-reports"))).toEqual([]);
});
