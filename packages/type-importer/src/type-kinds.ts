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

/** What a value's `toJSON` gives, which JSON.stringify writes in its place. */
export function toJson(checker: ts.TypeChecker, type: ts.Type): ts.Type | undefined {
  const method = checker.getPropertyOfType(type, "toJSON");
  if (method === undefined) return undefined;
  const [signature] = checker.getTypeOfSymbol(method).getCallSignatures();
  return signature?.getReturnType();
}

/** The name of a type that the language itself declares, such as `Date` or `Map`; undefined for others. */
export function builtInName(program: (file: ts.SourceFile) => boolean, type: ts.Type): string | undefined {
  const symbol = type.getSymbol();
  const isBuiltIn = symbol?.declarations?.some((declaration) => program(declaration.getSourceFile()));
  return isBuiltIn === true ? symbol?.name : undefined;
}
