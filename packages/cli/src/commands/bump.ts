import {
  compareVersions,
  Compatibility,
  Findings,
  findTitles,
  formatVersion,
  Linter,
  Materializer,
  parseVersion,
  readVersion,
  type Repository,
  settleMistakes,
  TitleVersions,
  type Version,
} from "@addendum/schema-repository";
import { loadSettings, UserError, writePlan } from "@addendum/workspace";
import { openWorkTree, publishedBy } from "../run/open-repository.ts";
import { noGit } from "../run/arguments.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { printResult } from "../run/print-result.ts";
import { replaceVersion } from "../run/replace-version.ts";
import { selectCurrent } from "../run/titles.ts";

export const bump = defineCommand({
  name: "bump",
  usage: "FILE [--set X.Y.Z]",
  summary: "sets the version of a current: the smallest step its changes need, or the given version",
  description:
    "A patch for annotations and equivalent spellings, a minor version for additions, a major one for breaks. Changes only the version in the file; comments and layout stay.",
  options: [{ name: "set", kind: "string", value: "X.Y.Z", help: "the version to set" }, noGit],
  examples: [
    { line: "addendum bump schemas/error/current.yaml", does: "the smallest correct version" },
    { line: "addendum bump schemas/error/current.yaml --set 1.1.0", does: "raise a schema to 1.1.0" },
  ],
  run(invocation): ExitCode {
    const [argument, ...rest] = invocation.positionals;
    if (argument === undefined || rest.length > 0) throw new UserError("bump takes one FILE.");
    const given = invocation.value("set");
    if (given !== undefined && parseVersion(given) === undefined)
      throw new UserError(`“${given}” is not a version of the form X.Y.Z.`);
    const loaded = loadSettings(invocation);
    const repository = openWorkTree(loaded, publishedBy(invocation));
    const { snapshot, settings, remote } = repository;
    const all = () => findTitles(snapshot, settings);
    const { title, path } = selectCurrent(argument, all, loaded);
    const findings = new Findings({ ...settings, adopted: true });
    const { documents } = new Materializer(snapshot, settings, findings, new Set(), remote);
    const source = documents.object(path);
    const version = source && readVersion(source, path, title, { ...settings, adopted: true }, findings);
    const content = snapshot.read(path);
    if (version === undefined || content.kind !== "text") {
      const read = (file: string) => snapshot.read(file);
      return printResult(invocation, { command: "bump", findings: findings.list, titles: 1, done: "", read });
    }
    if (given !== undefined)
      refuseLower(
        parseVersion(given) as Version,
        version.version,
        path,
        new TitleVersions(repository).of(title),
      );
    const wanted = given ?? leastVersion(repository, title, version.version);
    if (wanted === undefined) {
      const read = (file: string) => snapshot.read(file);
      const done = `${path}: nothing has changed since the published version, so the version stays.`;
      return printResult(invocation, { command: "bump", findings: [], titles: 1, done, read });
    }
    const text = replaceVersion(content.text, version.pointer, wanted);
    if (text === undefined) {
      throw new UserError(`the version in ${path} cannot be changed automatically; edit it by hand.`);
    }
    if (text !== content.text) writePlan(loaded.root, [{ kind: "file", path, text }]);
    const before = formatVersion(version.version);
    const read = (file: string) => snapshot.read(file);
    const done = `${path}: ${before} → ${wanted}`;
    return printResult(invocation, { command: "bump", findings: [], titles: 1, done, read });
  },
});

/**
 * Throws {@link UserError} if the version to set is not above those that exist. A version that no file has yet may be
 * lowered: it was only planned.
 * @param existing the versions of the title that have files, here or on the base branch
 */
function refuseLower(given: Version, current: Version, path: string, existing: readonly Version[]): void {
  const isSame = (one: Version) => compareVersions(one, current) === 0;
  if (isSame(given)) throw new UserError(`${path} already has version ${formatVersion(given)}.`);
  const highest = existing.findLast((one) => one.major === given.major || isSame(one));
  if (highest === undefined || compareVersions(given, highest) > 0) return;
  throw new UserError(
    `${path} cannot be set to ${formatVersion(given)}, because ${formatVersion(highest)} exists: choose a higher version. Without --set, bump chooses the smallest correct one.`,
  );
}

/**
 * Undefined if nothing asks for another version. Throws {@link UserError} if the current cannot be materialized, and
 * where it lacks a version: what that has added would look like a removal, and so like a new major.
 * @param named the version that the current names
 */
function leastVersion(repository: Repository, title: string, named: Version): string | undefined {
  const { snapshot, settings, remote, baseline } = repository;
  const versions = new TitleVersions(repository);
  const since = versions.publishedSince(title);
  if (since.length > 0) {
    throw new UserError(
      `${baseline.name} has published ${since.map(formatVersion).join(", ")} of ${title} since this branch was created: merge or rebase onto ${baseline.name} first, then bump.`,
    );
  }
  const lenient = { ...settings, adopted: true };
  const findings = new Findings(lenient);
  const scope = new Set(findTitles(snapshot, settings));
  const materializer = new Materializer(snapshot, lenient, findings, scope, remote);
  const materialized = materializer.materialize(title);
  if (materialized === undefined) {
    const [first] = findings.list;
    throw new UserError(
      `${title} cannot be materialized: ${first?.message ?? ""} Run \`addendum check\` for details.`,
    );
  }
  if (materialized.otherDialect !== undefined) {
    throw new UserError(
      `${title} cannot be compared with its published versions: ${materialized.otherDialect.reason}. Name a version with --set.`,
    );
  }
  const linter = new Linter(repository, materializer);
  linter.lint(materialized);
  const invalid = settleMistakes(linter.mistakes).find(
    ({ rule, severity }) => rule === "no-invalid-schema" && severity === "error",
  );
  // A misspelt type would look like another one, and so like a new major.
  if (invalid !== undefined) {
    const { location, message, hint } = invalid;
    const place = location.pointer === undefined ? location.file : `${location.file}, at ${location.pointer}`;
    throw new UserError(
      `${place}: ${message} ${hint === undefined ? "" : `${hint} `}Correct it first, or choose a version with --set.`,
    );
  }
  const least = new Compatibility(repository, versions, materializer, findings).leastVersion(materialized);
  const highest = versions.highestHere(title, named);
  const lacksOne = highest !== undefined && compareVersions(named, highest) < 0;
  if (least !== undefined && least.major > named.major && lacksOne) {
    const [older, newer] = [formatVersion(named), formatVersion(highest)];
    throw new UserError(
      `${title}: the current names ${older}, but ${newer} exists and contains more: take that over first (\`addendum changelog ${title} ${older}..${newer}\` lists it), or name a version with --set.`,
    );
  }
  return least && formatVersion(least);
}
