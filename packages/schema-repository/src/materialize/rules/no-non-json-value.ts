import { defineRule } from "../../model/rule.ts";
import { schemaExample } from "../../model/rule-example.ts";

export const noNonJsonValue = defineRule({
  id: "no-non-json-value",
  concern: "correctness",
  severity: "error",
  adoptedSeverity: "warn",
  summary: "Rejects a YAML value that JSON does not have.",
  rationale:
    "Events are JSON, and so is one of each version's files. YAML can express more than JSON: `.inf` becomes null, an unquoted date becomes a time in UTC, and 12:30 becomes 750. The published schema would contain a value that its author did not write.",
  messages: {
    number: {
      text: "JSON has no number {text}.",
      hint: "Remove it, or write a finite number.",
    },
    date: {
      text: "YAML reads {text} without quotes as a point in time, which JSON does not have.",
      hint: "Put the date in quotes.",
    },
    dateKey: {
      text: "YAML reads the name {text} without quotes as a point in time.",
      hint: "Put the date in quotes.",
    },
    time: {
      text: "YAML reads {text} without quotes as the number {value}.",
      hint: "Put it in quotes, or write the number.",
    },
  },
  examples: [
    schemaExample(
      "values in quotes, and a date that says something to people only",
      'sunset: 2027-01-31\nproperties:\n  day: { type: string, enum: ["2024-12-25"] }\n  at: { type: string, default: "12:30" }\n  n: { type: number, minimum: 0 }\n',
    ),
    schemaExample("a limit that is infinite", "properties:\n  n: { type: number, maximum: .inf }\n", {
      "/properties/n/maximum": "number",
    }),
    schemaExample("a number that is too large", "properties:\n  n: { type: number, enum: [1, -1e999] }\n", {
      "/properties/n/enum/1": "number",
    }),
    schemaExample("days as options", "properties:\n  day: { enum: [2024-12-25, '2024-12-26'] }\n", {
      "/properties/day/enum/0": "date",
    }),
    schemaExample(
      "a moment in an example",
      "properties:\n  dt: { type: string }\nexamples:\n  - dt: 2024-12-25T10:00:00Z\n",
      { "/examples/0/dt": "date" },
    ),
    schemaExample("a time as a default", "properties:\n  at: { default: 12:30 }\n", {
      "/properties/at/default": "time",
    }),
  ],
});
