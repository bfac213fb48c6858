import { resolved, type Schema } from "@addendum/json-schema";
import type { Strictness } from "./close.ts";
import { Compiler } from "../compile/compile.ts";
import { type Formula, Formulas, type Origin } from "../formulas/formula.ts";
import { Search } from "../search/search.ts";
import type { Blame } from "../formulas/solver.ts";
import { StarvedPlaces } from "./starved-places.ts";

/** What the closed content model says of one schema's values. */
export class ClosedModel {
  private readonly places: StarvedPlaces;
  private readonly search: Search;
  private readonly closings: Compiler;
  /** What closes places that were looked at. */
  private readonly met = new Set<object>();

  /**
   * @param schema its references are resolved
   * @param compiler of the schema
   * @param budget steps for finding out which places are judged open
   */
  constructor(
    schema: Schema,
    compiler: Compiler,
    formulas: Formulas,
    document: Origin["document"],
    budget: number,
  ) {
    const note = (closing: object): void => void this.met.add(closing);
    this.closings = new Compiler(true, document, formulas, { isLater: () => true, onCompile: note });
    this.search = new Search(new Compiler(true, document, formulas), budget, { isLenient: true });
    this.places = new StarvedPlaces(schema, compiler, this.closings, this.search);
  }

  /** A schema that says of values what the model assumes of them. */
  schema(strictness: Strictness): Schema {
    const { closer } = this.places;
    return closer.close(closer.rootPlace, strictness);
  }

  /** The formula of that schema. */
  formula(strictness: Strictness): Formula {
    return this.closings.compile(this.schema(strictness));
  }

  /** Whether any place that was looked at is judged open. */
  get opensAny(): boolean {
    const { places } = this;
    return [...this.met].some((closing) => {
      const place = places.closer.placeClosedBy(closing);
      return place !== undefined && places.openingOf(place, "fair") !== "nothing";
    });
  }

  /** Of a place that counts as open, though it is not known whether it has to. */
  get doubt(): Blame | undefined {
    return this.places.doubt;
  }

  get steps(): number {
    return this.search.steps;
  }
}

/**
 * A schema that says of each object: it holds only names that are declared there, unless there would be no such object.
 * See {@link Closer}.
 */
export function closeSchema(schema: Schema): Schema {
  const root = resolved(schema);
  const formulas = new Formulas();
  return new ClosedModel(root, new Compiler(root, "old", formulas), formulas, "old", Infinity).schema("fair");
}
