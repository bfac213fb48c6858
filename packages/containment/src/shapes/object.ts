import { accepts, type Data, matchesPattern } from "@addendum/json-schema";
import type {
  Claim,
  Formula,
  MemberDemand,
  ObjectFacts,
  OtherMembers,
  PatternMembers,
} from "../formulas/formula.ts";
import type { SearchResult, Solver } from "../formulas/solver.ts";

/** What the keywords of objects leave of them. */
export class ObjectShape implements ObjectFacts {
  least = 0;
  most = Infinity;
  readonly present = new Set<string>();
  readonly absent = new Set<string>();
  readonly demands: MemberDemand[] = [];
  readonly patterns: PatternMembers[] = [];
  readonly extras: OtherMembers[] = [];
  readonly nameFormulas: Formula[] = [];
  /** Name → what holds of the member, if it is there. */
  private readonly members = new Map<string, Formula[]>();
  /** Name → what is asked of the member, which is there. */
  private readonly memberDemands = new Map<string, Claim[]>();
  private readonly outcomes: Map<string, SearchResult>;

  /** @param base a shape to start from; only denials may narrow the copy, since they leave other members alone */
  constructor(base?: ObjectShape) {
    this.outcomes = new Map(base?.outcomes);
    if (base === undefined) return;
    [this.least, this.most] = [base.least, base.most];
    this.present = new Set(base.present);
    this.absent = new Set(base.absent);
    this.demands = [...base.demands];
    this.patterns = [...base.patterns];
    this.extras = [...base.extras];
    this.nameFormulas = [...base.nameFormulas];
    this.members = new Map(base.members);
    this.memberDemands = new Map(base.memberDemands);
  }

  requireAt(name: string, formula: Formula): void {
    this.members.set(name, [...(this.members.get(name) ?? []), formula]);
  }

  demandAt(name: string, claim: Claim): void {
    this.present.add(name);
    this.outcomes.delete(name);
    this.memberDemands.set(name, [...(this.memberDemands.get(name) ?? []), claim]);
  }

  /** Names of members of which something is asked, with what it is. */
  get demandedMembers(): Iterable<readonly [string, readonly Claim[]]> {
    return this.memberDemands;
  }

  hasDemandAt(name: string): boolean {
    return this.memberDemands.has(name);
  }

  /** How much is said of members by their names: what it costs to copy the shape. */
  get size(): number {
    return this.members.size + this.present.size;
  }

  /** Every name that is spoken of. */
  get names(): ReadonlySet<string> {
    const names = new Set([...this.members.keys(), ...this.present, ...this.absent]);
    for (const { names: covered } of this.extras) for (const name of covered) names.add(name);
    for (const { outside } of this.demands) for (const name of outside ?? []) names.add(name);
    return names;
  }

  /** What holds of the member under a name. A pattern that cannot be judged is left out: more seems to fit. */
  claimsAt(name: string): Claim[] {
    const formulas = [...(this.members.get(name) ?? [])];
    for (const { pattern, formula } of this.patterns) {
      if (matchesPattern(pattern, name) === true) formulas.push(formula);
    }
    for (const { names, patterns, formula } of this.extras) {
      if (names.has(name)) continue;
      if (patterns.every((pattern) => matchesPattern(pattern, name) === false)) formulas.push(formula);
    }
    return [
      ...formulas.map((formula) => ({ formula, holds: true })),
      ...(this.memberDemands.get(name) ?? []),
    ];
  }

  memberAt(name: string, solver: Solver): SearchResult {
    let outcome = this.outcomes.get(name);
    if (outcome === undefined) {
      outcome = this.allowsName(name) ? solver.solve(this.claimsAt(name)) : { kind: "empty" };
      this.outcomes.set(name, outcome);
    }
    return outcome;
  }

  /** Whether nothing speaks against a name. */
  allowsName(name: string): boolean {
    return this.nameFormulas.every(({ root, schema }) => accepts(root, schema, name) !== false);
  }
}

/** Whether a declared name can satisfy a demand; undefined if that is unknown. */
export function meetsDemand(name: string, demand: MemberDemand): boolean | undefined {
  const { matching = [], outside, avoiding = [], names = [] } = demand;
  if (outside?.has(name) === true) return false;
  const verdicts = new Set([
    ...matching.map((pattern) => matchesPattern(pattern, name)),
    ...avoiding.map((pattern) => {
      const verdict = matchesPattern(pattern, name);
      return verdict === undefined ? undefined : !verdict;
    }),
    ...names.map((claim) => holdsOf(claim, name)),
  ]);
  if (verdicts.has(false)) return false;
  return verdicts.has(undefined) ? undefined : true;
}

/** Whether a value meets a claim; undefined when that cannot be said. */
export function holdsOf({ formula, holds }: Claim, value: Data): boolean | undefined {
  const verdict = accepts(formula.root, formula.schema, value);
  return verdict === undefined ? undefined : verdict === holds;
}
