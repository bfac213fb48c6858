import { isObject, join, keywordNames } from "@addendum/json-schema";
import { suggest } from "../configuration/suggestion.ts";
import { annotationKeywords } from "../lint/annotations.ts";
import type { Subschema } from "../lint/subschema.ts";
import { defineRule } from "../rule.ts";
import { schemaExample } from "../rule-example.ts";

/** Keywords of other dialects, and what draft-07 has instead. Sources: draft-03 to 2020-12, OpenAPI 3.0. */
const foreign: Readonly<Record<string, string>> = {
  $anchor: 'Draft-07 writes an anchor as `$id: "#name"`.',
  $defs: "Draft-07 writes `definitions`.",
  dependentRequired: "Draft-07 writes `dependencies`.",
  dependentSchemas: "Draft-07 writes `dependencies`.",
  discriminator: "It is OpenAPI’s. Draft-07 tells alternatives apart by a `const` in each.",
  divisibleBy: "Draft-07 writes `multipleOf`.",
  example: "Draft-07 writes `examples`, a list.",
  extends: "Draft-07 writes `allOf`.",
  id: "Draft-07 writes `$id`.",
  maxContains: "Draft-07 has no such keyword.",
  minContains: "Draft-07 has no such keyword; `contains` demands one.",
  nullable: "It is OpenAPI’s. Draft-07 lists the type `null`; an optional property needs neither.",
  optional: "Every property is optional that `required` does not list.",
  prefixItems: "Draft-07 writes a list as `items`.",
  unevaluatedItems: "Draft-07 has no such keyword.",
  unevaluatedProperties: "Draft-07 has no such keyword.",
};

export const noUnknownKeyword = defineRule({
  id: "no-unknown-keyword",
  concern: "correctness",
  severity: "error",
  adoptedSeverity: "warn",
  summary: "Rejects a keyword that the dialect does not define.",
  rationale:
    "JSON Schema passes over what it does not know, so a misspelt keyword silently stops constraining events. Keywords that are this repository’s own are listed under `annotations` in addendum.yaml, or begin with `x-`.",
  messages: {
    misspelt: { text: "“{keyword}” is not a draft-07 keyword.", hint: "Did you mean “{suggestion}”?" },
    foreign: { text: "“{keyword}” is not a draft-07 keyword.", hint: "{advice}" },
    property: {
      text: "“{keyword}” is not a draft-07 keyword.",
      hint: "If it is a property, it belongs under `properties`.",
    },
    unknown: {
      text: "“{keyword}” is not a draft-07 keyword.",
      hint: "If it is an annotation of yours, list it under “annotations” in addendum.yaml.",
    },
  },
  examples: [
    schemaExample("known keywords", "properties:\n  n: { type: integer, maximum: 3, x-unit: seconds }\n"),
    schemaExample("a misspelt keyword", "properties:\n  n: { type: integer, maxiumum: 3 }\n", {
      "/properties/n/maxiumum": "misspelt",
    }),
    schemaExample("a keyword of another dialect", "properties:\n  n: { type: integer, nullable: true }\n", {
      "/properties/n/nullable": "foreign",
    }),
    schemaExample(
      "a property that is one level too high",
      "properties:\n  n: { type: integer }\nwiki: { type: string, maxLength: 9 }\n",
      { "/wiki": "property" },
    ),
    schemaExample(
      "an option that became a keyword",
      "properties:\n  s:\n    type: string\n    enum: [on]\n    off:\n",
      { "/properties/s/off": "unknown" },
    ),
  ],
  view: "dereferenced",
  isAboutKeys: true,
  *check(subschema) {
    const { schema, whole } = subschema;
    for (const keyword of Object.keys(schema)) {
      if (known.has(keyword) || keyword.startsWith("x-")) continue;
      if (keyword === "$ref" || whole.settings.annotations.includes(keyword)) continue;
      if (isFieldOfRoot(subschema, keyword)) continue;
      const at = { pointer: join(subschema.pointer, keyword) };
      if (Object.hasOwn(foreign, keyword)) {
        yield { ...at, messageId: "foreign", values: { keyword, advice: foreign[keyword] as string } };
        continue;
      }
      const value = schema[keyword];
      const suggestion = suggest(keyword, [...keywordNames, ...annotationKeywords]);
      if (suggestion !== undefined && isNear(keyword, suggestion)) {
        const fix = { kind: "rename", to: suggestion } as const;
        const isFree = !Object.hasOwn(schema, suggestion);
        yield {
          ...at,
          messageId: "misspelt",
          values: { keyword, suggestion },
          ...(isFree && { fix }),
        };
      } else if (isObject(value) && Object.keys(value).some((key) => keywordNames.includes(key))) {
        yield { ...at, messageId: "property", values: { keyword } };
      } else {
        yield { ...at, messageId: "unknown", values: { keyword } };
      }
    }
  },
});

const known = new Set([...keywordNames, ...annotationKeywords]);

/** The fields that the settings say hold the title and the version. */
function isFieldOfRoot({ whole, branchOf, keyword }: Subschema, name: string): boolean {
  const { titleField, versionField } = whole.settings;
  const isRoot = keyword === undefined || (keyword === "allOf" && branchOf?.keyword === undefined);
  return isRoot && [titleField, versionField].some((field) => field.split(".")[0] === name);
}

/** A short name is near to many. */
function isNear(name: string, suggestion: string): boolean {
  return name.length > 3 || name.toLowerCase() === suggestion.toLowerCase();
}
