import { readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../user-error.ts";
import { type GitResult, reasonOf, runGit } from "./git-process.ts";
import { type GitPlace, searchGit } from "./git-search.ts";

/** A git work tree. Each call is a process, run at the top level as hooks are: ask for much at once. */
export class Git {
  readonly place: GitPlace;

  constructor(place: GitPlace) {
    this.place = place;
  }

  get top(): string {
    return this.place.top;
  }

  get gitDirectory(): string {
    return this.place.gitDirectory;
  }

  get isShallow(): boolean {
    return this.place.isShallow;
  }

  get prefix(): string {
    return this.place.prefix;
  }

  /**
   * Throws {@link UserError} if a directory has no git that can be asked, saying why and what helps.
   * @param otherwise what can be done without git, in a sentence
   */
  static open(root: string, otherwise = ""): Git {
    const search = searchGit(root);
    if (search.kind === "found") return new Git(search.place);
    const what =
      search.kind === "absent"
        ? `${root} is not in a git repository, so it is unknown which versions are published. Run this in the checkout; \`git init\` creates a new repository.`
        : `git does not work here, so it is unknown which versions are published: ${search.reason}. ${search.remedy}`;
    throw new UserError([what, otherwise].filter(Boolean).join(" "));
  }

  /** Undefined if a directory has no git that can be asked. */
  static find(root: string): Git | undefined {
    const search = searchGit(root);
    return search.kind === "found" ? new Git(search.place) : undefined;
  }

  run(args: readonly string[], input?: string | Buffer, env = process.env): GitResult {
    return runGit(this.top, args, {
      ...(input !== undefined && { input }),
      // A hook may have been given one that is only right in the directory that it was started in.
      env:
        env["GIT_DIR"] === undefined ? env : { ...env, GIT_DIR: this.gitDirectory, GIT_WORK_TREE: this.top },
    });
  }

  /** Throws {@link UserError} when git fails. */
  demand(args: readonly string[], input?: string | Buffer, env?: NodeJS.ProcessEnv): GitResult {
    const result = this.run(args, input, env);
    if (result.status !== 0) throw failure(args, result);
    return result;
  }

  /** The output as text. Throws {@link UserError} when git fails. */
  text(args: readonly string[], input?: string | Buffer, env?: NodeJS.ProcessEnv): string {
    return this.demand(args, input, env).stdout.toString();
  }

  /** The output as text; undefined if git says no, by exit code 1. Throws {@link UserError} when git fails. */
  answer(args: readonly string[]): string | undefined {
    const result = this.run(args);
    if (result.status > 1) throw failure(args, result);
    return result.status === 0 ? result.stdout.toString().replace(/\n$/, "") : undefined;
  }

  /** The id of the commit that a revision names, if there is one. */
  commit(revision: string): string | undefined {
    return this.answer(["rev-parse", "-q", "--verify", "--end-of-options", `${revision}^{commit}`]);
  }

  /** Whether `core.symlinks` is off: links are then files that contain their target's name. */
  get hasSymlinks(): boolean {
    return this.answer(["config", "--type=bool", "--get", "core.symlinks"]) !== "false";
  }

  /** A path of the schema repository as git names it. */
  toGit(path: string): string {
    return this.prefix + path;
  }

  /** The reverse of {@link toGit}; undefined for a path outside the schema repository. */
  fromGit(path: string): string | undefined {
    return path.startsWith(this.prefix) ? path.slice(this.prefix.length) : undefined;
  }

  /** Contents of blobs, in order. */
  blobs(ids: readonly string[]): Buffer[] {
    if (ids.length === 0) return [];
    const { stdout } = this.demand(["cat-file", "--batch"], ids.join("\n") + "\n");
    const blobs: Buffer[] = [];
    let at = 0;
    for (const id of ids) {
      const end = stdout.indexOf(10, at);
      const [, kind, length] = stdout.toString("latin1", at, end).split(" ");
      if (kind !== "blob") throw new UserError(`git has no blob ${id}; the repository may be damaged`);
      const start = end + 1;
      blobs.push(stdout.subarray(start, start + Number(length)));
      at = start + Number(length) + 1;
    }
    return blobs;
  }

  /** What the work tree has at a path that git names; undefined if it is not a file that can be read. */
  workTreeFile(path: string): Buffer | undefined {
    try {
      return readFileSync(join(this.top, path));
    } catch {
      return undefined;
    }
  }

  /** A path for our own notes, below git's directory. */
  ownFile(name: string): string {
    return join(this.gitDirectory, "addendum", name);
  }
}

function failure(args: readonly string[], result: GitResult): UserError {
  return new UserError(`git ${args[0] ?? ""} failed: ${reasonOf(result)}.`);
}
