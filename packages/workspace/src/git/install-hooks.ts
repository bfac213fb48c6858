import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { isAbsolute, join, relative } from "node:path";
import type { Git } from "./git.ts";

/** Which hooks a repository needs, and what a person has to add where something of theirs stands in the way. */
const hooks = ["pre-commit", "pre-merge-commit", "post-commit"] as const;

export interface InstalledHooks {
  readonly written: readonly string[];
  /** What to add by hand: the file, and the line. */
  readonly byHand: readonly { readonly file: string; readonly line: string }[];
}

/** Installs the hooks and replaces nothing: where a hook is there already, the line to add to it is returned. */
export function installHooks(git: Git): InstalledHooks {
  const written: string[] = [];
  const byHand: { file: string; line: string }[] = [];
  const configured = (git.answer(["config", "--get", "core.hooksPath"]) ?? "").trim();
  const isHusky = /(^|\/)\.husky(\/_)?$/.test(configured.replaceAll("\\", "/"));
  const directory = isHusky
    ? join(git.top, ".husky")
    : configured === ""
      ? join(
          git
            .text(["rev-parse", "--git-common-dir"])
            .trim()
            .replace(/^(?!\/|[A-Za-z]:)/, `${git.top}/`),
          "hooks",
        )
      : isAbsolute(configured)
        ? configured
        : join(git.top, configured);
  for (const name of hooks) {
    const file = join(directory, name);
    const line = hookLine(name, git.prefix);
    const shown = relative(git.top, file).startsWith("..") ? file : relative(git.top, file);
    const text = existsSync(file) ? readFileSync(file, "utf8") : undefined;
    if (text?.includes(`hook ${name}`)) continue;
    if (text !== undefined || (configured !== "" && !isHusky)) {
      byHand.push({ file: shown, line });
      continue;
    }
    mkdirSync(directory, { recursive: true });
    writeFileSync(file, isHusky ? `${line}\n` : `#!/bin/sh\n${line}\n`);
    chmodSync(file, 0o755);
    written.push(shown);
  }
  return { written, byHand };
}

/** One line of POSIX shell that finds the command however it was installed: npm, pnpm, yarn with or without PnP. */
export function hookLine(name: (typeof hooks)[number], prefix: string): string {
  const directory = prefix.replace(/\/$/, "");
  const repo = directory === "" ? "" : ` --repo ${quote(directory)}`;
  const run = `addendum hook ${name}${repo}`;
  const local = directory === "" ? "node_modules/.bin" : `${quote(directory)}/node_modules/.bin`;
  const paths = directory === "" ? `"$PWD/${local}:$PATH"` : `"$PWD/"${local}":$PWD/node_modules/.bin:$PATH"`;
  const guard =
    name === "post-commit" ? '[ ! -e "$(git rev-parse --git-dir)/addendum/pending-index" ] || ' : "";
  return `${guard}if [ -e .pnp.cjs ]; then yarn ${run}; else PATH=${paths} ${run}; fi`;
}

function quote(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
