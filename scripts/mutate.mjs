// npm run mutate [-- FILE…]: turns each comparison of containment's leaf rules around, one at a time, and runs the
// tests: a mutant that passes them is a rule that no test checks. Works on a copy.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

const root = join(import.meta.dirname, "..");
const scratch = mkdtempSync(join(tmpdir(), "addendum-mutate-"));
const turned = new Map([
  [" <= ", " < "],
  [" >= ", " > "],
  [" < ", " <= "],
  [" > ", " >= "],
  [" === ", " !== "],
  [" !== ", " === "],
  [" && ", " || "],
  [" || ", " && "],
  ["Math.max(", "Math.min("],
  ["Math.min(", "Math.max("],
]);

function mutants(text) {
  const found = [];
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (comment) => " ".repeat(comment.length));
  for (const [operator, other] of turned) {
    for (let at = code.indexOf(operator); at !== -1; at = code.indexOf(operator, at + 1)) {
      const line = text.slice(0, at).split("\n").length;
      found.push({
        line,
        operator,
        other,
        text: text.slice(0, at) + other + text.slice(at + operator.length),
      });
    }
  }
  return found.sort((a, b) => a.line - b.line);
}

/** Whether the tests pass: the quick ones first, since they notice most. */
function passes(file) {
  const world = ["src/small-worlds.test.ts", "-t", `type ${basename(file, ".ts")}`];
  return (
    test(
      "src/keywords",
      "src/shapes",
      "src/limits.test.ts",
      "src/cost.test.ts",
      "src/texts/formats.test.ts",
    ) &&
    test(...world) &&
    test("src/random-pairs.test.ts") &&
    test("src/contains.test.ts")
  );
}

function test(...files) {
  const directory = join(scratch, "packages/containment");
  const vitest = join(root, "node_modules/.bin/vitest");
  const env = { ...process.env, CI: "true", CONTAINMENT_RUNS: "800" };
  // Threads end with their process, also where a mutant never ends.
  const { status } = spawnSync(vitest, ["run", "--bail", "1", "--pool", "threads", ...files], {
    cwd: directory,
    timeout: 60_000,
    env,
  });
  return status === 0;
}

try {
  for (const name of ["packages", "package.json", "tsconfig.base.json", "vitest.config.mts"]) {
    cpSync(join(root, name), join(scratch, name), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(scratch, "node_modules"));
  const shapes = "packages/containment/src/shapes";
  const files =
    process.argv.length > 2
      ? process.argv.slice(2)
      : readdirSync(join(root, shapes)).map((name) => `${shapes}/${name}`);
  let [killed, survived] = [0, 0];
  for (const file of files) {
    const original = readFileSync(join(root, file), "utf8");
    for (const { line, operator, other, text } of mutants(original)) {
      writeFileSync(join(scratch, file), text);
      if (passes(file)) {
        survived++;
        console.log(`${file}:${line}: “${operator.trim()}” as “${other.trim()}” passes the tests`);
      } else {
        killed++;
      }
    }
    writeFileSync(join(scratch, file), original);
  }
  console.log(`${killed + survived} mutants, ${killed} noticed, ${survived} not.`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
