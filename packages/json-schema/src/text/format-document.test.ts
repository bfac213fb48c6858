import fc from "fast-check";
import { expect, test } from "vitest";
import { parseDocument } from "./document.ts";
import { formatDocument } from "./format-document.ts";
import { toYaml } from "./serialize.ts";

const source = `# About the file.
$id: /a/b/1.0.0
title:   a/b   # behind the title
examples:
- {n: 1, dt: 2026-01-01}

# about the properties
# in two lines
properties:
    n: {type:   integer, maximum: 0x1F}   

    s:
        enum: ['yes', no, 1_000, ~, "a # b"]
        description: >
            Folded
            text.
type: object`;

const formatted = `# About the file.
title:   a/b   # behind the title
$id: /a/b/1.0.0
# about the properties
# in two lines
properties:
    n: {type:   integer, maximum: 0x1F}

    s:
        enum: ['yes', no, 1_000, ~, "a # b"]
        description: >
            Folded
            text.
type: object
examples:
- {n: 1, dt: 2026-01-01}
`;

test("keys are ordered; comments, quotes, spellings and layout stay", () => {
  expect(formatDocument(source, false)).toEqual({ kind: "formatted", text: formatted });
  expect(formatDocument(formatted, false)).toEqual({ kind: "formatted", text: formatted });
});

test("JSON is laid out anew, unless an integer would be rounded", () => {
  const text = '{"type":"object","title":"a/b"}';
  expect(formatDocument(text, true)).toEqual({
    kind: "formatted",
    text: '{\n  "title": "a/b",\n  "type": "object"\n}\n',
  });
  expect(formatDocument('{"maximum": 18446744073709551615}', true).kind).toBe("refused");
});

test.each([
  "a: b: c",
  "- a",
  "",
  "{ type: object, title: a }",
  "a: &x 1\n$id: *x\n",
  "type: object\ntitle: a\n...\n",
])("%j is left as it is", (text) => {
  expect(formatDocument(text, false).kind).toBe("refused");
});

test("line ends of Windows stay", () => {
  const result = formatDocument("type: object\r\ntitle: a/b", false);
  expect(result).toEqual({ kind: "formatted", text: "title: a/b\r\ntype: object\r\n" });
});

test("whatever it says, it says afterwards, and formatting again changes nothing", () => {
  const key = fc.oneof(fc.constantFrom("title", "$id", "examples", "type"), fc.string({ maxLength: 8 }));
  let done = 0;
  fc.assert(
    fc.property(fc.dictionary(key, fc.jsonValue({ maxDepth: 3 }), { noNullPrototype: true }), (data) => {
      const text = toYaml(data as never);
      const result = formatDocument(text, false);
      if (result.kind === "refused") return;
      done++;
      expect(dataOf(result.text)).toEqual(dataOf(text));
      expect(formatDocument(result.text, false)).toEqual(result);
    }),
    { numRuns: 300 },
  );
  expect(done).toBeGreaterThan(150);
});

/** What a text holds; which of its keys comes first is no part of that. */
function dataOf(text: string): unknown {
  const parsed = parseDocument(text);
  return parsed.kind === "document" ? parsed.document.data : parsed;
}
