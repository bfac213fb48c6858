// The step of the action in ../action.yml: runs `addendum check` against the base of a change, prints annotations, writes
// the summary, comments on the pull request, and leaves a SARIF file to be uploaded. It needs nothing but Node.
import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { writeComment } from "./comment.mjs";
import { comparisonOf } from "./event.mjs";

const { env } = process;
const workspace = resolve(env.GITHUB_WORKSPACE ?? ".");
const directory = resolve(workspace, env.ADDENDUM_DIRECTORY || ".");

async function main() {
  const event = JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, "utf8"));
  const { options, branch, pullRequest } = comparisonOf(env.GITHUB_EVENT_NAME, event, env);
  fetchHistory(branch);
  const command = findCommand();
  const check = (format) =>
    start(command, ["check", ...options, "--repo", directory, "--format", format, "--fail-on", failOn()]);
  const { status, stdout, stderr } = check("github-actions");
  quote(stderr);
  const isChecked = status === 0 || status === 1;
  // The command escapes what it takes from files, so no name in them becomes a command of the runner's.
  if (isChecked) process.stdout.write(stdout);
  else annotate("error", `It could not be checked. ${stderr.trim() || `The command ended with ${status}.`}`);
  const markdown = isChecked ? check("markdown").stdout : failure(stderr);
  if (env.GITHUB_STEP_SUMMARY) appendFileSync(env.GITHUB_STEP_SUMMARY, markdown.slice(0, 900_000));
  const isFork = pullRequest?.isFork === true;
  if (isFork)
    annotate(
      "notice",
      "The change comes from a fork, whose runs may only read: the summary of this run stands for the comment and for code scanning.",
    );
  const upload = isChecked && !isFork && env.ADDENDUM_SARIF !== "false";
  if (upload) {
    const file = join(env.RUNNER_TEMP ?? tmpdir(), "addendum.sarif");
    writeFileSync(file, check("sarif").stdout);
    output("sarif", file);
  }
  output("upload", String(upload));
  output("result", status === 0 ? "passed" : status === 1 ? "failed" : "error");
  if (pullRequest !== undefined && !isFork && env.ADDENDUM_COMMENT !== "false" && env.ADDENDUM_TOKEN) {
    await comment(pullRequest.number, markdown, status !== 0 || hasNews(check("json").stdout));
  }
  return isChecked ? status : 2;
}

function failOn() {
  return env.ADDENDUM_FAIL_ON || "error";
}

/** A comment that cannot be written fails nothing: the annotations and the summary say the same. */
async function comment(number, markdown, isNews) {
  const place = {
    api: env.GITHUB_API_URL ?? "https://api.github.com",
    repository: env.GITHUB_REPOSITORY,
    number,
    token: env.ADDENDUM_TOKEN,
  };
  try {
    await writeComment(place, env.ADDENDUM_DIRECTORY || ".", markdown, isNews);
  } catch (error) {
    annotate(
      "warning",
      `The comment could not be written: ${error.message}. It needs the permission pull-requests: write.`,
    );
  }
}

/** Whether a change concerns schemas at all; others get no comment. */
function hasNews(json) {
  const { versions = [], findings = [] } = JSON.parse(json);
  return versions.length > 0 || findings.length > 0;
}

/** What is published is read from the base branch's history, which a checkout may lack. */
function fetchHistory(branch) {
  const isShallow = git("rev-parse", "--is-shallow-repository").stdout.trim() === "true";
  if (isShallow) quote(git("fetch", "--quiet", "--no-tags", "--unshallow", "origin").stderr);
  if (branch === undefined) return;
  quote(
    git("fetch", "--quiet", "--no-tags", "origin", `+refs/heads/${branch}:refs/remotes/origin/${branch}`)
      .stderr,
  );
}

function git(...args) {
  return start(["git"], ["-C", workspace, ...args]);
}

/** The command that is installed nearest to the schemas, as a program and its first arguments. Throws where there is none. */
function findCommand() {
  for (let at = directory; ; at = dirname(at)) {
    const modules = join(at, "node_modules");
    for (const name of ["@addendum/cli", "addendum"]) {
      const script = join(modules, name, "bin/addendum.cjs");
      if (existsSync(script)) return [process.execPath, script];
    }
    if (existsSync(join(modules, ".bin/addendum"))) return [join(modules, ".bin/addendum")];
    if (existsSync(join(at, ".pnp.cjs"))) return ["yarn", "--cwd", at, "addendum"];
    if (at === workspace || dirname(at) === at) break;
  }
  const version = env.ADDENDUM_VERSION ?? "";
  if (/^[0-9A-Za-z.^~-]+$/.test(version)) {
    return ["npm", "exec", "--yes", `--package=@addendum/cli@${version}`, "--", "addendum"];
  }
  throw new Error(
    "Addendum is not installed. Run `npm ci` in a step before this one, or set the input `version`.",
  );
}

/** Runs a program, never by a shell. */
function start([program, ...first], args) {
  const { status, stdout, stderr, error } = spawnSync(program, [...first, ...args], {
    cwd: workspace,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    // Colours are for terminals.
    env: { ...env, NO_COLOR: "1", FORCE_COLOR: undefined },
  });
  return { status, stdout: stdout ?? "", stderr: error === undefined ? stderr : error.message };
}

/** Prints what a program said so that the runner obeys none of it. */
function quote(text) {
  if (text.trim() === "") return;
  const token = randomUUID();
  process.stdout.write(`::stop-commands::${token}\n${text.trimEnd()}\n::${token}::\n`);
}

function annotate(level, text) {
  const escaped = text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  process.stdout.write(`::${level} title=Addendum::${escaped}\n`);
}

function output(name, value) {
  if (env.GITHUB_OUTPUT) appendFileSync(env.GITHUB_OUTPUT, `${name}=${value}\n`);
}

function failure(stderr) {
  const longest = Math.max(2, ...[...stderr.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `### Addendum: this change could not be checked\n\n${fence}text\n${stderr.trim()}\n${fence}\n`;
}

try {
  process.exitCode = await main();
} catch (error) {
  annotate("error", error.message);
  output("result", "error");
  process.exitCode = 2;
}
