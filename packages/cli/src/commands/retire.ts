import { basename } from "node:path";
import { findTitles } from "@addendum/schema-repository";
import {
  appendToList,
  loadSettings,
  parseSettings,
  unknownTitle,
  UserError,
  writePlan,
} from "@addendum/workspace";
import { openWorkTree } from "../run/open-repository.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";

export const retire = defineCommand({
  name: "retire",
  usage: "TITLE",
  summary: "marks a title as no longer produced; its files stay",
  description: "Old events name its versions, so nothing is deleted: the title is listed in addendum.yaml.",
  options: [],
  examples: [
    {
      line: "addendum retire analytics/old_dialog/open",
      does: "record that these events are no longer sent",
    },
  ],
  run(invocation): ExitCode {
    const [argument, ...rest] = invocation.positionals;
    if (argument === undefined || rest.length > 0) throw new UserError("retire takes one TITLE.");
    const loaded = loadSettings(invocation);
    const { settings, file, root, text } = loaded;
    if (basename(file) !== "addendum.yaml") {
      throw new UserError(
        "retired titles are listed in addendum.yaml, which does not exist; `addendum init` writes it.",
      );
    }
    const title = argument.replace(/^\/|\/$/g, "");
    const titles = findTitles(openWorkTree(loaded, { kind: "disk" }).snapshot, settings);
    if (!titles.includes(title)) throw unknownTitle(title, titles);
    if (settings.retired.includes(title)) {
      invocation.terminal.out(`${title} is already retired.\n`);
      return 0;
    }
    const changed = appendToList(text, "retired", title);
    parseSettings(file, changed);
    writePlan(root, [{ kind: "file", path: basename(file), text: changed }]);
    invocation.terminal.out(`${title} is retired; its files stay.\n`);
    return 0;
  },
});
