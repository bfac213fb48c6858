// materialize --keep-going writes the schemas that are whole, although others are refused.
import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { field, schema, ScratchRepository } from "./scratch-repository.ts";

const referring = (title: string, version: string, target: string) =>
  schema(title, version).replace("type: object\n", `type: object\nallOf: [{ $ref: ${target}# }]\n`);

function withSchemas(
  files: Readonly<Record<string, string>>,
  configuration = "version: 1\nbaseBranch: main\n",
): ScratchRepository {
  const repository = ScratchRepository.withGit(configuration);
  for (const [title, text] of Object.entries(files)) repository.write(`schemas/${title}/current.yaml`, text);
  return repository;
}

const has = (repository: ScratchRepository, title: string, version = "1.0.0") =>
  existsSync(repository.path(`schemas/${title}/${version}.yaml`));

/** Runs it, and tells which titles have a version then, and which are said to be left. */
function keepGoing(repository: ScratchRepository, ...args: readonly string[]) {
  const { code, out } = repository.addendum("materialize", "--keep-going", "--format", "json", ...args);
  const { files, leftTitles } = JSON.parse(out) as {
    files: readonly { path: string }[];
    leftTitles?: readonly { title: string; refersTo?: string }[];
  };
  const written = [...new Set(files.map(({ path }) => path.replace(/^schemas\/(.*)\/[^/]+$/, "$1")))];
  const left = (leftTitles ?? []).map(({ title, refersTo }) => (refersTo ? `${title} → ${refersTo}` : title));
  return { code, written: written.sort(), left };
}

/** A schema that refuses its own example. */
const broken = (title: string) => schema(title, "1.0.0").replace("a: b", "a: 1");

describe("some are refused", () => {
  test("the others are written, with exit code 1 and the list of what was left", () => {
    const repository = withSchemas({ a: schema("a", "1.0.0"), b: broken("b"), c: "title: [\n" });
    expect(repository.addendum("materialize")).toMatchObject({ code: 1 });
    expect(has(repository, "a")).toBe(false);
    const { code, out } = repository.addendum("materialize", "--keep-going");
    expect(code).toBe(1);
    expect(out).toContain("2 version files and 4 aliases written.");
    expect(out).toMatch(/\nLeft out: b\nLeft out: c\n$/);
    expect(has(repository, "a")).toBe(true);
    expect(has(repository, "b")).toBe(false);
    // Once more: there is nothing left to write, and it still fails.
    expect(repository.addendum("materialize", "--keep-going")).toMatchObject({ code: 1 });
  });

  test("so are those that refer to them, over others, too", () => {
    const repository = withSchemas({
      alone: schema("alone", "1.0.0"),
      "fragment/bad": broken("fragment/bad"),
      "fragment/good": schema("fragment/good", "1.0.0"),
      "fragment/middle": referring("fragment/middle", "1.0.0", "/fragment/bad/1.0.0"),
      far: referring("far", "1.0.0", "/fragment/middle/1.0.0"),
      near: referring("near", "1.0.0", "/fragment/bad/1.0.0"),
      newest: referring("newest", "1.0.0", "/fragment/bad/latest"),
      fine: referring("fine", "1.0.0", "/fragment/good/1.0.0"),
    });
    expect(keepGoing(repository)).toEqual({
      code: 1,
      written: ["alone", "fine", "fragment/good"],
      left: [
        "far → fragment/bad",
        "fragment/bad",
        "fragment/middle → fragment/bad",
        "near → fragment/bad",
        "newest",
      ],
    });
  });

  test.each([
    ["dereference: false", "version: 1\nbaseBranch: main\ndereference: false\n"],
    ["dereference: true", "version: 1\nbaseBranch: main\n"],
  ])("a fragment whose document cannot be read counts, %s", (_, configuration) => {
    const repository = withSchemas(
      {
        "fragment/bad": "title: [\n",
        near: referring("near", "1.0.0", "/fragment/bad/1.0.0"),
        alone: schema("alone", "1.0.0"),
      },
      configuration,
    );
    const { code, written, left } = keepGoing(repository);
    expect({ code, written }).toEqual({ code: 1, written: ["alone"] });
    expect(left.map((one) => one.replace(/ .*/, ""))).toEqual(["fragment/bad", "near"]);
  });

  test("a published version of a refused title may be referred to", () => {
    const repository = withSchemas({ "fragment/f": schema("fragment/f", "1.0.0", field("c")) });
    expect(repository.commit("first")).toMatchObject({ code: 0 });
    repository.write("schemas/fragment/f/current.yaml", schema("fragment/f", "1.1.0"));
    repository.write("schemas/old/current.yaml", referring("old", "1.0.0", "/fragment/f/1.0.0"));
    repository.write("schemas/new/current.yaml", referring("new", "1.0.0", "/fragment/f/1.1.0"));
    expect(keepGoing(repository)).toEqual({
      code: 1,
      written: ["old"],
      left: ["fragment/f", "new → fragment/f"],
    });
    expect(has(repository, "fragment/f", "1.1.0")).toBe(false);
  });

  test("but not one that was changed", () => {
    const repository = withSchemas({ "fragment/f": schema("fragment/f", "1.0.0", field("c")) });
    expect(repository.commit("first")).toMatchObject({ code: 0 });
    const version = "schemas/fragment/f/1.0.0.yaml";
    repository.write(version, repository.read(version).replace("Any text.", "Changed."));
    repository.write("schemas/fragment/f/current.yaml", schema("fragment/f", "1.1.0", field("c")));
    repository.write("schemas/old/current.yaml", referring("old", "1.0.0", "/fragment/f/1.0.0"));
    expect(keepGoing(repository)).toEqual({
      code: 1,
      written: [],
      left: ["fragment/f", "old → fragment/f"],
    });
  });

  test("a waiver that is wrong concerns its title alone", () => {
    const waiver = "waivers: [{ rules: [property-removed], title: a, version: 1.0.0 }]\n";
    const repository = withSchemas(
      { a: schema("a", "1.0.0"), b: schema("b", "1.0.0") },
      `version: 1\nbaseBranch: main\n${waiver}`,
    );
    expect(keepGoing(repository)).toEqual({ code: 1, written: ["b"], left: ["a"] });
  });
});

test("in the index, too; and --dry-run and --check write nothing", () => {
  const repository = withSchemas({ a: schema("a", "1.0.0"), b: broken("b") });
  repository.git("add", "-A");
  expect(repository.addendum("materialize", "--keep-going", "--dry-run").out).toContain(
    "schemas/a/1.0.0.yaml\n",
  );
  expect(repository.addendum("materialize", "--keep-going", "--check").code).toBe(1);
  expect(has(repository, "a")).toBe(false);
  expect(keepGoing(repository, "--staged")).toEqual({ code: 1, written: ["a"], left: ["b"] });
  expect(repository.git("diff", "--cached", "--name-only")).toContain("schemas/a/1.0.0.yaml");
});

test("where nothing is refused, it is as without", () => {
  const repository = withSchemas({ a: schema("a", "1.0.0") });
  expect(keepGoing(repository)).toEqual({ code: 0, written: ["a"], left: [] });
});

test("the hook stays with all or nothing", () => {
  const repository = withSchemas({ a: schema("a", "1.0.0"), b: broken("b") });
  expect(repository.commit("first").code).not.toBe(0);
  expect(repository.git("diff", "--cached", "--name-only")).not.toContain("schemas/a/1.0.0.yaml");
});
