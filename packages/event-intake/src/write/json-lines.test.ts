import { expect, test } from "vitest";
import { stringifyEach } from "./json-lines.ts";

const same = { a: { b: 1 } };

test.each([
  ["none", []],
  ["one", [{ a: 1 }]],
  ["several", [{ a: 1 }, { b: [] }, {}, { c: null }]],
  ["texts with quotes and commas", [{ a: '","' }, { a: '\\","\\' }, { 'a","b': '{"a":"b"},{' }]],
  ["a name that objects inherit", [JSON.parse('{"__proto__":{"a":1},"constructor":2}'), { a: 1 }]],
  ["half a character, and line breaks", [{ a: "\ud800" }, { a: "\n\u2028" }, { "\udfff": 1e300 }]],
  ["the same object twice", [same, same, same]],
])("each line is what JSON.stringify writes: %s", (_, values) => {
  expect(stringifyEach(values)).toEqual(values.map((value) => JSON.stringify(value)));
});
