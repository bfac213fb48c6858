// Runs the tests of every package with the Node that runs this script.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "..");
const vitest = join(root, "node_modules/vitest/vitest.mjs");
console.log(`Node ${process.version}`);
// What is tried thousands of times on one version is tried a tenth as often on the others.
const less = { INTAKE_KILLS: "5", INTAKE_FUZZ_BODIES: "4000", INTAKE_SLOW_CLIENTS: "500" };
const env = { ...less, ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}` };
for (const name of readdirSync(join(root, "packages"))) {
  const { scripts } = JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8"));
  if (scripts?.test === undefined) continue;
  const result = spawnSync(process.execPath, [vitest, "run", "--root", join(root, "packages", name)], {
    env,
    stdio: "inherit",
  });
  if (result.status !== 0) process.exitCode = 1;
}
