import { cpSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { addendum, ms, node, run, shortRuns, time } from "./measure.mjs";
import { git, oneCurrent, raise, repository, reset, schemasDirectory, scratch } from "./repositories.mjs";

export const tables = { name: "tables", heading: "Tables", measure };

const engines = ["duckdb", "hive", "spark", "trino-hive", "trino-iceberg", "iceberg", "mariadb"];

function measure(say) {
  say(
    "| repository | versions | engines | addendum tables, all anew | a second | the hook, one schema changed, without / with tables | more |",
  );
  say("| --- | --- | --- | --- | --- | --- | --- |");
  for (const times of [1, 10]) {
    const versions = Number(
      run("sh", ["-c", "find . -type f -name '[0-9]*.yaml' | wc -l"], repository(times)).stdout.toString(),
    );
    for (const some of [engines.slice(0, 2), engines]) {
      const directory = repositoryWith(times, some);
      const anew = () => rmSync(join(directory, "tables"), { recursive: true, force: true });
      const [all] = time([node([addendum, "tables"], directory, anew)], 5);
      const [without, withTables] = time(
        [hookIn(repositoryWith(times, []), times), hookIn(directory, times)],
        shortRuns,
      );
      say(
        `| × ${times} | ${versions} | ${some.length} | ${ms(all)} | ${((1000 * versions) / all).toFixed(0)} versions | ${ms(without)} / ${ms(withTables)} | ${ms(withTables - without)} |`,
      );
    }
  }
}

const made = new Map();

/** A copy of a repository, with tables for some engines in every commit, or without. */
function repositoryWith(times, some) {
  const at = join(scratch(), `tables${times}-${some.length}`);
  if (made.has(at)) return at;
  made.set(at, true);
  cpSync(repository(times), at, { recursive: true, verbatimSymlinks: true });
  rmSync(join(at, ".jsonschema-tools.yaml"), { force: true });
  const settings = some.length === 0 ? "" : `tables: { engines: [${some.join(", ")}], database: event }\n`;
  writeFileSync(
    join(at, "addendum.yaml"),
    `version: 1\nschemas: ${schemasDirectory}\nadopted: true\ncontentTypes: [yaml]\n${settings}`,
  );
  if (some.length > 0) run(process.execPath, [addendum, "tables"], at);
  run("git", ["add", "-A"], at);
  run("git", [...git, "commit", "-q", "-m", "tables", "--no-verify"], at);
  return at;
}

function hookIn(directory, times) {
  return node([addendum, "hook", "pre-commit"], directory, () => {
    reset(directory);
    raise(join(directory, oneCurrent(times)), "9.0.0");
    run("git", ["add", "-A"], directory);
  });
}
