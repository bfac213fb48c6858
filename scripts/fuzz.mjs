// npm run fuzz -- --cases N --seed N [--schemas DIR] [--seconds N]: looks for wrong verdicts. A run that was stopped
// goes on where it was; --fresh begins anew.
import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const bundle = join(root, "node_modules/.cache/addendum-fuzz/fuzz.mjs");
const args = process.argv.slice(2);
execFileSync(
  join(root, "node_modules/.bin/esbuild"),
  [
    join(root, "packages/containment/test/fuzz.ts"),
    "--bundle",
    "--platform=node",
    "--format=esm",
    "--conditions=source",
    "--log-level=warning",
    `--outfile=${bundle}`,
    "--banner:js=import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  ],
  { stdio: "inherit" },
);
const name =
  args
    .filter((arg) => arg !== "--fresh")
    .join("_")
    .replaceAll(/[^\w.]+/g, "_") || "default";
const state = join(root, `node_modules/.cache/addendum-fuzz/${name}.json`);
const { status } = spawnSync(process.execPath, [bundle, "--state", state, ...args], { stdio: "inherit" });
process.exitCode = status ?? 1;
