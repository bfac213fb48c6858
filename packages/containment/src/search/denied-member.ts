import type { Branch } from "../formulas/branch.ts";
import type { Claim, Formula } from "../formulas/formula.ts";
import type { Solver } from "../formulas/solver.ts";
import { ObjectShape } from "../shapes/object.ts";
import { type Shape, shapeOf } from "../shapes/shape.ts";

/** The object that facts leave, made when it is first asked for. */
export class LazyObject {
  private shape: ObjectShape | undefined;
  private readonly branch: Branch;

  constructor(branch: Branch) {
    this.branch = branch;
  }

  /** Whether one denied fact asks of a member what it cannot be. */
  refutes([claim, ...others]: readonly Claim[], solver: Solver): boolean {
    if (claim === undefined || others.length > 0 || claim.holds) return false;
    const { formula } = claim;
    if (formula.kind !== "assertion" || formula.type !== "object") return false;
    this.shape ??= (shapeOf("object", this.branch) as Extract<Shape, { type: "object" }>).shape;
    return refutesMember(this.shape, formula, solver);
  }
}

/** Whether denying a fact asks of one member what it cannot be. */
export function refutesMember(
  shape: ObjectShape,
  formula: Extract<Formula, { kind: "assertion"; type: "object" }>,
  solver: Solver,
): boolean {
  const probe = new ObjectShape();
  formula.narrow(probe, false);
  for (const [name, claims] of probe.demandedMembers) {
    if (shape.absent.has(name)) return true;
    if (solver.solve([...shape.claimsAt(name), ...claims]).kind === "empty") return true;
  }
  return false;
}
