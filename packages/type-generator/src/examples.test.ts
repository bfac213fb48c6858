// What producers see: every version's module compiles, its examples are of its type, and the same with a mistake are not.
import { contains } from "@addendum/containment";
import { type Data, isArray } from "@addendum/json-schema";
import { afterAll, describe, expect, test } from "vitest";
import { compilers, Project } from "../test/compilers.ts";
import { mutantsOf } from "../test/mutants.ts";
import { repositories } from "../test/versions.ts";
import { toTypeScript, typeModule } from "./module.ts";

interface Statement {
  readonly what: string;
  readonly isValid: boolean;
}

const projects: Project[] = [];
afterAll(() => projects.forEach((project) => project.dispose()));

describe.each(Object.keys(repositories))("%s", (name) => {
  const project = new Project();
  projects.push(project);
  const lines: string[] = [];
  const statements: Statement[] = [];
  const undeclaring = new Set<number>();
  for (const version of repositories[name] ?? []) {
    const made = typeModule(version);
    const path = `${version.title}/${version.version}`;
    project.write(`types/${path}.ts`, toTypeScript(made, path));
    const state = (event: Data, what: string): void => {
      const isValid = contains({ const: event }, version.schema, { isNewClosed: true }).kind === "compatible";
      lines.push(
        `export const e${lines.length}: import("./types/${path}.js").${made.typeName} = ${JSON.stringify(event)};`,
      );
      statements.push({ what: `${path}: ${what}`, isValid });
    };
    const examples = version.schema["examples"];
    for (const example of isArray(examples) ? examples : []) {
      state(example, "its example");
      if (statements.at(-1)?.isValid === false) undeclaring.add(statements.length - 1);
      for (const { mistake, event } of mutantsOf(version.schema, example)) state(event, mistake);
    }
  }
  project.write("events.ts", `${lines.join("\n")}\n`);

  test.each(compilers)("TypeScript %s", (_, program) => {
    const errors = project.check(program);
    expect(errors.filter(({ file }) => file !== "events.ts")).toEqual([]);
    const refused = new Map(errors.map(({ line, message }) => [line - 1, message]));
    // What an example holds beyond what is declared is refused, and nothing else of it.
    const isRight = ({ isValid }: Statement, index: number) => refused.has(index) !== isValid;
    expect(
      statements.filter((statement, index) => !isRight(statement, index)).map(({ what }) => what),
    ).toEqual([]);
    for (const index of undeclaring) {
      const said = errors.filter(({ line }) => line === index + 1).map(({ message }) => message);
      console.log(`holds undeclared fields: ${statements[index]?.what ?? ""}`);
      expect(said.filter((message) => !message.includes("may only specify known properties"))).toEqual([]);
    }
    expect(statements.filter(({ isValid }) => isValid).length).toBeGreaterThan(10);
    expect(statements.filter(({ isValid }) => !isValid).length).toBeGreaterThan(100);
  });
});
