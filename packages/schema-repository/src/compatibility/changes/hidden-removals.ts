import {
  type Data,
  type DataObject,
  isArray,
  isObject,
  join,
  matchesPattern,
  own,
  type Pointer,
  resolved,
  resolveReference,
  type Schema,
} from "@addendum/json-schema";

/** A property that is no longer declared, at a place that declarations do not cover. */
export interface HiddenRemoval {
  /** Into the new schema: the object that lost it. */
  readonly pointer: Pointer;
  /** Where it is in an event: names, `*` for items and members of maps, positions in tuples, patterns of names. */
  readonly path: readonly string[];
  /** What the old schema said of it. */
  readonly old: Data;
}

/** A subschema that says something about the values at a place. */
interface Part {
  readonly schema: DataObject;
  readonly pointer: Pointer;
  /** Whether declarations do not show it: it is for some events only, or for some members or items of a kind. */
  readonly isHidden: boolean;
}

/** How often a subschema may be asked about a name or a place: references make any number of both. */
const questionLimit = 500_000;

/**
 * Properties that were declared under a condition, in an item of a tuple or after it, in an item that a list contains
 * or in members whose names match a pattern, and are declared nowhere at that place any more. What
 * {@link findDifferences} tells is left out.
 */
export function findHiddenRemovals(old: Schema, newer: Schema): readonly HiddenRemoval[] {
  return new Removals(resolved(old), resolved(newer)).find();
}

/** What either schema says of one place. */
interface Pair {
  readonly before: readonly Part[];
  readonly after: readonly Part[];
  readonly path: readonly string[];
}

class Removals {
  private readonly found: HiddenRemoval[] = [];
  private readonly waiting: Pair[] = [];
  private readonly seen = new Set<string>();
  private readonly numbers = new Map<object, number>();
  private questions = 0;
  private readonly old: Schema;
  private readonly newer: Schema;

  constructor(old: Schema, newer: Schema) {
    this.old = old;
    this.newer = newer;
  }

  find(): readonly HiddenRemoval[] {
    const root = (schema: Schema): Part[] =>
      isObject(schema) ? [{ schema, pointer: "", isHidden: false }] : [];
    this.waiting.push({ before: root(this.old), after: root(this.newer), path: [] });
    // A schema that refers to itself is reported where it is first.
    for (const pair of this.waiting) {
      if (this.questions > questionLimit) break;
      this.compare(pair);
    }
    return this.found;
  }

  private compare({ before, after, path }: Pair): void {
    // What is only asked about was not declared; it may be enough for a name to be known still.
    const [old, newer] = [
      inPlace(this.old, before, ["then", "else"]),
      inPlace(this.newer, after, ["if", "then", "else"]),
    ];
    // A place about which nothing is said any more has lost all of it at once, which is another finding.
    if (old.length === 0 || newer.length === 0) return;
    const key = [old, newer].map((parts) => parts.map((part) => this.numberOf(part)).join()).join(";");
    this.questions += old.length + newer.length;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    const names = keysIn(old, "properties");
    this.questions += (old.length + newer.length) * (1 + names.size);
    for (const name of names) {
      const [was, is] = [membersAt(old, name), membersAt(newer, name)];
      if (is.length > 0)
        this.waiting.push({ before: objects(was), after: objects(is), path: [...path, name] });
      else if (was.every(({ isHidden }) => isHidden)) this.note(was, newer, [...path, name]);
    }
    for (const pattern of keysIn(old, "patternProperties")) {
      this.below(old, newer, [...path, pattern], (part) => {
        const patterns = own(part.schema, "patternProperties");
        const member = isObject(patterns) ? own(patterns, pattern) : undefined;
        return [below(part, member, true, "patternProperties", pattern)];
      });
    }
    this.below(old, newer, [...path, "*"], (part) => [
      below(part, own(part.schema, "additionalProperties"), false, "additionalProperties"),
    ]);
    this.compareItems(old, newer, path);
  }

  private compareItems(old: readonly Part[], newer: readonly Part[], path: readonly string[]): void {
    const tuples = [...old, ...newer].map(({ schema }) => own(schema, "items")).filter(isArray);
    const length = Math.max(0, ...tuples.map((tuple) => tuple.length));
    for (let index = 0; index < length; index++) {
      this.below(old, newer, [...path, String(index)], (part) => itemsAt(part, index, true));
    }
    this.below(old, newer, [...path, "*"], (part) => itemsAt(part, length, length > 0));
  }

  private below(
    old: readonly Part[],
    newer: readonly Part[],
    path: readonly string[],
    select: (part: Part) => readonly (Part | undefined)[],
  ): void {
    const at = (parts: readonly Part[]) => parts.flatMap((part) => defined(select(part)));
    this.waiting.push({ before: at(old), after: at(newer), path });
  }

  private note([first]: readonly Member[], places: readonly Part[], path: readonly string[]): void {
    if (first === undefined) return;
    const place = places.find(({ pointer }) => pointer === first.holder) ?? places[0];
    this.found.push({ pointer: `${place?.pointer ?? ""}/properties`, path, old: first.schema });
  }

  private numberOf({ schema, isHidden }: Part): string {
    let number = this.numbers.get(schema);
    if (number === undefined) {
      number = this.numbers.size;
      this.numbers.set(schema, number);
    }
    return `${number}${isHidden ? "h" : ""}`;
  }
}

/** The subschemas and all that apply in place with them, but what is denied. */
function inPlace(root: Schema, parts: readonly Part[], conditional: readonly string[]): readonly Part[] {
  const found: Part[] = [];
  const seen = new Set<object>();
  const waiting = [...parts];
  for (const part of waiting) {
    const { schema, pointer, isHidden } = part;
    if (seen.has(schema)) continue;
    seen.add(schema);
    found.push(part);
    // What a reference brings is at the place of the reference.
    const target = resolveReference(root, own(schema, "$ref") ?? null);
    if (isObject(target)) waiting.push({ schema: target, pointer, isHidden });
    for (const keyword of ["allOf", "anyOf", "oneOf"]) {
      const list = own(schema, keyword);
      const members = isArray(list) ? list : [];
      waiting.push(...defined(members.map((one, index) => below(part, one, false, keyword, index))));
    }
    if (Object.hasOwn(schema, "if")) {
      waiting.push(...defined(conditional.map((name) => below(part, own(schema, name), true, name))));
    }
    const dependencies = Object.entries(asObject(own(schema, "dependencies")));
    waiting.push(...defined(dependencies.map(([name, one]) => below(part, one, true, "dependencies", name))));
  }
  return found;
}

/** What a schema says of a member. */
interface Member {
  readonly schema: Data;
  readonly pointer: Pointer;
  /** Where the schema is that says it. */
  readonly holder: Pointer;
  readonly isHidden: boolean;
}

function membersAt(parts: readonly Part[], name: string): readonly Member[] {
  return parts.flatMap((part): Member[] => {
    const { schema, pointer, isHidden } = part;
    const direct = own(asObject(own(schema, "properties")), name);
    const byPattern = Object.entries(asObject(own(schema, "patternProperties")))
      .filter(([pattern]) => matchesPattern(pattern, name) === true)
      .map(([pattern, one]): Member => {
        return {
          schema: one,
          pointer: join(pointer, "patternProperties", pattern),
          holder: pointer,
          isHidden,
        };
      });
    return direct === undefined
      ? byPattern
      : [
          { schema: direct, pointer: join(pointer, "properties", name), holder: pointer, isHidden },
          ...byPattern,
        ];
  });
}

function itemsAt(part: Part, index: number, isHidden: boolean): readonly (Part | undefined)[] {
  const items = own(part.schema, "items");
  const isBehind = isArray(items) && index >= items.length;
  const item = isBehind
    ? below(part, own(part.schema, "additionalItems"), true, "additionalItems")
    : isArray(items)
      ? below(part, items[index], true, "items", index)
      : below(part, items, isHidden, "items");
  return [item, below(part, own(part.schema, "contains"), true, "contains")];
}

function below(
  part: Part,
  schema: Data | undefined,
  isHidden: boolean,
  ...way: (string | number)[]
): Part | undefined {
  if (!isObject(schema)) return undefined;
  return { schema, pointer: join(part.pointer, ...way), isHidden: isHidden || part.isHidden };
}

function keysIn(parts: readonly Part[], keyword: string): ReadonlySet<string> {
  return new Set(parts.flatMap(({ schema }) => Object.keys(asObject(own(schema, keyword)))));
}

function objects(members: readonly Member[]): readonly Part[] {
  return members.flatMap(({ schema, pointer, isHidden }) =>
    isObject(schema) ? { schema, pointer, isHidden } : [],
  );
}

function asObject(value: Data | undefined): DataObject {
  return isObject(value) ? value : {};
}

function defined<T>(list: readonly (T | undefined)[]): readonly T[] {
  return list.filter((one) => one !== undefined);
}
