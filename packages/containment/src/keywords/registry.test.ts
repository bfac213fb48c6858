import { compile } from "@addendum/json-schema/validator";
import { draft07, keywordsWhere, type Schema } from "@addendum/json-schema";
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { contains } from "../contains.ts";
import type { ContentModel } from "../verdict.ts";
import cases from "./keywords.cases.json" with { type: "json" };
import { keywords } from "./registry.ts";

interface Case {
  readonly name: string;
  readonly contentModel?: string;
  readonly old: unknown;
  readonly new: unknown;
  readonly expected: string;
}

const byKeyword = cases as Readonly<Record<string, readonly Case[]>>;

test("every keyword’s file is registered", () => {
  const files = readdirSync(import.meta.dirname).filter((name) => /^\w+\.ts$/.test(name));
  const names = files.map((name) => name.slice(0, -".ts".length)).filter((name) => name !== "registry");
  expect(keywords.map(({ name }) => name).sort()).toEqual(names.sort());
});

test("every assertion of the dialect is registered, or read by the keyword that it stands beside", () => {
  const alone = keywordsWhere(draft07, ({ says, beside }) => says === "assertion" && beside === undefined);
  expect(["$ref", ...keywords.map(({ name }) => name)].sort()).toEqual([...alone].sort());
});

test.each(keywords.map(({ name }) => name))("%s has cases of either verdict", (name) => {
  const verdicts = (byKeyword[name] ?? []).map(({ expected }) => expected);
  expect(verdicts).toContain("compatible");
  expect(verdicts).toContain("incompatible");
});

describe.each(Object.keys(byKeyword))("%s", (keyword) => {
  test.each(byKeyword[keyword] ?? [])("$name", ({ old, new: newer, expected, contentModel = "closed" }) => {
    const [before, after] = [old as Schema, newer as Schema];
    const verdict = contains(before, after, { contentModel: contentModel as ContentModel });
    expect(verdict).toMatchObject({ kind: expected });
    if (verdict.kind !== "incompatible") return;
    expect(compile(before)(verdict.witness)).toEqual([]);
    expect(compile(after)(verdict.witness)).not.toEqual([]);
  });
});
