import { isObject, join, keywordNames, keywordsAddedBy } from "@addendum/json-schema";
import { annotationKeywords } from "../../../model/annotations.ts";
import type { LintedSubschema } from "../../../model/linted-schema.ts";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";
import { mistakenKeyword } from "../../../model/mistaken-keyword.ts";

export const noUnknownKeyword = defineRule({
  id: "no-unknown-keyword",
  concern: "correctness",
  severity: "error",
  adoptedSeverity: "warn",
  summary: "Rejects a keyword that the dialect does not define.",
  rationale:
    "JSON Schema ignores unknown keywords, so a misspelt one silently stops constraining events. List this repository's own keywords under `annotations` in addendum.yaml, or start them with `x-`.",
  messages: {
    misspelt: { text: "“{keyword}” is not a draft-07 keyword.", hint: "Did you mean “{suggestion}”?" },
    foreign: { text: "“{keyword}” is not a draft-07 keyword.", hint: "{advice}" },
    property: {
      text: "“{keyword}” is not a draft-07 keyword.",
      hint: "If it is a property, put it under `properties`.",
    },
    unknown: {
      text: "“{keyword}” is not a draft-07 keyword.",
      hint: "If it is your own annotation, list it under “annotations” in addendum.yaml.",
    },
  },
  examples: [
    schemaExample("known keywords", "properties:\n  n: { type: integer, maximum: 3, x-unit: seconds }\n"),
    {
      name: "keywords of the draft that the schema declares",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft/2020-12/schema\ntype: object\n$defs: {}\n",
      },
      findings: [],
    },
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
    const added = keywordsAddedBy(whole.root);
    for (const keyword of Object.keys(schema)) {
      if (known.has(keyword) || added.has(keyword) || keyword.startsWith("x-")) continue;
      if (keyword === "$ref" || whole.settings.annotations.includes(keyword)) continue;
      if (isFieldOfRoot(subschema, keyword)) continue;
      const at = { pointer: join(subschema.pointer, keyword) };
      const value = schema[keyword];
      const mistaken = mistakenKeyword(keyword);
      if (mistaken?.kind === "foreign") {
        yield { ...at, messageId: "foreign", values: { keyword, advice: mistaken.advice } };
      } else if (mistaken?.kind === "misspelt") {
        const { suggestion } = mistaken;
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

/** The fields that the settings say contain the title and the version. */
function isFieldOfRoot({ whole, branchOf, keyword }: LintedSubschema, name: string): boolean {
  const { titleField, versionField } = whole.settings;
  const isRoot = keyword === undefined || (keyword === "allOf" && branchOf?.keyword === undefined);
  return isRoot && [titleField, versionField].some((field) => field.split(".")[0] === name);
}
