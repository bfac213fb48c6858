import fc from "fast-check";
import { expect, test } from "vitest";
import type { Data } from "../data/data.ts";
import { parseDocument } from "./document.ts";
import { toReadableYaml } from "./readable-yaml.ts";
import { toYaml } from "./serialize.ts";

test.each<[Data, string]>([
  ["\n", '"\\n"\n'],
  ["a\nb\n", '"a\\nb\\n"\n'],
  ["\u2028", '"\\u2028"\n'],
  ["a\0", '"a\\u0000"\n'],
  ["\u001B[0m\u0085", '"\\u001b[0m\\u0085"\n'],
  ["\\L\u2029", '"\\\\L\\u2029"\n'],
  ["\uD800", '"\\ud800"\n'],
  [{ "\u0007": "\\L" }, '"\\u0007": \\L\n'],
  [{ a: ["\v", "textAy"], b: "\\0" }, 'a:\n  - "\\u000b"\n  - textAy\nb: \\0\n'],
  ['he said "\\L"', 'he said "\\L"\n'],
])("%j", (data, text) => {
  expect(toReadableYaml(data)).toBe(text);
});

test("it is the same data, and the same text where nothing is unseen", () => {
  const odd = fc.constantFrom(
    ..."\0\u0007\v\u001B\u0085\u00A0\u2028\u2029\uFEFF\\\"'\n\t: -#LPxU0ae",
    "😀",
    "text",
  );
  const text = fc
    .array(fc.oneof(odd, fc.string({ maxLength: 2 })), { maxLength: 5 })
    .map((parts) => parts.join(""));
  const lists = fc.array(fc.dictionary(text, text, { noNullPrototype: true, maxKeys: 3 }));
  fc.assert(
    fc.property(lists, (list) => {
      const written = toReadableYaml({ list });
      const read = parseDocument(written);
      expect(read.kind === "document" && read.document.data).toEqual({ list });
      if (
        !/[\p{C}\p{Zl}\p{Zp}\u0085\u00A0]/u.test(list.flatMap((one) => Object.entries(one).flat()).join(""))
      )
        expect(written).toBe(toYaml({ list }));
    }),
  );
});
