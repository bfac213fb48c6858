import { type Engine, openDuckDb } from "@addendum/warehouse";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { rowsOfHive, shown, translated } from "../test/hive-queries.ts";
import { hiveOnDuckDb } from "./hive-on-duckdb.ts";

/** What is refused, and the name that it is refused by. */
const refused: readonly (readonly [sql: string, construct: string])[] = [
  ["SELECT items[id] FROM t", "an index that is an expression"],
  ["SELECT id % 2 FROM t", "%"],
  ["SELECT wiki RLIKE 'a' FROM t", "RLIKE"],
  ["SELECT regexp_replace(wiki, 'a', 'b') FROM t", "regexp_replace"],
  ["SELECT CAST(wiki AS bigint) FROM t", "CAST to bigint"],
  ["SELECT k FROM t LATERAL VIEW explode(tags) e AS k, v", "explode of a map"],
  ["SELECT x FROM t LATERAL VIEW OUTER explode(list) e AS x", "LATERAL VIEW OUTER"],
  ["SELECT x FROM t LATERAL VIEW posexplode(list) e AS p, x", "posexplode in FROM"],
  ["SELECT wiki FROM t SORT BY wiki", "SORT"],
  ["SELECT wiki, count(*) FROM t GROUP BY 1", "GROUP BY a number"],
  ["SELECT wiki FROM t ORDER BY 1", "ORDER BY a number"],
  ["SELECT wiki FROM t TABLESAMPLE (10 PERCENT) s", "TABLESAMPLE"],
  [
    "SELECT get_json_object(json, '$..a') FROM t",
    "GET_JSON_OBJECT with a path that is not names and positions",
  ],
  ["SELECT id * 1.5 FROM t", "a decimal number in a calculation"],
  ["SELECT date '2021-01-01' FROM t", "date '2021-01-01'"],
  ["SELECT 'a\\n' FROM t", "an escape in a text"],
  ["SELECT 10L FROM t", "the number 10L"],
  ["SELECT id FROM t LIMIT 1, 2", "LIMIT with an offset"],
  ["SELECT id FROM t WHERE day = {day}", "the placeholder {day}"],
  ["INSERT INTO x SELECT id FROM t", "INSERT"],
  ["SELECT id FROM t; SELECT id FROM t", "more than one SELECT"],
  ["SELECT * FROM t JOIN t u USING (id)", "* with USING"],
  ["SELECT id FROM t LEFT SEMI JOIN t u ON u.id = t.id", "SEMI"],
  ["SELECT wiki, count(*) FROM t GROUP BY wiki WITH ROLLUP", "ROLLUP"],
  ["SELECT TRANSFORM (id) USING 'cat' FROM t", "TRANSFORM"],
  ["SELECT collect_list(id) FROM t", "collect_list"],
  ["SELECT count(DISTINCT id, wiki) FROM t", "count of several columns"],
];

const rowsInDuckDb = `INSERT INTO t VALUES
  (1, 'enwiki', 3, true, {'dt': 'a'}, [{'name': 'x', 'weight': 1}, {'name': 'y', 'weight': 2}], MAP {'a': 'A'}, ['p', 'q'], '{"a": "text", "b": {"c": 5}, "d": [true, 2], "e": {"f": "g"}}'),
  (2, 'dewiki', 1, false, {'dt': 'b'}, [{'name': 'z', 'weight': 9}], MAP {'b': 'B'}, ['r'], '{"a": 1.5, "b": 1, "d": []}'),
  (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'no json'),
  (4, 'Enwiki', 3, true, {'dt': NULL}, [{'name': NULL, 'weight': 4}], MAP {'a': NULL}, [NULL], NULL)`;

describe("a query of Hive on DuckDB", () => {
  let duckdb: Engine;
  beforeAll(async () => {
    duckdb = await openDuckDb({ threads: 1 });
    await duckdb.execute(
      'CREATE TABLE t (id BIGINT, wiki VARCHAR, "order" BIGINT, enabled BOOLEAN, meta STRUCT(dt VARCHAR), items STRUCT(name VARCHAR, weight BIGINT)[], tags MAP(VARCHAR, VARCHAR), list VARCHAR[], json VARCHAR)',
    );
    await duckdb.execute(rowsInDuckDb);
  });
  afterAll(() => duckdb.close());

  test.each(translated)("gives Hive's rows: %s", async (sql) => {
    const found = hiveOnDuckDb(sql);
    expect(found).toMatchObject({ kind: "translated" });
    const { rows } = await duckdb.query((found as { sql: string }).sql);
    expect(shown(rows), (found as { sql: string }).sql).toEqual(rowsOfHive[sql]);
  });

  test.each(refused)("is refused: %s", (sql, construct) => {
    expect(hiveOnDuckDb(sql)).toEqual({ kind: "refused", construct });
  });

  it("is refused when it runs, where a number would be another text", async () => {
    const found = hiveOnDuckDb("SELECT concat(cast('1' AS double), 'x') FROM t");
    await expect(duckdb.query((found as { sql: string }).sql)).rejects.toThrow("another text in Hive");
  });
});
