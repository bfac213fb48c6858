import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Value } from "@addendum/warehouse";

/** What is translated, one query for each construct. */
export const translated: readonly string[] = [
  "SELECT id, wiki, `order` FROM t WHERE id > 1 AND NOT (wiki = 'enwiki') OR id IN (1, 4)",
  "SELECT id, items[0].name, items[1].weight, items[7].name FROM t",
  "SELECT id, tags['a'], tags['none'], meta.dt FROM t",
  "SELECT id, size(items), size(list) FROM t",
  "SELECT id, -size(list), - id, (-(id)) + 1 FROM t",
  "SELECT id, get_json_object(json, '$.a'), get_json_object(json, '$.b.c'), get_json_object(json, '$.d[0]'), get_json_object(json, '$.e') FROM t",
  "SELECT id, id / 2, id / 0, 7 / id, id * 2 - 1 FROM t",
  "SELECT id, concat(wiki, '-', id), concat(wiki, NULL) FROM t",
  "SELECT id, cast(id AS string), cast(wiki AS double), cast('1.5' AS double) FROM t",
  "SELECT wiki, count(*), count(DISTINCT `order`), sum(id), avg(id), min(wiki), max(id) FROM t GROUP BY wiki HAVING count(*) > 0",
  "SELECT id, coalesce(wiki, 'none'), nvl(`order`, -1), if(id > 2, 'big', 'small') FROM t",
  "SELECT id, CASE WHEN id = 1 THEN 'one' WHEN wiki IS NULL THEN 'null' ELSE 'else' END, CASE id WHEN 2 THEN 'two' END FROM t",
  "SELECT id, lower(wiki), upper(wiki), length(wiki), substr(wiki, 2), substring(wiki, 1, 2) FROM t",
  "SELECT id FROM t WHERE wiki LIKE 'en%' OR wiki NOT LIKE '_e%'",
  "SELECT id FROM t WHERE id BETWEEN 2 AND 3 AND wiki IS NOT NULL",
  "SELECT id FROM t WHERE wiki <=> NULL OR `order` <=> 3",
  "SELECT id, e.name, x.weight FROM t LATERAL VIEW explode(items) y AS x LATERAL VIEW explode(items) z AS e WHERE x.weight > 1",
  "SELECT id, item FROM t LATERAL VIEW explode(list) y AS item",
  "SELECT a.id, b.wiki FROM t a LEFT OUTER JOIN t b ON a.id = b.`order` JOIN t c ON c.id = a.id",
  "SELECT wiki, n FROM (SELECT wiki, count(*) AS n FROM t GROUP BY wiki) x WHERE n >= 1",
  "WITH big AS (SELECT id, wiki FROM t WHERE id > 2) SELECT id FROM big UNION ALL SELECT id FROM t",
  "SELECT id FROM t WHERE id IN (SELECT `order` FROM t WHERE `order` IS NOT NULL)",
  "SELECT id FROM t a WHERE EXISTS (SELECT 1 FROM t b WHERE b.`order` = a.id)",
  "SELECT DISTINCT wiki FROM t",
  "SELECT id, row_number() OVER (PARTITION BY enabled ORDER BY wiki, id), rank() OVER (ORDER BY `order` DESC, id), sum(id) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW), lag(wiki) OVER (ORDER BY id DESC) FROM t",
  "SELECT id, wiki FROM t ORDER BY wiki DESC, `order`, id LIMIT 3",
  "SELECT id, wiki FROM t ORDER BY wiki LIMIT 1",
  'SELECT id, "it\'s", \'it\\\'s\', "a \\"b\\"" FROM t -- comment\n WHERE /* one */ enabled',
];

/** Where the rows of Hive are recorded. */
export const record = join(import.meta.dirname, "../src/hive-on-duckdb.record.json");
/** Rows of Hive 4.0.1, by the query; `npm run engines` writes them anew. */
export const rowsOfHive = JSON.parse(readFileSync(record, "utf8")) as Record<string, readonly string[]>;

/** Rows as texts, in an order of their own. */
export const shown = (rows: readonly (readonly Value[])[]) =>
  rows
    .map((row) =>
      JSON.stringify(row, (_, value: unknown) => (typeof value === "bigint" ? Number(value) : value)),
    )
    .sort();
