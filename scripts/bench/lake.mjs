// Measures loading and querying beside DuckDB's own COPY and SELECT.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { peakScript } from "./floor.mjs";
import { eventColumns, lakeRepository, writeEvents } from "./lake-events.mjs";
import { addendum, ms, node, ratio, root, run, time } from "./measure.mjs";
import { scratch } from "./repositories.mjs";

/** BENCH_EVENTS=20000 shows in a short time that everything works. */
const count = Number(process.env.BENCH_EVENTS ?? 1_000_000);
const duckdb = join(root, "packages/warehouse/test/duckdb.mjs");

export const lake = { name: "lake", heading: "The lake", measure };

/** @param {(line: string) => void} say */
function measure(say) {
  const repository = lakeRepository();
  say(
    `Events of a kilobyte. Floor: DuckDB’s own COPY of the same files, with given columns, to the same partitions, two threads. ${count.toLocaleString("en-US")} events where nothing else is said; one run each.\n`,
  );
  say("| events | floor | addendum load | load / floor | peak of the floor | peak of load |");
  say("| --- | --- | --- | --- | --- | --- |");
  const rows = [
    ["72 hours in order", { count, hours: 72 }],
    ["72 hours in order, twice as many", { count: 2 * count, hours: 72 }],
    ["720 hours, shuffled", { count, hours: 720, isShuffled: true }],
    ["150 columns, a fifth as many, 72 hours", { count: count / 5, hours: 72, isWide: true }],
  ];
  for (const [name, options] of rows) {
    const events = join(scratch(), "lake-events");
    const lakeDirectory = join(scratch(), "lake");
    writeEvents(events, options);
    const floor = options.isWide ? undefined : measured([duckdb, copyOf(events)]);
    rmSync(join(scratch(), "floor"), { recursive: true, force: true });
    const load = measured([
      addendum,
      "load",
      "--repo",
      repository,
      "--events",
      events,
      "--lake",
      lakeDirectory,
    ]);
    const cells = [
      floor === undefined ? "–" : ms(floor.time),
      ms(load.time),
      floor === undefined ? "–" : ratio(load.time, floor.time),
      floor === undefined ? "–" : `${floor.peak.toFixed(0)} MB`,
      `${load.peak.toFixed(0)} MB`,
    ];
    say(`| ${name} | ${cells.join(" | ")} |`);
    if (rows[0][0] === name) queries.push(...timedQueries("72 files", repository, lakeDirectory, events));
    rmSync(events, { recursive: true });
    rmSync(lakeDirectory, { recursive: true });
  }
  const [events, directory] = [join(scratch(), "lake-events"), join(scratch(), "lake")];
  writeEvents(events, { count: Math.min(count, 100_000), hours: 720, isShuffled: true });
  run(
    process.execPath,
    [addendum, "load", "--repo", repository, "--events", events, "--lake", directory],
    root,
  );
  queries.push(...timedQueries("720 files", repository, directory, events));
  say("");
  for (const text of queries) say(text);
}

/** Lines about queries, which follow the table. */
const queries = [];

/** Milliseconds and megabytes of one run. */
function measured(args) {
  const began = performance.now();
  const { stderr } = run(process.execPath, args, root, { NODE_OPTIONS: `--require=${peakScript()}` });
  return { time: performance.now() - began, peak: Number(/peak (\d+)/.exec(String(stderr))?.[1]) / 1024 };
}

function copyOf(events) {
  const out = join(scratch(), "floor");
  mkdirSync(out, { recursive: true });
  const at = "CAST(meta.dt AS TIMESTAMP)";
  const parts = ["year", "month", "day", "hour"].map((part) => `${part}(${at}) AS ${part}`);
  return `COPY (SELECT *, ${parts.join(", ")} FROM read_json('${events}/*.ndjson', format = 'newline_delimited', columns = ${eventColumns})) TO '${out}' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (year, month, day, hour), OVERWRITE_OR_IGNORE)`;
}

function timedQueries(files, repository, directory, events) {
  const select = (from) =>
    `SELECT map['wiki'] AS wiki, count(*) AS events, avg(number) AS number FROM ${from} GROUP BY wiki ORDER BY wiki`;
  const from = `read_parquet('${directory}/bench_event/**/*.parquet', hive_partitioning = true, union_by_name = true)`;
  const common = ["--repo", repository, "--lake", directory];
  const [theirs, ours, nothingNew] = time(
    [
      node([duckdb, select(from)], root),
      node([addendum, "query", ...common, select("bench_event")], root),
      node([addendum, "load", ...common, "--events", events], root),
    ],
    5,
  );
  return [
    `- A query over ${files}: ${ms(ours)}; DuckDB alone ${ms(theirs)}: 1.2 × and ${ms(ours - 1.2 * theirs)}.`,
    `- Nothing new to load, ${files}: ${ms(nothingNew)}.`,
  ];
}
