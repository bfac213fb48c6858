import { backtracksExponentially, patternKeywords, patternsOf } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

export const noBacktrackingPattern = defineRule({
  id: "no-backtracking-pattern",
  concern: "correctness",
  severity: "warn",
  summary: "Warns of a pattern on which a backtracking matcher may need exponential time.",
  rationale:
    "Addendum matches by automata and is not in danger, but other validators are: some thirty characters that an attacker chooses can stop one for minutes. A pattern is reported when it can read some text in more than one way, over and over, and fail behind it. Patterns with look-around or back references are not looked at.",
  messages: {
    exponential: {
      text: "“{pattern}” can take a backtracking matcher exponential time.",
      hint: "Make what repeats unambiguous: `(a+)+` is `a+`.",
    },
  },
  examples: [
    schemaExample(
      "a plain repetition",
      'properties:\n  s: { type: string, pattern: "^[a-z]+( [a-z]+)*$" }\n',
    ),
    schemaExample(
      "a repetition of a repetition",
      'properties:\n  s: { type: string, pattern: "^([a-z]+)*$" }\n',
      {
        "/properties/s/pattern": "exponential",
      },
    ),
  ],
  view: "dereferenced",
  keywords: patternKeywords,
  *check({ schema, pointer }) {
    for (const { text, pointer: at } of patternsOf(schema)) {
      if (backtracksExponentially(text) !== true) continue;
      yield { pointer: pointer + at, messageId: "exponential", values: { pattern: text } };
    }
  },
});
