import {
  changelog as changelogOf,
  type ChangelogEntry,
  type ChangelogVersion,
  compareVersions,
  findTitles,
  formatVersion,
  isUnstable,
  parseVersion,
  TitleVersions,
  type Version,
  type VersionData,
} from "@addendum/schema-repository";
import { loadSettings, type OpenRepository, UserError, VersionSchemas } from "@addendum/workspace";
import { openWorkTree, publishedBy } from "../run/open-repository.ts";
import { noGit } from "../run/arguments.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { printResult } from "../run/print-result.ts";
import { selectTitles } from "../run/titles.ts";

export const changelog = defineCommand({
  name: "changelog",
  usage: "TITLE [FROM..TO]",
  summary: "prints what each version of a schema changed",
  description:
    "As Markdown, the newest version first; with --format json as data. FROM is the version that the first change is compared with; either end may be omitted.",
  options: [noGit],
  examples: [
    { line: "addendum changelog analytics/codemirror/toggle", does: "every version" },
    { line: "addendum changelog error 1.0.0..1.2.0", does: "what was changed from 1.0.0 to 1.2.0" },
    { line: "addendum changelog error 1.1.0..", does: "what was changed since 1.1.0" },
  ],
  run(invocation): ExitCode {
    const [name, range, ...rest] = invocation.positionals;
    if (name === undefined || rest.length > 0) {
      throw new UserError("changelog takes one TITLE and optionally FROM..TO.");
    }
    const loaded = loadSettings(invocation);
    if (loaded.note) invocation.terminal.note(loaded.note);
    const repository = openWorkTree(loaded, publishedBy(invocation));
    const { settings, snapshot } = repository;
    const titles = selectTitles([name], () => findTitles(snapshot, settings), loaded);
    const [title] = titles;
    if (title === undefined || titles.length > 1)
      throw new UserError(`${name} matches several schemas; name one.`);
    const versions = readVersions(repository, title, range);
    const told = changelogOf(versions).map((one): ToldVersion => {
      const version = parseVersion(one.version);
      return version !== undefined && isUnstable(settings, title, version) ? { ...one, unstable: true } : one;
    });
    if (invocation.format !== "json") {
      invocation.terminal.out(markdown(title, told));
      return 0;
    }
    return printResult(invocation, {
      command: "changelog",
      findings: [],
      titles: 1,
      done: "",
      more: { changelog: told },
      read: (file) => snapshot.read(file),
    });
  },
});

/** What a version changed, and whether nothing was proved of it. */
type ToldVersion = ChangelogVersion & { readonly unstable?: true };

/** The versions that are here or published, within the range. */
function readVersions(repository: OpenRepository, title: string, range: string | undefined): VersionData[] {
  const all = new TitleVersions(repository).of(title);
  const [from, to] = bounds(range, all, title);
  const schemas = new VersionSchemas(repository);
  return all
    .filter((one) => compareVersions(one, from) >= 0 && compareVersions(one, to) <= 0)
    .flatMap((version): VersionData[] => {
      const data = schemas.read(title, formatVersion(version));
      return data === undefined ? [] : [{ version, data }];
    });
}

function bounds(
  range: string | undefined,
  all: readonly Version[],
  title: string,
): readonly [Version, Version] {
  const [lowest, highest] = [all[0], all.at(-1)];
  if (lowest === undefined || highest === undefined) throw new UserError(`“${title}” has no versions yet.`);
  if (range === undefined) return [lowest, highest];
  const match = /^([^.]+\.\d+\.\d+)?\.\.([^.]+\.\d+\.\d+)?$/.exec(range);
  if (match === null) throw new UserError(`“${range}” is not a valid range; write it as 1.0.0..1.2.0.`);
  const [from, to] = [match[1], match[2]].map((text) => {
    if (text === undefined) return undefined;
    const version = parseVersion(text);
    if (version === undefined || !all.some((one) => compareVersions(one, version) === 0)) {
      const listed = all.slice(-8).map(formatVersion).join(", ");
      throw new UserError(`“${title}” has no version ${text}. It has ${listed}.`);
    }
    return version;
  });
  return [from ?? lowest, to ?? highest];
}

const headings: Readonly<Record<ChangelogEntry["kind"], string>> = {
  added: "Added",
  changed: "Changed",
  deprecated: "Deprecated",
  removed: "Removed",
  documented: "Documented",
};

function markdown(title: string, versions: readonly ToldVersion[]): string {
  const sections = versions.map(({ version, previous, changes, unstable }) => {
    const lines = [`## ${version}`, ""];
    if (unstable === true) lines.push("Unstable: not compared with older versions.", "");
    if (previous === undefined) lines.push("No older version is compared with this one.", "");
    else if (changes.length === 0) lines.push("Nothing that affects events.", "");
    for (const [kind, heading] of Object.entries(headings)) {
      const own = changes.filter((change) => change.kind === kind);
      if (own.length === 0) continue;
      lines.push(`### ${heading}`, "", ...own.map(({ path, text }) => `- \`${path}\`: ${escape(text)}`), "");
    }
    return lines.join("\n");
  });
  return `# ${title}\n\n${sections.join("\n")}`;
}

/** Descriptions are other people's: they must not become markup. */
function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(/[*_[\]]/g, "\\$&");
}
