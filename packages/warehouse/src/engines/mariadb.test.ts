import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type MariaDbServer, startMariaDb, whyNoMariaDb } from "../../test/mariadb-server.ts";
import { skipBecause } from "../../test/server.ts";
import { type Engine, EngineError } from "../engine.ts";
import { openMariaDb } from "./mariadb.ts";
import { readMyCnf } from "./my-cnf.ts";

describe.skipIf(skipBecause("MariaDB", whyNoMariaDb()))("MariaDB", () => {
  let running: MariaDbServer;
  let engine: Engine;
  beforeAll(async () => {
    running = await startMariaDb();
    engine = await openMariaDb(readMyCnf(running.optionFile));
    await engine.execute("CREATE DATABASE event");
  });
  afterAll(async () => {
    await engine?.close();
    await running?.server.stop();
  });

  it("gives values as they are, 64-bit integers included", async () => {
    const { columns, rows } = await engine.query(
      `SELECT CAST(9007199254740993 AS INT) AS big, CAST(18446744073709551615 AS UNSIGNED) AS most, 7 AS small,
              1.5e0 AS d, NULL AS n, 'é🙂' AS t, CAST('é' AS BINARY) AS bytes, TIMESTAMP '2026-01-01 00:00:00' AS at`,
    );
    expect(columns).toEqual(["big", "most", "small", "d", "n", "t", "bytes", "at"]);
    expect(rows).toEqual([
      [9007199254740993n, 18446744073709551615n, 7, 1.5, null, "é🙂", "é", "2026-01-01 00:00:00"],
    ]);
  });

  it("describes JSON as JSON", async () => {
    await engine.execute("CREATE TABLE event.t (`a` JSON, b LONGTEXT, c BIGINT, d BOOLEAN, e DOUBLE, f INT)");
    const described = await engine.describeTable(["event"], "t");
    expect(described?.map(({ name, type }) => [name, type.kind])).toEqual([
      ["a", "json"],
      ["b", "string"],
      ["c", "integer"],
      ["d", "boolean"],
      ["e", "number"],
      ["f", "other"],
    ]);
    expect(await engine.describeTable(["event"], "none")).toBeUndefined();
  });

  it("throws the engine's words, and who cannot be reached", async () => {
    await expect(engine.query("SELECT nothing FROM event.t")).rejects.toThrow(/^MariaDB at .*Unknown column/);
    await expect(openMariaDb({ port: 1, timeout: 2000 })).rejects.toThrow(EngineError);
    await expect(openMariaDb({ port: running.port, user: "research", password: "wrong" })).rejects.toThrow(
      /Access denied/,
    );
  });
});
