import { expect, test } from "vitest";
import { findConflict } from "./conflict-markers.ts";

const conflict = "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> feature/skins\nc: 3\n";

test.each([
  ["as git writes it", conflict, { offset: 5, ours: "HEAD", theirs: "feature/skins" }],
  [
    "with other ends of lines",
    conflict.replaceAll("\n", "\r\n"),
    { offset: 6, ours: "HEAD", theirs: "feature/skins" },
  ],
  [
    "with the common ancestor",
    conflict.replace("=======", "||||||| 1f0c3ab\nb: 0\n======="),
    { offset: 5, ours: "HEAD", theirs: "feature/skins" },
  ],
  ["without names", "<<<<<<<\n=======\n>>>>>>>", { offset: 0, ours: "ours", theirs: "theirs" }],
])("%s", (_, text, expected) => {
  expect(findConflict(text)).toEqual(expected);
});

test.each([
  ["a heading", "Title\n=======\n"],
  ["a quotation in the middle of a line", "a: '<<<<<<< HEAD'\n=======\n>>>>>>> x\n"],
  ["more signs", "<<<<<<<< HEAD\n========\n>>>>>>>> x\n"],
  ["a conflict without its end", "<<<<<<< HEAD\n=======\n"],
  ["indented text", "a: |\n  <<<<<<< HEAD\n  =======\n  >>>>>>> x\n"],
])("%s is none", (_, text) => {
  expect(findConflict(text)).toBeUndefined();
});
