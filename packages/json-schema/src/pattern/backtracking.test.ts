import { describe, expect, test } from "vitest";
import { backtracksExponentially } from "./backtracking.ts";

describe("what a backtracking matcher drowns in", () => {
  test.each([
    "^(a+)+$",
    "^(a*)*$",
    "^(a|a)*$",
    "^(a|aa)+$",
    "^(\\w+\\s?)*$",
    "^(\\s*,\\s*)*$",
    "^([a-z]+)*\\d$",
    "(x+x+)+y",
    "^((ab)*|(aba)*b)*c$",
    "^(.*?,){1,}P$|^(([^,]+,?)+)$",
  ])("%s", (pattern) => expect(backtracksExponentially(pattern)).toBe(true));
});

describe("what it reads in one way, or in few", () => {
  test.each([
    "^[a-z]+$",
    "^(a+)+",
    "^(ab)+$",
    "^(a|b)*$",
    "^\\d+(\\.\\d+)*$",
    "^(\\w+,)*\\w+$",
    "^\\s*\\S.*\\s*$",
    "^a*a*$",
    "^(?:[0-9]{1,3}\\.){3}[0-9]{1,3}$",
    "^(a?)*$",
    "",
  ])("%s", (pattern) => expect(backtracksExponentially(pattern)).toBe(false));
});

test("what no automaton stands for is left open", () => {
  expect(backtracksExponentially("^(?=a)(b+)+$")).toBeUndefined();
  expect(backtracksExponentially("(")).toBeUndefined();
});

test("a pattern is looked at in few steps, or not at all", () => {
  expect(backtracksExponentially(`^${"(a?){30}".repeat(10)}$`)).toBeUndefined();
  expect(backtracksExponentially(`^${"(a*)*".repeat(60)}$`)).toBeUndefined();
});
