import {
  type Data,
  equals,
  isArray,
  isAsserting,
  isObject,
  own,
  type Schema,
  subschemaKeywords,
  tokens,
} from "@addendum/json-schema";
import { type Change, findChanges, withEffect } from "./changes.ts";
import type { Difference } from "./differences.ts";

/** Changes of one keyword at one place of events that are not differences between declarations. */
export interface UndeclaredChange {
  /** As in {@link Difference}. */
  readonly path: readonly string[];
  readonly changes: readonly (Change & {
    /** The way to what changed, from the schema of the place. */
    readonly within: readonly string[];
  })[];
}

/**
 * The changes besides the differences between declarations, which tell nothing of conditions, of single alternatives,
 * of patterns of names and the like. Changes that make no difference to any value are left out, but not those of which
 * that could not be determined.
 */
export function undeclaredChanges(
  old: Schema,
  newer: Schema,
  differences: readonly Difference[],
): readonly UndeclaredChange[] {
  const told = toldBy(differences);
  const groups = new Map<string, UndeclaredChange>();
  for (const change of findChanges(old, newer)) {
    const place = placeOf(change);
    if (isTold(change, place, told)) continue;
    const [first = ""] = place.within;
    // The parts of a condition are one thing.
    const keyword = first === "then" || first === "else" ? "if" : first;
    const key = JSON.stringify([place.path, keyword]);
    const known = groups.get(key)?.changes ?? [];
    groups.set(key, { path: place.path, changes: [...known, { ...change, within: place.within }] });
  }
  return withEffect(old, [...groups.values()]);
}

interface ChangePlace {
  /** Where the value is whose declaration shows the change, or would if it showed such changes. */
  readonly path: readonly string[];
  readonly within: readonly string[];
  /** Where the value is if alternatives are looked into, as declarations do. */
  readonly declared: readonly string[];
  /** The keyword that changed, or that contains the schemas which did. */
  readonly keyword: string;
  /** Schemas were added, taken away or replaced as a whole. */
  readonly isWhole: boolean;
  /** `plain`: declarations show all of it; `alternative`: some; `hidden`: nothing. */
  readonly view: "plain" | "alternative" | "hidden";
}

function placeOf({ pointer }: Change): ChangePlace {
  const steps = tokens(pointer);
  const declared: string[] = [];
  let view: ChangePlace["view"] = "plain";
  let path: readonly string[] = [];
  let start = 0;
  let keyword = "";
  let isWhole = true;
  for (let index = 0; index < steps.length;) {
    keyword = steps[index] as string;
    const holds = subschemaKeywords.get(keyword)?.holds;
    const next = steps[index + 1];
    const isKeyed =
      holds === "list" ||
      holds === "map" ||
      holds === "schema-or-names" ||
      (holds !== "schema" && isIndex(next));
    isWhole = holds !== undefined;
    if (keyword === "anyOf" || keyword === "oneOf") view = view === "hidden" ? view : "alternative";
    else if (!isShown(keyword, next)) view = "hidden";
    index += isWhole && isKeyed && next !== undefined ? 2 : 1;
    if (keyword === "properties" && next !== undefined) declared.push(next);
    else if (isMember(keyword) && index < steps.length) declared.push("*");
    else continue;
    if (view === "plain") [path, start] = [[...declared], index];
  }
  return { path, within: steps.slice(start), declared, keyword, isWhole, view };
}

const isIndex = (step: string | undefined) => step !== undefined && /^\d+$/.test(step);
const isMember = (keyword: string) => keyword === "items" || keyword === "additionalProperties";

/** Value keywords that declarations show. */
const shown = new Set(
  (
    "type enum const format required $ref minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength " +
    "maxLength pattern minItems maxItems uniqueItems minProperties maxProperties"
  ).split(" "),
);

function isShown(keyword: string, next: string | undefined): boolean {
  if (keyword === "items") return !isIndex(next);
  // What definitions contain is shown where it is referred to.
  return (
    shown.has(keyword) || ["properties", "additionalProperties", "allOf", "definitions"].includes(keyword)
  );
}

/** ChangePlace → the keywords that differences there are about. */
type Told = ReadonlyMap<string, ReadonlySet<string>>;

const keywordsOf: Readonly<Partial<Record<Difference["kind"], readonly string[]>>> = {
  "property-added": ["properties"],
  "property-removed": ["properties"],
  "property-renamed": ["properties"],
  "property-required": ["required"],
  "property-no-longer-required": ["required"],
  "type-changed": ["type"],
  "type-widened": ["type"],
  "values-added": ["enum", "const"],
  "values-removed": ["enum", "const"],
  "values-demanded": ["enum", "const"],
  closed: ["additionalProperties"],
  opened: ["additionalProperties"],
  "freedom-lost": ["additionalProperties", "items"],
  "freedom-gained": ["additionalProperties", "items"],
};

function toldBy(differences: readonly Difference[]): Told {
  const told = new Map<string, Set<string>>();
  for (const { kind, path, keyword } of differences) {
    const keywords = keyword === undefined ? (keywordsOf[kind] ?? []) : [keyword];
    const isOfMember = kind.startsWith("property-");
    const key = (isOfMember ? path.slice(0, -1) : path).join("\0");
    told.set(key, new Set([...(told.get(key) ?? []), ...keywords]));
    // What is said of items and members of maps is said of what declares them.
    if (path.at(-1) === "*" && keywords.length > 0) {
      const holder = path.slice(0, -1).join("\0");
      told.set(holder, new Set([...(told.get(holder) ?? []), "items", "additionalProperties"]));
    }
  }
  return told;
}

function isTold(
  { old, new: newer }: Change,
  { path, within, declared, keyword, isWhole, view }: ChangePlace,
  told: Told,
): boolean {
  const at = (place: readonly string[], name: string) => told.get(place.join("\0"))?.has(name) === true;
  if (view === "hidden") return false;
  if (!isWhole) return !isAsserting(keyword) || view === "plain" || at(declared, keyword);
  if (keyword === "properties") {
    const isAddedOrRemoved = old === undefined || newer === undefined;
    return isAddedOrRemoved && (view === "plain" || at(declared.slice(0, -1), "properties"));
  }
  if (keyword === "definitions") return true;
  // Values of another type have other parts.
  if (isMember(keyword)) return at(declared, keyword) || at(declared, "type");
  const lists = [old, newer].map((list) => (isArray(list) ? list : []));
  const [before = [], after = []] = lists;
  const changed = [...beyond(before, after), ...beyond(after, before)];
  if (keyword === "allOf" && view === "plain") return changed.every(isShownWhole);
  if (within.length === 1 && path.length === declared.length && lists.every(areApart)) return true;
  return changed.every(
    (member) => isObject(member) && assertionsOf(member).every((name) => at(declared, name)),
  );
}

/** Whether alternatives are of different types, so that what is declared of a type is what one of them says. */
function areApart(alternatives: readonly Data[]): boolean {
  const seen = new Set<Data>();
  return alternatives.every((schema) => {
    if (!isObject(schema) || !isShownWhole(schema)) return false;
    const type = own(schema, "type");
    const types = (isArray(type) ? type : [type]).map((one) => (one === "integer" ? "number" : one));
    const isApart = types.every((one) => typeof one === "string" && !seen.has(one));
    for (const one of types) if (one !== undefined) seen.add(one);
    return isApart;
  });
}

/** Whether declarations show all that a schema says. */
function isShownWhole(schema: Data): boolean {
  if (!isObject(schema)) return schema === true;
  return assertionsOf(schema).every((keyword) => {
    const value = schema[keyword] as Data;
    if (keyword === "properties") return isObject(value) && Object.values(value).every(isShownWhole);
    if (isMember(keyword)) return value === false || isShownWhole(value);
    return keyword === "allOf" ? isArray(value) && value.every(isShownWhole) : shown.has(keyword);
  });
}

function assertionsOf(schema: Readonly<Record<string, Data>>): readonly string[] {
  return Object.keys(schema).filter(isAsserting);
}

function beyond(list: readonly Data[], others: readonly Data[]): readonly Data[] {
  return list.filter((one) => !others.some((other) => equals(one, other)));
}
