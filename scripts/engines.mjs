// npm run engines -- [--histories N] [--seed N] [--engine ENGINE…]: widens the tables of many more random histories on
// the real engines than the tests do, one engine after the other, and reads all rows back. The seed is printed, so that
// a failure can be run again. Engines that are not in the cache are fetched.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const suites = {
  duckdb: ["evolution.test", "tables of DuckDB evolve"],
  mariadb: ["evolution.test", "tables of MariaDB evolve"],
  hive: ["evolution-on-clusters", "tables of Hive evolve"],
  trino: ["evolution-on-clusters", "tables of Trino of the"],
  spark: ["evolution-on-clusters", "tables of Spark"],
};
/** An embedded engine does in a second what a cluster needs a minute for. */
const usual = { duckdb: 5000, mariadb: 1000, hive: 60, trino: 60, spark: 60 };

const args = process.argv.slice(2);
const values = (name) => args.flatMap((arg, index) => (arg === name ? [args[index + 1] ?? ""] : []));
const number = (name) => {
  const [text] = values(name);
  if (text === undefined || /^\d+$/.test(text)) return text;
  console.error(`engines: ${name} takes a number.`);
  process.exit(2);
};
const asked = values("--engine");
const unknown = asked.find((name) => !Object.hasOwn(suites, name));
if (unknown !== undefined) {
  console.error(`engines: there is no engine “${unknown}”; there are ${Object.keys(suites).join(", ")}.`);
  process.exit(2);
}
const seed = number("--seed") ?? String(Math.floor(Math.random() * 1_000_000));

for (const [engine, [file, name]] of Object.entries(suites)) {
  if (asked.length > 0 && !asked.includes(engine)) continue;
  const histories = number("--histories") ?? String(usual[engine]);
  console.log(`\n${engine}: ${histories} histories from seed ${seed}`);
  const { status } = spawnSync("npx", ["vitest", "run", file, "-t", name], {
    cwd: join(import.meta.dirname, "../packages/warehouse"),
    // In CI, an engine that is not there is an error.
    env: { ...process.env, CI: "true", CHAIN_SEED: seed, TABLE_CHAINS: histories, CLUSTER_CHAINS: histories },
    stdio: "inherit",
  });
  if (status !== 0) process.exitCode = 1;
}
