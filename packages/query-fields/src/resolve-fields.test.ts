import { describe, expect, it, test } from "vitest";
import { tables } from "../test/toggle-tables.ts";
import type { Dialect } from "./dialect.ts";
import { readsField } from "./reads.ts";
import { resolveFields } from "./resolve-fields.ts";

interface Case {
  readonly name: string;
  readonly in: readonly Dialect[];
  readonly sql: string;
  /** `t` is event.toggle, `p` event.page. */
  readonly read: string;
  readonly mayRead?: string;
  readonly undeclared?: string;
}

const all: readonly Dialect[] = ["duckdb", "hive", "spark", "trino", "mariadb"];
const nested: readonly Dialect[] = ["duckdb", "hive", "spark", "trino"];

const cases: readonly Case[] = [
  {
    name: "columns and aliases",
    in: all,
    sql: "SELECT wiki AS w, t.Count c FROM toggle t WHERE T.enabled",
    read: "t.wiki t.count t.enabled",
  },
  {
    name: "a table with its schema",
    in: all,
    sql: "SELECT toggle.wiki, event.toggle.day FROM event.toggle",
    read: "t.wiki t.day",
  },
  {
    name: "fields of structs",
    in: nested,
    sql: "SELECT meta.dt, t.meta.request.size FROM toggle t",
    read: "t.meta.dt t.meta.request.Size",
  },
  {
    name: "items and members",
    in: nested,
    sql: "SELECT items[1].name, scores['a'].low, tags['b'] FROM toggle",
    read: "t.items.*.name t.scores.*.low t.tags",
  },
  {
    name: "a whole struct",
    in: nested,
    sql: "SELECT meta FROM toggle",
    read: "t.meta",
    mayRead: "t.meta:whole struct",
  },
  {
    name: "a struct that is only looked at",
    in: nested,
    sql: "SELECT count(meta), count(*) FROM toggle WHERE meta.request IS NOT NULL",
    read: "t.meta.request",
  },
  {
    name: "a star",
    in: all,
    sql: "SELECT * FROM page",
    read: "",
    mayRead: "p.meta:star p.page_id:star p.title:star p.wiki:star",
  },
  {
    name: "a star of one table",
    in: all,
    sql: "SELECT p.*, t.day FROM toggle t, page p",
    read: "t.day",
    mayRead: "p.meta:star p.page_id:star p.title:star p.wiki:star",
  },
  {
    name: "a star that is counted",
    in: all,
    sql: "SELECT count(*) FROM page WHERE EXISTS (SELECT * FROM toggle)",
    read: "",
  },
  {
    name: "a star inside, of which one column is taken",
    in: all,
    sql: "SELECT title FROM (SELECT * FROM page) x",
    read: "p.title",
  },
  {
    name: "a struct that is carried outwards",
    in: nested,
    sql: "SELECT m.dt FROM (SELECT meta AS m FROM page) x",
    read: "p.meta.dt",
  },
  {
    name: "WITH",
    in: all,
    sql: "WITH a AS (SELECT wiki AS w, day FROM toggle), b AS (SELECT w FROM a) SELECT w FROM b",
    read: "t.wiki t.day",
  },
  {
    name: "WITH that names its columns",
    in: all,
    sql: "WITH a(x, y) AS (SELECT wiki, day FROM toggle) SELECT x FROM a WHERE y > 1",
    read: "t.wiki t.day",
  },
  {
    name: "WITH that hides a table",
    in: all,
    sql: "WITH page AS (SELECT wiki AS title FROM toggle) SELECT title FROM page",
    read: "t.wiki",
  },
  { name: "USING", in: all, sql: "SELECT wiki FROM toggle JOIN page USING (wiki)", read: "t.wiki p.wiki" },
  {
    name: "NATURAL JOIN",
    in: all,
    sql: "SELECT title FROM toggle NATURAL JOIN page",
    read: "p.title",
    mayRead: "p.meta:by name p.wiki:by name t.meta:by name t.wiki:by name",
  },
  {
    name: "several joins",
    in: all,
    sql: "SELECT a.day FROM toggle a LEFT OUTER JOIN page b ON a.wiki = b.wiki JOIN page c ON c.page_id = a.count",
    read: "t.day t.wiki t.count p.wiki p.page_id",
  },
  {
    name: "a correlated subquery",
    in: all,
    sql: "SELECT (SELECT max(page_id) FROM page p WHERE p.wiki = t.wiki AND count > 1) FROM toggle t",
    read: "p.page_id p.wiki t.wiki t.count",
  },
  {
    name: "an inner name that the outer query has, too",
    in: all,
    sql: "SELECT day FROM toggle WHERE count IN (SELECT page_id FROM page WHERE wiki = 'x')",
    read: "t.day t.count p.page_id p.wiki",
  },
  {
    name: "UNION",
    in: all,
    sql: "SELECT wiki AS w FROM toggle UNION ALL SELECT title FROM page ORDER BY w",
    read: "t.wiki p.title",
  },
  {
    name: "a column of a UNION of stars",
    in: all,
    sql: "SELECT title FROM (SELECT * FROM page UNION SELECT * FROM page) u",
    read: "p.title",
  },
  {
    name: "GROUP BY places, HAVING and ORDER BY of aliases",
    in: all,
    sql: "SELECT wiki w, max(day) AS m FROM toggle GROUP BY 1 HAVING max(day) > 3 ORDER BY m, w",
    read: "t.wiki t.day",
  },
  {
    name: "an alias that is called as another column",
    in: all,
    sql: "SELECT wiki AS day FROM toggle ORDER BY day",
    read: "t.wiki",
  },
  {
    name: "windows",
    in: all,
    sql: "SELECT row_number() OVER (PARTITION BY wiki ORDER BY day DESC ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM toggle",
    read: "t.wiki t.day",
  },
  {
    name: "CASE, CAST, BETWEEN, LIKE, IN",
    in: all,
    sql: "SELECT CASE WHEN enabled THEN day ELSE 1 END, CAST(count AS decimal(3, 1)) FROM toggle WHERE wiki NOT LIKE 'day%' AND day BETWEEN 1 AND count AND wiki IN ('title')",
    read: "t.enabled t.day t.count t.wiki",
  },
  {
    name: "units of time are no columns",
    in: all,
    sql: "SELECT extract(day FROM wiki), date '2021-01-01' + interval '1' day FROM toggle",
    read: "t.wiki",
  },
  {
    name: "comments and texts are no columns",
    in: all,
    sql: "SELECT 'day' /* , count */ FROM toggle -- WHERE enabled\n WHERE wiki = 'it''s day'",
    read: "t.wiki",
  },
  {
    name: "what ReportUpdater fills in",
    in: all,
    sql: "SELECT '{from_timestamp}' AS date, {x} FROM {wiki_db}.page WHERE page_id > {from_timestamp} AND title = '{to}'",
    read: "p.page_id p.title",
  },
  {
    name: "a name of which a part is filled in",
    in: all,
    sql: "SELECT {alias}.title FROM page {alias}",
    read: "",
    mayRead: "p.title:unresolved",
  },
  {
    name: "INSERT … SELECT",
    in: all,
    sql: "INSERT INTO page (title, wiki) SELECT wiki, count FROM toggle",
    read: "t.wiki t.count",
  },
  { name: "CREATE TABLE … AS", in: all, sql: "CREATE TABLE x AS SELECT wiki FROM toggle", read: "t.wiki" },
  {
    name: "an unknown table",
    in: all,
    sql: "SELECT other, t.day, u.wiki FROM toggle t JOIN unknown u ON u.x = t.count",
    read: "t.day t.count",
  },
  {
    name: "what is not declared",
    in: all,
    sql: "SELECT nothing, t.none FROM toggle t",
    read: "",
    undeclared: "t.none t.nothing",
  },
  {
    name: "a field that is not declared",
    in: nested,
    sql: "SELECT meta.none, items[1].none FROM toggle",
    read: "t.items t.meta",
    undeclared: "t.items.*.none t.meta.none",
  },
  {
    name: "a column whose name is a word of SQL",
    in: ["hive", "spark", "mariadb"],
    sql: "SELECT `count`, `day` FROM `toggle`",
    read: "t.count t.day",
  },
  {
    name: "quotes for names",
    in: ["duckdb", "trino"],
    sql: 'SELECT "count", t."day" FROM "toggle" AS "t"',
    read: "t.count t.day",
  },
  {
    name: "quotes for texts",
    in: ["hive", "spark", "mariadb"],
    sql: 'SELECT "count" FROM toggle WHERE wiki = "it\\"s day"',
    read: "t.wiki",
  },
  {
    name: "types with commas",
    in: ["spark"],
    sql: "SELECT try_cast(extra AS MAP<STRING, STRUCT<a: INT, b: INT>>), CAST(wiki AS decimal(3, 1)) FROM toggle",
    read: "t.extra t.wiki",
  },
  {
    name: "lateral views",
    in: ["hive", "spark"],
    sql: "SELECT i.name, k, v.high FROM toggle LATERAL VIEW explode(items) e AS i LATERAL VIEW OUTER explode(scores) f AS k, v WHERE i.weight > 1",
    read: "t.items.*.name t.items.*.weight t.scores.*.high",
  },
  {
    name: "posexplode and inline",
    in: ["hive", "spark"],
    sql: "SELECT p, i.name, w FROM toggle LATERAL VIEW posexplode(items) e AS p, i LATERAL VIEW inline(items) f AS n, w, g",
    read: "t.items.*.name t.items.*.weight",
  },
  {
    name: "GET_JSON_OBJECT",
    in: ["hive", "spark"],
    sql: "SELECT get_json_object(extra, '$.a.b[0]'), get_json_object(tags['x'], '$.c') FROM toggle",
    read: "t.extra t.tags",
    mayRead: "t.extra.a.b:json path t.tags.*.c:json path",
  },
  {
    name: "FROM first, several times",
    in: ["hive", "spark"],
    sql: "FROM toggle t INSERT OVERWRITE TABLE a SELECT wiki INSERT INTO TABLE b PARTITION (x = 1) SELECT count WHERE enabled",
    read: "t.wiki t.count t.enabled",
  },
  {
    name: "SELECT TRANSFORM",
    in: ["hive"],
    sql: "SELECT x FROM (SELECT TRANSFORM (wiki, meta) USING 'cat' AS (x, y) FROM toggle) z",
    read: "t.wiki t.meta",
    mayRead: "t.meta:whole struct",
  },
  {
    name: "DISTRIBUTE BY and SORT BY",
    in: ["hive", "spark"],
    sql: "SELECT wiki FROM toggle DISTRIBUTE BY count SORT BY day DESC",
    read: "t.wiki t.count t.day",
  },
  {
    name: "a pattern for names",
    in: ["hive"],
    sql: "SELECT `(wiki|day)?+.+` FROM page",
    read: "",
    mayRead: "p.meta:by name p.page_id:by name p.title:by name p.wiki:by name",
  },
  {
    name: "a script",
    in: ["hive"],
    sql: "SET hive.x = true; USE event; SELECT wiki FROM toggle; SELECT title FROM page;",
    read: "t.wiki p.title",
  },
  {
    name: "the field of every item",
    in: ["hive", "spark"],
    sql: "SELECT items.name FROM toggle",
    read: "t.items.*.name",
  },
  {
    name: "lambdas",
    in: ["spark", "trino"],
    sql: "SELECT transform(items, x -> x.name), filter(items, day -> day.weight > 1), reduce(items, 0, (a, b) -> a + b.weight, s -> s) FROM toggle",
    read: "t.items.*.name t.items.*.weight",
    mayRead: "t.items:whole struct",
  },
  {
    name: "lambdas over maps",
    in: ["spark", "trino"],
    sql: "SELECT cardinality(map_filter(scores, (k, v) -> v.low > 1)) FROM toggle",
    read: "t.scores.*.low",
  },
  {
    name: "a star without some",
    in: ["spark"],
    sql: "SELECT * EXCEPT (title, meta) FROM page",
    read: "",
    mayRead: "p.page_id:star p.wiki:star",
  },
  {
    name: "UNNEST of rows",
    in: ["trino"],
    sql: "SELECT n, u.weight FROM toggle CROSS JOIN UNNEST(items) WITH ORDINALITY AS u (n, weight, tags, o)",
    read: "t.items.*.name t.items.*.weight",
  },
  {
    name: "UNNEST of a map",
    in: ["trino"],
    sql: "SELECT k, v.low FROM toggle, UNNEST(scores) AS u (k, v)",
    read: "t.scores.*.low",
  },
  {
    name: "LATERAL",
    in: ["trino", "duckdb", "mariadb"],
    sql: "SELECT x.m FROM toggle t, LATERAL (SELECT max(page_id) AS m FROM page WHERE page.wiki = t.wiki) x",
    read: "p.page_id p.wiki t.wiki",
  },
  {
    name: "JSON functions",
    in: ["trino"],
    sql: "SELECT json_extract_scalar(extra, '$.a'), JSON_VALUE(extra, 'lax $.b.c' RETURNING varchar NULL ON ERROR) FROM toggle",
    read: "t.extra",
    mayRead: "t.extra.a:json path t.extra.b.c:json path",
  },
  {
    name: "FILTER, WITHIN GROUP, GROUPING SETS",
    in: ["trino", "duckdb"],
    sql: "SELECT count(*) FILTER (WHERE enabled), listagg(title, ',') WITHIN GROUP (ORDER BY page_id) FROM toggle, page GROUP BY GROUPING SETS ((toggle.wiki, day), ())",
    read: "t.enabled t.wiki t.day p.title p.page_id",
  },
  {
    name: "JSON of MariaDB",
    in: ["mariadb"],
    sql: "SELECT JSON_VALUE(meta, '$.dt'), extra->>'$.a.b', JSON_UNQUOTE(JSON_EXTRACT(meta, '$.request.size')) FROM toggle",
    read: "t.extra t.meta",
    mayRead: "t.extra.a.b:json path t.meta.dt:json path t.meta.request.Size:json path",
  },
  {
    name: "GROUP_CONCAT and units of MariaDB",
    in: ["mariadb"],
    sql: "SELECT SQL_NO_CACHE GROUP_CONCAT(DISTINCT wiki ORDER BY day SEPARATOR ','), TIMESTAMPDIFF(DAY, count, NOW()), DATE_ADD(enabled, INTERVAL 1 DAY) # title\nFROM toggle USE INDEX (x) GROUP BY wiki WITH ROLLUP LIMIT 1, 2",
    read: "t.wiki t.day t.count t.enabled",
  },
  {
    name: "DuckDB's own",
    in: ["duckdb"],
    sql: "FROM toggle SELECT list_transform(items, lambda x: x.name), {'a': meta}.a.dt, extra->'$.x', items.list_filter(y -> y.weight > 1)[1].tags, count::VARCHAR QUALIFY row_number() OVER w > 1 WINDOW w AS (PARTITION BY wiki) ",
    read: "t.items.*.name t.items.*.weight t.items.*.tags t.meta.dt t.extra t.count t.wiki",
    mayRead: "t.extra.x:json path",
  },
  {
    name: "what is not looked into",
    in: ["duckdb"],
    sql: "SELECT x FROM toggle PIVOT (count(*) FOR wiki IN ('a'))",
    read: "",
    mayRead:
      "t.count:unresolved t.day:unresolved t.enabled:unresolved t.extra:unresolved t.items:unresolved t.list:unresolved t.meta:unresolved t.scores:unresolved t.tags:unresolved t.wiki:unresolved",
  },
];

const letter = (table: string) => table.replace("event.", "").charAt(0);

describe.each(cases)("$name", ({ in: dialects, sql, read, mayRead = "", undeclared = "" }) => {
  test.each(dialects)("in %s", (dialect) => {
    const reads = resolveFields(sql, dialect, tables);
    expect(reads.problem).toBeUndefined();
    const fields = reads.read.map(({ table, path }) => `${letter(table)}.${path.join(".")}`);
    expect(fields).toEqual(read.split(" ").filter(Boolean).sort(byWords(fields)));
    const may = reads.mayRead.map(
      ({ table, path, reason }) => `${letter(table)}.${path.join(".")}:${reason}`,
    );
    expect(may.sort().join(" ")).toBe(mayRead);
    const unknown = reads.undeclared.map(({ table = "?", path }) => `${letter(table)}.${path.join(".")}`);
    expect(unknown.sort().join(" ")).toBe(undeclared);
  });
});

/** The order in which they are expected does not matter. */
function byWords(found: readonly string[]) {
  return (a: string, b: string) => found.indexOf(a) - found.indexOf(b);
}

describe("a query that cannot be read", () => {
  it.each(all)("may read all of the tables that it mentions, in %s", (dialect) => {
    const reads = resolveFields("SELECT wiki FROM toggle\nWHERE ((", dialect, tables);
    expect(reads).toMatchObject({
      read: [],
      mayRead: [{ table: "event.toggle", path: [], reason: "unreadable" }],
    });
    expect(reads.problem).toMatch(/^line 2, column 9: an expression is missing/);
    expect(readsField(reads, "event.toggle", ["meta", "dt"])).toBe("may read");
    expect(readsField(reads, "event.page", ["title"])).toBe("no");
  });

  it.each(all)("ends, however deep and long it is, in %s", (dialect) => {
    for (const text of [
      "SELECT * FROM " + "(".repeat(300) + "SELECT 1",
      "(".repeat(100_000),
      "SELECT " + "x -> ".repeat(20_000),
      "SELECT " + "(SELECT ".repeat(5000),
      "'",
      "/*",
      "`",
      '"',
      "SELECT 1 FROM a" + ", a".repeat(5000),
    ]) {
      const start = performance.now();
      resolveFields(text, dialect, tables);
      expect(performance.now() - start, text.slice(0, 20)).toBeLessThan(5000);
    }
  });
});

it("never fails, whatever piece of a query is missing or twice", () => {
  for (const { in: dialects, sql } of cases) {
    const pieces = sql.match(/\w+|\s+|[^\w\s]/g) as string[];
    for (const [index, piece] of pieces.entries()) {
      const [before, after] = [pieces.slice(0, index).join(""), pieces.slice(index + 1).join("")];
      for (const dialect of dialects.slice(-1)) {
        resolveFields(before + after, dialect, tables);
        resolveFields(`${before}${piece} ${piece}${after}`, dialect, tables);
        resolveFields(before, dialect, tables);
      }
    }
  }
});

it("says whether a field is read, by what is read of it and around it", () => {
  const reads = resolveFields("SELECT meta.request, items FROM toggle", "trino", tables);
  expect(readsField(reads, "event.toggle", ["meta"])).toBe("reads");
  expect(readsField(reads, "event.toggle", ["meta", "request"])).toBe("reads");
  expect(readsField(reads, "event.toggle", ["meta", "request", "id"])).toBe("may read");
  expect(readsField(reads, "event.toggle", ["meta", "dt"])).toBe("no");
  expect(readsField(reads, "event.toggle", ["items", "*", "name"])).toBe("may read");
  expect(readsField(reads, "event.page", ["meta"])).toBe("no");
});
