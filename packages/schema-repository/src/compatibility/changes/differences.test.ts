import type { Data, DataObject } from "@addendum/json-schema";
import { describe, expect, test } from "vitest";
import { findDifferences } from "./differences.ts";

const object = (properties: DataObject): DataObject => ({ type: "object", properties });
const found = (old: DataObject, newer: DataObject) =>
  findDifferences(old, newer).map(({ kind, path }) => `${kind} ${path.join(".")}`);

describe("a schema that refers to itself", () => {
  const comments = (text: Data, replies: Data): DataObject => ({
    ...object({ comment: { $ref: "#/definitions/comment" } }),
    definitions: { comment: object({ text, replies }) },
  });
  const again = { type: "array", items: { $ref: "#/definitions/comment" } };

  test("is looked into once more, and no further", () => {
    expect(found(comments({ type: "string" }, again), comments({ type: "integer" }, again))).toEqual([
      "type-changed comment.text",
      "type-changed comment.replies.*.text",
    ]);
  });

  test("is seen not to do so any more", () => {
    const old = comments({ type: "string" }, again);
    const newer = comments({ type: "string" }, { type: "array", items: { type: "string" } });
    expect(found(old, newer)).toContain("type-changed comment.replies.*");
  });

  test("as a whole, and as an alternative", () => {
    const tree = (value: Data): DataObject => ({
      ...object({ value, left: { anyOf: [{ $ref: "#" }, { type: "null" }] } }),
    });
    expect(found(tree({ type: "string" }), tree({ type: "boolean" }))).toEqual([
      "type-changed value",
      "type-changed left.value",
      "type-changed left.left.value",
    ]);
  });
});

test.each(["properties", "anyOf", "allOf"])(
  "references that double in %s are followed to an end",
  (keyword) => {
    const doubling = (leaf: Data): DataObject => {
      const next = (index: number) => ({ $ref: `#/definitions/d${index + 1}` });
      const level = (index: number): Data =>
        keyword === "properties"
          ? object({ x: next(index), y: next(index), own: leaf })
          : { [keyword]: [next(index), next(index)], ...object({ own: leaf }) };
      const levels = Array.from({ length: 60 }, (_, index): [string, Data] => [`d${index}`, level(index)]);
      return { ...object({ d: next(-1) }), definitions: Object.fromEntries([...levels, ["d60", leaf]]) };
    };
    expect(found(doubling({ type: "string" }), doubling({ type: "string" }))).toEqual([]);
    const differences = found(doubling({ type: "string" }), doubling({ type: "integer" }));
    if (keyword === "properties") expect(differences).toContain("type-changed d.x.own");
  },
);
