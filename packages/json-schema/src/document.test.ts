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

test("integers that a double cannot hold are told apart from floats", () => {
  const result = parseDocument("a: 9007199254740993\nb: 9007199254740991\nc: 1e21\nd: [-9007199254740992]\n");
  expect(result.kind === "document" && result.document.unsafeIntegers).toEqual([
    { pointer: "/a", text: "9007199254740993" },
    { pointer: "/d/0", text: "-9007199254740992" },
  ]);
});
