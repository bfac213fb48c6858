// Before a package is packed (`npm pack`, `npm publish`): builds it, and lays LICENSE, NOTICE and, for the command, the
// changelog beside its package.json. Run in the package's directory.
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildLibrary } from "./build-library.mjs";
import { noticeOf } from "./notice.mjs";
import { root } from "./published-packages.mjs";

const directory = process.cwd();
const ownBuild = join(directory, "build.mjs");
const { exports: entries, files } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));

const inputs = existsSync(ownBuild)
  ? (await import(ownBuild)).inputs
  : entries["."] !== undefined
    ? await buildLibrary(directory)
    : [];
copyFileSync(join(root, "LICENSE"), join(directory, "LICENSE"));
if (files.includes("CHANGELOG.md")) copyFileSync(join(root, "CHANGELOG.md"), join(directory, "CHANGELOG.md"));
writeFileSync(join(directory, "NOTICE"), noticeOf(inputs));
