import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { compile } from "@addendum/json-schema/validator";
import { describe, expect, test } from "vitest";
import { corpus, hasCorpus, whyNoCorpus } from "../../schema-repository/test/corpus.ts";
import { reportSchema } from "../src/report/json.ts";
import { schema, ScratchRepository } from "./scratch-repository.ts";

const current = "schemas/a/b/current.yaml";

/** A repository without commits: nothing is published. */
function plain(configuration = "version: 1\n"): ScratchRepository {
  const repository = new ScratchRepository();
  repository.git("init", "-q");
  repository.write("addendum.yaml", configuration);
  return repository;
}

describe("the command line", () => {
  const repository = new ScratchRepository("/");

  test.each([
    [["chek"], "did you mean “check”?"],
    [["check", "--stagd"], "did you mean --staged?"],
    [["check", "--format", "xml"], "--format must be one of text, json"],
    [["check", "--repo"], "--repo needs a value."],
    [["check", "--quiet=yes"], "--quiet takes no value."],
    [["check", "-x"], "there is no option -x."],
    [["bump"], "bump takes one FILE"],
    [["check", "--repo", "/nowhere"], "is not a directory"],
  ])("%j ends with 2 and one line", (args, message) => {
    const { code, out, err } = repository.addendum(...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
    expect(err.trimEnd()).not.toContain("\n");
  });

  test("help lists every command, and explains each with examples", () => {
    const { out } = repository.addendum("--help");
    const names = [...out.matchAll(/^ {2}([a-z]+) {2,}/gm)].map(([, name]) => name as string);
    expect(names).toContain("materialize");
    for (const name of names) expect(repository.addendum(name, "--help").out).toContain("EXAMPLES\n");
  });
});

describe("configuration", () => {
  test.each([
    ["mariadb: { host: db, password: hunter2 }", "addendum.yaml:3:24: “password” is a secret. Passwords"],
    ["hive: { host: h, PASSWD: hunter2 }", "addendum.yaml:3:20: “PASSWD” is a secret."],
    ["trino: { address: 'https://h', api-token: hunter2 }", "“api-token” is a secret."],
    ["trino: { address: 'https://ana:hunter2@h:8443' }", "addendum.yaml:3:21: an address with a user or"],
    ["hive: { host: 'jdbc:hive2://ana:hunter2@h' }", "an address with a user or a password"],
    ["mariadb: { shards: { s1: { host: a, pwd: hunter2 } } }", "“pwd” is a secret."],
  ])("a password is refused and not repeated: %s", (connection, message) => {
    const { code, out, err } = plain(`version: 1\nwarehouse:\n  ${connection}\n`).addendum("check");
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(out + err).not.toContain("hunter2");
  });

  test.each([
    ["version: 1\nshcemas: x\n", "addendum.yaml:2:1: unknown key “shcemas”; did you mean “schemas”?"],
    [
      "version: 1\nrules:\n  version-publishd: off\n",
      "addendum.yaml:3:3: unknown rule “version-publishd”; did you mean",
    ],
    ["version: 2\n", "addendum.yaml:1:10: “version” must be 1, not 2. The version of this format."],
    ["version: 1\nschemas: ../x\n", "addendum.yaml:2:10: “schemas” is outside the repository."],
    ["version: [\n", "addendum.yaml:2:1: not valid YAML"],
    ["version: 1\nskippedTestCases: { '(': [a] }\n", "addendum.yaml:2:21: “skippedTestCases.(” "],
    ["{}\n", "“addendum.yaml” lacks “version: 1”."],
    [
      "version: 1\noverrides: [{ titles: [a], rules: { a: off } }]\n",
      "addendum.yaml:2:37: unknown rule “a”. `addendum rules` lists them.",
    ],
    [
      "version: 1\nwarehouse:\n  mariadb: { hsot: db }\n",
      "addendum.yaml:3:14: unknown key “hsot”; did you mean “host”?",
    ],
    [
      "version: 1\nwarehouse:\n  hive: { host: h, principal: 'hive;x/a@B' }\n",
      "addendum.yaml:3:31: “warehouse.hive.principal” must match the pattern",
    ],
  ])("%j is refused with its place", (text, message) => {
    const { code, err } = plain(text).addendum("check");
    expect(code).toBe(2);
    expect(err).toContain(message.slice(0, 60));
  });

  test("both files: addendum.yaml wins, and says so", () => {
    const repository = plain();
    repository.write(".jsonschema-tools.yaml", "schemaBasePath: ./elsewhere\n");
    repository.write(current, schema("a/b", "1.0.0"));
    const { out, err } = repository.addendum("materialize");
    expect(err).toContain("addendum.yaml is used");
    expect(out).toContain("1 schema");
  });

  test("every key of .jsonschema-tools.yaml is honoured", () => {
    const repository = new ScratchRepository();
    repository.git("init", "-q");
    repository.write(
      ".jsonschema-tools.yaml",
      `schemaBasePath: ./json/
schemaBaseUris: [./json/, ./more]
contentTypes: [json]
currentName: source
schemaVersionField: info.version
schemaTitleField: name
shouldDereference: false
shouldSymlinkExtensionless: false
shouldSymlinkLatest: true
shouldGenerateExample: false
enforcedNumericBounds: [-5, 5]
ignoreSchemas: ['^/legacy/']
skipSchemaTestCases: { '/x': [schema-version-compatibility] }
gitStaged: false
shouldGitAdd: true
dryRun: false
logLevel: info
`,
    );
    repository.write(
      "json/a/source.json",
      '{"name": "a", "info": {"version": "1.2.3"}, "type": "object", "properties": {"n": {"type": "integer"}, "r": {"$ref": "/x/1.0.0"}}}',
    );
    repository.write("json/b/source.json", '{"name": "b", "$id": "/legacy/b", "info": {"version": "0.0.1"}}');
    expect(repository.addendum("materialize")).toMatchObject({ code: 0 });
    expect(readdirSync(repository.path("json/a")).sort()).toEqual([
      "1.2.3.json",
      "latest.json",
      "source.json",
    ]);
    const written = JSON.parse(repository.read("json/a/1.2.3.json")) as {
      properties: unknown;
      examples?: unknown;
    };
    expect(written).toMatchObject({
      properties: { n: { minimum: -5, maximum: 5 }, r: { $ref: "/x/1.0.0" } },
    });
    expect(written.examples).toBeUndefined();
    expect(readdirSync(repository.path("json/b"))).toEqual(["source.json"]);
    repository.write(".jsonschema-tools.yaml", "schemaBasePath: json\ncontentTypes: [yaml]\ndryRun: true\n");
    repository.write("json/c/current.yaml", schema("c", "1.0.0"));
    expect(repository.addendum("materialize").out).toContain("json/c/1.0.0.yaml\n");
    expect(readdirSync(repository.path("json/c"))).toEqual(["current.yaml"]);
  });

  test.each([
    ["contentTypes: [xml]\n", ":1:15: “contentTypes” lists “xml”"],
    ["schemaBasePath: ../up\n", ":1:17: “schemaBasePath” is outside the repository."],
    ["ignoreSchemas: ['a', '(']\n", ":1:22: “(” is not a regular expression."],
    ["skipSchemaTestCases:\n  '(': [a]\n", ":2:3: “(” is not a regular expression."],
    ["enforcedNumericBounds: [1]\n", ":1:24: “enforcedNumericBounds” must be a minimum and a maximum."],
  ])("%j in .jsonschema-tools.yaml is refused with its place", (text, message) => {
    const repository = new ScratchRepository();
    repository.write(".jsonschema-tools.yaml", text);
    const { code, err } = repository.addendum("check");
    expect(err).toContain(`.jsonschema-tools.yaml${message}`);
    expect(code).toBe(2);
  });

  test("gitStaged and shouldGitAdd", () => {
    const repository = ScratchRepository.withGit(
      "version: 1\nbaseBranch: main\nmaterialize: { staged: true }\n",
    );
    repository.write(current, schema("a/b", "1.0.0"));
    repository.write("schemas/unstaged/current.yaml", schema("unstaged", "1.0.0"));
    repository.git("add", current);
    expect(repository.addendum("materialize")).toMatchObject({ code: 0 });
    expect(repository.git("diff", "--cached", "--name-only")).toContain("schemas/a/b/1.0.0.yaml");
    expect(existsSync(repository.path("schemas/unstaged/1.0.0.yaml"))).toBe(false);
  });
});

describe("the days after", () => {
  test("new, then materialize, then check", () => {
    const repository = plain();
    expect(repository.addendum("new", "a/b")).toMatchObject({ code: 0, out: `${current}\n` });
    expect(repository.addendum("new", "a/b").code).toBe(2);
    expect(repository.addendum("new", "../x").code).toBe(2);
    expect(repository.addendum("new", "a/1.0.0").code).toBe(2);
    expect(repository.addendum("check").code).toBe(1);
    expect(repository.addendum("materialize")).toMatchObject({ code: 0 });
    expect(repository.addendum("check")).toMatchObject({ code: 0, out: "1 schema checked.\n" });
    expect(repository.addendum("check", "--quiet")).toMatchObject({ code: 0, out: "", err: "" });
  });

  test.each([
    ["plain", "$id: /a/b/1.0.0 # a comment\n"],
    ["quoted", "'$id':   '/a/b/1.0.0'\n"],
    ["double-quoted", '"$id": "/a/b/1.0.0"\n'],
  ])("bump changes the version alone, %s", (_, id) => {
    const repository = plain();
    const text = `# first\ntitle: a/b\n${id}type: object\nproperties: { a: { default: 1.0.0 } }\n`;
    repository.write(current, text);
    expect(repository.addendum("bump", current, "--set", "1.10.0")).toMatchObject({ code: 0 });
    expect(repository.read(current)).toBe(text.replace("/a/b/1.0.0", "/a/b/1.10.0"));
    expect(repository.addendum("bump", "a/b", "--set", "2")).toMatchObject({ code: 2 });
  });

  test("retire lists the title, and keeps the rest of the file", () => {
    const repository = plain("# mine\nversion: 1 # one\n");
    for (const title of ["x", "y"]) {
      repository.write(`schemas/${title}/current.yaml`, schema(title, "1.0.0"));
      expect(repository.addendum("retire", title)).toMatchObject({ code: 0 });
    }
    expect(repository.read("addendum.yaml")).toBe('# mine\nversion: 1 # one\nretired:\n  - "x"\n  - "y"\n');
    expect(repository.addendum("retire", "z").code).toBe(2);
    expect(existsSync(repository.path("schemas/x/current.yaml"))).toBe(true);
  });

  test("deps says who refers to what, and what is newer", () => {
    const repository = plain();
    repository.write("schemas/f/current.yaml", schema("f", "1.0.0"));
    repository.write(
      "schemas/user/current.yaml",
      schema("user", "1.0.0").replace("type: object", "type: object\nallOf: [{$ref: /f/1.0.0#}]"),
    );
    repository.addendum("materialize");
    repository.write("schemas/f/current.yaml", schema("f", "1.1.0"));
    repository.addendum("materialize");
    expect(repository.addendum("deps", "f").out).toBe("user  /f/1.0.0  (newest: /f/1.1.0)\n");
    expect(repository.addendum("deps", "nobody").code).toBe(2);
    // Offered, never forced.
    expect(repository.addendum("check")).toMatchObject({ code: 0 });
    expect(repository.addendum("check", "--fail-on", "info").out).toContain("[fragment-outdated]");
  });

  test("dereference prints what would be materialized, and writes nothing", () => {
    const repository = plain();
    repository.write(current, schema("a/b", "1.0.0").replace("examples:\n  - a: b\n", ""));
    expect(repository.addendum("dereference", current).out).toContain("examples:\n  - a: dolor\n");
    expect(readdirSync(repository.path("schemas/a/b"))).toEqual(["current.yaml"]);
  });

  test("paths, directories and titles select schemas", () => {
    const repository = plain();
    for (const title of ["a/x", "a/y", "b"])
      repository.write(`schemas/${title}/current.yaml`, schema(title, "1.0.0"));
    expect(repository.addendum("materialize", "schemas/a/x/current.yaml").out).toContain("1 schema;");
    expect(repository.addendum("materialize", "schemas/a").out).toContain("2 schemas;");
    expect(repository.addendum("materialize", "b").out).toContain("1 schema;");
    expect(repository.addendum("materialize", "nothing").code).toBe(2);
    expect(repository.addendum("materialize", ".").out).toContain("3 schemas, all up to date.");
  });
});

test("--format json has the published shape, whatever the command", () => {
  const repository = plain();
  repository.write(current, schema("a/b", "1.0").replace("a: b", "a: 1"));
  const validate = compile(reportSchema);
  for (const args of [
    ["check"],
    ["materialize"],
    ["deps"],
    ["dereference", "a/b"],
    ["materialize", "--dry-run"],
  ]) {
    for (const id of ["1.0", "1.0.0"]) {
      repository.write(current, schema("a/b", id).replace("a: b", "a: 1"));
      const { out } = repository.addendum(...args, "--format", "json");
      expect(validate(JSON.parse(out)), args.join(" ")).toEqual([]);
    }
  }
});

test("control characters in names do not reach the terminal", () => {
  const repository = plain();
  repository.write("schemas/\u001b[31mred/current.yaml", "title: [\n");
  const { out } = repository.addendum("check");
  expect(out).toContain("\\x1b[31mred");
  expect(out).not.toContain("\u001b");
});

describe("init", () => {
  test("makes a repository whose first commit works", () => {
    const repository = new ScratchRepository();
    repository.git("init", "-q", "-b", "trunk");
    expect(repository.addendum("init")).toMatchObject({ code: 0 });
    expect(repository.read("addendum.yaml")).toContain("baseBranch: trunk");
    mkdirSync(repository.path("node_modules/.bin"), { recursive: true });
    symlinkSync(
      join(import.meta.dirname, "../bin/addendum.cjs"),
      repository.path("node_modules/.bin/addendum"),
    );
    repository.write(".gitignore", "node_modules\n");
    repository.addendum("new", "a/b");
    expect(repository.commit("first")).toMatchObject({ code: 0 });
    expect(repository.files()).toContain("schemas/a/b/1.0.0.yaml");
    expect(repository.status()).toBe("");
  });

  test.skipIf(!hasCorpus)(`adopts a real repository without a difference${whyNoCorpus}`, () => {
    for (const symlinks of ["true", "false"]) {
      const repository = new ScratchRepository();
      cpSync(join(corpus, "event-schemas"), repository.root, { recursive: true });
      repository.run("chmod", ["-R", "u+w", "."]);
      repository.git("init", "-q", "-b", "main");
      repository.git("config", "core.symlinks", symlinks);
      repository.git("add", "-A");
      if (symlinks === "false") {
        // As Windows has it: links in the index, files that hold their targets' names in the work tree.
        const aliases = repository
          .git("ls-files", "-s")
          .split("\n")
          .filter((line) => /\/(latest(\.yaml)?|\d+\.\d+\.\d+)$/.test(line));
        const info = aliases.map((line) => line.replace(/^100644/, "120000")).join("\n");
        expect(repository.run("git", ["update-index", "--index-info"], { input: `${info}\n` }).code).toBe(0);
      }
      repository.git("commit", "-q", "-m", "first");
      expect(repository.addendum("init")).toMatchObject({ code: 0 });
      expect(repository.read("addendum.yaml")).toContain("adopted: true");
      repository.git("add", "-A");
      repository.git("commit", "-q", "--no-verify", "-m", "adopt");
      const { code, out } = repository.addendum("materialize");
      expect(code).toBe(0);
      expect(out).toContain("53 schemas, all up to date.");
      expect(repository.status()).toBe("");
      const file = "jsonschema/error/current.yaml";
      repository.write(file, repository.read(file).replace("/error/2.1.0", "/error/2.2.0"));
      repository.git("add", file);
      expect(repository.addendum("hook", "pre-commit")).toMatchObject({ code: 0 });
      repository.git("commit", "-q", "--no-verify", "-m", "next");
      expect(repository.status()).toBe("");
      expect(repository.shows("HEAD", "jsonschema/error/latest")).toBe("2.2.0.yaml");
    }
  });
});

test("the published schemas are what the code holds", () => {
  const root = join(import.meta.dirname, "../../..");
  const published = JSON.parse(
    readFileSync(join(root, "docs/reference/report.schema.json"), "utf8"),
  ) as unknown;
  expect(published).toEqual(JSON.parse(JSON.stringify(reportSchema)));
});
