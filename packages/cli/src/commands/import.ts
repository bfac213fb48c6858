import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { relative, resolve } from "node:path";
import { type Data, type DataObject, isArray, isObject, toYamlInOrder } from "@addendum/json-schema";
import {
  type Compiler,
  type ImportedType,
  importType as readType,
  type Remark,
  UnusableType,
} from "@addendum/type-importer";
import { loadSettings, UserError, writePlan } from "@addendum/workspace";
import { defineCommand, type ExitCode } from "../run/command.ts";
import { placeForTitle } from "../run/titles.ts";

export const importType = defineCommand({
  name: "import",
  usage: "FILE.ts#TYPE",
  summary: "writes a first current from an existing TypeScript type",
  description:
    "The schema describes what JSON.stringify makes of the type’s values. Comments become descriptions, and tags such as @minLength, @pattern, @type integer, @deprecated or @example become keywords. Members that are optional in the type, or may be undefined, are optional in the schema. A remark names each member that JSON writes differently from its type. The package typescript reads the types.",
  options: [{ name: "title", kind: "string", value: "TITLE", help: "the title of the schema (required)" }],
  examples: [
    {
      line: "addendum import src/events.ts#SearchClick --title analytics/search/click",
      does: "begin a schema with the fields of an interface",
    },
  ],
  run(invocation): ExitCode {
    const [argument, ...rest] = invocation.positionals;
    const match = /^(.+)#([\p{L}_$][\p{L}\p{N}_$.]*)$/u.exec(argument ?? "");
    if (match === null || rest.length > 0) throw new UserError("import takes one FILE.ts#TYPE.");
    const [, file, type] = match as unknown as [string, string, string];
    const asked = invocation.value("title");
    if (asked === undefined)
      throw new UserError("import needs --title TITLE, such as analytics/search/click.");
    if (!existsSync(file)) throw new UserError(`${file} does not exist.`);
    const { root, settings } = loadSettings(invocation);
    const { title, path } = placeForTitle(asked, root, settings);
    const imported = read(resolve(file), type);
    const schema = currentOf(imported.schema, title);
    const isJson = settings.currentName.endsWith(".json");
    const text = isJson ? `${JSON.stringify(schema, null, 2)}\n` : toYamlInOrder(schema);
    writePlan(root, [{ kind: "file", path, text }]);
    invocation.terminal.out(`${path}\n`);
    for (const remark of imported.remarks) invocation.terminal.note(shown(remark));
    invocation.terminal.note("Review the file, then commit: the hook writes version 1.0.0.");
    return 0;
  },
});

/** Where a project has a later TypeScript, the one that can be asked stands beside it under this name. */
const besideName = "typescript-5";
const installBeside = `npm install --save-dev ${besideName}@npm:typescript@5`;

/** The compiler is installed on request. */
function loadCompiler(): Compiler {
  const require = createRequire(__filename);
  try {
    return require(besideName) as Compiler;
  } catch {
    // It is needed only beside a later one.
  }
  try {
    return require("typescript") as Compiler;
  } catch (error) {
    throw new UserError(
      "The package “typescript” is not installed. Install it with: npm install typescript@5",
      { cause: error },
    );
  }
}

function read(file: string, type: string): ImportedType {
  const compiler = loadCompiler();
  // Later ones have no such interface.
  if (typeof compiler.createProgram !== "function") {
    throw new UserError(
      `types are read by TypeScript 5, and TypeScript ${compiler.version} is installed. Install version 5 beside it with: ${installBeside}`,
    );
  }
  try {
    return readType(compiler, file, type);
  } catch (error) {
    if (error instanceof UnusableType) throw new UserError(error.message, { cause: error });
    throw error;
  }
}

function shown({ place, text }: Remark): string {
  if (place === undefined) return text;
  return `${relative(".", place.file)}:${place.line}:${place.column}: ${text}`;
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
