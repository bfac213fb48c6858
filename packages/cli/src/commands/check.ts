import { examineMarks } from "@addendum/metrics";
import { examine, type Finding, Findings, findTitles, type VersionChange } from "@addendum/schema-repository";
import {
  earlierState,
  examineCached,
  findHistoryEdits,
  Git,
  loadSettings,
  type OpenRepository,
  UserError,
  newFindings,
  wholeSnapshot,
} from "@addendum/workspace";
import { examineLineage } from "../lineage/readings.ts";
import { todayOf, todayOption, withoutCalendar } from "../metrics/calendar.ts";
import { examineCatalogue, newInCatalogue } from "../metrics/catalogue.ts";
import { findMarks } from "../metrics/find-marks.ts";
import { plural } from "../report/count.ts";
import { openIndex, openWorkTree } from "../run/open-repository.ts";
import { type Invocation, noGit } from "../run/arguments.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { expectCommit } from "../run/expect-commit.ts";
import { printResult, showsRemarks } from "../run/print-result.ts";
import { explainNothing } from "../run/nothing-found.ts";
import { showProgress } from "../run/progress.ts";
import { selectTitles } from "../run/titles.ts";

export const check = defineCommand({
  name: "check",
  usage: "[PATHS]",
  summary:
    "checks everything: schemas are correct, old events stay valid, published versions are untouched, metrics work",
  description:
    "Writes nothing. Says what the pre-commit hook would say about the whole repository: generated files that the hook will write at the next commit are only mentioned. In CI, where everything is committed, missing files are errors. CI is the check that counts, because merges and rebases run no pre-commit hook.",
  options: [
    { name: "staged", kind: "boolean", help: "check the git index instead of the work tree" },
    {
      name: "against",
      kind: "string",
      value: "REF|DIR|TITLE@VERSION",
      help: "what counts as published: a git revision, another checkout, or one version",
    },
    {
      name: "all",
      kind: "boolean",
      help: "also compare published versions with those before them; findings are informational, shown with --fail-on info",
    },
    {
      name: "published",
      kind: "boolean",
      help: "also judge published versions by the rules; findings are informational",
    },
    { name: "history", kind: "boolean", help: "report every edit to a published version in the git history" },
    {
      name: "before",
      kind: "string",
      value: "COMMIT",
      help: "on the base branch: the commit before the push that is checked; what it contains counts as published",
    },
    {
      name: "scheduled",
      kind: "boolean",
      help: "the run that CI starts on a schedule on the default branch: anything that should have ended by today is an error",
    },
    todayOption,
    noGit,
  ],
  examples: [
    { line: "addendum check", does: "the whole repository" },
    { line: "addendum check --format json", does: "the same, for a program" },
    {
      line: "addendum check --against origin/main",
      does: "whether the work tree breaks a version of another branch",
    },
    {
      line: "addendum check --before 1f0c3ab",
      does: "in CI, on a push to the base branch: whether the push changed published versions",
    },
    {
      line: "addendum check --scheduled",
      does: "in a nightly job: also fails if a temporary metric or marked code is past its last day",
    },
    {
      line: "addendum check --history",
      does: "every edit to a published version since the first commit",
    },
  ],
  async run(invocation): Promise<ExitCode> {
    const loaded = loadSettings(invocation);
    if (loaded.note) invocation.terminal.note(loaded.note);
    const { settings, root } = loaded;
    demandOneSource(invocation);
    if (invocation.flag("history")) {
      const history = findHistoryEdits(Git.open(root), settings);
      return printResult(invocation, {
        command: "check",
        findings: history.findings,
        titles: 0,
        done: `${plural(history.commits, "commit")} read; no published version was changed.`,
        failed: `${plural(history.commits, "commit")} read.`,
        read: () => ({ kind: "missing" }),
      });
    }
    const against = invocation.value("against");
    const by =
      against === undefined
        ? ({ kind: "base-branch", before: invocation.value("before") } as const)
        : ({ kind: "against", against } as const);
    const isStaged = invocation.flag("staged");
    const opened = isStaged
      ? openIndex(loaded, Git.open(root), { by })
      : openWorkTree(loaded, invocation.flag("no-git") ? { kind: "disk" } : by);
    const repository = {
      ...opened,
      ...todayOf(invocation.value("today")),
      scope: {
        isThorough: true,
        isLinted: true,
        isComplete: invocation.flag("all"),
        isPublishedLinted: invocation.flag("published"),
        hasRemarks: showsRemarks(invocation),
      },
    };
    const progress = showProgress("checking", invocation.terminal);
    const select = ({ snapshot }: OpenRepository) =>
      selectTitles(invocation.positionals, () => findTitles(snapshot, settings), loaded, isStaged);
    // What another baseline says is asked anew each time.
    const examination =
      against === undefined
        ? await examineCached(
            repository,
            select,
            [
              ...["staged", "all", "published"].filter((name) => invocation.flag(name)),
              ...invocation.positionals,
            ],
            progress,
          )
        : examine(repository, select(repository));
    // Another baseline is asked what a whole branch would break, committed or not.
    const drift = expectCommit(examination.drift, opened, against === undefined ? opened.git : undefined);
    const found: readonly Finding[] = [...examination.findings, ...drift];
    const isEmpty = examination.titles.length === 0 && found.length === 0;
    const nothing = isEmpty ? explainNothing(opened, loaded, isStaged) : undefined;
    const earlier = against === undefined ? undefined : earlierState(opened.git, settings, against);
    const isScheduled = invocation.flag("scheduled");
    const isWhole = invocation.positionals.length === 0;
    const catalogue = isWhole ? examineCatalogue(repository, examination) : { metrics: [], findings: [] };
    const ofMetrics = newInCatalogue(catalogue.findings, repository, earlier);
    const ofLineage = isWhole && earlier === undefined ? examineLineage(repository, catalogue.metrics) : [];
    const marks = isWhole && (isScheduled || showsRemarks(invocation)) ? findMarks(repository) : [];
    const ofMarks = new Findings(settings);
    const all = catalogue.metrics.map(({ metric }) => metric);
    examineMarks(marks, all, repository.today, ofMarks);
    const onMetrics = [...ofMetrics, ...ofLineage, ...ofMarks.list];
    const findings = [
      ...(earlier === undefined ? found : newFindings(found, repository, earlier)),
      ...(isScheduled ? onMetrics : withoutCalendar(onMetrics)),
    ];
    const files = wholeSnapshot(repository);
    return printResult(invocation, {
      command: "check",
      findings,
      titles: examination.titles.length,
      versions: examination.versions,
      wantsRemarks: invocation.flag("all") || invocation.flag("published"),
      done:
        nothing ?? `${plural(examination.titles.length, "schema")} checked.${exempt(examination.versions)}`,
      failed: `${plural(examination.titles.length, "schema")} checked.${exempt(examination.versions)}`,
      read: (file) => files.read(file),
    });
  },
});

/** Which versions nothing was proved of, as a sentence; empty where there are none. */
function exempt(versions: readonly VersionChange[]): string {
  const unstable = versions.filter(({ verdict }) => verdict === "unstable");
  if (unstable.length === 0) return "";
  const names = unstable.slice(0, 3).map(({ title, version }) => `${title} ${version}`);
  const others = unstable.length > 3 ? ` and ${unstable.length - 3} more` : "";
  return ` Unstable, and not compared with older versions: ${names.join(", ")}${others}.`;
}

/** Options that each say what counts as published, or need git to say it. */
function demandOneSource(invocation: Invocation): void {
  const given = ["against", "before"].filter((name) => invocation.value(name) !== undefined);
  const flags = ["no-git", "staged", "history"].filter((name) => invocation.flag(name));
  const sources = [...given, ...flags.filter((name) => name === "no-git")];
  const [first, second] = sources.length > 1 ? sources : flags.includes("no-git") ? flags : [];
  if (second !== undefined) throw new UserError(`use either --${first ?? ""} or --${second}.`);
}
