import type ts from "typescript";

/** The compiler, which its caller loads: it is large, and few need it. */
export type Compiler = typeof ts;

/** What the schema does not say as the type does, or what JSON makes of it. */
export interface Remark {
  /** Line and column begin with 1; undefined where the type has no source of its own. */
  readonly place: { readonly file: string; readonly line: number; readonly column: number } | undefined;
  /** A sentence that names the member. */
  readonly text: string;
}

/** Why a type cannot be an event. The message is for the person who named it. */
export class UnusableType extends Error {}
