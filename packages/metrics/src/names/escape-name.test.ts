import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeNode, escapePath, unescapeNode } from "./escape-name.ts";

describe("names in Graphite", () => {
  test.each([
    ["wikitext_2010", "wikitext_2010"],
    ["100-999_edits", "100-999_edits"],
    ["1000+ edits", "1000_x2B__x20_edits"],
    ["en.wikipedia", "en_x2E_wikipedia"],
    ["wiki_x86", "wiki_x86"],
    ["_x2B_", "_x5F_x2B_"],
    ["日本", "_x65E5__x672C_"],
  ])("%s is %s", (value, node) => expect(escapeNode(value)).toBe(node));

  test("come back, whatever they are", () => {
    const unit = fc.oneof(
      fc.constantFrom("_", "x", "2", "B", "F", "+", " ", ".", "-"),
      fc.string({ unit: "grapheme", maxLength: 1 }),
    );
    fc.assert(
      fc.property(fc.string({ unit }), (value) => {
        const node = escapeNode(value);
        expect(node).toMatch(/^[A-Za-z0-9_-]*$/);
        expect(unescapeNode(node)).toBe(value);
      }),
      { numRuns: 2000 },
    );
  });

  test("dots of metrics part nodes", () => {
    expect(escapePath("MediaWiki.Code Mirror.on")).toBe("MediaWiki.Code_x20_Mirror.on");
  });
});
