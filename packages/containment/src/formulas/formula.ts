import type { Data, Schema, Step } from "@addendum/json-schema";

export type JsonType = "null" | "boolean" | "number" | "string" | "array" | "object";

export const jsonTypes: readonly JsonType[] = ["null", "boolean", "number", "string", "array", "object"];

/** Where a formula was first met. */
export interface Origin {
  readonly document: "old" | "new" | "accepted";
  readonly path: Step | undefined;
  readonly keyword: string;
}

/** A formula, asserted or denied. */
export interface Claim {
  readonly formula: Formula;
  readonly holds: boolean;
}

/** What keywords may say of numbers. */
export interface NumberFacts {
  readonly multiples: number[];
  readonly nonMultiples: number[];
  atLeast(bound: number): void;
  above(bound: number): void;
  atMost(bound: number): void;
  below(bound: number): void;
}

/** Bounds of a size, both inclusive. */
interface SizeFacts {
  least: number;
  most: number;
}

/** What keywords may say of strings. Lengths count Unicode code points. Source: draft-07 validation §6.3. */
export interface StringFacts extends SizeFacts {
  readonly patterns: Set<string>;
  readonly antiPatterns: Set<string>;
  readonly formats: Set<string>;
  readonly antiFormats: Set<string>;
}

/** Some item between two indexes, the second exclusive, of which claims hold. */
export interface ItemDemand {
  readonly from: number;
  readonly until: number;
  readonly claims: readonly Claim[];
}

/** What keywords may say of arrays. */
export interface ArrayFacts extends SizeFacts {
  isUnique: boolean;
  hasRepetition: boolean;
  readonly demands: ItemDemand[];
  /** Of every item from an index until another, exclusive, a claim holds. */
  require(from: number, until: number, claim: Claim): void;
}

/** Some member, under a name that meets everything that is said of it, of whose value claims hold. */
export interface MemberDemand {
  readonly claims: readonly Claim[];
  /** Patterns that the name matches. */
  readonly matching?: readonly string[];
  /** Names that it is none of. */
  readonly outside?: ReadonlySet<string>;
  /** Patterns that it does not match. */
  readonly avoiding?: readonly string[];
  /** What holds of the name as a string. */
  readonly names?: readonly Claim[];
}

/** What holds of every member whose name matches a pattern. */
export interface PatternMembers {
  readonly pattern: string;
  readonly formula: Formula;
}

/** What holds of every member that has none of the names and matches none of the patterns. */
export interface OtherMembers {
  readonly names: ReadonlySet<string>;
  readonly patterns: readonly string[];
  readonly formula: Formula;
}

/** What keywords may say of objects. */
export interface ObjectFacts extends SizeFacts {
  readonly present: Set<string>;
  readonly absent: Set<string>;
  readonly demands: MemberDemand[];
  readonly patterns: PatternMembers[];
  readonly extras: OtherMembers[];
  /** What holds of every name, as a string. */
  readonly nameFormulas: Formula[];
  /** A formula holds of the member under a name, if it is there. */
  requireAt(name: string, formula: Formula): void;
  /** There is a member under a name, and a claim holds of it. */
  demandAt(name: string, claim: Claim): void;
}

/** What the keywords of each JSON type say of it. A keyword adds to it, asserted or denied. */
interface Facts {
  readonly number: NumberFacts;
  readonly string: StringFacts;
  readonly array: ArrayFacts;
  readonly object: ObjectFacts;
}

export type ShapedType = keyof Facts;

type Assertion<T extends ShapedType> = T extends ShapedType
  ? {
      readonly kind: "assertion";
      /** Values of other types satisfy it; its denial says that the value is of this type. */
      readonly type: T;
      /** It allows no other members than those of certain names, which is all that the closed content model asks. */
      readonly isClosing?: boolean;
      narrow(shape: Facts[T], holds: boolean): void;
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

  /** A number that no text has. */
  freshNumber(): number {
    return this.numberOf(`fresh ${this.numbers.size}`);
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
