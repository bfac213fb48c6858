import { type Data, own, setOwn } from "@addendum/json-schema";
import type { Claim, MemberDemand } from "../formulas/formula.ts";
import type { Blame, SearchResult, Solver } from "../formulas/solver.ts";
import { holdsOf, meetsDemand, type ObjectShape } from "./object.ts";
import { countedNames, NameClasses } from "./object-names.ts";

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
  for (const { claims, nameClaims } of new NameClasses(shape, solver, demand)) {
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
 * @param count how many are needed; at most as many undeclared ones are added, or as are worth a try
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
  for (const { claims, nameClaims } of new NameClasses(shape, solver)) {
    const member = solver.solve(claims);
    if (member.kind !== "value") continue;
    const taken: Data[] = [...shape.names, ...Object.keys(object)];
    const wanted = Math.min(Math.max(count, countedNames), mostMembers);
    for (const name of furtherNames(solver, nameClaims, taken, wanted)) {
      yield { name, value: member.value };
    }
  }
}
