import type { Reader } from "../../model/reader.ts";
import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

const both = "properties:\n  n: {type: integer, maximum: 100}\n  m: {type: string}\n";
const one = "properties:\n  n: {type: integer, maximum: 100}\n";
const reader: Reader = {
  kind: "report",
  name: "report “pages”",
  file: "reports/pages.sql",
  title: "a/b",
  major: 1,
  path: ["m"],
  how: "reads",
  does: "reads “m”",
};

export const readerBroken = defineRule({
  id: "reader-broken",
  concern: "compatibility",
  severity: "error",
  summary: "Rejects a change that breaks reports, metrics or panels.",
  rationale:
    "A query that reads a removed field fails, and a panel that shows it is empty from the day of the deployment. The author of the change should know before merging.",
  messages: {
    found: {
      text: "“{path}” {what}, but it is still read: {readers}",
      hint: "Keep the field and add a new one beside it. Once nobody reads the old one, remove it in the next major version.",
    },
  },
  examples: [
    versionPair("a field that nobody reads is gone", both, one),
    versionPair("a field that a report reads is gone", both, one, "/properties", { readers: [reader] }),
    versionPair("a field is new", one, both, undefined, { readers: [{ ...reader, path: ["n"] }] }),
    versionPair("a report may read the field", both, one, undefined, {
      readers: [{ ...reader, path: [], how: "may read", does: "SELECT *" }],
    }),
  ],
});
