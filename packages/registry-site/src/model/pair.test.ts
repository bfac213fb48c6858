import type { DataObject } from "@addendum/json-schema";
import { defaultSettings } from "@addendum/schema-repository";
import { expect, test } from "vitest";
import { comparePair, pairSettingsOf } from "./pair.ts";
import { plainJudge } from "./refusal-words.ts";
import { pairView } from "../pages/pair-view.ts";

const version = (version: string, properties: DataObject, more: DataObject = {}) => ({
  version,
  schema: { $id: `/a/b/${version}`, type: "object", properties, ...more },
});
const settings = pairSettingsOf(defaultSettings, "a/b");

test("an addition is compatible, and a minor step", () => {
  const pair = comparePair(
    "a/b",
    version("1.0.0", { a: { type: "string" } }),
    version("1.1.0", { a: { type: "string" }, b: { type: "integer" } }),
    settings,
  );
  expect(pair).toMatchObject({
    verdict: "compatible",
    witnesses: [],
    bump: { made: "minor", least: "minor" },
  });
  expect(pair.changes).toMatchObject([{ kind: "added", path: "b", rules: [] }]);
  expect(pairView(pair).text).toContain("Every event that 1.0.0 accepts is valid under 1.1.0.");
});

test("a break shows an event that breaks, its culprit marked, and which change it is", () => {
  const pair = comparePair(
    "a/b",
    version("1.0.0", { skin: { type: "string", maxLength: 32 } }),
    version("1.1.0", { skin: { type: "string", maxLength: 16 }, c: { type: "string" } }),
    settings,
  );
  expect(pair).toMatchObject({ verdict: "incompatible", bump: { made: "minor", least: "major" } });
  expect(pair.witnesses[0]).toMatchObject({
    culprit: "/skin",
    refusal: "/skin must have at most 16 characters",
  });
  expect(pair.changes.find(({ path }) => path === "skin")?.rules).toContain("event-invalidated");
  const shown = pairView(pair).text;
  expect(shown).toMatch(/<mark>skin: a{17,}<\/mark><span class="culprit">/);
  expect(shown.indexOf("breaks old events")).toBeLessThan(shown.indexOf("New optional field"));
});

test("what was accepted is told with its reason", () => {
  const waived = pairSettingsOf(
    {
      ...defaultSettings,
      waivers: [
        {
          rules: ["event-invalidated"],
          title: "a/b",
          version: "1.1.0",
          reason: "Nobody sent it.",
          owner: "Ann",
        },
      ],
    },
    "a/b",
  );
  const [old, newer] = [
    version("1.0.0", { a: { type: "string" } }),
    version("1.1.0", { a: { type: "integer" } }),
  ];
  expect(comparePair("a/b", old, newer, waived).accepted).toMatchObject([
    { reason: "Nobody sent it.", owner: "Ann" },
  ]);
  expect(pairView(comparePair("a/b", old, newer, waived)).text).toContain("Nobody sent it.");
  // The other way round nothing was accepted.
  expect(comparePair("a/b", newer, old, waived).accepted).toEqual([]);
});

test("a missing member is said by its name", () => {
  const schema = { type: "object", required: ["a", "b"] };
  expect(plainJudge(schema, { a: 1 })).toEqual({ place: "", reason: "must have the property “b”" });
});

test("what cannot be judged is not called compatible", () => {
  const pair = comparePair(
    "a/b",
    version("1.0.0", {}),
    version("1.1.0", {}, { $ref: "/nowhere/1.0.0" }),
    settings,
  );
  expect(pair.verdict).toBe("unknown");
  expect(pairView(pair).text).toContain("could not be decided");
});
