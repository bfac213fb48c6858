import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

export const ignoreMissingReason = defineRule({
  id: "ignore-missing-reason",
  concern: "settings",
  severity: "error",
  summary: "Rejects an ignored finding without a reason.",
  rationale: "People who read it in a year must be able to tell whether the reason still holds.",
  messages: {
    missing: {
      text: "The comment ignores {rule} but does not say why.",
      hint: "Write `# addendum:ignore {rule} -- the reason`.",
    },
  },
  examples: [
    schemaExample(
      "with a reason",
      "properties:\n  # addendum:ignore snake-case-property -- the browser calls it that\n  pageId: { type: integer }\n",
    ),
    {
      name: "without one",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\ntype: object\nproperties:\n  pageId: { type: integer } # addendum:ignore snake-case-property\n",
      },
      findings: [{ file: "schemas/a/b/current.yaml", messageId: "missing" }],
    },
  ],
});
