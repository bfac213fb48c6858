import { expect, test } from "vitest";
import { field, schema, scratchDirectory, ScratchRepository } from "./scratch-repository.ts";

const configuration = `version: 1
baseBranch: main
types:
  out: types
  package: "@x/types"
tables:
  engines: [duckdb, hive]
`;

/** A clone as git for Windows makes it: every line of the work tree ends in CRLF. */
function cloneWithCarriageReturns(): ScratchRepository {
  const origin = ScratchRepository.withGit(configuration);
  origin.write("schemas/a/b/current.yaml", schema("a/b", "1.0.0", field("c")));
  expect(origin.commit("first")).toMatchObject({ code: 0 });
  const clone = new ScratchRepository(scratchDirectory());
  clone.git("clone", "-q", "--config", "core.autocrlf=true", origin.root, ".");
  clone.installHooks();
  return clone;
}

test("nothing that is generated drifts where git checks lines out with CRLF", () => {
  const clone = cloneWithCarriageReturns();
  const generated = clone.files().filter((file) => /^(types|tables)\//.test(file));
  expect(generated.length).toBeGreaterThan(4);
  for (const file of generated) expect(clone.read(file)).toContain("\r\n");
  expect(clone.addendum("check")).toMatchObject({ code: 0 });
  expect(clone.addendum("materialize").out).toContain("up to date");
  expect(clone.addendum("types", "--check")).toMatchObject({ code: 0 });
  expect(clone.addendum("tables", "--check")).toMatchObject({ code: 0 });
  expect(clone.status()).toBe("");
});

test("a commit there holds what it holds elsewhere, and leaves a clean work tree", () => {
  const clone = cloneWithCarriageReturns();
  const source = schema("a/b", "1.1.0", field("c") + field("d")).replaceAll("\n", "\r\n");
  clone.write("schemas/a/b/current.yaml", source);
  expect(clone.addendum("check", "schemas/a/b").out).not.toContain("[no-");
  expect(clone.tryGit("commit", "-q", "-am", "second")).toMatchObject({ code: 0 });
  expect(clone.files()).toEqual(expect.arrayContaining(["schemas/a/b/1.1.0.yaml"]));
  const held = clone.files().filter((file) => clone.shows("HEAD", file).includes("\r"));
  expect(held).toEqual([]);
  expect(clone.status()).toBe("");
  expect(clone.addendum("check")).toMatchObject({ code: 0 });
});
