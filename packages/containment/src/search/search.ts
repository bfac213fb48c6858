import { accepts, canonical, type Data, type DataObject } from "@addendum/json-schema";
import type { Compiler } from "../compile/compile.ts";
import type { Claim, Formula, JsonType } from "../formulas/formula.ts";
import { type Branch, flatten, isSatisfied, isViable, type Split } from "../formulas/branch.ts";
import { blameOf } from "./blame.ts";
import { candidates, hasVariants, variantsOf } from "./candidates.ts";
import { LazyObject, refutesMember } from "./denied-member.ts";
import { everyValue } from "./enumerate.ts";
import { constructArray, refuteArray } from "../shapes/array.ts";
import { numbersOf, refuteNumber } from "../shapes/number.ts";
import { ObjectShape } from "../shapes/object.ts";
import { constructObject } from "../shapes/object-construction.ts";
import { refuteObject } from "../shapes/object-refutation.ts";
import { Pursuit } from "./pursuit.ts";
import { type Shape, shapeOf } from "../shapes/shape.ts";
import { refuteString, stringsOf } from "../shapes/string.ts";
import type { SearchResult, Solver } from "../formulas/solver.ts";
import { Sizes } from "./size.ts";

/** The search took more steps than it may. */
export class BudgetExhausted extends Error {}

/** Values within values of which every one is examined. */
const nestedEnumerations = 6;

const empty: SearchResult = { kind: "empty" };

/** Different values beyond the obvious ones, each of which is searched for. */
const soughtOneByOne = 50;

/** A value of more parts than these costs steps to judge, and so does one that more schemas judge than these. */
const freeSize = 1_000;
const freeJudgements = 1_000;

/** The stack of the search grows with the nesting of the value. */
const depthLimit = 300;

/**
 * Looks for a value that meets a set of claims, or proves that there is none: a lazy tableau. Claims are taken apart
 * until only facts about one JSON type are left; then the shape of that type refutes them or builds a value. A set that
 * is met again while it is being decided counts as empty, since each such use is on a proper part of a finite value.
 * Source: the tableau method; Habib et al., ISSTA 2021; Attouche et al., VLDB 2022.
 */
export class Search implements Solver {
  /** Taken so far. The same input takes the same steps everywhere. */
  steps = 0;
  private readonly memo = new Map<string, SearchResult>();
  /** Sets that are being decided, and those found empty as long as others are. */
  private readonly pursued = new Map<string, Pursuit>();
  /** What is being decided now, the innermost last. */
  private readonly path: Pursuit[] = [];
  private readonly schemas = new Map<string, Formula>();
  private readonly sizes = new Sizes();
  private enumerations = 0;
  private readonly enumerated = new Map<string, { readonly values: readonly Data[] | undefined }>();
  private readonly compiler: Compiler;
  private readonly isLenient: boolean;
  private budget: number;

  /**
   * Whether anything was refuted because objects may hold certain names only: else the closed content model, whatever
   * its part in the claims, had none in what was found.
   */
  usesClosing = false;
  private readonly noteContradiction = (formula: Formula): void => {
    if (formula.kind === "constant" || (formula.kind === "assertion" && formula.isClosing === true)) {
      this.usesClosing = true;
    }
  };

  /** @param isLenient whether a value counts as meeting a claim of which that cannot be said */
  constructor(compiler: Compiler, budget: number, { isLenient = false } = {}) {
    this.compiler = compiler;
    this.budget = budget;
    this.isLenient = isLenient;
  }

  /** Throws {@link BudgetExhausted}. */
  readonly spend = (steps: number): void => {
    this.steps += steps;
    if (this.steps > this.budget) throw new BudgetExhausted();
  };

  /** Solves on a budget of its own, not from within. Undefined: that was not enough. */
  attempt(claims: readonly Claim[], steps: number): SearchResult | undefined {
    const whole = this.budget;
    this.budget = Math.min(whole, this.steps + steps);
    try {
      return this.solve(claims);
    } catch (error) {
      if (!(error instanceof BudgetExhausted) || this.steps > whole) throw error;
      this.path.length = 0;
      this.pursued.clear();
      this.enumerations = 0;
      return undefined;
    } finally {
      this.budget = whole;
    }
  }

  except(values: readonly Data[]): Claim {
    return { formula: this.compiler.values(values), holds: false };
  }

  formula(schema: DataObject): Formula {
    const key = canonical(schema);
    let formula = this.schemas.get(key);
    if (formula === undefined) {
      formula = this.compiler.compile(schema);
      this.schemas.set(key, formula);
    }
    return formula;
  }

  solve(claims: readonly Claim[]): SearchResult {
    const key = keyOf(claims);
    const known = this.memo.get(key);
    this.spend(known === undefined ? 1 : 0.1);
    if (known !== undefined) return known;
    if (this.isPresumedEmpty(key)) return empty;
    if (this.path.length > depthLimit) {
      const [first] = claims;
      const reason = "its values are nested too deeply to search";
      return { kind: "unknown", blame: { ...(first as Claim).formula.origin, reason } };
    }
    const pursuit = new Pursuit();
    this.pursued.set(key, pursuit);
    this.path.push(pursuit);
    const outcome = this.decide(claims);
    this.path.pop();
    pursuit.end(outcome.kind === "empty", this.path.at(-1));
    if (pursuit.isProvisional) return outcome;
    this.pursued.delete(key);
    this.memo.set(key, outcome);
    return outcome;
  }

  /** Whether a set is being decided, or was found empty on the strength of such sets. */
  private isPresumedEmpty(key: string): boolean {
    const known = this.pursued.get(key);
    if (known === undefined) return false;
    const support = new Set<Pursuit>();
    if (!known.isSupported(support)) {
      this.pursued.delete(key);
      return false;
    }
    if (support.size === 0) {
      this.pursued.delete(key);
      this.memo.set(key, empty);
    }
    for (const one of support) this.path.at(-1)?.leanOn(one);
    return true;
  }

  private decide(claims: readonly Claim[]): SearchResult {
    const branch = flatten(claims, this.noteContradiction);
    if (branch === undefined) return empty;
    this.spend(1 + branch.facts.length / 20);
    const fits = (value: Data) => {
      const size = this.sizes.of(value);
      if (size > freeSize) this.spend(size / 2);
      return claims.every((claim) => this.meets(claim, value) === true);
    };
    if (branch.values !== undefined) return this.tryValues(branch, claims);

    // What is hopeless at first sight goes first: most denials of an unchanged part are.
    const members = branch.types.has("object") ? new LazyObject(branch) : undefined;
    const isHopeless = (alternative: readonly Claim[]) =>
      !isViable(alternative, branch, branch.types, this.noteContradiction) ||
      (members?.refutes(alternative, this) ?? false);
    for (const { alternatives } of branch.splits) if (alternatives.every(isHopeless)) return empty;

    const shapes = new Map<JsonType, Shape>();
    for (const type of branch.types) {
      const shape = shapeOf(type, branch);
      if (!this.refutes(shape)) shapes.set(type, shape);
    }
    if (shapes.size === 0) return empty;
    const types = new Set(shapes.keys());
    const splits = branch.splits
      .filter((split) => !isSatisfied(split, branch, types))
      .map((split) => ({
        ...split,
        alternatives: split.alternatives.filter((alternative) =>
          isViable(alternative, branch, types, this.noteContradiction),
        ),
      }));
    if (splits.some(({ alternatives }) => alternatives.length === 0)) return empty;
    if (splits.length === 0) return this.construct(branch, shapes, fits);
    return this.oneDenialAtATime(branch, splits, fits) ?? this.split(branch, splits, shapes, fits);
  }

  /** If the claims with but one of the denials are met by nothing, so are all of them. */
  private oneDenialAtATime(
    branch: Branch,
    splits: readonly Split[],
    fits: (value: Data) => boolean,
  ): SearchResult | undefined {
    const denials = splits.filter(({ claim }) => !claim.holds);
    if (denials.length < 2) return undefined;
    const others = splits.filter(({ claim }) => claim.holds).map(({ claim }) => claim);
    for (const { claim } of denials) {
      const outcome = this.solve([...branch.facts, ...others, claim]);
      if (outcome.kind === "empty") return outcome;
      if (outcome.kind === "value" && fits(outcome.value)) return outcome;
    }
    return undefined;
  }

  /** Tries the alternatives of one split: asserted unions first, then denials, those with the fewest first. */
  private split(
    branch: Branch,
    splits: readonly Split[],
    shapes: ReadonlyMap<JsonType, Shape>,
    fits: (value: Data) => boolean,
  ): SearchResult {
    const rank = ({ claim, alternatives }: Split) => {
      if (alternatives.length < 2) return 0;
      // What says “if” asks for a choice that most often nothing depends on: it comes last.
      const isUnion = claim.holds && alternatives.length > 2;
      return (isUnion ? 0 : claim.holds ? 2_000_000 : 1_000_000) + alternatives.length;
    };
    const chosen = splits.reduce((best, one) => (rank(one) < rank(best) ? one : best));
    const rest = splits.filter((one) => one !== chosen).map(({ claim }) => claim);
    let unknown: SearchResult | undefined;
    for (const alternative of chosen.alternatives) {
      // What contradicts itself need not be looked at in this company, nor again in any other.
      if (alternative.length === 2 && this.solve(alternative).kind === "empty") continue;
      const outcome =
        this.denyOneFact(alternative, rest, branch, shapes, fits) ??
        this.solve([...branch.facts, ...rest, ...alternative]);
      if (outcome.kind === "value") return outcome;
      if (outcome.kind === "unknown") unknown ??= outcome;
    }
    return unknown ?? empty;
  }

  /**
   * Where a single denied fact about an object is all that is left to add, the shape of the rest serves for each:
   * objects of a thousand members have as many such denials.
   */
  private denyOneFact(
    alternative: readonly Claim[],
    rest: readonly Claim[],
    branch: Branch,
    shapes: ReadonlyMap<JsonType, Shape>,
    fits: (value: Data) => boolean,
  ): SearchResult | undefined {
    const [claim] = alternative;
    if (rest.length > 0 || alternative.length !== 1 || claim === undefined || claim.holds) return undefined;
    const { formula } = claim;
    if (formula.kind !== "assertion" || formula.type !== "object") return undefined;
    const base = shapes.get("object");
    if (base?.type !== "object") return empty;
    this.spend(1);
    if (refutesMember(base.shape, formula, this)) return empty;
    const shape = new ObjectShape(base.shape);
    formula.narrow(shape, false);
    this.spend(shape.size / 20);
    if (refuteObject(shape, this)) return empty;
    const outcome = constructObject(shape, this, fits, blameOf(branch, claim));
    return this.tryAll(outcome, { type: "object", shape }, { ...branch, facts: [...branch.facts, claim] });
  }

  /** Where an attempt failed: looks at every value of the shape, if there are few. */
  private tryAll(outcome: SearchResult, shaped: Shape, branch: Branch): SearchResult {
    if (outcome.kind !== "unknown") return outcome;
    const values = everyValue(shaped, this);
    return values === undefined ? outcome : this.tryValues({ ...branch, values }, branch.facts);
  }

  enumerate(claims: readonly Claim[]): readonly Data[] | undefined {
    // How deep it may look depends on how deep it is.
    const key = `${this.enumerations}:${keyOf(claims)}`;
    const known = this.enumerated.get(key);
    this.spend(0.2);
    if (known !== undefined) return known.values;
    const values = this.enumerateAnew(claims);
    this.enumerated.set(key, { values });
    return values;
  }

  private enumerateAnew(claims: readonly Claim[]): readonly Data[] | undefined {
    const branch = flatten(claims, this.noteContradiction);
    if (branch === undefined) return [];
    if (this.enumerations > nestedEnumerations) return undefined;
    this.enumerations++;
    const candidates = branch.values ?? this.everyAlternative(branch) ?? this.everyType(branch);
    this.enumerations--;
    this.spend((candidates?.length ?? 0) / 5);
    const verdicts = candidates?.map((value) => all(claims.map((claim) => this.meets(claim, value))));
    if (verdicts === undefined || verdicts.includes(undefined)) return undefined;
    return candidates?.filter((_, index) => verdicts[index]);
  }

  private everyType(branch: Branch): readonly Data[] | undefined {
    return together([...branch.types].map((type) => everyValue(shapeOf(type, branch), this)));
  }

  /** Where several values are listed by each of some alternatives. */
  private everyAlternative({ facts, splits }: Branch): readonly Data[] | undefined {
    const union = splits.find(({ claim }) => claim.holds);
    if (union === undefined) return undefined;
    const lists: (readonly Data[])[] = [];
    for (const alternative of union.alternatives) {
      const values = this.enumerate([...facts, ...alternative]);
      if (values === undefined) return undefined;
      lists.push(values);
    }
    return together(lists);
  }

  some(claims: readonly Claim[], count: number): readonly Data[] {
    const branch = flatten(claims, this.noteContradiction);
    if (branch === undefined) return [];
    const listed = branch.splits.length === 0 ? undefined : this.enumerate(claims);
    if (listed !== undefined) return listed.slice(0, count);
    const found = new Map<string, Data>();
    const tryOut = (value: Data) => {
      this.spend(0.2);
      if (claims.every((claim) => this.meets(claim, value) === true)) found.set(canonical(value), value);
    };
    for (const value of candidates(branch, this.spend)) {
      if (found.size >= count) break;
      tryOut(value);
    }
    // The search knows one letter of each kind.
    for (const value of found.values()) {
      if (found.size >= count || !hasVariants(value)) break;
      for (const text of variantsOf(value)) if (found.size < count) tryOut(text);
    }
    while (found.size < Math.min(count, soughtOneByOne)) {
      const next = this.solve([...claims, this.except([...found.values()])]);
      if (next.kind !== "value") break;
      found.set(canonical(next.value), next.value);
    }
    return [...found.values()];
  }

  /** An enumeration, or types with few values: each is tried. */
  private tryValues(branch: Branch, claims: readonly Claim[]): SearchResult {
    let undecided: Claim | undefined;
    for (const value of branch.values ?? []) {
      // What refuses a value as a whole may well be what closes it.
      if (typeof value === "object" && value !== null) this.usesClosing = true;
      this.spend(1);
      const key = canonical(value);
      let isRefused = false;
      let doubtful: Claim | undefined;
      for (const claim of claims) {
        const verdict = this.meets(claim, value, key);
        if (verdict === false) isRefused = true;
        if (verdict === undefined) doubtful = claim;
        if (isRefused) break;
      }
      if (isRefused) continue;
      if (doubtful === undefined) return { kind: "value", value };
      undecided ??= doubtful;
    }
    return undecided === undefined ? empty : { kind: "unknown", blame: blameOf(branch, undecided) };
  }

  private refutes(shaped: Shape): boolean {
    switch (shaped.type) {
      case "null":
      case "boolean":
        return false;
      case "number":
        return refuteNumber(shaped.shape);
      case "string":
        return refuteString(shaped.shape, this.spend);
      case "array":
        return refuteArray(shaped.shape, this);
      case "object":
        return refuteObject(shaped.shape, this);
    }
  }

  private construct(
    branch: Branch,
    shapes: ReadonlyMap<JsonType, Shape>,
    fits: (value: Data) => boolean,
  ): SearchResult {
    let unknown: SearchResult | undefined;
    for (const shaped of shapes.values()) {
      const outcome = this.constructOf(shaped, branch, fits);
      if (outcome.kind === "value") return outcome;
      if (outcome.kind === "unknown") unknown ??= outcome;
    }
    return unknown ?? empty;
  }

  private constructOf(shaped: Shape, branch: Branch, fits: (value: Data) => boolean): SearchResult {
    const blame = blameOf(branch);
    switch (shaped.type) {
      case "null":
        return this.tryValues({ ...branch, values: [null] }, branch.facts);
      case "boolean":
        return this.tryValues({ ...branch, values: [false, true] }, branch.facts);
      case "number": {
        const { candidates, isComplete } = numbersOf(shaped.shape);
        if (isComplete) return this.tryValues({ ...branch, values: [...candidates] }, branch.facts);
        for (const value of candidates) {
          this.spend(0.2);
          if (fits(value)) return { kind: "value", value: Object.is(value, -0) ? 0 : value };
        }
        return { kind: "unknown", blame };
      }
      case "string": {
        const candidates = stringsOf(shaped.shape, this.spend);
        for (;;) {
          const next = candidates.next();
          if (next.done === true) return next.value ? empty : { kind: "unknown", blame };
          this.spend(0.2 + next.value.length / 1_000);
          if (fits(next.value)) return { kind: "value", value: next.value };
        }
      }
      case "array":
        return this.tryAll(constructArray(shaped.shape, this, fits, blame), shaped, branch);
      case "object":
        return this.tryAll(constructObject(shaped.shape, this, fits, blame), shaped, branch);
    }
  }

  /** Whether a value meets a claim; undefined if that cannot be said. */
  private meets(claim: Claim, value: Data, key?: string): boolean | undefined {
    const verdict = this.judge(claim, value, key);
    return verdict === undefined && this.isLenient ? true : verdict;
  }

  private judge({ formula, holds }: Claim, value: Data, key?: string): boolean | undefined {
    if (formula.kind === "values") return formula.keys.has(key ?? canonical(value)) === holds;
    if (formula.kind === "opaque" && !(formula.isIgnored && holds)) return undefined;
    const tally = { judgements: 0 };
    const verdict = accepts(formula.root, formula.schema, value, tally);
    if (tally.judgements > freeJudgements) this.spend((tally.judgements - freeJudgements) / 8);
    return verdict === undefined ? undefined : verdict === holds;
  }
}

/** Lists of values in one, if all of them are known. */
function together(lists: readonly (readonly Data[] | undefined)[]): readonly Data[] | undefined {
  return lists.includes(undefined) ? undefined : (lists as readonly (readonly Data[])[]).flat();
}

/** Whether all of several verdicts are true. */
function all(verdicts: readonly (boolean | undefined)[]): boolean | undefined {
  if (verdicts.includes(false)) return false;
  return verdicts.includes(undefined) ? undefined : true;
}

function keyOf(claims: readonly Claim[]): string {
  const numbers = claims.map(({ formula, holds }) => (holds ? formula.id + 1 : -1 - formula.id));
  return [...new Set(numbers)].sort((a, b) => a - b).join();
}
