import type { Settings } from "@addendum/schema-repository";
import { Cannot } from "./cannot.ts";
import type { Git } from "./git.ts";

/** The commits that decide what is published. */
export interface PublishedAt {
  /** As a person would name it. */
  readonly name: string;
  /** The base branch's tip, and where this branch left it: what either holds is published. */
  readonly commits: readonly string[];
}

/**
 * Finds what is published: what the base branch's tip holds, or the merge base with it held. On the base branch itself
 * its upstream decides, without a remote `HEAD`. Undefined in a repository that has no commits yet.
 * Throws {@link Cannot}, naming the fetch that is needed, where the base branch is not here.
 */
export function findPublished(git: Git, settings: Settings): PublishedAt | undefined {
  const refs = readRefs(git);
  const checkedOut = checkedOutBranch(git, refs);
  const hasCommits =
    refs.has(`refs/heads/${checkedOut}`) ||
    git.run(["rev-parse", "-q", "--verify", "HEAD^{commit}"]).status === 0;
  const base = settings.baseBranch ?? guessBase(refs, checkedOut);
  const isOnBase = checkedOut === base;
  const upstream = isOnBase ? refs.get(`refs/heads/${base}`)?.upstream : undefined;
  const candidates = [
    ...(upstream ? [upstream] : []),
    `refs/remotes/origin/${base}`,
    ...(isOnBase ? [] : [`refs/heads/${base}`]),
  ];
  const tip = candidates.find((ref) => refs.has(ref));
  if (tip === undefined) {
    if (!hasCommits) return undefined;
    if (isOnBase) return { name: base, commits: [refs.get(`refs/heads/${base}`)?.commit ?? "HEAD"] };
    const remote = [...refs.keys()].some((ref) => ref.startsWith("refs/remotes/")) || hasRemote(git);
    const advice = remote
      ? `run \`git fetch origin ${base}:refs/remotes/origin/${base}${git.isShallow ? " --unshallow" : ""}\``
      : "name the branch that publishes as “baseBranch” in addendum.yaml";
    throw new Cannot(
      `the base branch “${base}” is not here, so nothing can be said about published versions: ${advice}.`,
    );
  }
  const name = tip.replace(/^refs\/(heads|remotes)\//, "");
  const { commit } = refs.get(tip) as Ref;
  const head = refs.get(`refs/heads/${checkedOut}`)?.commit;
  if (!hasCommits || head === commit) return { name, commits: [commit] };
  const mergeBase = git.run(["merge-base", "HEAD", commit]);
  if (mergeBase.status === 0) return { name, commits: [commit, mergeBase.stdout.toString().trim()] };
  if (git.isShallow) {
    throw new Cannot(
      `this clone is shallow and does not reach the point where it left “${name}”: run \`git fetch --unshallow origin\`.`,
    );
  }
  return { name, commits: [commit] };
}

interface Ref {
  readonly upstream: string | undefined;
  /** What a symbolic ref leads to. */
  readonly target: string;
  readonly isCheckedOut: boolean;
  readonly commit: string;
}

/** Empty where no branch is checked out. */
function checkedOutBranch(git: Git, refs: ReadonlyMap<string, Ref>): string {
  for (const [name, { isCheckedOut }] of refs) if (isCheckedOut) return name.replace("refs/heads/", "");
  // A branch without commits has no ref yet.
  return git.run(["symbolic-ref", "-q", "--short", "HEAD"]).stdout.toString().trim();
}

function readRefs(git: Git): ReadonlyMap<string, Ref> {
  const format = "%(refname)%00%(upstream)%00%(symref)%00%(HEAD)%00%(objectname)";
  const output = git.text(["for-each-ref", `--format=${format}`, "refs/heads", "refs/remotes"]);
  return new Map(
    output
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
        return [name, ref];
      }),
  );
}

function hasRemote(git: Git): boolean {
  return git.run(["remote"]).stdout.length > 0;
}

/** Without a configured base: what the remote calls its default, else `main`, else `master`, else where we are. */
function guessBase(refs: ReturnType<typeof readRefs>, checkedOut: string): string {
  const remoteDefault = refs.get("refs/remotes/origin/HEAD")?.target;
  if (remoteDefault) return remoteDefault.replace(/^refs\/remotes\/origin\//, "");
  const known = ["main", "master"].find(
    (name) => refs.has(`refs/remotes/origin/${name}`) || refs.has(`refs/heads/${name}`),
  );
  return known ?? (checkedOut || "main");
}

/** The branch that publishes, as far as the repository shows it. */
export function guessBaseBranch(git: Git): string {
  const refs = readRefs(git);
  return guessBase(refs, checkedOutBranch(git, refs));
}
