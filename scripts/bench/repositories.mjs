// The repositories that are measured: ADDENDUM_CORPUS/event-schemas, else ../shared/corpus/event-schemas, else our own;
// and others 10 and 100 times as large.
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addendum, root, run } from "./measure.mjs";

export const corpus = [process.env.ADDENDUM_CORPUS, join(root, "../shared/corpus")]
  .filter(Boolean)
  .map((path) => join(path, "event-schemas"))
  .find(existsSync);

/** The directory of schemas in each of them. */
export const schemasDirectory = corpus === undefined ? "schemas" : "jsonschema";
const configuration = corpus === undefined ? "addendum.yaml" : ".jsonschema-tools.yaml";

export const git = ["-c", "user.name=bench", "-c", "user.email=bench@example.org"];

const made = new Map();
let scratchDirectory;

/** Where everything is put that is made for a run. */
export function scratch() {
  scratchDirectory ??= mkdtempSync(join(tmpdir(), "addendum-bench-"));
  return scratchDirectory;
}

export function removeScratch() {
  if (scratchDirectory !== undefined) rmSync(scratchDirectory, { recursive: true, force: true });
}

/** A repository `times` as large as the corpus, its links as links, committed; made when it is first asked for. */
export function repository(times) {
  if (!made.has(times)) made.set(times, makeRepository(times));
  return made.get(times);
}

/** All of them: times → directory. */
export function repositories() {
  return new Map([1, 10, 100].map((times) => [times, repository(times)]));
}

export function countTitles(times) {
  return run("sh", ["-c", "find . -name current.yaml | wc -l"], repository(times)).stdout.toString().trim();
}

/** Forgets what a run has remembered of a repository. */
export function forget(directory) {
  rmSync(join(directory, "node_modules/.cache"), { recursive: true, force: true });
}

/** Takes back everything that was changed since the last commit. */
export function reset(directory) {
  run("git", ["reset", "-q", "--hard"], directory);
  run("git", ["clean", "-q", "-f", "-d"], directory);
}

/** The current of one schema in a repository, below it. */
export function oneCurrent(times) {
  const title = corpus === undefined ? "error" : "resource_change";
  return `${schemasDirectory}/${times === 1 ? "" : "copy0/"}${title}/current.yaml`;
}

/** Gives a current another version. */
export function raise(file, version) {
  const text = readFileSync(file, "utf8");
  writeFileSync(
    file,
    text.replace(/^(\$id: .*\/)\d+\.\d+\.\d+$/m, (_, start) => start + version),
  );
}

function makeRepository(times) {
  const target = join(scratch(), `x${times}`);
  const base = corpus ?? root;
  for (let copy = 0; copy < times; copy++) {
    const prefix = times === 1 ? "" : `/copy${copy}`;
    copyTree(join(base, schemasDirectory), join(target, schemasDirectory + prefix), prefix);
  }
  cpSync(join(base, configuration), join(target, configuration));
  execFileSync("chmod", ["-R", "u+w", target]);
  mkdirSync(join(target, "node_modules"));
  writeFileSync(join(target, ".gitignore"), "node_modules\n");
  run("git", ["init", "-q", "-b", "main"], target);
  // Nothing is published yet, so the copies' versions are made to fit their new names.
  if (times > 1) run(process.execPath, [addendum, "materialize"], target);
  run("git", ["add", "-A"], target);
  run("git", [...git, "commit", "-q", "-m", "first"], target);
  return target;
}

function copyTree(from, to, prefix) {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    const [source, target] = [join(from, name), join(to, name)];
    const stat = lstatSync(source);
    if (stat.isDirectory()) {
      copyTree(source, target, prefix);
      continue;
    }
    const text = readFileSync(source, "utf8");
    const alias = /^(latest(\.\w+)?|\d+\.\d+\.\d+)$/.test(name);
    if (alias) {
      symlinkSync(
        stat.isSymbolicLink() ? execFileSync("readlink", [source], { encoding: "utf8" }).trim() : text,
        target,
      );
    } else {
      const moved =
        prefix === ""
          ? text
          : text
              .replace(/(\$ref: ['"]?|^\$id: ['"]?|\$schema: ['"]?)\/(?!\/)/gm, `$1${prefix}/`)
              .replace(/^title: (['"]?)/m, `title: $1${prefix.slice(1)}/`);
      writeFileSync(target, moved);
    }
  }
}
