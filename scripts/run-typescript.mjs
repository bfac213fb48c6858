import { execFileSync } from "node:child_process";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

/** Bundles a TypeScript program of the project and returns its path: Node 20 runs no TypeScript. */
export function bundle(source) {
  const outfile = join(
    root,
    "node_modules/.cache/addendum-programs",
    `${source.replaceAll(/\W+/g, "_")}.mjs`,
  );
  execFileSync(
    join(root, "node_modules/.bin/esbuild"),
    [
      join(root, source),
      "--bundle",
      "--platform=node",
      "--format=esm",
      "--conditions=source",
      "--log-level=warning",
      `--outfile=${outfile}`,
      "--banner:js=import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    ],
    { stdio: "inherit" },
  );
  return outfile;
}
