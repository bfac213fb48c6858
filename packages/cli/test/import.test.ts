import { expect, test } from "vitest";
import { ScratchRepository } from "./scratch-repository.ts";

const source = `export type Editor = "one" | "two";
interface Base {
  /** When. */
  at?: Date;
}
/** Somebody clicked a result. */
export interface SearchClick extends Base {
  /**
   * The text that was searched for.
   * @maxLength 200
   */
  query: string;
  /**
   * @TJS-type integer
   * @minimum 0
   */
  position: number;
  editor?: Editor | null;
  tags: readonly string[];
  sizes?: { [name: string]: number };
}
export interface Tree {
  branch?: Tree;
}
export type Text = string;
`;

function withTypes(text = source): ScratchRepository {
  const repository = ScratchRepository.withGit();
  repository.write("src/events.ts", text);
  return repository;
}

test("an interface becomes a current whose version the hook makes", () => {
  const repository = withTypes();
  const title = "analytics/search/click";
  expect(repository.addendum("import", "src/events.ts#SearchClick", "--title", title)).toMatchObject({
    code: 0,
    out: `schemas/${title}/current.yaml\n`,
  });
  expect(repository.read(`schemas/${title}/current.yaml`)).toBe(`title: analytics/search/click
description: Somebody clicked a result.
$id: /analytics/search/click/1.0.0
$schema: 'https://json-schema.org/draft-07/schema#'
type: object
required:
  - $schema
  - position
  - query
  - tags
properties:
  $schema:
    type: string
    description: The URI of this event's schema and version.
  query:
    description: The text that was searched for.
    type: string
    maxLength: 200
  position:
    type: integer
    minimum: 0
  editor:
    anyOf:
      - type: string
        enum:
          - one
          - two
      - type: 'null'
  tags:
    type: array
    items:
      type: string
  sizes:
    type: object
    additionalProperties:
      type: number
  at:
    description: When.
    type: string
    format: date-time
`);
  expect(repository.commit("first")).toMatchObject({ code: 0 });
  expect(repository.files()).toContain(`schemas/${title}/1.0.0.yaml`);
});

test("a tree becomes a schema that refers to itself, where references may stay", () => {
  const repository = withTypes();
  repository.write("addendum.yaml", "version: 1\ndereference: acyclic\n");
  const { code, err } = repository.addendum("import", "src/events.ts#Tree", "--title", "a/tree");
  expect(code).toBe(0);
  expect(err).toContain(
    "“branch” contains itself, so the schema refers to #/definitions/Tree. Set `dereference: acyclic` in addendum.yaml",
  );
  expect(repository.commit("tree")).toMatchObject({ code: 0 });
  expect(repository.read("schemas/a/tree/1.0.0.yaml")).toContain("#/definitions/Tree");
});

test("says where JSON differs from the type, and writes what lints", () => {
  const repository = withTypes("export interface A {\n  id: bigint;\n  counts: Record<string, number>;\n}\n");
  const { code, err } = repository.addendum("import", "src/events.ts#A", "--title", "a/b");
  expect(code).toBe(0);
  expect(err).toMatch(/^src\/events\.ts:2:3: “id” is a bigint, which JSON cannot store/);
  expect(err).not.toContain("counts");
  expect(repository.addendum("lint").code).toBe(0);
});

test.each([
  ["src/events.ts#Text", "Text is not an object"],
  ["src/events.ts#Nothing", "exports no type Nothing"],
  ["src/none.ts#A", "src/none.ts does not exist"],
  ["src/events.ts", "takes one FILE.ts#TYPE"],
])("refuses %s", (argument, reason) => {
  const repository = withTypes();
  const { code, err } = repository.addendum("import", argument, "--title", "a/b");
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(reason) });
  expect(repository.addendum("import", argument)).toMatchObject({ code: 2 });
});

test("names the place where a file cannot be read", () => {
  const repository = withTypes("export interface {\n");
  const { code, err } = repository.addendum("import", "src/events.ts#A", "--title", "a/b");
  expect(code).toBe(2);
  expect(err).toMatch(/src\/events\.ts:1:1: /);
});

test("leaves a schema alone that is there", () => {
  const repository = withTypes();
  repository.write("schemas/a/b/current.yaml", "mine\n");
  const { code, err } = repository.addendum("import", "src/events.ts#SearchClick", "--title", "a/b");
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("already exists") });
  expect(repository.read("schemas/a/b/current.yaml")).toBe("mine\n");
});
