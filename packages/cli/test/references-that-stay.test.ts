// Repositories whose version files keep their references are judged by what these lead to.
import { beforeEach, describe, expect, test } from "vitest";
import { ScratchRepository } from "./scratch-repository.ts";

const fragment = "schemas/fragment/common/current.yaml";
const event = "schemas/click/current.yaml";
const commonText = `title: fragment/common
description: What all events share.
$id: /fragment/common/1.0.0
$schema: https://json-schema.org/draft-07/schema#
type: object
properties:
  $schema: { type: string, description: The schema. }
  meta:
    type: object
    description: About the event.
    properties: { stream: { type: string, description: The stream. } }
  wiki: { type: string, description: The wiki., enum: [enwiki, dewiki] }
`;
const clickText = `title: click
description: Somebody clicked.
$id: /click/1.0.0
$schema: https://json-schema.org/draft-07/schema#
type: object
allOf:
  - $ref: /fragment/common/1.0.0#
properties:
  target: { $ref: '#/definitions/target' }
definitions:
  target:
    type: object
    description: What was clicked.
    properties: { id: { type: string, description: Its name. } }
examples:
  - { $schema: /click/1.0.0, meta: { stream: clicks }, wiki: enwiki, target: { id: x } }
`;

let repository: ScratchRepository;
beforeEach(() => {
  repository = ScratchRepository.withGit();
  repository.write("addendum.yaml", "version: 1\nbaseBranch: main\ndereference: false\n");
  repository.write(fragment, commonText);
  repository.write(event, clickText);
  expect(repository.commit("first")).toMatchObject({ code: 0 });
});

const raise = (text: string) =>
  text.replaceAll("/click/1.0.0", "/click/1.1.0").replaceAll("/common/1.0.0", "/common/1.1.0");

test("the linter has no false alarms, and sees what is wrong", () => {
  expect(repository.read("schemas/click/1.0.0.yaml")).toContain("$ref: /fragment/common/1.0.0#");
  expect(repository.addendum("lint")).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^2 schemas checked/),
  });
  const published = repository.addendum("check", "--published", "--fail-on", "info", "--format", "json");
  const { findings } = JSON.parse(published.out) as { findings: { rule: string }[] };
  expect(findings.map(({ rule }) => rule)).toEqual([]);
  repository.write(event, clickText.replace("id: x", "idd: x"));
  expect(repository.addendum("lint").out).toContain("no-example-undeclared-field");
});

test("types know what the references lead to", () => {
  expect(repository.addendum("types", "--out", "types")).toMatchObject({ code: 0 });
  const types = repository.read("types/click/1.0.0.ts");
  expect(types).toContain('export type ClickWiki = "enwiki" | "dewiki";');
  expect(types).toContain("stream?: string;");
  expect(repository.addendum("types", "--out", "types", "--check")).toMatchObject({ code: 0 });
});

describe("a newer fragment", () => {
  test("that adds is no break", () => {
    const wider = raise(commonText).replace("[enwiki, dewiki]", "[enwiki, dewiki, frwiki]");
    repository.write(fragment, wider);
    repository.write(event, raise(clickText));
    expect(repository.commit("second")).toMatchObject({ code: 0 });
    expect(repository.read("schemas/click/1.1.0.yaml")).toContain("$ref: /fragment/common/1.1.0#");
    expect(repository.addendum("compat", "click@1.0.0", "click@1.1.0").out).toContain("compatible");
    expect(repository.addendum("changelog", "click").out).toContain("frwiki");
    expect(repository.addendum("compat", "click@1.1.0", "click@1.0.0").out).toContain("wiki: frwiki");
  });

  test("that takes away breaks the events that hold it", () => {
    repository.write(fragment, raise(commonText).replace("[enwiki, dewiki]", "[enwiki]"));
    repository.write(event, raise(clickText));
    const { code, err } = repository.commit("second");
    expect(code).toBe(1);
    expect(err).toContain("schemas/click/current.yaml");
    expect(err).toContain("wiki: dewiki");
  });
});

test("a schema that refers to itself may grow, and may not shrink", () => {
  const tree = (version: string, value: string) => `title: tree
description: A tree.
$id: /tree/${version}
$schema: https://json-schema.org/draft-07/schema#
type: object
allOf:
  - $ref: /fragment/common/1.0.0#
properties:
  value: ${value}
  children: { type: array, description: Below it., items: { $ref: '#' } }
examples:
  - { $schema: /tree/${version}, meta: { stream: trees }, value: 1, children: [{ value: 2 }] }
`;
  const file = "schemas/tree/current.yaml";
  repository.write(file, tree("1.0.0", "{ type: integer, description: A number., maximum: 10 }"));
  // No column is as deep as events may be; nothing else is wrong.
  expect(repository.addendum("lint", file).out.match(/\[[a-z-]+\]/g)).toEqual(["[deterministic-type]"]);
  expect(repository.commit("tree")).toMatchObject({ code: 0 });
  repository.write(file, tree("1.1.0", "{ type: integer, description: A number., maximum: 5 }"));
  const { code, err } = repository.commit("narrower");
  expect(code).toBe(1);
  expect(err).toContain("value: 6");
  repository.write(file, tree("1.1.0", "{ type: integer, description: A number., maximum: 20 }"));
  expect(repository.commit("wider")).toMatchObject({ code: 0 });
});

describe("relative references of versions", () => {
  const file = "schemas/click/1.0.0.yaml";
  const version = (number: string) => `title: click
description: Somebody clicked.
$id: /click/${number}
$schema: https://json-schema.org/draft-07/schema#
type: object
properties:
  wiki: { $ref: ../common/wiki.yaml, description: Which one. }
examples:
  - { wiki: enwiki }
`;
  const wiki = (options: string) => `{ description: A wiki., type: string, enum: ${options} }\n`;

  test("lead to what was beside them in the state that they are held against", () => {
    const own = ScratchRepository.withGit("version: 1\nbaseBranch: main\ndereference: false\n");
    own.write("schemas/click/current.yaml", version("1.0.0"));
    own.write("schemas/common/wiki.yaml", wiki("[enwiki, dewiki]"));
    expect(own.commit("first")).toMatchObject({ code: 0 });
    expect(own.read(file)).toContain("$ref: ../common/wiki.yaml");
    own.git("checkout", "-q", "-b", "branch");
    own.write("schemas/click/current.yaml", version("1.1.0"));
    own.write("schemas/common/wiki.yaml", wiki("[enwiki]"));
    const { code, err } = own.commit("narrower");
    expect(code).toBe(1);
    expect(err).toContain("wiki: dewiki");
    expect(own.addendum("check", "--against", "main").out).toContain("wiki: dewiki");
    own.write("schemas/common/wiki.yaml", wiki("[enwiki, dewiki, frwiki]"));
    expect(own.commit("wider")).toMatchObject({ code: 0 });
  });
});
