import type { Schema } from "@addendum/json-schema";
import { describe, expect, it } from "vitest";
import { type ColumnOptions, columnsOf } from "./column.ts";
import { columnName, fieldName } from "./column-name.ts";
import { declare } from "./declaration.ts";

function columns(properties: Record<string, Schema>, options: ColumnOptions = {}) {
  return columnsOf(declare({ type: "object", properties } as Schema), options);
}

/** The types of columns by name, and the reasons of what has none by its path. */
function summary(properties: Record<string, Schema>, options: ColumnOptions = {}) {
  const { columns: found, misfits } = columns(properties, options);
  return {
    columns: Object.fromEntries(found.map(({ name, type }) => [name, type])),
    misfits: Object.fromEntries(misfits.map(({ path, reason }) => [path.join("."), reason])),
  };
}

describe("names of columns", () => {
  it.each([
    ["$schema", "_schema"],
    ["user-agent", "user_agent"],
    ["pageId", "pageid"],
    ["1st", "_st"],
    ["_ok", "_ok"],
    ["größe", "gr__e"],
    ["a`; DROP TABLE t; --", "a___drop_table_t____"],
    ["🙂", "_"],
  ])("%s is the column %s", (property, column) => {
    expect(columnName(property)).toBe(column);
  });

  it("keeps the case of fields inside structs", () => {
    expect(fieldName("pageId")).toBe("pageId");
  });
});

describe("columnsOf", () => {
  it("has a type for each JSON type that has one value after another", () => {
    const found = summary({
      enabled: { type: "boolean" },
      count: { type: "integer" },
      share: { type: "number" },
      skin: { type: "string" },
      dt: { type: "string", format: "date-time" },
      tags: { type: "array", items: { type: "string" } },
      labels: { type: "object", additionalProperties: { type: "integer" } },
      meta: { type: "object", properties: { domain: { type: "string" } } },
      editor: { enum: ["a", "b"] },
    });
    expect(found.misfits).toEqual({});
    expect(found.columns).toEqual({
      enabled: { kind: "boolean" },
      count: { kind: "integer" },
      share: { kind: "number" },
      skin: { kind: "string" },
      dt: { kind: "string" },
      tags: { kind: "list", items: { kind: "string" } },
      labels: { kind: "map", values: { kind: "integer" } },
      meta: { kind: "struct", fields: [{ name: "domain", type: { kind: "string" } }] },
      editor: { kind: "string" },
    });
  });

  it("makes date-times columns of time where that is asked for", () => {
    const { columns: found } = summary(
      { dt: { type: "string", format: "date-time" }, other: { type: "string", format: "date" } },
      { timestamps: "timestamp" },
    );
    expect(found).toEqual({ dt: { kind: "timestamp" }, other: { kind: "string" } });
  });

  it("takes null for an absent value, and an integer for a number", () => {
    expect(summary({ a: { type: ["string", "null"] }, b: { type: ["number", "integer"] } })).toEqual({
      columns: { a: { kind: "string" }, b: { kind: "number" } },
      misfits: {},
    });
  });

  it("says of each property without a column why", () => {
    const found = summary({
      union: { type: ["string", "integer"] },
      alternatives: {
        anyOf: [{ type: "string" }, { type: "object", properties: { a: { type: "string" } } }],
      },
      untyped: { description: "Anything." },
      tuple: { type: "array", items: [{ type: "string" }, { type: "integer" }] },
      list: { type: "array" },
      open: { type: "object" },
      free: { type: "object", additionalProperties: true },
      nothing: { type: "null" },
      mixed: {
        type: "object",
        properties: { a: { type: "string" } },
        additionalProperties: { type: "integer" },
      },
      listOfUnions: { type: "array", items: { type: ["string", "integer"] } },
      outer: {
        type: "object",
        properties: { inner: { type: ["string", "integer"] }, ok: { type: "string" } },
      },
    });
    expect(found.misfits).toEqual({
      union: "union",
      alternatives: "union",
      untyped: "untyped",
      tuple: "tuple",
      list: "undeclared",
      open: "undeclared",
      free: "undeclared",
      nothing: "null",
      mixed: "mixed",
      "listOfUnions.*": "union",
      "outer.inner": "union",
    });
    expect(found.columns).toEqual({
      outer: { kind: "struct", fields: [{ name: "ok", type: { kind: "string" } }] },
    });
  });

  it("stores them as JSON text where that is asked for", () => {
    expect(
      summary(
        { open: { type: "object" }, list: { type: "array", items: { type: "object" } } },
        { misfitsAsJson: true },
      ),
    ).toEqual({
      columns: { open: { kind: "json" }, list: { kind: "list", items: { kind: "json" } } },
      misfits: {},
    });
  });

  it("sees no difference between items that are not declared and items that may be anything", () => {
    for (const items of [{}, true, { description: "Anything." }, { anyOf: [{ type: "string" }, {}] }]) {
      const list = { type: "array", items };
      expect(summary({ list }).misfits).toEqual({ list: "undeclared" });
      expect(summary({ list }, { misfitsAsJson: true }).columns).toEqual({ list: { kind: "json" } });
    }
  });

  it("takes names that a map is known to hold for hints", () => {
    const map = {
      type: "object",
      properties: { known: { type: "string" } },
      additionalProperties: { type: "string" },
    };
    expect(summary({ map }).columns).toEqual({ map: { kind: "map", values: { kind: "string" } } });
    const struct = { ...map, additionalProperties: { description: "Whatever else." } };
    expect(summary({ struct }).columns["struct"]).toMatchObject({ kind: "struct" });
  });

  it("gives a column to the first of two properties that would share it, at any level", () => {
    const found = columns({
      "user-id": { type: "integer" },
      user_id: { type: "string" },
      meta: { type: "object", properties: { A: { type: "string" }, a: { type: "string" } } },
    });
    expect(found.misfits).toMatchObject([
      { path: ["user_id"], pointer: "/properties/user_id", reason: "collision", detail: "user-id" },
      { path: ["meta", "a"], reason: "collision", detail: "A" },
    ]);
  });

  it("leaves the names alone that tables have for themselves", () => {
    const { misfits } = columns({ Year: { type: "integer" } }, { reserved: new Set(["year"]) });
    expect(misfits).toMatchObject([{ path: ["Year"], reason: "reserved", detail: "year" }]);
  });

  it("ends where a schema refers to itself", () => {
    const schema = {
      properties: { tree: { $ref: "#/definitions/node" } },
      definitions: {
        node: {
          type: "object",
          properties: { name: { type: "string" }, child: { $ref: "#/definitions/node" } },
        },
      },
    };
    const { misfits } = columnsOf(declare(schema as Schema));
    expect(misfits.map(({ reason }) => reason)).toEqual(["deep"]);
  });

  it("treats names of Object.prototype as any other", () => {
    const properties = JSON.parse(
      '{"constructor": {"type": "string"}, "__proto__": {"type": "integer"}, "toString": {"type": "boolean"}}',
    ) as Record<string, Schema>;
    expect(columns(properties).columns.map(({ name }) => name)).toEqual([
      "constructor",
      "__proto__",
      "tostring",
    ]);
  });
});
