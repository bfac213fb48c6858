import { canonical } from "./canonical.ts";
import type { Data } from "./data.ts";

/** A map keyed by JSON value; deeply equal keys are one key, in any order of their properties. */
export class DataMap<Value> {
  /** Scalars stand for themselves, whatever has parts for its text: no scalar is mistaken for one. */
  private readonly scalars = new Map<Data, Value>();
  private readonly texts = new Map<string, Value>();

  get(key: Data): Value | undefined {
    return isScalar(key) ? this.scalars.get(key) : this.texts.get(canonical(key));
  }

  /** @returns what was there before */
  set(key: Data, value: Value): Value | undefined {
    return isScalar(key) ? put(this.scalars, key, value) : put(this.texts, canonical(key), value);
  }
}

/** A set of JSON values; deeply equal values are one. A look-up takes time linear in the value's size. */
export class DataSet {
  private readonly known = new DataMap<true>();

  constructor(values: Iterable<Data> = []) {
    for (const value of values) this.add(value);
  }

  has(value: Data): boolean {
    return this.known.get(value) === true;
  }

  /** @returns whether it was not there yet */
  add(value: Data): boolean {
    return this.known.set(value, true) === undefined;
  }
}

function put<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): Value | undefined {
  const before = map.get(key);
  map.set(key, value);
  return before;
}

function isScalar(value: Data): boolean {
  return typeof value !== "object" || value === null;
}
