import { existsSync, lstatSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { type GitResult, isNotStarted, reasonOf, runGit } from "./git-process.ts";

/** Where a work tree and its repository are. */
export interface GitPlace {
  /** The work tree's top level, absolute. */
  readonly top: string;
  readonly gitDirectory: string;
  readonly isShallow: boolean;
  /** The schema repository's root below {@link top}: "" or "some/path/". */
  readonly prefix: string;
}

export type GitSearch =
  | { readonly kind: "found"; readonly place: GitPlace }
  /** Neither the directory nor one above it has a `.git`. */
  | { readonly kind: "absent" }
  /** There is a `.git`, but git cannot be asked about it: why, and what helps. */
  | { readonly kind: "refused"; readonly reason: string; readonly remedy: string };

/**
 * Finds the git repository that a directory belongs to. Git itself continues to the next `.git` above where one is
 * damaged, and calls the directory no repository where none is left: either would let a gate pass that checked nothing.
 * So the nearest `.git` has to be the one that git uses.
 */
export function searchGit(root: string): GitSearch {
  const nearest = nearestGit(realpathSync(root));
  if (nearest === undefined && process.env["GIT_DIR"] === undefined) return { kind: "absent" };
  const result = runGit(
    root,
    [
      "rev-parse",
      "--show-toplevel",
      "--absolute-git-dir",
      "--is-shallow-repository",
      "--is-inside-work-tree",
    ],
    { env: searchEnvironment(nearest) },
  );
  if (result.status !== 0) return { kind: "refused", ...explain(result, nearest) };
  const [top = "", gitDirectory = "", shallow] = result.stdout.toString().trimEnd().split("\n");
  if (nearest !== undefined && !leadsTo(nearest, gitDirectory)) {
    return { kind: "refused", ...explainOther(nearest, gitDirectory) };
  }
  const below = relative(realpathSync(top), realpathSync(root)).replaceAll("\\", "/");
  if (below === ".." || below.startsWith("../")) {
    const reason = `its work tree is ${top}, which does not contain ${root}`;
    return { kind: "refused", reason, remedy: "Check GIT_WORK_TREE and core.worktree." };
  }
  return {
    kind: "found",
    place: {
      top: resolve(top),
      gitDirectory,
      isShallow: shallow === "true",
      prefix: below === "" ? "" : `${below}/`,
    },
  };
}

/** The `.git` in a directory or in the nearest one above: a directory, a file that names one, or whatever is there. */
function nearestGit(start: string): string | undefined {
  for (let directory = start; ; directory = dirname(directory)) {
    const path = join(directory, ".git");
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) return path;
    if (dirname(directory) === directory) return undefined;
  }
}

/**
 * Hooks run with a `GIT_DIR` in some cases, and git then takes the directory that it is called in for the top of the
 * work tree; a relative one is meant from where the hook was started.
 */
function searchEnvironment(nearest: string | undefined): NodeJS.ProcessEnv {
  const { GIT_DIR, GIT_WORK_TREE, ...env } = process.env;
  if (GIT_DIR === undefined) return process.env;
  const tree = GIT_WORK_TREE ?? (nearest === undefined ? "." : dirname(nearest));
  return { ...env, GIT_DIR: resolve(GIT_DIR), GIT_WORK_TREE: resolve(tree) };
}

/** Whether a `.git` is, or names, a git directory. */
function leadsTo(path: string, gitDirectory: string): boolean {
  try {
    return realpathSync(targetOf(path)) === realpathSync(gitDirectory);
  } catch {
    return false;
  }
}

/** What a `.git` stands for: itself, or the directory that the file names. */
function targetOf(path: string): string {
  if (!statSync(path).isFile()) return path;
  const named = /^gitdir: (.+?)\s*$/.exec(readFileSync(path, "utf8"))?.[1];
  return named === undefined ? path : resolve(dirname(path), named);
}

interface Explanation {
  readonly reason: string;
  readonly remedy: string;
}

function explain(result: GitResult, nearest: string | undefined): Explanation {
  const { stderr } = result;
  const reason = reasonOf(result);
  if (isNotStarted(result)) return { reason, remedy: "Install git." };
  const trust = /git config --global --add safe\.directory .+/.exec(stderr)?.[0];
  if (trust !== undefined) return { reason, remedy: `Run \`${trust.trim()}\`.` };
  if (/\bbad config\b/.test(stderr)) return { reason, remedy: "Repair that line." };
  if (stderr.includes("Stopping at filesystem boundary")) {
    return { reason, remedy: "Set GIT_DISCOVERY_ACROSS_FILESYSTEM=1, or mount the whole checkout." };
  }
  const damage = nearest === undefined ? undefined : damageOf(nearest);
  return damage ?? { reason, remedy: "Make `git status` work here first." };
}

/** Git uses another repository than the nearest `.git`. */
function explainOther(nearest: string, gitDirectory: string): Explanation {
  if (process.env["GIT_DIR"] !== undefined) {
    const reason = `GIT_DIR names ${gitDirectory}, but the repository here is ${nearest}`;
    return { reason, remedy: "Unset GIT_DIR." };
  }
  return damageOf(nearest) ?? { reason: `git uses ${gitDirectory}, not ${nearest}`, remedy: restore };
}

const restore = "Restore it, or clone the repository again.";

/** What is wrong with a `.git` that git ignores, or calls no repository without saying why. */
function damageOf(path: string): Explanation | undefined {
  try {
    const target = targetOf(path);
    if (!statSync(target, { throwIfNoEntry: false })?.isDirectory()) {
      if (target === path) return undefined;
      const reason = `${path} names ${target}, which does not exist`;
      return {
        reason,
        remedy: "Run `git worktree repair` or `git submodule update` where that repository is.",
      };
    }
    const isLinked = existsSync(join(target, "commondir"));
    const missing = (isLinked ? ["HEAD"] : ["HEAD", "objects", "refs"]).find(
      (name) => !existsSync(join(target, name)),
    );
    if (missing !== undefined)
      return { reason: `${target} is damaged: it has no ${missing}`, remedy: restore };
    if (!/^(?:ref: refs\/|[0-9a-f]{40,64}\s*$)/.test(readFileSync(join(target, "HEAD"), "utf8"))) {
      return { reason: `${target} is damaged: its HEAD names no branch and no commit`, remedy: restore };
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT")
      return { reason: `${path} is a link whose target does not exist`, remedy: restore };
    return { reason: `${path} cannot be read: ${code ?? message}`, remedy: "Check its permissions." };
  }
  return undefined;
}
