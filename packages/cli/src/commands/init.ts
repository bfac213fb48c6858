import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { configurationNames, defaultSettings, examine, findTitles } from "@addendum/schema-repository";
import {
  fetchReferences,
  Git,
  guessBaseBranch,
  installHooks,
  loadSettings,
  parseSettings,
  searchGit,
  UserError,
  writePlan,
} from "@addendum/workspace";
import { adoptedConfiguration } from "../init/adopted-configuration.ts";
import { newConfiguration } from "../init/configuration-text.ts";
import { editorSchema } from "../init/editor-schema.ts";
import { ignoreRecorded } from "../init/ignore-recorded.ts";
import { writePrepareScript } from "../init/prepare-script.ts";
import { workflowText } from "../init/workflow.ts";
import { openWorkTree } from "../run/open-repository.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";
import type { Terminal } from "../run/terminal.ts";

export const init = defineCommand({
  name: "init",
  usage: "[DIR]",
  summary: "sets up a schema repository, or adopts an existing one",
  description:
    "Writes addendum.yaml (from .jsonschema-tools.yaml if there is one, with its comments), the git hooks, a script in package.json that installs them in every clone, lines in .gitignore for recorded events, and a GitHub Actions workflow as an example for your CI. It never replaces a file.",
  options: [
    {
      name: "hooks",
      kind: "boolean",
      help: "only install the git hooks, as `npm install` does in every clone",
    },
    { name: "fetch", kind: "boolean", help: "fetch the remote schemas that are referred to, and pin them" },
  ],
  examples: [
    { line: "addendum init", does: "begin, or adopt a repository that jsonschema-tools made" },
    { line: "addendum init --hooks", does: "install the git hooks in a clone of a schema repository" },
    {
      line: "addendum init --fetch",
      does: "also download the documents that its references to other hosts point to, and record their content",
    },
  ],
  async run(invocation): Promise<ExitCode> {
    const { terminal, positionals } = invocation;
    if (positionals.length > 1) throw new UserError("init takes one DIR.");
    const root = resolve(positionals[0] ?? invocation.repo ?? ".");
    if (invocation.flag("hooks")) return installInClone(root, terminal);
    mkdirSync(root, { recursive: true });
    const search = searchGit(root);
    const git = search.kind === "found" ? new Git(search.place) : undefined;
    const top = git?.top ?? root;
    const [ours] = configurationNames;
    if (existsSync(join(root, ours))) terminal.note(`${ours} already exists and was not changed.`);
    else writeConfiguration(root, git, terminal);
    if (search.kind === "found") {
      reportHooks(new Git(search.place), terminal);
      preparePackage(root, top, terminal);
    } else {
      terminal.note(`No hooks were installed. ${whyNoGit(search)} Then run this again.`);
    }
    const ignored = ignoreRecorded(root, loadSettings({ repo: root }).settings, git);
    if (ignored !== undefined) terminal.out(`${ignored}\n`);
    const workflow = ".github/workflows/addendum.yaml";
    if (!existsSync(join(top, workflow))) {
      writePlan(top, [{ kind: "file", path: workflow, text: workflowText(git?.prefix ?? "") }]);
      terminal.out(`${workflow}\n`);
    }
    if (invocation.flag("fetch")) await fetchAll(root, terminal);
    terminal.note(
      `${basename(root)} is now a schema repository. Next: run \`addendum check\`, then commit these files.`,
    );
    return 0;
  },
});

/** What \`prepare\` runs: an install must never fail because there is no git, as while an image is built. */
function installInClone(root: string, terminal: Terminal): ExitCode {
  const search = searchGit(root);
  if (search.kind === "found") reportHooks(new Git(search.place), terminal);
  else terminal.note(`addendum: no git hooks were installed. ${whyNoGit(search)}`);
  return 0;
}

function whyNoGit(search: Exclude<ReturnType<typeof searchGit>, { kind: "found" }>): string {
  return search.kind === "refused"
    ? `Git cannot be asked: ${search.reason}. ${search.remedy}`
    : "There is no git repository here. Run `git init`.";
}

function reportHooks(git: Git, terminal: Terminal): void {
  const { written, byHand } = installHooks(git);
  for (const file of written) terminal.out(`${file}\n`);
  for (const { file, text } of byHand) {
    const indented = text.replaceAll(/^/gm, "    ");
    terminal.out(`${file} is yours and was not changed. Add this to it:\n\n${indented}\n\n`);
  }
}

function preparePackage(root: string, top: string, terminal: Terminal): void {
  const outcome = writePrepareScript(root, top);
  switch (outcome.kind) {
    case "present":
      return;
    case "husky":
      // Its hooks are committed, and its own script installs them, once there is a directory for them.
      if (existsSync(join(top, ".husky"))) return;
      return terminal.out(
        `The script “prepare” in ${outcome.file} runs husky, which makes git use the hooks in .husky instead. Run \`npm install\`, then \`addendum init --hooks\`, and commit .husky.\n`,
      );
    case "written":
      return terminal.out(`${outcome.file}: npm install now installs the hooks in every clone.\n`);
    case "other":
      return terminal.out(
        `${outcome.file} has a script “prepare”, which was not changed. For every clone to get the hooks, make it:\n\n    "prepare": ${JSON.stringify(outcome.script)}\n\n`,
      );
    case "no-package":
      return terminal.note(
        "There is no package.json, so nothing installs the hooks in other clones: run `addendum init --hooks` once in each, or use the pre-commit framework (docs/ci/README.md).",
      );
  }
}

function writeConfiguration(root: string, git: Git | undefined, terminal: Terminal): void {
  const [ours, theirs] = configurationNames;
  const source = join(root, theirs);
  const schema = editorSchema("addendum", root, git?.top ?? root);
  const base = git === undefined ? "main" : guessBaseBranch(git);
  const theirText = existsSync(source) ? readFileSync(source, "utf8") : undefined;
  const adopted = theirText === undefined ? undefined : parseSettings(source, theirText);
  const text =
    theirText === undefined || adopted === undefined
      ? newConfiguration(base, schema)
      : adoptedConfiguration(theirText, adopted, base, schema);
  writePlan(root, [{ kind: "file", path: ours, text }]);
  keepDirectory(root, (adopted ?? defaultSettings).schemas);
  terminal.out(`${ours}${adopted ? `, from ${theirs}` : ""}\n`);
}

async function fetchAll(root: string, terminal: Terminal): Promise<void> {
  const loaded = loadSettings({ repo: root });
  for (let round = 0; round < 16; round++) {
    const repository = openWorkTree(loaded, { kind: "disk" });
    const { unpinned } = examine(repository, findTitles(repository.snapshot, repository.settings));
    if (unpinned.length === 0) break;
    const writes = await fetchReferences(root, unpinned);
    writePlan(root, writes);
    for (const { path } of writes) terminal.out(`${path}\n`);
  }
}

/** Git keeps no empty directories, and a missing one would be an error in the next clone. */
function keepDirectory(root: string, directory: string): void {
  mkdirSync(join(root, directory), { recursive: true });
  if (directory === "" || readdirSync(join(root, directory)).length > 0) return;
  writePlan(root, [{ kind: "file", path: `${directory}/.gitkeep`, text: "" }]);
}
