// The types, turned back into JSON Schema by typescript-json-schema, say what the schema says.
import { contains } from "@addendum/containment";
import { isObject, type Schema } from "@addendum/json-schema";
import { afterAll, expect, test } from "vitest";
import { join } from "node:path";
import TJS from "typescript-json-schema";
import { Project } from "../test/compilers.ts";
import { forgetAll, losses } from "../test/losses.ts";
import { repositories } from "../test/versions.ts";
import { toTypeScript, typeModule, uriOf } from "./module.ts";

const project = new Project();
afterAll(() => project.dispose());
const used = new Set<string>();

test.each(Object.keys(repositories))("%s", (name) => {
  const versions = (repositories[name] ?? []).map((version) => {
    const made = typeModule(version);
    const path = `${version.title}/${version.version}`;
    project.write(`${path}.ts`, toTypeScript(made, path));
    return { version, path, symbol: `"${join(project.root, path)}".${made.typeName}` };
  });
  const program = TJS.getProgramFromFiles(
    versions.map(({ path }) => join(project.root, `${path}.ts`)),
    { strict: true, exactOptionalPropertyTypes: true, types: [] },
  );
  const settings = { required: true, noExtraProps: true, uniqueNames: true, ref: false };
  const generator = TJS.buildGenerator(program, settings);
  const symbols = new Map(generator?.getSymbols().map((one) => [one.fullyQualifiedName, one.name]));
  const different: string[] = [];
  for (const { version, path, symbol } of versions) {
    const back = generator?.getSchemaForSymbol(symbols.get(symbol) as string) as Schema;
    const { properties } = version.schema;
    const uri = { const: uriOf(version) };
    const says =
      isObject(properties) && isObject(properties["$schema"])
        ? { properties: { ...properties, $schema: uri } }
        : {};
    const schema = forgetAll({ ...version.schema, ...says }, used) as Schema;
    const there = contains(schema, back, { isNewClosed: true });
    const here = contains(back, schema, { isNewClosed: true });
    for (const [way, verdict] of Object.entries({ there, here })) {
      if (verdict.kind !== "compatible")
        different.push(`${path} ${way}: ${JSON.stringify(verdict).slice(0, 400)}`);
    }
  }
  expect(different).toEqual([]);
  expect(versions.length).toBeGreaterThan(10);
});

test.skipIf(Object.keys(repositories).length < 2)("every known loss is one", () => {
  expect([...used].sort()).toEqual(losses.map(({ what }) => what).sort());
});
