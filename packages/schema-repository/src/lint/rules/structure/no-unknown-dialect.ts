import { draft07, own } from "@addendum/json-schema";
import { defineRule } from "../../../rule.ts";
import { schemaExample } from "../../../rule-example.ts";

export const noUnknownDialect = defineRule({
  id: "no-unknown-dialect",
  concern: "structure",
  severity: "error",
  adoptedSeverity: "warn",
  summary: "Rejects a schema that says it is written in another dialect than draft-07.",
  rationale:
    "Every check, every type and every validator here reads draft-07. Under another dialect the same keywords may mean something else.",
  messages: {
    unknown: {
      text: "“{uri}” is not draft-07.",
      hint: "Write `$schema: https://json-schema.org/draft-07/schema#`.",
    },
  },
  examples: [
    schemaExample("draft-07", "properties:\n  n: { type: integer }\n"),
    {
      name: "a later dialect",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft/2020-12/schema\ntype: object\n",
      },
      findings: [{ file: "schemas/a/b/current.yaml", pointer: "/$schema", messageId: "unknown" }],
    },
  ],
  view: "source",
  isAboutRoot: true,
  *check({ schema }) {
    const uri = own(schema, "$schema");
    if (uri === undefined || draft07.uris.includes(uri as string)) return;
    yield { pointer: "/$schema", messageId: "unknown", values: { uri: String(uri) } };
  },
});
