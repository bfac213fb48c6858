#!/usr/bin/env node
"use strict";

// A committed shim: npm links a `bin` only if its file exists when it installs, and the bundle is built later. Older
// versions of Node must be able to read it, too.
const { existsSync } = require("fs");
const { join } = require("path");

/** The oldest version of Node that runs the bundle: what `engines` says. */
const oldest = [20, 19];

const [major, minor] = process.versions.node.split(".").map(Number);
const bundle = join(__dirname, "../dist/addendum.cjs");

if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
  console.error(`addendum: needs Node ${oldest.join(".")} or later; this is Node ${process.versions.node}.`);
  process.exitCode = 2;
} else if (!existsSync(bundle)) {
  console.error("addendum: the command is not built yet. Run `npm run build` in the checkout of Addendum.");
  process.exitCode = 2;
} else {
  const { optimizeLater, runBundle } = require("./run-bundle.cjs");
  const command = /^[a-z]{2,16}$/.test(process.argv[2]) ? process.argv[2] : "other";
  // The others work for long.
  if (!["compat", "replay", "serve"].includes(command)) optimizeLater();
  runBundle(bundle, command);
}
