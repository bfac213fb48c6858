import { accepts, canonical, type Data, type Schema, toPointer } from "@addendum/json-schema";
import { acrossDialects } from "./across-dialects.ts";
import { ClosedModel } from "./closed/closed-model.ts";
import type { Strictness } from "./closed/close.ts";
import { Compiler, type Problem, TooLarge } from "./compile/compile.ts";
import { type Claim, type Formula, Formulas } from "./formulas/formula.ts";
import { BudgetExhausted, Search } from "./search/search.ts";
import { shrink } from "./search/shrink.ts";
import type { Blame, SearchResult } from "./formulas/solver.ts";
import { unchangedParts } from "./unchanged.ts";
import { type ContainsOptions, type ContentModel, defaultBudget, type Verdict } from "./verdict.ts";

/**
 * Proves that every instance of OLD is an instance of NEW, or shows one that is not, or says what it could not decide.
 * Never “compatible” without a proof. Pure, synchronous, deterministic.
 */
export function contains(old: Schema, newer: Schema, options: ContainsOptions = {}): Verdict {
  return acrossDialects(old, newer, options, containsResolved);
}

/** The same for schemas of draft-07 whose references are resolved. */
function containsResolved(old: Schema, newer: Schema, options: ContainsOptions): Verdict {
  const { judge, isNewClosed = false, accepted } = options;
  const verdict = compare(old, newer, options);
  // A validator knows no closed NEW.
  if (verdict.kind !== "incompatible" || judge === undefined || isNewClosed) return verdict;
  const { witness, steps } = verdict;
  // One that was left out certifies nothing.
  const older = accepted !== undefined && accepts(accepted, accepted, witness) ? [old, accepted] : [old];
  try {
    if (older.every((schema) => judge(schema, witness)) && !judge(newer, witness)) return verdict;
  } catch (error) {
    const reason = `the validator cannot judge the event that was found: ${(error as Error).message}`;
    return { kind: "unknown", document: "new", pointer: "", keyword: "", reason, steps };
  }
  const reason = `the validator disagrees about the event that was found: ${canonical(witness)}`;
  return { kind: "unknown", document: "new", pointer: "", keyword: "", reason, steps };
}

function compare(old: Schema, newer: Schema, options: ContainsOptions): Verdict {
  const { contentModel = "closed", isNewClosed = false, budget = defaultBudget, accepted } = options;
  try {
    const comparison = new Comparison(old, newer, budget, isNewClosed);
    const plain = comparison.decide(contentModel);
    if (plain.kind === "compatible" || accepted === undefined) return plain;
    return comparison.decideAccepted(plain, accepted, contentModel);
  } catch (error) {
    if (!isBeyondResources(error)) throw error;
    return beyondResources(error, budget);
  }
}

function beyondResources(error: unknown, steps: number): Verdict {
  const reason = error instanceof TooLarge ? "it is too large to compare" : "it is nested too deeply";
  return { kind: "unknown", document: "new", pointer: "", keyword: "", reason, steps };
}

/** The stack and the size of documents are the resources that no budget counts. */
function isBeyondResources(error: unknown): boolean {
  return error instanceof RangeError || error instanceof TooLarge;
}

/** What the search found, and the claims beside OLD and NEW that it rests on. */
interface Conclusion {
  readonly outcome: SearchResult;
  readonly assumed: readonly Claim[];
}

class Comparison {
  private readonly old: Schema;
  private readonly newer: Schema;
  private readonly formulas = new Formulas();
  private readonly oldCompiler: Compiler;
  private readonly newCompiler: Compiler;
  private readonly oldFormula: Formula;
  private readonly newFormula: Formula;
  private readonly closedOld: ClosedModel;
  /** Where NEW, too, is taken to accept declared properties only. */
  private readonly closedNewer: ClosedModel | undefined;
  private readonly budget: number;
  private search: Search;
  /** What the searches before this one took. */
  private spent = 0;

  constructor(old: Schema, newer: Schema, budget: number, isNewClosed: boolean) {
    this.old = old;
    this.newer = newer;
    const unchanged = unchangedParts(old, newer);
    this.oldCompiler = new Compiler(old, "old", this.formulas, {
      isLater: (part) => unchanged.isApart(part),
    });
    const known = (part: object) => {
      const before = unchanged.before(part);
      return before && this.oldCompiler.formulaOf(before);
    };
    this.newCompiler = new Compiler(newer, "new", this.formulas, { known });
    this.oldFormula = this.oldCompiler.compile(old);
    this.newFormula = this.newCompiler.compile(newer);
    this.closedOld = new ClosedModel(old, this.oldCompiler, this.formulas, "old", budget);
    if (isNewClosed) {
      this.closedNewer = new ClosedModel(newer, this.newCompiler, this.formulas, "new", budget);
    }
    this.budget = budget;
    this.search = this.newSearch();
  }

  private newSearch(): Search {
    return new Search(new Compiler(true, "new", this.formulas), this.budget);
  }

  decide(contentModel: ContentModel): Verdict {
    // What is malformed may be all that differs.
    const { problem } = this;
    if (problem !== undefined) return this.unknown(problem);
    // Equal except for annotations and the order of keys: compatible, whatever they contain.
    if (this.oldFormula === this.newFormula && this.closedNewer === undefined) {
      return { kind: "compatible", steps: 0 };
    }
    return this.ask(() => this.findBreaking(contentModel));
  }

  /**
   * The verdict on those of OLD's instances that an accepted version takes as well.
   * @param plain the verdict on all of them, which is not “compatible”
   */
  decideAccepted(plain: Verdict, accepted: Schema, contentModel: ContentModel): Verdict {
    const takesWitness = plain.kind === "incompatible" && accepts(accepted, accepted, plain.witness);
    if (takesWitness === true || this.problem !== undefined) return plain;
    // A search that ended early must not be asked again.
    this.spent += this.search.steps;
    this.search = this.newSearch();
    try {
      const taken = this.compileAccepted(accepted);
      if (taken === undefined) return plain;
      const verdict = this.ask(() => this.findBreaking(contentModel, [taken]));
      return verdict.kind === "unknown" && takesWitness === undefined ? plain : verdict;
    } catch (error) {
      if (!isBeyondResources(error)) throw error;
      return plain;
    }
  }

  /** Undefined: it cannot be judged. */
  private compileAccepted(accepted: Schema): Claim | undefined {
    const unchanged = unchangedParts(this.newer, accepted);
    const known = (part: object) => {
      const after = unchanged.before(part);
      return after && this.newCompiler.formulaOf(after);
    };
    const compiler = new Compiler(accepted, "accepted", this.formulas, { known });
    const formula = compiler.compile(accepted);
    return compiler.problems.length > 0 ? undefined : { formula, holds: true };
  }

  /** What makes OLD or NEW something that cannot be judged. */
  private get problem(): Problem | undefined {
    return [...this.oldCompiler.problems, ...this.newCompiler.problems][0];
  }

  private ask(question: () => Conclusion): Verdict {
    try {
      const { outcome, assumed } = question();
      return this.verdict(outcome, assumed);
    } catch (error) {
      if (!(error instanceof BudgetExhausted)) throw error;
      const reason = "it takes more steps than one comparison is allowed";
      // What is not known can neither be proved nor refuted, so the search tries everything around it.
      const unresolved = this.newCompiler.unresolved ?? this.oldCompiler.unresolved;
      if (unresolved !== undefined) {
        return this.unknown({ ...unresolved, reason: `${unresolved.reason}, and without it, ${reason}` });
      }
      return this.unknown({ document: "new", path: undefined, keyword: "", reason });
    }
  }

  /** Looks for an instance of OLD that meets conditions and is none of NEW. */
  private findBreaking(contentModel: ContentModel, conditions: readonly Claim[] = []): Conclusion {
    const old: Claim = { formula: this.oldFormula, holds: true };
    const broken: Claim = { formula: this.demanded(), holds: false };
    if (contentModel === "open") {
      return { outcome: this.search.solve([old, ...conditions, broken]), assumed: conditions };
    }
    const under = (strictness: Strictness): Conclusion => {
      const closed: Claim = { formula: this.closedOld.formula(strictness), holds: true };
      const assumed = [closed, ...conditions];
      return { outcome: this.search.solve([old, ...assumed, broken]), assumed };
    };
    const strictly = under("strict");
    // An emptiness that only the assumption made, anywhere, proves nothing. One that a condition makes is real.
    const isProvedByIt = strictly.outcome.kind === "empty" && this.search.usesClosing;
    if (!isProvedByIt || !this.closedOld.opensAny) return strictly;
    const fairly = under("fair");
    const { doubt } = this.closedOld;
    if (fairly.outcome.kind === "empty" || doubt === undefined) return fairly;
    return { outcome: { kind: "unknown", blame: doubt }, assumed: [] };
  }

  /** What an instance of OLD has to meet. */
  private demanded(): Formula {
    const { newFormula, closedNewer, newer } = this;
    if (closedNewer === undefined) return newFormula;
    const closing = closedNewer.formula("fair");
    const parts = [newFormula, closing].map((formula): Claim => ({ formula, holds: true }));
    const schema = { allOf: [newer, closing.schema] };
    return this.formulas.make(schema, newer, newFormula.origin, { kind: "all", parts });
  }

  private verdict(outcome: SearchResult, assumed: readonly Claim[]): Verdict {
    if (outcome.kind === "empty") return { kind: "compatible", steps: this.steps };
    if (outcome.kind === "unknown") return this.unknown(outcome.blame);
    const breaks = (value: Data) =>
      accepts(this.old, this.old, value) === true &&
      this.isRefused(value) &&
      assumed.every(({ formula: { root, schema } }) => accepts(root, schema, value) === true);
    if (!breaks(outcome.value)) {
      const reason = "validators disagree about a part of the event that was found";
      return this.unknown({ document: "new", path: undefined, keyword: "", reason });
    }
    return { kind: "incompatible", witness: shrink(outcome.value, breaks), steps: this.steps };
  }

  /** Whether NEW, closed or not, refuses a value for certain. */
  private isRefused(value: Data): boolean {
    const { newer, closedNewer } = this;
    if (accepts(newer, newer, value) === false) return true;
    const closing = closedNewer?.formula("fair");
    return closing !== undefined && accepts(closing.root, closing.schema, value) === false;
  }

  private unknown({ document, path, keyword, reason }: Blame): Verdict {
    const { steps } = this;
    if (document !== "accepted") {
      return { kind: "unknown", document, pointer: toPointer(path), keyword, reason, steps };
    }
    const why = `the version accepted between them cannot be judged at ${toPointer(path) || "its root"}: ${reason}`;
    return { kind: "unknown", document: "new", pointer: "", keyword, reason: why, steps };
  }

  private get steps(): number {
    return Math.round(this.spent + this.search.steps + this.closedOld.steps + (this.closedNewer?.steps ?? 0));
  }
}
