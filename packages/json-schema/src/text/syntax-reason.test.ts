import { expect, test } from "vitest";
import { parseDocument } from "./document.ts";

test.each([
  ["a: 1\na: 2\n", "the key “a” appears twice"],
  ['"a b": 1\n"a b": 2\n', "the key “a b” appears twice"],
  [
    "description: a text: with a colon\n",
    "there is a second “:” in this line; a string that contains “: ” must be in quotes",
  ],
  [": a\n", "there is no key before this “:”"],
  [
    "a: 1\n  b: 2\n",
    "this line is not indented like the other keys beside it, or the value before it is already complete",
  ],
  [
    "a:\n  b: 1\n c: 2\n",
    "this line is not indented like the other keys beside it, or the value before it is already complete",
  ],
  ["n: { type: string\nm: 1\n", "a comma, or the end of a { or [ before this place, is missing"],
  ["a: [1, 2\n", "a { or [ is not closed"],
  ["a: 'x\nb: 1\n", "a quoted string is not closed"],
  ['a: "x\nb: 1\n', "a quoted string is not closed"],
  ["a: x\nb\nc: 1\n", "this line is neither “key: value” nor part of the value before it"],
  [
    'a: "\\d"\n',
    "this escape does not exist in double quotes; write “\\\\” for a backslash, or use single quotes",
  ],
  ["a: *b\n", "there is no anchor “&b”; a string that begins with “*” must be in quotes"],
  ["a: *\n", "a string that begins with “*” must be in quotes"],
  ["a: !x 1\n", "there is no tag “!x”; a string that begins with “!” must be in quotes"],
  ["a: @x\n", "a string that begins with “@” must be in quotes"],
  ["a: `x`\n", "a string that begins with “`” must be in quotes"],
  [
    "a: {b: 1}}\n",
    "this does not belong to what is before it; check the brackets, the indentation and the space after “:”",
  ],
  ["a: 1\n---\nb: 2\n", "there are several documents, separated by “---”, but only one is allowed"],
])("%j", (text, reason) => {
  expect(parseDocument(text)).toMatchObject({ kind: "problem", problem: { kind: "syntax", reason } });
});
