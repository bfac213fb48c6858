import type { DataObject } from "@addendum/json-schema";
import { defaultSettings, registryId } from "@addendum/schema-repository";
import { describe, expect, test } from "vitest";
import { comparePair, pairSettingsOf } from "../model/pair.ts";
import { ConfluentRegistry, isRegistryPath, type RegistrySource } from "./confluent-registry.ts";

const versions: Readonly<Record<string, DataObject>> = Object.fromEntries(
  ["1.0.0", "1.1.0", "2.0.0"].map((version, index) => [
    version,
    {
      $schema: "https://json-schema.org/draft-07/schema#",
      $id: `/a/b/${version}`,
      type: "object",
      properties: Object.fromEntries(
        ["x", "y"].slice(0, index + 1).map((name) => [name, { type: "string", maxLength: 9 }]),
      ),
    },
  ]),
);
const source: RegistrySource = {
  subjects: [{ name: "eqiad.a.b-value", title: "a/b" }],
  titles: ["a/b", "fragment/c"],
  versions: (title) => (title === "a/b" ? Object.keys(versions) : []),
  schema: (title, version) => (title === "a/b" ? versions[version] : undefined),
  compare: (title, old, schema) =>
    comparePair(
      title,
      { version: old, schema: versions[old] ?? {} },
      { version: old, schema },
      pairSettingsOf(defaultSettings, title),
    ),
};
const registry = new ConfluentRegistry(source);
const get = (url: string, method = "GET", body: object | string = "") => {
  const [path = "", query = ""] = url.split("?");
  return registry.answer({
    method,
    path,
    query,
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
};
const json = (schema: object) => ({ schemaType: "JSON", schema: JSON.stringify(schema) });
const subject = "/subjects/eqiad.a.b-value";

describe("what it answers", () => {
  test("subjects and their versions", () => {
    expect(get("/subjects").body).toEqual(["eqiad.a.b-value"]);
    expect(get("/subjects?subjectPrefix=other").body).toEqual([]);
    expect(get(`${subject}/versions`).body).toEqual([1, 2, 3]);
    for (const name of ["3", "latest", "-1", "2.0.0"]) {
      expect(get(`${subject}/versions/${name}`).body).toMatchObject({
        subject: "eqiad.a.b-value",
        version: 3,
        id: registryId("/a/b/2.0.0"),
        schemaType: "JSON",
      });
    }
  });

  test("schemas by their numbers, in the dialect's official spelling", () => {
    const id = registryId("/a/b/1.0.0");
    const { schema } = get(`/schemas/ids/${id}`).body as { readonly schema: string };
    expect(JSON.parse(schema)).toEqual({
      ...versions["1.0.0"],
      $schema: "http://json-schema.org/draft-07/schema#",
    });
    expect(get(`/schemas/ids/${id}/schema`).body).toBe(schema);
    expect(get(`${subject}/versions/1/schema`).body).toBe(schema);
    expect(get(`/schemas/ids/${id}/versions`).body).toEqual([{ subject: "eqiad.a.b-value", version: 1 }]);
    expect(get("/schemas/types").body).toEqual(["JSON"]);
  });

  test("which version a schema is", () => {
    const asked = json({ ...versions["1.1.0"], $schema: "http://json-schema.org/draft-07/schema#" });
    expect(get(subject, "POST", asked).body).toMatchObject({ version: 2, id: registryId("/a/b/1.1.0") });
    expect(get(`${subject}/versions`, "POST", asked).body).toEqual({ id: registryId("/a/b/1.1.0") });
    expect(get(subject, "POST", json({}))).toMatchObject({ status: 404, body: { error_code: 40_403 } });
  });

  test("whether a schema would be compatible, and with what it would not", () => {
    const path = "/compatibility/subjects/eqiad.a.b-value/versions";
    expect(get(`${path}/latest`, "POST", json(versions["2.0.0"] as DataObject)).body).toEqual({
      is_compatible: true,
    });
    const narrow = json({ type: "object", properties: { x: { type: "string", maxLength: 3 }, y: {} } });
    const answer = get(`${path}?verbose=true`, "POST", narrow).body as {
      readonly is_compatible: boolean;
      readonly messages: readonly string[];
    };
    expect(answer.is_compatible).toBe(false);
    expect(answer.messages[0]).toContain("Compared with 2.0.0");
    expect(answer.messages[0]).toMatch(/at most 3 characters.*\{"x":"a{4,}"/);
    expect(get("/config").body).toEqual({ compatibilityLevel: "BACKWARD_TRANSITIVE" });
    expect(get("/config/eqiad.a.b-value").body).toEqual({ compatibilityLevel: "BACKWARD_TRANSITIVE" });
    expect(get("/mode").body).toEqual({ mode: "READONLY" });
  });
});

test.each([
  ["/subjects/nobody-value/versions", 404, 40_401],
  [`${subject}/versions/9`, 404, 40_402],
  [`${subject}/versions/0`, 404, 40_402],
  [`${subject}/versions/x`, 422, 42_202],
  ["/schemas/ids/1", 404, 40_403],
  ["/schemas/ids/99999999999", 404, 40_403],
  ["/schemas/ids/__proto__", 404, 40_403],
  [`${subject}/versions/1/a/b`, 404, 404],
  [`${subject}/%ff`, 404, 404],
  ["/config/nobody-value", 404, 40_401],
])("%s is refused with %s", (path, status, code) => {
  expect(get(path)).toMatchObject({ status, body: { error_code: code } });
});

test("nothing is written, and that is said", () => {
  for (const [method, path] of [
    ["POST", `${subject}/versions`],
    ["PUT", "/config"],
    ["DELETE", subject],
  ] as const) {
    const { status, body } = get(path, method, json({ type: "string" }));
    expect([status, body]).toMatchObject([
      422,
      { message: expect.stringContaining("commit to its repository") },
    ]);
  }
  expect(get(subject, "POST", "no JSON")).toMatchObject({ status: 422, body: { error_code: 42_201 } });
  expect(get(subject, "POST", { schema: "{}" })).toMatchObject({ status: 422 });
});

test("its paths are not those of pages", () => {
  expect(["/subjects", "/schemas/ids/1", "/config/x", "/mode"].every(isRegistryPath)).toBe(true);
  expect(["/", "/schema/a/", "/streams/", "/metrics", "/changes/"].some(isRegistryPath)).toBe(false);
});
