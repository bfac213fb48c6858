import { type Data, isArray, isObject } from "@addendum/json-schema";

/** A text of so many letters counts as much as another value. */
const lettersInPart = 100;

/**
 * How many values a value consists of, itself included. Parts that it holds several times count as often, and are
 * examined once: what references fan out to is small in memory and endless when written.
 */
export class Sizes {
  private readonly known = new WeakMap<object, number>();

  of(value: Data): number {
    if (typeof value === "string") return 1 + Math.floor(value.length / lettersInPart);
    if (typeof value !== "object" || value === null) return 1;
    const known = this.known.get(value);
    if (known !== undefined) return known;
    let size = 1;
    for (const part of isArray(value) ? value : isObject(value) ? Object.values(value) : [])
      size += this.of(part);
    this.known.set(value, size);
    return size;
  }
}
