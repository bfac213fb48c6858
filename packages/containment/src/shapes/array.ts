import { canonical, type Data } from "@addendum/json-schema";
import type { ArrayFacts, Claim, ItemDemand } from "../formulas/formula.ts";
import type { Blame, SearchResult, Solver } from "../formulas/solver.ts";

interface ItemRequirement {
  readonly from: number;
  readonly until: number;
  readonly claim: Claim;
}

/** What the keywords of arrays leave of them. */
export class ArrayShape implements ArrayFacts {
  least = 0;
  most = Infinity;
  isUnique = false;
  hasRepetition = false;
  readonly demands: ItemDemand[] = [];
  private readonly requirements: ItemRequirement[] = [];
  /** From this index on all items are alike. */
  private alikeFrom = 0;

  require(from: number, until: number, claim: Claim): void {
    this.requirements.push({ from, until, claim });
    this.alikeFrom = Math.max(this.alikeFrom, from, Number.isFinite(until) ? until : 0);
  }

  claimsAt(index: number): readonly Claim[] {
    return this.requirements
      .filter(({ from, until }) => index >= from && index < until)
      .map(({ claim }) => claim);
  }

  /** One index for each kind of item: those that tuples tell apart, and one for all others. */
  get kinds(): number {
    return this.alikeFrom + 1;
  }
}

/** The index from which no item can be there: what an empty slot makes of the greatest length. */
function cap(shape: ArrayShape, solver: Solver): number {
  const { kinds } = shape;
  for (let index = 0; index < kinds; index++) {
    if (index >= shape.most) return shape.most;
    if (solver.solve(shape.claimsAt(index)).kind === "empty") return index;
  }
  return shape.most;
}

/** Whether no array fits. A proof. */
export function refuteArray(shape: ArrayShape, solver: Solver): boolean {
  const most = cap(shape, solver);
  if (shape.least > most) return true;
  const { kinds } = shape;
  const isImpossible = ({ from, until, claims }: ItemDemand) => {
    for (let index = from; index < Math.min(until, most, Math.max(kinds, from + 1)); index++) {
      if (solver.solve([...shape.claimsAt(index), ...claims]).kind !== "empty") return false;
    }
    return true;
  };
  if (shape.demands.some(isImpossible)) return true;
  if (shape.isUnique && cannotDiffer(shape, solver)) return true;
  if (shape.demands.length > 1 && shape.demands.length <= placedDemands && !canPlace(shape, solver, most)) {
    return true;
  }
  return shape.hasRepetition && findPairs(shape, solver, most).next().done === true;
}

/** More demands than these are not tried in all places together. */
const placedDemands = 5;

/** Whether there are items for all demands at once. Items beyond the tuple are alike, so one for each demand is enough. */
function canPlace(
  shape: ArrayShape,
  solver: Solver,
  most: number,
  index = 0,
  placed: ReadonlyMap<number, readonly Claim[]> = new Map(),
): boolean {
  const demand = shape.demands[index];
  if (demand === undefined) return true;
  const end = Math.min(demand.until, most, Math.max(shape.kinds, demand.from + 1) + shape.demands.length);
  for (let at = demand.from; at < end; at++) {
    const claims = [...(placed.get(at) ?? []), ...demand.claims];
    if (solver.solve([...shape.claimsAt(at), ...claims]).kind === "empty") continue;
    if (canPlace(shape, solver, most, index + 1, new Map(placed).set(at, claims))) return true;
  }
  return false;
}

/** So many different items are looked for one by one. */
const countedItems = 64;

/** Whether items must all differ, and fewer exist than an array must have. */
function cannotDiffer(shape: ArrayShape, solver: Solver): boolean {
  const { least } = shape;
  if (least < 2) return false;
  if (least > countedItems) return existing(shape, solver) < least;
  const values: Data[] = [];
  for (let index = 0; index < Math.min(shape.kinds, least); index++) {
    for (;;) {
      const claims = shape.claimsAt(index);
      const value = solver.solve(values.length === 0 ? claims : [...claims, solver.except(values)]);
      if (value.kind === "empty") break;
      if (value.kind === "unknown") return false;
      values.push(value.value);
      if (values.length >= least) return false;
    }
  }
  return true;
}

/** How many different items there are; infinite where that is not known. */
function existing(shape: ArrayShape, solver: Solver): number {
  const found = new Set<string>();
  for (let index = 0; index < shape.kinds; index++) {
    const values = solver.enumerate(shape.claimsAt(index));
    if (values === undefined) return Infinity;
    for (const value of values) found.add(canonical(value));
  }
  return found.size;
}

/** Pairs of indexes that may hold equal items. */
function* findPairs(shape: ArrayShape, solver: Solver, most: number): Generator<readonly [number, number]> {
  const { kinds } = shape;
  for (let first = 0; first < Math.min(kinds, most); first++) {
    for (let second = first + 1; second < Math.min(kinds + 1, most); second++) {
      const both = [...shape.claimsAt(first), ...shape.claimsAt(second)];
      if (solver.solve(both).kind !== "empty") yield [first, second];
    }
  }
}

/** A longer array makes no good witness. */
const longest = 70_000;
const placementLimit = 500;

/** An array that fits, if one is found. */
export function constructArray(
  shape: ArrayShape,
  solver: Solver,
  fits: (value: Data) => boolean,
  blame: Blame,
): SearchResult {
  if (shape.least > longest) {
    return { kind: "unknown", blame: { ...blame, reason: `its shortest array has ${shape.least} items` } };
  }
  const most = cap(shape, solver);
  const repetitions: (readonly [number, number] | undefined)[] = shape.hasRepetition
    ? [...findPairs(shape, solver, most)]
    : [undefined];
  let tried = 0;
  let unknown: SearchResult | undefined;
  const attempt = (
    placed: ReadonlyMap<number, readonly Claim[]>,
    pair?: readonly [number, number],
  ): SearchResult | undefined => {
    const needed = Math.max(
      shape.least,
      0,
      ...[...placed.keys()].map((index) => index + 1),
      pair ? pair[1] + 1 : 0,
    );
    // Some more items than needed, where other claims ask for another length.
    for (const length of [needed, needed + 1, needed + 2]) {
      if (length > Math.min(most, longest)) break;
      const built = build(shape, solver, length, placed, pair, blame);
      if (built.kind === "unknown") unknown ??= built;
      if (built.kind === "value" && fits(built.value)) return built;
    }
    return undefined;
  };
  const place = (
    index: number,
    placed: ReadonlyMap<number, readonly Claim[]>,
    pair?: readonly [number, number],
  ): SearchResult | undefined => {
    const demand = shape.demands[index];
    if (demand === undefined) return ++tried > placementLimit ? undefined : attempt(placed, pair);
    const end = Math.min(demand.until, most, Math.max(shape.kinds, demand.from + 1) + shape.demands.length);
    for (let at = demand.from; at < end; at++) {
      if (tried > placementLimit) return undefined;
      const claims = [...(placed.get(at) ?? []), ...demand.claims];
      if (solver.solve([...shape.claimsAt(at), ...claims]).kind === "empty") continue;
      const found = place(index + 1, new Map(placed).set(at, claims), pair);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  for (const pair of repetitions) {
    const found = place(0, new Map(), pair);
    if (found !== undefined) return found;
  }
  return unknown ?? { kind: "unknown", blame };
}

function build(
  shape: ArrayShape,
  solver: Solver,
  length: number,
  placed: ReadonlyMap<number, readonly Claim[]>,
  pair: readonly [number, number] | undefined,
  blame: Blame,
): SearchResult {
  const items: Data[] = [];
  const taken = new Set<string>();
  const alike =
    shape.isUnique && length > countedItems ? solver.some(shape.claimsAt(shape.kinds - 1), length) : [];
  let next = 0;
  for (let index = 0; index < length; index++) {
    if (alike.length > 0 && index >= shape.kinds - 1 && !placed.has(index)) {
      while (next < alike.length && taken.has(canonical(alike[next] as Data))) next++;
      const item = alike[next++];
      if (item === undefined) return { kind: "unknown", blame };
      items.push(item);
      continue;
    }
    if (pair !== undefined && index === pair[1]) {
      items.push(items[pair[0]] as Data);
      continue;
    }
    const isFirst = pair !== undefined && index === pair[0];
    const claims = [
      ...shape.claimsAt(index),
      ...(placed.get(index) ?? []),
      ...(isFirst ? [...shape.claimsAt(pair[1]), ...(placed.get(pair[1]) ?? [])] : []),
      ...(shape.isUnique && items.length > 0 ? [solver.except(items)] : []),
    ];
    const item = solver.solve(claims);
    if (item.kind !== "value") return item;
    items.push(item.value);
    if (alike.length > 0) taken.add(canonical(item.value));
  }
  return { kind: "value", value: items };
}
