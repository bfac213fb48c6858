import fc from "fast-check";
import { expect, test } from "vitest";
import { type Data, isArray, isObject } from "../data/data.ts";
import { parseDocument } from "./document.ts";
import { join, resolvePointer } from "../data/pointer.ts";
import { toJson, toYaml } from "./serialize.ts";
import { findRange, lineAndColumn, sourceRanges } from "./source-ranges.ts";

const text = `a: 1
b:
  # a comment
  c: [1, {d: two}, 'x y']
  e: >-
    folded
    text
f: &f {z: 3}
g: *f
'q r': "s"
? long
: 4
`;

test.each([
  ["/a", "1", 1, 4],
  ["/b/c", "[1, {d: two}, 'x y']", 4, 6],
  ["/b/c/1/d", "two", 4, 14],
  ["/b/c/2", "'x y'", 4, 20],
  ["/f/z", "3", 8, 11],
  ["/q r", '"s"', 10, 8],
  ["/long", "4", 12, 3],
])("%s stands at %s", (pointer, written, line, column) => {
  const range = findRange(sourceRanges(text), pointer, text);
  expect(text.slice(range.start, range.end)).toBe(written);
  expect(lineAndColumn(text, range.start)).toEqual({ line, column });
});

test("a collection is shown at its key, what is missing at what should hold it", () => {
  const ranges = sourceRanges(text);
  const shown = (pointer: string) => {
    const range = findRange(ranges, pointer, text);
    return text.slice(range.start, range.end);
  };
  expect(shown("/b")).toBe("b");
  expect(shown("/b/missing")).toBe("b");
  expect(shown("/b/e")).toBe("e");
});

const data = fc.letrec<{ value: Data }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.integer(),
    fc.string(),
    fc.constantFrom(null, true, "yes", "1.0", "- x", "a: b", "# c", "multi\nline\n", "'"),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom("a", "key with space", "1")), tie("value"), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
  ),
})).value;

function* pointers(value: Data, pointer = ""): Generator<string> {
  yield pointer;
  if (isArray(value))
    for (const [index, item] of value.entries()) yield* pointers(item, join(pointer, index));
  else if (isObject(value)) {
    for (const [key, member] of Object.entries(value)) yield* pointers(member, join(pointer, key));
  }
}

test.each([
  ["YAML", toYaml],
  ["JSON", toJson],
])("every value of a %s document is found where it is written", (_, write) => {
  fc.assert(
    fc.property(data, (value) => {
      const written = write(value);
      const parsed = parseDocument(written);
      fc.pre(parsed.kind === "document");
      const ranges = sourceRanges(written);
      for (const pointer of pointers(parsed.document.data)) {
        const range = ranges.get(pointer);
        expect(range, pointer).toBeDefined();
        const found = resolvePointer(parsed.document.data, pointer);
        if (range === undefined || typeof found === "object") continue;
        const again = parseDocument(written.slice(range.value.start, range.value.end));
        // A block scalar needs its surroundings to be read.
        if (again.kind === "document" && !/^[|>]/.test(written.slice(range.value.start))) {
          expect(again.document.data).toEqual(found);
        }
      }
    }),
    { numRuns: 300 },
  );
});
