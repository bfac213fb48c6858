// Runs after `npm install`: installs the git hooks and builds the command that they run. What is not there (git,
// development dependencies, a terminal) is skipped, and an install never fails for it.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

function git(...args) {
  try {
    return execFileSync("git", args, {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return undefined;
  }
}

async function installHooks() {
  if (process.env.HUSKY === "0" || process.env.CI) return;
  // Only in a checkout of this repository, not in a folder of another one.
  const prefix = git("rev-parse", "--show-prefix");
  if (prefix !== "") return;
  const hooksPath = git("config", "--get", "core.hooksPath");
  const directory = git("rev-parse", "--git-path", "hooks");
  const ownHook = hooksPath === undefined && directory && existsSync(join(root, directory, "pre-commit"));
  if ((hooksPath !== undefined && hooksPath !== ".husky/_") || ownHook) {
    console.log(`Your git hooks in ${hooksPath ?? directory} stay as they are. Add these lines to them:`);
    for (const name of ["pre-commit", "pre-merge-commit", "post-commit"]) {
      console.log(`  ${name}:  ${readFileSync(join(root, ".husky", name), "utf8").trim()}`);
    }
    return;
  }
  const husky = await optional("husky");
  const problem = husky?.default();
  if (problem) console.log(problem);
}

async function buildCommand() {
  if ((await optional("esbuild")) === undefined) return;
  await import("../packages/cli/build.mjs");
}

async function optional(name) {
  try {
    return await import(name);
  } catch (error) {
    if (error.code === "ERR_MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

try {
  await buildCommand();
  await installHooks();
} catch (error) {
  console.log(
    `The command or the hooks could not be prepared: ${error.message}. \`npm run build\` tries again.`,
  );
}
