// `npm run engines` runs it, and no other test run: it takes minutes.
import { writeFileSync } from "node:fs";
import { openHive } from "@addendum/warehouse";
import { describe, expect, it } from "vitest";
import { startHive, whyNoHive } from "../../warehouse/test/hive-server.ts";
import { skipBecause } from "../../warehouse/test/server.ts";
import { accepts, ask, definitions, named } from "./engine-questions.ts";
import { record, rowsOfHive, shown, translated } from "./hive-queries.ts";

const types =
  "id BIGINT, wiki STRING, `order` BIGINT, enabled BOOLEAN, meta STRUCT<dt: STRING>, items ARRAY<STRUCT<name: STRING, weight: BIGINT>>, tags MAP<STRING, STRING>, list ARRAY<STRING>, json STRING";

const rowsInHive = `INSERT INTO t
  SELECT 1, 'enwiki', 3, true, named_struct('dt', 'a'), array(named_struct('name', 'x', 'weight', 1L), named_struct('name', 'y', 'weight', 2L)), map('a', 'A'), array('p', 'q'), '{"a": "text", "b": {"c": 5}, "d": [true, 2], "e": {"f": "g"}}'
  UNION ALL SELECT 2, 'dewiki', 1, false, named_struct('dt', 'b'), array(named_struct('name', 'z', 'weight', 9L)), map('b', 'B'), array('r'), '{"a": 1.5, "b": 1, "d": []}'
  UNION ALL SELECT 3, NULL, NULL, NULL, if(false, named_struct('dt', 'a'), NULL), if(false, array(named_struct('name', 'x', 'weight', 1L)), NULL), if(false, map('a', 'A'), NULL), if(false, array('p'), NULL), 'no json'
  UNION ALL SELECT 4, 'Enwiki', 3, true, named_struct('dt', CAST(NULL AS STRING)), array(named_struct('name', CAST(NULL AS STRING), 'weight', 4L)), map('a', CAST(NULL AS STRING)), array(CAST(NULL AS STRING)), NULL`;

describe.skipIf(skipBecause("Hive", whyNoHive()))("Hive", () => {
  it(
    "takes queries without what they do not read, and refuses them without what they do",
    { timeout: 1_800_000 },
    async () => {
      const { server, port } = await startHive();
      const engine = await openHive({ host: "127.0.0.1", port, user: "test" });
      await ask(named("nested"), "hive", async (question, database) => {
        for (const statement of [
          `CREATE DATABASE ${database}`,
          `USE ${database}`,
          ...definitions(question, "hive"),
        ])
          await engine.execute(statement);
        return accepts(engine, `EXPLAIN ${question.sql}`);
      });
      await engine.close();
      await server.stop();
    },
  );

  it("gives the rows that are recorded", { timeout: 900_000 }, async () => {
    const { server, port } = await startHive();
    const hive = await openHive({ host: "127.0.0.1", port, user: "test" });
    await hive.execute(`CREATE TABLE t (${types}) STORED AS ORC`);
    await hive.execute(rowsInHive);
    const found: Record<string, readonly string[]> = {};
    for (const sql of translated) {
      found[sql] = await hive.query(sql).then(
        ({ rows }) => shown(rows),
        (error: unknown) => [(error as Error).message],
      );
      writeFileSync(record, `${JSON.stringify(found, undefined, 2)}\n`);
    }
    await hive.close();
    await server.stop();
    expect(found).toEqual(rowsOfHive);
  });
});
