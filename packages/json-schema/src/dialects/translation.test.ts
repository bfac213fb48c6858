import { describe, expect, test } from "vitest";
import type { Schema } from "../data/data.ts";
import { asDraft07, readingsOf } from "./translation.ts";

const draft04 = "http://json-schema.org/draft-04/schema#";
const draft07 = "http://json-schema.org/draft-07/schema#";
const draft202012 = "https://json-schema.org/draft/2020-12/schema";

describe("other drafts in draft-07’s words", () => {
  test("id of draft-04 is $id", () => {
    const schema = {
      $schema: draft04,
      id: "http://x/s",
      properties: { id: { type: "string" }, a: { id: "#a", $id: "#b" } },
    };
    const translation = asDraft07(schema);
    expect(translation).toEqual({
      $schema: draft04,
      $id: "http://x/s",
      properties: { id: { type: "string" }, a: { $id: "#a" } },
    });
    expect(asDraft07(translation)).toBe(translation);
    expect(asDraft07(schema)).toBe(translation);
  });

  test("what stands beside a reference counts in 2020-12", () => {
    const schema = {
      $schema: draft202012,
      $defs: { a: { $ref: "#/$defs/b", maxLength: 3 }, b: { $ref: "#/$defs/c", description: "d" } },
      allOf: [true],
      $ref: "#/$defs/a",
    };
    expect(asDraft07(schema)).toEqual({
      $schema: draft202012,
      $defs: {
        a: { maxLength: 3, allOf: [{ $ref: "#/$defs/b" }] },
        b: { $ref: "#/$defs/c", description: "d" },
      },
      allOf: [true, { $ref: "#/$defs/a" }],
    });
  });

  test("an embedded document has the words of its own draft", () => {
    const schema = {
      $schema: draft07,
      id: "a",
      definitions: { x: { $schema: draft04, id: "http://x", items: { id: "#y" } }, y: { id: "#y" } },
    };
    expect(asDraft07(schema)).toEqual({
      $schema: draft07,
      id: "a",
      definitions: { x: { $schema: draft04, $id: "http://x", items: { $id: "#y" } }, y: { id: "#y" } },
    });
  });

  test.each<[string, Schema]>([
    ["draft-07", { $schema: draft07, id: "a", properties: { a: { $ref: "#", maxLength: 1 } } }],
    ["nothing declared", { id: "a", properties: { a: { format: "date" } } }],
    ["draft-04 without identifiers", { $schema: draft04, properties: { a: { type: "string" } } }],
    ["another dialect", { $schema: "https://example.org/meta", id: "a" }],
    ["true", true],
  ])("%s stays the schema that it is", (_, schema) => {
    expect(asDraft07(schema)).toBe(schema);
  });
});

describe("readings", () => {
  test("are one where drafts and validators agree", () => {
    for (const schema of [
      { $schema: draft07, format: "date", properties: { a: { $ref: "#", description: "d" } } },
      { $schema: draft202012, properties: { a: { $ref: "#/$defs/a" } }, $defs: { a: {} } },
    ]) {
      expect(readingsOf(schema)).toEqual({ byDraft: schema, byValidators: schema });
      expect(readingsOf(schema).byDraft).toBe(schema);
    }
  });

  test("draft-07 ignores what stands beside a reference", () => {
    const schema = { $id: "s", $ref: "#/definitions/a", maxLength: 3, definitions: { a: {} } };
    expect(readingsOf(schema)).toEqual({
      byDraft: { $id: "s", $ref: "#/definitions/a", definitions: { a: {} } },
      byValidators: { maxLength: 3, definitions: { a: {} }, allOf: [{ $ref: "#/definitions/a" }] },
    });
  });

  test("2020-12 asserts no format", () => {
    const schema = { $schema: draft202012, $defs: { a: { format: "date", type: "string" } } };
    expect(readingsOf(schema)).toEqual({
      byDraft: { $schema: draft202012, $defs: { a: { type: "string" } } },
      byValidators: schema,
    });
  });
});
