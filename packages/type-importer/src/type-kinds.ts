import type ts from "typescript";
import type { Compiler } from "./model.ts";

/** Whether a type's values are objects with members: no text, list, function, or what JSON writes as something else. */
export function isPlainObject(compiler: Compiler, checker: ts.TypeChecker, type: ts.Type): boolean {
  if (type.isUnion() || checker.isArrayLikeType(type)) return false;
  if (primitiveOf(compiler, type) !== undefined) return false;
  const { TypeFlags } = compiler;
  if ((type.flags & (TypeFlags.Object | TypeFlags.Intersection)) === 0) return false;
  return (
    checker.getSignaturesOfType(type, compiler.SignatureKind.Call).length === 0 &&
    toJson(checker, type) === undefined
  );
}

/**
 * The text, number or the like that a branded type is at run time: `string & { __brand: "Id" }` is a string. Undefined
 * for others.
 */
export function primitiveOf(compiler: Compiler, type: ts.Type): ts.Type | undefined {
  if (!type.isIntersection()) return undefined;
  const { TypeFlags } = compiler;
  const primitive =
    TypeFlags.StringLike |
    TypeFlags.NumberLike |
    TypeFlags.BooleanLike |
    TypeFlags.BigIntLike |
    TypeFlags.ESSymbolLike;
  return type.types.find((part) => (part.flags & primitive) !== 0);
}

/** The type that a value's `toJSON` returns, which JSON.stringify writes in its place. */
export function toJson(checker: ts.TypeChecker, type: ts.Type): ts.Type | undefined {
  const method = checker.getPropertyOfType(type, "toJSON");
  if (method === undefined) return undefined;
  const [signature] = checker.getTypeOfSymbol(method).getCallSignatures();
  return signature?.getReturnType();
}

/**
 * The class of the language that a type is, extends, or is branded: `Date`, a class that extends `Map`,
 * `Date & { __brand: "Day" }`. Undefined for others.
 */
export function builtInName(
  isLibrary: (file: ts.SourceFile) => boolean,
  type: ts.Type,
): { readonly name: string; readonly type: ts.Type } | undefined {
  if (type.isIntersection()) {
    return type.types.map((part) => builtInName(isLibrary, part)).find((found) => found !== undefined);
  }
  const symbol = type.getSymbol();
  const isBuiltIn = symbol?.declarations?.some((declaration) => isLibrary(declaration.getSourceFile()));
  if (isBuiltIn === true && symbol !== undefined) return { name: symbol.name, type };
  // What extends an error is an object with members of its own.
  const [base] = type.getBaseTypes() ?? [];
  const found = base && builtInName(isLibrary, base);
  return found?.name.endsWith("Error") === true ? undefined : found;
}

/** What an array is that is branded, or that a class extends: the list itself, or the type of its items. */
export function listOf(
  compiler: Compiler,
  checker: ts.TypeChecker,
  type: ts.Type,
): { readonly kind: "list" | "items"; readonly type: ts.Type } | undefined {
  if (!checker.isArrayLikeType(type)) return undefined;
  if (type.isIntersection()) {
    const list = type.types.find((part) => checker.isArrayType(part) || checker.isTupleType(part));
    if (list !== undefined) return { kind: "list", type: list };
  }
  const items = checker.getIndexTypeOfType(type, compiler.IndexKind.Number);
  return items && { kind: "items", type: items };
}
