import type { Data, DataObject } from "@addendum/json-schema";
import type ts from "typescript";
import type { Compiler } from "./model.ts";

/** The value of a literal type; undefined for other types. */
export function literalOf(compiler: Compiler, checker: ts.TypeChecker, type: ts.Type): Data | undefined {
  if (type.isStringLiteral() || type.isNumberLiteral()) return type.value;
  if ((type.flags & compiler.TypeFlags.BooleanLiteral) === 0) return undefined;
  return checker.typeToString(type) === "true";
}

export function enumeration(values: readonly Data[]): DataObject {
  const types = new Set(values.map(typeOf));
  return { type: types.has("number") ? "number" : ([...types][0] as string), enum: [...values] };
}

/** The enumerations, one for each type. */
export function enumerations(values: readonly Data[]): DataObject[] {
  const kinds = [...new Set(values.map((value) => typeof value))];
  return kinds.map((kind) => enumeration(values.filter((value) => typeof value === kind)));
}

function typeOf(value: Data): string {
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

/** The comments of an enum's members, by their values; generated types repeat them. */
export function optionDescriptions(
  compiler: Compiler,
  checker: ts.TypeChecker,
  literals: readonly ts.Type[],
): DataObject {
  const said = literals.flatMap((type): [string, string][] => {
    const { symbol } = type as Partial<Pick<ts.Type, "symbol">>;
    const text = compiler.displayPartsToString(symbol?.getDocumentationComment(checker)).trim();
    const value = literalOf(compiler, checker, type);
    return text === "" || value === undefined ? [] : [[String(value), text]];
  });
  return said.length === 0 ? {} : { "x-enum-descriptions": Object.fromEntries(said) };
}
