// Machines of strangers: other users, read-only installs, folders of a larger repository, settings of git, old Nodes.
// Every path has a space in it: scratchDirectory() sees to that.
import { mkdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Result } from "../../cli/test/scratch-repository.ts";
import { check, firstCommit, secondCommits } from "./journey.ts";
import { Project } from "./project.ts";
import { isQuick, unlessQuick } from "./quick.ts";

/** Somebody whom file permissions bind. */
class ProjectOfNobody extends Project {
  override run(...[file, args, options = {}]: Parameters<Project["run"]>): Result {
    const nobody = ["--reuid=65534", "--regid=65534", "--clear-groups", "--", file];
    return super.run("setpriv", [...nobody, ...args], {
      ...options,
      env: { HOME: this.path("home"), XDG_CACHE_HOME: undefined, ...options.env },
    });
  }
}

const notRoot = process.getuid?.() === 0 ? "" : " (skipped: only root can be two users)";

describe.skipIf(isQuick)(`with npm${unlessQuick}`, () => {
  test.skipIf(notRoot !== "")(`another user, and an install that is root's and read-only${notRoot}`, () => {
    const installed = new Project();
    installed.install(["addendum"]);
    const project = new ProjectOfNobody({ root: installed.root });
    mkdirSync(project.path("home"));
    installed.run("chown", ["-R", "65534:65534", "."]);
    installed.run("chown", ["-R", "0:0", "node_modules"]);
    installed.run("chmod", ["-R", "a-w", "node_modules"]);
    project.git("init", "-q", "-b", "main");
    project.write(".git/info/exclude", "home\n");
    firstCommit(project);
    secondCommits(project);
    check(project);
    // Compiled code went to the user's own directory.
    expect(installed.run("find", ["node_modules", "-name", "compiled"]).out).toBe("");
  });

  test("a folder of a larger repository, with an install of its own", () => {
    const whole = new Project();
    whole.git("init", "-q", "-b", "main");
    mkdirSync(whole.path("data/our schemas"), { recursive: true });
    const project = new Project({ root: whole.path("data/our schemas") });
    project.install(["addendum"]);
    firstCommit(project);
    secondCommits(project);
    check(project);
  });

  test("a folder of a larger repository whose install is at its top", () => {
    const whole = new Project();
    whole.git("init", "-q", "-b", "main");
    whole.write(".gitignore", "node_modules\n");
    whole.install(["addendum"]);
    mkdirSync(whole.path("schemas of ours"));
    const project = new Project({ root: whole.path("schemas of ours") });
    firstCommit(project);
    secondCommits(project);
    check(project);
  });

  test.each([
    ["core.symlinks", "false"],
    ["core.autocrlf", "true"],
  ])("%s=%s", (key, value) => {
    const project = new Project();
    project.git("init", "-q", "-b", "main");
    project.git("config", key, value);
    project.install(["addendum"]);
    firstCommit(project);
    secondCommits(project);
    check(project);
    // What others get when they check the branch out.
    project.git("clone", "-q", "-c", `${key}=${value}`, ".", "a clone");
    expect(project.addendum("check", "--repo", "a clone")).toMatchObject({ code: 0 });
  });
});

test("on Node 18 one line says which Node is needed", () => {
  const project = new Project();
  project.install(["addendum"]);
  const { code, out, err } = project.run("npx", [
    "--yes",
    "--package",
    "node@18",
    "node",
    "node_modules/addendum/bin/addendum.cjs",
    "check",
  ]);
  expect([code, out, err]).toEqual([
    2,
    "",
    expect.stringMatching(/^addendum: needs Node 20\.19 or later; this is Node 18\.\d+\.\d+\.\n$/),
  ]);
});
