import { describe, expect, it } from "vitest";
import { startMariaDb, whyNoMariaDb } from "../../warehouse/test/mariadb-server.ts";
import { skipBecause } from "../../warehouse/test/server.ts";
import { openDuckDb } from "../../warehouse/src/engines/duckdb.ts";
import { openMariaDb } from "../../warehouse/src/engines/mariadb.ts";
import { schema } from "./scratch-repository.ts";
import { bringInStep, published, statementsOf, using } from "./tables-in-step.ts";

// Trino and Hive, which take their time to start, are looked at in engines.test.ts.
describe("tables --from table", () => {
  it("looks at a file of DuckDB", async () => {
    const repository = published("warehouse: { duckdb: { path: events.duckdb } }\n");
    const missing = repository.addendum("tables", "--engine", "duckdb", "--from", "table");
    expect(missing).toMatchObject({ code: 2, out: "" });
    expect(missing.err).toMatch(/events\.duckdb, warehouse\.duckdb\.path, does not exist/);
    const withEngine = using(() => openDuckDb({ path: repository.path("events.duckdb") }));
    await withEngine((opened) => opened.execute("SELECT 1"));
    await bringInStep("duckdb", repository, withEngine, 'ALTER TABLE ui_toggle ADD COLUMN "by hand" VARCHAR');
  });

  it("says where the table has another type, which stays", async () => {
    const repository = published("warehouse: { duckdb: { path: events.duckdb } }\n");
    await using(() => openDuckDb({ path: repository.path("events.duckdb") }))((opened) =>
      opened.execute("CREATE TABLE ui_toggle (a BLOB, nested STRUCT(one BIGINT), late BIGINT)"),
    );
    const { code, out } = repository.addendum("tables", "ui/toggle", "--engine", "duckdb", "--from", "table");
    expect(code).toBe(0);
    expect(out).toMatch(/^-- a is BLOB in the table and VARCHAR in the schema: it stays/m);
    expect(statementsOf(out)).toEqual([expect.stringMatching(/ADD COLUMN.*two/)]);
  });

  it("names tables as deploy and the lake do: after streams", async () => {
    const repository = published(
      "baseBranch: main\ntables: { engines: [duckdb] }\nwarehouse: { duckdb: { path: events.duckdb } }\n",
    );
    repository.write(
      "streams.yaml",
      "version: 1\nstreams: { eu.toggles: { title: ui/toggle }, us-toggles: { title: ui/toggle }, '/^p[.]/': { title: ui/toggle } }\n",
    );
    repository.write("schemas/alone/1.0.0.yaml", schema("alone", "1.0.0"));
    repository.git("init", "-q", "-b", "main");
    repository.commit("published");
    const tables = (...args: readonly string[]) => repository.addendum("tables", ...args);
    const names = (out: string) =>
      [...out.matchAll(/CREATE TABLE IF NOT EXISTS "([^"]+)"/g)].map(([, name]) => name);
    expect(names(tables("--engine", "duckdb").out)).toEqual(["eu_toggles", "us_toggles", "alone"]);
    expect(names(tables("ui/toggle").out)).toEqual(["eu_toggles", "us_toggles"]);
    expect(names(tables("--stream", "us-toggles").out)).toEqual(["us_toggles"]);
    expect(names(tables("--stream", "p.other").out)).toEqual(["p_other"]);
    expect(tables("--stream", "nowhere")).toMatchObject({ code: 2, out: "" });
    expect(tables("--stream", "us-toggles", "--check")).toMatchObject({ code: 2, out: "" });
    const lacking = tables("ui/toggle", "--from", "1.0.0").out;
    for (const name of ["eu_toggles", "us_toggles"]) {
      expect(lacking).toMatch(new RegExp(`ALTER TABLE "${name}" ADD COLUMN`));
    }
    expect(repository.addendum("deploy", "--apply")).toMatchObject({ code: 0, err: "" });
    const { code, out } = tables("--from", "table");
    expect(code).toBe(0);
    for (const name of ["eu_toggles", "us_toggles"]) {
      expect(out).toContain(`-- The table ${name} has all columns.\n`);
    }
    expect(names(out)).toEqual(["alone"]);
  });

  it.each([
    ["hive", /has no warehouse\.hive/],
    ["spark", /does not connect to Spark.*--engine hive/],
    ["iceberg", /does not connect to Spark.*--engine trino-iceberg/],
  ])("of %s says what is missing", (engine, reason) => {
    const { code, out, err } = published("").addendum("tables", "--engine", engine, "--from", "table");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(reason);
  });

  it.skipIf(skipBecause("MariaDB", whyNoMariaDb()))("looks at MariaDB", async () => {
    const { server, port, user, password } = await startMariaDb();
    try {
      const options = { port, user, password };
      await using(() => openMariaDb(options))((opened) => opened.execute("CREATE DATABASE event"));
      const repository = published(
        `tables: { engines: [mariadb], database: event }\nwarehouse: { mariadb: { myCnf: my.cnf } }\n`,
      );
      repository.write(
        "my.cnf",
        `[client]\nhost=127.0.0.1\nport=${port}\nuser=${user}\npassword="${password}"\n`,
      );
      const byHand = "ALTER TABLE event.ui_toggle ADD COLUMN by_hand INT";
      await bringInStep(
        "mariadb",
        repository,
        using(() => openMariaDb(options)),
        byHand,
      );
    } finally {
      await server.stop();
    }
  });
});
