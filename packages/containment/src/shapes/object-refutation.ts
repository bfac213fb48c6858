import type { Data } from "@addendum/json-schema";
import type { MemberDemand } from "../formulas/formula.ts";
import type { Solver } from "../formulas/solver.ts";
import { meetsDemand, type ObjectShape } from "./object.ts";
import { countedNames, NameClasses } from "./object-names.ts";

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
  const classes = new NameClasses(shape, solver, demand);
  const others = solver.except([...shape.names]);
  for (const { claims, nameClaims } of classes) {
    if (solver.solve(claims).kind === "empty") continue;
    if (solver.solve([...nameClaims, others]).kind !== "empty") return false;
  }
  return classes.isComplete;
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

/** Whether there are fewer names than an object must have. */
function cannotHold(shape: ObjectShape, solver: Solver, least: number): boolean {
  let count = 0;
  for (const name of shape.names) {
    if (count >= least) return false;
    if (!shape.absent.has(name) && shape.memberAt(name, solver).kind !== "empty") count++;
  }
  if (count >= least) return false;
  const isMany = least - count > countedNames;
  const classes = new NameClasses(shape, solver);
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
  return classes.isComplete;
}
