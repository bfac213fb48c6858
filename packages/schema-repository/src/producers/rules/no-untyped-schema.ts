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
  summary: "Warns about parts of a schema whose generated type is `unknown`.",
  rationale: "Where the type is unknown, producers get neither completion nor an error for a mistake.",
  messages: {
    untyped: {
      text: "This has no TypeScript type: {reason}.",
      hint: "Its type is `unknown`. Fix it in the schema's next version.",
    },
    unreadable: {
      text: "This version has no TypeScript type, because it cannot be read as a schema.",
      hint: "The generated types leave it out.",
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
