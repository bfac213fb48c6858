import type { Data, DataObject } from "@addendum/json-schema";
import type ts from "typescript";

/** The compiler, which its caller loads: it is large, and few need it. */
export type Compiler = typeof ts;

/** A difference between a type and its schema, or its JSON. */
export interface Remark {
  /** Line and column begin with 1; undefined if the type has no source of its own. */
  readonly place: { readonly file: string; readonly line: number; readonly column: number } | undefined;
  /** A sentence that names the member. */
  readonly text: string;
}

/** Why a type cannot be an event. The message is for the person who named it. */
export class UnusableType extends Error {}

/** Where a type is: the member that has it, for remarks. */
export interface Place {
  /** `meta.dt`, `tags[]` */
  readonly path: string;
  readonly node: ts.Node | undefined;
}

/** The place of what a list or a map contains, or a member. */
export function placeBelow(place: Place, step: string): Place {
  const isName = !step.startsWith("[");
  return { ...place, path: isName && place.path !== "" ? `${place.path}.${step}` : place.path + step };
}

/** What the parts of a conversion need from the converter. */
export interface Conversion {
  readonly compiler: Compiler;
  readonly checker: ts.TypeChecker;
  /** Undefined: JSON has no such value, and the member is left out. */
  convert(type: ts.Type, place: Place): DataObject | undefined;
  /** What is in a list, where JSON.stringify writes null for what JSON does not have. */
  convertItem(type: ts.Type | undefined, place: Place): DataObject;
  /** What is in a map, where JSON.stringify leaves out what JSON does not have. */
  convertValue(type: ts.Type | undefined, place: Place): Data;
  remark(place: Place, text: string): void;
}
