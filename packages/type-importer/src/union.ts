import type { Data, DataObject } from "@addendum/json-schema";
import type ts from "typescript";
import type { Conversion, Place } from "./model.ts";
import { enumerations, literalOf, optionDescriptions } from "./options.ts";

/** The schema of a union. A member that may be undefined is optional, so only the other types count. */
export function convertUnion(
  conversion: Conversion,
  type: ts.UnionType,
  place: Place,
): DataObject | undefined {
  const { compiler, checker } = conversion;
  const { TypeFlags } = compiler;
  const parts = type.types.filter(({ flags }) => (flags & (TypeFlags.Undefined | TypeFlags.Void)) === 0);
  const literals = parts.filter((part) => literalOf(compiler, checker, part) !== undefined);
  const values = literals.map((part) => literalOf(compiler, checker, part) as Data);
  const hasNull = parts.some(({ flags }) => (flags & TypeFlags.Null) !== 0);
  const others: DataObject[] = [];
  for (const part of parts) {
    if (literals.includes(part) || (part.flags & TypeFlags.Null) !== 0) continue;
    const schema = conversion.convert(part, place);
    if (schema !== undefined && !others.some((other) => isSame(other, schema))) others.push(schema);
  }
  // Of a branded boolean, both values are types of their own.
  const isValue = (one: DataObject, value: boolean) => isSame(one, { type: "boolean", enum: [value] });
  const pair = others.filter((one) => isValue(one, true) || isValue(one, false));
  if (pair.length === 2)
    others.splice(0, others.length, { type: "boolean" }, ...others.filter((one) => !pair.includes(one)));
  const isBoolean = values.includes(true) && values.includes(false);
  const listed = values.filter((value) => !isBoolean || typeof value !== "boolean");
  if (isBoolean) others.unshift({ type: "boolean" });
  // What takes any text takes dates and patterns, too.
  const wide = others.filter((one) => !others.some((other) => other !== one && takesAllOf(other, one)));
  // `"a" | (string & {})` lists what is usual, and takes any text.
  const isOpen = (value: Data) =>
    wide.some((other) => other["type"] === typeof value && Object.keys(other).length === 1);
  const closed = listed.filter((value) => !isOpen(value));
  if (closed.length < listed.length) {
    const usual = listed.filter(isOpen).map((value) => JSON.stringify(value));
    conversion.remark(
      place,
      `takes any ${typeof listed.find(isOpen)}; ${usual.slice(0, 10).join(", ")}${usual.length > 10 ? ", …" : ""} are only the usual values.`,
    );
  }
  const options = enumerations(closed).map((one) => {
    const own = literals.filter((part) =>
      (one["enum"] as Data[]).includes(literalOf(compiler, checker, part) as Data),
    );
    return { ...one, ...optionDescriptions(compiler, checker, own) };
  });
  const alternatives = [...options, ...wide];
  // Any value is any value, whatever else it may be.
  if (alternatives.some((one) => Object.keys(one).length === 0)) return {};
  if (alternatives.length === 0) return hasNull ? { type: "null" } : undefined;
  if (alternatives.length === 1) return hasNull ? orNull(alternatives[0] as DataObject) : alternatives[0];
  return { anyOf: hasNull ? [...alternatives, { type: "null" }] : alternatives };
}

export function orNull(schema: DataObject): DataObject {
  return Object.keys(schema).length === 0 ? schema : { anyOf: [schema, { type: "null" }] };
}

export function isSame(a: DataObject, b: DataObject): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Whether a schema is nothing but the type of another. */
function takesAllOf(wide: DataObject, narrow: DataObject): boolean {
  if (Object.keys(wide).join() !== "type" || Object.keys(narrow).join() === "type") return false;
  return wide["type"] === narrow["type"] || (wide["type"] === "number" && narrow["type"] === "integer");
}
