import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import {
  type Data,
  type DataObject,
  isArray,
  isObject,
  mapValues,
  own,
  toYamlInOrder,
} from "@addendum/json-schema";
import { loadSettings, UserError, writePlan } from "@addendum/workspace";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { placeForTitle } from "../run/titles.ts";

export const importType = defineCommand({
  name: "import",
  usage: "FILE.ts#TYPE",
  summary: "writes a first current from a TypeScript type that exists already",
  description:
    "Comments become descriptions, and tags such as @minLength or @pattern constraints. What is optional in the type is optional in the schema.",
  options: [{ name: "title", kind: "string", value: "TITLE", help: "what the schema is called (required)" }],
  examples: [
    {
      line: "addendum import src/events.ts#SearchClick --title analytics/search/click",
      does: "begin a schema with the fields of an interface",
    },
  ],
  run(invocation): ExitCode {
    const [argument, ...rest] = invocation.positionals;
    const match = /^(.+)#([\p{L}_$][\p{L}\p{N}_$]*)$/u.exec(argument ?? "");
    if (match === null || rest.length > 0) throw new UserError("import takes one FILE.ts#TYPE.");
    const [, file, type] = match as unknown as [string, string, string];
    const asked = invocation.value("title");
    if (asked === undefined)
      throw new UserError("import needs --title TITLE, such as analytics/search/click.");
    if (!existsSync(file)) throw new UserError(`${file} does not exist.`);
    const { root, settings } = loadSettings(invocation);
    const { title, path } = placeForTitle(asked, root, settings);
    const records: string[] = [];
    const schema = currentOf(schemaOf(resolve(file), type, records), title);
    const isJson = settings.currentName.endsWith(".json");
    const text = isJson ? `${JSON.stringify(schema, null, 2)}\n` : toYamlInOrder(schema);
    writePlan(root, [{ kind: "file", path, text }]);
    invocation.terminal.out(`${path}\n`);
    for (const pointer of records) {
      invocation.terminal.note(
        `${pointer} is a Record: say under “additionalProperties” what its values are, since that is not read from it.`,
      );
    }
    invocation.terminal.note("Read it through, then commit: the hook writes version 1.0.0.");
    return 0;
  },
});

/** The JSON Schema of a type, as typescript-json-schema sees it, references written out. */
function schemaOf(file: string, type: string, records: string[]): DataObject {
  const TJS = createRequire(__filename)("typescript-json-schema") as typeof import("typescript-json-schema");
  const program = TJS.getProgramFromFiles([file], { strict: true, skipLibCheck: true, noEmit: true });
  const broken = program.getSyntacticDiagnostics()[0];
  if (broken !== undefined) {
    const text = typeof broken.messageText === "string" ? broken.messageText : broken.messageText.messageText;
    const at = broken.file?.getLineAndCharacterOfPosition(broken.start ?? 0);
    throw new UserError(`${file}:${(at?.line ?? 0) + 1}:${(at?.character ?? 0) + 1}: ${text}`);
  }
  const generator = TJS.buildGenerator(program, { required: true, ignoreErrors: true, uniqueNames: true });
  const symbol = generator
    ?.getSymbols(type)
    .find(({ fullyQualifiedName }) =>
      fullyQualifiedName.startsWith(`"${file.replace(/\.[cm]?tsx?$/, "").replaceAll("\\", "/")}"`),
    );
  const name = symbol?.name;
  if (generator === null || name === undefined) throw new UserError(`${file} exports no type ${type}.`);
  const schema = generator.getSchemaForSymbol(name) as DataObject;
  const definitions = own(schema, "definitions");
  const written = writeOut(schema, isObject(definitions) ? definitions : {}, []);
  findRecords(schema, "", records);
  if (!isObject(written) || written["type"] !== "object") {
    throw new UserError(`${type} is no object; an event is one.`);
  }
  return written;
}

function writeOut(schema: Data, definitions: DataObject, within: readonly string[]): Data {
  if (isArray(schema)) return schema.map((part) => writeOut(part, definitions, within));
  if (!isObject(schema)) return schema;
  const reference = own(schema, "$ref");
  if (typeof reference === "string") {
    const name = decodeURIComponent(reference.slice("#/definitions/".length));
    if (within.includes(name)) {
      throw new UserError(
        `${name.split(".")[0] ?? name} contains itself; the fields of an event end somewhere.`,
      );
    }
    const target = writeOut(own(definitions, name) ?? {}, definitions, [...within, name]);
    // What is said of the member is said here, what is said of its type there.
    const { $ref: _, ...said } = schema;
    return isObject(target) ? { ...target, ...said } : target;
  }
  const { definitions: _definitions, $schema: _dialect, ...rest } = schema;
  const isMap = isObject(own(schema, "properties")) || within.length === 0;
  return mapValues(isMap ? rest : schema, (part, key) =>
    key === "enum" || key === "const" || key === "default" ? part : writeOut(part, definitions, within),
  );
}

/** Members whose values typescript-json-schema does not see: it takes a `Record` for any object. */
function findRecords(schema: Data, pointer: string, found: string[]): void {
  if (isArray(schema)) schema.forEach((part, index) => findRecords(part, `${pointer}/${index}`, found));
  if (!isObject(schema)) return;
  const reference = own(schema, "$ref");
  if (typeof reference === "string" && /definitions\/Record(%3C|\.)/.test(reference)) found.push(pointer);
  for (const [key, part] of Object.entries(schema)) findRecords(part, `${pointer}/${key}`, found);
}

/** A current in the order in which people write one. */
function currentOf(
  { type, required, properties, description, ...rest }: DataObject,
  title: string,
): DataObject {
  const names = isArray(required) ? required.filter((name) => name !== "$schema") : [];
  const { $schema: _uri, ...members } = isObject(properties) ? properties : {};
  const current: DataObject = {
    title,
    description: description ?? "What happened, in one sentence.",
    $id: `/${title}/1.0.0`,
    $schema: "https://json-schema.org/draft-07/schema#",
    type: type as Data,
    required: ["$schema", ...names],
    properties: {
      $schema: { type: "string", description: "The URI of this event's schema and version." },
      ...members,
    },
  };
  return {
    ...current,
    ...Object.fromEntries(Object.entries(rest).filter(([key]) => !Object.hasOwn(current, key))),
  };
}
