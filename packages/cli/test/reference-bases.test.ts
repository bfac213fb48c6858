// References into other directories than the schemas' own, as `check`, the hook and CI see them.
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ScratchRepository } from "./scratch-repository.ts";

const fragment = (version: string, field: string) => `title: fragment/common
description: What all events share.
$id: /fragment/common/${version}
$schema: https://json-schema.org/draft-07/schema#
type: object
properties:
  $schema: { type: string, description: The schema. }
  ${field}: { type: string, description: Of the fragment. }
  meta: { type: object, description: About it., properties: { stream: { type: string, description: s } } }
`;
const event = (version = "1.0.0", fragmentVersion = "1.0.0") => `title: click
description: Somebody clicked.
$id: /click/${version}
$schema: https://json-schema.org/draft-07/schema#
type: object
allOf: [{ $ref: /fragment/common/${fragmentVersion} }]
properties: { a: { type: string, description: Any. } }
examples: [{ a: b }]
`;

/** A repository in a directory of its own, so that there is something beside it. */
function repositoryWith(base: string, within = ""): ScratchRepository {
  const outer = new ScratchRepository();
  mkdirSync(outer.path("repository"));
  const repository = new ScratchRepository(outer.path("repository"));
  repository.git("init", "-q", "-b", "main");
  repository.installHooks();
  const configuration = `version: 1\nbaseBranch: main\nreferenceBases: [schemas, "${base}"]\n`;
  repository.write(join(within, "addendum.yaml"), configuration);
  repository.write(join(within, "schemas/click/current.yaml"), event());
  return repository;
}

/** What the commands of a repository say of it: each an exit code. */
function verdicts(repository: ScratchRepository, within = "") {
  const run = (...args: string[]) => repository.addendum(...args, "--repo", repository.path(within)).code;
  return { check: run("check"), staged: run("check", "--staged") };
}

describe.each([
  ["beside the schemas", "shared", "shared"],
  ["beside the schemas, with a dot", "./shared/", "shared"],
  ["outside the repository", "../outside", "../outside"],
  ["outside the repository, as a URI", "file:../outside", "../outside"],
])("a base %s", (_, base, directory) => {
  test.each(["yaml", "json"])("without aliases, its versions in %s, is the same to all", (type) => {
    const repository = repositoryWith(base);
    repository.write(`${directory}/fragment/common/1.0.0.yaml`, fragment("1.0.0", "f"));
    if (type === "json") {
      repository.run("sh", [
        "-c",
        `cd ${directory}/fragment/common && cat 1.0.0.yaml > 1.0.0.json && rm 1.0.0.yaml`,
      ]);
      const text = '{ "type": "object", "properties": { "f": { "type": "string", "description": "d" } } }';
      repository.write(`${directory}/fragment/common/1.0.0.json`, text);
    }
    // The version is not there yet: the hook, which is installed, will write it.
    repository.git("add", "-A");
    expect(verdicts(repository)).toEqual({ check: 0, staged: 0 });
    expect(repository.commit("one")).toMatchObject({ code: 0 });
    expect(repository.shows("HEAD", "schemas/click/1.0.0.yaml")).toContain("  f:\n");
    expect(verdicts(repository)).toEqual({ check: 0, staged: 0 });
    expect(repository.status()).toBe("");
  });

  test("leads to what is there, by an alias", () => {
    const repository = repositoryWith(base);
    repository.write(`${directory}/fragment/common/1.0.0.yaml`, fragment("1.0.0", "f"));
    symlinkSync("1.0.0.yaml", repository.path(`${directory}/fragment/common/1.0.0`));
    expect(repository.commit("one")).toMatchObject({ code: 0 });
    expect(repository.shows("HEAD", "schemas/click/1.0.0.yaml")).toContain("  f:\n");
  });

  test("is read in a clone", () => {
    const repository = repositoryWith(base);
    repository.write(`${directory}/fragment/common/1.0.0.yaml`, fragment("1.0.0", "f"));
    repository.commit("one");
    repository.git("clone", "-q", ".", "../clone");
    const clone = new ScratchRepository(repository.path("../clone"));
    expect(clone.addendum("check")).toMatchObject({ code: 0 });
  });

  test("without the version is an error everywhere", () => {
    const repository = repositoryWith(base);
    repository.write(`${directory}/fragment/common/2.0.0.yaml`, fragment("2.0.0", "f"));
    repository.git("add", "-A");
    expect(verdicts(repository)).toEqual({ check: 1, staged: 1 });
    expect(repository.commit("one")).toMatchObject({ code: 1 });
  });
});

test("a changed version of a base beside the schemas changes who refers to it", () => {
  const repository = repositoryWith("shared");
  repository.write("shared/fragment/common/1.0.0.yaml", fragment("1.0.0", "f"));
  repository.commit("one");
  repository.git("switch", "-q", "-c", "topic");
  repository.write("schemas/click/current.yaml", event("1.1.0", "1.1.0"));
  repository.write("shared/fragment/common/1.1.0.yaml", fragment("1.1.0", "f"));
  expect(repository.commit("two")).toMatchObject({ code: 0 });
  // Nobody has seen it yet, so it may change; its source is not touched.
  repository.write(
    "shared/fragment/common/1.1.0.yaml",
    `${fragment("1.1.0", "f")}  g: { type: string, description: d }\n`,
  );
  expect(repository.commit("three")).toMatchObject({ code: 0 });
  expect(repository.shows("HEAD", "schemas/click/1.1.0.yaml")).toContain("  g:\n");
  expect(repository.addendum("check")).toMatchObject({ code: 0 });
});

describe("the index decides what a base holds", () => {
  test.each([
    ["beside the schemas", "", "shared"],
    ["outside the schema repository, in the same work tree", "analytics", "../shared"],
  ])("%s", (_, within, base) => {
    const repository = repositoryWith(base, within);
    const file = "shared/fragment/common/1.0.0.yaml";
    repository.write(file, fragment("1.0.0", "staged"));
    symlinkSync("1.0.0.yaml", repository.path("shared/fragment/common/1.0.0"));
    repository.git("add", "-A");
    repository.write(file, fragment("1.0.0", "unstaged"));
    if (within !== "") {
      for (const name of ["pre-commit", "post-commit"]) {
        const hook = repository.read(`.git/hooks/${name}`).replace(/$/m, `\ncd ${within}`);
        repository.write(`.git/hooks/${name}`, hook);
      }
    }
    expect(repository.tryGit("commit", "-q", "-m", "one")).toMatchObject({ code: 0 });
    const version = repository.shows("HEAD", join(within, "schemas/click/1.0.0.yaml"));
    expect(version).toContain("  staged:\n");
    expect(version).not.toContain("unstaged");
  });
});

describe("a base that git has nothing of is read as it is on disk", () => {
  test("installed by a package manager", () => {
    const repository = repositoryWith("node_modules/schemas");
    repository.write(".gitignore", "node_modules\n");
    repository.write("node_modules/schemas/fragment/common/1.0.0.yaml", fragment("1.0.0", "f"));
    expect(repository.commit("one")).toMatchObject({ code: 0 });
    expect(repository.shows("HEAD", "schemas/click/1.0.0.yaml")).toContain("  f:\n");
    repository.write(
      "schemas/click/current.yaml",
      event("1.1.0").replace("}\nexamples", ", b: { type: string, description: d } }\nexamples"),
    );
    expect(repository.commit("two")).toMatchObject({ code: 0 });
  });

  test("a submodule", () => {
    const repository = repositoryWith("shared");
    const other = new ScratchRepository();
    other.git("init", "-q", "-b", "main");
    other.write("fragment/common/1.0.0.yaml", fragment("1.0.0", "f"));
    other.commit("one");
    repository.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", other.root, "shared");
    expect(repository.commit("one")).toMatchObject({ code: 0 });
    expect(repository.shows("HEAD", "schemas/click/1.0.0.yaml")).toContain("  f:\n");
    expect(verdicts(repository)).toEqual({ check: 0, staged: 0 });
  });
});

test("a link out of a base leads nowhere", () => {
  const repository = repositoryWith("../outside");
  repository.write("../secret.yaml", fragment("1.0.0", "secret"));
  mkdirSync(repository.path("../outside/fragment/common"), { recursive: true });
  symlinkSync("../../../secret.yaml", repository.path("../outside/fragment/common/1.0.0.yaml"));
  const { code, out } = repository.addendum("dereference", "click");
  expect(code).toBe(1);
  expect(out).not.toContain("secret");
});

test("a repository of ours without aliases refers to its own versions", () => {
  const repository = ScratchRepository.withGit(
    "version: 1\nbaseBranch: main\nextensionlessAliases: false\nlatestAliases: false\ncontentTypes: [json]\ncurrentName: current.yaml\n",
  );
  repository.write("schemas/fragment/common/current.yaml", fragment("1.0.0", "f"));
  expect(repository.commit("one")).toMatchObject({ code: 0 });
  repository.write("schemas/click/current.yaml", event());
  expect(repository.commit("two")).toMatchObject({ code: 0 });
  expect(repository.shows("HEAD", "schemas/click/1.0.0.json")).toContain('"f": {');
});

test("what a generator writes, a root that refers to a definition, is committed", () => {
  const repository = ScratchRepository.withGit();
  repository.write(
    "schemas/click/current.yaml",
    `title: click
description: Somebody clicked.
$id: /click/1.0.0
$schema: https://json-schema.org/draft-07/schema#
$ref: "#/definitions/Click"
definitions:
  Click:
    type: object
    description: The event.
    properties:
      $schema: { type: string, description: The schema. }
      meta: { $ref: "#/definitions/Meta" }
  Meta: { type: object, description: m, properties: { stream: { type: string, description: s } } }
examples: [{ meta: { stream: clicks } }]
`,
  );
  expect(repository.commit("one")).toMatchObject({ code: 0 });
  const version = repository.shows("HEAD", "schemas/click/1.0.0.yaml");
  expect(version).toContain("type: object\nproperties:\n");
  expect(version).not.toContain("$ref");
  expect(repository.addendum("check")).toMatchObject({ code: 0 });
});
