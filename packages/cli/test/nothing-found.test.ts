// A gate that has seen no schema does not pass where there are some, and says where it looked.
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { schema, scratchDirectory, ScratchRepository } from "./scratch-repository.ts";

const configuration = "version: 1\nbaseBranch: main\n";
const commands = [
  ["check"],
  ["materialize"],
  ["materialize", "--check"],
  ["lint"],
  ["fmt", "--check"],
  ["types"],
];

function withFiles(files: Readonly<Record<string, string>>, text = configuration): ScratchRepository {
  const repository = ScratchRepository.withGit(text);
  for (const [path, content] of Object.entries(files)) repository.write(path, content);
  return repository;
}

describe("no schema where they are looked for, and something that looks like one", () => {
  const cases: readonly (readonly [
    name: string,
    files: Readonly<Record<string, string>>,
    parts: readonly string[],
    text?: string,
  ])[] = [
    [
      "in another directory",
      { "jsonschema/a/b/current.yaml": schema("a/b", "1.0.0") },
      ["schemas/ does not exist", "write `schemas: jsonschema` in addendum.yaml"],
    ],
    [
      "in another directory, that of the configuration being there",
      { "schemas/readme": "", "jsonschema/a/b/current.yaml": schema("a/b", "1.0.0") },
      ["schemas/ contains no TITLE/current.yaml", "write `schemas: jsonschema` in addendum.yaml"],
    ],
    [
      "whose name was misspelt",
      { "schemas/readme": "" },
      ["their directory shcemas/ does not exist", "Did you mean `schemas: schemas`?"],
      `${configuration}schemas: shcemas\n`,
    ],
    ["at the top", { "a/b/current.yaml": schema("a/b", "1.0.0") }, ["write `schemas: .` in addendum.yaml"]],
    [
      "in no directory of its own",
      { "schemas/current.yaml": schema("a/b", "1.0.0") },
      ["schemas/current.yaml belongs in a directory of its own: schemas/TITLE/current.yaml"],
    ],
    [
      "as JSON",
      { "schemas/a/b/current.json": "{}" },
      ["schemas/a/b/current.json looks like one: write `currentName: current.json` in addendum.yaml"],
    ],
    [
      "as JSON, elsewhere",
      { "events/a/b/current.json": '{\n  "$id": "/a/b/1.0.0"\n}\n' },
      ["write `schemas: events` and `currentName: current.json` in addendum.yaml"],
    ],
    ["as yml", { "schemas/a/b/current.yml": "" }, ["rename it to current.yaml"]],
    [
      "a version alone, elsewhere",
      { "old/a/b/1.0.0.yaml": "" },
      ["old/a/b/1.0.0.yaml looks like a version", "current.yaml, should stand beside it"],
    ],
    [
      "JSON Schemas in another layout",
      { "api/order.schema.json": "{}" },
      ["api/order.schema.json looks like one, in another layout", "schemas/TITLE/current.yaml"],
    ],
    [
      "JSON Schemas that say so",
      { "schemas/order.json": '{"$schema": "http://json-schema.org/draft-07/schema#"}' },
      ["schemas/order.json looks like one, in another layout"],
    ],
    [
      "in a repository of jsonschema-tools",
      { "jsonschema/a/b/current.yaml": schema("a/b", "1.0.0") },
      ["write `schemaBasePath: ./jsonschema` in .jsonschema-tools.yaml"],
      "schemaBasePath: ./schemas\n",
    ],
    ["nowhere", {}, ["schemas/ does not exist", "addendum new TITLE"]],
  ];

  const named = cases.map(([name, files, parts, text = configuration]) => ({ name, files, parts, text }));

  test.each(named)("$name", ({ files, parts, text }) => {
    const repository = withFiles(files, text);
    if (text.startsWith("schemaBasePath"))
      renameSync(repository.path("addendum.yaml"), repository.path(".jsonschema-tools.yaml"));
    for (const args of commands) {
      const { code, out, err } = repository.addendum(...args);
      expect({ args, code, out }).toEqual({ args, code: 2, out: "" });
      for (const part of parts) expect(err).toContain(part);
      expect(err.trimEnd().split("\n")).toHaveLength(1);
    }
  });

  test("what others own is not looked at", () => {
    const repository = withFiles({
      "schemas/.gitkeep": "",
      "node_modules/x/y/current.yaml": "",
      "vendor/y/1.0.0.yaml": "",
      ".cache/a.schema.json": "{}",
      "examples/addendum.yaml": configuration,
      "examples/schemas/a/current.yaml": "",
      "package.json": '{"$schema": "https://json.schemastore.org/package"}',
    });
    expect(repository.addendum("check")).toMatchObject({ code: 0 });
  });

  test("the search ends in a repository of very many files", () => {
    const repository = withFiles({ "schemas/.gitkeep": "" });
    for (let index = 0; index < 300; index++) {
      mkdirSync(repository.path(`data/${index}`), { recursive: true });
      for (let file = 0; file < 100; file++) repository.write(`data/${index}/${file}.txt`, "");
    }
    repository.write(`deep/${"x/".repeat(40)}current.yaml`, "");
    expect(repository.addendum("check")).toMatchObject({ code: 0 });
  });
});

describe("an empty repository", () => {
  const hint = "No schemas yet: `addendum new TITLE` begins one.\n";

  test("passes right after init, and says how to begin", () => {
    const repository = new ScratchRepository();
    repository.git("init", "-q", "-b", "main");
    expect(repository.addendum("init")).toMatchObject({ code: 0 });
    for (const args of [
      ["check"],
      ["materialize"],
      ["lint"],
      ["fmt", "--check"],
      ["check", "."],
      ["check", "schemas"],
    ]) {
      expect({ args, ...repository.addendum(...args) }).toEqual({ args, code: 0, out: hint, err: "" });
    }
    const report = JSON.parse(repository.addendum("check", "--format", "json").out) as unknown;
    expect(report).toMatchObject({ ok: true, findings: [] });
    expect(repository.addendum("check", "--quiet")).toEqual({ code: 0, out: "", err: "" });
  });

  test("passes in the next clone, too", () => {
    const repository = new ScratchRepository();
    repository.git("init", "-q", "-b", "main");
    repository.addendum("init");
    rmSync(repository.path(".git/hooks"), { recursive: true });
    expect(repository.commit("first").code).toBe(0);
    const clone = new ScratchRepository(scratchDirectory());
    clone.git("clone", "-q", repository.root, ".");
    expect(clone.addendum("check")).toEqual({ code: 0, out: hint, err: "" });
  });
});

describe("what is staged touches no schema", () => {
  test("the hook and --staged stay silent and pass", () => {
    const repository = withFiles({ "schemas/a/b/current.yaml": schema("a/b", "1.0.0"), "readme.txt": "x" });
    repository.git("add", "readme.txt");
    for (const args of [
      ["hook", "pre-commit"],
      ["check", "--staged"],
      ["materialize", "--staged"],
      ["check", "--staged", "readme.txt"],
      ["materialize", "--staged", "readme.txt", "addendum.yaml"],
    ]) {
      expect({ args, ...repository.addendum(...args) }).toEqual({ args, code: 0, out: "", err: "" });
    }
    expect(repository.addendum("check", "--staged", "raedme.txt").code).toBe(2);
    expect(repository.addendum("check", "readme.txt").code).toBe(2);
  });

  test("but a current that would never be looked at is seen", () => {
    const repository = withFiles({ "jsonschema/a/b/current.yaml": schema("a/b", "1.0.0") });
    repository.git("add", "jsonschema");
    for (const args of [
      ["hook", "pre-commit"],
      ["check", "--staged"],
      ["materialize", "--staged"],
    ]) {
      const { code, err } = repository.addendum(...args);
      expect({ args, code }).toEqual({ args, code: 2 });
      expect(err).toContain("write `schemas: jsonschema` in addendum.yaml");
    }
    // Where there are schemas, a file of that name may be anything.
    repository.write("schemas/c/current.yaml", schema("c", "1.0.0"));
    repository.git("add", "schemas");
    expect(repository.addendum("hook", "pre-commit").code).toBe(0);
    repository.git("commit", "-q", "--no-verify", "-m", "first");
    repository.write("jsonschema/x/current.yaml", "x: 1\n");
    repository.git("add", "jsonschema");
    expect(repository.addendum("hook", "pre-commit")).toEqual({ code: 0, out: "", err: "" });
  });

  test("a configuration that leads away from the schemas is seen when it is staged", () => {
    const repository = withFiles({ "schemas/a/b/current.yaml": schema("a/b", "1.0.0") });
    expect(repository.commit("first")).toMatchObject({ code: 0 });
    repository.write("addendum.yaml", `${configuration}schemas: shcemas\n`);
    const { code, err } = repository.commit("second");
    expect(code).not.toBe(0);
    expect(err).toContain("write `schemas: schemas` in addendum.yaml");
  });
});

describe("paths that hold no schema", () => {
  const repository = () =>
    withFiles({
      "schemas/analytics/toggle/current.yaml": schema("analytics/toggle", "1.0.0"),
      "schemas/analytics/other/current.json": "{}",
      "schemas/analytics/plain/notes.txt": "",
      "docs/order.schema.json": "{}",
    });

  test.each([
    ["schemas/analytics/togle", "Did you mean “analytics/toggle”?"],
    ["schemas/analytics/togle/current.yaml", "Did you mean “analytics/toggle”?"],
    ["analytics/togle", "Did you mean “analytics/toggle”?"],
    ["nothing/like/it/at/all", "there is no such file, directory or title."],
    ["schemas/analytics/other", "schemas/analytics/other/current.json looks like one"],
    ["schemas/analytics/plain", "A schema is a file schemas/TITLE/current.yaml."],
    ["schemas/analytics/plain/notes.txt", "A schema is a file schemas/TITLE/current.yaml."],
    ["docs", "docs/order.schema.json looks like one, in another layout"],
    ["docs/order.schema.json", "docs/order.schema.json looks like one, in another layout"],
    ["/", "is outside the repository"],
  ])("%s", (path, part) => {
    const { code, out, err } = repository().addendum("check", path);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(part);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
  });
});
