import { correct } from "../../../words/misspellings.ts";
import { textOf } from "../../../model/annotations.ts";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

const settings = { rules: { "no-misspelt-description": "warn" } } as const;

export const noMisspeltDescription = defineRule({
  id: "no-misspelt-description",
  concern: "people",
  severity: "off",
  summary: "Warns about a common misspelling in a description.",
  rationale:
    "Descriptions become documentation. The rule knows only common misspellings that cannot mean anything else, so names and jargon are not reported.",
  messages: {
    misspelt: { text: "“{word}” is misspelt.", hint: "Did you mean “{correction}”?" },
  },
  examples: [
    schemaExample("spelt right", "description: Which editor was received separately.\n", {}, { settings }),
    schemaExample(
      "a misspelling",
      "description: Wich editor was used.\n",
      { "/description": "misspelt" },
      { settings },
    ),
  ],
  view: "source",
  keywords: ["description"],
  *check({ schema, pointer }) {
    for (const [word] of textOf(schema, "description").matchAll(/\p{L}+/gu)) {
      const correction = correct(word);
      if (correction === undefined) continue;
      yield { pointer: `${pointer}/description`, messageId: "misspelt", values: { word, correction } };
    }
  },
});
