// npm run fuzz -- --cases N --seed N [--schemas DIR] [--seconds N]: looks for wrong verdicts. A run that was stopped
// goes on where it was; --fresh begins anew.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { bundle } from "./run-typescript.mjs";

const args = process.argv.slice(2);
const program = bundle("packages/containment/test/fuzz.ts");
const name = args
  .filter((arg) => arg !== "--fresh")
  .join("_")
  .replaceAll(/[^\w.]+/g, "_");
const state = join(import.meta.dirname, `../node_modules/.cache/addendum-fuzz/${name || "default"}.json`);
const { status } = spawnSync(process.execPath, [program, "--state", state, ...args], { stdio: "inherit" });
process.exitCode = status ?? 1;
