import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { writeSchemas } from "../../test/running-intake.ts";
import { SchemaStore } from "./schema-store.ts";

const marked = { type: "string", privacy: { kind: "user-id" } };
const event = (properties: object, more: object = {}) => ({ type: "object", properties, ...more });

const later = "https://json-schema.org/draft/2020-12/schema";

const directory = writeSchemas({
  "fragment/common/1.0.0.json": { definitions: { id: { $ref: "#id" }, user: { ...marked, $id: "#id" } } },
  "click/1.0.0.json": event({
    user: { $ref: "/fragment/common/1.0.0#/definitions/id" },
    other: { $ref: "../fragment/common/1.0.0#id" },
  }),
  "named/1.0.0.json": event(
    { a: { $ref: "/named/1.0.0#/definitions/a" }, n: { $ref: "http://x/n" } },
    {
      $id: "/named/1.0.0",
      definitions: {
        a: { type: "integer" },
        n: {
          $id: "http://x/n",
          allOf: [{ $ref: "#/definitions/a" }],
          definitions: { a: { type: "string" } },
        },
      },
    },
  ),
  "missing/1.0.0.json": event({ a: { $ref: "/fragment/common/9.9.9" } }),
  "climbing/1.0.0.json": event({ a: { $ref: "/..%2foutside.json" } }),
  "linked/1.0.0.json": event({ a: { $ref: "/linked/outside.json" } }),
  "remote/1.0.0.json": event({ a: { $ref: "http://127.0.0.1:1/x" } }),
  "broken/1.0.0.json": event({ a: { $ref: "/broken/part.yaml" } }),
  "broken/part.yaml": "a: [",
  "later/1.0.0.json": event({ a: { type: "string" } }, { $schema: later }),
  "unevaluated/1.0.0.json": event({}, { $schema: later, unevaluatedProperties: false }),
  "foreign/1.0.0.json": event({}, { $schema: "https://example.org/meta" }),
  "undeclared/1.0.0.json": event({}, { dependentRequired: { a: ["b"] } }),
});
mkdirSync(join(directory, "linked"), { recursive: true });
symlinkSync("/etc/hostname", join(directory, "linked/outside.json"));

afterAll(() => rmSync(directory, { recursive: true, force: true }));

const problems: string[] = [];
const store = new SchemaStore({
  directory,
  contentTypes: ["json"],
  flavour: "addendum",
  onProblem: (_, reason) => problems.push(reason),
});

test("references lead to other documents of the directory, and names in them", () => {
  const schema = store.get("/click/1.0.0", 0);
  expect(schema.refuse({ user: "a", other: "b" })).toBeUndefined();
  expect(schema.refuse({ user: 1, other: 2 })).toHaveLength(2);
  expect(schema.personalFields).toBeDefined();
});

test("identifiers of the version itself lead where draft-07 says", () => {
  const schema = store.get("/named/1.0.0", 0);
  expect(schema.refuse({ a: 1, n: "text" })).toBeUndefined();
  expect(schema.refuse({ n: 1 })).toMatchObject([{ schemaPath: "#/definitions/n/definitions/a/type" }]);
});

test.each([
  ["missing", "“/fragment/common/9.9.9” refers to a document that is not available"],
  ["climbing", "not available"],
  ["linked", "not available"],
  ["remote", "not available"],
  ["unevaluated", "“unevaluatedProperties” of 2019-09"],
  ["foreign", "“https://example.org/meta” is not a supported dialect"],
  ["undeclared", "no dialect is declared"],
  ["broken", "“/broken/part.yaml”, which it refers to: it cannot be parsed"],
])("what is %s cannot judge events", (title, reason) => {
  expect(() => store.get(`/${title}/1.0.0`, 0)).toThrow("Failed loading schema");
  expect(problems.at(-1)).toContain(reason);
});

test("a schema of another draft that says what draft-07 says judges events", () => {
  expect(store.get("/later/1.0.0", 0).refuse({ a: 1 })).toMatchObject([{ keyword: "type" }]);
});
