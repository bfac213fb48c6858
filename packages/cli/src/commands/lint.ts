import { findTitles, isLintRule, lint as lintTitles, rules } from "@addendum/schema-repository";
import { defineCommand, type ExitCode } from "../command.ts";
import { conclude } from "../conclude.ts";
import { plural } from "../report/located-finding.ts";
import { openWorkTree } from "../repository.ts";
import { loadSettings } from "../settings-file.ts";
import { selectTitles } from "../titles.ts";

export const lint = defineCommand({
  name: "lint",
  usage: "[PATHS]",
  summary: "judges single schemas by the rules",
  description: `Judges each current with its references written out; ${rules.filter(isLintRule).length} rules, see \`addendum rules\`. A mistake in a fragment is reported once, where it was written. \`addendum check\` does this, too.`,
  options: [],
  examples: [
    { line: "addendum lint", does: "every schema" },
    { line: "addendum lint schemas/error", does: "one" },
  ],
  run(invocation): ExitCode {
    const loaded = loadSettings(invocation);
    if (loaded.note) invocation.terminal.note(loaded.note);
    const repository = openWorkTree(loaded);
    const { snapshot, settings } = repository;
    const titles = selectTitles(invocation.positionals, () => findTitles(snapshot, settings), loaded);
    const done = `${plural(titles.length, "schema")} linted.`;
    return conclude(invocation, {
      command: "lint",
      findings: lintTitles(repository, titles),
      titles: titles.length,
      done,
      failed: done,
      read: (file) => snapshot.read(file),
    });
  },
});
