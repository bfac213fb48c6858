import { type Data, isArray, isObject, mapValues, setOwn } from "@addendum/json-schema";
import { Sizes } from "./size.ts";

/** How many smaller values are examined: fewer where each is large. */
const attempts = 400;
const parts = 400_000;

/** A smaller value that still does what the given one does, found greedily: fewer members, fewer items, plainer texts. */
export function shrink(value: Data, isStillGood: (value: Data) => boolean): Data {
  let best = value;
  let left = Math.min(attempts, Math.ceil(parts / new Sizes().of(value)));
  for (;;) {
    let found = false;
    for (const smaller of smallerThan(best)) {
      if (left-- <= 0) return best;
      if (!isStillGood(smaller)) continue;
      best = smaller;
      found = true;
      break;
    }
    if (!found) return best;
  }
}

function* smallerThan(value: Data): Generator<Data> {
  if (isObject(value)) {
    const names = Object.keys(value);
    for (const name of names) {
      const rest: Record<string, Data> = {};
      for (const other of names) if (other !== name) setOwn(rest, other, value[other] as Data);
      yield rest;
    }
    for (const name of names) {
      for (const smaller of smallerThan(value[name] as Data)) {
        yield mapValues(value, (member, other) => (other === name ? smaller : member));
      }
    }
  } else if (isArray(value)) {
    if (value.length > 4) yield value.slice(0, value.length >> 1);
    for (const [index] of value.entries()) {
      if (index < 40) yield [...value.slice(0, index), ...value.slice(index + 1)];
    }
    for (const [index, item] of value.entries()) {
      if (index >= 40) return;
      for (const smaller of smallerThan(item)) {
        yield value.map((other, at) => (at === index ? smaller : other));
      }
    }
  } else if (typeof value === "string" && value.length > 1) {
    yield "";
    yield value.slice(0, value.length >> 1);
  } else if (typeof value === "number" && ![0, 1, -1].includes(value)) {
    yield* [0, 1, -1];
    if (!Number.isInteger(value)) yield Math.trunc(value);
  }
}
