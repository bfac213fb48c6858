import { patternKeywords, patternsOf } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";
import { patternSlips } from "../../../model/pattern-slips.ts";

export const noMistakenPattern = defineRule({
  id: "no-mistaken-pattern",
  concern: "correctness",
  severity: "warn",
  adoptedSeverity: "info",
  summary: "Warns about a pattern that probably does not match what its author meant.",
  rationale:
    "A pattern without `^` and `$` matches any text that contains a match, so `[a-z]+` accepts `42 apples`. In `^a|b$`, each anchor belongs to one alternative only. Such a pattern accepts everything that it was meant to accept, so nobody notices what else it accepts. Source: JSON Schema Validation draft-07 §6.3.3.",
  messages: {
    anchors: {
      text: "In “{pattern}”, “^” belongs only to the first alternative and “$” only to the last one.",
      hint: "Put the alternatives in a group: `^(?:a|b)$`.",
    },
    repetition: {
      text: "How often “{part}” may repeat is not limited, because “{pattern}” has no anchor at its {end}.",
      hint: "Write `^` at the beginning and `$` at the end if the pattern is about the whole text.",
    },
    range: {
      text: "“{part}” in “{pattern}” includes characters that are neither letters nor digits.",
      hint: "Write `A-Za-z` or `0-9A-Za-z`.",
    },
    bar: {
      text: "In “{part}”, “|” is one of the characters that match: within brackets it does not separate alternatives.",
      hint: "Write `(?:a|b)` for alternatives, or remove the “|”.",
    },
    escape: {
      text: "“{part}” in “{pattern}” matches a backslash and a letter.",
      hint: "In YAML, write one backslash, unless the text is in double quotes.",
    },
  },
  examples: [
    schemaExample(
      "patterns about the whole text, or about a part of it",
      "properties:\n  s: { type: string, pattern: '^(?:mobile|desktop)$' }\n  t: { type: string, pattern: '^https?://' }\n  u: { type: string, pattern: '[^/]+/.*' }\n",
    ),
    schemaExample(
      "anchors of single alternatives",
      "properties:\n  s: { type: string, pattern: '^mobile|desktop$' }\n",
      { "/properties/s/pattern": "anchors" },
    ),
    schemaExample(
      "a repetition without an anchor",
      "properties:\n  s: { type: string, pattern: '^[a-z]{1,9}' }\n",
      { "/properties/s/pattern": "repetition" },
    ),
    schemaExample(
      "a range across the two cases",
      "properties:\n  s: { type: string, pattern: '^[A-z]+$' }\n",
      {
        "/properties/s/pattern": "range",
      },
    ),
    schemaExample("alternatives in brackets", "properties:\n  s: { type: string, pattern: '^[a|b]$' }\n", {
      "/properties/s/pattern": "bar",
    }),
    schemaExample("two backslashes", "properties:\n  s: { type: string, pattern: '^\\\\d+$' }\n", {
      "/properties/s/pattern": "escape",
    }),
  ],
  view: "dereferenced",
  keywords: patternKeywords,
  *check({ schema, pointer }) {
    for (const { text, pointer: at } of patternsOf(schema)) {
      for (const { kind, ...values } of patternSlips(text)) {
        yield { pointer: pointer + at, messageId: kind, values: { pattern: text, ...values } };
      }
    }
  },
});
