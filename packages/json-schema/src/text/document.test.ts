import { describe, expect, test } from "vitest";
import { documentLimits, parseDocument } from "./document.ts";

function problem(text: string) {
  const result = parseDocument(text);
  return result.kind === "problem" ? result.problem : undefined;
}

test("YAML and JSON give the same data", () => {
  const yaml = parseDocument("a: 1\nb: [x, null]\n");
  const json = parseDocument('{ "a": 1, "b": ["x", null] }');
  expect(yaml).toEqual(json);
});

test("names of Object.prototype are own properties", () => {
  const result = parseDocument("__proto__: 1\nconstructor: 2\n");
  expect(result.kind === "document" && Object.keys(result.document.data as object)).toEqual([
    "__proto__",
    "constructor",
  ]);
});

describe("what is refused", () => {
  test.each([
    ["an open bracket", "a: [1,"],
    ["a duplicate key", "a: 1\na: 2\n"],
    ["two documents", "a: 1\n---\na: 2\n"],
    ["a control character", "a: \u0001\n"],
    ["an unknown tag", "a: !!js/function 'x'\n"],
  ])("%s", (_, text) => expect(problem(text)).toMatchObject({ kind: "syntax" }));

  test("with the offset of the mistake", () => {
    expect(problem("a: 1\nb: [\n")).toMatchObject({ kind: "syntax", offset: 10 });
  });

  test("a value that holds itself", () => {
    expect(problem("a: &a [1, *a]\n")).toEqual({ kind: "cyclic", pointer: "/a/1" });
  });

  test("an alias bomb, though the text is short", () => {
    const lines = ["x0: &x0 [1, 1, 1, 1, 1, 1, 1, 1]"];
    for (let level = 1; level < 12; level++) {
      lines.push(
        `x${level}: &x${level} [${Array(8)
          .fill(`*x${level - 1}`)
          .join(", ")}]`,
      );
    }
    expect(problem(lines.join("\n"))).toMatchObject({ kind: "too-large", limit: documentLimits.values });
  });

  test("nesting just beyond the limit, but not at it", () => {
    const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    expect(problem(nested(documentLimits.depth))).toBeUndefined();
    expect(problem(nested(documentLimits.depth + 2))).toMatchObject({ kind: "too-large" });
    expect(problem("[".repeat(1_000_000))).toMatchObject({ kind: "too-large" });
  });
});

describe("what JSON cannot hold as it is written", () => {
  const lossy = (text: string) => {
    const result = parseDocument(text);
    return result.kind === "document"
      ? result.document.lossy.map((one) => `${one.pointer} ${one.kind} ${one.text}`)
      : undefined;
  };

  test.each([
    [
      "integers that a double rounds, but no floats",
      "a: 9007199254740993\nb: 9007199254740991\nc: 1e21\nd: [-9007199254740992]\ne: 0xFFFFFFFFFFFFFFFF\nf: 9_007_199_254_740_993\n",
      [
        "/a unsafe-integer 9007199254740993",
        "/d/0 unsafe-integer -9007199254740992",
        "/e unsafe-integer 0xFFFFFFFFFFFFFFFF",
        "/f unsafe-integer 9_007_199_254_740_993",
      ],
    ],
    [
      "numbers that are not finite",
      "a: .inf\nb: -.INF\nc: [.nan, '.inf']\nd: 1e999\ne: { f: +.Inf }\n",
      [
        "/a not-finite .inf",
        "/b not-finite -.INF",
        "/c/0 not-finite .nan",
        "/d not-finite 1e999",
        "/e/f not-finite +.Inf",
      ],
    ],
    [
      "the same in JSON",
      '{ "a": 1e999, "b": -1e999, "c": 1e308 }',
      ["/a not-finite 1e999", "/b not-finite -1e999"],
    ],
    [
      "dates",
      'a: 2024-12-25\nb: [2024-12-25T10:00:00Z, "2024-12-25"]\nc: 2024-12-25 10:00:00.5 +1\n',
      ["/a date 2024-12-25", "/b/0 date 2024-12-25T10:00:00.000Z", "/c date 2024-12-25T09:00:00.500Z"],
    ],
    [
      "dates that name a member",
      '2024-12-25: 1\na: { 2024-12-26: { b: 1 }, "2024-12-27": 1 }\n',
      [
        expect.stringMatching(/^\/Wed Dec 25 .* date-key 2024-12-25$/),
        expect.stringMatching(/date-key 2024-12-26$/),
      ],
    ],
    [
      "numbers to the base of 60",
      'a: 12:30\nb: [ -1:30:00.5, "12:30" ]\nc: at 12:30\nd: 12:99\ne: 1230\n',
      ["/a base-60 12:30", "/b/0 base-60 -1:30:00.5"],
    ],
    [
      "once, where an alias repeats it",
      "a: &a .inf\nb: *a\nc: &c 9007199254740993\nd: [*c]\n",
      ["/a not-finite .inf", "/c unsafe-integer 9007199254740993"],
    ],
    [
      "nothing in a text",
      "a: |\n  12:30\n  .inf\nb: '2024-12-25'\nc: 'Wed Dec 25 2024 00:00:00 GMT+0000 (UTC)'\n",
      [],
    ],
  ])("%s", (_, text, expected) => expect(lossy(text)).toEqual(expected));

  test("a quoted name that looks as a date would", () => {
    expect(lossy('"Wed Dec 25 2024 00:00:00 GMT+0000 (UTC)": 1\n')).toEqual([]);
  });
});
