// Schemas that refer to themselves, where such references may stay in version files.
import { describe, expect, test } from "vitest";
import { ScratchRepository } from "./scratch-repository.ts";

const head = (title: string, version: string) =>
  `title: ${title}\ndescription: It happened.\n$id: /${title}/${version}\n$schema: https://json-schema.org/draft-07/schema#\n`;

/** Each is recursive in its own way, and has a number `v` below its second level. */
const recursive: readonly (readonly [what: string, body: string, example: string])[] = [
  [
    "the whole schema",
    "type: object\nproperties: { v: { type: integer, maximum: 10 }, child: { $ref: '#' } }\n",
    "{ child: { v: 10 } }",
  ],
  [
    "a definition",
    "type: object\nproperties: { tree: { $ref: '#/definitions/node' } }\ndefinitions:\n  node: { type: object, properties: { v: { type: integer, maximum: 10 }, nodes: { type: array, items: { $ref: '#/definitions/node' } } } }\n",
    "{ tree: { nodes: [{ v: 10 }] } }",
  ],
  [
    "two definitions in turn",
    "type: object\nproperties: { a: { $ref: '#/definitions/a' } }\ndefinitions:\n  a: { type: object, properties: { b: { $ref: '#/definitions/b' } } }\n  b: { type: object, properties: { a: { $ref: '#/definitions/a' }, v: { type: integer, maximum: 10 } } }\n",
    "{ a: { b: { a: { b: { v: 10 } } } } }",
  ],
  [
    "a root that is a reference, with alternatives",
    "$ref: '#/definitions/Root'\ndefinitions:\n  Root: { type: object, properties: { e: { $ref: '#/definitions/Expr' } } }\n  Expr: { anyOf: [{ type: integer, maximum: 10 }, { type: object, required: [args], properties: { args: { type: array, items: { $ref: '#/definitions/Expr' } } } }] }\n",
    "{ e: { args: [{ args: [10] }] } }",
  ],
  [
    "a part that is put together",
    "type: object\nallOf: [{ $ref: '#/definitions/base' }]\nproperties: { extra: { type: string } }\ndefinitions:\n  base: { type: object, properties: { parent: { $ref: '#/definitions/base' }, v: { type: integer, maximum: 10 } } }\n",
    "{ parent: { parent: { v: 10 } } }",
  ],
  [
    "a name",
    "type: object\nproperties: { n: { $ref: '#node' } }\ndefinitions:\n  node: { $id: '#node', type: object, properties: { next: { $ref: '#node' }, v: { type: integer, maximum: 10 } } }\n",
    "{ n: { next: { v: 10 } } }",
  ],
  [
    "a map",
    "type: object\nproperties: { m: { $ref: '#/definitions/m' } }\ndefinitions:\n  m: { type: object, properties: { v: { type: integer, maximum: 10 } }, additionalProperties: { $ref: '#/definitions/m' } }\n",
    "{ m: { x: { y: { v: 10 } } } }",
  ],
];

function repositoryOf(dereference: string): ScratchRepository {
  return ScratchRepository.withGit(
    `version: 1\nbaseBranch: main\ndereference: ${dereference}\ntypes: { out: types }\n`,
  );
}

describe.each(["acyclic", "false"])("dereference: %s", (dereference) => {
  test("every kind of recursion is materialized, typed and judged", () => {
    const repository = repositoryOf(dereference);
    const write = (version: string, most: number) => {
      for (const [index, [, body, example]] of recursive.entries()) {
        const text = head(`a/s${index}`, version) + body.replaceAll("maximum: 10", `maximum: ${most}`);
        repository.write(`schemas/a/s${index}/current.yaml`, `${text}examples: [${example}]\n`);
      }
    };
    write("1.0.0", 10);
    expect(repository.commit("first")).toMatchObject({ code: 0 });
    const lint = JSON.parse(repository.addendum("lint", "--format", "json").out) as {
      findings: readonly { rule: string; severity: string }[];
    };
    expect(lint.findings.filter(({ severity }) => severity === "error")).toEqual([]);
    for (const index of recursive.keys()) {
      const types = repository.read(`types/a/s${index}/1.0.0.ts`);
      expect(types).not.toContain("unknown");
      expect(types).toContain("number");
    }
    write("1.1.0", 20);
    expect(repository.commit("wider")).toMatchObject({ code: 0 });
    write("1.2.0", 15);
    const { code, err } = repository.commit("narrower");
    expect(code).toBe(1);
    // Each of them is decided, with an event that would break.
    expect(err).not.toContain("containment-unknown");
    for (const index of recursive.keys()) expect(err).toContain(`schemas/a/s${index}/current.yaml`);
  });

  test("a fragment that refers to itself can be referred to", () => {
    const repository = repositoryOf(dereference);
    const tree = (version: string, most: number) =>
      `${head("fragment/tree", version)}type: object\nproperties: { v: { type: integer, maximum: ${most} }, kids: { type: array, items: { $ref: '#' } } }\n`;
    const event = (version: string) =>
      `${head("a/b", version)}type: object\nproperties: { tree: { $ref: /fragment/tree/${version}# } }\nexamples: [{ tree: { kids: [{ v: 1 }] } }]\n`;
    repository.write("schemas/fragment/tree/current.yaml", tree("1.0.0", 10));
    repository.write("schemas/a/b/current.yaml", event("1.0.0"));
    expect(repository.commit("first")).toMatchObject({ code: 0 });
    expect(repository.read("types/a/b/1.0.0.ts")).toContain("kids?: readonly BFragmentTree[];");
    if (dereference === "acyclic") {
      const version = repository.read("schemas/a/b/1.0.0.yaml");
      expect(version).toContain("$ref: '#/definitions/fragment_tree'");
      expect(version).not.toContain("$id: /fragment");
    }
    repository.write("schemas/fragment/tree/current.yaml", tree("1.1.0", 20));
    repository.write("schemas/a/b/current.yaml", event("1.1.0"));
    expect(repository.commit("wider")).toMatchObject({ code: 0 });
    repository.write("schemas/fragment/tree/current.yaml", tree("1.2.0", 5));
    repository.write("schemas/a/b/current.yaml", event("1.2.0"));
    const { code, err } = repository.commit("narrower");
    expect(code).toBe(1);
    expect(err).toContain("schemas/a/b/current.yaml");
    expect(err).not.toContain("containment-unknown");
  });
});

/** Three fragments, each of which refers to the next, and an event that refers to the first. */
function writeCircle(repository: ScratchRepository, version: string, most: number): void {
  const fragment = (name: string, property: string, reference: string) =>
    repository.write(
      `schemas/fragment/${name}/current.yaml`,
      `${head(`fragment/${name}`, version)}type: object\nproperties: { v: { type: integer, maximum: ${most} }, ${property}: { $ref: ${reference} } }\n`,
    );
  fragment("person", "company", `/fragment/company/${version}#`);
  fragment("company", "city", `/fragment/city/${version}.yaml`);
  fragment("city", "mayor", `/fragment/person/${version}`);
  repository.write(
    "schemas/a/b/current.yaml",
    `${head("a/b", version)}type: object\nproperties: { person: { $ref: /fragment/person/${version}# } }\nexamples: [{ person: { company: { city: { mayor: { v: 1 } } } } }]\n`,
  );
}

test("schemas that refer to each other are materialized, typed and judged where all references stay", () => {
  const repository = repositoryOf("false");
  writeCircle(repository, "1.0.0", 10);
  expect(repository.commit("first")).toMatchObject({ code: 0 });
  for (const title of ["fragment/person", "fragment/company", "fragment/city", "a/b"]) {
    expect(repository.read(`types/${title}/1.0.0.ts`)).not.toContain("unknown");
  }
  writeCircle(repository, "1.1.0", 20);
  expect(repository.commit("wider")).toMatchObject({ code: 0 });
  writeCircle(repository, "1.2.0", 5);
  const { code, err } = repository.commit("narrower");
  expect(code).toBe(1);
  expect(err).toContain("schemas/a/b/current.yaml");
  expect(err).not.toContain("containment-unknown");
});

test.each(["true", "acyclic"])("with dereference: %s they are refused, with the reason", (dereference) => {
  const repository = repositoryOf(dereference);
  writeCircle(repository, "1.0.0", 10);
  const { code, err } = repository.commit("first");
  expect(code).toBe(1);
  expect(err).toContain("would change a published version of the other");
  expect(err).toContain("dereference: false");
});

test("a generated example ends", () => {
  const repository = repositoryOf("acyclic");
  for (const [index, [, body]] of recursive.entries()) {
    repository.write(`schemas/a/s${index}/current.yaml`, head(`a/s${index}`, "1.0.0") + body);
  }
  const { code, err } = repository.commit("first");
  expect(err).not.toContain("no-invalid-generated-example");
  expect(code).toBe(0);
});

test("by default a schema that refers to itself is refused, with what may be done", () => {
  const repository = repositoryOf("true");
  repository.write("schemas/a/b/current.yaml", head("a/b", "1.0.0") + (recursive[0]?.[1] ?? ""));
  const { code, err } = repository.commit("first");
  expect(code).toBe(1);
  expect(err).toContain("no-circular-ref");
  expect(err).toContain("dereference: acyclic");
});
