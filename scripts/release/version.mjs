// npm run release:version: raises the version of all packages by the changesets that wait, and begins a version in
// CHANGELOG.md with what is under “Unreleased” and in the changesets.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./published-packages.mjs";
import { datedChangelog, textOfChangeset } from "./changelog.mjs";

const directory = join(root, ".changeset");
const texts = readdirSync(directory)
  .filter((name) => name.endsWith(".md") && name !== "README.md")
  .map((name) => textOfChangeset(readFileSync(join(directory, name), "utf8")));
if (texts.length === 0) {
  console.error("release:version: no changeset waits. `npx changeset` writes one.");
  process.exit(2);
}
execFileSync(process.execPath, [join(root, "node_modules/@changesets/cli/bin.js"), "version"], {
  cwd: root,
  stdio: "inherit",
});
const { version } = JSON.parse(readFileSync(join(root, "packages/addendum/package.json"), "utf8"));
const manifest = join(root, "package.json");
writeFileSync(manifest, readFileSync(manifest, "utf8").replace(/^( {2}"version": ")[^"]+/m, `$1${version}`));
const changelog = join(root, "CHANGELOG.md");
const today = new Date().toISOString().slice(0, 10);
writeFileSync(changelog, datedChangelog(readFileSync(changelog, "utf8"), version, today, texts));
// The lock file names the versions, too.
execFileSync("npm", ["install", "--package-lock-only", "--ignore-scripts"], {
  cwd: root,
  shell: process.platform === "win32",
  stdio: "inherit",
});
console.log(`Version ${version}. Read CHANGELOG.md through, commit, and push the tag v${version}.`);
