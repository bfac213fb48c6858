// Writes the documentation that is derived from the code; with --check, fails where it is outdated.
import { createRequire } from "node:module";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { rejectedCommit } from "./rejected-commit.mjs";

const root = join(import.meta.dirname, "..");
const scratch = mkdtempSync(join(tmpdir(), "addendum-generate-"));
try {
  const outfile = join(scratch, "documentation.cjs");
  await build({
    absWorkingDir: root,
    entryPoints: ["packages/cli/src/documentation.ts"],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    conditions: ["source"],
    logLevel: "warning",
  });
  // The messages of rules come from their examples, which the built command's validator judges.
  copyFileSync(join(root, "packages/cli/dist/validator.cjs"), join(scratch, "validator.cjs"));
  const { documents } = createRequire(import.meta.url)(outfile);
  const files = new Map([...documents(), ["docs/images/rejected-commit.svg", rejectedCommit()]]);
  const check = process.argv.includes("--check");
  const stale = [];
  for (const [path, text] of files) {
    const file = join(root, path);
    if (read(file) === text) continue;
    stale.push(path);
    if (check) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const known = new Set(files.keys());
  for (const directory of ["docs/rules", "docs/reference"]) {
    for (const name of readdirSync(join(root, directory))) {
      if (known.has(`${directory}/${name}`)) continue;
      stale.push(`${directory}/${name}`);
      if (!check) rmSync(join(root, directory, name));
    }
  }
  if (check && stale.length > 0) {
    console.error(`Out of date, run \`npm run generate\`: ${stale.join(", ")}`);
    process.exitCode = 1;
  }
} finally {
  rmSync(scratch, { recursive: true });
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
