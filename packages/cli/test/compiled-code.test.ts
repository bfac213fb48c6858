// The command keeps its compiled code where it may, and works in silence where it may not.
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Result, ScratchRepository } from "./scratch-repository.ts";

const isRoot = process.getuid?.() === 0;

/** The command, installed in a place of its own; nothing in it is compiled yet. */
function installed(): ScratchRepository {
  const place = new ScratchRepository();
  for (const part of ["bin", "dist"]) {
    cpSync(join(import.meta.dirname, "..", part), place.path(`command/${part}`), {
      recursive: true,
      filter: (path) => !path.endsWith("/compiled"),
    });
  }
  for (const directory of ["cache", "home", "work"]) mkdirSync(place.path(directory));
  return place;
}

/** Runs it as somebody whom file permissions bind. */
function run(place: ScratchRepository, env: NodeJS.ProcessEnv, ...args: readonly string[]): Result {
  const line = [process.execPath, place.path("command/bin/addendum.cjs"), ...args];
  const nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
  const [file, ...rest] = isRoot ? [...nobody, ...line] : line;
  return place.run(file as string, rest, { cwd: place.path("work"), env });
}

/** What belongs to the person that runs it; the rest belongs to somebody else. */
function giveTo(place: ScratchRepository, ...names: readonly string[]): void {
  chmodSync(place.root, 0o755);
  place.run("chmod", ["-R", "a+rX,a-w", "command"]);
  for (const name of names) {
    place.run("chmod", ["-R", "u+w", name]);
    if (isRoot) place.run("chown", ["-R", "65534:65534", name]);
  }
}

const files = (directory: string): string[] =>
  existsSync(directory)
    ? readdirSync(directory, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name))
    : [];

/** Several commands, twice each, say the same as ever and nothing else. */
function expectSilence(place: ScratchRepository, env: NodeJS.ProcessEnv): void {
  for (const args of [["rules"], ["rules"], ["explain", "no-id-clash"], ["--version"]]) {
    const { code, out, err } = run(place, env, ...args);
    expect({ args, code, err }).toEqual({ args, code: 0, err: "" });
    expect(out).not.toBe("");
  }
  expect(run(place, env, "chek")).toMatchObject({ code: 2, err: expect.stringMatching(/^addendum: .*\n$/) });
}

describe("compiled code is kept", () => {
  test("beside the bundle, where that can be written", () => {
    const place = installed();
    giveTo(place, "command", "cache");
    expectSilence(place, { XDG_CACHE_HOME: place.path("cache") });
    expect(files(place.path("command/dist/compiled")).length).toBeGreaterThan(0);
    expect(files(place.path("cache"))).toEqual([]);
  });

  test.each([
    ["XDG_CACHE_HOME", "cache", "cache/addendum"],
    ["HOME", "home", process.platform === "darwin" ? "home/Library/Caches/addendum" : "home/.cache/addendum"],
  ])(
    "in the user's directory of %s where the bundle belongs to somebody else",
    (name, directory, expected) => {
      const place = installed();
      giveTo(place, "cache", "home");
      expectSilence(place, { XDG_CACHE_HOME: "", [name]: place.path(directory) });
      expect(files(place.path("command/dist/compiled"))).toEqual([]);
      expect(files(place.path(expected)).length).toBeGreaterThan(0);
    },
  );

  test("in the user's directory where the bundle is in an archive, as Plug'n'Play has it", () => {
    const place = installed();
    giveTo(place, "command", "cache");
    // Such a file system says that it can be written, and throws when it is.
    place.write(
      "archive.cjs",
      `const fs = require("node:fs");
       for (const name of ["writeFileSync", "renameSync", "rmSync", "mkdirSync", "readdirSync"]) {
         const original = fs[name];
         fs[name] = (path, ...rest) => {
           if (String(path).includes("/command/")) throw Object.assign(new Error("EROFS: read-only"), { code: "EROFS" });
           return original(path, ...rest);
         };
       }
       const nodeModule = require("node:module");
       const { enableCompileCache } = nodeModule;
       if (enableCompileCache !== undefined) {
         nodeModule.enableCompileCache = (path) =>
           path.includes("/command/") ? { status: nodeModule.constants.compileCacheStatus.FAILED } : enableCompileCache(path);
       }`,
    );
    expectSilence(place, {
      XDG_CACHE_HOME: place.path("cache"),
      NODE_OPTIONS: `--require "${place.path("archive.cjs")}"`,
    });
    expect(files(place.path("command/dist/compiled"))).toEqual([]);
    expect(files(place.path("cache/addendum")).length).toBeGreaterThan(0);
  });
});

describe("without a place for compiled code the command works as well", () => {
  test.each<readonly [string, (place: ScratchRepository) => NodeJS.ProcessEnv]>([
    ["nothing can be written", (place) => ({ XDG_CACHE_HOME: place.path("cache") })],
    ["there is a file", (place) => ({ XDG_CACHE_HOME: place.path("command/bin/addendum.cjs") })],
    ["there is no such directory", () => ({ XDG_CACHE_HOME: "/nowhere/at/all" })],
    ["nobody is at home", () => ({ XDG_CACHE_HOME: "", HOME: "" })],
  ])("%s", (_, environment) => {
    const place = installed();
    giveTo(place);
    place.run("chmod", ["-R", "a-w", "cache"]);
    expectSilence(place, environment(place));
    expect(files(place.path("cache"))).toEqual([]);
  });
});

describe("compiled code that is wrong is not used", () => {
  test("damaged", () => {
    const place = installed();
    giveTo(place, "command");
    expectSilence(place, {});
    for (const file of files(place.path("command/dist/compiled"))) writeFileSync(file, "garbage");
    expectSilence(place, {});
    for (const file of files(place.path("command/dist/compiled"))) {
      writeFileSync(file, readFileSync(file).subarray(0, 1000));
    }
    expectSilence(place, {});
  });

  test("that of another bundle of the same length", () => {
    const place = installed();
    giveTo(place, "cache");
    const env = { XDG_CACHE_HOME: place.path("cache") };
    const [old, other] = [
      "Rejects any change to a published version.",
      "REJECTS ANY CHANGE TO A PUBLISHED VERSION.",
    ];
    expect(run(place, env, "rules").out).toContain(old);
    const bundle = place.path("command/dist/addendum.cjs");
    place.run("chmod", ["u+w", bundle]);
    writeFileSync(bundle, readFileSync(bundle, "latin1").replaceAll(old, other), "latin1");
    expect(run(place, env, "rules").out).toContain(other);
    // What the older one left is gone, or is known by its content.
    expect(files(place.path("cache")).filter((file) => /\/rules-v20\./.test(file)).length).toBeLessThan(2);
  });
});

test("a command that is not built says so", () => {
  const place = installed();
  place.run("rm", ["-r", "command/dist"]);
  expect(place.run(process.execPath, [place.path("command/bin/addendum.cjs"), "check"])).toMatchObject({
    code: 2,
    err: expect.stringContaining("npm run build"),
  });
});
