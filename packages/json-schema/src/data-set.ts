import { canonical } from "./canonical.ts";
import type { Data } from "./data.ts";

/** Values of which no two are equal, whatever the order of their keys. Asking costs what the value's size does. */
export class DataSet {
  /** Scalars stand for themselves, whatever has parts for its text: no scalar is mistaken for one. */
  private readonly scalars = new Set<Data>();
  private readonly texts = new Set<string>();

  constructor(values: Iterable<Data> = []) {
    for (const value of values) this.add(value);
  }

  has(value: Data): boolean {
    return isScalar(value) ? this.scalars.has(value) : this.texts.has(canonical(value));
  }

  /** @returns whether it was not there yet */
  add(value: Data): boolean {
    const [set, key] = isScalar(value) ? [this.scalars, value] : [this.texts, canonical(value)];
    const { size } = set;
    (set as Set<Data>).add(key);
    return set.size > size;
  }
}

function isScalar(value: Data): boolean {
  return typeof value !== "object" || value === null;
}
