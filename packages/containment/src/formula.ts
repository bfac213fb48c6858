import { type Data, join, type Pointer, type Schema } from "@addendum/json-schema";
import type { ArrayShape } from "./shapes/array.ts";
import type { NumberShape } from "./shapes/number.ts";
import type { ObjectShape } from "./shapes/object.ts";
import type { StringShape } from "./shapes/string.ts";

export type JsonType = "null" | "boolean" | "number" | "string" | "array" | "object";

export const jsonTypes: readonly JsonType[] = ["null", "boolean", "number", "string", "array", "object"];

/** A way from the root; a pointer is made of it only where one is shown. */
export interface Path {
  readonly within: Path | undefined;
  readonly tokens: readonly (string | number)[];
}

export function pathTo(within: Path | undefined, ...tokens: readonly (string | number)[]): Path {
  return { within, tokens };
}

export function pointerOf(path: Path | undefined): Pointer {
  return path === undefined ? "" : join(pointerOf(path.within), ...path.tokens);
}

/** Where a formula was first met. */
export interface Origin {
  readonly document: "old" | "new" | "accepted";
  readonly path: Path | undefined;
  readonly keyword: string;
}

/** A formula, asserted or denied. */
export interface Claim {
  readonly formula: Formula;
  readonly holds: boolean;
}

/** What the keywords of one JSON type leave of it. A keyword narrows the shape, asserted or denied. */
interface Shapes {
  readonly number: NumberShape;
  readonly string: StringShape;
  readonly array: ArrayShape;
  readonly object: ObjectShape;
}

export type ShapedType = keyof Shapes;

type Assertion<T extends ShapedType> = T extends ShapedType
  ? {
      readonly kind: "assertion";
      /** Values of other types satisfy it; its denial says that the value is of this type. */
      readonly type: T;
      narrow(shape: Shapes[T], holds: boolean): void;
    }
  : never;

/** What a schema, or a part of one, says about a value. */
export type FormulaBody =
  | { readonly kind: "constant"; readonly value: boolean }
  | { readonly kind: "all"; readonly parts: readonly Claim[] }
  | { readonly kind: "any"; readonly parts: readonly Claim[] }
  | { readonly kind: "one"; readonly parts: readonly Formula[] }
  | {
      readonly kind: "choice";
      readonly condition: Formula;
      readonly consequence: Formula;
      readonly alternative: Formula;
    }
  | { readonly kind: "reference"; target(): Formula }
  | { readonly kind: "types"; readonly types: ReadonlySet<string> }
  /** `keys` are the canonical texts of the values. */
  | { readonly kind: "values"; readonly values: readonly Data[]; readonly keys: ReadonlySet<string> }
  | Assertion<ShapedType>
  /** What cannot be reasoned about. Where validators agree to ignore it, a value may still be shown. */
  | { readonly kind: "opaque"; readonly reason: string; readonly isIgnored: boolean };

export type Formula = FormulaBody & {
  /** Equal formulas are one object with one number, whichever document they come from. */
  readonly id: number;
  /** A schema that says the same, for judging values, and the document that its `$ref`s start from. */
  readonly schema: Schema;
  readonly root: Schema;
  readonly origin: Origin;
};

/** Makes formulas, each once. */
export class Formulas {
  /** Keyword → what tells its formulas apart → formula. */
  private readonly known = new Map<string, Map<string | number, Formula>>();
  private count = 0;
  private readonly numbers = new Map<string, number>();

  /** The same number for the same text, whichever document it comes from. */
  numberOf(text: string): number {
    let number = this.numbers.get(text);
    if (number === undefined) {
      number = this.numbers.size;
      this.numbers.set(text, number);
    }
    return number;
  }

  /** @param schema may be a function, so that it is made only with the formula */
  intern(
    keyword: string,
    key: string | number,
    schema: Schema | (() => Schema),
    root: Schema,
    origin: () => Origin,
    body: () => FormulaBody,
  ): Formula {
    let ofKeyword = this.known.get(keyword);
    if (ofKeyword === undefined) {
      ofKeyword = new Map();
      this.known.set(keyword, ofKeyword);
    }
    let formula = ofKeyword.get(key);
    if (formula === undefined) {
      formula = this.make(typeof schema === "function" ? schema() : schema, root, origin(), body());
      ofKeyword.set(key, formula);
    }
    return formula;
  }

  /** A formula that equals no other. It becomes the body's own object: a copy takes several times as long. */
  make(schema: Schema, root: Schema, origin: Origin, body: FormulaBody): Formula {
    return Object.assign(body, { id: this.count++, schema, root, origin });
  }
}
