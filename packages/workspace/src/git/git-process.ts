import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { UserError } from "../user-error.ts";

export interface GitResult {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** The status of a git that could not be started, and of one that was ended: exit code 1 is an answer. */
const notStarted = 127;
const ended = 128;

/** Runs git. Throws {@link UserError} if the directory does not exist; every other failure is a result. */
export function runGit(
  cwd: string,
  args: readonly string[],
  { input, env }: { readonly input?: string | Buffer; readonly env: NodeJS.ProcessEnv },
): GitResult {
  // Paths are data: no globs, no quoting, no pager, no translation of messages.
  const result = spawnSync("git", ["--literal-pathspecs", "-c", "core.quotepath=off", ...args], {
    cwd,
    ...(input !== undefined && { input }),
    env: { ...env, LC_ALL: "C", GIT_OPTIONAL_LOCKS: "0" },
    maxBuffer: 1 << 30,
    windowsHide: true,
  });
  if (result.error !== undefined) {
    const { code, message } = result.error as NodeJS.ErrnoException;
    if (code === "ENOENT" && !existsSync(cwd)) throw new UserError(`no such directory: ${cwd}`);
    const stderr = code === "ENOENT" ? "git is not installed, or not on the PATH" : `git: ${message}`;
    return { status: notStarted, stdout: Buffer.alloc(0), stderr };
  }
  return { status: result.status ?? ended, stdout: result.stdout, stderr: result.stderr.toString() };
}

export function isNotStarted({ status }: GitResult): boolean {
  return status === notStarted;
}

/** Git's reason for a failure, in one line. */
export function reasonOf({ status, stderr }: GitResult): string {
  const [first = "", second = ""] = stderr.trim().split("\n");
  const reason = first.replace(/^(?:fatal|error|warning): /, "");
  // A line that ends in a colon is only said in full by the next one.
  const whole = reason.endsWith(":") ? `${reason} ${second.trim()}` : reason;
  return whole.replace(/\.$/, "") || `exit code ${status}`;
}
