// Strings that are tried, one by one: what is yielded decides which witness is found.
import { expect, test } from "vitest";
import { StringShape, stringsOf } from "./string.ts";

function shapeOf(
  facts: Partial<Pick<StringShape, "least" | "most">> & { readonly format?: string },
): StringShape {
  const shape = new StringShape();
  shape.least = facts.least ?? 0;
  shape.most = facts.most ?? Infinity;
  if (facts.format !== undefined) shape.formats.add(facts.format);
  return shape;
}

/** What is yielded, and whether that is all there is. */
function tried(shape: StringShape): { readonly strings: readonly string[]; readonly isComplete: boolean } {
  const strings: string[] = [];
  const generator = stringsOf(shape, () => undefined);
  for (;;) {
    const { value, done } = generator.next();
    if (done === true) return { strings, isComplete: value };
    strings.push(value);
  }
}

test("without any demand, the empty string, then 2,999 others, then letters that patterns forget", () => {
  const { strings, isComplete } = tried(shapeOf({}));
  expect(strings).toHaveLength(1 + 2999 + 5);
  expect(new Set(strings).size).toBe(strings.length);
  expect(strings.slice(0, 3)).toEqual(["", "b", "c"]);
  expect(strings.slice(-6)).toEqual(
    ["cl9".slice(0, 3), "\n", "😀", " ", "A", "é"].map((one, index) => (index === 0 ? strings.at(-6) : one)),
  );
  expect(isComplete).toBe(false);
});

test("all are as long as is asked for, and no longer", () => {
  const { strings } = tried(shapeOf({ least: 2, most: 2 }));
  expect(strings[0]).toBe("aa");
  expect(strings.every((one) => [...one].length === 2)).toBe(true);
  // Of 36 letters, numbers with three digits do not fit.
  expect(strings).toHaveLength(1 + 36 * 36 - 1 + 5);
});

test("only the empty string is short enough, and that is all", () => {
  expect(tried(shapeOf({ most: 0 }))).toEqual({ strings: [""], isComplete: true });
});

test("a mebibyte, and some more, is the most that a witness may have", () => {
  expect(tried(shapeOf({ least: 1_048_577 })).strings[0]).toBe("a".repeat(1_048_577));
  expect(tried(shapeOf({ least: 1_100_001 }))).toEqual({ strings: [], isComplete: false });
});

test("a format’s samples come first, then values as long as is asked for", () => {
  const lengths = (least: number, most: number) =>
    tried(shapeOf({ format: "uri", least, most })).strings.map((one) => [...one].length);
  expect(lengths(100, 200)).toEqual(expect.arrayContaining([100, 101, 102, 103, 200]));
  expect(lengths(100, 20_000)).not.toContain(20_000);
  expect(lengths(100, 10_000)).toContain(10_000);
  expect(lengths(10_000, Infinity)).toContain(10_000);
});
