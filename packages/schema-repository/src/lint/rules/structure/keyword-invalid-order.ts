import { orderKeys } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";

const file = "schemas/a/b/current.yaml";
const settings = { rules: { "keyword-invalid-order": "warn" } } as const;

export const keywordInvalidOrder = defineRule({
  id: "keyword-invalid-order",
  concern: "structure",
  severity: "off",
  summary: "Warns about a schema that does not start with its name and end with its examples.",
  rationale:
    "People who open a schema look for its name and purpose first; examples are long and best read last. The order means nothing to validators, so `--fix` and `addendum fmt` may change it.",
  messages: {
    order: {
      text: "“{key}” is out of order; “{expected}” belongs here.",
      hint: "`addendum fmt` puts title, description, $id and $schema first and examples last.",
    },
  },
  examples: [
    {
      name: "the usual order",
      files: { [file]: "title: a/b\n$id: /a/b/1.0.0\ntype: object\nexamples: []\n" },
      settings,
      findings: [],
    },
    {
      name: "the title after the type",
      files: { [file]: "$id: /a/b/1.0.0\ntype: object\ntitle: a/b\n" },
      settings,
      findings: [{ file, pointer: "/$id", messageId: "order" }],
    },
  ],
  view: "source",
  isAboutRoot: true,
  isAboutKeys: true,
  *check({ schema }) {
    const keys = Object.keys(schema);
    const ordered = orderKeys(keys);
    const index = keys.findIndex((key, at) => key !== ordered[at]);
    if (index === -1) return;
    const [key, expected] = [keys[index] as string, ordered[index] as string];
    yield { pointer: `/${key}`, messageId: "order", values: { key, expected }, fix: { kind: "order" } };
  },
});
