// The main job, end to end, in a scratch clone of this repository: edit a schema, commit through the real hook, see
// what was generated; send events of it, load and query them; then try what must be rejected. The checkout itself is
// only read; what its dashboards look like is written to .addendum-tour/, which git ignores.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tourOfEvents } from "./tour/events.mjs";

const root = join(import.meta.dirname, "..");
const scratch = mkdtempSync(join(tmpdir(), "addendum-tour-"));
const clone = join(scratch, "addendum");
/** Outside of the scratch clone, which goes; git ignores it. */
const pages = join(root, ".addendum-tour/dashboards");
const toggle = "schemas/analytics/codemirror/toggle/current.yaml";
const colour = process.stdout.isTTY && !process.env.NO_COLOR;
const bold = (text) => (colour ? `\u001b[1m${text}\u001b[0m` : text);
let failures = 0;

const env = {
  ...process.env,
  FORCE_COLOR: colour ? "1" : "0",
  GIT_CONFIG_GLOBAL: join(scratch, "gitconfig"),
  HUSKY: "1",
};
for (const name of Object.keys(env))
  if (/^GIT_(DIR|INDEX_FILE|WORK_TREE|PREFIX)$/.test(name)) delete env[name];

function run(file, ...args) {
  return spawnSync(file, args, { cwd: clone, env, encoding: "utf8" });
}

/** Runs a command without showing it, and returns its output. It has to succeed. */
function quietly(file, ...args) {
  const result = run(file, ...args);
  if (result.status !== 0) throw new Error(`${file} ${args.join(" ")}: ${result.stdout}${result.stderr}`);
  return result.stdout;
}

function say(text) {
  console.log(text);
}

function show(line, text) {
  const output = text.trimEnd();
  say(`  ${bold(`$ ${line}`)}`);
  if (output !== "") say(output.replace(/^/gm, "  "));
}

function edit(path, ...changes) {
  const file = join(clone, path);
  let text = readFileSync(file, "utf8");
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`the tour is out of step with ${path}: no “${from}”`);
    text = text.replace(from, () => to);
  }
  writeFileSync(file, text);
}

function commit(message, expected) {
  const result = run("git", "commit", "-q", "-a", "-m", message);
  show(`git commit -a -m "${message}"`, result.stdout + result.stderr);
  const accepted = result.status === 0;
  if (accepted !== (expected === "accepted")) {
    failures++;
    say(`  ${bold(`This commit should have been ${expected}.`)}`);
  }
}

function reject(title, change, message) {
  say(`\n${bold(title)}\n`);
  change();
  commit(message, "rejected");
  quietly("git", "reset", "-q", "--hard");
}

function version() {
  const match = /^\$id: .*\/(\d+)\.(\d+)\.(\d+)$/m.exec(readFileSync(join(clone, toggle), "utf8"));
  return match.slice(1).map(Number);
}

try {
  if (!existsSync(join(root, ".git")))
    throw new Error("the tour needs a git checkout; clone the project with git.");
  writeFileSync(
    join(scratch, "gitconfig"),
    "[user]\n\tname = Tour\n\temail = tour@example.org\n[advice]\n\tdetachedHead = false\n",
  );
  say(bold("Addendum: event schemas that only ever add\n"));
  const cloned = spawnSync("git", ["clone", "-q", "--no-hardlinks", root, clone], { env, encoding: "utf8" });
  if (cloned.status !== 0) throw new Error(cloned.stderr);
  quietly("git", "checkout", "-q", "-B", "main");
  quietly("git", "update-ref", "refs/remotes/origin/main", "HEAD");
  // The clone borrows what was installed here, and its hooks are the project's own.
  symlinkSync(join(root, "node_modules"), join(clone, "node_modules"), "dir");
  cpSync(join(root, "packages/cli/dist"), join(clone, "packages/cli/dist"), { recursive: true });
  quietly(process.execPath, "-e", 'import("husky").then((husky) => husky.default())');

  const [major, minor] = version();
  const [now, next, after] = [minor, minor + 1, minor + 2].map((number) => `${major}.${number}.0`);
  say(`A scratch clone is in ${clone}. We add an optional field to ${toggle} and raise its version.\n`);
  edit(
    toggle,
    [`toggle/${now}`, `toggle/${next}`],
    [
      "  wiki:\n",
      "  skin:\n    type: string\n    description: The skin that the page was shown in.\n    maxLength: 32\n  wiki:\n",
    ],
  );
  show(
    "git diff   (excerpt)",
    quietly("git", "diff", "-U0", "--no-color")
      .split("\n")
      .filter((line) => /^[+-] |^[+-]\$/.test(line))
      .join("\n"),
  );
  say("");
  commit("feat: record the skin", "accepted");
  say("\nThe commit contains more than the edited file:\n");
  show("git show --stat --format= HEAD", quietly("git", "show", "--stat=100", "--format=", "HEAD"));
  say("");
  show(
    `git show HEAD:schemas/analytics/codemirror/toggle/${next}.yaml   (excerpt)`,
    quietly("git", "show", `HEAD:schemas/analytics/codemirror/toggle/${next}.yaml`)
      .split("\n")
      .filter((line, index, all) =>
        [index, index - 1, index - 2, index - 3].some((at) => all[at]?.startsWith("  skin:")),
      )
      .join("\n"),
  );
  const types = "packages/event-types/analytics/codemirror/toggle/1.d.ts";
  say("\nAnd the types that producers import, so that a misspelt field does not compile:\n");
  show(
    `git show HEAD -- ${types}   (excerpt)`,
    quietly("git", "show", "--format=", "-U0", "HEAD", "--", types)
      .split("\n")
      .filter((line) => /^[+-] {2}(\$schema|skin)/.test(line))
      .join("\n"),
  );
  quietly("git", "update-ref", "refs/remotes/origin/main", "HEAD");
  await tourOfEvents(clone, env, pages, { run, quietly, say, show });

  say(
    "\nNow the version is published. Events are recorded with it, and each of them has to stay valid for years.",
  );
  say("What must be rejected, with the event that would break:");
  const later = [`toggle/${next}`, `toggle/${after}`];
  reject(
    "1. A limit that is lowered",
    () => edit(toggle, later, ["maxLength: 32", "maxLength: 16"]),
    "feat: shorter skins",
  );
  reject(
    "2. A new field that every event must have",
    () => edit(toggle, later, ["required:\n", "required:\n  - skin\n"]),
    "feat: the skin is required",
  );
  reject(
    "3. A field that is renamed",
    () => edit(toggle, later, ["  skin:\n", "  skin_name:\n"]),
    "feat: a better name",
  );
  reject(
    "4. A misspelt keyword, which every validator would ignore",
    () => edit(toggle, later, ["maxLength: 32", "mexLength: 32"]),
    "feat: skins of any length, without wanting it",
  );
  say("\nPublished versions, and references to them, are protected as well:");
  reject(
    "5. A change without a new version",
    () => edit(toggle, ["maxLength: 32", "maxLength: 64"]),
    "feat: longer skins",
  );
  reject(
    "6. A published version edited by hand",
    () => edit(`schemas/analytics/codemirror/toggle/${now}.yaml`, ["maxLength: 64", "maxLength: 8"]),
    "fix: shorter wikis",
  );
  reject(
    "7. A reference to a schema that does not exist, and an example that is not valid",
    () => {
      edit(toggle, later, ["enabled: true", "enabled: perhaps"]);
      edit(
        "schemas/error/current.yaml",
        ["/fragment/http/1.0.0", "/fragment/https/1.0.0"],
        ["error/1.0.0", "error/1.1.0"],
      );
    },
    "feat: two mistakes",
  );
  say(
    failures === 0
      ? `\n${bold("That was the tour.")} Your checkout is as it was${existsSync(pages) ? "; the dashboards are in .addendum-tour/" : ""}. Next: README.md, “Every day”.`
      : `\n${failures} of the commits did not end as they should have.`,
  );
  process.exitCode = failures === 0 ? 0 : 1;
} catch (error) {
  console.error(`The tour broke off: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
