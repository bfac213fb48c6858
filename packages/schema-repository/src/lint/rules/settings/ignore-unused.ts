import { defineRule } from "../../../model/rule.ts";
import { schemaExample } from "../../../model/rule-example.ts";

export const ignoreUnused = defineRule({
  id: "ignore-unused",
  concern: "settings",
  severity: "warn",
  summary: "Warns of a comment that ignores nothing.",
  rationale:
    "What it excused has been mended, or it stands in the wrong place, or it names no rule. Left there, it would hide the next mistake.",
  messages: {
    unused: { text: "There is no finding of {rule} here to ignore.", hint: "Remove the comment." },
    misspelt: { text: "There is no rule “{rule}”.", hint: "Did you mean “{suggestion}”?" },
    unknown: { text: "There is no rule “{rule}”.", hint: "`addendum rules` lists them." },
    notIgnorable: {
      text: "A comment cannot ignore {rule}.",
      hint: "What a change breaks is permitted by a waiver in addendum.yaml.",
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
