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
