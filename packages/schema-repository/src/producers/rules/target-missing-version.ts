import { defineRule } from "../../model/rule.ts";

const version =
  "title: a/b\n$id: /a/b/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\n";

export const targetMissingVersion = defineRule({
  id: "target-missing-version",
  concern: "producers",
  severity: "error",
  summary: "Rejects producers that name a version that does not exist.",
  rationale:
    "The intake rejects an event whose schema it cannot find, so none of the events that this code sends are accepted.",
  messages: {
    version: {
      text: "{title} has no version {version}.",
      hint: "The newest of its major is {newest}; `addendum targets --write` changes the code to it.",
    },
    major: {
      text: "{title} has no version {version} and no other version of that major.",
      hint: "Name an existing version; the newest is {newest}.",
    },
    title: { text: "There is no schema {title}.", hint: "Correct the title, or create the schema first." },
  },
  examples: [
    {
      name: "a version that is there",
      files: { "schemas/a/b/1.0.0.yaml": version },
      producers: { "app.js": 'submit("a.b", { $schema: "/a/b/1.0.0" });\n' },
      findings: [],
    },
    {
      name: "a version that is not",
      files: { "schemas/a/b/1.0.0.yaml": version },
      producers: { "app.js": 'submit("a.b", { $schema: "/a/b/1.1.0" });\n' },
      findings: [{ file: "app.js", messageId: "version" }],
    },
    {
      name: "a schema that is not",
      files: { "schemas/a/b/1.0.0.yaml": version },
      producers: {
        "extension.json": '{ "attributes": { "EventLogging": { "Schemas": { "B": "/a/bb/1.0.0" } } } }\n',
      },
      findings: [{ file: "extension.json", messageId: "title" }],
    },
  ],
});
