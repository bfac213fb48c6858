import { defineRule } from "../../model/rule.ts";

const schema = (title: string) =>
  `title: ${title}\n$id: /${title}/1.0.0\n$schema: https://json-schema.org/draft-07/schema#\ntype: object\n`;

export const registryIdClash = defineRule({
  id: "registry-id-clash",
  concern: "structure",
  severity: "warn",
  summary: "Warns about two versions that have the same number in the registry for Kafka’s tools.",
  rationale:
    "Clients of Confluent’s Schema Registry ask for schemas by number. `addendum serve` derives the number of a version from 31 bits of its URI, so that it is the same on every machine and never changes. Among 10,000 versions, two have the same number with a probability of 2 %. A client that asks for that number gets the version whose URI sorts first; clients that ask by subject and version always get the right one. Nothing is wrong with the events.",
  messages: {
    clash: {
      text: "{uri} and {other} have the same number in the registry for Kafka’s tools: {id}. Clients that ask for it by number get {other}.",
      hint: "While {uri} is not published, give it another version number. Otherwise ask for it by subject and version.",
    },
  },
  examples: [
    {
      name: "versions with numbers of their own",
      files: {
        "schemas/a/b/current.yaml": schema("a/b"),
        "schemas/a/b/1.0.0.yaml": schema("a/b"),
        "schemas/a/c/current.yaml": schema("a/c"),
        "schemas/a/c/1.0.0.yaml": schema("a/c"),
      },
      findings: [],
    },
    {
      name: "one number twice",
      files: {
        "schemas/a/t72980/current.yaml": schema("a/t72980"),
        "schemas/a/t72980/1.0.0.yaml": schema("a/t72980"),
        "schemas/a/t84595/current.yaml": schema("a/t84595"),
        "schemas/a/t84595/1.0.0.yaml": schema("a/t84595"),
      },
      findings: [{ file: "schemas/a/t84595/1.0.0.yaml", pointer: "", messageId: "clash" }],
    },
  ],
});
