// npm run engines -- [--histories N] [--queries N] [--seed N] [--engine ENGINE…]: widens the tables of many more random
// histories on the real engines than the tests do, one engine after the other, and reads all rows back. Then it compares
// what random queries are said to read with the engine, and of Hive writes the recorded rows anew. The seed of the
// histories is printed, so that a failure can be run again. Engines that are not in the cache are fetched; 0 leaves
// histories or queries out.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const suites = {
  duckdb: ["evolution.test", "tables of DuckDB evolve"],
  mariadb: ["evolution.test", "tables of MariaDB evolve"],
  hive: ["evolution-on-clusters", "tables of Hive evolve"],
  trino: ["evolution-on-clusters", "tables of Trino of the"],
  spark: ["evolution-on-clusters", "tables of Spark"],
};
/** Tests that compare queries on an engine; every run of the tests compares those of DuckDB. */
const querySuites = {
  mariadb: ["mariadb"],
  hive: ["--config", "vitest.engines.config.mts", "hive"],
  trino: ["--config", "vitest.engines.config.mts", "trino"],
  spark: ["--config", "vitest.engines.config.mts", "spark"],
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

const queries = number("--queries") ?? "20";

/** In CI, an engine that is not there is an error. */
function runTests(directory, args, env) {
  const { status } = spawnSync("npx", ["vitest", "run", ...args], {
    cwd: join(import.meta.dirname, "../packages", directory),
    env: { ...process.env, CI: "true", ...env },
    stdio: "inherit",
  });
  if (status !== 0) process.exitCode = 1;
}

for (const [engine, [file, name]] of Object.entries(suites)) {
  if (asked.length > 0 && !asked.includes(engine)) continue;
  const histories = number("--histories") ?? String(usual[engine]);
  if (histories !== "0") {
    console.log(`\n${engine}: ${histories} histories from seed ${seed}`);
    const env = { CHAIN_SEED: seed, TABLE_CHAINS: histories, CLUSTER_CHAINS: histories };
    runTests("warehouse", [file, "-t", name], env);
  }
  if (queries !== "0" && engine in querySuites) {
    console.log(`\n${engine}: ${queries} queries`);
    runTests("query-fields", querySuites[engine], { ENGINE_QUERIES: queries });
  }
  if (engine === "trino") {
    console.log("\ntrino: panels of dashboards");
    runTests("metrics", ["--config", "vitest.engines.config.mts"], {});
  }
}
