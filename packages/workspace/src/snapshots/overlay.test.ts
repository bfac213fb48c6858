import { memorySnapshot } from "@addendum/schema-repository";
import { expect, test } from "vitest";
import { Overlay } from "./overlay.ts";

const base = memorySnapshot({
  "schemas/a/current.yaml": "saved",
  "schemas/a/1.0.0.yaml": "published",
  "schemas/a/latest": "-> 1.0.0",
});

test("unsaved texts count instead of what is saved", () => {
  const snapshot = new Overlay(
    base,
    new Map([
      ["schemas/a/current.yaml", "unsaved"],
      ["schemas/a/latest", "no link any more"],
    ]),
  );
  expect(snapshot.read("schemas/a/current.yaml")).toEqual({ kind: "text", text: "unsaved" });
  expect(snapshot.read("schemas/a/1.0.0.yaml")).toEqual({ kind: "text", text: "published" });
  expect(snapshot.list("schemas/a")).toEqual([
    { name: "1.0.0.yaml", kind: "file" },
    { name: "current.yaml", kind: "file" },
    { name: "latest", kind: "file" },
  ]);
});

test("a file that was never saved is there, with the directories that lead to it", () => {
  const snapshot = new Overlay(base, new Map([["schemas/b/c/current.yaml", "new"]]));
  expect(snapshot.list("schemas").map(({ name, kind }) => `${kind} ${name}`)).toEqual([
    "directory a",
    "directory b",
  ]);
  expect(snapshot.list("schemas/b/c")).toEqual([{ name: "current.yaml", kind: "file" }]);
  expect(snapshot.list("schemas/a")).toEqual(base.list("schemas/a"));
  expect(snapshot.read("schemas/b/c/current.yaml")).toEqual({ kind: "text", text: "new" });
  expect(snapshot.read("schemas/b/current.yaml")).toEqual({ kind: "missing" });
});
