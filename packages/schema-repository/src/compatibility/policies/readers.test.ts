import type { DataObject } from "@addendum/json-schema";
import { evaluate } from "@addendum/json-schema";
import { expect, test } from "vitest";
import { compareVersionData, objectionsTo } from "../compare-versions.ts";
import type { Reader } from "../../model/reader.ts";

const text = { type: "string" };
const page = (more: DataObject) => ({ type: "object", properties: { id: { type: "integer" }, ...more } });
const old: DataObject = {
  type: "object",
  properties: {
    page: page({ title: text }),
    items: { type: "array", items: page({ name: text }) },
    "user-agent": text,
    kind: { type: "string", enum: ["a", "b"] },
    note: { type: "string", maxLength: 100 },
    tags: { type: "object", additionalProperties: { type: "integer" } },
  },
};

function readerOf(path: string, more: Partial<Reader> = {}): Reader {
  return {
    kind: "report",
    name: `report “${path}”`,
    file: "reports/a.sql",
    title: "a/b",
    major: undefined,
    path: path.split("."),
    how: "reads",
    does: "reads it",
    ...more,
  };
}

/** The rules, and who is named by each. */
function named(newer: Readonly<Record<string, unknown>>, readers: readonly Reader[]): readonly string[] {
  const properties = { ...(old["properties"] as DataObject), ...newer } as Record<
    string,
    DataObject | undefined
  >;
  for (const [name, value] of Object.entries(properties)) if (value === undefined) delete properties[name];
  const comparison = compareVersionData(
    "a/b",
    { version: { major: 1, minor: 0, patch: 0 }, data: old },
    { version: { major: 1, minor: 1, patch: 0 }, data: { ...old, properties } as DataObject },
    "closed",
    (schema, value) => {
      const refusal = evaluate(schema, value as never);
      return refusal && { place: refusal.instancePointer, reason: refusal.keyword };
    },
    { readers: () => readers },
  );
  return objectionsTo([comparison]).flatMap(({ objection }) =>
    objection.rule.id.startsWith("reader-")
      ? (objection.evidence?.readers ?? []).map(({ name }) => `${objection.rule.id.slice(7)}: ${name}`)
      : [],
  );
}

const broken = (path: string) => [`broken: report “${path}”`];
const concerned = (path: string) => [`concerned: report “${path}”`];

test.each([
  ["a field of an object", { page: page({}) }, "page.title", broken("page.title")],
  ["another field of it", { page: page({}) }, "page.id", []],
  ["what holds the field", { page: undefined }, "page.title", broken("page.title")],
  ["the object as such, of which a part goes", { page: page({}) }, "page", []],
  ["a field of items", { items: { type: "array", items: page({}) } }, "items.*.name", broken("items.*.name")],
  ["items themselves", { items: undefined }, "items", broken("items")],
  ["a column whose name is folded", { "user-agent": undefined }, "User_Agent", broken("User_Agent")],
  ["members of a map", { tags: { type: "object", additionalProperties: text } }, "tags.*", broken("tags.*")],
  ["a type", { note: { type: "integer" } }, "note", broken("note")],
  ["an option less", { kind: { type: "string", enum: ["a"] } }, "kind", broken("kind")],
  ["an option more", { kind: { type: "string", enum: ["a", "b", "c"] } }, "kind", concerned("kind")],
  ["a shorter text", { note: { type: "string", maxLength: 10 } }, "note", broken("note")],
  ["a longer text", { note: { type: "string", maxLength: 1000 } }, "note", concerned("note")],
  ["a mark", { note: { type: "string", maxLength: 100, deprecated: true } }, "note", concerned("note")],
  ["a description", { note: { type: "string", maxLength: 100, description: "A note." } }, "note", []],
  ["another field", { more: text }, "note", []],
])("%s", (_, change, path, expected) => {
  expect(named(change, [readerOf(path)])).toEqual(expected);
});

test("who may read a field is no reason to reject, and is named", () => {
  const everything = readerOf("x", { path: [], how: "may read", name: "report “*”" });
  expect(named({ note: undefined }, [everything])).toEqual(concerned("*"));
  expect(named({ more: text }, [everything])).toEqual(concerned("*"));
  expect(named({ note: undefined }, [everything, readerOf("note")])).toEqual([
    "broken: report “note”",
    "broken: report “*”",
  ]);
});

test("who reads another major does not mind", () => {
  expect(named({ note: undefined }, [readerOf("note", { major: 2 })])).toEqual([]);
  expect(named({ note: undefined }, [readerOf("note", { major: 1 })])).toEqual(broken("note"));
});
