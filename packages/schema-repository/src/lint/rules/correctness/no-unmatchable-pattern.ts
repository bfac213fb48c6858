import { patternKeywords, patternsOf } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { matchesNothing } from "../../../model/proofs.ts";
import { schemaExample } from "../../../model/rule-example.ts";

export const noUnmatchablePattern = defineRule({
  id: "no-unmatchable-pattern",
  concern: "correctness",
  severity: "error",
  adoptedSeverity: "warn",
  summary: "Rejects a pattern that no text matches.",
  rationale:
    "`^` before the end or `$` before the beginning of a text cannot match, and neither does a look-ahead that contradicts what follows. Every text is rejected, and an event without the property never shows the mistake. This is proved, not guessed.",
  messages: {
    nothing: { text: "No text matches “{pattern}”.", hint: "Correct the pattern." },
    slashes: {
      text: "No text matches “{pattern}”: the slashes around it are part of the pattern.",
      hint: "Remove the slashes: JSON Schema writes patterns without them, and without flags.",
    },
  },
  examples: [
    schemaExample("a pattern that matches", "properties:\n  s: { type: string, pattern: '^[a-z]+$' }\n"),
    schemaExample(
      "anchors the wrong way round",
      "properties:\n  s: { type: string, pattern: '$[a-z]+^' }\n",
      {
        "/properties/s/pattern": "nothing",
      },
    ),
    schemaExample(
      "slashes around a pattern",
      "properties:\n  o: { type: object, patternProperties: { '/^x_/': { type: string } } }\n",
      { "/properties/o/patternProperties/~1^x_~1": "slashes" },
    ),
  ],
  view: "dereferenced",
  keywords: patternKeywords,
  *check({ schema, pointer, whole }) {
    for (const { text, pointer: at } of patternsOf(schema)) {
      if (!matchesNothing(whole.root, text)) continue;
      const messageId = /^\/.*\/[dgimsuvy]*$/s.test(text) ? "slashes" : "nothing";
      yield { pointer: pointer + at, messageId, values: { pattern: text } };
    }
  },
});
