import { describe, expect, test } from "vitest";
import { parseDocument } from "./document.ts";
import { lineAndColumn } from "./source-ranges.ts";

/** Where the tab is, and what the problem says; undefined where there is none. */
function tabIn(text: string): string | undefined {
  const result = parseDocument(text);
  if (result.kind === "document") return undefined;
  const { problem } = result;
  if (problem.kind !== "syntax") return problem.kind;
  if (!problem.reason.includes("indented with a tab")) return problem.reason;
  const { line, column } = lineAndColumn(text, problem.offset);
  return `${line}:${column}`;
}

describe("a tab that indents is named, with its place", () => {
  test.each([
    ["a key of an outer object", "event:\n  box:\n    w: 1\n\tclosed: false\n", "4:1"],
    ["a first key", "event:\n\tw: 1\n", "2:1"],
    ["a key that is there already", "type: object\na:\n\ttype: string\n", "3:1"],
    ["behind spaces", "event:\n  v: 1\n  \tw: 1\n", "3:3"],
    ["before spaces", "event:\n\t  w: 1\n", "2:1"],
    ["before the first key of all", "\tw: 1\n", "1:1"],
    ["a quoted key", "event:\n  v: 1\n\t'w': 1\n", "3:1"],
    ["an alias as a key", "n: &n w\nevent:\n\t*n : 1\n", "3:1"],
    ["a merge key", "n: &n { w: 1 }\nevent:\n\t<<: *n\n", "3:1"],
    ["below an anchor", "event: &e\n\tw: 1\n", "2:1"],
    ["an item", "list:\n\t- 1\n", "2:1"],
    ["an item behind spaces", "list:\n  - 1\n  \t- 2\n", "3:3"],
    ["an item among others", "list:\n- 1\n\t- 2\n", "3:1"],
    ["a list in a list", "-\t- 1\n", "1:2"],
    ["a list in a list, behind a space", "- \t- 1\n", "1:3"],
    ["an object in a list", "-\ta: 1\n  b: 2\n", "1:2"],
    ["the second key of an object in a list", "- a: 1\n\tb: 2\n", "2:1"],
    ["a complex key", "?\ta: 1\n", "1:2"],
    ["an object below a complex key", "? a\n:\tb: 1\n", "2:2"],
    ["a value on a line of its own", "a:\n\tb\n", "2:1"],
    ["a plain text that goes on", "a: b\n\tc\n", "2:1"],
    ["what looks like a plain text that goes on", "a: b\n\tc: d\n", "2:1"],
    ["a quoted text that goes on", 'a: "b\n\tc"\n', "2:1"],
    ["a flow collection inside a block", "a: {\n\tb: 1\n  }\n", "2:1"],
    ["a flow collection that is an item", "- {\n\ta: 1 }\n", "2:1"],
    ["a flow collection that needs more spaces", "a:\n  b: [\n  \t1 ]\n", "3:3"],
    ["a block scalar", "a: |\n\tb\n", "2:1"],
    ["a block scalar that goes on", "a: |\n  b\n\tc\n", "3:1"],
    ["a block scalar whose lines need more spaces", "a: |\n  b\n \tc\n", "3:2"],
    ["a blank line that ends a block scalar", "a: |\n  b\n\t\n  c\n", "3:1"],
    ["after a block scalar", "a: |\n  b\n\tc: 1\n", "3:1"],
    ["with Windows’ ends of lines", "a:\r\n  b: 1\r\n\tc: 2\r\n", "3:1"],
    ["with a mistake that it causes further on", "a:\n  - b\n\tc: 1\n  - d\n", "3:1"],
  ])("%s", (_, text, place) => expect(tabIn(text)).toBe(place));

  test("with old Macs’ ends of lines", () => {
    expect(parseDocument("a:\r  b: 1\r\tc: 2\r")).toMatchObject({
      kind: "problem",
      problem: { kind: "syntax", offset: 10 },
    });
  });
});

describe("a tab elsewhere is legal", () => {
  test.each([
    ["behind a colon", "a:\tb\n", { a: "b" }],
    ["behind a dash, before a value", "-\ta\n- \tb\n", ["a", "b"]],
    ["before a value on a line of its own", "a:\n  \tb\nc:\n  \t{ d: 1 }\n", { a: "b", c: { d: 1 } }],
    ["in a plain text that goes on", "a: b\n  \tc\n", { a: "b c" }],
    ["in a quoted text that goes on", "a: \"b\n  \tc\"\nd: 'e\n \tf'\n", { a: "b c", d: "e f" }],
    ["in a text", "a: b\tc\n", { a: "b\tc" }],
    [
      "in a block scalar, behind its spaces",
      "a: |\n  \tb\n  c\nd: >\n  e\n  \tf\n",
      { a: "\tb\nc\n", d: "e\n\tf\n" },
    ],
    ["in a block scalar that says its indentation", "a: |1\n \tb\n", { a: "\tb\n" }],
    ["in text that looks like a mapping", "a: |\n  b:\n  \tc: 1\n", { a: "b:\n\tc: 1\n" }],
    [
      "in a flow collection, behind its spaces",
      "a: {\n  \tb: 1,\n  \tc: [\n  \t\t2 ] }\n",
      { a: { b: 1, c: [2] } },
    ],
    ["before a closing bracket", "a: [\n  1\n\t]\n", { a: [1] }],
    ["in JSON", '{\n\t"a": {\n\t\t"b": [\n\t\t\t1\n\t\t]\n\t}\n}\n', { a: { b: [1] } }],
    ["in JSON behind a comment", '# note\n\n{\n\t"a": 1\n}\n', { a: 1 }],
    ["before JSON", '\t{ "a": 1 }', { a: 1 }],
    ["in a blank line", "a:\n\t\n  b: 1\n \t \n", { a: { b: 1 } }],
    ["before a comment", "a:\n\t# note\n  b: 1 \t# note\n", { a: { b: 1 } }],
    ["at the end of a line", "a:\t\n  b: 1\t\nc: 2\n", { a: { b: 1 }, c: 2 }],
    ["before a colon", "a\t: 1\n", { a: 1 }],
    ["behind the mark of a document", "---\ta\n", "a"],
  ])("%s", (_, text, data) => {
    expect(parseDocument(text)).toMatchObject({ kind: "document", document: { data } });
  });

  test("and is not blamed for another mistake", () => {
    expect(tabIn("a:\n  \tb\nc: 1\nd: [1\n")).not.toMatch(/^\d|tab/);
    expect(tabIn('{\n\t"a": [1,\n\t"b": 2\n')).not.toMatch(/^\d|tab/);
    expect(tabIn("a: |\n  \tb\nc: 1\nc: 2\n")).toBe("the key “c” appears twice");
  });
});

test("in what is published already, a tab means what it meant", () => {
  const text = "event:\n  box:\n    w: 1\n\tclosed: false\n";
  expect(parseDocument(text, { isPublished: true })).toMatchObject({
    document: { data: { event: { box: { w: 1 } }, closed: false } },
  });
});

test("what is full of tabs comes to an end", () => {
  const size = 40_000;
  const values = Array.from({ length: size }, (_, index) => `k${index}:\n  \tv\n`).join("");
  const items = `a: [\n${"  \t1,\n".repeat(4 * size)}  2]\n`;
  expect(tabIn(values)).toBeUndefined();
  expect(tabIn(items)).toBeUndefined();
});
