import { defineRule } from "../../model/rule.ts";

const settings = {
  contentTypes: ["yaml"],
  extensionlessAliases: false,
  latestAliases: false,
  types: { out: "types", package: undefined },
} as const;
const version = (properties: string) =>
  `title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\nproperties:\n  ${properties}\n`;

export const noUntypedSchema = defineRule({
  id: "no-untyped-schema",
  concern: "producers",
  generator: "types",
  severity: "warn",
  summary: "Warns of what the generated types leave `unknown`.",
  rationale: "A producer gets no help with a place whose type is unknown, and no error for a mistake there.",
  messages: {
    untyped: {
      text: "This has no TypeScript type: {reason}.",
      hint: "Its type is `unknown`. Mend it in the schema's next version.",
    },
    unreadable: {
      text: "This version has no TypeScript type, since it is no schema that can be read.",
      hint: "The types leave it out.",
    },
  },
  examples: [
    {
      name: "a version whose every part has a type",
      files: { "schemas/a/b/1.0.0.yaml": version("a: {type: string}") },
      settings,
      findings: [],
    },
    {
      name: "a reference to nothing",
      files: { "schemas/a/b/1.0.0.yaml": version("a: {$ref: '#/definitions/a'}") },
      settings,
      findings: [{ file: "schemas/a/b/1.0.0.yaml", pointer: "/properties/a", messageId: "untyped" }],
    },
  ],
});
