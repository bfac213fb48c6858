#!/usr/bin/env node
"use strict";

// A committed shim: npm links a `bin` only if its file exists when it installs, and the bundle is built later.
// It keeps the bundle's compiled code beside it, which saves some 30 ms at each start, and for each command apart,
// since each needs other parts of it. V8 refuses what another version of it, or another bundle, has compiled, and
// the bundle is compiled anew.
const { readFileSync, renameSync, rmSync, writeFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { dirname, join } = require("node:path");
const { setFlagsFromString } = require("node:v8");
const { Script } = require("node:vm");

const bundle = join(__dirname, "../dist/addendum.cjs");
const command = /^[a-z]{2,16}$/.test(process.argv[2]) ? process.argv[2] : "other";
const compiled = join(__dirname, `../dist/${command}-${process.version}-${process.arch}.compiled`);

// The V8 of Node 20 optimizes functions so early that compiling them costs a short run a third of its time.
// Later versions have a compiler between, and no such flag. Some commands are no short runs.
const isShort = !["compat", "replay", "serve"].includes(command);
if (isShort && process.versions.v8.startsWith("11.")) {
  setFlagsFromString("--interrupt-budget=1000000");
}

function read(file, encoding) {
  try {
    return readFileSync(file, encoding);
  } catch {
    return undefined;
  }
}

// It is ASCII, which the build sees to: reading it as that takes a third of the time.
const source = read(bundle, "latin1");
if (source === undefined) {
  console.error("addendum: the command is not built yet. Run `npm run build` in the checkout of Addendum.");
  process.exitCode = 2;
} else {
  const cachedData = read(compiled);
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
    filename: bundle,
    cachedData,
  });
  if (cachedData === undefined || script.cachedDataRejected) {
    // At the end of the run, since what is called by then is compiled, too.
    process.once("exit", (code) => {
      if (code === 2) return; // It is no command, or hardly began.
      const temporary = `${compiled}.${process.pid}`;
      try {
        writeFileSync(temporary, script.createCachedData());
        renameSync(temporary, compiled);
      } catch {
        rmSync(temporary, { force: true }); // A place that cannot be written: it works without.
      }
    });
  }
  const requireBeside = createRequire(bundle);
  // js-yaml looks for this parser in order to revive functions, which no schema holds; loading it takes some 7 ms.
  const require_ = (id) => {
    if (id === "esprima") throw new Error("it is not wanted");
    return requireBeside(id);
  };
  const module_ = { exports: {} };
  script.runInThisContext()(module_.exports, require_, module_, bundle, dirname(bundle));
}
