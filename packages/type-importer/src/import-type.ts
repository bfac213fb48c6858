import type { DataObject } from "@addendum/json-schema";
import type ts from "typescript";
import { TypeConverter } from "./type-converter.ts";
import { type Compiler, type Remark, UnusableType } from "./model.ts";

export interface ImportedType {
  /** An object's schema: `type`, `properties`, `required` and what comments say. */
  readonly schema: DataObject;
  readonly remarks: readonly Remark[];
}

/**
 * The JSON Schema of what `JSON.stringify` makes of a type's values. Members of the schema are in the order of the type.
 * @param file absolute
 * @param type the name of a type, an interface, a class or an enum that the file declares or exports; in a namespace, `Events.Click`
 * @throws UnusableType
 */
export function importType(compiler: Compiler, file: string, type: string): ImportedType {
  const program = compiler.createProgram([file], optionsFor(compiler, file));
  const source = program.getSourceFile(file);
  if (source === undefined) throw new UnusableType(`${file} is not a TypeScript file.`);
  const [broken] = program.getSyntacticDiagnostics(source);
  if (broken !== undefined) {
    const { line, character } = source.getLineAndCharacterOfPosition(broken.start ?? 0);
    const reason = compiler.flattenDiagnosticMessageText(broken.messageText, " ");
    throw new UnusableType(`${file}:${line + 1}:${character + 1}: ${reason}`);
  }
  const checker = program.getTypeChecker();
  const symbol = findType(compiler, checker, source, type);
  if (symbol === undefined) throw new UnusableType(missing(compiler, checker, source, file, type));
  const declared = checker.getDeclaredTypeOfSymbol(symbol);
  const parameters = parametersOf(symbol);
  if (parameters.length > 0) {
    const arguments_ = parameters.map(() => "…").join(", ");
    throw new UnusableType(
      `${type} has type parameters. Set them in a type of your own, and import that: export type Event = ${type}<${arguments_}>.`,
    );
  }
  const converter = new TypeConverter(compiler, checker, source);
  const schema = converter.convertEvent(declared, symbol);
  return { schema, remarks: converter.remarks };
}

/** Paths and types as the nearest tsconfig.json has them; always strict, or nothing could be undefined or null. */
function optionsFor(compiler: Compiler, file: string): ts.CompilerOptions {
  const { sys } = compiler;
  const path = compiler.findConfigFile(file, sys.fileExists);
  const read = path === undefined ? undefined : compiler.readConfigFile(path, sys.readFile);
  const host = { ...sys, readDirectory: () => [] };
  const parsed =
    path === undefined || read?.config === undefined
      ? undefined
      : compiler.parseJsonConfigFileContent(read.config, host, path.replace(/[^/\\]*$/, "") || ".");
  const { ScriptTarget, ModuleKind, ModuleResolutionKind } = compiler;
  return {
    target: ScriptTarget.ESNext,
    module: ModuleKind.ESNext,
    moduleResolution: ModuleResolutionKind.Bundler,
    ...parsed?.options,
    strict: true,
    strictNullChecks: true,
    allowJs: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    composite: false,
    incremental: false,
  };
}

function findType(
  compiler: Compiler,
  checker: ts.TypeChecker,
  source: ts.SourceFile,
  name: string,
): ts.Symbol | undefined {
  const { Alias, Type } = compiler.SymbolFlags;
  const target = (symbol: ts.Symbol | undefined) =>
    symbol !== undefined && (symbol.flags & Alias) !== 0 ? checker.getAliasedSymbol(symbol) : symbol;
  const module = checker.getSymbolAtLocation(source);
  const [first, ...inner] = name.split(".");
  const exports = module === undefined ? [] : checker.getExportsOfModule(module);
  const exported =
    exports.find((symbol) => symbol.name === first) ??
    exports.find((symbol) => symbol.name === "default" && declaredName(symbol) === first);
  const declared = () =>
    checker
      .getSymbolsInScope(source, compiler.SymbolFlags.Type | compiler.SymbolFlags.Namespace)
      // A type that the language itself declares is not an event.
      .find(
        (symbol) =>
          symbol.name === first && symbol.declarations?.some((one) => one.getSourceFile() === source),
      );
  let found = target(exported ?? declared());
  for (const part of inner) {
    found = target(found && checker.getExportsOfModule(found).find((symbol) => symbol.name === part));
  }
  return found !== undefined && (found.flags & Type) !== 0 ? found : undefined;
}

/** What a default export is called where it is declared. */
function declaredName({ declarations = [] }: ts.Symbol): string | undefined {
  return declarations.map((one) => (one as { name?: ts.Identifier }).name?.text).find(Boolean);
}

function missing(
  compiler: Compiler,
  checker: ts.TypeChecker,
  source: ts.SourceFile,
  file: string,
  type: string,
): string {
  const module = checker.getSymbolAtLocation(source);
  const names = (module === undefined ? [] : checker.getExportsOfModule(module)).flatMap(({ name, flags }) =>
    (flags & (compiler.SymbolFlags.Type | compiler.SymbolFlags.Alias)) === 0 ? [] : [name],
  );
  const listed =
    names.length === 0
      ? ""
      : ` It exports ${names.slice(0, 10).join(", ")}${names.length > 10 ? ", …" : ""}.`;
  return `${file} exports no type ${type}.${listed}`;
}

function parametersOf(symbol: ts.Symbol): readonly ts.TypeParameterDeclaration[] {
  for (const declaration of symbol.declarations ?? []) {
    const { typeParameters } = declaration as { typeParameters?: readonly ts.TypeParameterDeclaration[] };
    const open = typeParameters?.filter((parameter) => parameter.default === undefined) ?? [];
    if (open.length > 0) return open;
  }
  return [];
}
