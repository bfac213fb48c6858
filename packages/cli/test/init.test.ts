import { existsSync, mkdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { schema, ScratchRepository } from "./scratch-repository.ts";

function repositoryWith(files: Readonly<Record<string, string>>): ScratchRepository {
  const repository = new ScratchRepository();
  repository.git("init", "-q", "-b", "main");
  for (const [path, text] of Object.entries(files)) repository.write(path, text);
  return repository;
}

/** What `init` makes of a `.jsonschema-tools.yaml`. */
function adopt(text: string): string {
  const repository = repositoryWith({ ".jsonschema-tools.yaml": text });
  mkdirSync(repository.path("jsonschema"));
  expect(repository.addendum("init")).toMatchObject({ code: 0 });
  expect(repository.addendum("rules")).toMatchObject({ code: 0 });
  return repository.read("addendum.yaml");
}

describe("the comments of .jsonschema-tools.yaml", () => {
  test("stand with the keys and items that they are about", () => {
    const text = adopt(`# Owned by Data Engineering.

# Where schemas live
schemaBasePath: ./jsonschema/
schemaBaseUris: # local first
  - ./jsonschema/
  # Shared with the primary repository, see T201643
  - https://schema.example.org/primary
shouldDereference: true # the default, said on purpose
# Each of these is an old mistake that events name for ever.
skipSchemaTestCases:
  # Imported from EventLogging; nobody sends it any more (T259163)
  ^/analytics/legacy/.*:
    - snake_case # camelCase in MediaWiki
    - "schema-version-compatibility" # 1.2.0 took a field back
  '^/mediawiki/client/error/1\\.0\\.0': ['#not a comment']
ignoreSchemas:
- ^/test/.*   # fixtures
# Nothing below.
`);
    expect(text).toBe(`# yaml-language-server: $schema=./node_modules/@addendum/cli/dist/addendum.schema.json
# Configuration of this schema repository; see docs/configuration.md of Addendum.
# Taken over from .jsonschema-tools.yaml, which is no longer read.
# “adopted”: what only Addendum rejects is a warning, and the output stays what it was.
version: 1
baseBranch: main
adopted: true
generateExamples: false
# Owned by Data Engineering.
# Where schemas live
schemas: jsonschema
referenceBases: # local first
  - ./jsonschema/
  # Shared with the primary repository, see T201643
  - https://schema.example.org/primary
# the default, said on purpose
dereference: true
# Each of these is an old mistake that events name for ever.
skippedTestCases:
  # Imported from EventLogging; nobody sends it any more (T259163)
  ^/analytics/legacy/.*:
    - snake_case # camelCase in MediaWiki
    - "schema-version-compatibility" # 1.2.0 took a field back
  '^/mediawiki/client/error/1\\.0\\.0': ['#not a comment']
ignore:
- ^/test/.*   # fixtures
# Nothing below.
`);
  });

  test.each([
    [
      "where a value is written in another way",
      "schemaBasePath: jsonschema\n# one\nignoreSchemas: ^/a/.* # two\n",
      ["# one", "# two"],
    ],
    [
      "of keys that nobody reads",
      "schemaBasePath: jsonschema\n# why\nsomethingElse: true # and how\n",
      ["# why", "# and how"],
    ],
    [
      "in a file in flow style",
      "# top\n{ schemaBasePath: jsonschema, # in between\n  dryRun: true }\n",
      ["# top", "# in between"],
    ],
    [
      "with the line ends of Windows",
      "# top\r\nschemaBasePath: jsonschema # at the end\r\n",
      ["# top", "# at the end"],
    ],
    [
      "of keys that become one",
      "schemaBasePath: jsonschema\n# a\ngitStaged: true\n# b\ndryRun: true # c\n",
      ["# a", "# b", "# c"],
    ],
  ])("are not lost %s", (_, source, comments) => {
    const text = adopt(source);
    for (const comment of comments) expect(text).toContain(`${comment}\n`);
    expect(text).toContain("schemas: jsonschema\n");
  });
});

describe("recorded events", () => {
  test("are ignored by git, and lines that are there stay", () => {
    const repository = repositoryWith({ ".gitignore": "node_modules\r\n*.log" });
    repository.addendum("init");
    expect(repository.read(".gitignore")).toBe(
      "node_modules\r\n*.log\r\n# Events that `addendum serve` receives and `addendum load` stores.\r\n/events/\r\n/lake/\r\n",
    );
    repository.addendum("init");
    expect(repository.read(".gitignore").match(/lake/g)).toHaveLength(1);
    repository.write("events/a.jsonl", "{}\n");
    repository.write("schemas/events/b/current.yaml", schema("events/b", "1.0.0"));
    repository.git("add", "-A");
    expect(repository.git("ls-files")).not.toContain("a.jsonl");
    expect(repository.git("ls-files")).toContain("schemas/events/b/current.yaml");
  });

  test.each([
    ["a broader pattern ignores them", { ".gitignore": "events*\nlake/\n" }, "events*\nlake/\n"],
    [
      "the schemas are there",
      { "addendum.yaml": "version: 1\nschemas: events\n", ".gitignore": "/lake/\n" },
      "/lake/\n",
    ],
  ])("are left out where %s", (_, files, expected) => {
    const repository = repositoryWith(files);
    repository.addendum("init");
    expect(repository.read(".gitignore")).toBe(expected);
  });

  test("are left out where git tracks files there", () => {
    const repository = repositoryWith({ "events/readme.md": "x" });
    repository.git("add", "-A");
    repository.addendum("init");
    expect(repository.read(".gitignore")).not.toContain("events/");
    expect(repository.read(".gitignore")).toContain("/lake/\n");
  });
});

test.each([
  ["", "package.json", "./node_modules/@addendum/cli/dist/addendum.schema.json"],
  ["a/event schemas", "package.json", "../../node_modules/@addendum/cli/dist/addendum.schema.json"],
  [
    "a/b",
    "a/node_modules/@addendum/cli/dist/addendum.schema.json",
    "../node_modules/@addendum/cli/dist/addendum.schema.json",
  ],
])("editors find the schema of a configuration in %j, beside %s", (directory, file, schemaPath) => {
  const repository = repositoryWith({ [file]: "{}\n" });
  expect(repository.addendum("init", ...(directory === "" ? [] : [directory]))).toMatchObject({ code: 0 });
  const path = directory === "" ? "addendum.yaml" : `${directory}/addendum.yaml`;
  expect(repository.read(path).split("\n")[0]).toBe(`# yaml-language-server: $schema=${schemaPath}`);
  expect(existsSync(repository.path("addendum.yaml"))).toBe(directory === "");
});
