import { join, own } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

export const noFractionalBound = defineRule({
  id: "no-fractional-bound",
  concern: "correctness",
  severity: "warn",
  summary: "Warns about a bound with a fraction on an integer.",
  rationale:
    "`maximum: 0.99` on an integer is `maximum: 0`. Either the bound is a mistake, or the value was meant to be a number.",
  messages: {
    fraction: {
      text: "“{keyword}: {bound}” on an integer means {meaning}.",
      hint: "Write that, or use `type: number`.",
    },
    multiple: {
      text: "“multipleOf: {bound}” on an integer has a fraction.",
      hint: "Write a whole number, or use `type: number`.",
    },
  },
  examples: [
    schemaExample("whole bounds", "properties:\n  n: { type: integer, minimum: 0, maximum: 100 }\n"),
    schemaExample("a fraction on a number", "properties:\n  n: { type: number, maximum: 0.99 }\n"),
    schemaExample(
      "a fraction on an integer",
      "properties:\n  n: { type: integer, minimum: 0, maximum: 0.99 }\n",
      {
        "/properties/n/maximum": "fraction",
      },
    ),
    schemaExample("a step of one half", "properties:\n  n: { type: integer, multipleOf: 0.5 }\n", {
      "/properties/n/multipleOf": "multiple",
    }),
  ],
  view: "dereferenced",
  keywords: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  *check({ schema, pointer, types }) {
    if (types?.includes("integer") !== true || types.includes("number")) return;
    for (const keyword of ["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf"]) {
      const bound = own(schema, keyword);
      if (typeof bound !== "number" || Number.isInteger(bound)) continue;
      const at = join(pointer, keyword);
      if (keyword === "multipleOf") {
        yield { pointer: at, messageId: "multiple", values: { bound } };
        continue;
      }
      const isLower = /minimum$/i.test(keyword);
      const meaning = isLower ? `“minimum: ${Math.ceil(bound)}”` : `“maximum: ${Math.floor(bound)}”`;
      yield { pointer: at, messageId: "fraction", values: { keyword, bound, meaning } };
    }
  },
});
