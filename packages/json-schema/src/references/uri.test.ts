import { describe, expect, test } from "vitest";
import { resolveUri, splitFragment } from "./uri.ts";

/** Source: RFC 3986 §5.4, the examples of reference resolution. */
const base = "http://a/b/c/d;p?q";

describe("references are resolved as RFC 3986 says", () => {
  test.each([
    ["g:h", "g:h"],
    ["g", "http://a/b/c/g"],
    ["./g", "http://a/b/c/g"],
    ["g/", "http://a/b/c/g/"],
    ["/g", "http://a/g"],
    ["//g", "http://g"],
    ["?y", "http://a/b/c/d;p?y"],
    ["g?y", "http://a/b/c/g?y"],
    [";x", "http://a/b/c/;x"],
    ["g;x?y", "http://a/b/c/g;x?y"],
    ["", "http://a/b/c/d;p?q"],
    [".", "http://a/b/c/"],
    ["./", "http://a/b/c/"],
    ["..", "http://a/b/"],
    ["../g", "http://a/b/g"],
    ["../..", "http://a/"],
    ["../../g", "http://a/g"],
    ["../../../../g", "http://a/g"],
    ["/./g", "http://a/g"],
    ["/../g", "http://a/g"],
    ["g.", "http://a/b/c/g."],
    ["..g", "http://a/b/c/..g"],
    ["./../g", "http://a/b/g"],
    ["g/./h", "http://a/b/c/g/h"],
    ["g/../h", "http://a/b/c/h"],
    ["g?y/../x", "http://a/b/c/g?y/../x"],
  ])("%s", (reference, expected) => {
    expect(resolveUri(reference, base)).toBe(expected);
  });
});

test.each([
  ["item", "", "item"],
  ["./item", "", "item"],
  ["../x/./y", "", "../x/y"],
  ["../y", "a/b", "y"],
  ["../../y", "a/b", "../y"],
  ["..", "a/b", "./"],
  ["", "", ""],
  ["y", "/a/b/1.0.0", "/a/b/y"],
  ["/y/1.0.0", "/a/b/1.0.0", "/y/1.0.0"],
  ["a:b/../c", "", "a:c"],
  ["./a:b", "", "./a:b"],
  [".//x", "/", "/.//x"],
  ["urn:uuid:0", "http://x/y", "urn:uuid:0"],
  ["y", "http://x", "http://x/y"],
  ["../c.json", "file:///a/b.json", "file:///c.json"],
])("%s from “%s” is %s", (reference, from, expected) => {
  expect(resolveUri(reference, from)).toBe(expected);
  expect(resolveUri(expected, "")).toBe(expected);
});

test("equal URIs become one text", () => {
  for (const same of ["HTTP://User@EXAMPLE.com/%7ea/b/../%c3%a9", "http://User@example.com/~a/%C3%A9"]) {
    expect(resolveUri(same, "")).toBe("http://User@example.com/~a/%C3%A9");
  }
  expect(resolveUri("%2e%2E/x", "http://h/a/b")).toBe("http://h/x");
  expect(resolveUri("http://h/A", "")).not.toBe(resolveUri("http://h/a", ""));
});

test("a reference is cut at its first #", () => {
  expect(splitFragment("a#b#c")).toEqual({ address: "a", fragment: "b#c" });
  expect(splitFragment("a")).toEqual({ address: "a", fragment: undefined });
});
