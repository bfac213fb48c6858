import { formatDocument } from "@addendum/json-schema";
import { directoryOfTitle, findTitles, joinPath, type Write } from "@addendum/schema-repository";
import { loadSettings, WorkTree, writePlan } from "@addendum/workspace";
import { plural } from "../report/count.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { printResult } from "../run/print-result.ts";
import { explainNothing } from "../run/nothing-found.ts";
import { selectTitles } from "../run/titles.ts";

export const fmt = defineCommand({
  name: "fmt",
  usage: "[PATHS]",
  summary: "sorts the keys of currents into their usual order",
  description:
    "Title, description, $id and $schema come first and examples last; trailing blanks are removed. Comments and everything else stay as written, and the meaning of the schema never changes.",
  options: [
    { name: "check", kind: "boolean", help: "write nothing, and fail if something would be written" },
  ],
  examples: [
    { line: "addendum fmt", does: "every current" },
    { line: "addendum fmt --check", does: "in CI: fail if one would change" },
  ],
  run(invocation): ExitCode {
    const loaded = loadSettings(invocation);
    if (loaded.note) invocation.terminal.note(loaded.note);
    const { root, settings } = loaded;
    const snapshot = new WorkTree(root);
    const titles = selectTitles(invocation.positionals, () => findTitles(snapshot, settings), loaded);
    const nothing = titles.length === 0 ? explainNothing({ snapshot, git: undefined }, loaded) : undefined;
    const writes: Write[] = [];
    for (const title of titles) {
      const path = joinPath(directoryOfTitle(title, settings), settings.currentName);
      const content = snapshot.read(path);
      if (content.kind !== "text") continue;
      const formatted = formatDocument(content.text, path.endsWith(".json"));
      if (formatted.kind === "refused") {
        invocation.terminal.note(`${path}: unchanged, ${formatted.reason}.`);
      } else if (formatted.text !== content.text) {
        writes.push({ kind: "file", path, text: formatted.text });
      }
    }
    const isCheck = invocation.flag("check");
    if (!isCheck && writes.length > 0) writePlan(root, writes);
    const { terminal, format } = invocation;
    if (format === "text") terminal.out(writes.map(({ path }) => `${path}\n`).join(""));
    const state = isCheck ? "would be written" : "written";
    const code = printResult(invocation, {
      command: "fmt",
      findings: [],
      titles: titles.length,
      done: nothing ?? `${plural(titles.length, "schema")}; ${plural(writes.length, "file")} ${state}.`,
      more: { files: writes.map(({ path, kind }) => ({ path, kind })) },
      read: (file) => snapshot.read(file),
    });
    return isCheck && writes.length > 0 ? 1 : code;
  },
});
