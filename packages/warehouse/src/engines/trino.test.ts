import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { skipBecause } from "../../test/server.ts";
import { startTrino, type TrinoServer, whyNoTrino } from "../../test/trino-server.ts";
import type { Engine } from "../engine.ts";
import { openTrino } from "./trino.ts";

it("says who does not answer", async () => {
  const nobody = openTrino({ address: "http://127.0.0.1:1", user: "test" });
  await expect(nobody.query("SELECT 1")).rejects.toThrow(/^Trino at http:\/\/127.0.0.1:1 does not answer: /);
});

describe.skipIf(skipBecause("Trino", whyNoTrino()))("Trino", () => {
  let running: TrinoServer;
  let engine: Engine;
  beforeAll(async () => {
    running = await startTrino();
    engine = openTrino({ address: running.address, user: "test", connector: "iceberg" });
  }, 300_000);
  afterAll(() => running?.server.stop());

  it("gives values as they are, 64-bit integers included", async () => {
    const { columns, rows } = await engine.query(
      `SELECT bigint '9007199254740993' AS big, bigint '-9223372036854775808' AS least, 7 AS small, 1.5e0 AS d,
              true AS b, CAST(NULL AS varchar) AS n, 'it''s é🙂' AS t,
              CAST(ROW(9223372036854775807, ARRAY[1]) AS ROW(a bigint, l array(bigint))) AS s,
              MAP(ARRAY['k'], ARRAY[bigint '9007199254740993']) AS m, nan() AS nan, 1e300 AS huge`,
    );
    expect(columns).toEqual(["big", "least", "small", "d", "b", "n", "t", "s", "m", "nan", "huge"]);
    expect(rows).toEqual([
      [
        9007199254740993n,
        -9223372036854775808n,
        7,
        1.5,
        true,
        null,
        "it's é🙂",
        { a: 9223372036854775807n, l: [1] },
        { k: 9007199254740993n },
        Number.NaN,
        1e300,
      ],
    ]);
  });

  it("gives all rows of an answer of many parts", async () => {
    const { rows } = await engine.query(
      "SELECT x FROM UNNEST(sequence(1, 10000)) AS t(x), UNNEST(sequence(1, 5)) AS u(y)",
    );
    expect(rows.length).toBe(50_000);
  });

  it("throws errors, which come inside of answers", async () => {
    await expect(engine.query("SELECT 1 / 0")).rejects.toThrow("Trino: DIVISION_BY_ZERO: ");
    await expect(engine.query("SELECT nothing FROM nowhere")).rejects.toThrow(/^Trino: [A-Z_]+: /);
  });

  it("describes a table, and says where there is none", async () => {
    await engine.execute("CREATE SCHEMA iceberg.described");
    await engine.execute(
      'CREATE TABLE iceberg.described.t ("_schema" varchar, m ROW("order" bigint, l array(varchar)))',
    );
    expect(await engine.describeTable(["iceberg", "described"], "t")).toEqual([
      { name: "_schema", type: { kind: "string" } },
      {
        name: "m",
        type: {
          kind: "struct",
          fields: [
            { name: "order", type: { kind: "integer" } },
            { name: "l", type: { kind: "list", items: { kind: "string" } } },
          ],
        },
      },
    ]);
    expect(await engine.describeTable(["iceberg", "described"], "none")).toBeUndefined();
    expect(await engine.describeTable(["iceberg", "none"], "t")).toBeUndefined();
  });
});
