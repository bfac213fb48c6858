import type { Data } from "@addendum/json-schema";
import { type Claim, type Formula, type JsonType, jsonTypes } from "./formula.ts";

/** A claim that is met in one of several ways. */
export interface Split {
  readonly claim: Claim;
  readonly alternatives: readonly (readonly Claim[])[];
}

/** Claims taken apart: facts that stand for themselves, and splits that leave a choice. */
export interface Branch {
  readonly facts: readonly Claim[];
  readonly splits: readonly Split[];
  /** The types that the facts leave. */
  readonly types: ReadonlySet<JsonType>;
  /** The values of the smallest enumeration, if there is one. */
  readonly values: readonly Data[] | undefined;
  /** Formula number → how it was claimed. */
  readonly signs: ReadonlyMap<number, boolean>;
}

/** Receives formulas that claims contradict each other about. */
export type OnContradiction = (formula: Formula) => void;

/** Takes claims apart; undefined when they contradict each other. */
export function flatten(
  claims: readonly Claim[],
  onContradiction: OnContradiction = () => {},
): Branch | undefined {
  const facts: Claim[] = [];
  const splits: Split[] = [];
  const signs = new Map<number, boolean>();
  let types = new Set(jsonTypes);
  let values: readonly Data[] | undefined;
  const queue = [...claims];
  for (let index = 0; index < queue.length; index++) {
    const claim = queue[index] as Claim;
    const { formula, holds } = claim;
    const sign = signs.get(formula.id);
    if (sign === holds) continue;
    if (sign !== undefined) {
      onContradiction(formula);
      return undefined;
    }
    signs.set(formula.id, holds);
    switch (formula.kind) {
      case "constant":
        if (formula.value === holds) break;
        onContradiction(formula);
        return undefined;
      case "reference":
        queue.push({ formula: formula.target(), holds });
        break;
      case "all":
        if (holds) queue.push(...formula.parts);
        else splits.push({ claim, alternatives: formula.parts.map((part) => [opposite(part)]) });
        break;
      case "any":
        if (holds) splits.push({ claim, alternatives: formula.parts.map((part) => [part]) });
        else queue.push(...formula.parts.map(opposite));
        break;
      case "one":
        splits.push({ claim, alternatives: holds ? exactlyOne(formula.parts) : notOne(formula.parts) });
        break;
      case "choice": {
        const { condition, consequence, alternative } = formula;
        const alternatives = [
          [
            { formula: condition, holds: true },
            { formula: consequence, holds },
          ],
          [
            { formula: condition, holds: false },
            { formula: alternative, holds },
          ],
        ];
        splits.push({ claim, alternatives });
        break;
      }
      case "values":
        facts.push(claim);
        if (holds && (values === undefined || formula.values.length < values.length)) values = formula.values;
        break;
      case "types":
        facts.push(claim);
        types = new Set([...types].filter((type) => mayBe(type, formula.types, holds)));
        break;
      case "assertion":
        facts.push(claim);
        if (!holds) types = new Set([...types].filter((type) => type === formula.type));
        break;
      case "opaque":
        facts.push(claim);
        break;
    }
    if (types.size === 0) return undefined;
  }
  return { facts, splits, types, values, signs };
}

/** Whether a value of a JSON type may be of the listed types, or of none of them. */
function mayBe(type: JsonType, types: ReadonlySet<string>, holds: boolean): boolean {
  if (holds) return types.has(type) || (type === "number" && types.has("integer"));
  return !types.has(type);
}

function opposite({ formula, holds }: Claim): Claim {
  return { formula, holds: !holds };
}

function exactlyOne(parts: readonly Formula[]): Claim[][] {
  return parts.map((_, chosen) => parts.map((formula, index) => ({ formula, holds: index === chosen })));
}

function notOne(parts: readonly Formula[]): Claim[][] {
  const alternatives = [parts.map((formula) => ({ formula, holds: false }))];
  for (const [index, first] of parts.entries()) {
    for (const second of parts.slice(index + 1)) {
      alternatives.push([
        { formula: first, holds: true },
        { formula: second, holds: true },
      ]);
    }
  }
  return alternatives;
}

/** Whether an alternative does not contradict what is known at first sight. */
export function isViable(
  alternative: readonly Claim[],
  { signs }: Branch,
  types: ReadonlySet<JsonType>,
  onContradiction: OnContradiction,
): boolean {
  return alternative.every(({ formula, holds }) => {
    const sign = signs.get(formula.id);
    if (sign !== undefined && sign !== holds) {
      onContradiction(formula);
      return false;
    }
    if (formula.kind === "constant") return formula.value === holds;
    if (formula.kind === "types") return [...types].some((type) => mayBe(type, formula.types, holds));
    return holds || formula.kind !== "assertion" || types.has(formula.type);
  });
}

/** Whether one alternative says nothing new, so that there is nothing to choose. */
export function isSatisfied(
  { alternatives }: Split,
  { signs }: Branch,
  types: ReadonlySet<JsonType>,
): boolean {
  return alternatives.some((alternative) =>
    alternative.every(
      ({ formula, holds }) =>
        signs.get(formula.id) === holds ||
        (holds && formula.kind === "assertion" && !types.has(formula.type)),
    ),
  );
}
