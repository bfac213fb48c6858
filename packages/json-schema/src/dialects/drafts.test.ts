import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { draft07 } from "./draft-07.ts";
import { type Draft, draftDeclaredBy, foreignAnchors, foreignAssertions } from "./drafts.ts";
import { isAsserting } from "./keywords.ts";

const require = createRequire(import.meta.url);

/** The keywords that the official meta-schemas of a draft name, as the validator's package carries them. */
function keywordsOf(...files: readonly string[]): ReadonlySet<string> {
  const schemas = files.map(
    (file) => require(`ajv/lib/refs/${file}.json`) as { readonly properties: object },
  );
  return new Set(schemas.flatMap(({ properties }) => Object.keys(properties)));
}

const of2019 = ["core", "applicator", "validation", "meta-data", "format", "content"].map(
  (name) => `json-schema-2019-09/meta/${name}`,
);
const of2020 = [
  "core",
  "applicator",
  "unevaluated",
  "validation",
  "meta-data",
  "format-annotation",
  "content",
].map((name) => `json-schema-2020-12/meta/${name}`);

const draftNamed = (uri: string) => draftDeclaredBy(uri) as Draft;

test.each([
  [draftNamed("http://json-schema.org/draft-06/schema#"), keywordsOf("json-schema-draft-06")],
  [draftNamed("https://json-schema.org/draft/2019-09/schema"), keywordsOf(...of2019)],
  [draftNamed("https://json-schema.org/draft/2020-12/schema"), keywordsOf(...of2020)],
])("what $name lacks is what its meta-schemas lack", (draft, keywords) => {
  const asserting = [...draft07.keywords.keys()].filter(isAsserting);
  expect([...draft.lacks].sort()).toEqual(asserting.filter((name) => !keywords.has(name)).sort());
});

test.each([
  [draftNamed("https://json-schema.org/draft/2019-09/schema"), keywordsOf(...of2019)],
  [draftNamed("https://json-schema.org/draft/2020-12/schema"), keywordsOf(...of2020)],
])("all that $name has and draft-07 has not is known", (draft, keywords) => {
  const known = new Set([...foreignAssertions.keys(), ...foreignAnchors.keys(), ...draft.adds]);
  expect([...keywords].filter((name) => !draft07.keywords.has(name) && !known.has(name))).toEqual([]);
});

test.each([
  ["http://json-schema.org/draft-07/schema#", "draft-07"],
  ["https://json-schema.org/draft-07/schema", "draft-07"],
  ["http://json-schema.org/draft-04/hyper-schema#", "draft-04"],
  ["http://json-schema.org/draft/2020-12/schema#", "2020-12"],
  ["http://json-schema.org/draft-05/schema#", undefined],
  ["http://json-schema.org/schema#", undefined],
  ["http://json-schema.org/2020-12/schema", undefined],
  ["https://json-schema.org/draft/draft-07/schema", undefined],
  ["https://json-schema.org/draft-07/schema#/definitions/a", undefined],
  ["https://spec.openapis.org/oas/3.1/dialect/base", undefined],
])("%s declares %s", (uri, name) => {
  expect(draftDeclaredBy(uri)?.name).toBe(name);
});

test("every spelling of draft-07 declares it", () => {
  for (const uri of draft07.uris) expect(draftDeclaredBy(uri)?.name).toBe(draft07.name);
});
