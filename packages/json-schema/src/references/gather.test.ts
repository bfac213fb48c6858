import { expect, test } from "vitest";
import type { Schema } from "../data/data.ts";
import { gatherDocuments } from "./gather.ts";

/** What is gathered by URI, and the addresses that were asked for. */
function gather(schema: Schema, base: string, files: Record<string, Schema> = {}) {
  const asked: string[] = [];
  const documents = gatherDocuments(schema, base, (address) => {
    asked.push(address);
    return files[address];
  });
  return { documents: Object.fromEntries(documents), asked };
}

const a = ($ref: string): Schema => ({ $ref });
const text = { type: "string" };

test("relative references start from where their document is, and lead on", () => {
  const files = { "a/common.json": { allOf: [a("../b/x.json#/y"), a("common.json")] }, "b/x.json": text };
  expect(gather({ properties: { p: a("common.json#/definitions/t") } }, "a/ev.json", files)).toEqual({
    documents: files,
    asked: ["a/common.json", "b/x.json"],
  });
});

test("an `$id` says what a document is called, and not where it is", () => {
  const common = { $id: "http://x/s/common.json", allOf: [a("more/other.json")] };
  const files = { "a/common.json": common, "a/more/other.json": text, "a/sub/nested.json": text };
  const schema = {
    $id: "http://x/s/ev.json",
    properties: { p: a("common.json"), q: { $id: "sub/", items: a("nested.json") } },
  };
  expect(gather(schema, "a/ev.json", files).documents).toEqual({
    "http://x/s/common.json": common,
    "http://x/s/more/other.json": text,
    "http://x/s/sub/nested.json": text,
  });
});

test("what begins with a slash or a scheme is asked for as it is", () => {
  const schema = {
    $id: "http://x/s",
    allOf: [a("/f/1.0.0#"), a("https://y/z"), a("//h/p"), a("file:///etc/passwd")],
  };
  expect(gather(schema, "a/ev.json").asked).toEqual([
    "/f/1.0.0",
    "https://y/z",
    "//h/p",
    "file:///etc/passwd",
  ]);
  const files = { "/f/1.0.0": { allOf: [a("2.0.0")] } };
  expect(gather(schema, "a/ev.json", files).asked).toContain("/f/2.0.0");
});

test("nothing is asked for that is here already", () => {
  const schema = {
    $id: "http://x/s",
    definitions: { n: { $id: "n" } },
    allOf: [a("#"), a("n"), a("s"), a("http://json-schema.org/draft-07/schema#")],
    enum: [a("data.json")],
  };
  expect(gather(schema, "a").asked).toEqual([]);
});

test("what unknown keywords hold may be referred to, so what that refers to is there", () => {
  expect(
    gather({ $defs: { x: a("b.json") }, not: { $ref: "#/$defs/x", items: a("c.json") } }, "a").asked,
  ).toEqual(["b.json", "c.json"]);
});

test("a URI that means different documents means none", () => {
  const files = {
    "a/b/1.json": { $id: "http://x/b.json", allOf: [a("common.json")] },
    "a/common.json": text,
    "a/b/common.json": { type: "integer" },
  };
  const schema = { $id: "http://x/ev.json", allOf: [a("common.json"), a("b/1.json")] };
  expect(Object.keys(gather(schema, "a/ev.json", files).documents)).toEqual(["http://x/b/1.json"]);
  expect(Object.keys(gather(schema, "a/ev.json", { ...files, "a/b/common.json": text }).documents)).toContain(
    "http://x/common.json",
  );
});

test("documents that lead to each other end", () => {
  const files = { b: a("c"), c: a("b") };
  expect(gather(a("b"), "a", files).documents).toEqual(files);
});

test("documents of draft-04 are called by their id", () => {
  const schema = {
    $schema: "http://json-schema.org/draft-04/schema#",
    id: "http://x/ev.json",
    properties: { p: a("common.json") },
  };
  expect(gather(schema, "a/ev.json", { "a/common.json": text }).documents).toEqual({
    "http://x/common.json": text,
  });
});
