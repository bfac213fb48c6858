import {
  canonical,
  type Data,
  inPlace,
  isObject,
  isSchema,
  own,
  resolveReference,
  type Schema,
  subschemas,
} from "@addendum/json-schema";
import type { Formulas } from "./formula.ts";

/** What a reference leads to. */
interface Target {
  /** Of the reference and the text of what it leads to. */
  readonly id: number;
  readonly references: readonly string[];
}

/** What the references of one document lead to, each found out once. */
export class References {
  private readonly targets = new Map<string, Target>();
  private readonly keys = new Map<string, string>();
  private readonly root: Schema;
  private readonly formulas: Formulas;

  /** @param formulas number what documents share */
  constructor(root: Schema, formulas: Formulas) {
    this.root = root;
    this.formulas = formulas;
  }

  /** What tells the formula of a reference apart. */
  keyOf(reference: string): string {
    let key = this.keys.get(reference);
    if (key === undefined) {
      key = `${reference} ${this.closure({ $ref: reference })}`;
      this.keys.set(reference, key);
    }
    return key;
  }

  /**
   * What all references from a schema on lead to, the same text for the same: then two documents' references are one.
   */
  closure(schema: Schema): string {
    const reached = new Set(referencesIn(schema));
    for (const reference of reached) for (const next of this.target(reference).references) reached.add(next);
    return [...reached]
      .map((reference) => this.target(reference).id)
      .sort((a, b) => a - b)
      .join();
  }

  private target(reference: string): Target {
    let known = this.targets.get(reference);
    if (known === undefined) {
      const target = resolveReference(this.root, reference);
      const text = target === undefined ? "" : canonical(target);
      const id = this.formulas.numberOf(`${reference}\n${text}`);
      known = { id, references: target !== undefined && isSchema(target) ? referencesIn(target) : [] };
      this.targets.set(reference, known);
    }
    return known;
  }
}

function referencesIn(schema: Schema): string[] {
  const found: string[] = [];
  for (const { schema: part } of subschemas(schema)) {
    const reference = isObject(part) ? own(part, "$ref") : undefined;
    if (typeof reference === "string") found.push(reference);
  }
  return found;
}

/** Whether following a reference comes back to it while still judging the same value. */
export function leadsBackInPlace(root: Schema, reference: string): boolean {
  const seen = new Set<string>();
  const visit = (schema: Data | undefined): boolean => {
    if (!isObject(schema)) return false;
    const next = own(schema, "$ref");
    if (typeof next === "string") {
      if (next === reference) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return visit(resolveReference(root, next));
    }
    return inPlace(schema).some(visit);
  };
  return visit(resolveReference(root, reference));
}
