import { fullFormats } from "ajv-formats/dist/formats.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isUrl } from "./url-format.ts";

const theirs = fullFormats.url as RegExp;

test("is what their expression is", () => {
  const pieces = [
    "a",
    "b",
    "1",
    "10",
    "127",
    "224",
    ".",
    ".",
    "-",
    ":",
    "@",
    "/",
    "//",
    "80",
    "xx",
    "é",
    "\u3000",
  ];
  const odd = [" ", "\n", "😀", "\ud800", "K", "http://", "?", "#", "@a.bb", "8.8.8.8"];
  const part = fc.oneof(fc.constantFrom(...pieces), fc.constantFrom(...odd));
  const scheme = fc.constantFrom("http://", "https://", "HTTP://", "ftp://", "ftps://", "http:/", "");
  fc.assert(
    fc.property(scheme, fc.array(part, { maxLength: 9 }), (first, rest) => {
      const text = first + rest.join("");
      expect([text, isUrl(text)]).toEqual([text, theirs.test(text)]);
    }),
    { numRuns: 20_000 },
  );
});

test.each([
  ["http://a.bb", true],
  ["http://u:p@ex-ample.org:8080/x@y?z", true],
  ["http://@a.bb", false],
  ["http://@@a.bb", true],
  ["http://10.0.0.1/", false],
  ["http://8.8.8.8:80", true],
  ["http://a.bb:1/", false],
  ["http://a.bb/ x", false],
  ["http://a\u3000.bb", true],
])("%s: %s", (text, verdict) => {
  expect([isUrl(text), theirs.test(text)]).toEqual([verdict, verdict]);
});

test.each(["a:", "a@", "a@b.cc/", ":@", "@a.b:80/", "-a", "a."])("%s many times takes no time", (part) => {
  expect(isUrl(`http://${part.repeat(200_000)} `)).toBe(false);
});
