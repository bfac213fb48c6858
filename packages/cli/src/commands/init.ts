import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { toYaml, type DataObject } from "@addendum/json-schema";
import {
  configurationNames,
  defaultSettings,
  examine,
  findTitles,
  type Settings,
  type Write,
} from "@addendum/schema-repository";
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
import { openWorkTree } from "../run/open-repository.ts";
import { defineCommand, type ExitCode } from "../run/command.ts";

export const init = defineCommand({
  name: "init",
  usage: "[DIR]",
  summary: "makes a directory a schema repository, or adopts an existing one",
  description:
    "Writes addendum.yaml (from .jsonschema-tools.yaml where there is one), the git hooks, and a workflow for GitHub Actions as an example for your CI. Nothing that is there is replaced.",
  options: [
    { name: "fetch", kind: "boolean", help: "fetch the remote schemas that are referred to, and pin them" },
  ],
  examples: [
    { line: "addendum init", does: "begin, or adopt a repository that jsonschema-tools made" },
    { line: "addendum init --fetch", does: "also record what its references to other hosts hold today" },
  ],
  async run(invocation): Promise<ExitCode> {
    const { terminal, positionals } = invocation;
    if (positionals.length > 1) throw new UserError("init takes one DIR.");
    const root = resolve(positionals[0] ?? invocation.repo ?? ".");
    mkdirSync(root, { recursive: true });
    const search = searchGit(root);
    const git = search.kind === "found" ? new Git(search.place) : undefined;
    const [ours, theirs] = configurationNames;
    if (existsSync(join(root, ours))) {
      terminal.note(`${ours} is there already and stays as it is.`);
    } else {
      const source = join(root, theirs);
      const adopted = existsSync(source) ? parseSettings(source, readFileSync(source, "utf8")) : undefined;
      const text = configurationText(adopted, git === undefined ? "main" : guessBaseBranch(git));
      const writes: Write[] = [{ kind: "file", path: ours, text }];
      writePlan(root, writes);
      const schemas = adopted?.schemas ?? defaultSettings.schemas;
      keepDirectory(root, schemas);
      terminal.out(`${ours}${adopted ? `, from ${theirs}` : ""}\n`);
    }
    if (git === undefined) {
      const why =
        search.kind === "refused"
          ? `Git cannot be asked: ${search.reason}. ${search.remedy}`
          : "There is no git repository here. Run `git init`.";
      terminal.note(`No hooks were installed. ${why} Then run this again.`);
    } else {
      const { written, byHand } = installHooks(git);
      for (const file of written) terminal.out(`${file}\n`);
      for (const { file, line } of byHand) {
        terminal.out(`${file} is yours and was not changed. Add this line to it:\n\n    ${line}\n\n`);
      }
    }
    const workflow = ".github/workflows/addendum.yaml";
    if (!existsSync(join(git?.top ?? root, workflow))) {
      writePlan(git?.top ?? root, [{ kind: "file", path: workflow, text: workflowText(git?.prefix ?? "") }]);
      terminal.out(`${workflow}\n`);
    }
    if (invocation.flag("fetch")) {
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
    terminal.note(
      `Next: \`addendum check\`, then commit what was written. ${basename(root)} is a schema repository.`,
    );
    return 0;
  },
});

/** Git keeps no empty directories, and a missing one would be an error in the next clone. */
function keepDirectory(root: string, directory: string): void {
  mkdirSync(join(root, directory), { recursive: true });
  if (directory === "" || readdirSync(join(root, directory)).length > 0) return;
  writePlan(root, [{ kind: "file", path: `${directory}/.gitkeep`, text: "" }]);
}

/** The configuration that says what the settings say; what is as it is by default is left out. */
function configurationText(adopted: Settings | undefined, baseBranch: string): string {
  const settings = adopted ?? defaultSettings;
  const entries: [string, unknown, unknown][] = [
    ["schemas", settings.schemas === "" ? "." : settings.schemas, undefined],
    ["baseBranch", baseBranch, undefined],
    ["adopted", settings.adopted, false],
    ["referenceBases", settings.referenceBases.map((base) => base || "."), [settings.schemas || "."]],
    ["contentTypes", settings.contentTypes, defaultSettings.contentTypes],
    ["currentName", settings.currentName, `current.${settings.contentTypes[0]}`],
    ["versionField", settings.versionField, "$id"],
    ["titleField", settings.titleField, "title"],
    ["dereference", settings.dereference, true],
    ["extensionlessAliases", settings.extensionlessAliases, true],
    ["latestAliases", settings.latestAliases, true],
    ["generateExamples", settings.generateExamples, true],
    ["numericBounds", settings.numericBounds, defaultSettings.numericBounds],
    ["ignore", settings.ignore, []],
    ["skippedTestCases", settings.skippedTestCases, {}],
    ["materialize", settings.materialize, defaultSettings.materialize],
    ["logLevel", settings.logLevel, "warn"],
  ];
  const chosen = entries.filter(([, value, usual]) => JSON.stringify(value) !== JSON.stringify(usual));
  const body = chosen.map(([key, value]) => toYaml({ [key]: value } as DataObject)).join("");
  const note = adopted
    ? "# Taken over from .jsonschema-tools.yaml, which is no longer read.\n# “adopted”: what only Addendum refuses is a warning, and the output stays what it was.\n"
    : "";
  return `# Configuration of this schema repository; see docs/configuration.md of Addendum.\n${note}version: 1\n${body}`;
}

function workflowText(prefix: string): string {
  const directory = prefix.replace(/\/$/, "");
  return `# The gate of record: merges, cherry-picks and reverts run no pre-commit hook.
name: schemas
on: [push, pull_request]
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0 # what is published is read from the base branch's history
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - run: npm ci
      - env:
          # What the branch was at: a break that was merged without its checks shows when it arrives.
          BEFORE: \${{ github.event_name == 'push' && github.ref_type == 'branch' && github.event.before || '' }}
        run: npx addendum check --before "$BEFORE"${directory === "" ? "" : ` --repo ${directory}`}
`;
}
