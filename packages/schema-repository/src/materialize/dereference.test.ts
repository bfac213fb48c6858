import type { Data, DataObject } from "@addendum/json-schema";
import { describe, expect, test } from "vitest";
import { dereference, type ReferenceProblem } from "./dereference.ts";

function dereferenced(data: DataObject, others: Readonly<Record<string, Data>> = {}) {
  const problems: ReferenceProblem[] = [];
  const schema = dereference(
    { uri: "/a/1.0.0", data },
    {
      open: (uri) => (others[uri] === undefined ? undefined : { uri, data: others[uri] }),
      report: (problem) => problems.push(problem),
    },
  );
  return { schema, problems };
}

const event = { type: "object", properties: { meta: { $ref: "#/definitions/Meta" } } };
const meta = { type: "object", properties: { stream: { type: "string" } } };
const root = {
  $id: "/a/1.0.0",
  $ref: "#/definitions/Event",
  definitions: { Event: event, Meta: meta },
};
const writtenEvent = { type: "object", properties: { meta } };
const written = { $id: "/a/1.0.0", ...writtenEvent, definitions: { Event: writtenEvent, Meta: meta } };

describe("a root that refers to one of its definitions", () => {
  test("is that definition", () => {
    expect(dereferenced(root)).toEqual({ schema: written, problems: [] });
  });

  test("by way of another one", () => {
    const { Event, Meta } = root.definitions;
    const schema = {
      ...root,
      definitions: { Event: { $ref: "#/definitions/Inner" }, Inner: Event, Meta },
    };
    expect(dereferenced(schema)).toEqual({
      schema: {
        $id: "/a/1.0.0",
        ...writtenEvent,
        definitions: { Event: writtenEvent, Inner: writtenEvent, Meta: meta },
      },
      problems: [],
    });
  });

  test("is seen from elsewhere as what it stands for, and its definitions are", () => {
    const schema = {
      properties: {
        whole: { $ref: "/r/1.0.0" },
        definition: { $ref: "/r/1.0.0#/definitions/Meta" },
        member: { $ref: "/r/1.0.0#/properties/meta/properties/stream" },
      },
    };
    expect(dereferenced(schema, { "/r/1.0.0": root })).toEqual({
      schema: {
        properties: { whole: written, definition: meta, member: { type: "string" } },
      },
      problems: [],
    });
  });

  test.each<[string, DataObject]>([
    ["to itself", { $ref: "#" }],
    ["to a definition that is the root", { $ref: "#/definitions/A", definitions: { A: { $ref: "#" } } }],
    [
      "to a definition that holds itself",
      {
        $ref: "#/definitions/A",
        definitions: { A: { properties: { child: { $ref: "#/definitions/A" } } } },
      },
    ],
    [
      "to two that are each other",
      {
        $ref: "#/definitions/A",
        definitions: { A: { $ref: "#/definitions/B" }, B: { $ref: "#/definitions/A" } },
      },
    ],
    ["to what only it itself would have", { $ref: "#/properties/a" }],
  ])("%s is a circle, or leads nowhere", (_, schema) => {
    const { problems } = dereferenced(schema);
    expect(problems.length).toBeGreaterThan(0);
    expect(["circular", "no-such-pointer"]).toContain(problems[0]?.kind);
  });
});

describe("references mean what draft-07 says", () => {
  const integer = { type: "integer" };
  const text = { type: "string" };
  const of = (schema: Data) => (schema as { properties: { a: Data } }).properties.a;

  test.each<[string, DataObject]>([
    ["a name", { properties: { a: { $ref: "#x" } }, definitions: { x: { $id: "#x", ...integer } } }],
    [
      "the document’s own URI",
      {
        $id: "http://x/s",
        properties: { a: { $ref: "http://x/s#/definitions/x" } },
        definitions: { x: integer },
      },
    ],
    [
      "the document’s own path",
      {
        $id: "/a/1.0.0",
        properties: { a: { $ref: "/a/1.0.0#/definitions/x" } },
        definitions: { x: integer },
      },
    ],
    [
      "its own file name",
      { properties: { a: { $ref: "1.0.0#/definitions/x" } }, definitions: { x: integer } },
    ],
    [
      "an embedded document",
      {
        properties: { a: { $ref: "n#/definitions/x" } },
        definitions: { n: { $id: "n", definitions: { x: integer } }, x: text },
      },
    ],
    [
      "a reference that stands in the way within an embedded document",
      {
        properties: { a: { $ref: "n#/definitions/y/not" } },
        definitions: {
          n: { $id: "n", definitions: { y: { $ref: "#/definitions/x" }, x: { not: integer } } },
        },
      },
    ],
    ["a name of another document", { properties: { a: { $ref: "/b/1.0.0#x" } } }],
    ["a name in an embedded one of another", { properties: { a: { $ref: "/b/1.0.0#/definitions/n/not" } } }],
  ])("%s", (_, schema) => {
    const others = {
      "/b/1.0.0": {
        definitions: {
          x: { $id: "#x", ...integer },
          n: { $id: "n", not: { $ref: "#x" }, definitions: { x: { $id: "#x", ...integer } } },
        },
      },
    };
    const { schema: result, problems } = dereferenced(schema, others);
    expect(problems).toEqual([]);
    expect(of(result)).toMatchObject(integer);
  });

  test.each<[string, (n: DataObject) => DataObject]>([
    ["a property", (n) => ({ properties: { a: n }, definitions: { b: text } })],
    [
      "a definition",
      (n) => ({ properties: { a: { $ref: "#/definitions/n" } }, definitions: { n, b: text } }),
    ],
  ])("a pointer below a nested `$id` in %s starts from that document", (_, around) => {
    const n = {
      $id: "http://x/n",
      properties: { p: { $ref: "#/definitions/b" } },
      definitions: { b: integer },
    };
    const { schema, problems } = dereferenced(around(n));
    expect(problems).toEqual([]);
    expect(of(schema)).toMatchObject({ properties: { p: integer } });
  });

  test("what stands twice by an alias is read by each of its bases", () => {
    const alias = { items: { $ref: "#/definitions/b" } };
    const n = { $id: "http://x/n", properties: { p: alias }, definitions: { b: integer } };
    expect(dereferenced({ properties: { a: alias, n }, definitions: { b: text } }).schema).toMatchObject({
      properties: { a: { items: text }, n: { properties: { p: { items: integer } } } },
    });
  });

  test("what is in examples starts from the document, and its fields are no identifiers", () => {
    const schema = { $id: "/a/1.0.0", examples: [{ $id: "n", $schema: { $ref: "#/$id" } }] };
    expect(dereferenced(schema)).toEqual({
      schema: { ...schema, examples: [{ $id: "n", $schema: "/a/1.0.0" }] },
      problems: [],
    });
  });

  test.each<[string, DataObject, ReferenceProblem["kind"]]>([
    ["a name that nothing has", { properties: { a: { $ref: "#x" } } }, "not-a-pointer"],
    [
      "a name that two have",
      { properties: { a: { $ref: "#x" } }, allOf: [{ $id: "#x" }, { $id: "#x", type: "null" }] },
      "ambiguous",
    ],
    [
      "a URI that two have",
      { properties: { a: { $ref: "n" } }, allOf: [{ $id: "n" }, { $id: "n", type: "null" }] },
      "ambiguous",
    ],
    [
      "a place that an embedded document lacks",
      { properties: { a: { $id: "n", not: { $ref: "#/definitions/x" } } }, definitions: { x: text } },
      "no-such-pointer",
    ],
    [
      "an `$id` that may mean anything",
      { properties: { a: { $id: "", not: { $ref: "#/definitions/x" } } }, definitions: { x: text } },
      "undefined-base",
    ],
    [
      "an `$id` in an unknown keyword",
      { $defs: { n: { $id: "n", not: { $ref: "#/definitions/x" } } }, definitions: { x: text } },
      "undefined-base",
    ],
  ])("%s is a problem", (_, schema, kind) => {
    expect(dereferenced(schema).problems).toMatchObject([{ kind }]);
  });

  test("what begins with a slash is looked for in the bases, unless it is another host’s", () => {
    const asked: string[] = [];
    const data = {
      $id: "https://schemas.example/a/1.0.0",
      properties: {
        a: { $ref: "/f/1.0.0" },
        b: { $id: "n/", not: { $ref: "/f/2.0.0" }, items: { $ref: "x" } },
        c: { $id: "http://other.example/n", not: { $ref: "/f/3.0.0" } },
      },
    };
    dereference(
      { uri: "/a/1.0.0", data },
      { open: (uri) => (asked.push(uri), undefined), report: () => undefined },
    );
    expect(asked).toEqual(["/f/1.0.0", "/f/2.0.0", "/a/n/x", "http://other.example/f/3.0.0"]);
  });
});
