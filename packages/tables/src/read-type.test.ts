import type { ColumnType } from "@addendum/event-fields";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columnTypes } from "../../event-fields/test/column-types.ts";
import { printers } from "./printers/registry.ts";

describe.each(printers.map((printer) => [printer.engine, printer] as const))(
  "types of %s",
  (engine, printer) => {
    it("are read back as they are written", () => {
      fc.assert(
        fc.property(columnTypes, (type) => {
          const stored = printer.store(type);
          // MariaDB describes a boolean and an integer in words of its own.
          if (engine === "mariadb") return;
          expect(printer.readType(printer.writeType(stored))).toEqual(stored);
        }),
      );
    });
  },
);

function read(engine: string, text: string): ColumnType | undefined {
  return printers.find((printer) => printer.engine === engine)?.readType(text);
}

describe("what engines describe", () => {
  it.each([
    ["hive", "struct<stream:string,dt:string>"],
    ["spark", "struct<stream:string,dt:string COMMENT 'it''s, <when>'>"],
    ["trino-hive", 'row(stream varchar, "dt" varchar)'],
    ["duckdb", 'STRUCT(stream VARCHAR, "dt" VARCHAR)'],
  ])("%s: %s", (engine, text) => {
    const string = { kind: "string" };
    expect(read(engine, text)).toEqual({
      kind: "struct",
      fields: [
        { name: "stream", type: string },
        { name: "dt", type: string },
      ],
    });
  });

  it("keeps what Addendum never makes, word by word", () => {
    expect(read("hive", "decimal(10,2)")).toEqual({ kind: "other", text: "decimal(10,2)" });
    expect(read("hive", "struct<a:decimal(10,2),b:bigint>")).toEqual({
      kind: "struct",
      fields: [
        { name: "a", type: { kind: "other", text: "decimal(10,2)" } },
        { name: "b", type: { kind: "integer" } },
      ],
    });
    expect(read("trino-iceberg", "timestamp(3) with time zone")).toEqual({
      kind: "other",
      text: "timestamp(3) with time zone",
    });
    expect(read("duckdb", "ENUM('a)', 'b')")).toEqual({ kind: "other", text: "ENUM('a)', 'b')" });
  });

  it.each(["struct<a:bigint", "struct<", "array<>>", "row(", "map(varchar", "", "STRUCT(a BIGINT"])(
    "%s is other, and ends",
    (text) => {
      expect(read("duckdb", text)).toMatchObject({ kind: "other" });
      expect(read("hive", text)).toMatchObject({ kind: "other" });
    },
  );

  it("reads names with quotes inside", () => {
    expect(read("duckdb", 'STRUCT("a ""b"" c" BIGINT)')).toEqual({
      kind: "struct",
      fields: [{ name: 'a "b" c', type: { kind: "integer" } }],
    });
  });
});
