import { spawnSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { Cannot } from "./cannot.ts";

export interface GitResult {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Where a work tree and its repository are. */
export interface GitPlace {
  /** The work tree's top level, absolute. */
  readonly top: string;
  readonly gitDirectory: string;
  readonly isShallow: boolean;
  /** The schema repository's root below {@link top}: "" or "some/path/". */
  readonly prefix: string;
}

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

  /** Undefined where the directory is in no work tree, or there is no git. */
  static open(root: string): Git | undefined {
    const result = execute(root, [
      "rev-parse",
      "--show-toplevel",
      "--absolute-git-dir",
      "--is-shallow-repository",
      "--is-inside-work-tree",
    ]);
    if (result.status !== 0) return undefined;
    const [top, gitDirectory, shallow] = result.stdout.toString().trimEnd().split("\n");
    if (top === undefined || gitDirectory === undefined || top === "") return undefined;
    const below = relative(realpathSync(top), realpathSync(root)).replaceAll("\\", "/");
    if (below.startsWith("..")) return undefined;
    return new Git({
      top: resolve(top),
      gitDirectory,
      isShallow: shallow === "true",
      prefix: below === "" ? "" : `${below}/`,
    });
  }

  run(args: readonly string[], input?: string | Buffer, env?: NodeJS.ProcessEnv): GitResult {
    return execute(this.top, args, input, env);
  }

  /** The output as text. Throws {@link Cannot} when git fails. */
  text(args: readonly string[], input?: string | Buffer, env?: NodeJS.ProcessEnv): string {
    const result = this.run(args, input, env);
    if (result.status !== 0) {
      throw new Cannot(
        `git ${args[0] ?? ""} failed: ${result.stderr.trim() || `exit code ${result.status}`}`,
      );
    }
    return result.stdout.toString();
  }

  /** Whether `core.symlinks` is off: links are then files that hold their target's name. */
  get hasSymlinks(): boolean {
    return this.run(["config", "--type=bool", "--get", "core.symlinks"]).stdout.toString().trim() !== "false";
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
    const result = this.run(["cat-file", "--batch"], ids.join("\n") + "\n");
    if (result.status !== 0) throw new Cannot(`git cat-file failed: ${result.stderr.trim()}`);
    const blobs: Buffer[] = [];
    let at = 0;
    for (const id of ids) {
      const end = result.stdout.indexOf(10, at);
      const [, kind, length] = result.stdout.toString("latin1", at, end).split(" ");
      if (kind !== "blob") throw new Cannot(`git has no blob ${id}; the repository may be damaged`);
      const start = end + 1;
      blobs.push(result.stdout.subarray(start, start + Number(length)));
      at = start + Number(length) + 1;
    }
    return blobs;
  }

  /** A path for our own notes, below git's directory. */
  ownFile(name: string): string {
    return join(this.gitDirectory, "addendum", name);
  }
}

function execute(
  cwd: string,
  args: readonly string[],
  input?: string | Buffer,
  env?: NodeJS.ProcessEnv,
): GitResult {
  // Paths are data: no globs, no quoting, no pager, no translation of messages.
  const result = spawnSync("git", ["--literal-pathspecs", "-c", "core.quotepath=off", ...args], {
    cwd,
    ...(input !== undefined && { input }),
    env: { ...(env ?? process.env), LC_ALL: "C", GIT_OPTIONAL_LOCKS: "0" },
    maxBuffer: 1 << 30,
    windowsHide: true,
  });
  if (result.error !== undefined) {
    const missing = (result.error as NodeJS.ErrnoException).code === "ENOENT";
    if (missing && !existsSync(cwd)) throw new Cannot(`no such directory: ${cwd}`);
    return {
      status: 127,
      stdout: Buffer.alloc(0),
      stderr: missing ? "git is not installed" : result.error.message,
    };
  }
  return { status: result.status ?? 1, stdout: result.stdout, stderr: result.stderr.toString() };
}
