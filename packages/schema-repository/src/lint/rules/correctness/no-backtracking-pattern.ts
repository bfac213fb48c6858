import { backtracksExponentially, patternKeywords, patternsOf } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

export const noBacktrackingPattern = defineRule({
  id: "no-backtracking-pattern",
  concern: "correctness",
  severity: "warn",
  summary: "Warns about a pattern that can take exponential time in a backtracking regex engine.",
  rationale:
    "Addendum matches with automata and is safe, but other validators are not: some thirty characters chosen by an attacker can stop one for minutes. The rule reports a pattern that can read the same text in several ways, repeatedly, and then fail. It does not analyze patterns with look-around or back references.",
  messages: {
    exponential: {
      text: "“{pattern}” can take exponential time in a backtracking regex engine.",
      hint: "Rewrite the repetition so that a string can match it in only one way: `a+` instead of `(a+)+`.",
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
