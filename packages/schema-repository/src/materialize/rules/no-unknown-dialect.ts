import { defineRule } from "../../model/rule.ts";
import { schemaExample } from "../../model/rule-example.ts";

const file = "schemas/a/b/current.yaml";
const declaring = ($schema: string) => `title: a/b\n$id: /a/b/1.0.0\n$schema: ${$schema}\ntype: object\n`;
const draft04 = "http://json-schema.org/draft-04/schema#";
const draft202012 = "https://json-schema.org/draft/2020-12/schema";

export const noUnknownDialect = defineRule({
  id: "no-unknown-dialect",
  concern: "structure",
  severity: "error",
  summary: "Rejects a schema that cannot be judged as draft-07.",
  rationale:
    "Every check, type and validator here reads draft-07. A schema of another draft is judged if each of its keywords exists in that draft and means the same in draft-07, as in most schemas. Otherwise the verdict would be about a different schema: draft-04 ignores `const`, and draft-07 ignores `unevaluatedProperties`, even if no dialect is declared. The other schemas of the repository are still judged. Sources: the specifications of the drafts.",
  messages: {
    unjudged: {
      text: "This schema cannot be judged: {reason}.",
      hint: "It is written in {dialect}. Rewrite it in draft-07 and declare `$schema: https://json-schema.org/draft-07/schema#`.",
    },
  },
  examples: [
    schemaExample("draft-07", "properties:\n  n: { type: integer }\n"),
    {
      name: "a later draft, with nothing in it that draft-07 lacks",
      files: { [file]: `${declaring(draft202012)}properties:\n  n: { type: integer }\n` },
      findings: [],
    },
    {
      name: "a later draft, with a keyword that draft-07 lacks",
      files: { [file]: `${declaring(draft202012)}properties:\n  l: { type: array, prefixItems: [true] }\n` },
      findings: [{ file, pointer: "/properties/l/prefixItems", messageId: "unjudged" }],
    },
    {
      name: "a keyword that the declared draft ignores",
      files: { [file]: `${declaring(draft04)}properties:\n  n: { const: 1 }\n` },
      findings: [{ file, pointer: "/properties/n/const", messageId: "unjudged" }],
    },
    {
      name: "a dialect of somebody’s own",
      files: { [file]: declaring("https://example.org/meta-schema") },
      findings: [{ file, pointer: "/$schema", messageId: "unjudged" }],
    },
    {
      name: "what is not an URI, and names no dialect",
      files: { [file]: declaring("draft-07") },
      findings: [{ file, pointer: "/$schema", messageId: "unjudged" }],
    },
    {
      name: "the same in an adopted repository",
      files: { [file]: declaring("draft-07") },
      settings: { adopted: true },
      findings: [],
    },
    {
      name: "an adopted repository, and a fragment of another draft",
      files: {
        [file]:
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nproperties:\n  f: { $ref: /f/1.0.0# }\n",
        "schemas/f/1.0.0.yaml": `title: f\n$id: /f/1.0.0\n$schema: ${draft04}\nminimum: 0\nexclusiveMinimum: true\n`,
      },
      settings: { adopted: true },
      findings: [{ file, pointer: "/properties/f/exclusiveMinimum", messageId: "unjudged" }],
    },
  ],
});
