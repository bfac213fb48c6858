import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Settings, suggest } from "@addendum/schema-repository";
import { UserError } from "../user-error.ts";
import type { Git } from "../git/git.ts";

/** The commits that decide what is published. */
export interface PublishedAt {
  /** As a person would name it. */
  readonly name: string;
  /** The base branch's tip, and where this branch left it: what either contains is published. */
  readonly commits: readonly string[];
}

/**
 * What is published: the content of the base branch's tip, or of the merge base with it. On the base branch itself its
 * upstream decides, without a remote `HEAD`. Undefined in a repository that has no commits yet. Throws {@link
 * UserError}, naming what helps, where the base branch is not here or nothing tells which one it is.
 * @param before the commit that the base branch was at before the push that is examined. It decides where that branch
 *   is checked out, since a push to it brings what its tip contains by then. Without meaning on other branches; "" and
 *   zeros, as CI has them for a new branch, stand for none.
 */
export function findPublished(git: Git, settings: Settings, before = ""): PublishedAt | undefined {
  const refs = readRefs(git);
  const checkedOut = checkedOutBranch(git, refs);
  const head = refs.all.get(`refs/heads/${checkedOut}`)?.commit ?? git.commit("HEAD");
  if (head === undefined && refs.all.size === 0) {
    demandNoHistory(git);
    return undefined;
  }
  const base = settings.baseBranch ?? guessBase(refs, checkedOut);
  if (base === undefined) throw unknownBase(refs);
  const isOnBase = checkedOut === base;
  const candidates = tipCandidates(refs, base, isOnBase);
  const damaged = candidates.find((ref) => refs.damaged.has(ref));
  if (damaged !== undefined) throw damagedRef(damaged);
  const tip = candidates.find((ref) => refs.all.has(ref));
  if (tip === undefined) {
    if (!isOnBase || (head === undefined && hasRemote(git))) throw missingBase(git, settings, refs, base);
    if (head === undefined) return undefined;
    return beforePush(git, before, base) ?? { name: base, commits: [head] };
  }
  const name = tip.replace(/^refs\/(heads|remotes)\//, "");
  const { commit } = refs.all.get(tip) as Ref;
  if (isOnBase) {
    const earlier = beforePush(git, before, base);
    if (earlier !== undefined) return earlier;
  }
  if (head === undefined || head === commit) {
    const earlier = checkedOut === "" && head !== undefined ? beforePush(git, before, base) : undefined;
    return earlier ?? { name, commits: [commit] };
  }
  const mergeBase = git.answer(["merge-base", head, commit]);
  if (mergeBase === undefined && git.isShallow) {
    throw new UserError(
      `this clone is shallow and does not reach the commit where the branch left “${name}”: run \`git fetch --unshallow origin\`.`,
    );
  }
  // CI checks a push out without a branch; it may look when the next push has already come.
  const isPast = checkedOut === "" && mergeBase === head;
  const earlier = isPast ? beforePush(git, before, base) : undefined;
  return earlier ?? { name, commits: mergeBase === undefined ? [commit] : [commit, mergeBase] };
}

/** What a push to the base branch found there. Undefined if nothing was pushed before. */
function beforePush(git: Git, before: string, base: string): PublishedAt | undefined {
  if (/^0*$/.test(before)) return undefined;
  const commit = git.commit(before);
  if (commit === undefined) {
    throw new UserError(
      `${before}, the commit of “${base}” before this push, is not in this clone, so it is unknown what the push changed: run \`git fetch ${git.isShallow ? "--unshallow " : ""}origin ${before}\`.`,
    );
  }
  // As a revision, since hints name it as one.
  return { name: commit.slice(0, 12), commits: [commit] };
}

/** Refs that may be the base branch's tip, the most telling first. */
function tipCandidates({ all, damaged }: Refs, base: string, isOnBase: boolean): readonly string[] {
  const upstream = isOnBase ? all.get(`refs/heads/${base}`)?.upstream : undefined;
  const known = [...all.keys(), ...damaged];
  const elsewhere = known.filter(
    (ref) => /^refs\/remotes\/[^/]+\//.test(ref) && ref.split("/").slice(3).join("/") === base,
  );
  return [
    ...(upstream ? [upstream] : []),
    `refs/remotes/origin/${base}`,
    ...(elsewhere.length === 1 ? elsewhere : []),
    ...(isOnBase ? [] : [`refs/heads/${base}`]),
  ];
}

/** A repository without a single ref has no commits yet, or has lost them: the log of `HEAD` tells. */
function demandNoHistory(git: Git): void {
  let log: string;
  try {
    log = readFileSync(join(git.gitDirectory, "logs/HEAD"), "utf8");
  } catch {
    return;
  }
  const [, now = ""] = (log.trimEnd().split("\n").at(-1) ?? "").split(" ");
  if (/^0*$/.test(now)) return;
  throw new UserError(
    `${git.gitDirectory} is damaged: it has commits but no branch, so it is unknown which versions are published. Restore its refs, or clone the repository again.`,
  );
}

function damagedRef(ref: string): UserError {
  return new UserError(
    `git cannot read ${ref}, so it is unknown which versions are published. \`git fsck\` says what is wrong.`,
  );
}

function missingBase(git: Git, { baseBranch }: Settings, refs: Refs, base: string): UserError {
  const isNamed = baseBranch !== undefined;
  const suggestion = isNamed ? suggest(base, branchNames(refs)) : undefined;
  const hasRemotes = [...refs.all.keys()].some((ref) => ref.startsWith("refs/remotes/")) || hasRemote(git);
  const fetch = `git fetch origin ${base}:refs/remotes/origin/${base}${git.isShallow ? " --unshallow" : ""}`;
  const advice = suggestion
    ? `did you mean “${suggestion}”? Correct “baseBranch” in addendum.yaml`
    : hasRemotes
      ? `run \`${fetch}\``
      : "set “baseBranch” in addendum.yaml to the branch that versions are published on";
  return new UserError(
    `the base branch “${base}” does not exist here, so it is unknown which versions are published: ${advice}.`,
  );
}

function unknownBase(refs: Refs): UserError {
  const names = branchNames(refs)
    .slice(0, 5)
    .map((name) => `“${name}”`);
  const here = names.length === 0 ? "" : ` (here: ${names.join(", ")})`;
  return new UserError(
    `it is unknown which branch publishes schemas${here}: name it as “baseBranch” in addendum.yaml.`,
  );
}

function branchNames({ all }: Refs): string[] {
  const names = [...all.keys()].map((ref) => ref.replace(/^refs\/(?:heads|remotes\/[^/]+)\//, ""));
  return [...new Set(names)].filter((name) => name !== "HEAD");
}

interface Ref {
  readonly upstream: string | undefined;
  /** What a symbolic ref leads to. */
  readonly target: string;
  readonly isCheckedOut: boolean;
  readonly commit: string;
}

interface Refs {
  readonly all: ReadonlyMap<string, Ref>;
  /** Names of those that git ignores because it cannot read them. */
  readonly damaged: ReadonlySet<string>;
}

/** Empty where no branch is checked out. */
function checkedOutBranch(git: Git, { all, damaged }: Refs): string {
  for (const [name, { isCheckedOut }] of all) if (isCheckedOut) return name.replace("refs/heads/", "");
  const broken = [...damaged].find((name) => name.startsWith("refs/heads/"));
  if (broken !== undefined) throw damagedRef(broken);
  // A branch without commits has no ref yet.
  return git.answer(["symbolic-ref", "-q", "--short", "HEAD"]) ?? "";
}

function readRefs(git: Git): Refs {
  const format = "%(refname)%00%(upstream)%00%(symref)%00%(HEAD)%00%(objectname)";
  const { stdout, stderr } = git.demand(["for-each-ref", `--format=${format}`, "refs/heads", "refs/remotes"]);
  const entries = stdout
    .toString()
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const [name, upstream, target, head, commit] = line.split("\0") as [string, ...string[]] & string[];
      const ref: Ref = {
        upstream: upstream || undefined,
        target: target as string,
        isCheckedOut: head === "*",
        commit: commit as string,
      };
      return [name, ref] as const;
    });
  const damaged = [...stderr.matchAll(/ignoring broken ref (\S+)/g)].map(([, name]) => name as string);
  return { all: new Map(entries), damaged: new Set(damaged) };
}

function hasRemote(git: Git): boolean {
  return git.text(["remote"]).length > 0;
}

/**
 * Without a configured base: what the remote calls its default, else `main`, else `master`, else the only branch there
 * is. Undefined if there are several.
 */
function guessBase({ all }: Refs, checkedOut: string): string | undefined {
  const remoteDefault = all.get("refs/remotes/origin/HEAD")?.target;
  if (remoteDefault) return remoteDefault.replace(/^refs\/remotes\/origin\//, "");
  const known = ["main", "master"].find(
    (name) => all.has(`refs/remotes/origin/${name}`) || all.has(`refs/heads/${name}`),
  );
  const isAlone = checkedOut !== "" && [...all.keys()].every((ref) => ref === `refs/heads/${checkedOut}`);
  return known ?? (isAlone ? checkedOut : undefined);
}

/** The branch that publishes, as far as the repository shows it. */
export function guessBaseBranch(git: Git): string {
  const refs = readRefs(git);
  const checkedOut = checkedOutBranch(git, refs);
  return guessBase(refs, checkedOut) ?? (checkedOut || "main");
}
