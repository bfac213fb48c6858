import { accepts, type Data, matchesPattern, own, setOwn } from "@addendum/json-schema";
import type {
  Claim,
  Formula,
  MemberDemand,
  ObjectFacts,
  OtherMembers,
  PatternMembers,
} from "../formulas/formula.ts";
import type { Blame, SearchResult, Solver } from "../formulas/solver.ts";

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

/** A kind of undeclared names: which patterns they match. */
interface NameClass {
  readonly claims: readonly Claim[];
  readonly nameClaims: readonly Claim[];
}

/** Up to this many patterns every combination of them is looked at, beyond only those that a name may match. */
const patternLimit = 6;
/** More kinds of names are not told apart. */
const classLimit = 128;

interface NameClasses {
  readonly classes: readonly NameClass[];
  /** Whether these are all. */
  readonly isComplete: boolean;
}

/** The kinds of undeclared names that meet a demand. */
function nameClasses(shape: ObjectShape, solver: Solver, demand?: MemberDemand): NameClasses {
  const patterns = [
    ...new Set([
      ...shape.patterns.map(({ pattern }) => pattern),
      ...shape.extras.flatMap((extra) => extra.patterns),
      ...(demand?.matching ?? []),
      ...(demand?.avoiding ?? []),
    ]),
  ];
  const matches = (pattern: string, holds: boolean): Claim => ({
    formula: solver.formula({ pattern }),
    holds,
  });
  const isName: Claim = { formula: solver.formula({ type: "string" }), holds: true };
  const nameClaimsOf = (matched: ReadonlySet<string>, among: readonly string[]) => [
    isName,
    ...among.map((pattern) => matches(pattern, matched.has(pattern))),
    ...shape.nameFormulas.map((formula): Claim => ({ formula, holds: true })),
    ...(demand?.names ?? []),
  ];
  const canMeet = (pattern: string, matched: ReadonlySet<string>) =>
    [...matched].every(
      (other) => solver.solve([isName, matches(other, true), matches(pattern, true)]).kind !== "empty",
    );
  let combinations: ReadonlySet<string>[] = [new Set()];
  let isComplete = true;
  for (const [index, pattern] of patterns.entries()) {
    const without = demand?.matching?.includes(pattern) === true ? [] : combinations;
    const withIt = demand?.avoiding?.includes(pattern) === true ? [] : combinations;
    const isMany = patterns.length > patternLimit;
    combinations = [
      ...without,
      ...withIt
        .filter((matched) => !isMany || canMeet(pattern, matched))
        .map((matched) => new Set([...matched, pattern])),
    ];
    if (!isMany || combinations.length <= 1 << patternLimit) continue;
    // Each of which any two can be one may still be none together.
    const among = patterns.slice(0, index + 1);
    combinations = combinations.filter(
      (matched) => solver.solve(nameClaimsOf(matched, among)).kind !== "empty",
    );
    if (combinations.length <= classLimit) continue;
    combinations = combinations.slice(0, 1 << patternLimit);
    isComplete = false;
  }
  const classes = combinations.map((matched): NameClass => {
    const formulas = [
      ...shape.patterns.filter(({ pattern }) => matched.has(pattern)),
      ...shape.extras.filter((extra) => !extra.patterns.some((pattern) => matched.has(pattern))),
    ].map(({ formula }) => formula);
    return {
      claims: [...formulas.map((formula) => ({ formula, holds: true })), ...(demand?.claims ?? [])],
      nameClaims: nameClaimsOf(matched, patterns),
    };
  });
  return { classes, isComplete };
}

/** Every undeclared name that a member may have; undefined when there are too many. */
export function undeclaredNames(shape: ObjectShape, solver: Solver): readonly string[] | undefined {
  const { classes, isComplete } = nameClasses(shape, solver);
  if (!isComplete) return undefined;
  const others = solver.except([...shape.names]);
  const found = new Set<string>();
  for (const { claims, nameClaims } of classes) {
    if (solver.solve(claims).kind === "empty") continue;
    const names = solver.enumerate([...nameClaims, others]);
    if (names === undefined) return undefined;
    for (const name of names) found.add(name as string);
  }
  return [...found];
}

/** Whether a declared name may be the one that a demand asks for; undefined when that cannot be said. */
function meetsDemand(name: string, demand: MemberDemand): boolean | undefined {
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

function holdsOf({ formula, holds }: Claim, value: Data): boolean | undefined {
  const verdict = accepts(formula.root, formula.schema, value);
  return verdict === undefined ? undefined : verdict === holds;
}

/** Whether no object fits. A proof. */
export function refuteObject(shape: ObjectShape, solver: Solver): boolean {
  if (shape.least > shape.most || shape.present.size > shape.most) return true;
  for (const name of shape.present) if (shape.absent.has(name)) return true;
  // Where something is asked of a member, it fails there first.
  for (const name of shape.present) {
    if (shape.hasDemandAt(name) && shape.memberAt(name, solver).kind === "empty") return true;
  }
  for (const name of shape.present) if (shape.memberAt(name, solver).kind === "empty") return true;
  if (shape.demands.some((demand) => isImpossible(shape, solver, demand))) return true;
  if (needsMoreRoom(shape, solver)) return true;
  return cannotHold(shape, solver, shape.least);
}

function isImpossible(shape: ObjectShape, solver: Solver, demand: MemberDemand): boolean {
  const canJoin = shape.most > shape.present.size;
  for (const name of shape.names) {
    if (shape.absent.has(name) || meetsDemand(name, demand) === false || !shape.allowsName(name)) continue;
    if (!canJoin && !shape.present.has(name)) continue;
    if (solver.solve([...shape.claimsAt(name), ...demand.claims]).kind !== "empty") return false;
  }
  if (!canJoin || isContradictory(shape, solver, demand)) return true;
  const { classes, isComplete } = nameClasses(shape, solver, demand);
  if (!isComplete) return false;
  const others = solver.except([...shape.names]);
  return classes.every(
    ({ claims, nameClaims }) =>
      solver.solve(claims).kind === "empty" || solver.solve([...nameClaims, others]).kind === "empty",
  );
}

/** Whether members are asked for of which no two can be one, and more of them than there is room for. */
function needsMoreRoom(shape: ObjectShape, solver: Solver): boolean {
  const room = shape.most - shape.present.size;
  if (shape.demands.length <= room) return false;
  const isMetHere = (demand: MemberDemand) =>
    [...shape.present].some(
      (name) =>
        meetsDemand(name, demand) !== false &&
        solver.solve([...shape.claimsAt(name), ...demand.claims]).kind !== "empty",
    );
  const others = shape.demands.filter((demand) => !isMetHere(demand));
  if (others.length <= room) return false;
  return others.every((first, index) =>
    others.slice(index + 1).every((second) => isImpossible(shape, solver, joined(first, second))),
  );
}

/** What one member has to be that meets two demands. */
function joined(a: MemberDemand, b: MemberDemand): MemberDemand {
  return {
    claims: [...a.claims, ...b.claims],
    matching: [...(a.matching ?? []), ...(b.matching ?? [])],
    outside: new Set([...(a.outside ?? []), ...(b.outside ?? [])]),
    avoiding: [...(a.avoiding ?? []), ...(b.avoiding ?? [])],
    names: [...(a.names ?? []), ...(b.names ?? [])],
  };
}

/** Whether what is asked contradicts what holds under every undeclared name that may be meant. */
function isContradictory(
  shape: ObjectShape,
  solver: Solver,
  { matching = [], avoiding = [], claims }: MemberDemand,
) {
  const formulas = [
    ...shape.patterns.filter(({ pattern }) => matching.includes(pattern)),
    ...shape.extras.filter(({ patterns }) => patterns.every((pattern) => avoiding.includes(pattern))),
  ].map(({ formula }) => ({ formula, holds: true }));
  return solver.solve([...formulas, ...claims]).kind === "empty";
}

/** So many names are looked for one by one. */
const countedNames = 50;

/** Whether there are fewer names than an object must have. */
function cannotHold(shape: ObjectShape, solver: Solver, least: number): boolean {
  let count = 0;
  for (const name of shape.names) {
    if (count >= least) return false;
    if (!shape.absent.has(name) && shape.memberAt(name, solver).kind !== "empty") count++;
  }
  if (count >= least) return false;
  const isMany = least - count > countedNames;
  const { classes, isComplete } = nameClasses(shape, solver);
  if (!isComplete) return false;
  for (const { claims, nameClaims } of classes) {
    if (solver.solve(claims).kind === "empty") continue;
    const taken: Data[] = [...shape.names];
    if (isMany) {
      const names = solver.enumerate([...nameClaims, solver.except(taken)]);
      if (names === undefined) return false;
      count += names.length;
    } else {
      while (count < least) {
        const name = solver.solve([...nameClaims, solver.except(taken)]);
        if (name.kind === "empty") break;
        if (name.kind === "unknown") return false;
        taken.push(name.value);
        count++;
      }
    }
    if (count >= least) return false;
  }
  return true;
}

const attemptLimit = 300;

/** An object that fits, if one is found. */
export function constructObject(
  shape: ObjectShape,
  solver: Solver,
  fits: (value: Data) => boolean,
  blame: Blame,
): SearchResult {
  const start: Record<string, Data> = {};
  for (const name of shape.present) {
    const member = shape.memberAt(name, solver);
    if (member.kind !== "value") return member.kind === "empty" ? { kind: "unknown", blame } : member;
    setOwn(start, name, member.value);
  }
  let unknown: SearchResult | undefined;
  let attempts = 0;
  const meet = (index: number, object: Record<string, Data>): SearchResult | undefined => {
    if (++attempts > attemptLimit) return undefined;
    const demand = shape.demands[index];
    if (demand === undefined) return fill(object);
    for (const member of membersFor(shape, solver, demand, object)) {
      if (member.kind === "unknown") {
        unknown ??= member;
        continue;
      }
      const next = { ...object };
      setOwn(next, member.name, member.value);
      if (Object.keys(next).length > shape.most) continue;
      const found = meet(index + 1, next);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const fill = (object: Record<string, Data>): SearchResult | undefined => {
    const filled = { ...object };
    let size = Object.keys(filled).length;
    for (const member of furtherMembers(shape, solver, filled, shape.least)) {
      if (size >= shape.least) break;
      setOwn(filled, member.name, member.value);
      size++;
    }
    if (fits(filled)) return { kind: "value", value: filled };
    // Something else may ask for one member more: that no constant be hit, that an unruly pattern be met.
    if (Object.keys(filled).length < shape.most) {
      for (const member of furtherMembers(shape, solver, filled)) {
        if (++attempts > attemptLimit) return undefined;
        const more = { ...filled };
        setOwn(more, member.name, member.value);
        if (fits(more)) return { kind: "value", value: more };
      }
    }
    return undefined;
  };
  return meet(0, start) ?? unknown ?? { kind: "unknown", blame };
}

type Member =
  | { readonly kind: "member"; readonly name: string; readonly value: Data }
  | (SearchResult & { readonly kind: "unknown" });

/** Members that meet a demand: one that is there, another of the declared names, an undeclared one. */
function* membersFor(
  shape: ObjectShape,
  solver: Solver,
  demand: MemberDemand,
  object: Record<string, Data>,
): Generator<Member> {
  const declared = [...shape.names].filter(
    (name) => !shape.absent.has(name) && meetsDemand(name, demand) === true,
  );
  for (const name of [...Object.keys(object), ...declared.filter((one) => !Object.hasOwn(object, one))]) {
    if (meetsDemand(name, demand) !== true || !shape.allowsName(name)) continue;
    const here = own(object, name);
    if (here !== undefined && demand.claims.every((claim) => holdsOf(claim, here) === true)) {
      yield { kind: "member", name, value: here };
    }
    const member = solver.solve([...shape.claimsAt(name), ...demand.claims]);
    if (member.kind === "value") yield { kind: "member", name, value: member.value };
    else if (member.kind === "unknown") yield member;
  }
  const taken = [...shape.names, ...Object.keys(object)];
  for (const { claims, nameClaims } of nameClasses(shape, solver, demand).classes) {
    const member = solver.solve(claims);
    if (member.kind === "empty") continue;
    const name = pickName(solver, nameClaims, taken);
    if (member.kind === "unknown") yield member;
    else if (name.kind === "unknown") yield name;
    else if (name.kind === "value") {
      yield { kind: "member", name: name.value as string, value: member.value };
    }
  }
}

/** A name that says what it is about, where one fits; any other where none does. */
function pickName(solver: Solver, claims: readonly Claim[], taken: readonly Data[]): SearchResult {
  const name = ["other", "another"].find(
    (one) => !taken.includes(one) && claims.every((claim) => holdsOf(claim, one) === true),
  );
  return name === undefined
    ? solver.solve([...claims, solver.except(taken)])
    : { kind: "value", value: name };
}

/** More members make no good witness. */
const mostMembers = 5_000;

/** Different names that meet claims, up to a count: a few plain ones, then as many as can be had cheaply. */
function* furtherNames(
  solver: Solver,
  claims: readonly Claim[],
  taken: Data[],
  count: number,
): Generator<string> {
  for (let index = 0; index < 2; index++) {
    const name = pickName(solver, claims, taken);
    if (name.kind !== "value") return;
    taken.push(name.value);
    yield name.value as string;
  }
  const known = new Set(taken);
  for (let number = 3; number < count; number++) {
    const name = `other${number}`;
    if (known.has(name)) continue;
    if (!claims.every((claim) => holdsOf(claim, name) === true)) break;
    known.add(name);
    yield name;
  }
  const others = solver.some([...claims, solver.except([...known])], count);
  for (const name of others) yield name as string;
}

/**
 * Members that may be added, declared names first.
 * @param count how many are needed; undeclared ones are no more than these, or than are worth a try
 */
function* furtherMembers(
  shape: ObjectShape,
  solver: Solver,
  object: Record<string, Data>,
  count = 0,
): Generator<{ readonly name: string; readonly value: Data }> {
  for (const name of shape.names) {
    if (Object.hasOwn(object, name) || shape.absent.has(name)) continue;
    const member = shape.memberAt(name, solver);
    if (member.kind === "value") yield { name, value: member.value };
  }
  for (const { claims, nameClaims } of nameClasses(shape, solver).classes) {
    const member = solver.solve(claims);
    if (member.kind !== "value") continue;
    const taken: Data[] = [...shape.names, ...Object.keys(object)];
    const wanted = Math.min(Math.max(count, countedNames), mostMembers);
    for (const name of furtherNames(solver, nameClaims, taken, wanted)) {
      yield { name, value: member.value };
    }
  }
}
