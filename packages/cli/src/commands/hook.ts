import { examineMarks, isMarkOf, type MetricsExamination, type TemporaryMark } from "@addendum/metrics";
import {
  findTitles,
  type Finding,
  Findings,
  type Settings,
  titleOfDirectory,
  directoryOf,
  examine,
  isLinterFinding,
  lint,
  formatVersion,
  type Plan,
  classify,
} from "@addendum/schema-repository";
import { basename, relative } from "node:path";
import {
  addedPaths,
  bringIndexInLine,
  finishEarlierCommit,
  generatedBlobs,
  Git,
  type LoadedSettings,
  loadSettings,
  type OpenRepository,
  otherBases,
  parseSettings,
  stagedChanges,
  stagePlan,
  treeSnapshot,
  UserError,
  mergedBlobs,
  newFindings,
  wholeSnapshot,
} from "@addendum/workspace";
import { isByCalendar } from "../metrics/calendar.ts";
import { findMarks } from "../metrics/find-marks.ts";
import { examineCatalogue, isMetricFile, newInCatalogue } from "../metrics/catalogue.ts";
import { plural } from "../report/count.ts";
import { indexFiles, openIndex } from "../run/open-repository.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { printResult } from "../run/print-result.ts";
import { demandNoneElsewhere } from "../run/nothing-found.ts";
import type { Terminal } from "../run/terminal.ts";

export const hook = defineCommand({
  name: "hook",
  usage: "pre-commit | pre-merge-commit | post-commit",
  summary: "what the git hooks run",
  description:
    "pre-commit reads the git index and stages the version files that the staged currents need, or rejects the commit. post-commit completes a `git commit PATH`.",
  options: [],
  examples: [{ line: "addendum hook pre-commit", does: "the line for a pre-commit hook of your own" }],
  run(invocation): ExitCode {
    const [name, ...rest] = invocation.positionals;
    const loaded = loadSettings(invocation);
    const git = Git.open(loaded.root);
    if (name === "post-commit" && rest.length === 0) {
      bringIndexInLine(git);
      return 0;
    }
    if ((name !== "pre-commit" && name !== "pre-merge-commit") || rest.length > 0) {
      throw new UserError("hook takes the name of a hook: pre-commit, pre-merge-commit or post-commit.");
    }
    finishEarlierCommit(git);
    const staged = stagedChanges(git);
    const settings = stagedSettings(git, loaded, staged);
    const changes = [...staged].filter(([path]) => titleOfChange(path, settings) !== undefined);
    const configured = staged.has(relative(loaded.root, loaded.file));
    const referring = dependents(git, stagedReferences(staged.keys(), settings), settings);
    const catalogued = changesCatalogue(git, [...staged.keys()]);
    const marks = findMarks({ git }, [...staged.keys()]);
    const isMarked = marks.length > 0;
    if (changes.length === 0 && referring.length === 0 && !configured && !catalogued && !isMarked) {
      const hasSchemas = () => findTitles(indexFiles(git, settings), settings).length > 0;
      demandNoneElsewhere(addedPaths(staged), hasSchemas, { ...loaded, settings });
      return 0;
    }

    const ours = new Set([...generatedBlobs(git), ...mergedBlobs(git)]);
    const isHandMade = (path: string) => {
      const id = staged.get(path);
      return id !== undefined && !ours.has(id);
    };
    const changed = changes.map(([path]) => titleOfChange(path, settings) as string);
    const touched = [...new Set([...changed, ...referring])].sort();
    // What is merely offered is for `check`; looking for it would cost a commit its time.
    const rules = { ...settings.rules, "fragment-outdated": "off" } as const;
    const opened = openIndex({ ...loaded, settings: { ...settings, rules } }, git, {
      isHandMade,
      titles: configured || touched.length > 100 ? undefined : touched,
      changed: configured ? undefined : new Set(staged.keys()),
    });
    const repository = { ...opened, scope: { ...opened.scope, isLinted: true, hasRemarks: false } };
    let titles = configured ? findTitles(repository.snapshot, settings) : touched;
    if (titles.length === 0 && !catalogued && !isMarked)
      demandNoneElsewhere(trackedPaths(git), () => false, { ...loaded, settings });
    let examination = examine(repository, titles);
    for (;;) {
      // A version that was committed, is not published and changes now: anyone who refers to it changes with it.
      const rewritten = examination.plan.flatMap(({ path }) => {
        const file = classify(basename(path));
        const known = repository.snapshot.entries.has(path) && file?.kind === "version";
        const title = titleOfDirectory(directoryOf(path), settings);
        return known && title !== undefined ? [`/${title}/${formatVersion(file.version)}`] : [];
      });
      const more = dependents(git, rewritten, settings).filter((title) => !titles.includes(title));
      if (more.length === 0) break;
      titles = [...titles, ...more];
      examination = examine(repository, titles);
    }

    const { plan: versions } = examination;
    const catalogue = examineCatalogue(repository, {
      plan: versions,
      ...(!catalogued &&
        !configured &&
        !isMarked && { about: { titles, search: (texts, below) => filesWith(git, texts, below) } }),
    });
    const findings = [
      ...withoutOld(examination.findings, repository, git),
      ...withoutOldMetrics(
        catalogue.findings.filter((finding) => !isByCalendar(finding)),
        repository,
        git,
      ),
      ...overdue(catalogue, marks, new Set(staged.keys()), new Set(titles)),
      ...markFindings(marks, catalogue, repository),
    ];
    const plan = [...examination.plan, ...examination.generatorsPlan];
    const blocked = findings.some(({ severity }) => severity === "error");
    if (!blocked) {
      const { left } = stagePlan(git, loaded.root, plan, repository.snapshot.entries);
      for (const path of left) {
        invocation.terminal.note(
          `${path}: the file in the work tree differs from the index and was left unchanged.`,
        );
      }
    }
    if (blocked) offerReplay(findings, settings, invocation.terminal);
    // Warnings about what this commit does not touch would only be in the way.
    const relevant = findings.filter((finding: Finding) => finding.severity !== "info");
    return printResult(invocation, {
      command: "hook",
      findings: relevant,
      titles: titles.length,
      done: summary(plan, settings, findings),
      failed: `The commit is rejected, and nothing was staged. ${plural(titles.length, "schema")} checked.`,
      more: { files: blocked ? [] : plan.map(({ path, kind }) => ({ path, kind })) },
      read: (file) =>
        marks.some((mark) => mark.file === file)
          ? wholeSnapshot(repository).read(file)
          : repository.snapshot.read(file),
    });
  },
});

/** Proof first, evidence beside it: how many of the recorded events a change would have broken. */
function offerReplay(findings: readonly Finding[], { events }: Settings, terminal: Terminal): void {
  const broken = findings.find(
    ({ severity, evidence }) => severity === "error" && evidence?.event !== undefined,
  );
  if (broken === undefined || events.length === 0) return;
  terminal.note(
    `\`addendum replay ${broken.location.file}\` counts how many of your recorded events it would reject.`,
  );
}

/** A mistake that the last commit contains, too, does not reject this one: `addendum lint` reports it. */
function withoutOld(findings: readonly Finding[], repository: OpenRepository, git: Git): readonly Finding[] {
  if (!findings.some((finding) => finding.severity !== "info" && isLinterFinding(finding))) return findings;
  const head = git.commit("HEAD");
  if (head === undefined) return findings;
  const earlier = treeSnapshot(git, head, repository.settings);
  return newFindings(findings, repository, earlier, { concerns: isLinterFinding, find: lint });
}

/** Whether all metrics have to be looked at. Where there are none, a change of streams.yaml is nothing to the hook. */
function changesCatalogue(git: Git, staged: readonly string[]): boolean {
  if (staged.some(isMetricFile)) return true;
  return (
    staged.includes("streams.yaml") &&
    git
      .text(["ls-files", "-z", "--", git.toGit("metrics")])
      .split("\0")
      .some((path) => path.endsWith(".yaml"))
  );
}

/** The same for metrics, which `addendum check` names. */
function withoutOldMetrics(
  findings: readonly Finding[],
  repository: OpenRepository,
  git: Git,
): readonly Finding[] {
  const told = findings.filter(({ severity }) => severity !== "info");
  const head = told.length === 0 ? undefined : git.commit("HEAD");
  const earlier = head === undefined ? undefined : treeSnapshot(git, head, repository.settings);
  return newInCatalogue(told, repository, earlier);
}

/** What is past its last day and concerns the commit: the metric, its schema, or a source with its mark is staged. */
function overdue(
  { metrics, findings }: MetricsExamination,
  marks: readonly TemporaryMark[],
  staged: ReadonlySet<string>,
  titles: ReadonlySet<string>,
): readonly Finding[] {
  return findings.filter((finding) => {
    if (!isByCalendar(finding)) return false;
    const known = metrics.find(({ metric }) => metric.file === finding.location.file);
    if (known === undefined || staged.has(known.metric.file)) return true;
    const isOfTitle = known.event !== undefined && titles.has(known.event.title);
    return isOfTitle || marks.some((mark) => isMarkOf(mark, known.metric));
  });
}

function markFindings(
  marks: readonly TemporaryMark[],
  { metrics }: MetricsExamination,
  { settings, today }: OpenRepository,
): readonly Finding[] {
  const findings = new Findings(settings);
  examineMarks(
    marks,
    metrics.map(({ metric }) => metric),
    today,
    findings,
  );
  return findings.list;
}

/** The versions that were added to the commit, in one line. */
function summary(plan: Plan, settings: Settings, findings: readonly Finding[]): string {
  const versions = new Set(
    plan.flatMap(({ path }) => {
      const file = classify(basename(path));
      const title = titleOfDirectory(directoryOf(path), settings);
      return file?.kind === "version" && title ? [`${title} ${formatVersion(file.version)}`] : [];
    }),
  );
  if (versions.size === 0)
    return plan.length === 0 ? "" : `addendum: staged ${plural(plan.length, "alias", "aliases")}.`;
  const shown = versions.size > 3 ? plural(versions.size, "version") : [...versions].join(", ");
  const isFree = (rule: string) => rule === "version-first-of-major" || rule === "version-unstable";
  const free = findings.filter(({ rule }) => isFree(rule)).map(({ message }) => message);
  const remark = free.length === 1 ? ` ${free[0] ?? ""}` : "";
  return `addendum: materialized and staged ${shown}.${remark}`;
}

/** The configuration as the index has it, whatever the work tree says; the one on disk where it is not tracked. */
function stagedSettings(
  git: Git,
  loaded: LoadedSettings,
  staged: ReadonlyMap<string, string | undefined>,
): Settings {
  const path = relative(loaded.root, loaded.file).replaceAll("\\", "/");
  if (staged.has(path) && staged.get(path) === undefined) return loaded.settings;
  const args = ["cat-file", "blob", `:${git.toGit(path)}`];
  const { status, stdout } = git.run(args);
  if (status === 0) return parseSettings(loaded.file, stdout.toString());
  // It is not tracked, or cannot be read.
  const isTracked = git.text(["ls-files", "--", git.toGit(path)]) !== "";
  return isTracked ? parseSettings(loaded.file, git.text(args)) : loaded.settings;
}

function titleOfChange(path: string, settings: Settings): string | undefined {
  const name = basename(path);
  if (name !== settings.currentName && classify(name) === undefined) return undefined;
  return titleOfDirectory(directoryOf(path), settings) || undefined;
}

/** Every path of the index below the repository's root. */
function trackedPaths(git: Git): string[] {
  const paths = git.text(["ls-files", "-z"]).split("\0");
  return paths.flatMap((path) => (path === "" ? [] : (git.fromGit(path) ?? [])));
}

/** References to what is staged in the bases beside the schemas' directory. */
function stagedReferences(paths: Iterable<string>, settings: Settings): string[] {
  const bases = otherBases(settings);
  if (bases.length === 0) return [];
  return [...paths].flatMap((path) => {
    const file = classify(basename(path));
    if (file?.kind !== "version" || titleOfDirectory(directoryOf(path), settings) !== undefined) return [];
    const below = bases.filter((base) => base === "" || path.startsWith(`${base}/`));
    return below.map((base) => {
      const directory = directoryOf(path).slice(base === "" ? 0 : base.length + 1);
      return `/${directory}/${formatVersion(file.version)}`;
    });
  });
}

/** The titles whose staged current mentions one of the URIs. */
function dependents(git: Git, uris: readonly string[], settings: Settings): string[] {
  if (uris.length === 0) return [];
  return filesWith(git, uris).flatMap((inside) => {
    if (basename(inside) !== settings.currentName) return [];
    const title = titleOfDirectory(directoryOf(inside), settings);
    return title ? [title] : [];
  });
}

/** The files of the index that hold one of the texts. @param below a directory; all where absent */
function filesWith(git: Git, texts: readonly string[], below?: string): string[] {
  const patterns = [...new Set(texts)].flatMap((text) => ["-e", text]);
  const place = below === undefined ? [] : ["--", git.toGit(below)];
  const found =
    git.answer(["grep", "--cached", "-l", "-z", "-F", "--full-name", ...patterns, ...place]) ?? "";
  return found.split("\0").flatMap((path) => git.fromGit(path) ?? []);
}
