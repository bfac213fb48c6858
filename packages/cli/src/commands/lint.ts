import { findTitles, isLintRule, lint as lintTitles, rules } from "@addendum/schema-repository";
import { fixFiles, loadSettings } from "@addendum/workspace";
import { plural } from "../report/count.ts";
import { openWorkTree, publishedBy } from "../run/open-repository.ts";
import { noGit } from "../run/arguments.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { printResult, showsRemarks } from "../run/print-result.ts";
import { explainNothing } from "../run/nothing-found.ts";
import { selectTitles } from "../run/titles.ts";

export const lint = defineCommand({
  name: "lint",
  usage: "[PATHS]",
  summary: "checks single schemas by the rules",
  description: `Checks each current with its references written out; ${rules.filter(isLintRule).length} rules, see \`addendum rules\`. A mistake in a fragment is reported once, where it was written. \`addendum check\` includes this.`,
  options: [
    {
      name: "fix",
      kind: "boolean",
      help: "fix what has one right answer, in currents and never in versions: misspelt keywords, missing quotes, the order of keys",
    },
    { name: "published", kind: "boolean", help: "also check published versions; findings are informational" },
    noGit,
  ],
  examples: [
    { line: "addendum lint", does: "every schema" },
    { line: "addendum lint schemas/error", does: "one" },
    { line: "addendum lint --fix", does: "every schema; fixes what it can" },
    { line: "addendum lint --published --fail-on info", does: "what is wrong with published versions, too" },
  ],
  run(invocation): ExitCode {
    const loaded = loadSettings(invocation);
    if (loaded.note) invocation.terminal.note(loaded.note);
    const { settings } = loaded;
    // Only --published asks which versions are.
    const by = invocation.flag("published") ? publishedBy(invocation) : ({ kind: "disk" } as const);
    let repository = openWorkTree(loaded, by);
    const titles = selectTitles(
      invocation.positionals,
      () => findTitles(repository.snapshot, settings),
      loaded,
    );
    const nothing = titles.length === 0 ? explainNothing(repository, loaded) : undefined;
    const judge = () =>
      lintTitles(
        {
          ...repository,
          scope: {
            ...repository.scope,
            isPublishedLinted: invocation.flag("published"),
            hasRemarks: showsRemarks(invocation),
          },
        },
        titles,
      );
    let findings = judge();
    const written: string[] = [];
    let left: readonly string[] = [];
    let rounds = 0;
    // A keyword that is spelt right may be wrong in another way, so what was fixed is judged again.
    while (invocation.flag("fix") && rounds++ < 5) {
      const files = fixFiles(loaded.root, findings, (file) => repository.snapshot.read(file));
      left = files.left;
      if (files.written.length === 0) break;
      written.push(...files.written);
      repository = openWorkTree(loaded, by);
      findings = judge();
    }
    for (const path of left) {
      invocation.terminal.note(
        `${path}: unchanged. Versions never change; fix ${settings.currentName} and raise its version.`,
      );
    }
    const fixed = [...new Set(written)];
    const also = fixed.length === 0 ? "" : ` ${plural(fixed.length, "file")} fixed.`;
    const done = nothing ?? `${plural(titles.length, "schema")} checked.${also}`;
    return printResult(invocation, {
      command: "lint",
      findings,
      titles: titles.length,
      wantsRemarks: invocation.flag("published"),
      done,
      failed: done,
      ...(invocation.flag("fix") && {
        more: { files: fixed.map((path) => ({ path, kind: "file" })), leftFiles: left },
      }),
      read: (file) => repository.snapshot.read(file),
    });
  },
});
