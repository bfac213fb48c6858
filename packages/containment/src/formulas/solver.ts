import type { Data, DataObject } from "@addendum/json-schema";
import type { Claim, Formula, Origin } from "./formula.ts";

/** Why neither a proof nor a value was found. */
export interface Blame extends Origin {
  readonly reason: string;
}

/** What the search says of a set of claims: nothing meets them, this value does, or it cannot tell. */
export type SearchResult =
  | { readonly kind: "empty" }
  | { readonly kind: "value"; readonly value: Data }
  | { readonly kind: "unknown"; readonly blame: Blame };

/** What shapes ask of the search about the parts of a value. */
export interface Solver {
  solve(claims: readonly Claim[]): SearchResult;
  /** The claim that a value is none of these. */
  except(values: readonly Data[]): Claim;
  formula(schema: DataObject): Formula;
  /** Every value that meets the claims; undefined if there are too many to look at, or one cannot be judged. */
  enumerate(claims: readonly Claim[]): readonly Data[] | undefined;
  /** Different values that meet the claims: as many as are asked for, or those that were found. */
  some(claims: readonly Claim[], count: number): readonly Data[];
  readonly spend: (steps: number) => void;
}
