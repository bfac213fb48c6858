import { isArray, join, own } from "@addendum/json-schema";
import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";
import { closedMembers, refusedNames } from "../../../model/closed-members.ts";

export const allOfWidened = defineRule({
  id: "all-of-widened",
  concern: "correctness",
  severity: "info",
  summary:
    "Reports a closed object with an `allOf`, or a closed member of one, that merging opens to more properties.",
  rationale:
    "The member’s `additionalProperties: false` rejects every property that it does not declare itself. Merging puts the properties of all members together, so version files accept what the source rejects. That is usually what was meant: a closed fragment with a few properties more. Validators that read the source say otherwise. Source: docs/materializing.md.",
  messages: {
    widened: {
      text: "This closed member rejects events with {names}, but the version file accepts them, because merging combines all properties.",
      hint: "If that is what you mean, do nothing. Otherwise remove the properties.",
    },
    beside: {
      text: "In the source, this “additionalProperties: false” rejects events with {names}, but the version file accepts them, because merging combines all properties.",
      hint: "If events are only validated against version files, do nothing. Otherwise declare them beside it as well.",
    },
  },
  examples: [
    schemaExample(
      "a closed member that declares everything",
      "properties:\n  o:\n    allOf:\n      - { type: object, properties: { a: { type: string } }, additionalProperties: false }\n    required: [a]\n",
    ),
    schemaExample(
      "a closed member, and one property more",
      "properties:\n  o:\n    allOf:\n      - { type: object, properties: { a: { type: string } }, additionalProperties: false }\n      - { properties: { b: { type: string } } }\n",
      { "/properties/o/allOf/0/additionalProperties": "widened" },
      { settings: { rules: { "all-of-widened": "warn" } } },
    ),
    schemaExample(
      "a closed object, and a member that declares more",
      "properties:\n  o:\n    type: object\n    properties: { a: { type: string } }\n    additionalProperties: false\n    allOf:\n      - { properties: { b: { type: string } } }\n",
      { "/properties/o/additionalProperties": "beside" },
      { settings: { rules: { "all-of-widened": "warn" } } },
    ),
  ],
  view: "dereferenced",
  keywords: ["allOf"],
  *check({ schema, pointer, keyword, whole }) {
    if (!isArray(own(schema, "allOf")) || keyword === "allOf" || !whole.settings.dereference) return;
    // Of several `no-closed-all-of` speaks.
    const refusing = closedMembers(schema, true).flatMap((one) => {
      const names = refusedNames(schema, one);
      return names.length === 0
        ? []
        : [{ path: one.path, names: names.map((name) => `“${name}”`).join(", ") }];
    });
    const members = refusing.filter(({ path }) => path.length > 0);
    const [only] = members.length > 0 ? members : refusing;
    if (only === undefined || members.length > 1) return;
    const at = join(pointer, ...only.path, "additionalProperties");
    const messageId = only.path.length === 0 ? "beside" : "widened";
    yield { pointer: at, messageId, values: { names: only.names } };
  },
});
