import { contains, type ContentModel } from "@addendum/containment";
import { type Data, type DataObject, isObject, type Schema } from "@addendum/json-schema";
import { describe, expect, test } from "vitest";
import { Random } from "../../../containment/test/random.ts";
import { documentSchema, edit } from "../../../containment/test/random-schema.ts";
import { changesBetween } from "./changelog.ts";

const event = (properties: DataObject, more: DataObject = {}): DataObject => ({
  type: "object",
  properties,
  ...more,
});
const told = (old: DataObject, newer: DataObject): string[] =>
  changesBetween(old, newer).map(({ kind, path, text }) => `${kind} ${path}: ${text}`);

const name = { type: "string" };
const day = { type: "string", format: "date" };
const condition = { if: { required: ["a"] }, then: { required: ["b"] } };

describe("each change is told, with what was and what is", () => {
  test.each<[string, DataObject, DataObject, readonly string[]]>([
    [
      "a limit is lowered",
      event({ a: { type: "string", maxLength: 32 } }),
      event({ a: { type: "string", maxLength: 16 } }),
      ["changed a: Its maxLength changed from 32 to 16."],
    ],
    [
      "a limit comes, another goes",
      event({ a: { type: "integer", minimum: 0 } }),
      event({ a: { type: "integer", maximum: 9 } }),
      ["changed a: Its minimum changed from 0 to none.", "changed a: Its maximum changed from none to 9."],
    ],
    [
      "a pattern",
      event({ a: { type: "string", pattern: "^a" } }),
      event({ a: { type: "string", pattern: "^b" } }),
      ["changed a: Its pattern changed from “^a” to “^b”."],
    ],
    [
      "items may repeat themselves",
      event({ a: { type: "array", uniqueItems: true } }),
      event({ a: { type: "array" } }),
      ["changed a: Its uniqueItems changed from true to none."],
    ],
    [
      "undeclared fields are accepted",
      event({ a: name }, { additionalProperties: false }),
      event({ a: name }),
      ["changed the event: Undeclared fields are now accepted."],
    ],
    [
      "undeclared fields are no longer accepted",
      event({ a: name }),
      event({ a: name }, { additionalProperties: false }),
      ["changed the event: Undeclared fields are now rejected."],
    ],
    [
      "what undeclared fields are is no longer said",
      event({ a: { type: "object", additionalProperties: name } }),
      event({ a: { type: "object" } }),
      ["changed a: Any value is now valid; its declaration was removed."],
    ],
    [
      "a format goes",
      event({ a: day }),
      event({ a: name }),
      ["changed a: Its format changed from date to none."],
    ],
    [
      "a format comes",
      event({ a: name }),
      event({ a: day }),
      ["changed a: Its format changed from none to date."],
    ],
    [
      "a format widens",
      event({ a: { type: "string", format: "uri" } }),
      event({ a: { type: "string", format: "uri-reference" } }),
      ["changed a: Its format changed from uri to uri-reference."],
    ],
    [
      "an enumeration goes",
      event({ a: { type: "string", enum: ["x", "y"] } }),
      event({ a: name }),
      ["changed a: It was one of “x”, “y” and may now be any value of its type."],
    ],
    [
      "a constant comes",
      event({ a: name }),
      event({ a: { type: "string", const: "x" } }),
      ["changed a: It is now always “x”."],
    ],
    [
      "a condition goes",
      event({ a: name, b: name }, condition),
      event({ a: name, b: name }),
      [
        'changed the event: “if” changed from {"required":["a"]} to none.',
        'changed the event: “then” changed from {"required":["b"]} to none.',
      ],
    ],
    [
      "a condition goes, and a field comes",
      event({ a: name, b: name }, { allOf: [condition] }),
      event({ a: name, b: name, c: name }),
      [
        "added c: New optional field (string).",
        'changed the event: “allOf” changed from [{"if":{"required":["a"]},"then":{"required":["b"]}}] to none.',
      ],
    ],
    [
      "a dependency goes",
      event({ a: name, b: name }, { dependencies: { a: ["b"] } }),
      event({ a: name, b: name }),
      ['changed the event: “dependencies/a” changed from ["b"] to none.'],
    ],
    [
      "what must not be",
      event({ a: { type: "string", not: { enum: ["x"] } } }),
      event({ a: { type: "string", not: { enum: ["x", "y"] } } }),
      ['changed a: “not/enum” changed from ["x"] to ["x","y"].'],
    ],
    [
      "one alternative of several",
      event({
        a: {
          anyOf: [
            { type: "string", maxLength: 5 },
            { type: "string", pattern: "^a", maxLength: 9 },
          ],
        },
      }),
      event({
        a: {
          anyOf: [
            { type: "string", maxLength: 4 },
            { type: "string", pattern: "^a", maxLength: 9 },
          ],
        },
      }),
      ["changed a: “anyOf/0/maxLength” changed from 5 to 4."],
    ],
    [
      "alternatives that ask for fields, and a new field",
      event({ a: name, b: name }),
      event({ a: name, b: name, c: name }, { anyOf: [{ required: ["a"] }, { required: ["b"] }] }),
      [
        "added c: New optional field (string).",
        'changed the event: “anyOf” changed from none to [{"required":["a"]},{"required":["b"]}].',
      ],
    ],
    [
      "names by pattern",
      event({ a: { type: "object", patternProperties: { "^x": name } } }),
      event({ a: { type: "object", patternProperties: { "^x": { type: "integer" } } } }),
      ['changed a: “patternProperties/^x/type” changed from "string" to "integer".'],
    ],
    [
      "the names that there may be",
      event({ a: { type: "object", propertyNames: { pattern: "^x" } } }),
      event({ a: { type: "object" } }),
      ['changed a: “propertyNames” changed from {"pattern":"^x"} to none.'],
    ],
    [
      "some item of a list",
      event({ a: { type: "array", contains: { const: 1 } } }),
      event({ a: { type: "array", contains: { const: 2 } } }),
      ["changed a: “contains/const” changed from 1 to 2."],
    ],
    [
      "a tuple",
      event({ a: { type: "array", items: [name, name] } }),
      event({ a: { type: "array", items: [name, { type: "integer" }] } }),
      ['changed a: “items/1/type” changed from "string" to "integer".'],
    ],
    [
      "a field that may no longer be there",
      event({ a: name, b: name }),
      event({ a: name, b: false }),
      ['changed b: Its schema changed from {"type":"string"} to false.'],
    ],
    [
      "a new required field is told once",
      event({ a: name }),
      event({ a: name, b: name }, { required: ["b"] }),
      ["added b: New required field (string)."],
    ],
    [
      "a field has another name",
      event({ user: name }),
      event({ user_name: name }),
      [
        "removed user: The field was removed; its new name is probably “user_name”.",
        "added user_name: New optional field (string).",
      ],
    ],
    [
      "a field goes, and one comes",
      event({ client_ip: name }),
      event({ protocol: name }),
      ["removed client_ip: The field was removed.", "added protocol: New optional field (string)."],
    ],
  ])("%s", (_, old, newer, expected) => {
    expect(told(old, newer)).toEqual(expected);
  });
});

describe("what is only written in another way is not told", () => {
  const limited = { type: "integer", minimum: 0, maximum: 9 };
  test.each<[string, Data, Data, readonly string[]]>([
    ["a part of an allOf", limited, { allOf: [limited] }, []],
    ["the only alternative", limited, { oneOf: [limited] }, []],
    ["another spelling of a limit", limited, { type: "integer", exclusiveMinimum: -1, maximum: 9 }, []],
    ["a constant as an option", { const: 1 }, { enum: [1] }, []],
    [
      "anything, described",
      { type: "object" },
      { type: "object", additionalProperties: { description: "d" } },
      [],
    ],
    [
      "limits that move to where null is allowed as well",
      limited,
      { oneOf: [limited, { type: "null" }] },
      ["changed a: Its type, which was integer, is now integer or null."],
    ],
    [
      "limits that move, with a format",
      { ...day, maxLength: 10 },
      { anyOf: [{ ...day, maxLength: 10 }, { type: "null" }] },
      ["changed a: Its type, which was string, is now string or null."],
    ],
    [
      "limits that come back from there",
      { anyOf: [{ type: "null" }, limited] },
      limited,
      ["changed a: Its type, which was null or integer, is now integer."],
    ],
    ["limits in a definition", limited, { $ref: "#/definitions/a" }, []],
  ])("%s", (_, old, newer, expected) => {
    const whole = event({ a: newer }, { definitions: { a: limited } });
    expect(told(event({ a: old }, { definitions: { a: limited } }), whole)).toEqual(expected);
  });
});

test("whatever changes which events are valid is never nothing, and what does not is no change", () => {
  const same = (old: Schema, newer: Schema, contentModel: ContentModel) =>
    [contains(old, newer, { contentModel }), contains(newer, old, { contentModel })].every(
      ({ kind }) => kind === "compatible",
    );
  const wrong: string[] = [];
  let [changed, unexplained] = [0, 0];
  for (let seed = 1; seed <= 3000; seed++) {
    const random = new Random(seed);
    const old = documentSchema(random, 3);
    const newer = edit(random, seed % 3 === 0 ? edit(random, old) : old);
    if (!isObject(old) || !isObject(newer)) continue;
    const entries = changesBetween(old, newer).filter(({ kind }) => kind !== "documented");
    const isSame = same(old, newer, "open") && same(old, newer, "closed");
    if (!isSame) {
      changed++;
      if (entries.length === 0) wrong.push(`nothing: ${JSON.stringify([old, newer])}`);
      if (entries.some(({ text }) => /^No longer valid:|^Now valid:|may have changed/.test(text)))
        unexplained++;
    } else if (entries.some(({ kind }) => kind === "changed")) {
      wrong.push(`${JSON.stringify(entries)}: ${JSON.stringify([old, newer])}`);
    }
  }
  expect(wrong.slice(0, 5), String(wrong.length)).toEqual([]);
  expect(changed).toBeGreaterThan(1000);
  // Where the declarations and the single changes do not account for it, an example does.
  expect(unexplained / changed).toBeLessThan(0.02);
});
