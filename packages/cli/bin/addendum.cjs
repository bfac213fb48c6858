#!/usr/bin/env node
"use strict";

// A committed shim: npm links a `bin` only if its file exists when it installs, and the bundle is built later.
const { existsSync } = require("node:fs");
const { join } = require("node:path");
const { optimizeLater, runBundle } = require("./run-bundle.cjs");

const bundle = join(__dirname, "../dist/addendum.cjs");
const command = /^[a-z]{2,16}$/.test(process.argv[2]) ? process.argv[2] : "other";

if (existsSync(bundle)) {
  // The others work for long.
  if (!["compat", "replay", "serve"].includes(command)) optimizeLater();
  runBundle(bundle, command);
} else {
  console.error("addendum: the command is not built yet. Run `npm run build` in the checkout of Addendum.");
  process.exitCode = 2;
}
