"use strict";

// Starts a bundle with the code that an earlier run compiled, which saves some 30 ms. A command keeps its own, since
// each needs other parts of the bundle. Whatever goes wrong with that, the command runs, and nothing is said.
const { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require("node:fs");
const nodeModule = require("node:module");
const { dirname, isAbsolute, join } = require("node:path");

/**
 * For short runs. The V8 of Node 20 optimizes functions so early that compiling them costs a third of the time; later
 * versions have a compiler between, and no such flag.
 */
function optimizeLater() {
  if (process.versions.v8.startsWith("11.")) {
    require("node:v8").setFlagsFromString("--interrupt-budget=1000000");
  }
}

/**
 * Runs a bundle of CommonJS.
 * @param {string} bundle its path
 * @param {string} command whose compiled code is kept: letters
 */
function runBundle(bundle, command) {
  if (nodeModule.enableCompileCache === undefined) runWithOwnCache(bundle, command);
  else {
    useCacheOfNode(bundle, command);
    require(bundle);
  }
}

/** From Node 22 on, Node itself keeps compiled code. */
function useCacheOfNode(bundle, command) {
  const { FAILED } = nodeModule.constants.compileCacheStatus;
  for (const { directory } of cachePlaces(bundle)) {
    if (nodeModule.enableCompileCache(join(directory, command)).status !== FAILED) return;
  }
}

/**
 * Loads a further bundle, with its compiled code where that is stored.
 * @param {string} bundle its path
 * @param {string} name that its compiled code is stored under: letters
 * @returns what it exports
 */
function loadBundle(bundle, name) {
  return nodeModule.enableCompileCache === undefined
    ? runWithOwnCache(bundle, name, "utf8")
    : require(bundle);
}

/**
 * What Node 20 has not: the bundle's compiled code is read from a file, and written to one as the process ends. The
 * command's own bundle is ASCII, which the build sees to: reading it as that takes a third of the time.
 */
function runWithOwnCache(bundle, command, encoding = "latin1") {
  const source = readFileSync(bundle, encoding);
  const files = cacheFiles(bundle, command, source);
  const cachedData = firstOf(files, ({ path }) => readFileSync(path));
  const { Script } = require("node:vm");
  const wrapped = `(function (exports, require, module, __filename, __dirname) {${source}\n})`;
  const script = new Script(wrapped, { filename: bundle, cachedData });
  if (cachedData === undefined || script.cachedDataRejected) {
    // At the end of the run, since what is called by then is compiled, too.
    process.once("exit", (code) => {
      // With 2 it is no command, or hardly began.
      if (code !== 2) firstOf(files, (file) => writeCache(file, script.createCachedData()));
    });
  }
  const module_ = { exports: {} };
  script.runInThisContext()(
    module_.exports,
    nodeModule.createRequire(bundle),
    module_,
    bundle,
    dirname(bundle),
  );
  return module_.exports;
}

/**
 * Where compiled code may be kept, the best place first: beside the bundle, and, where that cannot be written (another
 * owner, a read-only file system, an archive of Plug'n'Play), in the user's directory for caches.
 */
function cachePlaces(bundle) {
  const beside = { directory: join(dirname(bundle), "compiled"), isShared: false };
  const user = firstOf([process.platform], userCacheDirectory);
  return user === undefined ? [beside] : [beside, { directory: join(user, "addendum"), isShared: true }];
}

function userCacheDirectory(platform) {
  const { LOCALAPPDATA, XDG_CACHE_HOME = "" } = process.env;
  if (platform === "win32") return LOCALAPPDATA;
  if (isAbsolute(XDG_CACHE_HOME)) return XDG_CACHE_HOME;
  return join(require("node:os").homedir(), platform === "darwin" ? "Library/Caches" : ".cache");
}

/** V8 only compares lengths, so where other bundles keep theirs, too, the name tells what was compiled. */
function cacheFiles(bundle, command, source) {
  const name = `${command}-${process.version}-${process.arch}`;
  return cachePlaces(bundle).map(({ directory, isShared }) => ({
    directory,
    name,
    get path() {
      return join(directory, isShared ? `${name}-${digest(source)}` : name);
    },
  }));
}

function digest(text) {
  return require("node:crypto").createHash("sha256").update(text, "latin1").digest("hex").slice(0, 32);
}

/** Written beside and renamed: a reader finds it whole. What an older bundle left is removed. */
function writeCache({ directory, name, path }, data) {
  mkdirSync(directory, { recursive: true });
  const temporary = `${path}.${process.pid}`;
  try {
    writeFileSync(temporary, data);
    for (const other of readdirSync(directory)) {
      if (other.startsWith(`${name}-`) && join(directory, other) !== temporary)
        rmSync(join(directory, other));
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  return path;
}

/** What the first of several attempts that does not throw gives; undefined where all do. */
function firstOf(candidates, attempt) {
  for (const candidate of candidates) {
    try {
      return attempt(candidate);
    } catch {
      // The next one may do; without any it works as well.
    }
  }
  return undefined;
}

module.exports = { loadBundle, optimizeLater, runBundle };
