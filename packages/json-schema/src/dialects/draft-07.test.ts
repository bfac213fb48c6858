import { createRequire } from "node:module";
import { Ajv } from "ajv";
import fc from "fast-check";
import { expect, test } from "vitest";
import { typeNames } from "./keyword-values.ts";
import { checkKeyword, keywordNames, typesOfKeyword } from "./keywords.ts";

/** The official meta-schema, as the validator's package carries it. */
const metaSchema = createRequire(import.meta.url)("ajv/lib/refs/json-schema-draft-07.json") as {
  properties: Record<string, unknown>;
};

// The meta-schema forgot writeOnly, which the text defines: Validation draft-07 §10.3.
test("the keywords are those of the meta-schema, and writeOnly", () => {
  expect([...keywordNames].sort()).toEqual(
    [...new Set([...Object.keys(metaSchema.properties), "writeOnly"])].sort(),
  );
});

test("a value is refused where the meta-schema refuses it, one level deep", () => {
  const ajv = new Ajv({ strict: false, logger: false, validateFormats: false });
  const isValid = ajv.getSchema("http://json-schema.org/draft-07/schema");
  const scalar = fc.oneof(
    fc.constantFrom<unknown>(null, true, false, 0, 1, -1, 1.5, "", "a", ...typeNames),
    fc.constantFrom<unknown>({}, [], [{}], { a: {} }, { a: [] }, { a: true }),
  );
  const value = fc.oneof(
    scalar,
    fc.array(scalar, { maxLength: 3 }),
    // What a keyword inside holds is looked at where that subschema is.
    fc.dictionary(
      fc.string().filter((name) => !keywordNames.includes(name)),
      scalar,
      { noNullPrototype: true },
    ),
  );
  let refused = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...keywordNames.filter((one) => one !== "writeOnly")),
      value,
      (keyword, one) => {
        // Of options that are listed twice another rule speaks.
        fc.pre(keyword !== "enum" || !Array.isArray(one) || isSet(one));
        const ours = checkKeyword(keyword, one as never) === undefined;
        if (!ours) refused++;
        // Any text is a URI, a pattern and a format here: other rules speak of those.
        expect({ keyword, one, valid: ours }).toEqual({ keyword, one, valid: isValid?.({ [keyword]: one }) });
      },
    ),
    { numRuns: 3000 },
  );
  expect(refused).toBeGreaterThan(500);
});

test("keywords of one type are known as such", () => {
  expect(typesOfKeyword("maxLength")).toEqual(["string"]);
  expect(typesOfKeyword("minimum")).toEqual(["integer", "number"]);
  expect(typesOfKeyword("enum")).toBeUndefined();
});

function isSet(list: readonly unknown[]): boolean {
  return new Set(list.map((one) => JSON.stringify(one))).size === list.length;
}
