import { own } from "@addendum/json-schema";
import { dayOf } from "../../../model/annotations.ts";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";
import { showValue } from "../../../words/show-value.ts";

export const noPastSunset = defineRule({
  id: "no-past-sunset",
  concern: "people",
  severity: "error",
  summary: "Rejects a schema or field whose `sunset` has passed.",
  rationale: "`sunset: 2026-06-30` is a promise. After that day, end it or renew the promise.",
  messages: {
    past: {
      text: "{label} was due to end on {day}, which has passed.",
      hint: "End it (`addendum retire` for a whole schema), or set a later day.",
    },
    invalid: { text: "{value} is not a valid day.", hint: "Write it as 2027-06-30." },
  },
  examples: [
    schemaExample(
      "a day to come",
      "sunset: 2027-06-30\nproperties:\n  n: { type: integer }\n",
      {},
      { today: "2026-11-24" },
    ),
    schemaExample(
      "a day that has passed",
      "properties:\n  n: { type: integer, sunset: 2026-06-30 }\n",
      { "/properties/n/sunset": "past" },
      { today: "2026-11-24" },
    ),
    schemaExample("no day", "sunset: soon\n", { "/sunset": "invalid" }),
  ],
  keywords: ["sunset"],
  *check({ schema, pointer, whole, label }) {
    if (whole.settings.retired.includes(whole.title)) return;
    const value = own(schema, "sunset");
    const day = dayOf(value);
    const at = `${pointer}/sunset`;
    if (day === undefined) yield { pointer: at, messageId: "invalid", values: { value: showValue(value) } };
    else if (whole.today !== undefined && day < whole.today) {
      yield { pointer: at, messageId: "past", values: { day, label } };
    }
  },
});
