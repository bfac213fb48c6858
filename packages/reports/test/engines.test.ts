import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { openHive, openLakeSession, openMariaDb, openTrino, type Engine } from "@addendum/warehouse";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type HiveServer, startHive, whyNoHive } from "../../warehouse/test/hive-server.ts";
import { type MariaDbServer, startMariaDb, whyNoMariaDb } from "../../warehouse/test/mariadb-server.ts";
import { skipBecause } from "../../warehouse/test/server.ts";
import { startTrino, type TrinoServer, whyNoTrino } from "../../warehouse/test/trino-server.ts";
import { MariaDbSource } from "../src/sources/mariadb-source.ts";
import { openedEngine, OpenedSource } from "../src/sources/opened-source.ts";
import { writeParquet } from "../src/table/parquet.ts";
import { QueryDirectory } from "./scenario.ts";

const now = "2026-03-03 05:00:00Z";

describe.skipIf(skipBecause("MariaDB", whyNoMariaDb()))("MariaDB", () => {
  let shards: readonly MariaDbServer[];
  beforeAll(async () => {
    shards = [await startMariaDb(), await startMariaDb()];
    for (const [index, { port, user, password }] of shards.entries()) {
      const engine = await openMariaDb({ host: "127.0.0.1", port, user, password });
      for (const wiki of index === 0 ? ["enwiki"] : ["dewiki", "frwiki"]) {
        await engine.execute(`CREATE DATABASE ${wiki}`);
        await engine.execute(
          `CREATE TABLE ${wiki}.edits (ts BINARY(14), who VARBINARY(20), n INT, part DECIMAL(20, 8), f DOUBLE, t TIME(3), b BIT(1), d DATETIME)`,
        );
        await engine.execute(
          `INSERT INTO ${wiki}.edits VALUES ('20260301120000', 'é', ${index}, 0, 1, '-00:00:01.5', b'1', '2026-03-01 01:02:03'), ('20260302235959', NULL, NULL, 0.5, 1e16, NULL, b'0', NULL)`,
        );
      }
      await engine.close();
    }
  }, 180_000);
  afterAll(async () => {
    for (const { server } of shards ?? []) await server.stop();
  });

  const directoryWith = (config: string, files: Readonly<Record<string, string>>) => {
    const queries = new QueryDirectory();
    const source = new MariaDbSource();
    queries.sources.set("sql", source);
    queries.write("config.yaml", config);
    for (const [path, text] of Object.entries(files)) queries.write(path, text);
    return { queries, source };
  };

  it("writes values as ReportUpdater did, bytes as text", async () => {
    const { optionFile } = shards[0] as MariaDbServer;
    const { queries, source } = directoryWith(
      `databases: { en: { creds_file: ${optionFile}, db: enwiki } }\nreports:\n  edits: { db: en, granularity: days, starts: 2026-03-01 }\n`,
      {
        "edits.sql":
          "SELECT DATE('{from_timestamp}') AS date, n, who, SUM(n) AS total, part, f, t, b, d, '{to_timestamp}' AS e FROM edits WHERE ts >= '{from_timestamp}' AND ts < '{to_timestamp}'",
      },
    );
    expect((await queries.run(now)).findings).toEqual([]);
    await source.close();
    expect(queries.output()["edits.tsv"]).toBe(
      "date\tn\twho\ttotal\tpart\tf\tt\tb\td\te\r\n2026-03-01\t0\t\u00c3\u00a9\t0\t0E-8\t1.0\t-1 day, 23:59:58.500000\t1\t2026-03-01 01:02:03\t20260302000000\r\n2026-03-02\t\t\t\t0.50000000\t1e+16\t\t0\t\t20260303000000\r\n",
    );
  });

  it("asks each wiki’s shard, and says which wiki has none", async () => {
    const configuration = join((shards[0] as MariaDbServer).server.directory, "mediawiki-config");
    mkdirSync(join(configuration, "dblists"), { recursive: true });
    writeFileSync(join(configuration, "dblists/s1.dblist"), "enwiki\n");
    writeFileSync(join(configuration, "dblists/s2.dblist"), "# comment\ndewiki\nfrwiki\n");
    const [first, second] = shards as [MariaDbServer, MariaDbServer];
    writeFileSync(
      join(configuration, "my.cnf"),
      `[client]\nuser = ${first.user}\npassword = "${first.password}"\nhost = nowhere.invalid\n`,
    );
    const { queries, source } = directoryWith(
      `databases:\n  wikis:\n    auto_find_db_shard: yes\n    wiki_db_placeholder: wiki_db\n    creds_file: ${configuration}/my.cnf\n    mw_config_path: ${configuration}\n    shards: { s1: "127.0.0.1:${first.port}", s2: "127.0.0.1:${second.port}" }\ndefaults: { db: wikis }\nreports:\n  edits: { granularity: days, starts: 2026-03-01, explode_by: { wiki_db: wikis.txt } }\n`,
      {
        "wikis.txt": "enwiki\ndewiki\nfrwiki\nxxwiki\n",
        "edits.sql":
          "SELECT DATE('{from_timestamp}') AS date, DATABASE() AS wiki, SUM(n) AS n FROM edits WHERE ts >= '{from_timestamp}' AND ts < '{to_timestamp}'",
      },
    );
    const { findings } = await queries.run("2026-03-02 05:00:00Z");
    await source.close();
    expect(findings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^edits \(wiki_db xxwiki\) of 2026-03-01 failed: xxwiki is in no dblist/),
    ]);
    expect(queries.output()).toEqual({
      "edits/dewiki.tsv": "date\twiki\tn\r\n2026-03-01\tdewiki\t1\r\n",
      "edits/enwiki.tsv": "date\twiki\tn\r\n2026-03-01\tenwiki\t0\r\n",
      "edits/frwiki.tsv": "date\twiki\tn\r\n2026-03-01\tfrwiki\t1\r\n",
    });
  });

  it("ends a query that takes too long, also on the server, and goes on", async () => {
    const { optionFile, port, user, password } = shards[0] as MariaDbServer;
    const { queries, source } = directoryWith(
      `databases: { en: { creds_file: ${optionFile}, db: enwiki } }\ndefaults: { db: en, granularity: days, starts: 2026-03-02, timeout: 1 }\nreports:\n  slow: {}\n  quick: {}\n  wrong: {}\n  none: {}\n`,
      {
        "slow.sql": "SELECT DATE('{from_timestamp}') AS date, SLEEP(100) AS n",
        "quick.sql": "SELECT DATE('{from_timestamp}') AS date, 1 AS n",
        "wrong.sql": "SELECT nothing FROM edits",
        "none.sql": "DO 1",
      },
    );
    const { findings } = await queries.run(now);
    await source.close();
    expect(findings.map(({ message }) => message)).toEqual([
      "slow of 2026-03-02 failed: it took longer than 1 seconds.",
      expect.stringContaining("Unknown column 'nothing'"),
      "none of 2026-03-02 failed: its result has no columns.",
    ]);
    expect(queries.output()).toEqual({ "quick.tsv": "date\tn\r\n2026-03-02\t1\r\n" });
    const engine = await openMariaDb({ host: "127.0.0.1", port, user, password });
    await expect
      .poll(
        async () =>
          (
            await engine.query(
              "SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE 'SELECT DATE%'",
            )
          ).rows,
      )
      .toEqual([[0]]);
    await engine.close();
  });
});

describe("the lake", () => {
  const lakeReports = (sql: string, more = "") => {
    const queries = new QueryDirectory();
    const source = new OpenedSource(() =>
      openLakeSession(join(queries.root, "lake"), [
        { name: "toggle", columns: [{ name: "wiki", type: { kind: "string" } }], retentionDays: undefined },
      ]),
    );
    queries.sources.set("duckdb", source);
    queries.write(
      "config.yaml",
      `reports:\n  toggles: { type: duckdb, granularity: days, starts: 2026-03-01${more} }\n`,
    );
    queries.write("toggles.sql", sql);
    return { queries, source };
  };

  it("is asked, and a Parquet file stands beside the TSV", async () => {
    const { queries, source } = lakeReports(
      "SELECT DATE '{from_date}' AS date, '{from_dt}' AS f, count(wiki) AS n, 0.5::DOUBLE AS d, 1::DOUBLE AS e, [1, 2] AS l, NULL AS z FROM toggle WHERE year = {year} AND month = {month}",
      ", parquet: true",
    );
    expect((await queries.run(now, { writeParquet })).findings).toEqual([]);
    await source.close();
    expect(queries.output()["toggles.tsv"]).toBe(
      "date\tf\tn\td\te\tl\tz\r\n2026-03-01\t2026-03-01T00:00:00Z\t0\t0.5\t1.0\t[1,2]\t\r\n2026-03-02\t2026-03-02T00:00:00Z\t0\t0.5\t1.0\t[1,2]\t\r\n",
    );
    expect(existsSync(join(queries.out, "toggles.parquet"))).toBe(true);
  });

  it.each([
    ["SELECT '{from_date}' AS date, * FROM read_csv('/etc/passwd')", "Permission Error"],
    ["SELECT '{from_date}' AS date, nothing FROM toggle", "nothing"],
    ["SELECT 1; SELECT 2", "2 statements"],
    ["CREATE TABLE x (a INT)", "Only SELECT"],
  ])("%s fails its report", async (sql, message) => {
    const { queries, source } = lakeReports(sql);
    const { findings } = await queries.run("2026-03-02 05:00:00Z");
    await source.close();
    expect(findings.map((finding) => finding.message)).toEqual([expect.stringContaining(message)]);
  });

  it("ends a query that takes too long, and goes on", async () => {
    const { queries, source } = lakeReports(
      "SELECT '{from_date}' AS date, CASE WHEN {day} = 1 THEN (SELECT count(*) FROM range(100000000000) a, range(100000) b) ELSE 1 END AS n",
      ", timeout: 1",
    );
    const { findings } = await queries.run("2026-03-02 05:00:00Z");
    expect(findings.map(({ message }) => message)).toEqual([
      "toggles of 2026-03-01 failed: it took longer than 1 seconds.",
    ]);
    queries.write("toggles.sql", "SELECT '{from_date}' AS date, 1 AS n");
    expect((await queries.run(now)).findings).toEqual([]);
    await source.close();
  });

  it("streams many rows", async () => {
    const { queries, source } = lakeReports("SELECT '{from_date}' AS date, range AS n FROM range(300000)");
    expect((await queries.run(now)).runs.map(({ rows }) => rows)).toEqual([300_000, 300_000]);
    await source.close();
    const lines = spawnSync("wc", ["-l", join(queries.out, "toggles.tsv")], { encoding: "utf8" }).stdout;
    expect(Number.parseInt(lines, 10)).toBe(600_001);
  });
});

const sql = (cast: string) =>
  `SELECT '{from_date}' AS \`date\`, 'enwiki' AS wiki, ${cast} AS n, 1.5E0 AS d, NULL AS z, '{year}-{month}-{day}' AS t`;
const expected =
  "date\twiki\tn\td\tz\tt\r\n2026-03-01\tenwiki\t9007199254740993\t1.5\t\t2026-03-01\r\n2026-03-02\tenwiki\t9007199254740993\t1.5\t\t2026-03-02\r\n";

async function expectReport(type: "hive" | "trino", engine: Engine, text: string): Promise<void> {
  const queries = new QueryDirectory();
  queries.sources.set(type, new OpenedSource(() => Promise.resolve(openedEngine(engine))));
  const extension = type === "hive" ? "hql" : "sql";
  queries.write(
    "config.yaml",
    `defaults: { type: ${type}, granularity: days, starts: 2026-03-01 }\nreports:\n  n: {}\n  wrong: {}\n`,
  );
  queries.write(`n.${extension}`, text);
  queries.write(`wrong.${extension}`, "SELECT nothing FROM nowhere");
  const { findings } = await queries.run(now);
  expect(findings.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^wrong of 2026-03-01 and 1 more failed: /),
  ]);
  expect(queries.output()["n.tsv"]).toBe(expected);
}

describe.skipIf(skipBecause("Hive", whyNoHive()))("Hive", () => {
  let running: HiveServer;
  beforeAll(async () => {
    running = await startHive();
  }, 300_000);
  afterAll(() => running?.server.stop());

  it("is asked", async () => {
    const engine = await openHive({ host: "127.0.0.1", port: running.port, user: "test" });
    await expectReport("hive", engine, sql("9007199254740993L"));
    await engine.close();
  }, 300_000);
});

describe.skipIf(skipBecause("Trino", whyNoTrino()))("Trino", () => {
  let running: TrinoServer;
  beforeAll(async () => {
    running = await startTrino();
  }, 300_000);
  afterAll(() => running?.server.stop());

  it("is asked", async () => {
    const engine = openTrino({ address: running.address, user: "test" });
    await expectReport("trino", engine, sql("bigint '9007199254740993'").replaceAll("`", '"'));
  }, 300_000);
});
