import type { Reader } from "../../model/reader.ts";
import { versionPair } from "../../model/version-pair.ts";
import { defineRule } from "../../model/rule.ts";

const old = "properties:\n  editor: {type: string, enum: [old, new]}\n";
const newer = "properties:\n  editor: {type: string, enum: [old, new, visual]}\n";
const reader: Reader = {
  kind: "panel",
  name: "panel “Toggles by editor” of “CodeMirror”",
  file: "dashboards/codemirror.json",
  title: "a/b",
  major: undefined,
  path: ["editor"],
  how: "reads",
  does: "groups by “editor”",
  newOption: { kind: "line" },
};

export const readerConcerned = defineRule({
  id: "reader-concerned",
  concern: "compatibility",
  severity: "info",
  summary: "Lists the reports, metrics and panels that read a changed field.",
  rationale:
    "The change breaks no known reader of the field, but readers may notice it: a panel gets another line, a query that selects everything gets another column, a report reads a field that is now deprecated.",
  messages: { found: { text: "“{path}” {what}. {readers}" } },
  examples: [
    versionPair("nobody reads the field", old, newer),
    versionPair("a panel gets a line", old, newer, "/properties/editor/enum", { readers: [reader] }),
    versionPair(
      "a field is deprecated",
      old,
      old.replace("{type", "{deprecated: true, type"),
      "/properties/editor",
      {
        readers: [reader],
      },
    ),
    versionPair("a field that may be read is gone", old, "properties: {}\n", "/properties", {
      readers: [{ ...reader, path: [], how: "may read", does: "SELECT *" }],
    }),
  ],
});
