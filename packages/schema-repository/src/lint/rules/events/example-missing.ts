import { isArray, own } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

export const exampleMissing = defineRule({
  id: "example-missing",
  concern: "events",
  severity: "info",
  summary: "Reports a schema without a written example.",
  rationale:
    "An example shows at once what an event looks like, and canary events are made from it. A generated example is valid but explains nothing.",
  messages: {
    missing: {
      text: "The schema has no example.",
      hint: "Add one under `examples`: an event as it is really sent.",
    },
  },
  examples: [
    schemaExample("an example", "properties:\n  n: { type: integer }\nexamples: [{ n: 3 }]\n"),
    schemaExample("none", "properties:\n  n: { type: integer }\n", { "": "missing" }),
  ],
  isAboutEvents: true,
  isAboutRoot: true,
  *check({ schema }) {
    const examples = own(schema, "examples");
    if (isArray(examples) && examples.length > 0) return;
    yield { pointer: "", messageId: "missing" };
  },
});
