// docs/troubleshooting.md: every message of it, from the fault that it is about.
import { readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { command, field, schema, scratchDirectory, ScratchRepository } from "./scratch-repository.ts";

const page = readFileSync(join(import.meta.dirname, "../../../docs/troubleshooting.md"), "utf8");
const messages = [...page.matchAll(/```text\n(.*?)```/gs)].map(([, text]) => text as string);

/** What was printed stands on the page as a message, word for word. */
function expectOnPage(printed: string, repository: ScratchRepository): void {
  // A path with a space is quoted where it is part of a command.
  const text = printed.replaceAll(`directory '${repository.root}'`, "directory /home/you/events");
  const found = messages.filter((message) =>
    text.replaceAll(repository.root, "/home/you/events").includes(message),
  );
  expect(found, printed).toHaveLength(1);
}

const current = "schemas/a/b/current.yaml";

function withFirstVersion(): ScratchRepository {
  const repository = ScratchRepository.withGit();
  repository.write(current, schema("a/b", "1.0.0"));
  expect(repository.commit("first")).toMatchObject({ code: 0 });
  return repository;
}

/** `main` and a branch that left it, each with a commit of its own. */
function diverged(ours: [string, string], theirs: [string, string]): ScratchRepository {
  const repository = withFirstVersion();
  repository.git("switch", "-q", "-c", "side");
  repository.write(current, schema("a/b", theirs[0], field(theirs[1])));
  expect(repository.commit("theirs")).toMatchObject({ code: 0 });
  repository.git("switch", "-q", "main");
  repository.write(current, schema("a/b", ours[0], field(ours[1])));
  expect(repository.commit("ours")).toMatchObject({ code: 0 });
  return repository;
}

test.skipIf(process.getuid?.() !== 0)("dubious ownership (needs root to make some)", () => {
  const repository = withFirstVersion();
  repository.run("chown", ["-R", "65534:65534", repository.root]);
  const { code, err } = repository.addendum("check");
  expect(code).toBe(2);
  expectOnPage(err, repository);
});

test("shallow clones, and a commit that is gone", () => {
  const origin = diverged(["1.1.0", "c"], ["1.1.0", "d"]);
  for (const which of ["--single-branch", "--no-single-branch"]) {
    const clone = new ScratchRepository(scratchDirectory());
    const from = ["--depth", "1", which, "--branch", "side", `file://${origin.root}`, "."];
    clone.git("clone", "-q", ...from);
    const { code, err } = clone.addendum("check");
    expect(code).toBe(2);
    expectOnPage(err, clone);
  }
  expectOnPage(origin.addendum("check", "--before", `1f0c3ab${"0".repeat(33)}`).err, origin);
});

test("hooks that miss something", () => {
  const repository = new ScratchRepository();
  repository.git("init", "-q", "-b", "main");
  repository.write("package.json", "{}\n");
  expect(repository.addendum("init")).toMatchObject({ code: 0 });
  repository.write(current, schema("a/b", "1.0.0"));
  repository.git("add", "-A");
  const PATH = (process.env["PATH"] ?? "")
    .split(":")
    .filter((directory) => !directory.includes("node_modules"))
    .join(":");
  const commit = (path: string) => repository.run("git", ["commit", "-m", "x"], { env: { PATH: path } });
  expectOnPage(commit(PATH).err, repository);
  repository.git("config", "addendum.node", "/nowhere");
  const bare = scratchDirectory();
  for (const tool of ["git", "sh", "sed"]) {
    const place = repository.run("sh", ["-c", `command -v ${tool}`]).out.trim();
    symlinkSync(place, join(bare, tool));
  }
  expectOnPage(commit(bare).err, repository);
  // What was committed without them.
  repository.addendum("materialize");
  rmSync(repository.path("schemas/a/b/1.0.0.json"));
  repository.git("add", "-A");
  repository.git("commit", "-q", "-m", "x", "--no-verify");
  expectOnPage(repository.addendum("check").out, repository);
});

test("merges", () => {
  const twice = diverged(["1.1.0", "c"], ["1.1.0", "d"]);
  twice.git("switch", "-q", "side");
  expectOnPage(twice.addendum("check").out, twice);
  const versions = diverged(["1.1.0", "c"], ["2.0.0", "d"]);
  versions.git("switch", "-q", "side");
  expect(versions.tryGit("merge", "-q", "main").code).toBe(1);
  expectOnPage(versions.addendum("check").out, versions);
  const links = diverged(["1.1.0", "c"], ["2.0.0", "d"]);
  links.tryGit("merge", "-q", "side");
  links.git("checkout", "--ours", "--", "schemas");
  expectOnPage(links.addendum("check").out, links);
  const configuration = ScratchRepository.withGit(
    "version: 1\n<<<<<<< HEAD\nadopted: true\n=======\n>>>>>>> side\n",
  );
  expectOnPage(configuration.addendum("check").err, configuration);
});

test("an older Node", () => {
  const shim = readFileSync(command, "utf8");
  expect(shim).toContain("addendum: needs Node ${");
  expect(messages).toContain("addendum: needs Node 20.19 or later; this is Node 18.19.0.\n");
});
