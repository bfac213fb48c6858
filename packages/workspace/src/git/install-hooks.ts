import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import type { Git } from "./git.ts";
import { hookScript } from "./hook-script.ts";

/** The hooks that a repository needs. */
export const hookNames = ["pre-commit", "pre-merge-commit", "post-commit"] as const;
type HookName = (typeof hookNames)[number];

export interface InstalledHooks {
  /** Files that were written, below the work tree's top where they are in it. */
  readonly written: readonly string[];
  /** What to add by hand where something of the person's own is in the way: to which file, and the text. */
  readonly byHand: readonly { readonly file: string; readonly text: string }[];
}

/** The script's file, beside the hooks that call it. */
const scriptName = "addendum";

/**
 * Installs the hooks and replaces nothing that is not ours: where a hook is there already, what to add to it is
 * returned. Also records where node is, for graphical clients, whose PATH often has none.
 */
export function installHooks(git: Git): InstalledHooks {
  recordNode(git);
  const own = resolve(git.top, git.text(["rev-parse", "--git-common-dir"]).trim(), "hooks");
  const directory = hooksDirectory(git, own);
  // A directory outside the work tree serves many repositories, so nothing is written there.
  const isForeign = directory !== own && !isBelow(git.top, directory);
  const manager = managerOf(git, directory);
  const isBeside = !isForeign && manager === undefined;
  const call = (name: HookName) => (isBeside ? callBeside : callFromAnywhere)(name, git.prefix);
  const written = [...writeScript(git, join(isBeside ? directory : own, scriptName))];
  const byHand: { file: string; text: string }[] = [];
  if (manager !== undefined) {
    const there = readIfThere(join(git.top, manager.file));
    if (!there?.includes("addendum")) byHand.push({ file: manager.file, text: manager.entries(call) });
    return { written, byHand };
  }
  for (const name of hookNames) {
    const file = join(directory, name);
    const text = readIfThere(file);
    if (text !== undefined && callsUs(text, name)) continue;
    if (text !== undefined || isForeign) {
      byHand.push({ file: shown(git, file), text: `${call(name)} || exit 1` });
      continue;
    }
    mkdirSync(directory, { recursive: true });
    // Husky starts what is in its directory itself.
    const isHusky = directory !== own && /(^|[\\/])\.husky$/.test(directory);
    const line = callBeside(name, git.prefix);
    writeFileSync(file, isHusky ? `${line}\n` : `#!/bin/sh\nexec ${line}\n`);
    chmodSync(file, 0o755);
    written.push(shown(git, file));
  }
  return { written, byHand };
}

/** Where hooks of the person's go. Husky has its own in `.husky/_`, which call those in `.husky`. */
function hooksDirectory(git: Git, own: string): string {
  const configured = (git.answer(["config", "--type=path", "--get", "core.hooksPath"]) ?? "").trim();
  const husky = join(git.top, ".husky");
  // Where husky is used, it takes the place of git's own directory with the next install.
  if (configured === "") return existsSync(husky) ? husky : own;
  if (/(^|[\\/])\.husky([\\/]_)?$/.test(configured)) return husky;
  return isAbsolute(configured) ? configured : join(git.top, configured);
}

function isBelow(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return way !== "" && !way.startsWith("..") && !isAbsolute(way);
}

function shown(git: Git, file: string): string {
  return isBelow(git.top, file) ? relative(git.top, file).replaceAll("\\", "/") : file;
}

function readIfThere(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** Whether a hook runs ours: by the script, or by `addendum hook NAME`. */
function callsUs(text: string, name: HookName): boolean {
  return new RegExp(`addendum"? (?:hook )?${name}\\b|\\bhook ${name}\\b`).test(text);
}

/** Writes the script where it is not as it should be. */
function writeScript(git: Git, file: string): readonly string[] {
  if (readIfThere(file)?.replaceAll("\r\n", "\n") === hookScript) return [];
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, hookScript);
  chmodSync(file, 0o755);
  return [shown(git, file)];
}

function recordNode(git: Git): void {
  const directory = dirname(process.execPath);
  if (git.answer(["config", "--get", "addendum.node"]) === directory) return;
  // A repository of another user, or a read-only one: the hooks then need node on the PATH, as they say.
  git.run(["config", "addendum.node", directory]);
}

/** Calls the script from a hook in the same directory. */
function callBeside(name: HookName, prefix: string): string {
  return `sh "\${0%/*}/${scriptName}" ${name}${directoryArgument(prefix)}`;
}

/** Calls the script of this clone from a hook that is elsewhere, and does nothing in repositories that have none. */
function callFromAnywhere(name: HookName, prefix: string): string {
  const script = `"$(git rev-parse --git-common-dir)/hooks/${scriptName}"`;
  return `[ ! -e ${script} ] || sh ${script} ${name}${directoryArgument(prefix)}`;
}

function directoryArgument(prefix: string): string {
  const directory = prefix.replace(/\/$/, "");
  return directory === "" ? "" : ` ${quote(directory)}`;
}

function quote(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A program that writes the hooks itself, from a file of its own. */
interface Manager {
  readonly file: string;
  readonly entries: (call: (name: HookName) => string) => string;
}

/** The manager that wrote a hook, told by what it writes there. */
function managerOf(git: Git, directory: string): Manager | undefined {
  const text = hookNames.map((name) => readIfThere(join(directory, name)) ?? "").join("\n");
  if (/\blefthook\b/i.test(text)) {
    const names = ["lefthook.yml", ".lefthook.yml", "lefthook.yaml", ".lefthook.yaml"];
    const file = names.find((name) => existsSync(join(git.top, name))) ?? "lefthook.yml";
    return { file, entries: lefthookEntries };
  }
  if (/pre-commit\.com|\bpre_commit\b/.test(text)) {
    return { file: ".pre-commit-config.yaml", entries: () => preCommitEntries };
  }
  return undefined;
}

function lefthookEntries(call: (name: HookName) => string): string {
  return hookNames
    .map((name) => `${name}:\n  commands:\n    addendum:\n      run: '${call(name).replaceAll("'", "''")}'`)
    .join("\n");
}

const preCommitEntries = `default_install_hook_types: [pre-commit, pre-merge-commit, post-commit]
repos:
  - repo: https://github.com/addendum-project/addendum
    rev: v0.1.0
    hooks:
      - id: addendum
      - id: addendum-post-commit`;
