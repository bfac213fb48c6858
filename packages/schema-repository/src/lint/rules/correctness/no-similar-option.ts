import { isArray, join, own } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";
import { showValue } from "../../../words/show-value.ts";

export const noSimilarOption = defineRule({
  id: "no-similar-option",
  concern: "correctness",
  severity: "warn",
  summary:
    "Warns about an option that differs from another one only by case, blanks, hyphens or underscores.",
  rationale:
    "`Desktop` and `desktop` mean the same to people and are two values to every query: half of the events are counted under the other name. Options of a single letter are not reported, because keys and units may differ only in case.",
  messages: {
    similar: {
      text: "The options {value} and {other} differ only by case, blanks, hyphens or underscores.",
      hint: "Keep one of them. If events already carry both, say in the description which one is meant.",
    },
    blank: {
      text: "The option {value} begins or ends with a blank.",
      hint: "Remove the blank.",
    },
  },
  examples: [
    schemaExample("options that differ", "properties:\n  s: { type: string, enum: [desktop, mobile] }\n"),
    schemaExample("single letters", "properties:\n  key: { type: string, enum: [a, A] }\n"),
    schemaExample(
      "different case",
      "properties:\n  s: { type: string, enum: [desktop, mobile, Desktop] }\n",
      {
        "/properties/s/enum/2": "similar",
      },
    ),
    schemaExample(
      "a hyphen and an underscore",
      "properties:\n  s: { type: string, enum: [dark-mode, dark_mode] }\n",
      { "/properties/s/enum/1": "similar" },
    ),
    schemaExample("a blank at the end", "properties:\n  s: { type: string, enum: [on, off, 'off '] }\n", {
      "/properties/s/enum/2": "similar",
    }),
    schemaExample("a blank at the beginning", "properties:\n  s: { type: string, enum: [on, ' off'] }\n", {
      "/properties/s/enum/1": "blank",
    }),
  ],
  view: "dereferenced",
  keywords: ["enum"],
  *check({ schema, pointer }) {
    const options = own(schema, "enum");
    if (!isArray(options)) return;
    const seen = new Map<string, string>();
    for (const [index, option] of options.entries()) {
      if (typeof option !== "string") continue;
      const forms = formsOf(option);
      const other = forms.map((form) => seen.get(form)).find((one) => one !== undefined);
      for (const form of forms) if (!seen.has(form)) seen.set(form, option);
      const at = join(pointer, "enum", index);
      // The same option twice is `no-duplicate-enum-value`.
      if (other !== undefined && other !== option && [...option.trim()].length > 1) {
        yield {
          pointer: at,
          messageId: "similar",
          values: { value: showValue(option), other: showValue(other) },
        };
      } else if (option !== option.trim()) {
        yield { pointer: at, messageId: "blank", values: { value: showValue(option) } };
      }
    }
  },
});

/** An option without case and blanks, and with one separator of words for all. */
function formsOf(option: string): readonly string[] {
  const plain = option.trim().toLowerCase();
  return [
    plain.replaceAll(/\s+/gu, ""),
    `${plain.replaceAll(/(?<=[\p{L}\p{N}])[-_\s]+(?=[\p{L}\p{N}])/gu, "-")} `,
  ];
}
