import { formatNames, join, own } from "@addendum/json-schema";
import { suggest } from "../../../words/suggestion.ts";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

export const noUnknownFormat = defineRule({
  id: "no-unknown-format",
  concern: "correctness",
  severity: "error",
  adoptedSeverity: "warn",
  summary: "Rejects a format that no validator checks.",
  rationale:
    "Validators ignore a format they do not know, so a misspelt one checks nothing. The formats of draft-07 are known, and those that current validators add. Source: JSON Schema Validation draft-07 §7.3.",
  messages: {
    misspelt: { text: "“{format}” is not a known format.", hint: "Did you mean “{suggestion}”?" },
    unknown: {
      text: "“{format}” is not a known format.",
      hint: "Use a pattern, or describe the format in the description.",
    },
  },
  examples: [
    schemaExample("a known format", "properties:\n  dt: { type: string, format: date-time }\n"),
    schemaExample("a misspelt one", "properties:\n  dt: { type: string, format: datetime }\n", {
      "/properties/dt/format": "misspelt",
    }),
    schemaExample("one that was made up", "properties:\n  s: { type: string, format: wiki-title }\n", {
      "/properties/s/format": "unknown",
    }),
  ],
  view: "dereferenced",
  keywords: ["format"],
  *check({ schema, pointer, types }) {
    const format = own(schema, "format");
    if (typeof format !== "string" || formatNames.includes(format)) return;
    // Of other types than strings `no-ineffective-keyword` speaks.
    if (types !== undefined && !types.includes("string")) return;
    const at = { pointer: join(pointer, "format") };
    const suggestion = suggest(format, formatNames);
    yield suggestion === undefined
      ? { ...at, messageId: "unknown", values: { format } }
      : { ...at, messageId: "misspelt", values: { format, suggestion } };
  },
});
