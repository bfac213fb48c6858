// Measures reports beside the drivers of their engines.
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { peakScript } from "./floor.mjs";
import { lakeRepository, writeEvents } from "./lake-events.mjs";
import { addendum, ms, node, peakMegabytes, ratio, root, run, time } from "./measure.mjs";
import { scratch } from "./repositories.mjs";

const bare = join(root, "packages/warehouse/test/bare-driver.mjs");
const intervals = 200;
const wikis = Array.from({ length: 10 }, (_, index) => `wiki${index}`);
const hourMs = 3_600_000;

export const reports = { name: "reports", heading: "Reports", measure };

/** @param {(line: string) => void} say */
async function measure(say) {
  say(
    `${intervals} intervals × ${wikis.length} exploded values. Floor: the same queries through the driver alone, in one process.\n`,
  );
  say("| engine | floor | addendum report | report / floor | difference |");
  say("| --- | --- | --- | --- | --- |");
  for (const [engine, floor, report] of [await onDuckDb(), await onMariaDb()].filter(Boolean)) {
    say(`| ${engine} | ${ms(floor)} | ${ms(report)} | ${ratio(report, floor)} | ${ms(report - floor)} |`);
  }
  say("");
  const directory = manyReports();
  const [nothing] = time([node([addendum, "report", directory, "--out", join(directory, "out")], root)]);
  say(`- 100 reports of a year, nothing due: ${ms(nothing)}.`);
  for (const rows of [10_000, 1_000_000]) {
    say(`- A script of ${rows.toLocaleString("en-US")} rows: ${peakOf(rows).toFixed(0)} MB at the peak.`);
  }
}

function queryDirectory(name, config, files) {
  const directory = join(scratch(), name);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "config.yaml"), config);
  for (const [file, text] of Object.entries(files)) {
    writeFileSync(join(directory, file), text);
    if (text.startsWith("#!")) chmodSync(join(directory, file), 0o755);
  }
  return directory;
}

async function onDuckDb() {
  const repository = lakeRepository();
  const events = join(scratch(), "report-events");
  const lake = join(scratch(), "report-lake");
  // DuckDB opens every file for each query: with many files, that is all that would be measured.
  writeEvents(events, { count: 20_000, hours: 8 });
  run(process.execPath, [addendum, "load", "--repo", repository, "--events", events, "--lake", lake], root);
  const end = Math.floor(Date.now() / hourMs) * hourMs;
  const start = end - intervals * hourMs;
  const sql = (from, wiki, hour) =>
    `SELECT '${from}' AS date, count(*) AS n FROM bench_event WHERE map['wiki'] = '${wiki}' AND year = ${hour.slice(0, 4)} AND month = ${hour.slice(5, 7)} AND day = ${hour.slice(8, 10)} AND hour = ${hour.slice(11, 13)}`;
  const template = sql("{from_dt}", "{wiki}", "{yyyy-{m-{d-{h").replace(
    /year = .*$/,
    "year = {year} AND month = {month} AND day = {day} AND hour = {hour}",
  );
  const directory = queryDirectory(
    "report-duckdb",
    `reports:\n  n: { type: duckdb, granularity: hours, starts: "${textOf(start)}", explode_by: { wiki: "${wikis.join(", ")}" } }\n`,
    { "n.sql": template },
  );
  const files = readdirSync(lake, { recursive: true })
    .filter((path) => path.endsWith(".parquet"))
    .map((path) => `'${join(lake, path)}'`);
  const queries = wikis.flatMap((wiki) =>
    Array.from({ length: intervals }, (_, index) => {
      const hour = new Date(start + index * hourMs).toISOString();
      return sql(`${hour.slice(0, 19)}Z`, wiki, hour);
    }),
  );
  const types = "hive_types = {year: BIGINT, month: BIGINT, day: BIGINT, hour: BIGINT}";
  const floor = floorFile("duckdb", {
    setup: [
      `CREATE VIEW bench_event AS SELECT * FROM read_parquet([${files.join(", ")}], union_by_name = true, hive_partitioning = true, ${types})`,
    ],
    queries,
  });
  const out = join(directory, "out");
  const timed = time(
    [
      node([bare, "duckdb", floor], root),
      node(
        [
          addendum,
          "report",
          directory,
          "--repo",
          repository,
          "--lake",
          lake,
          "--out",
          out,
          "--now",
          textOf(end),
        ],
        root,
        () => rmSync(out, { recursive: true, force: true }),
      ),
    ],
    3,
  );
  return ["DuckDB, over the lake", ...timed];
}

async function onMariaDb() {
  if (spawnSync("sh", ["-c", "command -v mariadbd"]).status !== 0) return undefined;
  const home = join(scratch(), "report-mariadb");
  mkdirSync(join(home, "data"), { recursive: true });
  const auth = ["--auth-root-authentication-method=normal", "--skip-test-db"];
  run("mariadb-install-db", ["--no-defaults", `--datadir=${home}/data`, ...auth], root);
  const port = await freePort();
  const places = [
    `--datadir=${home}/data`,
    `--socket=${home}/sock`,
    `--pid-file=${home}/pid`,
    `--port=${port}`,
  ];
  const options = [
    "--no-defaults",
    `--user=${userInfo().username}`,
    "--bind-address=127.0.0.1",
    "--skip-log-bin",
  ];
  const server = spawn("mariadbd", [...options, ...places], { stdio: "ignore" });
  try {
    while (!(await listens(port))) await sleep(100);
    const days = 24 * hourMs;
    const start = Date.UTC(2026, 0, 1);
    const rows = Array.from({ length: 20_000 }, (_, index) => {
      const day = new Date(start + (index % intervals) * days).toISOString().slice(0, 10).replaceAll("-", "");
      return `('${wikis[index % wikis.length]}', '${day}120000', ${index})`;
    });
    run(
      "mariadb",
      ["--no-defaults", "-uroot", `-S${home}/sock`],
      root,
      {},
      `CREATE DATABASE bench; USE bench;
      CREATE USER bench@'127.0.0.1' IDENTIFIED BY 'bench'; GRANT ALL ON bench.* TO bench@'127.0.0.1';
      CREATE TABLE edits (wiki VARCHAR(20), ts CHAR(14), n INT, KEY (wiki, ts)); INSERT INTO edits VALUES ${rows.join(",")}`,
    );
    const sql = (from, to, wiki) =>
      `SELECT DATE('${from}') AS date, count(*) AS n, sum(n) AS total FROM edits WHERE wiki = '${wiki}' AND ts >= '${from}' AND ts < '${to}'`;
    const directory = queryDirectory(
      "report-queries-mariadb",
      `databases:\n  b: { host: 127.0.0.1, port: ${port}, db: bench, creds_file: ${home}/my.cnf }\nreports:\n  n: { db: b, granularity: days, starts: 2026-01-01, explode_by: { wiki: "${wikis.join(", ")}" } }\n`,
      { "n.sql": sql("{from_timestamp}", "{to_timestamp}", "{wiki}") },
    );
    writeFileSync(join(home, "my.cnf"), "[client]\nuser = bench\npassword = bench\n", { mode: 0o600 });
    const stamp = (at) => `${new Date(at).toISOString().slice(0, 10).replaceAll("-", "")}000000`;
    const queries = wikis.flatMap((wiki) =>
      Array.from({ length: intervals }, (_, index) =>
        sql(stamp(start + index * days), stamp(start + (index + 1) * days), wiki),
      ),
    );
    const connection = { host: "127.0.0.1", port, user: "bench", password: "bench", database: "bench" };
    const floor = floorFile("mariadb", { connection, queries });
    const out = join(directory, "out");
    const timed = time(
      [
        node([bare, "mariadb", floor], root),
        node(
          [addendum, "report", directory, "--out", out, "--now", textOf(start + intervals * days)],
          root,
          () => rmSync(out, { recursive: true, force: true }),
        ),
      ],
      5,
    );
    return ["MariaDB", ...timed];
  } finally {
    server.kill();
  }
}

function floorFile(name, content) {
  const file = join(scratch(), `floor-${name}.json`);
  writeFileSync(file, JSON.stringify(content));
  return file;
}

/** A hundred reports with a file each, of a year up to yesterday. */
function manyReports() {
  const keys = Array.from({ length: 100 }, (_, index) => `report_${index}`);
  const day = 24 * hourMs;
  const today = Math.floor(Date.now() / day) * day;
  const first = textOf(today - 365 * day).slice(0, 10);
  const directory = queryDirectory(
    "report-many",
    `defaults: { type: script, granularity: days, starts: ${first}, execute: script }\nreports:\n${keys.map((key) => `  ${key}: {}\n`).join("")}`,
    { script: "#!/bin/sh\n" },
  );
  mkdirSync(join(directory, "out"));
  const rows = Array.from(
    { length: 365 },
    (_, index) => `${textOf(today - (index + 1) * day).slice(0, 10)}\t1\t2\r\n`,
  );
  for (const key of keys)
    writeFileSync(join(directory, "out", `${key}.tsv`), `date\ta\tb\r\n${rows.reverse().join("")}`);
  return directory;
}

function peakOf(rows) {
  const directory = queryDirectory(
    "report-rows",
    "reports:\n  rows: { type: script, granularity: days, starts: 2026-01-01 }\n",
    {
      rows: `#!/bin/sh\necho "date\tn\ttext"\nseq ${rows} | sed "s/.*/$1\t&\tsome words that take their place/"\n`,
    },
  );
  const args = ["report", directory, "--out", join(directory, "out"), "--now", "2026-01-02T00:00:00Z"];
  return peakMegabytes(args, root, peakScript());
}

function textOf(at) {
  return new Date(at).toISOString().slice(0, 19).replace("T", " ");
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function listens(port) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(!socket.destroy().connecting));
    socket.once("error", () => resolve(false));
  });
}
