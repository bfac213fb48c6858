import { type Column, type ColumnType, sameType } from "./column.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columnLists } from "../test/column-types.ts";
import { mergeColumns, showSteps } from "./merge-columns.ts";

const string: ColumnType = { kind: "string" };
const integer: ColumnType = { kind: "integer" };
const struct = (...fields: readonly Column[]): ColumnType => ({ kind: "struct", fields });

describe("mergeColumns", () => {
  it("adds columns by name, and fields wherever they are nested", () => {
    const before: Column[] = [
      { name: "meta", type: struct({ name: "stream", type: string }) },
      { name: "items", type: { kind: "list", items: struct({ name: "a", type: integer }) } },
      { name: "tags", type: { kind: "map", values: struct({ name: "x", type: integer }) } },
    ];
    const after: Column[] = [
      { name: "zoom", type: integer },
      { name: "meta", type: struct({ name: "stream", type: string }, { name: "domain", type: string }) },
      { name: "items", type: { kind: "list", items: struct({ name: "b", type: string }) } },
      { name: "tags", type: { kind: "map", values: struct({ name: "y", type: integer }) } },
      { name: "skin", type: string },
    ];
    const { columns, additions, conflicts } = mergeColumns(before, after);
    expect(conflicts).toEqual([]);
    expect(columns.map(({ name }) => name)).toEqual(["meta", "items", "tags", "skin", "zoom"]);
    const shown = additions.map(({ within, column }) =>
      showSteps([...within, { kind: "field", name: column.name }]),
    );
    expect(shown).toEqual(["skin", "zoom", "meta.domain", "items[].b", "tags{}.y"]);
  });

  it("keeps the type that a column has, and says so", () => {
    const before: Column[] = [{ name: "n", type: integer }];
    const { columns, additions, conflicts } = mergeColumns(before, [{ name: "N", type: string }]);
    expect(columns).toEqual(before);
    expect(additions).toEqual([]);
    expect(conflicts).toEqual([{ at: [{ kind: "field", name: "n" }], has: integer, declared: string }]);
  });

  it("knows all properties that fill a column", () => {
    const before: Column[] = [{ name: "user_agent", type: string, sources: ["user-agent"] }];
    const { columns } = mergeColumns(before, [{ name: "user_agent", type: string }]);
    expect(columns).toEqual([{ name: "user_agent", type: string, sources: ["user-agent", "user_agent"] }]);
  });

  it("is idempotent, never drops, and finds a place for each addition", () => {
    fc.assert(
      fc.property(columnLists, columnLists, (before, declared) => {
        const once = mergeColumns(before, declared);
        const twice = mergeColumns(once.columns, declared);
        expect(twice.additions).toEqual([]);
        expect(twice.columns).toEqual(once.columns);
        // Merging with what is there already adds nothing.
        expect(mergeColumns(once.columns, before).additions).toEqual([]);
        for (const [index, { name }] of before.entries()) expect(once.columns[index]?.name).toBe(name);
      }),
    );
  });

  it("comes to the same whichever way it goes, where nothing is in conflict", () => {
    fc.assert(
      fc.property(columnLists, columnLists, columnLists, (a, b, c) => {
        const steps = mergeColumns(mergeColumns(a, b).columns, c);
        const wanted = mergeColumns(b, c);
        const whole = mergeColumns(a, wanted.columns);
        const all = [mergeColumns(a, b), steps, wanted, whole];
        fc.pre(all.every(({ conflicts }) => conflicts.length === 0));
        expect(sameType(struct(...steps.columns), struct(...whole.columns))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
