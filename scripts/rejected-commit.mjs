// The picture of a rejected commit that the README begins with: a real commit, in a repository of its own, with the
// built command in its hooks.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { terminalPicture } from "./terminal-picture.mjs";

const command = join(import.meta.dirname, "../packages/cli/bin/addendum.cjs");
const current = "schemas/shop/order/current.yaml";
const note = "  note:\n    type: string\n    maxLength: 32\n    description: What the buyer wrote.\n";

/** @returns {string} an SVG document */
export function rejectedCommit() {
  const root = mkdtempSync(join(tmpdir(), "addendum-picture-"));
  const env = {
    PATH: process.env.PATH,
    HOME: root,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "a",
    GIT_AUTHOR_EMAIL: "a@example.org",
    GIT_COMMITTER_NAME: "a",
    GIT_COMMITTER_EMAIL: "a@example.org",
  };
  const run = (file, args) => execFileSync(file, args, { cwd: root, env, stdio: "pipe", encoding: "utf8" });
  const edit = (change) =>
    writeFileSync(join(root, current), change(readFileSync(join(root, current), "utf8")));
  try {
    // As an install has it, where the hooks look for it.
    mkdirSync(join(root, "node_modules/.bin"), { recursive: true });
    symlinkSync(command, join(root, "node_modules/.bin/addendum"));
    run("git", ["init", "-q", "-b", "main"]);
    writeFileSync(join(root, ".gitignore"), "node_modules\n");
    run(process.execPath, [command, "init"]);
    run(process.execPath, [command, "new", "shop/order"]);
    edit((text) => text.replace("examples:", `${note}examples:`));
    run("git", ["add", "-A"]);
    run("git", ["commit", "-q", "-m", "feat: orders"]);
    edit((text) => text.replace("1.0.0", "1.1.0").replace("maxLength: 32", "maxLength: 16"));
    const difference = run("git", ["diff", "-U0", "--color=always"]).trimEnd().split("\n").slice(-2);
    const line = 'git commit -a -m "feat: shorter notes"';
    const commit = spawnSync("git", ["commit", "-a", "-m", "feat: shorter notes"], {
      cwd: root,
      env: { ...env, FORCE_COLOR: "1" },
      encoding: "utf8",
    });
    if (commit.status !== 1)
      throw new Error(`the commit was to be rejected: ${commit.stdout}${commit.stderr}`);
    const output = `${commit.stdout}${commit.stderr}`.trimEnd().split("\n");
    return terminalPicture(
      ["\u001b[2m$\u001b[0m git diff -U0 | tail -2", ...difference, `\u001b[2m$\u001b[0m ${line}`, ...output],
      "A commit that Addendum rejects, with an event that would break",
    );
  } finally {
    rmSync(root, { recursive: true });
  }
}
