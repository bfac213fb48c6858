// The compiler judges what the policy decides from structure: code that made an event of the old version still compiles.
import { evaluate, type Data, type DataObject } from "@addendum/json-schema";
import { toTypeScript, typeModule } from "@addendum/type-generator";
import { afterAll, expect, test } from "vitest";
import { Random } from "../../containment/test/random.ts";
import { objectionsOf } from "../../schema-repository/src/compatibility/accepted.ts";
import { compareVersionData } from "../../schema-repository/src/compatibility/compare-versions.ts";
import { producers } from "../../schema-repository/src/compatibility/policies/producers.ts";
import { compilers, Project } from "./compilers.ts";

const project = new Project();
afterAll(() => project.dispose());

type Members = Record<string, Data>;
interface Event {
  readonly [keyword: string]: Data;
  readonly properties: DataObject;
  readonly required: readonly string[];
}

const kinds: readonly ((random: Random) => DataObject)[] = [
  () => ({ type: "string" }),
  () => ({ type: "string", maxLength: 20 }),
  () => ({ type: "integer", minimum: 0 }),
  () => ({ type: "number" }),
  () => ({ type: "boolean" }),
  () => ({ type: "string", enum: ["a", "b"] }),
  () => ({ enum: [1, 2, 3] }),
  () => ({ type: ["string", "null"] }),
  () => ({ type: "array", items: { type: "string" } }),
  () => ({ type: "array", items: { type: "object", properties: { x: { type: "string" } } } }),
  () => ({ type: "object", additionalProperties: { type: "string" } }),
  () => ({ type: "object" }),
  () => ({ type: "array" }),
  (random) => event(random, 2),
];

function event(random: Random, size: number): Event {
  const properties: Members = {};
  for (let index = 0; index < size; index++) properties[`p${index}`] = random.pick(kinds)(random);
  return { type: "object", properties, required: Object.keys(properties).filter(() => random.chance(0.5)) };
}

/** One change, of the kinds that people make. */
function changed(random: Random, old: Event): Event {
  const name = random.pick(Object.keys(old.properties));
  const member = old.properties[name] as DataObject;
  const become = (other: Data): Event => ({ ...old, properties: { ...old.properties, [name]: other } });
  const { [name]: _, ...others } = old.properties;
  const optional = old.required.filter((one) => one !== name);
  const values = member["enum"] as readonly Data[] | undefined;
  const inner = member as unknown as Event;
  return random.pick<() => Event>([
    () => ({ ...old, properties: { ...old.properties, added: random.pick(kinds)(random) } }),
    () => ({
      ...old,
      properties: { ...old.properties, added: { type: "string" } },
      required: [...old.required, "added"],
    }),
    () => ({ ...old, properties: others, required: optional }),
    () => ({ ...old, properties: { ...others, renamed: member }, required: optional }),
    () => ({ ...old, required: optional }),
    () => ({ ...old, required: [...optional, name] }),
    () => become(random.pick(kinds)(random)),
    () => become(values ? { ...member, enum: [...values, typeof values[0] === "number" ? 9 : "z"] } : member),
    () => become(values ? { ...member, enum: values.slice(1) } : member),
    () => become(values ? { type: typeof values[0] === "number" ? "number" : "string" } : member),
    () =>
      become(
        typeof member["type"] === "string" && !values
          ? { ...member, type: [member["type"], "null"] }
          : member,
      ),
    () => become(Array.isArray(member["type"]) ? { ...member, type: "string" } : member),
    () => become({ ...member, description: "Said differently." }),
    () => become(member["type"] === "integer" ? { ...member, type: "number" } : member),
    () => become(inner.required ? changed(random, inner) : member),
    () => ({ ...old, additionalProperties: false }),
  ])();
}

/** A value of a schema: with all members, or with the required ones alone. */
function sample(schema: DataObject, isFull: boolean): Data {
  const values = schema["enum"] as readonly Data[] | undefined;
  if (values !== undefined) return (isFull ? values.at(-1) : values[0]) as Data;
  const type = Array.isArray(schema["type"]) ? schema["type"][isFull ? 0 : 1] : schema["type"];
  switch (type) {
    case "string":
      return "x";
    case "integer":
      return 1;
    case "number":
      return 1.5;
    case "boolean":
      return true;
    case "null":
      return null;
    case "array":
      return isFull ? [sample((schema["items"] ?? { type: "boolean" }) as DataObject, isFull)] : [];
    default: {
      const properties = schema["properties"] as DataObject | undefined;
      if (properties === undefined) return isFull ? { any: "x" } : {};
      const required = (schema["required"] ?? []) as readonly string[];
      const names = Object.keys(properties).filter((name) => isFull || required.includes(name));
      return Object.fromEntries(names.map((name) => [name, sample(properties[name] as DataObject, isFull)]));
    }
  }
}

const pairs = Array.from({ length: 800 }, (_, seed) => {
  const random = new Random(seed + 1);
  const old = event(random, 3);
  return { old, newer: changed(random, old) };
});

test.each(compilers)("what it lets pass compiles with TypeScript %s", (_, program) => {
  const lines: string[] = [];
  const owners: number[] = [];
  const state = (pair: number, line: string): void => {
    lines.push(line);
    owners.push(pair);
  };
  for (const [pair, { old, newer }] of pairs.entries()) {
    for (const [name, schema] of Object.entries({ old, newer })) {
      const made = typeModule({ title: `x/event`, version: "1.0.0", schema });
      project.write(`p${pair}/${name}.ts`, toTypeScript(made, "a random schema"));
    }
    const [before, after] = [`import("./p${pair}/old.js").Event`, `import("./p${pair}/newer.js").Event`];
    for (const isFull of [true, false]) {
      const value = sample(old, isFull);
      expect(evaluate(old, value)).toBeUndefined();
      state(pair, `export const v${lines.length}: ${after} = ${JSON.stringify(value)};`);
    }
    state(pair, `export const v${lines.length} = (event: ${before}): ${after} => event;`);
  }
  project.write("events.ts", `${lines.join("\n")}\n`);
  const errors = project.check(program);
  expect(errors.filter(({ file }) => file !== "events.ts")).toEqual([]);
  const broken = new Set(errors.map(({ line }) => owners[line - 1]));

  const wrong: unknown[] = [];
  let [refused, passed] = [0, 0];
  for (const [pair, { old, newer }] of pairs.entries()) {
    const version = (minor: number, data: DataObject) => ({ version: { major: 1, minor, patch: 0 }, data });
    const comparison = compareVersionData(
      "x/event",
      version(0, old),
      version(1, newer),
      "closed",
      () => undefined,
    );
    const objections = [...objectionsOf(producers, comparison)];
    if (objections.length > 0) refused++;
    else passed++;
    if (objections.length > 0 !== broken.has(pair)) {
      wrong.push(
        JSON.stringify({ old, newer, objections: objections.map(({ path, values }) => [path, values]) }),
      );
    }
  }
  expect(wrong).toEqual([]);
  expect(Math.min(refused, passed)).toBeGreaterThan(50);
});
