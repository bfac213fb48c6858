import { parseDocument } from "@addendum/json-schema";
import { serialize } from "node:v8";
import { expect, test } from "vitest";
import { withNarrowNames } from "./narrow-names.ts";

/** V8 marks a text of one byte a character with a quote, after the two bytes of its version. */
const isNarrow = (text: string) => serialize(text)[2] === 0x22;

const namesOf = (text: string) => {
  const parsed = parseDocument(text);
  return parsed.kind === "document" ? Object.keys(parsed.document.data as object) : [];
};

test.each([
  ["YAML", "description: What’s shown\nnarrow_one_of_yaml: 1\nnarrow.two-of-yaml: 2\n"],
  ["quoted YAML", "description: What’s shown\n\"narrow_three_of_yaml\": 1\n'narrow_four_of_yaml' : 2\n"],
])("names cut out of a wide text of %s are narrow", (_, text) => {
  expect(withNarrowNames(text, namesOf).map(isNarrow)).toEqual([true, true, true]);
});

test("that is how V8 does it", () => {
  expect(namesOf("description: What’s shown\nwide_name_of_yaml: 1\n").map(isNarrow)).toEqual([true, false]);
});

test("a name that is itself wide stays what it is", () => {
  const text = "größe_’: 1\n__proto__: 2\n";
  expect(withNarrowNames(text, namesOf)).toEqual(["größe_’", "__proto__"]);
});
