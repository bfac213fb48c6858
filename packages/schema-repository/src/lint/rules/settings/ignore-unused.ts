import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

export const ignoreUnused = defineRule({
  id: "ignore-unused",
  concern: "settings",
  severity: "warn",
  summary: "Warns about a comment that ignores nothing.",
  rationale:
    "The finding was fixed, or the comment is in the wrong place or names a rule that does not exist. If it stays, it would hide the next mistake.",
  messages: {
    unused: {
      text: "{rule} reports nothing here, so there is nothing to ignore.",
      hint: "Remove the comment.",
    },
    misspelt: { text: "There is no rule “{rule}”.", hint: "Did you mean “{suggestion}”?" },
    unknown: { text: "There is no rule “{rule}”.", hint: "`addendum rules` lists them." },
    notIgnorable: {
      text: "A comment cannot ignore {rule}.",
      hint: "To permit a break, add a waiver to addendum.yaml.",
    },
  },
  examples: [
    schemaExample(
      "a comment above the line that it excuses",
      "properties:\n  # addendum:ignore snake-case-property -- the browser calls it that\n  pageId: { type: integer }\n",
    ),
    {
      name: "nothing to excuse, and no such rule",
      files: {
        "schemas/a/b/current.yaml":
          "title: a/b\n$id: /a/b/1.0.0\ntype: object\nproperties:\n  # addendum:ignore snake-case-property -- it was pageId\n  page_id: { type: integer } # addendum:ignore snake-case -- oh\n",
      },
      findings: [
        { file: "schemas/a/b/current.yaml", messageId: "unused" },
        { file: "schemas/a/b/current.yaml", messageId: "misspelt" },
      ],
    },
  ],
});
