import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { command, field, schema, scratchDirectory, ScratchRepository } from "./scratch-repository.ts";

const current = "schemas/a/b/current.yaml";

/** A repository whose base is published elsewhere: a clone of one with a first version. */
function withUpstream(): ScratchRepository {
  const origin = ScratchRepository.withGit();
  origin.write(current, schema("a/b", "1.0.0"));
  expect(origin.commit("first").code).toBe(0);
  const clone = new ScratchRepository(scratchDirectory());
  clone.git("clone", "-q", origin.root, ".");
  clone.installHooks();
  return clone;
}

/** A repository without a remote, with a first version. */
function withFirstVersion(): ScratchRepository {
  const repository = ScratchRepository.withGit();
  repository.write(current, schema("a/b", "1.0.0"));
  expect(repository.commit("first")).toMatchObject({ code: 0 });
  return repository;
}

/** Ends a detached process and all that it started. */
function killGroup(child: ChildProcess): void {
  try {
    process.kill(-(child.pid as number), "SIGKILL");
  } catch {
    // Nothing of it runs any more.
  }
}

describe("a commit holds what its currents call for", () => {
  test("in a repository without commits", () => {
    const repository = withFirstVersion();
    expect(repository.files()).toEqual(
      expect.arrayContaining(
        ["1.0.0", "1.0.0.json", "1.0.0.yaml", "latest", "latest.json", "latest.yaml"].map(
          (name) => `schemas/a/b/${name}`,
        ),
      ),
    );
    expect(repository.shows("HEAD", "schemas/a/b/latest")).toBe("1.0.0.yaml");
    expect(repository.status()).toBe("");
  });

  test("with commit -a", () => {
    const repository = withFirstVersion();
    repository.write(current, schema("a/b", "1.1.0", field("c")));
    expect(repository.tryGit("commit", "-qam", "second").code).toBe(0);
    expect(repository.files()).toContain("schemas/a/b/1.1.0.yaml");
    expect(repository.status()).toBe("");
  });

  test("with --amend, before it is pushed", () => {
    const repository = withUpstream();
    repository.write(current, schema("a/b", "1.1.0", field("c")));
    expect(repository.commit("second").code).toBe(0);
    repository.write(current, schema("a/b", "1.1.0", field("d")));
    expect(repository.commit("second", "--amend").code).toBe(0);
    expect(repository.shows("HEAD", "schemas/a/b/1.1.0.yaml")).toContain("  d:");
    expect(repository.shows("HEAD", "schemas/a/b/1.1.0.yaml")).not.toContain("  c:");
    expect(repository.status()).toBe("");
  });

  test("with git commit PATH, and the next commit loses nothing", () => {
    const repository = withFirstVersion();
    repository.write(current, schema("a/b", "1.1.0", field("c")));
    repository.write("other.txt", "other");
    repository.git("add", "other.txt");
    expect(repository.tryGit("commit", "-qm", "second", current).code).toBe(0);
    expect(repository.files()).toContain("schemas/a/b/1.1.0.yaml");
    expect(repository.files()).not.toContain("other.txt");
    expect(repository.status()).toBe("A  other.txt\n");
    expect(repository.tryGit("commit", "-qm", "third").code).toBe(0);
    expect(repository.files()).toContain("schemas/a/b/1.1.0.yaml");
    expect(repository.status()).toBe("");
  });

  test("with git commit PATH, killed before its last hook: the next commit finishes it", () => {
    const repository = withFirstVersion();
    rmSync(repository.path(".git/hooks/post-commit"));
    for (const version of ["1.1.0", "1.2.0"]) {
      repository.write(current, schema("a/b", version, field("c")));
      expect(repository.tryGit("commit", "-qm", version, current).code).toBe(0);
    }
    expect(repository.status()).toContain("D  schemas/a/b/1.1.0.yaml\n");
    repository.write("other.txt", "other");
    repository.git("add", "other.txt");
    expect(repository.tryGit("commit", "-qm", "other")).toMatchObject({ code: 0 });
    expect(repository.files()).toEqual(
      expect.arrayContaining(["schemas/a/b/1.1.0.yaml", "schemas/a/b/1.2.0.yaml"]),
    );
    expect(repository.status()).toBe("");
  });

  test("from a subfolder", () => {
    const repository = withFirstVersion();
    repository.write(current, schema("a/b", "1.1.0", field("c")));
    const result = repository.run("git", ["commit", "-qam", "second"], { cwd: repository.path("schemas/a") });
    expect(result.code).toBe(0);
    expect(repository.files()).toContain("schemas/a/b/1.1.0.yaml");
    expect(repository.status()).toBe("");
  });

  test("in a worktree of its own", () => {
    const repository = withFirstVersion();
    const beside = scratchDirectory();
    repository.git("worktree", "add", "-q", "-b", "side", `${beside}/tree`);
    const tree = new ScratchRepository(`${beside}/tree`);
    tree.write(current, schema("a/b", "1.1.0", field("c")));
    expect(tree.tryGit("commit", "-qam", "second")).toMatchObject({ code: 0 });
    expect(tree.files()).toContain("schemas/a/b/1.1.0.yaml");
    expect(tree.status()).toBe("");
  });

  test("in a submodule", () => {
    const inner = withFirstVersion();
    const outer = new ScratchRepository();
    outer.git("init", "-q", "-b", "main");
    outer.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", inner.root, "schemas repo");
    const submodule = new ScratchRepository(outer.path("schemas repo"));
    submodule.installHooks("../.git/modules/schemas repo/hooks");
    submodule.write(current, schema("a/b", "1.1.0", field("c")));
    expect(submodule.tryGit("commit", "-qam", "second")).toMatchObject({ code: 0 });
    expect(submodule.files()).toContain("schemas/a/b/1.1.0.yaml");
    expect(submodule.status()).toBe("");
  });

  test("when the schema repository is a folder of a larger one", () => {
    const repository = new ScratchRepository();
    repository.git("init", "-q", "-b", "main");
    repository.write("backend/addendum.yaml", "version: 1\nbaseBranch: main\n");
    repository.write(
      ".git/hooks/pre-commit",
      `#!/bin/sh\nexec "${process.execPath}" "${command}" hook pre-commit --repo backend\n`,
    );
    repository.run("chmod", ["+x", ".git/hooks/pre-commit"]);
    repository.write(`backend/${current}`, schema("a/b", "1.0.0"));
    expect(repository.commit("first")).toMatchObject({ code: 0 });
    expect(repository.files()).toContain("backend/schemas/a/b/1.0.0.yaml");
    expect(repository.status()).toBe("");
  });

  test.each([
    "with space",
    "quo'te",
    'dou"ble',
    "semi;touch x",
    "new\nline",
    "naïve–ü",
    "$(touch y)",
    "-dash",
    "*",
  ])("in a directory named %j", (name) => {
    const repository = ScratchRepository.withGit("version: 1\nbaseBranch: main\nadopted: true\n");
    repository.write(`schemas/${name}/current.yaml`, schema("t", "1.0.0"));
    expect(repository.commit("first")).toMatchObject({ code: 0 });
    expect(repository.files()).toContain(`schemas/${name}/1.0.0.yaml`);
    expect(repository.status()).toBe("");
    expect(existsSync(repository.path("x")) || existsSync(repository.path("y"))).toBe(false);
  });

  test("for a merge, through pre-merge-commit", () => {
    const repository = withFirstVersion();
    repository.git("checkout", "-q", "-b", "side");
    repository.write("schemas/c/current.yaml", schema("c", "1.0.0"));
    expect(repository.commit("side").code).toBe(0);
    repository.git("checkout", "-q", "main");
    repository.write("other.txt", "x");
    expect(repository.commit("main").code).toBe(0);
    repository.git("merge", "-q", "--no-ff", "-m", "merge", "side");
    expect(repository.files()).toContain("schemas/c/1.0.0.yaml");
    expect(repository.status()).toBe("");
  });
});

describe("the index decides", () => {
  test("unstaged edits are neither committed nor touched", () => {
    const repository = withFirstVersion();
    repository.write(current, schema("a/b", "1.1.0", field("staged")));
    repository.git("add", current);
    const edited = schema("a/b", "1.1.0", field("staged") + field("unstaged"));
    repository.write(current, edited);
    expect(repository.tryGit("commit", "-qm", "second").code).toBe(0);
    expect(repository.read(current)).toBe(edited);
    expect(repository.shows("HEAD", current)).not.toContain("unstaged");
    expect(repository.shows("HEAD", "schemas/a/b/1.1.0.yaml")).not.toContain("unstaged");
    expect(repository.status()).toBe(` M ${current}\n`);
  });

  test("an unstaged edit to a generated file stays", () => {
    const repository = withUpstream();
    repository.write(current, schema("a/b", "1.1.0", field("c")));
    expect(repository.commit("second").code).toBe(0);
    repository.write("schemas/a/b/1.1.0.yaml", "mine: true\n");
    repository.write(current, schema("a/b", "1.1.0", field("d")));
    repository.git("add", current);
    const result = repository.tryGit("commit", "-qm", "third");
    expect(result.code).toBe(0);
    expect(repository.read("schemas/a/b/1.1.0.yaml")).toBe("mine: true\n");
    expect(repository.shows("HEAD", "schemas/a/b/1.1.0.yaml")).toContain("  d:");
    expect(result.err).toContain("1.1.0.yaml");
  });

  test("nothing is lost when the hook is killed", async () => {
    const repository = withFirstVersion();
    repository.write(current, schema("a/b", "1.1.0", field("staged")));
    repository.git("add", current);
    const edited = schema("a/b", "1.1.0", field("staged") + field("unstaged"));
    repository.write(current, edited);
    for (let delay = 0; delay < 160; delay += 20) {
      const child = spawn(process.execPath, [command, "hook", "pre-commit"], {
        cwd: repository.root,
        stdio: "ignore",
        detached: true,
      });
      // With the git that it may be running, which would hold the index for the next one.
      setTimeout(() => killGroup(child), delay);
      await once(child, "exit");
      killGroup(child);
      rmSync(repository.path(".git/index.lock"), { force: true });
      expect(repository.read(current)).toBe(edited);
    }
    expect(repository.tryGit("commit", "-qm", "second").code).toBe(0);
    expect(repository.files()).toContain("schemas/a/b/1.1.0.yaml");
    expect(repository.status()).toBe(` M ${current}\n`);
  });

  test("an unstaged edit to the configuration decides nothing", () => {
    const repository = withFirstVersion();
    repository.write("addendum.yaml", "version: 1\nbaseBranch: main\ncontentTypes: [json]\n");
    repository.write(current, schema("a/b", "1.1.0", field("c")));
    repository.git("add", current);
    expect(repository.tryGit("commit", "-qm", "second").code).toBe(0);
    expect(repository.files()).toContain("schemas/a/b/1.1.0.yaml");
    expect(repository.status()).toBe(" M addendum.yaml\n");
  });

  test("a commit without schemas costs nothing and says nothing", () => {
    const repository = withFirstVersion();
    repository.write("readme.txt", "x");
    expect(repository.commit("other")).toEqual({ code: 0, out: "", err: "" });
  });

  test("a version that fell behind its current, ours, is renewed", () => {
    const repository = withUpstream();
    repository.write(current, schema("a/b", "1.1.0", field("c")));
    expect(repository.addendum("materialize").code).toBe(0);
    repository.git("add", "-A");
    repository.write(current, schema("a/b", "1.1.0", field("d")));
    expect(repository.commit("second")).toMatchObject({ code: 0 });
    expect(repository.shows("HEAD", "schemas/a/b/1.1.0.yaml")).toContain("  d:");
    expect(repository.status()).toBe("");
  });
});

describe("a commit is rejected", () => {
  const rejected = (repository: ScratchRepository, rule: string, ...args: string[]) => {
    const before = repository.git("rev-parse", "HEAD");
    const result = repository.commit("x", ...args);
    expect(result.code).toBe(1);
    expect(result.err + result.out).toContain(`[${rule}]`);
    expect(repository.git("rev-parse", "HEAD")).toBe(before);
    return result;
  };

  test("that changes a published schema without a new version", () => {
    const repository = withFirstVersion();
    repository.write(current, schema("a/b", "1.0.0", field("c")));
    const { out, err } = rejected(repository, "version-missing-bump");
    expect(out + err).toContain("--set 1.1.0");
    expect((out + err).split("\n").length).toBeLessThan(20);
  });

  test("that edits a published version", () => {
    const repository = withFirstVersion();
    repository.write("schemas/a/b/1.0.0.yaml", `${repository.read("schemas/a/b/1.0.0.yaml")}# more\n`);
    rejected(repository, "version-published");
  });

  test("that deletes a published version, and nothing else", () => {
    const repository = withFirstVersion();
    rmSync(repository.path("schemas/a/b/1.0.0.json"));
    rejected(repository, "version-published");
  });

  test("that renames a published version", () => {
    const repository = withFirstVersion();
    mkdirSync(repository.path("schemas/z"));
    renameSync(repository.path("schemas/a/b"), repository.path("schemas/z/b"));
    rejected(repository, "version-published");
  });

  test("that replaces a published alias", () => {
    const repository = withFirstVersion();
    rmSync(repository.path("schemas/a/b/1.0.0"));
    rejected(repository, "version-published");
  });

  test("that edits a generated file by hand", () => {
    const repository = withUpstream();
    repository.write(current, schema("a/b", "1.1.0", field("c")));
    expect(repository.commit("second").code).toBe(0);
    repository.write("schemas/a/b/1.1.0.yaml", repository.read("schemas/a/b/1.1.0.yaml").replace("c:", "e:"));
    rejected(repository, "version-not-materialized");
  });

  test("whose version is lower than another of its major", () => {
    const repository = withFirstVersion();
    repository.write(current, schema("a/b", "1.1.0", field("c")));
    expect(repository.commit("second").code).toBe(0);
    repository.write(current, schema("a/b", "1.0.1"));
    rejected(repository, "version-invalid-order");
  });

  test("that makes a version which the base has meanwhile got", () => {
    const repository = withUpstream();
    repository.git("checkout", "-q", "-b", "feature");
    repository.write(current, schema("a/b", "1.1.0", field("mine")));
    expect(repository.commit("mine").code).toBe(0);
    repository.git("checkout", "-q", "main");
    repository.write(current, schema("a/b", "1.1.0", field("theirs")));
    expect(repository.commit("theirs").code).toBe(0);
    repository.git("update-ref", "refs/remotes/origin/main", "main");
    repository.git("checkout", "-q", "feature");
    const check = repository.addendum("check");
    expect(check.code).toBe(1);
    expect(check.out).toMatch(/version-added-twice/);
    // Committing on top of it is no way around.
    repository.write(current, schema("a/b", "1.1.0", field("mine") + field("more")));
    rejected(repository, "version-added-twice");
  });

  test("whose schema is not YAML, with the place", () => {
    const repository = withFirstVersion();
    repository.write(current, "title: a/b\n$id: [\n");
    const { out, err } = rejected(repository, "no-invalid-document");
    expect(out + err).toMatch(/current\.yaml:\d+:\d+: error/);
  });

  test("and an example that its schema refuses", () => {
    const repository = withFirstVersion();
    repository.write(current, schema("a/b", "1.1.0").replace("a: b", "a: 1"));
    rejected(repository, "no-invalid-example");
  });
});

test("patching 1.x while 2.0.0 exists leaves latest where it is", () => {
  const repository = withFirstVersion();
  repository.write(current, schema("a/b", "2.0.0", field("c")));
  expect(repository.commit("second").code).toBe(0);
  repository.write(current, schema("a/b", "1.0.1"));
  expect(repository.commit("patch")).toMatchObject({ code: 0 });
  expect(repository.shows("HEAD", "schemas/a/b/latest")).toBe("2.0.0.yaml");
  expect(repository.files()).toContain("schemas/a/b/1.0.1.yaml");
});

test("a fragment that is not published yet takes its dependents along", () => {
  const repository = withUpstream();
  const dependent = schema("c", "1.0.0").replace(
    "type: object\n",
    "type: object\nallOf:\n  - $ref: /f/1.0.0\n",
  );
  repository.write("schemas/f/current.yaml", schema("f", "1.0.0", field("one")));
  repository.write("schemas/c/current.yaml", dependent);
  expect(repository.commit("both")).toMatchObject({ code: 0 });
  expect(repository.shows("HEAD", "schemas/c/1.0.0.yaml")).toContain("  one:");
  repository.write("schemas/f/current.yaml", schema("f", "1.0.0", field("two")));
  repository.git("add", "schemas/f/current.yaml");
  expect(repository.tryGit("commit", "-qm", "fragment")).toMatchObject({ code: 0 });
  expect(repository.shows("HEAD", "schemas/c/1.0.0.yaml")).toContain("  two:");
  expect(repository.status()).toBe("");
});

describe("what is published", () => {
  test("a clone without the base branch cannot tell, and says which fetch is needed", () => {
    const origin = withFirstVersion();
    origin.git("checkout", "-q", "-b", "feature");
    const clone = new ScratchRepository(scratchDirectory());
    clone.git(
      "clone",
      "-q",
      "--depth",
      "1",
      "--branch",
      "feature",
      "--single-branch",
      `file://${origin.root}`,
      ".",
    );
    const result = clone.addendum("check");
    expect(result.code).toBe(2);
    expect(result.err).toContain("git fetch origin main");
    expect(result.out).toBe("");
  });

  test("a shallow clone that does not reach the fork cannot tell", () => {
    const origin = withFirstVersion();
    origin.git("checkout", "-q", "-b", "feature");
    origin.write("x.txt", "x");
    expect(origin.commit("x").code).toBe(0);
    origin.git("checkout", "-q", "main");
    origin.write("y.txt", "y");
    expect(origin.commit("y").code).toBe(0);
    const clone = new ScratchRepository(scratchDirectory());
    clone.git(
      "clone",
      "-q",
      "--depth",
      "1",
      "--no-single-branch",
      "--branch",
      "feature",
      `file://${origin.root}`,
      ".",
    );
    const result = clone.addendum("check");
    expect(result.code).toBe(2);
    expect(result.err).toContain("--unshallow");
  });

  test("a branch that is behind the base is not asked for what it never had", () => {
    const repository = withUpstream();
    repository.git("checkout", "-q", "-b", "feature");
    repository.git("checkout", "-q", "main");
    repository.write(current, schema("a/b", "1.1.0", field("c")));
    expect(repository.commit("second").code).toBe(0);
    repository.git("update-ref", "refs/remotes/origin/main", "main");
    repository.git("checkout", "-q", "feature");
    expect(repository.addendum("check")).toMatchObject({ code: 0 });
  });

  test("check --history reports each edit to a version, once", () => {
    const repository = withFirstVersion();
    repository.write(
      "schemas/a/b/1.0.0.yaml",
      repository.read("schemas/a/b/1.0.0.yaml").replace("Any", "Some"),
    );
    expect(repository.commit("edit", "--no-verify").code).toBe(0);
    repository.write("schemas/a/b/1.0.0.yaml", `${repository.read("schemas/a/b/1.0.0.yaml")}# layout\n`);
    expect(repository.commit("layout", "--no-verify").code).toBe(0);
    rmSync(repository.path("schemas/a/b/1.0.0.json"));
    expect(repository.commit("delete", "--no-verify").code).toBe(0);
    const { out, code } = repository.addendum("check", "--history", "--format", "json");
    expect(code).toBe(1);
    const { findings } = JSON.parse(out) as { findings: { severity: string; message: string }[] };
    expect(findings.map(({ severity }) => severity)).toEqual(["error", "error", "warn"]);
  });
});

test("an existing hook is kept, and the line to add is printed", () => {
  const repository = new ScratchRepository();
  repository.git("init", "-q", "-b", "main");
  repository.write(".git/hooks/pre-commit", "#!/bin/sh\necho mine\n");
  const { out, code } = repository.addendum("init");
  expect(code).toBe(0);
  expect(repository.read(".git/hooks/pre-commit")).toBe("#!/bin/sh\necho mine\n");
  expect(out).toContain('sh "${0%/*}/addendum" pre-commit || exit 1');
});

test("in an adopted repository a current that was published out of step warns, until it is changed", () => {
  const repository = ScratchRepository.withGit("version: 1\nbaseBranch: main\nadopted: true\n");
  repository.write(current, schema("a/b", "1.0.0"));
  expect(repository.commit("first").code).toBe(0);
  repository.write(current, schema("a/b", "1.0.0", field("late")));
  expect(repository.commit("without a bump", "--no-verify").code).toBe(0);
  const check = repository.addendum("check");
  expect(check.code).toBe(0);
  expect(check.out).toContain("[no-inherited-drift]");
  repository.write(current, schema("a/b", "1.0.0", field("later")));
  expect(repository.addendum("check").out).toContain("[version-missing-bump]");
  expect(repository.commit("again").code).toBe(1);
  repository.write(current, schema("a/b", "1.1.0", field("later")));
  expect(repository.commit("with one").code).toBe(0);
});
