import { describe, expect, test } from "vitest";
import type { Data, Schema } from "../data/data.ts";
import { parseDocument } from "../text/document.ts";
import { resolvePointer, resolveReference } from "../data/pointer.ts";
import { subschemas } from "../dialects/subschemas.ts";
import { isObject } from "../data/data.ts";
import { type ReferenceContext, resolve, resolved } from "./resolution.ts";
import { whyUnresolved } from "./unresolved.ts";

const text = { type: "string" };
const integer = { type: "integer" };

/** What the reference at `/properties/a` of a schema leads to; why it leads nowhere, where it does not. */
function targetOf(schema: Schema, context?: ReferenceContext, at = "/properties/a"): Data | undefined {
  const whole = resolved(schema, context);
  const { $ref } = resolvePointer(whole as Data, at) as { $ref: string };
  return resolveReference(whole, $ref) ?? whyUnresolved($ref);
}

const a = ($ref: string): Schema => ({ $ref });

describe("a schema that needs nothing comes back as it is", () => {
  test.each<[string, Schema]>([
    ["no references", { $id: "http://x/s", properties: { a: { $id: "http://x/n" }, b: { $id: "#b" } } }],
    [
      "pointers alone",
      { $id: "/a/1.0.0", properties: { a: a("#/definitions/x"), b: a("#") }, definitions: { x: text } },
    ],
    ["pointers that lead nowhere", { properties: { a: a("#/definitions/x") } }],
    ["pointers into what is no schema", { $defs: { x: text }, properties: { a: a("#/$defs/x") } }],
    ["what is no reference", { properties: { $ref: text, $id: text }, enum: [{ $ref: "x", $id: "y" }] }],
    ["true", true],
  ])("%s", (_, schema) => {
    expect(resolve(schema).schema).toBe(schema);
    expect(resolve(schema).originalPointer("/properties/a")).toBe("/properties/a");
  });
});

describe("references lead where draft-07 says", () => {
  test.each<[string, Schema]>([
    ["a name", { definitions: { x: { $id: "#x", ...integer } }, properties: { a: a("#x") } }],
    ["a name, escaped", { definitions: { x: { $id: "#x", ...integer } }, properties: { a: a("#%78") } }],
    [
      "the document’s own URI",
      { $id: "http://x/s", definitions: { x: integer }, properties: { a: a("http://x/s#/definitions/x") } },
    ],
    [
      "the document’s own URI, written otherwise",
      {
        $id: "HTTP://X/a/../s#",
        definitions: { x: integer },
        properties: { a: a("http://x/%73#/definitions/x") },
      },
    ],
    [
      "the document’s own URI, relative",
      { $id: "http://x/s.json", definitions: { x: integer }, properties: { a: a("s.json#/definitions/x") } },
    ],
    [
      "the name by the document’s own URI",
      { $id: "http://x/s", definitions: { x: { $id: "#x", ...integer } }, properties: { a: a("s#x") } },
    ],
    [
      "an embedded document",
      { definitions: { x: { $id: "http://x/n", ...integer } }, properties: { a: a("http://x/n") } },
    ],
    [
      "an embedded document without any base",
      { definitions: { x: { $id: "n", ...integer } }, properties: { a: a("n#") } },
    ],
    [
      "an embedded document, relative to the one around it",
      {
        $id: "http://x/a/s",
        definitions: { y: { $id: "b/", definitions: { x: { $id: "n", ...integer } } } },
        properties: { a: a("/a/b/n") },
      },
    ],
    [
      "a part of an embedded document",
      {
        $id: "http://x/s",
        definitions: { n: { $id: "n", definitions: { x: integer } }, x: text },
        properties: { a: a("n#/definitions/x") },
      },
    ],
    [
      "a name within an embedded document",
      {
        $id: "http://x/s",
        definitions: {
          n: { $id: "n", definitions: { x: { $id: "#x", ...integer } } },
          x: { $id: "#x", ...text },
        },
        properties: { a: a("n#x") },
      },
    ],
    [
      "a path",
      { $id: "/a/b/1.0.0", definitions: { x: integer }, properties: { a: a("1.0.0#/definitions/x") } },
    ],
    [
      "a URN",
      { $id: "urn:uuid:0", definitions: { x: integer }, properties: { a: a("urn:uuid:0#/definitions/x") } },
    ],
    [
      "an identifier that is an empty one of its kind",
      { definitions: { x: { $id: "#/definitions/x", ...integer } }, properties: { a: a("#/definitions/x") } },
    ],
    [
      "an embedded document that stands there twice, equal",
      {
        definitions: { x: { $id: "http://x/n", ...integer }, y: { ...integer, $id: "http://x/n" } },
        properties: { a: a("http://x/n") },
      },
    ],
  ])("%s", (_, schema) => {
    expect(targetOf(schema)).toEqual(integer);
  });

  test.each([
    [
      "below a nested `$id`",
      { $id: "http://x/n", definitions: { b: integer }, properties: { a: a("#/definitions/b") } },
    ],
    [
      "below a relative one",
      { $id: "n", definitions: { b: integer }, properties: { a: a("#/definitions/b") } },
    ],
  ])("a pointer %s starts from that document", (_, nested) => {
    const within: Schema = { properties: { n: nested }, definitions: { b: text } };
    expect(targetOf(within, {}, "/properties/n/properties/a")).toEqual(integer);
    const under: Schema = { properties: { n: a("#/definitions/n") }, definitions: { n: nested, b: text } };
    expect(targetOf(under, {}, "/definitions/n/properties/a")).toEqual(integer);
  });

  test("a fragment alone changes no base", () => {
    const named = { $id: "#n", properties: { a: a("#/definitions/b") } };
    const pointed = { $id: "#/properties/p", properties: { a: a("#/definitions/b") } };
    const schema = { properties: { n: named, p: pointed }, definitions: { b: integer } };
    expect(targetOf(schema, {}, "/properties/n/properties/a")).toEqual(integer);
    expect(targetOf(schema, {}, "/properties/p/properties/a")).toEqual(integer);
  });

  test("a pointer may lead across an `$id`, and what it finds keeps its own base", () => {
    const inner = { properties: { b: a("#/definitions/c") } };
    const schema = {
      properties: { a: a("#/definitions/n/definitions/inner") },
      definitions: { n: { $id: "http://x/n", definitions: { inner, c: integer } }, c: text },
    };
    expect(targetOf(schema, {}, "/definitions/n/definitions/inner/properties/b")).toEqual(integer);
    expect(targetOf(schema)).toHaveProperty("properties.b.$ref", "#/definitions/n/definitions/c");
  });

  test("what stands beside a `$ref` is no identifier and changes no base", () => {
    const schema = {
      $id: "http://x/base/",
      definitions: { foo: { $id: "http://x/foo.json", ...text }, base: { $id: "foo.json", ...integer } },
      properties: { a: { $id: "http://x/", $ref: "foo.json" } },
    };
    expect(targetOf(schema)).toEqual(integer);
    expect(targetOf({ properties: { b: { $id: "#b", $ref: "#", type: "string" }, a: a("#b") } })).toMatch(
      "“#b”",
    );
  });

  test("what is no schema is no identifier", () => {
    for (const data of [
      { const: { $id: "n", ...text } },
      { enum: [{ $id: "n", ...text }] },
      { unknown: { $id: "n" } },
    ]) {
      const schema = { definitions: { d: data, x: { $id: "n", ...integer } }, properties: { a: a("n") } };
      expect(targetOf(schema)).toEqual(integer);
      expect(targetOf({ definitions: { d: data }, properties: { a: a("n") } })).toMatch("not available");
    }
  });

  test("names that need it are escaped", () => {
    const name = 'a b/%~"é#\ud800';
    const nested = { $id: "n", definitions: { [name]: integer }, properties: { a: a("#x") } };
    (nested.definitions as Record<string, Data>)[name] = { $id: "#x", ...integer };
    expect(targetOf({ properties: { n: nested } }, {}, "/properties/n/properties/a")).toEqual(integer);
  });

  test("names of Object.prototype are names", () => {
    const schema = JSON.parse(
      '{"definitions":{"__proto__":{"$id":"#x","type":"integer"},"y":{"$id":"http://x/n","definitions":{"__proto__":{"type":"integer"}}}},' +
        '"properties":{"a":{"$ref":"#x"},"b":{"$ref":"http://x/n#/definitions/__proto__"},"c":{"$ref":"#/definitions/toString"}}}',
    ) as Schema;
    expect(targetOf(schema)).toEqual(integer);
    expect(targetOf(schema, {}, "/properties/b")).toEqual(integer);
    expect(targetOf(schema, {}, "/properties/c")).toMatch("does not point to a schema");
  });
});

describe("a reference that leads nowhere says why", () => {
  test.each<[string, Schema, string]>([
    [
      "another document",
      { properties: { a: a("common.json#/x") } },
      "“common.json#/x” refers to a document that is not available",
    ],
    [
      "another document by a base",
      { $id: "http://x/s", properties: { a: a("common.json") } },
      "“common.json” refers to a document that is not available, http://x/common.json",
    ],
    [
      "a name that nothing has",
      { properties: { a: a("#x") } },
      "“#x” does not point to a schema in this document",
    ],
    [
      "a name that is no pointer",
      { xefinitions: text, properties: { a: a("#xxefinitions") } },
      "does not point to a schema",
    ],
    [
      "a list",
      { required: ["x"], $id: "n", properties: { a: a("n#/required") } },
      "does not point to a schema",
    ],
    [
      "two schemas of one name",
      {
        definitions: { x: { $id: "#x", ...text }, y: { $id: "#x", ...integer } },
        properties: { a: a("#x") },
      },
      "ambiguous",
    ],
    [
      "two documents of one URI",
      { definitions: { x: { $id: "n", ...text }, y: { $id: "./n", ...integer } }, properties: { a: a("n") } },
      "ambiguous",
    ],
    [
      "a percent sign that encodes nothing",
      { $id: "n", properties: { a: a("n#/%") } },
      "not a valid reference",
    ],
    [
      "a name under a document of its own",
      { definitions: { n: { $id: "n", not: { $id: "#x" } } }, properties: { a: a("#x") } },
      "#x",
    ],
    [
      "nothing that was written like that",
      { properties: { a: a("#?no-document x #/y"), b: a("n") } },
      "“#/y” refers to",
    ],
  ])("%s", (_, schema, reason) => {
    const outcome = targetOf(schema);
    expect(outcome).toMatch(reason);
  });

  test("what stands for it leads nowhere either, in whatever it is put", () => {
    const nested = {
      $id: "http://x/s",
      properties: { a: a("#/definitions/b"), c: a("http://x/s#/definitions/b") },
    };
    const schema = { $id: "http://x/s", properties: { n: nested }, definitions: { b: integer } };
    const once = resolved(schema) as { properties: { n: { properties: { a: { $ref: string } } } } };
    const twice = { ...once, title: "edited" };
    expect(targetOf(twice, {}, "/properties/n/properties/a")).toMatch(
      "“#/definitions/b” depends on an “$id”",
    );
    expect(targetOf(twice, {}, "/properties/n/properties/c")).toEqual(integer);
  });

  test.each<[string, Schema]>([
    ["the URI of a document around it", { $id: "" }],
    ["a fragment of another document", { $id: "n#part" }],
    ["more than anybody reads", { $id: "n".repeat(5_000) }],
  ])("below an `$id` that is %s", (_, identifier) => {
    const nested = { ...(identifier as object), properties: { a: a("#/definitions/b") } };
    const schema = { properties: { n: nested, a: a("#/definitions/b") }, definitions: { b: integer } };
    expect(targetOf(schema, {}, "/properties/n/properties/a")).toMatch("depends on an “$id”");
    expect(targetOf(schema)).toEqual(integer);
  });
});

describe("what is no subschema may be referred to", () => {
  test("its references are resolved where it is written out", () => {
    const schema = {
      $id: "http://x/s",
      $defs: { x: { properties: { b: a("#name") } } },
      definitions: { n: { $id: "#name", ...integer } },
      properties: { a: a("s#/$defs/x") },
    };
    const whole = resolved(schema);
    const { $ref } = resolvePointer(whole as Data, "/properties/a") as { $ref: string };
    expect(targetOf(schema, {}, `${$ref.slice(1)}/properties/b`)).toEqual(integer);
    expect((whole as Record<string, Data>)["$defs"]).toBe(schema.$defs);
    expect(resolve(schema).originalPointer(`${$ref.slice(1)}/properties/b`)).toBe("/$defs/x/properties/b");
  });

  test("data stay what they are", () => {
    const data = { properties: { b: a("#name") } };
    const schema = {
      enum: [data],
      properties: { a: a("#/enum/0") },
      definitions: { n: { $id: "#name", ...integer } },
    };
    const whole = resolved(schema) as typeof schema;
    expect(whole.enum).toEqual([data]);
    expect(targetOf(schema)).toHaveProperty("properties.b.$ref", "#/definitions/n");
  });

  test("an `$id` there may count or not", () => {
    const x = { $id: "n", properties: { b: a("#/definitions/y"), c: a("http://x/s#/definitions/y") } };
    const schema = {
      $id: "http://x/s",
      unknown: { x },
      definitions: { y: integer },
      properties: { a: a("#/unknown/x"), b: a("#/unknown/x/properties/b"), c: a("n") },
    };
    expect(targetOf(schema)).toHaveProperty("properties.c.$ref", "#/definitions/y");
    expect(targetOf(schema)).not.toHaveProperty("$id");
    const { properties } = targetOf(schema) as { properties: { b: { $ref: string } } };
    expect(whyUnresolved(properties.b.$ref)).toMatch("“#/definitions/y” depends on an “$id”");
    expect(targetOf(schema, {}, "/properties/b")).toHaveProperty("$ref", properties.b.$ref);
    expect(targetOf(schema, {}, "/properties/c")).toMatch("not available");
  });

  test("definitions beside a `$ref` are there for pointers", () => {
    const schema = {
      $ref: "#/definitions/f",
      definitions: { f: { properties: { a: a("#/definitions/x") } }, x: { $id: "#x", ...integer } },
      properties: { a: a("#/definitions/x") },
    };
    expect(targetOf(schema)).toEqual(integer);
    expect(targetOf(schema, {}, "/definitions/f/properties/a")).toEqual(integer);
  });
});

describe("other documents", () => {
  const documents = (entries: Record<string, Schema>) => new Map(Object.entries(entries));

  test("are written into the definitions, under names that are free", () => {
    const schema = {
      properties: { a: a("common.json#/definitions/t"), b: a("common.json") },
      definitions: { "common.json": text },
    };
    const common = { definitions: { t: { properties: { u: a("#/definitions/u") } }, u: integer } };
    const context = { base: "file:///r/ev.json", documents: documents({ "file:///r/common.json": common }) };
    const { schema: whole, originalPointer } = resolve(schema, context);
    expect(targetOf(schema, context)).toEqual({
      properties: { u: a("#/definitions/common.json%202/definitions/u") },
    });
    expect(targetOf(schema, context, "/properties/b")).toHaveProperty("definitions.u", integer);
    expect(whole).toHaveProperty(["definitions", "common.json"], text);
    const at = "/definitions/common.json 2/definitions/u/type";
    expect(originalPointer(at)).toBe(at);
  });

  test("have bases of their own, and lead to others and back", () => {
    const context = {
      base: "http://x/s/ev.json",
      documents: documents({
        "http://x/s/sub/b.json": {
          $id: "http://y/b",
          properties: { c: a("c.json"), d: a("http://x/s/ev.json#/definitions/t") },
        },
        "http://y/c.json": { $ref: "b#/properties/d" },
        "http://x/s/sub/c.json": text,
      }),
    };
    const schema = { properties: { a: a("sub/b.json") }, definitions: { t: integer } };
    const b = targetOf(schema, context) as { properties: Record<string, { $ref: string }> };
    expect(b).not.toHaveProperty("$id");
    expect(b.properties["d"]).toEqual(a("#/definitions/t"));
    const whole = resolved(schema, context);
    expect(resolveReference(whole, b.properties["c"]?.$ref as Data)).toEqual(
      a("#/definitions/b.json/properties/d"),
    );
  });

  test("are told by their `$id` as well, and one embedded need not be there", () => {
    const context = {
      documents: documents({
        "file:///b": { $id: "http://x/b", definitions: { c: { $id: "c", ...integer } } },
      }),
    };
    expect(targetOf({ properties: { b: a("file:///b"), a: a("http://x/c") } }, context)).toEqual(integer);
    const embedded = {
      properties: { a: a("file:///b") },
      definitions: { b: { $id: "file:///b", ...integer } },
    };
    expect(targetOf(embedded, context)).toEqual(integer);
  });

  test("with one identifier and different contents are ambiguous", () => {
    const context = {
      documents: documents({
        "file:///b": { $id: "http://x/n", ...text },
        "file:///c": { $id: "http://x/n", ...integer },
      }),
    };
    const schema = { properties: { a: a("http://x/n"), b: a("file:///b"), c: a("file:///c") } };
    expect(targetOf(schema, context)).toMatch("ambiguous");
    expect(targetOf(schema, context, "/properties/c")).toEqual(integer);
  });

  test("true and false are documents", () => {
    const context = { documents: documents({ t: true, f: false }) };
    expect(targetOf({ properties: { a: a("t") } }, context)).toBe(true);
    expect(targetOf({ properties: { a: a("f") } }, context)).toBe(false);
  });

  test("the dialect’s meta-schema is at hand", () => {
    const schema = {
      properties: { a: a("http://json-schema.org/draft-07/schema#/definitions/nonNegativeInteger") },
    };
    expect(targetOf(schema)).toEqual({ type: "integer", minimum: 0 });
  });
});

describe("schemas of other drafts", () => {
  const draft202012 = "https://json-schema.org/draft/2020-12/schema";

  test("keep documents under $defs, where later drafts have them", () => {
    const nested = { $id: "n", $defs: { x: integer }, properties: { a: a("#/$defs/x") } };
    const schema = {
      $schema: draft202012,
      $id: "http://x/s",
      $defs: { n: nested, x: text },
      properties: { a: a("n") },
    };
    expect(targetOf(schema)).toMatchObject({ properties: { a: a("#/$defs/n/$defs/x") } });
    expect(targetOf({ ...schema, $schema: "http://json-schema.org/draft-07/schema#" })).toMatch(
      "not available",
    );
    const embedded = { definitions: { s: schema }, properties: { a: a("http://x/n") } };
    expect(targetOf(embedded)).toMatchObject({ properties: { a: a("#/definitions/s/$defs/n/$defs/x") } });
  });

  test("of draft-04 are called by their id", () => {
    const schema = {
      $schema: "http://json-schema.org/draft-04/schema#",
      id: "http://x/s",
      definitions: { n: { id: "n", definitions: { x: integer } }, x: { id: "#x", ...integer } },
      properties: { a: a("n#/definitions/x"), b: a("#x") },
    };
    expect(targetOf(schema)).toEqual(integer);
    expect(targetOf(schema, {}, "/properties/b")).toEqual(integer);
  });
});

test("what is resolved stays so", () => {
  const schema = { definitions: { x: { $id: "#x", ...integer } }, properties: { a: a("#x"), b: a("y") } };
  const once = resolved(schema);
  expect(resolved(schema)).toBe(once);
  expect(resolved(once)).toBe(once);
  expect(resolved({ ...(once as object) })).toEqual(once);
  expect(resolve(once).originalPointer("/properties/a")).toBe("/properties/a");
});

test("an alias that stands under two bases means something else under each", () => {
  const yaml =
    "definitions:\n  b: {type: string}\n  n: {$id: n, properties: {a: &alias {$ref: '#/definitions/b'}}, definitions: {b: {type: integer}}}\n" +
    "properties: {a: *alias}\n";
  const parsed = parseDocument(yaml);
  if (parsed.kind !== "document") throw new Error(yaml);
  const schema = parsed.document.data as Schema;
  expect(targetOf(schema)).toEqual(text);
  expect(targetOf(schema, {}, "/definitions/n/properties/a")).toEqual(integer);
});

describe("the time it takes grows with the size of the document", () => {
  const many = <T>(count: number, make: (index: number) => T) =>
    Array.from({ length: count }, (_, index) => make(index));
  const named = (count: number, make: (index: number) => Data) =>
    Object.fromEntries(many(count, (index) => [`p${index}`, make(index)]));
  test.each<[string, () => Schema]>([
    [
      "many references by long URIs",
      () => ({ $id: `http://x/${"y".repeat(2_000)}`, properties: named(10_000, (i) => a(`${i}`)) }),
    ],
    [
      "longer ones",
      () => ({ $id: `http://x/${"y".repeat(2_000_000)}`, properties: named(10_000, (i) => a(`${i}`)) }),
    ],
    [
      "many documents of one URI",
      () => ({ properties: named(10_000, (i) => ({ $id: "n", minimum: i, not: a("#") })) }),
    ],
    [
      "many schemas of one name",
      () => ({ properties: named(10_000, (i) => ({ $id: "#n", minimum: i, not: a("#n") })) }),
    ],
    [
      "a chain of what is no schema",
      () => ({ $id: "n", $defs: named(10_000, (i) => a(`n#/$defs/p${i + 1}`)), $ref: "n#/$defs/p0" }),
    ],
    [
      "an object under many bases",
      () => {
        const shared = { not: { not: a("#") } };
        return { properties: named(10_000, (i) => ({ $id: `n${i}`, properties: { shared } })) };
      },
    ],
    [
      "names that are taken",
      () => ({
        definitions: named(10_000, () => text),
        $defs: named(10_000, (i) => a(`n#/$defs/p${(i * 7) % 10_000}`)),
        $ref: "n#/$defs/p0",
        $id: "n",
      }),
    ],
  ])("%s", (_, make) => {
    const schema = make();
    const whole = resolved(schema);
    expect(
      [...subschemas(whole)].every(({ schema: one }) => !isObject(one) || one === whole || !("$id" in one)),
    ).toBe(true);
  });
});
