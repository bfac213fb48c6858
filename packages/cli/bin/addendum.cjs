#!/usr/bin/env node
"use strict";

// A committed shim: npm links a `bin` only if its file exists when it installs, and the bundle is built later.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const bundle = join(__dirname, "../dist/addendum.cjs");
if (existsSync(bundle)) {
  require(bundle);
} else {
  console.error("addendum: the command is not built yet. Run `npm run build` in the checkout of Addendum.");
  process.exitCode = 2;
}
