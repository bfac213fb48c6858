import type { Data, DataObject, Schema } from "@addendum/json-schema";
import type { Claim, Formula, FormulaBody } from "./formula.ts";

/** What a keyword's file may ask of the compiler, at the subschema where the keyword is. */
export interface KeywordContext {
  /** The subschema that holds the keyword. */
  readonly schema: DataObject;
  /** The formula of a subschema below. */
  compile(schema: Data, ...path: readonly (string | number)[]): Formula;
  /**
   * A formula of this keyword.
   * @param key distinguishes it from the keyword's other formulas
   * @param schema a schema that says the same as the formula
   */
  formula(key: string | number, schema: Schema | (() => Schema), body: () => FormulaBody): Formula;
}

/** One keyword of draft-07. */
export interface Keyword {
  readonly name: string;
  /** Whether its value is one that the meta-schema allows. */
  isWellFormed(value: Data): boolean;
  /** What it says: all of these claims. */
  compile(value: Data, context: KeywordContext): readonly Claim[];
}

export function claim(formula: Formula): Claim {
  return { formula, holds: true };
}

export function denial(formula: Formula): Claim {
  return { formula, holds: false };
}

export function isCount(value: Data): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}

export function isNumber(value: Data): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

export function isNameList(value: Data): value is readonly string[] {
  return (
    Array.isArray(value) &&
    value.every((name) => typeof name === "string") &&
    new Set(value).size === value.length
  );
}

/** A keyword that holds a count or a bound and narrows one shape. */
export function limit<T extends "number" | "string" | "array" | "object">(definition: {
  readonly name: string;
  readonly type: T;
  isWellFormed(value: Data): value is number;
  narrow(
    shape: Extract<FormulaBody, { kind: "assertion"; type: T }> extends {
      narrow(shape: infer S, holds: boolean): void;
    }
      ? S
      : never,
    limit: number,
    holds: boolean,
  ): void;
}): Keyword {
  const { name, type, isWellFormed, narrow } = definition;
  return {
    name,
    isWellFormed,
    compile(value, context) {
      const bound = value as number;
      const body = () =>
        ({
          kind: "assertion",
          type,
          narrow: (shape: never, holds: boolean) => narrow(shape, bound, holds),
        }) as unknown as FormulaBody;
      return [claim(context.formula(Object.is(bound, -0) ? 0 : bound, { [name]: bound }, body))];
    },
  };
}
