import { compilePattern, patternKeywords, patternsOf } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

export const noInvalidPattern = defineRule({
  id: "no-invalid-pattern",
  concern: "correctness",
  severity: "error",
  adoptedSeverity: "warn",
  summary: "Rejects a pattern that is not a valid regular expression.",
  rationale:
    "A validator rejects the whole schema because of it. Patterns are read as ECMA-262 defines them, with the `u` flag, as current validators do. Source: JSON Schema Validation draft-07 §4.3.",
  messages: {
    invalid: {
      text: "“{pattern}” is not a valid regular expression: {reason}.",
      hint: "Correct the pattern.",
    },
    unicode: {
      text: "“{pattern}” is a valid regular expression only without the `u` flag, which validators set: {reason}.",
      hint: "Remove needless escapes, and escape brackets that are meant literally.",
    },
  },
  examples: [
    schemaExample("a pattern", 'properties:\n  s: { type: string, pattern: "^[a-z]+$" }\n'),
    schemaExample("a class without its end", 'properties:\n  s: { type: string, pattern: "^[a-z" }\n', {
      "/properties/s/pattern": "invalid",
    }),
    schemaExample("an escape that is none", "properties:\n  s: { type: string, pattern: '^\\_+$' }\n", {
      "/properties/s/pattern": "unicode",
    }),
  ],
  view: "dereferenced",
  keywords: patternKeywords,
  *check({ schema, pointer }) {
    for (const { text, pointer: at } of patternsOf(schema)) {
      const compiled = compilePattern(text);
      if (compiled.kind !== "invalid") continue;
      const reason = compiled.reason.replace(/^Invalid regular expression: \/.*\/\w*: /s, "");
      const messageId = compilePattern(text, "").kind === "invalid" ? "invalid" : "unicode";
      yield { pointer: pointer + at, messageId, values: { pattern: text, reason } };
    }
  },
});
