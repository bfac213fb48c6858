import {
  Findings,
  findTitles,
  Materializer,
  type Plan,
  type RefusedTitle,
  refusedTitles,
  withoutTitles,
} from "@addendum/schema-repository";
import {
  blobId,
  examineCached,
  fetchReferences,
  Git,
  GitFiles,
  loadSettings,
  type OpenRepository,
  recordGenerated,
  stagePlan,
  UserError,
  writePlan,
} from "@addendum/workspace";
import { plural } from "../report/count.ts";
import { openIndex, openWorkTree, publishedBy } from "../run/open-repository.ts";
import { noGit } from "../run/arguments.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { printResult } from "../run/print-result.ts";
import { explainNothing } from "../run/nothing-found.ts";
import { showProgress } from "../run/progress.ts";
import { selectTitles } from "../run/titles.ts";

export const materialize = defineCommand({
  name: "materialize",
  usage: "[FILES]",
  summary: "writes the versions that the given currents (default: all) need",
  description:
    "Computes everything first, then writes: if a finding is an error, nothing is written, or with --keep-going nothing of that schema and of those that refer to it. Published versions are never changed.",
  options: [
    { name: "staged", kind: "boolean", help: "read the git index, and stage what is written" },
    { name: "check", kind: "boolean", help: "write nothing, and fail if something would be written" },
    { name: "dry-run", kind: "boolean", help: "write nothing, and list what would be written" },
    {
      name: "keep-going",
      kind: "boolean",
      help: "write the schemas that are correct although others have errors, and list those left out",
    },
    { name: "fetch", kind: "boolean", help: "fetch remote references that addendum.lock lacks" },
    noGit,
  ],
  examples: [
    { line: "addendum materialize", does: "bring every version file in step with its current" },
    { line: "addendum materialize schemas/analytics", does: "only the schemas below a directory" },
    { line: "addendum materialize --check", does: "in CI: fail if a version file is outdated" },
  ],
  async run(invocation): Promise<ExitCode> {
    const { terminal } = invocation;
    const loaded = loadSettings(invocation);
    const { settings, root } = loaded;
    if (settings.logLevel === "silent" || settings.logLevel === "error") terminal.hush();
    if (loaded.note) terminal.note(loaded.note);
    const check = invocation.flag("check");
    const dryRun = invocation.flag("dry-run") || (settings.materialize.dryRun && !check);
    const staged = invocation.flag("staged") || settings.materialize.staged;
    if (staged && invocation.flag("no-git"))
      throw new UserError("staging needs git, so it does not go with --no-git.");
    const git = staged ? Git.open(root) : undefined;

    const open = (): OpenRepository =>
      git ? openIndex(loaded, git) : openWorkTree(loaded, publishedBy(invocation));
    const examineNow = (repository: OpenRepository) => {
      const progress = showProgress("materializing", terminal);
      const titles = ({ snapshot }: OpenRepository) =>
        selectTitles(invocation.positionals, () => findTitles(snapshot, settings), loaded, staged);
      return examineCached(
        repository,
        titles,
        [staged ? "--staged" : "", ...invocation.positionals],
        progress,
      );
    };
    let repository = open();
    let examination = await examineNow(repository);
    if (invocation.flag("fetch")) {
      // What is fetched may itself refer to more.
      for (let round = 0; round < 16 && examination.unpinned.length > 0; round++) {
        const writes = await fetchReferences(root, examination.unpinned);
        writePlan(root, writes);
        terminal.note(`Fetched ${examination.unpinned.join(", ")}.`);
        repository = open();
        examination = await examineNow(repository);
      }
    }

    const { drift } = examination;
    const findings = check ? [...examination.findings, ...drift] : examination.findings;
    const isEmpty = examination.titles.length === 0 && findings.length === 0;
    const nothing = isEmpty ? explainNothing(repository, loaded, staged) : undefined;
    const hasErrors = findings.some(({ severity }) => severity === "error");
    const refused =
      hasErrors && invocation.flag("keep-going")
        ? refusedTitles(repository, materializerOf(repository), examination.titles, examination.findings)
        : undefined;
    const plan =
      refused === undefined ? examination.plan : withoutTitles(examination.plan, refused, repository);
    const blocked = hasErrors && (refused === undefined || plan.length === 0);
    const writes = !check && !dryRun && !blocked;
    let left: readonly string[] = [];
    if (writes && plan.length > 0) {
      if (git && settings.materialize.stage && repository.snapshot instanceof GitFiles) {
        ({ left } = stagePlan(git, root, plan, repository.snapshot.entries));
      } else {
        writePlan(root, plan);
        record(repository, plan);
      }
    }
    if (writes && (settings.logLevel === "info" || settings.logLevel === "debug")) {
      for (const { path } of plan) terminal.note(`Materialized ${path}.`);
    }
    for (const path of left) {
      terminal.note(`${path} has unstaged edits in the work tree and was left unchanged there.`);
    }
    const listed = plan.map(({ path }) => `${path}\n`).join("");
    if (dryRun && !blocked && invocation.format === "text") terminal.out(listed);
    const code = printResult(invocation, {
      command: "materialize",
      findings,
      titles: examination.titles.length,
      done: nothing ?? summary(plan, dryRun, examination.titles.length),
      failed: blocked || check ? "Nothing was written." : summary(plan, dryRun, examination.titles.length),
      more: {
        files: blocked
          ? []
          : plan.map(({ path, kind, ...rest }) => ({
              path,
              kind,
              ...("target" in rest && { target: rest.target }),
            })),
        ...(refused && { leftTitles: refused.map(({ title, refersTo }) => ({ title, refersTo })) }),
      },
      read: (file) => repository.snapshot.read(file),
    });
    if (invocation.format === "text") terminal.out((refused ?? []).map(leftLine).join(""));
    return code;
  },
});

function materializerOf({ snapshot, settings, remote }: OpenRepository): Materializer {
  return new Materializer(snapshot, settings, new Findings(settings), new Set(), remote);
}

function leftLine({ title, refersTo }: RefusedTitle): string {
  return `Left out: ${title}${refersTo === undefined ? "" : `, which refers to ${refersTo}`}\n`;
}

function summary(plan: Plan, dryRun: boolean, titles: number): string {
  const schemas = plural(titles, "schema");
  if (plan.length === 0) return `${schemas}, all up to date.`;
  const files = plan.filter(({ kind }) => kind === "file").length;
  const aliases = plan.length - files;
  const what = [
    ...(files > 0 ? [plural(files, "version file")] : []),
    ...(aliases > 0 ? [plural(aliases, "alias", "aliases")] : []),
  ].join(" and ");
  return `${schemas}; ${what} ${dryRun ? "would be written" : "written"}.`;
}

/** So that the hook knows them as ours when they are staged and are meanwhile outdated. */
function record({ git }: OpenRepository, plan: Plan): void {
  if (git === undefined) return;
  recordGenerated(
    git,
    plan.flatMap((write) => (write.kind === "file" ? [blobId(write.text)] : [])),
  );
}
