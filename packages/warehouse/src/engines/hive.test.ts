import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type HiveServer, startHive, whyNoHive } from "../../test/hive-server.ts";
import { skipBecause } from "../../test/server.ts";
import type { Engine } from "../engine.ts";
import { openHive } from "./hive.ts";

describe("a server that never answers", () => {
  it("is given up", async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as { port: number };
    await expect(openHive({ host: "127.0.0.1", port, user: "test", timeout: 300 })).rejects.toThrow(
      /cannot be reached: it did not answer within 0.3 seconds/,
    );
    silent.close();
  });

  it("or is not there, is reported", async () => {
    await expect(openHive({ host: "127.0.0.1", port: 1, user: "test" })).rejects.toThrow(
      /Hive at 127.0.0.1:1/,
    );
  });
});

describe.skipIf(skipBecause("Hive", whyNoHive()))("Hive", () => {
  let running: HiveServer;
  let engine: Engine;
  beforeAll(async () => {
    running = await startHive();
    engine = await openHive({ host: "127.0.0.1", port: running.port, user: "test" });
  }, 300_000);
  afterAll(async () => {
    await engine?.close();
    await running?.server.stop();
  });

  it("gives values as they are, 64-bit integers included", async () => {
    const { columns, rows } = await engine.query(
      "SELECT 9007199254740993L AS big, CAST('-9223372036854775808' AS BIGINT) AS least, 7L AS small, 1.5D AS d, true AS b, CAST(NULL AS STRING) AS n, 'it''s \\'é🙂' AS t, named_struct('a', 1) AS s",
    );
    expect(columns).toEqual(["big", "least", "small", "d", "b", "n", "t", "s"]);
    expect(rows).toEqual([
      [9007199254740993n, -9223372036854775808n, 7, 1.5, true, null, "its 'é🙂", '{"a":1}'],
    ]);
  });

  it("describes a table without repeating its partitions, and says where there is none", async () => {
    await engine.execute("CREATE DATABASE described");
    await engine.execute(
      "CREATE TABLE described.t (`_schema` STRING COMMENT 'a\\;b', `m` STRUCT<`a`: BIGINT, `B`: ARRAY<STRING>>) PARTITIONED BY (`year` BIGINT)",
    );
    expect(await engine.describeTable(["described"], "t")).toEqual([
      { name: "_schema", type: { kind: "string" } },
      {
        name: "m",
        type: {
          kind: "struct",
          fields: [
            { name: "a", type: { kind: "integer" } },
            { name: "B", type: { kind: "list", items: { kind: "string" } } },
          ],
        },
      },
      { name: "year", type: { kind: "integer" } },
    ]);
    expect(await engine.describeTable(["described"], "none")).toBeUndefined();
    expect(await engine.describeTable(["none"], "t")).toBeUndefined();
  });

  it("throws the engine's words", async () => {
    await expect(engine.query("SELECT nothing FROM nowhere")).rejects.toThrow(/Hive at .*Table not found/);
    await engine.execute("CREATE TABLE described.narrow (`n` STRING)");
    await expect(engine.execute("ALTER TABLE described.narrow CHANGE COLUMN `n` `n` BIGINT")).rejects.toThrow(
      /incompatible.*hive\.metastore\.disallow\.incompatible\.col\.type\.changes is true, its default/,
    );
    // And goes on working.
    expect((await engine.query("SELECT 1")).rows).toEqual([[1]]);
  });
});
