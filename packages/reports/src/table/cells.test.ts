import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatRow, fromBytes, parseRow, RowReader, toBytes } from "./cells.ts";

/** The rows of a text that comes in pieces. */
function rowsOf(text: string, sizes: readonly number[]): string[][] {
  const reader = new RowReader();
  const rows: string[] = [];
  let at = 0;
  for (let index = 0; at < text.length; index++) {
    const size = sizes[index % sizes.length] as number;
    rows.push(...reader.push(text.slice(at, at + size)));
    at += size;
  }
  rows.push(...reader.end());
  return rows.map((row) => [...parseRow(row)]);
}

describe("rows", () => {
  test("come back as they were written, in pieces of any size", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", '"', "\t", "\r", "\n", " ", "'", "é") }).map(toBytes);
    const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 6 });
    fc.assert(
      fc.property(table, fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), (rows, sizes) => {
        const text = rows.map((row) => `${formatRow(row)}\r\n`).join("");
        expect(rowsOf(text, sizes)).toEqual(rows);
      }),
    );
  });

  test.each([
    [
      "a\tb\nc\td",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    ["a\r\nb\rc\n", [["a"], ["b"], ["c"]]],
    ['a"b\t"c"d\n', [['a"b', "cd"]]],
    ['"a\r\nb"\tc\n', [["a\r\nb", "c"]]],
    ['"open', [["open"]]],
  ])("%j", (text, rows) => {
    for (const size of [1, 2, 100]) expect(rowsOf(text, [size])).toEqual(rows);
  });

  test("are quoted as Python quotes them", () => {
    expect(formatRow(["2026-01-01", null, 'a"b', "c d", "e\tf", "'", ""])).toBe(
      '2026-01-01\t\t"a""b"\tc d\t"e\tf"\t\'\t',
    );
    expect(formatRow([""])).toBe('""');
  });

  test("text is its bytes", () => {
    expect(fromBytes(toBytes("é🙂"))).toBe("é🙂");
    expect(toBytes("é")).toBe("\u00c3\u00a9");
  });
});
