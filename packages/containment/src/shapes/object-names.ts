import type { Claim, MemberDemand } from "../formulas/formula.ts";
import type { Solver } from "../formulas/solver.ts";
import type { ObjectShape } from "./object.ts";

/** So many names are looked for one by one. */
export const countedNames = 50;

/** A kind of undeclared names: which patterns they match. */
interface NameClass {
  readonly claims: readonly Claim[];
  readonly nameClaims: readonly Claim[];
}

/** More kinds of names are not distinguished. */
const classLimit = 256;

/**
 * Kinds of undeclared names, those that match the fewest patterns first; one after the other, as they are asked for.
 */
export class NameClasses {
  /** Whether none was left out; known when all have been asked for. */
  isComplete = true;
  private readonly shape: ObjectShape;
  private readonly solver: Solver;
  private readonly demand: MemberDemand;
  private readonly isName: Claim;
  private readonly patterns: readonly string[];

  /** @param demand what the names, and the members under them, have to meet */
  constructor(shape: ObjectShape, solver: Solver, demand: MemberDemand = { claims: [] }) {
    this.shape = shape;
    this.solver = solver;
    this.demand = demand;
    this.isName = { formula: solver.formula({ type: "string" }), holds: true };
    this.patterns = [
      ...new Set([
        ...shape.patterns.map(({ pattern }) => pattern),
        ...shape.extras.flatMap((extra) => extra.patterns),
        ...(demand.matching ?? []),
        ...(demand.avoiding ?? []),
      ]),
    ];
  }

  /** Kinds under which no member can be may be left out. */
  *[Symbol.iterator](): Generator<NameClass> {
    const { matching = [], avoiding = [] } = this.demand;
    if (matching.some((pattern) => avoiding.includes(pattern))) return;
    const free = this.patterns.filter(
      (pattern) => !matching.includes(pattern) && !avoiding.includes(pattern),
    );
    let left = classLimit;
    // Each with the free patterns that may still be added to it.
    let sets = [{ matched: new Set(matching), further: free }];
    while (sets.length > 0) {
      for (const { matched } of sets) yield this.classOf(matched);
      const larger: typeof sets = [];
      for (const { matched, further } of sets) {
        for (const [index, pattern] of further.entries()) {
          const more = new Set([...matched, pattern]);
          if (!this.mayBe(more)) continue;
          if (left-- <= 0) {
            this.isComplete = false;
            return;
          }
          larger.push({ matched: more, further: further.slice(index + 1) });
        }
      }
      sets = larger;
    }
  }

  /** False where no name matches all of some patterns, or no member can be under it: nor if it matches more. */
  private mayBe(matched: ReadonlySet<string>): boolean {
    const { claims } = this.demand;
    const holding = this.shape.patterns.filter(({ pattern }) => matched.has(pattern));
    const asked = [...holding.map(({ formula }): Claim => ({ formula, holds: true })), ...claims];
    if (asked.length > 0 && this.solver.solve(asked).kind === "empty") return false;
    return this.solver.solve(this.nameClaims(matched, this.demand.avoiding ?? [])).kind !== "empty";
  }

  private nameClaims(matched: Iterable<string>, unmatched: Iterable<string>): readonly Claim[] {
    const { shape, demand, isName } = this;
    return [
      isName,
      ...[...matched].map((pattern) => this.matches(pattern, true)),
      ...[...unmatched].map((pattern) => this.matches(pattern, false)),
      ...shape.nameFormulas.map((formula): Claim => ({ formula, holds: true })),
      ...(demand.names ?? []),
    ];
  }

  private matches(pattern: string, holds: boolean): Claim {
    return { formula: this.solver.formula({ pattern }), holds };
  }

  private classOf(matched: ReadonlySet<string>): NameClass {
    const { shape, demand } = this;
    const formulas = [
      ...shape.patterns.filter(({ pattern }) => matched.has(pattern)),
      ...shape.extras.filter((extra) => !extra.patterns.some((pattern) => matched.has(pattern))),
    ].map(({ formula }) => formula);
    return {
      claims: [...formulas.map((formula): Claim => ({ formula, holds: true })), ...demand.claims],
      nameClaims: this.nameClaims(
        matched,
        this.patterns.filter((pattern) => !matched.has(pattern)),
      ),
    };
  }
}

/** Every undeclared name that a member may have; undefined when there are too many. */
export function undeclaredNames(shape: ObjectShape, solver: Solver): readonly string[] | undefined {
  const classes = new NameClasses(shape, solver);
  const others = solver.except([...shape.names]);
  const found = new Set<string>();
  for (const { claims, nameClaims } of classes) {
    if (solver.solve(claims).kind === "empty") continue;
    const names = solver.enumerate([...nameClaims, others]);
    if (names === undefined) return undefined;
    for (const name of names) found.add(name as string);
  }
  return classes.isComplete ? [...found] : undefined;
}
