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

/** Up to this many patterns every combination of them is examined, beyond only those that a name may match. */
const patternLimit = 6;
/** More kinds of names are not told apart. */
const classLimit = 128;

interface NameClasses {
  readonly classes: readonly NameClass[];
  /** Whether these are all. */
  readonly isComplete: boolean;
}

/** The kinds of undeclared names that meet a demand. */
export function nameClasses(shape: ObjectShape, solver: Solver, demand?: MemberDemand): NameClasses {
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
