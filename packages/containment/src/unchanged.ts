import {
  type Data,
  type DataObject,
  draft07,
  isArray,
  isObject,
  keywordsWhere,
  own,
  type Schema,
} from "@addendum/json-schema";

/** What two documents contain at the same places: the outermost equal parts. */
export interface Unchanged {
  /** The part of OLD that a part of NEW equals. */
  before(newPart: object): object | undefined;
  /** Whether a part of OLD is one, and nothing but this part judges the values at its place. */
  isApart(oldPart: object): boolean;
}

/** What says `$ref` never counts as unchanged, since it means what its whole document makes of it. */
export function unchangedParts(old: Schema, newer: Schema): Unchanged {
  const walk = new Walk();
  if (walk.isSame(old, newer, true)) walk.note(old, newer, true);
  return { before: (part) => walk.before.get(part), isApart: (part) => walk.apart.has(part) };
}

/** Keywords by which several subschemas judge the same value. */
const joining = [
  "$ref",
  ...keywordsWhere(
    draft07,
    (keyword) =>
      keyword.holds !== "value" &&
      keyword.beside === undefined &&
      (keyword.appliesTo === "value" || keyword.overlaps === true),
  ),
];

/** Deeper documents are not compared anyway. Where the stack ends, not every error says so. */
const depthLimit = 1_500;

class Walk {
  private depth = 0;
  readonly before = new Map<object, object>();
  readonly apart = new Set<object>();

  /** Notes the equal parts of what is not equal as a whole. */
  isSame(old: Data | undefined, newer: Data, isApart: boolean): boolean {
    if (isArray(newer)) return isArray(old) && this.isSameArray(old, newer);
    if (isObject(newer)) return isObject(old) && this.isSameObject(old, newer, isApart);
    return old === newer;
  }

  note(old: Data, newer: Data, isApart: boolean): void {
    if (isObject(newer) && isObject(old)) {
      this.before.set(newer, old);
      if (isApart) this.apart.add(old);
    } else if (isArray(newer) && isArray(old)) {
      for (const [index, part] of newer.entries()) this.note(old[index] as Data, part, false);
    }
  }

  private isSameArray(old: readonly Data[], newer: readonly Data[]): boolean {
    const same = newer.map((part, index) => this.isSame(old[index], part, false));
    if (old.length === newer.length && !same.includes(false)) return true;
    for (const [index, part] of newer.entries()) {
      if (same[index] === true) this.note(old[index] as Data, part, false);
    }
    return false;
  }

  private isSameObject(old: DataObject, newer: DataObject, isApart: boolean): boolean {
    const staysApart =
      isApart && !joining.some((name) => Object.hasOwn(old, name) || Object.hasOwn(newer, name));
    const names = Object.keys(newer);
    if (++this.depth > depthLimit) throw new RangeError("the schema is nested too deeply");
    const same = names.map((name) => this.isSame(own(old, name), newer[name] as Data, staysApart));
    this.depth--;
    const isEqual = names.length === Object.keys(old).length && !same.includes(false);
    if (isEqual && !Object.hasOwn(newer, "$ref")) return true;
    for (const [index, name] of names.entries()) {
      if (same[index] === true) this.note(own(old, name) as Data, newer[name] as Data, staysApart);
    }
    return false;
  }
}
