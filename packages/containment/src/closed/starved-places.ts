import { accepts, type Data, type Schema } from "@addendum/json-schema";
import { Closer, type Opening, type Openings, type Strictness } from "./close.ts";
import { type Compiler, TooLarge } from "../compile/compile.ts";
import type { Claim } from "../formulas/formula.ts";
import type { Demand, Place } from "./place.ts";
import type { Search } from "../search/search.ts";
import type { Blame, SearchResult } from "../formulas/solver.ts";

/** What a demand needs to be met at all. `deeper`: that undeclared names are let in at its own place is not enough. */
type Need = Opening | "deeper";

/** The gravest last. */
const gravity: readonly Need[] = ["nothing", "names", "deeper", "everything"];

/** Steps for one question. Most take a few dozen. */
const questionBudget = 20_000;

/**
 * Finds the places at which a schema has values, but none of them contains declared names only: it asks for more names
 * than it declares, say. An emptiness that the closed model makes proves nothing, so such places are judged open. Asked
 * is one schema alone, so the answer is the same whatever it is compared with.
 */
export class StarvedPlaces implements Openings {
  /** Where this could not be determined. Such a place counts as open. */
  doubt: Blame | undefined;
  private readonly needs = new Map<Place, readonly Need[]>();
  private readonly openings = new Map<Place, Opening>();
  readonly closer: Closer;
  private readonly search: Search;
  private readonly compiler: Compiler;
  private readonly closings: Compiler;

  /**
   * @param root the schema, its references resolved
   * @param compiler makes formulas of its parts
   * @param closings makes formulas of what closes them
   * @param search on which nothing else is going on whenever an opening is asked for
   */
  constructor(root: Schema, compiler: Compiler, closings: Compiler, search: Search) {
    this.closer = new Closer(root, this);
    this.compiler = compiler;
    this.closings = closings;
    this.search = search;
  }

  openingOf(place: Place, strictness: Exclude<Strictness, "strict">): Opening {
    if (!place.looksAtAbsence) return "nothing";
    if (strictness === "eased") return gravest(this.needsOf(place)) === "names" ? "names" : "nothing";
    let opening = this.openings.get(place);
    if (opening === undefined) {
      const needs = this.needsOf(place);
      opening = gravest(
        place.demands.map((demand, index) => this.settle(place, demand, needs[index] ?? "nothing")),
      );
      this.openings.set(place, opening);
    }
    return opening;
  }

  /** What the demands at a place need where everything below it is closed. */
  private needsOf(place: Place): readonly Need[] {
    let needs = this.needs.get(place);
    if (needs === undefined) {
      // One value often does for several alternatives.
      const values: Data[] = [];
      needs = place.demands.map((demand) => this.needOf(place, demand, values));
      this.needs.set(place, needs);
    }
    return needs;
  }

  /** @param values that are known at the place, declared names only */
  private needOf(place: Place, { claims, condition }: Demand, values: Data[]): Need {
    const formulas = claims.map((claim) => this.compiler.compile(claim));
    if (values.some((value) => formulas.every(({ root, schema }) => accepts(root, schema, value) === true))) {
      return "nothing";
    }
    const closed = this.closer.closeBut(place, "nothing", "strict");
    const outcome = this.solve(claims, closed);
    const { kind } = outcome;
    if (kind === "value") {
      values.push(outcome.value);
      return "nothing";
    }
    // What is impossible anyway, or asked only where something is that cannot be, was not emptied.
    if (this.solve(claims).kind === "empty") return "nothing";
    if (condition !== undefined && this.solve(condition, closed).kind === "empty") return "nothing";
    if (kind === "unknown") {
      const [claim] = claims;
      const reason = "it is unknown whether its values can contain only declared names";
      this.doubt ??= { ...this.compiler.compile(claim ?? true).origin, keyword: "", reason };
      return "everything";
    }
    return this.hasValue(claims, place, "names", "strict") ? "names" : "deeper";
  }

  /** What a demand needs where places below are open as far as they need it themselves. */
  private settle(place: Place, { claims }: Demand, need: Need): Opening {
    if (need !== "deeper") return need;
    if (this.hasValue(claims, place, "nothing", "eased")) return "nothing";
    return this.hasValue(claims, place, "names", "eased") ? "names" : "everything";
  }

  private hasValue(claims: readonly Data[], place: Place, opening: Opening, strictness: Strictness): boolean {
    return this.solve(claims, this.closer.closeBut(place, opening, strictness)).kind === "value";
  }

  private solve(
    claims: readonly Data[],
    closing: Schema = true,
  ): SearchResult | { readonly kind: "unknown" } {
    try {
      const formulas = claims.map((schema) => this.compiler.compile(schema));
      formulas.push(this.closings.compile(closing));
      const asserted = formulas.map((formula): Claim => ({ formula, holds: true }));
      return this.search.attempt(asserted, questionBudget) ?? { kind: "unknown" };
    } catch (error) {
      if (!(error instanceof TooLarge)) throw error;
      return { kind: "unknown" };
    }
  }
}

function gravest<T extends Need>(needs: readonly T[]): T | "nothing" {
  return needs.reduce<T | "nothing">(
    (worst, need) => (gravity.indexOf(need) > gravity.indexOf(worst) ? need : worst),
    "nothing",
  );
}
