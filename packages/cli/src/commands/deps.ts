import {
  compareVersions,
  classify,
  directoryOfTitle,
  findTitles,
  Findings,
  formatVersion,
  Materializer,
  parseReference,
} from "@addendum/schema-repository";
import { loadSettings, unknownTitle, UserError } from "@addendum/workspace";
import { openWorkTree } from "../run/open-repository.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { printResult } from "../run/print-result.ts";

interface Dependency {
  readonly title: string;
  readonly reference: string;
  readonly newest: string | null;
}

export const deps = defineCommand({
  name: "deps",
  usage: "[TITLE]",
  summary: "prints which schemas refer to which, and at which version",
  description:
    "With a TITLE, which schemas refer to it and what it refers to. Newer versions are shown; using one is a change like any other.",
  options: [],
  examples: [
    {
      line: "addendum deps fragment/common",
      does: "which schemas refer to a fragment, and at which version",
    },
    { line: "addendum deps", does: "every reference of the repository" },
  ],
  run(invocation): ExitCode {
    const [argument, ...rest] = invocation.positionals;
    if (rest.length > 0) throw new UserError("deps takes one TITLE.");
    const loaded = loadSettings(invocation);
    const { settings } = loaded;
    const { snapshot, remote } = openWorkTree(loaded, { kind: "disk" });
    const titles = findTitles(snapshot, settings);
    const wanted = argument?.replace(/^\/|\/$/g, "");
    const findings = new Findings(settings);
    const materializer = new Materializer(snapshot, settings, findings, new Set(titles), remote);
    const newestOf = (title: string): string | undefined => {
      const versions = snapshot
        .list(directoryOfTitle(title, settings))
        .flatMap(({ name }) => {
          const file = classify(name);
          return file?.kind === "version" ? [file.version] : [];
        })
        .sort(compareVersions);
      const newest = versions.at(-1);
      return newest && `/${title}/${formatVersion(newest)}`;
    };
    const withCurrent = titles.filter((title) =>
      snapshot.list(directoryOfTitle(title, settings)).some(({ name }) => name === settings.currentName),
    );
    const all = withCurrent.flatMap((title): Dependency[] => {
      const references = new Set(
        materializer.references(title).map(({ reference }) => reference.replace(/#.*$/, "")),
      );
      return [...references].map((reference) => {
        const target = parseReference(reference);
        return { title, reference, newest: (target && newestOf(target.title)) ?? null };
      });
    });
    const concerns = ({ title, reference }: Dependency) =>
      wanted === undefined || title === wanted || parseReference(reference)?.title === wanted;
    const shown = all.filter(concerns);
    if (wanted !== undefined && shown.length === 0 && !titles.includes(wanted)) {
      throw unknownTitle(wanted, titles);
    }
    if (invocation.format === "text" && shown.length > 0) {
      const width = Math.max(...shown.map(({ title }) => title.length));
      const lines = shown.map(({ title, reference, newest }) => {
        const behind = newest !== null && newest !== reference.replace(/\.(yaml|json)$/, "");
        return `${title.padEnd(width)}  ${reference}${behind ? `  (newest: ${newest})` : ""}\n`;
      });
      invocation.terminal.out(lines.join(""));
    }
    return printResult(invocation, {
      command: "deps",
      findings: findings.list,
      titles: withCurrent.length,
      done: shown.length === 0 ? "No references." : "",
      more: { references: shown },
      read: (file) => snapshot.read(file),
    });
  },
});
