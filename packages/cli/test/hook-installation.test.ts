import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { fetchOnce, run, skipBecause, whyNoEngines } from "../../warehouse/test/server.ts";
import { command, field, schema, scratchDirectory, ScratchRepository } from "./scratch-repository.ts";

const current = "schemas/a/b/current.yaml";

/** Puts the command where a package manager would. */
function install(repository: ScratchRepository, below = ""): void {
  const directory = repository.path(join(below, "node_modules/.bin"));
  mkdirSync(directory, { recursive: true });
  rmSync(join(directory, "addendum"), { force: true });
  symlinkSync(command, join(directory, "addendum"));
}

/** A repository as `init` leaves it, with the command installed and a first version committed. */
function initialized(below = ""): ScratchRepository {
  const repository = new ScratchRepository();
  repository.git("init", "-q", "-b", "main");
  install(repository, below);
  repository.write(".gitignore", "node_modules\n");
  expect(repository.addendum("init", ...(below === "" ? [] : [below]))).toMatchObject({ code: 0 });
  repository.write(join(below, current), schema("a/b", "1.0.0"));
  expect(repository.commit("first")).toMatchObject({ code: 0 });
  expect(repository.files()).toContain(join(below, "schemas/a/b/1.0.0.yaml"));
  return repository;
}

/** Raises the version and commits; whether the commit holds the new version says whether the hook ran. */
function commitNext(repository: ScratchRepository, env: NodeJS.ProcessEnv = {}, below = "") {
  repository.write(join(below, current), schema("a/b", "1.1.0", field("c")));
  repository.git("add", "-A");
  const result = repository.run("git", ["commit", "-q", "-m", "next"], { env: { PATH: ownPath, ...env } });
  return { ...result, files: repository.files() };
}

const version = "schemas/a/b/1.1.0.yaml";

/** Without this project's own command, which npm and npx put there. */
const ownPath = (process.env["PATH"] ?? "")
  .split(":")
  .filter((directory) => !existsSync(join(directory, "addendum")))
  .join(":");

/** A PATH with what git itself needs, and no node: what a graphical client starts git with. */
function pathWithoutNode(): string {
  const directory = scratchDirectory();
  for (const tool of ["git", "sh", "sed", "env", "dirname", "cat"]) {
    const place = spawnSync("sh", ["-c", `command -v ${tool}`], { encoding: "utf8" }).stdout.trim();
    symlinkSync(place, join(directory, tool));
  }
  return directory;
}

describe("the command is found", () => {
  test("in the main work tree, from a linked one that nothing was installed in", () => {
    const repository = initialized();
    const tree = new ScratchRepository(join(scratchDirectory(), "side tree"));
    repository.git("worktree", "add", "-q", "-b", "side", tree.root);
    expect(existsSync(tree.path("node_modules"))).toBe(false);
    expect(commitNext(tree)).toMatchObject({ code: 0, files: expect.arrayContaining([version]) as string[] });
    expect(tree.status()).toBe("");
  });

  test("in another work tree, where the main one is a bare repository", () => {
    const origin = initialized();
    const directory = scratchDirectory();
    const bare = new ScratchRepository(directory);
    bare.git("clone", "-q", "--bare", origin.root, "repository.git");
    const inBare = ["-C", join(directory, "repository.git")];
    bare.git(...inBare, "worktree", "add", "-q", join(directory, "one"), "main");
    bare.git(...inBare, "worktree", "add", "-q", "-b", "side", join(directory, "two"));
    const [one, two] = ["one", "two"].map((name) => new ScratchRepository(join(directory, name)));
    if (one === undefined || two === undefined) throw new Error("there are two");
    install(one);
    expect(one.addendum("init", "--hooks")).toMatchObject({ code: 0 });
    expect(commitNext(two)).toMatchObject({ code: 0, files: expect.arrayContaining([version]) as string[] });
  });

  test("in this work tree before the main one", () => {
    const repository = initialized();
    const tree = new ScratchRepository(join(scratchDirectory(), "tree"));
    repository.git("worktree", "add", "-q", "-b", "side", tree.root);
    tree.write("node_modules/.bin/addendum", "#!/bin/sh\necho mine >&2\nexit 1\n");
    chmodSync(tree.path("node_modules/.bin/addendum"), 0o755);
    expect(commitNext(tree)).toMatchObject({ code: 1, err: "mine\n" });
  });

  test.each(["packages/event schemas", "packages", ""])("in node_modules of %j, in a monorepo", (place) => {
    const below = "packages/event schemas";
    const repository = initialized(below);
    rmSync(repository.path(`${below}/node_modules`), { recursive: true });
    install(repository, place);
    const { code, files } = commitNext(repository, {}, below);
    expect(code).toBe(0);
    expect(files).toContain(`${below}/${version}`);
    // Beside it, nothing is anybody's business.
    repository.write("src/other.txt", "x");
    expect(repository.commit("other")).toEqual({ code: 0, out: "", err: "" });
  });

  test("in a submodule", () => {
    const inner = initialized();
    const outer = new ScratchRepository();
    outer.git("init", "-q", "-b", "main");
    outer.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", inner.root, "schemas repo");
    const submodule = new ScratchRepository(outer.path("schemas repo"));
    install(submodule);
    expect(submodule.addendum("init", "--hooks")).toMatchObject({ code: 0 });
    expect(commitNext(submodule)).toMatchObject({
      code: 0,
      files: expect.arrayContaining([version]) as string[],
    });
    expect(outer.path(".git/hooks/pre-commit")).not.toSatisfy(existsSync);
  });

  test("on the PATH", () => {
    const repository = initialized();
    const directory = scratchDirectory();
    symlinkSync(command, join(directory, "addendum"));
    rmSync(repository.path("node_modules"), { recursive: true });
    const { code, files } = commitNext(repository, { PATH: `${directory}:${ownPath}` });
    expect(code).toBe(0);
    expect(files).toContain(version);
  });
});

describe("where something is missing, one line says what", () => {
  test("the command", () => {
    const repository = initialized();
    rmSync(repository.path("node_modules"), { recursive: true });
    repository.write("package.json", "{}\n");
    const { code, out, err, files } = commitNext(repository);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toBe(
      "addendum: Addendum is not installed in this work tree or in the main one. Run `npm install`, or commit with --no-verify and let CI check.\n",
    );
    expect(files).not.toContain(version);
  });

  test.each([
    ["pnpm-lock.yaml", "pnpm install"],
    ["yarn.lock", "yarn install"],
    ["readme", "npm install --global addendum"],
  ])("with %s: %s", (file, line) => {
    const repository = initialized();
    rmSync(repository.path("node_modules"), { recursive: true });
    repository.write(file, "");
    expect(commitNext(repository).err).toContain(`Run \`${line}\`, or`);
  });

  test("node, which graphical clients do not find: what init recorded serves", () => {
    const repository = initialized();
    const PATH = pathWithoutNode();
    expect(repository.git("config", "addendum.node").trim()).toBe(dirname(process.execPath));
    repository.git("config", "addendum.node", "/nowhere");
    expect(commitNext(repository, { PATH })).toMatchObject({
      code: 1,
      err: "addendum: the PATH of this git has no node. Commit from a terminal, or run `addendum init --hooks` there once: it records where node is.\n",
    });
    expect(repository.addendum("init", "--hooks")).toEqual({ code: 0, out: "", err: "" });
    expect(commitNext(repository, { PATH })).toMatchObject({
      code: 0,
      files: expect.arrayContaining([version]) as string[],
    });
  });

  test("the configuration, on a branch from before the schema repository: it is nobody's business", () => {
    const repository = new ScratchRepository();
    repository.git("init", "-q", "-b", "old");
    repository.write("readme.txt", "x");
    expect(repository.commit("before")).toMatchObject({ code: 0 });
    repository.git("switch", "-q", "-c", "main");
    repository.addendum("init");
    repository.git("add", "-A");
    repository.git("commit", "-q", "-m", "init", "--no-verify");
    repository.git("switch", "-q", "old");
    repository.write("readme.txt", "y");
    // Nothing is installed either.
    expect(repository.commit("after")).toEqual({ code: 0, out: "", err: "" });
    // Where only the work tree lacks it, the commit is checked all the same.
    repository.git("switch", "-q", "main");
    rmSync(repository.path("addendum.yaml"));
    repository.write("other.txt", "y");
    repository.git("add", "other.txt");
    expect(repository.tryGit("commit", "-q", "-m", "x").code).toBe(1);
  });
});

describe("hooks of others", () => {
  test("in a directory of the work tree: what is missing is added, what is there is not changed", () => {
    const repository = new ScratchRepository();
    repository.git("init", "-q", "-b", "main");
    repository.git("config", "core.hooksPath", "tools/git hooks");
    repository.write("tools/git hooks/pre-commit", "#!/bin/sh\necho mine >&2\n");
    chmodSync(repository.path("tools/git hooks/pre-commit"), 0o755);
    install(repository);
    repository.write(".gitignore", "node_modules\n");
    const { out, code } = repository.addendum("init");
    expect(code).toBe(0);
    expect(out).toContain("tools/git hooks/pre-commit is yours and was not changed.");
    const line = 'sh "${0%/*}/addendum" pre-commit || exit 1';
    expect(out).toContain(`    ${line}\n`);
    expect(repository.read("tools/git hooks/pre-commit")).toBe("#!/bin/sh\necho mine >&2\n");
    expect(existsSync(repository.path("tools/git hooks/post-commit"))).toBe(true);
    // With the line, it works; and init has nothing more to say.
    repository.write("tools/git hooks/pre-commit", `#!/bin/sh\necho mine >&2\n${line}\n`);
    repository.write(current, schema("a/b", "1.0.0"));
    expect(repository.commit("first")).toMatchObject({ code: 0 });
    expect(repository.files()).toContain("schemas/a/b/1.0.0.yaml");
    expect(repository.addendum("init", "--hooks")).toEqual({ code: 0, out: "", err: "" });
  });

  test("in a directory for many repositories: nothing is written there, and the line suits them all", () => {
    const shared = scratchDirectory();
    const repository = new ScratchRepository();
    repository.git("init", "-q", "-b", "main");
    repository.git("config", "core.hooksPath", shared);
    install(repository);
    repository.write(".gitignore", "node_modules\n");
    const { out } = repository.addendum("init");
    expect(out).toContain(`${shared}/pre-commit is yours`);
    expect(existsSync(join(shared, "addendum"))).toBe(false);
    const line = /^ {4}(.* pre-commit \|\| exit 1)$/m.exec(out)?.[1] as string;
    const hook = new ScratchRepository(shared);
    hook.write("pre-commit", `#!/bin/sh\n${line}\n`);
    chmodSync(join(shared, "pre-commit"), 0o755);
    repository.write(current, schema("a/b", "1.0.0"));
    expect(repository.commit("first")).toMatchObject({ code: 0 });
    expect(repository.files()).toContain("schemas/a/b/1.0.0.yaml");
    const other = new ScratchRepository();
    other.git("init", "-q");
    other.git("config", "core.hooksPath", shared);
    other.write("x", "x");
    expect(other.commit("x")).toEqual({ code: 0, out: "", err: "" });
  });

  test("by husky, before it has ever run: what to do is said", () => {
    const repository = new ScratchRepository();
    repository.git("init", "-q", "-b", "main");
    install(repository);
    repository.write(".gitignore", "node_modules\n");
    repository.write("package.json", '{ "name": "x", "private": true, "scripts": { "prepare": "husky" } }\n');
    const { out, code } = repository.addendum("init");
    expect(code).toBe(0);
    expect(out).toContain("runs husky, which makes git use the hooks in .husky instead");
    const husky = join(import.meta.dirname, "../../../node_modules/husky/bin.js");
    expect(repository.run(process.execPath, [husky])).toMatchObject({ code: 0 });
    expect(repository.addendum("init", "--hooks").out).toContain(".husky/pre-commit\n");
    repository.write(current, schema("a/b", "1.0.0"));
    expect(repository.commit("first")).toMatchObject({ code: 0 });
    expect(repository.files()).toContain("schemas/a/b/1.0.0.yaml");
  });

  test("by husky: they are committed with the rest", () => {
    const repository = new ScratchRepository();
    repository.git("init", "-q", "-b", "main");
    install(repository);
    repository.write(".gitignore", "node_modules\n");
    repository.write("package.json", '{ "name": "x", "private": true, "scripts": { "prepare": "husky" } }\n');
    const husky = join(import.meta.dirname, "../../../node_modules/husky/bin.js");
    expect(repository.run(process.execPath, [husky])).toMatchObject({ code: 0 });
    const { out, code } = repository.addendum("init");
    expect(code).toBe(0);
    expect(out).toContain(".husky/pre-commit\n");
    expect(out).not.toContain("prepare");
    repository.write(current, schema("a/b", "1.0.0"));
    expect(repository.commit("first")).toMatchObject({ code: 0 });
    expect(repository.files()).toEqual(
      expect.arrayContaining([".husky/addendum", ".husky/post-commit", "schemas/a/b/1.0.0.yaml"]),
    );
    const clone = new ScratchRepository(join(scratchDirectory(), "clone"));
    repository.git("clone", "-q", repository.root, clone.root);
    install(clone);
    expect(clone.run(process.execPath, [husky])).toMatchObject({ code: 0 });
    expect(commitNext(clone)).toMatchObject({
      code: 0,
      files: expect.arrayContaining([version]) as string[],
    });
  });
});

const lefthook = "2.2.2";
const noLefthook = whyNoEngines();
skipBecause("lefthook", noLefthook);

/** Lefthook's own program, from npm's registry. */
function lefthookProgram(): string {
  const directory = fetchOnce(`lefthook-${lefthook}`, (scratch) => {
    const args = ["install", "--prefix", scratch, "--ignore-scripts", "--no-audit", "--no-fund"];
    run("npm", [...args, `lefthook@${lefthook}`]);
    return scratch;
  });
  return join(directory, "node_modules/lefthook/bin/index.js");
}

describe.skipIf(noLefthook !== undefined)("lefthook", () => {
  test("gets entries for its own file, with which it works", () => {
    const program = lefthookProgram();
    const repository = new ScratchRepository();
    repository.git("init", "-q", "-b", "main");
    install(repository);
    repository.write(".gitignore", "node_modules\n");
    repository.write("lefthook.yml", "pre-commit:\n  commands:\n    echo:\n      run: echo mine\n");
    expect(repository.run(process.execPath, [program, "install"])).toMatchObject({ code: 0 });
    const before = repository.read(".git/hooks/pre-commit");
    const { out, code } = repository.addendum("init");
    expect(code).toBe(0);
    expect(repository.read(".git/hooks/pre-commit")).toBe(before);
    const entries = /lefthook\.yml is yours.*:\n\n((?: {4}.*\n)+)/.exec(out)?.[1] as string;
    repository.write("lefthook.yml", entries.replaceAll(/^ {4}/gm, ""));
    expect(repository.run(process.execPath, [program, "install"])).toMatchObject({ code: 0 });
    repository.write(current, schema("a/b", "1.0.0"));
    const result = repository.run("git", ["add", "-A"]);
    expect(result.code).toBe(0);
    const env = { LEFTHOOK_BIN: program, PATH: ownPath };
    expect(repository.run("git", ["commit", "-q", "-m", "first"], { env })).toMatchObject({ code: 0 });
    expect(repository.files()).toContain("schemas/a/b/1.0.0.yaml");
    expect(repository.addendum("init", "--hooks")).toEqual({ code: 0, out: "", err: "" });
    repository.write(current, schema("a/b", "1.0.0", field("c")));
    repository.git("add", "-A");
    expect(repository.run("git", ["commit", "-q", "-m", "next"], { env }).code).toBe(1);
  });
});

describe("every clone gets the hooks", () => {
  const packageText =
    '{\r\n\t"name": "events",\r\n\t"scripts": {\r\n\t\t"test": "x"\r\n\t},\r\n\t"z": 1\r\n}\r\n';

  test("by `npm install`, and package.json keeps its layout", () => {
    const repository = new ScratchRepository();
    repository.git("init", "-q", "-b", "main");
    repository.write("package.json", packageText);
    install(repository);
    const { out } = repository.addendum("init");
    expect(out).toContain("package.json: npm install now installs the hooks in every clone.\n");
    expect(repository.read("package.json")).toBe(
      packageText.replace('"x"\r\n', '"x",\r\n\t\t"prepare": "addendum init --hooks"\r\n'),
    );
    expect(repository.addendum("init").out).toBe("");
    repository.write(".gitignore", "node_modules\n");
    repository.git("add", "-A");
    repository.git("commit", "-q", "-m", "init", "--no-verify");
    const clone = new ScratchRepository(join(scratchDirectory(), "clone"));
    repository.git("clone", "-q", repository.root, clone.root);
    install(clone);
    const npm = clone.run("npm", ["install", "--offline", "--no-audit", "--no-fund", "--foreground-scripts"]);
    expect(npm).toMatchObject({ code: 0 });
    expect(commitNext(clone)).toMatchObject({
      code: 0,
      files: expect.arrayContaining([version]) as string[],
    });
  });

  test("a script `prepare` that is there stays, and what would do both is said", () => {
    const repository = new ScratchRepository();
    repository.git("init", "-q", "-b", "main");
    const text = '{ "scripts": { "prepare": "tsc && echo \\"x\\"" } }';
    repository.write("package.json", text);
    const { out } = repository.addendum("init");
    expect(repository.read("package.json")).toBe(text);
    expect(out).toContain('"prepare": "tsc && echo \\"x\\" && addendum init --hooks"');
  });

  test.each([
    ["of the schema repository", "event schemas/package.json", "addendum init --hooks"],
    ["at the top of the work tree", "package.json", 'addendum init --hooks "event schemas"'],
  ])("in a monorepo, by the package.json %s", (_, file, script) => {
    const repository = new ScratchRepository();
    repository.git("init", "-q", "-b", "main");
    repository.write(file, "{}\n");
    expect(repository.addendum("init", "event schemas")).toMatchObject({ code: 0 });
    const manifest = JSON.parse(repository.read(file)) as { scripts: { prepare: string } };
    expect(manifest.scripts.prepare).toBe(script);
    rmSync(repository.path(".git/hooks"), { recursive: true });
    const shell = repository.run(
      "sh",
      ["-c", script.replace("addendum", `"${process.execPath}" "${command}"`)],
      {
        cwd: dirname(repository.path(file)),
      },
    );
    expect(shell).toMatchObject({ code: 0 });
    expect(repository.read(".git/hooks/pre-commit")).toContain("pre-commit 'event schemas'\n");
  });

  test("where there is no package.json, it is said what to do", () => {
    const repository = new ScratchRepository();
    repository.git("init", "-q", "-b", "main");
    expect(repository.addendum("init").err).toContain("run `addendum init --hooks` once in each");
  });

  test("an install does not fail where there is no git", () => {
    const repository = new ScratchRepository();
    const { code, out, err } = repository.addendum("init", "--hooks");
    expect({ code, out }).toEqual({ code: 0, out: "" });
    expect(err).toContain("no git hooks were installed");
    expect(existsSync(repository.path(".git"))).toBe(false);
  });
});

test("the script is the one that the pre-commit framework runs", () => {
  const repository = initialized();
  const shipped = readFileSync(join(import.meta.dirname, "../bin/hook.sh"), "utf8");
  expect(repository.read(".git/hooks/addendum")).toBe(shipped);
});
