import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type HiveServer, startHive, whyNoHive } from "../../warehouse/test/hive-server.ts";
import { type MariaDbServer, startMariaDb, whyNoMariaDb } from "../../warehouse/test/mariadb-server.ts";
import { skipBecause } from "../../warehouse/test/server.ts";
import { startTrino, type TrinoServer, whyNoTrino } from "../../warehouse/test/trino-server.ts";
import { openHive } from "../../warehouse/src/engines/hive.ts";
import { openMariaDb } from "../../warehouse/src/engines/mariadb.ts";
import { openTrino } from "../../warehouse/src/engines/trino.ts";
import { command, ScratchRepository } from "./scratch-repository.ts";
import { bringInStep, published, using } from "./tables-in-step.ts";

function configured(warehouse: string): ScratchRepository {
  const repository = new ScratchRepository();
  repository.write("addendum.yaml", `version: 1\nwarehouse:\n${warehouse}`);
  return repository;
}

describe.skipIf(skipBecause("MariaDB", whyNoMariaDb()))("MariaDB", () => {
  let shards: readonly MariaDbServer[];
  let repository: ScratchRepository;
  beforeAll(async () => {
    shards = [await startMariaDb(), await startMariaDb()];
    const wikis = [["enwiki"], ["dewiki", "frwiki"]] as const;
    for (const [index, { port, user, password }] of shards.entries()) {
      const engine = await openMariaDb({ port, user, password });
      for (const wiki of wikis[index] ?? []) {
        await engine.execute(`CREATE DATABASE ${wiki}`);
        await engine.execute(`CREATE TABLE ${wiki}.page (page_id BIGINT, page_title VARBINARY(255))`);
        await engine.execute(`INSERT INTO ${wiki}.page VALUES (9007199254740993, '${wiki}'), (2, NULL)`);
      }
      await engine.close();
    }
  }, 120_000);
  afterAll(async () => {
    for (const shard of shards ?? []) await shard.server.stop();
  });

  const ask = (...args: readonly string[]) => {
    repository = configured(
      `  mariadb:\n    myCnf: my.cnf\n    dblists: dblists\n    shards: { s1: "127.0.0.1:${shards[0]?.port}", s5: "127.0.0.1:${shards[1]?.port}" }\n`,
    );
    repository.write(
      "my.cnf",
      `[client]\nhost=127.0.0.1\nport=${shards[0]?.port}\nuser=research\npassword="se#cr;et"\n`,
    );
    repository.write("dblists/s1.dblist", "enwiki\n");
    repository.write("dblists/s5.dblist", "# German and French\ndewiki\nfrwiki\n");
    repository.write("dblists/s9.dblist", "itwiki\n");
    return repository.addendum("query", "--engine", "mariadb", ...args);
  };

  it("asks each wiki on its shard, and says which row is whose", () => {
    const sql = "SELECT page_id, page_title FROM page ORDER BY page_id DESC";
    expect(ask("--wiki", "enwiki,dewiki", "--format", "csv", sql)).toEqual({
      code: 0,
      err: "",
      out: "wiki,page_id,page_title\r\nenwiki,9007199254740993,enwiki\r\nenwiki,2,\r\ndewiki,9007199254740993,dewiki\r\ndewiki,2,\r\n",
    });
    expect(ask("--wiki", "frwiki", "SELECT count(*) AS pages FROM page").out).toBe(
      "wiki    pages\n──────  ─────\nfrwiki      2\n",
    );
    expect(ask("--format", "json", "SELECT 1 AS a, 'x' AS b")).toEqual({
      code: 0,
      err: "",
      out: '{"a":1,"b":"x"}\n',
    });
  });

  it.each([
    ["nowiki", "SELECT 1", /no \.dblist file in dblists lists nowiki/],
    ["itwiki", "SELECT 1", /itwiki is on s9, whose server warehouse\.mariadb\.shards does not name/],
    ["en`wiki", "SELECT 1", /“en`wiki” is not a valid wiki name/],
    ["enwiki", "DELETE FROM page", /one SELECT/],
    ["enwiki", "SELECT 1; DELETE FROM page", /one SELECT; it is more than one statement/],
    ["enwiki", "SELECT 1 INTO OUTFILE '/tmp/x'", /one SELECT; it has INTO/],
    ["enwiki", "SELECT nothing FROM page", /MariaDB at .*Unknown column/],
  ])("of %s, refuses %j", (wikis, sql, reason) => {
    const { code, out, err } = ask("--wiki", wikis, sql);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(reason);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
    expect(ask("--wiki", "enwiki,dewiki,frwiki", "--format", "csv", "SELECT count(*) FROM page").out).toBe(
      "wiki,count(*)\r\nenwiki,2\r\ndewiki,2\r\nfrwiki,2\r\n",
    );
  });

  it("has the server itself refuse what a function writes", async () => {
    const [{ port, user, password }] = shards as [MariaDbServer];
    const engine = await openMariaDb({ port, user, password, database: "enwiki" });
    await engine.execute(
      "CREATE FUNCTION f() RETURNS INT MODIFIES SQL DATA BEGIN DELETE FROM page; RETURN 1; END",
    );
    await engine.close();
    const { code, err } = ask("--wiki", "enwiki", "SELECT f()");
    expect(code).toBe(2);
    expect(err).toMatch(/READ ONLY/);
  });

  it("takes a password from the environment, and never shows it", () => {
    ask("SELECT 1");
    repository.write(
      "addendum.yaml",
      `version: 1\nwarehouse: { mariadb: { port: ${shards[0]?.port}, user: research } }\n`,
    );
    const run = (password: string) =>
      repository.run(process.execPath, [command, "query", "--engine", "mariadb", "SELECT 1 AS a"], {
        env: { ADDENDUM_MARIADB_PASSWORD: password },
      });
    expect(run("se#cr;et")).toMatchObject({ code: 0, out: "a\n─\n1\n" });
    const wrong = run("pass-that-is-wrong");
    expect(wrong.code).toBe(2);
    expect(wrong.err).toMatch(/Access denied/);
    expect(wrong.err).not.toContain("pass-that-is-wrong");
  });
});

describe("query --engine, without the settings", () => {
  it("says what is missing, and goes with its own options only", () => {
    const repository = new ScratchRepository();
    repository.write("addendum.yaml", "version: 1\n");
    const err = (...args: string[]) => repository.addendum("query", ...args).err;
    expect(err("--engine", "trino", "SELECT 1")).toMatch(/has no warehouse\.trino/);
    expect(err("--engine", "trino", "--wiki", "enwiki", "SELECT 1")).toMatch(/--wiki needs --engine mariadb/);
    expect(err("--wiki", "enwiki", "SELECT 1")).toMatch(/--wiki needs --engine mariadb/);
    expect(err("--engine", "sqlite", "SELECT 1")).toMatch(/--engine must be one of trino, hive, mariadb/);
    repository.write(
      "addendum.yaml",
      'version: 1\nwarehouse: { trino: { address: "http://127.0.0.1:1" } }\n',
    );
    expect(err("--engine", "trino", "SELECT 1")).toMatch(/Trino at http:\/\/127\.0\.0\.1:1 does not answer/);
  });
});

describe.skipIf(skipBecause("Trino", whyNoTrino()))("Trino", () => {
  let running: TrinoServer;
  beforeAll(async () => {
    running = await startTrino();
  }, 300_000);
  afterAll(() => running?.server.stop());

  it("asks one SELECT", () => {
    const repository = configured(`  trino: { address: "${running.address}", user: test, catalog: hive }\n`);
    const sql = "SELECT BIGINT '9007199254740993' AS big, ARRAY[1, 2] AS list, CAST(NULL AS VARCHAR) AS none";
    expect(repository.addendum("query", "--engine", "trino", "--format", "json", sql)).toEqual({
      code: 0,
      err: "",
      out: '{"big":9007199254740993,"list":[1,2],"none":null}\n',
    });
    const refused = repository.addendum("query", "--engine", "trino", "CREATE SCHEMA hive.x");
    expect(refused).toMatchObject({ code: 2, out: "" });
    expect(refused.err).toMatch(/one SELECT/);
  });

  it("says what its tables lack", async () => {
    const withEngine = using(() => openTrino({ address: running.address, user: "test" }));
    await withEngine((opened) => opened.execute("CREATE SCHEMA iceberg.event"));
    const tables = published(
      `tables: { engines: [trino-iceberg], database: iceberg.event }\nwarehouse: { trino: { address: "${running.address}", user: test } }\n`,
    );
    const byHand = "ALTER TABLE iceberg.event.ui_toggle ADD COLUMN by_hand BIGINT";
    await bringInStep("trino-iceberg", tables, withEngine, byHand);
  });
});

describe.skipIf(skipBecause("Hive", whyNoHive()))("Hive", () => {
  let running: HiveServer;
  beforeAll(async () => {
    running = await startHive();
  }, 300_000);
  afterAll(() => running?.server.stop());

  it("asks one SELECT", () => {
    const repository = configured(`  hive: { host: 127.0.0.1, port: ${running.port}, user: test }\n`);
    const sql = "SELECT 9007199254740993 AS big, 'it\\'s' AS text";
    expect(repository.addendum("query", "--engine", "hive", "--format", "csv", sql)).toEqual({
      code: 0,
      err: "",
      out: "big,text\r\n9007199254740993,it's\r\n",
    });
    const refused = repository.addendum(
      "query",
      "--engine",
      "hive",
      "WITH q AS (SELECT 1) INSERT INTO t SELECT * FROM q",
    );
    expect(refused).toMatchObject({ code: 2, out: "" });
    expect(refused.err).toMatch(/it has INSERT/);
  });

  it("says what its tables lack", async () => {
    const withEngine = using(() => openHive({ host: "127.0.0.1", port: running.port, user: "test" }));
    await withEngine((opened) => opened.execute("CREATE DATABASE event"));
    const tables = published(
      `tables: { engines: [hive], database: event, location: "file://${running.lake}/{table}" }\nwarehouse: { hive: { host: 127.0.0.1, port: ${running.port}, user: test } }\n`,
    );
    await bringInStep(
      "hive",
      tables,
      withEngine,
      "ALTER TABLE event.ui_toggle ADD COLUMNS (by_hand INT) CASCADE",
    );
  });
});
