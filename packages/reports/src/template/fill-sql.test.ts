import { describe, expect, test } from "vitest";
import { fillSql, type SqlText } from "./fill-sql.ts";
import { parseTemplate, TemplateError } from "./placeholders.ts";

const mariadb: SqlText = { hasBackslashes: true, hasHashComments: true };
const duckdb: SqlText = { hasBackslashes: false, hasHashComments: false };
const fill = (template: string, value: string, engine = mariadb) =>
  fillSql(
    parseTemplate(template),
    { own: new Map([["from_date", "2026-01-31"]]), given: new Map([["v", value]]) },
    engine,
  );

describe("placeholders", () => {
  test("times stand anywhere, and braces are written twice", () => {
    expect(fill("{from_date} '{from_date}' {{x}}", "")).toBe("2026-01-31 '2026-01-31' {x}");
  });

  test.each([
    ["'{v}'", '1000+ edits; -- " `x`'],
    ['"{v}"', "it's"],
    ["`{v}`", "a b"],
    ["FROM {v}.user", "enwiki"],
    ["LIMIT {v}", "-1.5"],
    ["-- {v}\nx", "a b"],
    ["'it''s {v}'", "a b"],
    ["'\\' {v}'", "a b"],
  ])("%s takes %s", (template, value) => expect(fill(template, value)).toBe(template.replace("{v}", value)));

  test.each([
    ["'{v}'", "it's"],
    ["'{v}'", "a\\"],
    ['"{v}"', 'a"'],
    ["`{v}`", "a`b"],
    ["FROM {v}", "a b"],
    ["FROM {v}", "a;b"],
    ["FROM {v}", "a--b"],
    ["FROM {v}", ""],
    ["-- {v}\nx", "a'b"],
    ["/* {v} */ x", "*/ DROP"],
    ["'{v}'", "a\nb"],
    ["'x' # it's\n, {v}", "a b"],
    ["'x' /* it's */, {v}", "a b"],
    ["'\\'', {v}", "a b"],
  ])("%s does not take %j", (template, value) => expect(() => fill(template, value)).toThrow(TemplateError));

  test("a backslash is read as the engine does", () => {
    expect(fill("'\\', '{v}'", "a b", duckdb)).toBe("'\\', 'a b'");
    expect(() => fill("'\\', {v}, 'x'", "a b", duckdb)).toThrow(TemplateError);
  });

  test.each([
    ["a {b", "line 1 has a single “{”"],
    ["a\n}", "line 2 has a single “}”"],
    ["{}", "line 1 has “{}”, which is not a plain placeholder"],
    ["{a!r}", "not a plain placeholder"],
    ["{a.b}", "not a plain placeholder"],
    ["{0}", "not a plain placeholder"],
  ])("%j is not a template", (template, message) => expect(() => parseTemplate(template)).toThrow(message));

  test("what is asked for and not there is named, with what there is", () => {
    expect(() => fill("{to_date}", "")).toThrow("there is no value for {to_date}; there are: from_date, v");
  });
});
