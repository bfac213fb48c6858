import { accepts, canonical, type Data, type Pointer, type Schema } from "@addendum/json-schema";
import { closeSchema } from "./close.ts";
import { Compiler, TooLarge } from "./compile.ts";
import { type Claim, type Formula, Formulas, pointerOf } from "./formula.ts";
import { type Blame, BudgetExhausted, type Outcome, Search } from "./search.ts";
import { shrink } from "./shrink.ts";
import { unchangedParts } from "./unchanged.ts";

/** `closed`: objects hold only declared properties. `open`: anything else may be there. */
export type ContentModel = "closed" | "open";

/** Whether every instance of one schema is an instance of another. */
export type Verdict =
  | { readonly kind: "compatible"; readonly steps: number }
  /** The witness is an instance of the old schema and not of the new one. */
  | { readonly kind: "incompatible"; readonly witness: Data; readonly steps: number }
  /** Neither was shown. Whoever has to be sure treats it as a no. */
  | {
      readonly kind: "unknown";
      readonly document: "old" | "new";
      readonly pointer: Pointer;
      readonly keyword: string;
      readonly reason: string;
      readonly steps: number;
    };

export interface ContainsOptions {
  readonly contentModel?: ContentModel;
  /** Whether NEW, too, is taken to accept declared properties only: then no name may be given up either. */
  readonly isNewClosed?: boolean;
  /** Steps of the search. A step takes some microseconds; the same input takes the same steps everywhere. */
  readonly budget?: number;
  /** A validator that has the last word on a witness: whether a value is an instance. Called only when there is one. */
  readonly judge?: (schema: Schema, value: Data) => boolean;
}

/** Enough for every real pair by a factor of hundreds, and under a second. */
export const defaultBudget = 150_000;

/**
 * Proves that every instance of OLD is an instance of NEW, or shows one that is not, or says what it could not decide.
 * Never “compatible” without a proof. Pure, synchronous, deterministic.
 */
export function contains(old: Schema, newer: Schema, options: ContainsOptions = {}): Verdict {
  const { judge, isNewClosed = false } = options;
  const verdict = compare(old, newer, options);
  // A validator knows no closed NEW.
  if (verdict.kind !== "incompatible" || judge === undefined || isNewClosed) return verdict;
  const { witness, steps } = verdict;
  try {
    if (judge(old, witness) && !judge(newer, witness)) return verdict;
  } catch (error) {
    const reason = `the validator cannot judge the event that was found: ${(error as Error).message}`;
    return { kind: "unknown", document: "new", pointer: "", keyword: "", reason, steps };
  }
  const reason = `the validator disagrees about the event that was found: ${canonical(witness)}`;
  return { kind: "unknown", document: "new", pointer: "", keyword: "", reason, steps };
}

function compare(old: Schema, newer: Schema, options: ContainsOptions): Verdict {
  const { contentModel = "closed", isNewClosed = false, budget = defaultBudget } = options;
  try {
    return new Comparison(old, newer, budget, isNewClosed).decide(contentModel);
  } catch (error) {
    // The stack is the one resource that no budget counts.
    if (!(error instanceof RangeError) && !(error instanceof TooLarge)) throw error;
    const reason = error instanceof TooLarge ? "it is too large to be compared" : "it is nested too deeply";
    return { kind: "unknown", document: "new", pointer: "", keyword: "", reason, steps: budget };
  }
}

class Comparison {
  private readonly old: Schema;
  private readonly newer: Schema;
  private readonly formulas = new Formulas();
  private readonly oldCompiler: Compiler;
  private readonly newCompiler: Compiler;
  private readonly oldFormula: Formula;
  private readonly newFormula: Formula;
  /** What NEW must also be met by. */
  private readonly newClosing: Formula | undefined;
  private readonly search: Search;

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
    this.newClosing = isNewClosed ? this.close(newer, "new") : undefined;
    this.search = new Search(new Compiler(true, "new", this.formulas), budget);
  }

  decide(contentModel: ContentModel): Verdict {
    // Equal but for annotations and the order of keys: compatible, whatever they contain.
    if (this.oldFormula === this.closedNew()) return { kind: "compatible", steps: 0 };
    const [problem] = [...this.oldCompiler.problems, ...this.newCompiler.problems];
    if (problem !== undefined) return this.unknown(problem);
    const old: Claim = { formula: this.oldFormula, holds: true };
    const broken: Claim = { formula: this.closedNew(), holds: false };
    try {
      if (contentModel === "open") return this.verdict(this.search.solve([old, broken]), []);
      const closed: Claim = { formula: this.close(this.old, "old"), holds: true };
      const outcome = this.search.solve([old, closed, broken]);
      // An emptiness that only the assumption made proves nothing.
      if (outcome.kind === "empty" && this.oldCompiler.mayNeedUndeclared && this.isEmptied(old, closed)) {
        return this.verdict(this.search.solve([old, broken]), []);
      }
      return this.verdict(outcome, [closed]);
    } catch (error) {
      if (!(error instanceof BudgetExhausted)) throw error;
      const reason = "it takes more steps than are allowed for one comparison";
      return this.unknown({ document: "new", path: undefined, keyword: "", reason });
    }
  }

  private close(schema: Schema, document: "old" | "new"): Formula {
    const closing = closeSchema(schema);
    return new Compiler(closing, document, this.formulas, { isLater: () => true }).compile(closing);
  }

  private closedNew(): Formula {
    const { newFormula, newClosing, newer } = this;
    if (newClosing === undefined) return newFormula;
    const parts = [newFormula, newClosing].map((formula): Claim => ({ formula, holds: true }));
    const schema = { allOf: [newer, newClosing.schema] };
    return this.formulas.make(schema, newer, newFormula.origin, { kind: "all", parts });
  }

  private isEmptied(old: Claim, closed: Claim): boolean {
    return this.search.solve([old, closed]).kind === "empty";
  }

  private verdict(outcome: Outcome, assumed: readonly Claim[]): Verdict {
    if (outcome.kind === "empty") return { kind: "compatible", steps: this.steps };
    if (outcome.kind === "unknown") return this.unknown(outcome.blame);
    const breaks = (value: Data) =>
      accepts(this.old, this.old, value) === true &&
      this.isRefused(value) &&
      assumed.every(({ formula: { root, schema } }) => accepts(root, schema, value) === true);
    if (!breaks(outcome.value)) {
      const reason = "what the event that was found hangs on is judged differently by validators";
      return this.unknown({ document: "new", path: undefined, keyword: "", reason });
    }
    return { kind: "incompatible", witness: shrink(outcome.value, breaks), steps: this.steps };
  }

  /** Whether NEW, closed or not, refuses a value for certain. */
  private isRefused(value: Data): boolean {
    const { newer, newClosing } = this;
    if (accepts(newer, newer, value) === false) return true;
    return newClosing !== undefined && accepts(newClosing.root, newClosing.schema, value) === false;
  }

  private unknown({ document, path, keyword, reason }: Blame): Verdict {
    return { kind: "unknown", document, pointer: pointerOf(path), keyword, reason, steps: this.steps };
  }

  private get steps(): number {
    return Math.round(this.search?.steps ?? 0);
  }
}
