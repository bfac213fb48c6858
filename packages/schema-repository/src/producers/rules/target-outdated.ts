import { defineRule } from "../../model/rule.ts";

const version = (number: string) =>
  `title: a/b\n$id: /a/b/${number}\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\n`;

export const targetOutdated = defineRule({
  id: "target-outdated",
  concern: "producers",
  severity: "warn",
  summary: "Warns about producers that send an older version than the newest.",
  rationale:
    "What a new version adds cannot be sent before a producer names it. Within a major every event of the old version fits the new one, so moving costs nothing, unless a break was accepted in between: then moving may need a change of the code.",
  messages: {
    behind: {
      text: "{title} {version} is outdated: {newest} is the newest of its major.",
      hint: "`addendum targets --write` updates the code; events that are sent now stay valid.",
    },
    broken: {
      text: "{title} {version} is outdated: {newest} is the newest of its major, and {newest} rejects some events of {version}.",
      hint: "`addendum compat {title}@{version} {title}@{newest}` shows one. Adapt the code, then change the version in it yourself; `addendum targets --write` does not.",
    },
    major: {
      text: "{title} {version} is of an old major: {newest} exists.",
      hint: "A new major may reject what is sent now. Compare the two with `addendum compat {title}@{version} {title}@{newest}`, adapt the code, then change the version in it yourself.",
    },
  },
  examples: [
    {
      name: "the newest version, and a major that stands for its newest",
      files: { "schemas/a/b/1.0.0.yaml": version("1.0.0"), "schemas/a/b/1.1.0.yaml": version("1.1.0") },
      producers: {
        "extension.json": '{ "attributes": { "EventLogging": { "Schemas": { "B": "/a/b/1.1.0" } } } }\n',
        "app.ts": 'import type { B } from "@addendum/event-types/a/b/1";\n',
      },
      findings: [],
    },
    {
      name: "an older one",
      files: { "schemas/a/b/1.0.0.yaml": version("1.0.0"), "schemas/a/b/1.1.0.yaml": version("1.1.0") },
      producers: {
        "extension.json": '{ "attributes": { "EventLogging": { "Schemas": { "B": "/a/b/1.0.0" } } } }\n',
      },
      findings: [{ file: "extension.json", messageId: "behind" }],
    },
    {
      name: "an older one, with an accepted break since",
      files: {
        "schemas/a/b/1.0.0.yaml": `${version("1.0.0")}properties: { n: { type: integer, maximum: 9 } }\n`,
        "schemas/a/b/1.1.0.yaml": `${version("1.1.0")}properties: { n: { type: integer, maximum: 5 } }\n`,
      },
      producers: {
        "extension.json": '{ "attributes": { "EventLogging": { "Schemas": { "B": "/a/b/1.0.0" } } } }\n',
      },
      findings: [{ file: "extension.json", messageId: "broken" }],
    },
    {
      name: "an older major",
      files: { "schemas/a/b/1.0.0.yaml": version("1.0.0"), "schemas/a/b/2.0.0.yaml": version("2.0.0") },
      producers: { "app.ts": 'import type { B } from "@addendum/event-types/a/b/1";\n' },
      findings: [{ file: "app.ts", messageId: "major" }],
    },
  ],
});
