import { describe, expect, it } from "vitest";
import { whyNotOneSelect } from "./one-select.ts";

const engines = ["trino", "hive", "mariadb"];

describe("one SELECT", () => {
  it.each([
    "SELECT 1",
    " select a, b from t where c = 'x; DROP TABLE t' ; ",
    "WITH x AS (SELECT 1 AS n) SELECT n FROM x",
    "(SELECT 1) UNION ALL (SELECT 2)",
    "SELECT 'it''s -- not a comment' -- but this is; DROP TABLE t\n",
    "/* one; two */ SELECT 1 /* INSERT */",
    "SELECT `delete`, replace(a, 'x', 'y') FROM `into`",
    "SELECT a AS update_time, inserted FROM t",
    "SELECT 5 - -1",
    "SELECT 'delete from t'",
  ])("is %s", (sql) => {
    for (const engine of engines) expect([engine, whyNotOneSelect(engine, sql)]).toEqual([engine, undefined]);
  });

  it.each([
    ["", /begin with SELECT/],
    ["-- nothing", /begin with SELECT/],
    ["SELECT 1; SELECT 2", /more than one/],
    ["SELECT 1;;SELECT 2", /more than one/],
    ["SELECT ';' ; DROP TABLE t", /more than one/],
    ["SELECT 'a''; b' ; DROP TABLE t", /more than one/],
    ["DROP TABLE t", /begin with SELECT/],
    ["INSERT INTO t SELECT 1", /begin with SELECT/],
    ["CALL system.sync()", /begin with SELECT/],
    ["EXPLAIN ANALYZE DELETE FROM t", /begin with SELECT/],
    ["SET SESSION x = 1", /begin with SELECT/],
    ["SELECT 'x", /is not closed/],
    ["SELECT /* x", /is not closed/],
    ["SHOW TABLES", /begin with SELECT/],
    ["USE x", /begin with SELECT/],
  ])("is not %j", (sql, reason) => {
    for (const engine of engines) expect(whyNotOneSelect(engine, sql)).toMatch(reason);
  });

  it.each([
    ["hive", "FROM t INSERT INTO x SELECT a", /begin with SELECT/],
    ["hive", "WITH q AS (SELECT 1) INSERT OVERWRITE TABLE x SELECT * FROM q", /INSERT/],
    ["hive", "WITH q AS (SELECT 1) FROM q INSERT INTO x SELECT *", /INSERT/],
    ["hive", "SELECT reflect('java.lang.Runtime', 'x')", /REFLECT/],
    ["hive", "SELECT '\\'' ; DROP TABLE t; --'", /more than one/],
    ["hive", 'SELECT "\\"" ; DROP TABLE t', /more than one/],
    ["mariadb", "SELECT 1 INTO OUTFILE '/tmp/x'", /INTO/],
    ["mariadb", "SELECT 1 /*! INTO OUTFILE '/tmp/x' */", /comment that the engine would execute/],
    ["mariadb", "SELECT 1 /*M!100100 INTO OUTFILE '/tmp/x' */", /comment that the engine would execute/],
    ["mariadb", "SELECT load_file('/etc/passwd')", /LOAD_FILE/],
    ["mariadb", "SELECT a FROM t FOR UPDATE", /UPDATE/],
    ["mariadb", "SELECT a FROM t LOCK IN SHARE MODE", /LOCK/],
    ["mariadb", "SELECT '\\' INTO OUTFILE '/tmp/x' -- '", /backslash/],
    ["mariadb", "SELECT '\\\\' INTO OUTFILE '/tmp/x'", /backslash/],
    ["mariadb", "SELECT 1 --1 INTO OUTFILE '/tmp/x'", /INTO/],
    ["mariadb", "SELECT 1 # x\n; DELETE FROM t", /more than one/],
    ["trino", "SELECT 'a\\' ; DROP TABLE t; --'", /more than one/],
  ])("of %s is not %j", (engine, sql, reason) => {
    expect(whyNotOneSelect(engine, sql)).toMatch(reason);
  });

  it("leaves what differs between engines as it is", () => {
    expect(whyNotOneSelect("trino", "SELECT 'a\\', 'b'")).toBeUndefined();
    expect(whyNotOneSelect("hive", "SELECT 'it\\'s; fine', \"x;y\"")).toBeUndefined();
    expect(whyNotOneSelect("mariadb", "SELECT 'a\\n;b', 5--1 # the end; really")).toBeUndefined();
  });
});
