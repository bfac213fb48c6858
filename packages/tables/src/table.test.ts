import type { Column } from "@addendum/event-fields";
import { describe, expect, it } from "vitest";
import { tableName, unionOf } from "./table.ts";

describe("tableName", () => {
  it.each([
    ["mediawiki.page-create", undefined, "mediawiki_page_create"],
    ["analytics/codemirror/toggle", { number: 1, first: 1 }, "analytics_codemirror_toggle"],
    ["analytics/codemirror/toggle", { number: 2, first: 1 }, "analytics_codemirror_toggle_2"],
    ["eventlogging_CodeMirrorUsage", { number: 0, first: 0 }, "eventlogging_codemirrorusage"],
    ["a`; drop table b; --", undefined, "a___drop_table_b____"],
  ])("%s, major %o: %s", (title, major, name) => {
    expect(tableName(title, major)).toBe(name);
  });
});

describe("unionOf", () => {
  const column = (name: string, kind: "string" | "integer"): Column => ({ name, type: { kind } });

  it("keeps what a later version drops, and the first type of a column", () => {
    const { columns, conflicts } = unionOf([
      { version: "1.0.0", columns: [column("a", "string"), column("b", "string")] },
      { version: "1.1.0", columns: [column("b", "integer")] },
      { version: "1.2.0", columns: [column("c", "integer"), column("b", "string")] },
    ]);
    expect(columns).toEqual([column("a", "string"), column("b", "string"), column("c", "integer")]);
    expect(conflicts).toMatchObject([{ version: "1.1.0", declared: { kind: "integer" } }]);
  });
});
