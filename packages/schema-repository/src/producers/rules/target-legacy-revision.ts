import { defineRule } from "../../model/rule.ts";

export const targetLegacyRevision = defineRule({
  id: "target-legacy-revision",
  concern: "producers",
  severity: "warn",
  summary: "Warns about producers that name a wiki revision instead of a schema's version.",
  rationale:
    "Before schema repositories existed, a number named a revision of a schema page on a wiki. No check protects such events.",
  messages: {
    number: {
      text: "{name} names revision {revision} of a schema page, which is the legacy form.",
      hint: "Move the schema into a repository, and name its URI here, as in “/analytics/legacy/name/1.0.0”.",
    },
  },
  examples: [
    {
      name: "a URI",
      files: {
        "schemas/a/b/1.0.0.yaml":
          "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\n",
      },
      producers: {
        "extension.json": '{ "attributes": { "EventLogging": { "Schemas": { "B": "/a/b/1.0.0" } } } }\n',
      },
      findings: [],
    },
    {
      name: "a number",
      files: {},
      producers: {
        "extension.json": '{ "attributes": { "EventLogging": { "Schemas": { "B": 17423456 } } } }\n',
      },
      findings: [
        { file: "extension.json", pointer: "/attributes/EventLogging/Schemas/B", messageId: "number" },
      ],
    },
  ],
});
