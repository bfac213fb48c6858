import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** The built command, as the hooks run it. */
export const command = join(import.meta.dirname, "../bin/addendum.cjs");

export interface Result {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A directory of its own, gone after the test. */
export function scratchDirectory(): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "addendum test-")));
  onTestFinished(() => {
    spawnSync("chmod", ["-R", "u+rwX", directory]);
    rmSync(directory, { recursive: true, force: true });
  });
  return directory;
}

/** A repository in which to try something: real files, real git, the real hooks. */
export class ScratchRepository {
  readonly root: string;

  constructor(root = scratchDirectory()) {
    this.root = root;
  }

  path(name: string): string {
    return join(this.root, name);
  }

  write(name: string, text: string | Buffer): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text);
  }

  read(name: string): string {
    return readFileSync(this.path(name), "utf8");
  }

  run(
    file: string,
    args: readonly string[],
    options: { cwd?: string; input?: string; env?: NodeJS.ProcessEnv } = {},
  ): Result {
    const result = spawnSync(file, args, {
      cwd: options.cwd ?? this.root,
      encoding: "utf8",
      maxBuffer: 1 << 28,
      // Only what never ends is ended: its code is null then.
      timeout: 300_000,
      ...(options.input !== undefined && { input: options.input }),
      env: {
        PATH: process.env["PATH"],
        HOME: this.root,
        GIT_CONFIG_NOSYSTEM: "1",
        GIT_AUTHOR_NAME: "a",
        GIT_AUTHOR_EMAIL: "a@example.org",
        GIT_COMMITTER_NAME: "a",
        GIT_COMMITTER_EMAIL: "a@example.org",
        ...options.env,
      },
    });
    return { code: result.status, out: result.stdout, err: result.stderr };
  }

  addendum(...args: readonly string[]): Result {
    return this.run(process.execPath, [command, ...args]);
  }

  /** Runs the command as somebody whom file permissions bind: root is bound by none. */
  addendumAsNobody(...args: readonly string[]): Result {
    if (process.getuid?.() !== 0) return this.addendum(...args);
    // Whoever that is may not read the checkout.
    for (const part of ["bin", "dist"]) {
      cpSync(join(import.meta.dirname, "..", part), this.path(`.command/${part}`), { recursive: true });
    }
    this.run("chown", ["-R", "65534:65534", "."]);
    const nobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];
    return this.run("setpriv", [
      ...nobody,
      process.execPath,
      this.path(".command/bin/addendum.cjs"),
      ...args,
    ]);
  }

  /** Runs git; a failure fails the test. */
  git(...args: readonly string[]): string {
    const result = this.run("git", args);
    if (result.code !== 0) throw new Error(`git ${args.join(" ")}: ${result.out}${result.err}`);
    return result.out;
  }

  /** The outcome of a command that may be rejected. */
  tryGit(...args: readonly string[]): Result {
    return this.run("git", args);
  }

  status(): string {
    return this.git("status", "--porcelain");
  }

  /** What a commit holds: path → text. */
  shows(revision: string, path: string): string {
    return this.git("show", `${revision}:${path}`);
  }

  files(revision = "HEAD"): string[] {
    return this.git("ls-tree", "-r", "-z", "--name-only", revision).split("\0").filter(Boolean);
  }

  /** `git init`, a configuration, and hooks that run the built command. */
  static withGit(configuration = "version: 1\nbaseBranch: main\n"): ScratchRepository {
    const repository = new ScratchRepository();
    repository.git("init", "-q", "-b", "main");
    repository.write("addendum.yaml", configuration);
    repository.installHooks();
    return repository;
  }

  installHooks(directory = ".git/hooks"): void {
    for (const name of ["pre-commit", "pre-merge-commit", "post-commit"]) {
      this.write(`${directory}/${name}`, `#!/bin/sh\nexec "${process.execPath}" "${command}" hook ${name}\n`);
      chmodSync(this.path(`${directory}/${name}`), 0o755);
    }
  }

  commit(message: string, ...args: readonly string[]): Result {
    this.git("add", "-A");
    return this.tryGit("commit", "-q", "-m", message, ...args);
  }
}

/** A small schema. */
export function schema(title: string, version: string, more = ""): string {
  return `title: ${title}
description: Something happened.
$id: /${title}/${version}
$schema: https://json-schema.org/draft-07/schema#
type: object
properties:
  a:
    type: string
    description: Any text.
${more}examples:
  - a: b
`;
}

export const field = (name: string, type = "string") => `  ${name}:\n    type: ${type}\n`;
