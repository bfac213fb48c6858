import {
  type Data,
  type DataObject,
  isArray,
  isObject,
  own,
  resolveReference,
  type Schema,
} from "@addendum/json-schema";

/** Subschemas that all judge one value. */
export type Together = readonly Data[];

/** Something that values at a place may have to be. */
export interface Demand {
  readonly claims: Together;
  /** What has to be met for it to be asked; undefined: it always is. */
  readonly condition: Together | undefined;
}

/** Subschemas that judge a value together, as far as they are certain to, and all that applies in place with them. */
interface Gathered extends Demand {
  readonly parts: ReadonlySet<DataObject>;
  /** Whether anything is demanded, and not only distinguished. */
  readonly isAsked: boolean;
}

/** Where values are, as far as a schema tells places apart. */
export class Place {
  /** All subschemas that say something about the values here, also those that apply to some of them only. */
  readonly applied: readonly DataObject[];
  /** Whether all of them apply to all values. */
  readonly isSimple: boolean;
  private readonly root: Schema;
  private readonly groups: readonly Together[];
  private gathered: readonly Gathered[] | undefined;

  /** @param groups what may judge a value together */
  constructor(root: Schema, applied: readonly DataObject[], groups: readonly Together[]) {
    this.root = root;
    this.applied = applied;
    this.groups = groups;
    this.isSimple = groups.length === 1 && !applied.some(hasAlternatives);
  }

  /**
   * Whether a value that loses undeclared members may become invalid. Only what counts, denies, compares, or chooses by
   * what is *not* there can do that.
   */
  get looksAtAbsence(): boolean {
    return this.applied.some((schema) => Object.entries(schema).some(looksAtAbsence));
  }

  /** What values here may have to be: a demand for each group, and one for each alternative in it. */
  get demands(): readonly Demand[] {
    return this.gather().filter(({ isAsked }) => isAsked);
  }

  /**
   * What may judge a part of the value together.
   * @param select of schemas that judge the value, which of their subschemas may
   */
  below(select: (parts: readonly DataObject[]) => readonly Together[]): readonly Together[] {
    if (this.isSimple) return select(this.applied);
    return this.gather().flatMap(({ parts }) => select([...parts]));
  }

  private gather(): readonly Gathered[] {
    return (this.gathered ??= this.groups.flatMap((group) => gather(this.root, group)));
  }
}

function gather(root: Schema, group: Together): readonly Gathered[] {
  const found: Gathered[] = [];
  const seen = new Set<Data>();
  const visit = (
    demand: Demand,
    around: ReadonlySet<DataObject>,
    added: Together,
    isAsked: boolean,
  ): void => {
    const parts = new Set(around);
    const fresh = addCertain(root, added, parts);
    found.push({ ...demand, parts, isAsked });
    for (const { given, beside, then } of fresh.flatMap(alternativesIn)) {
      const chosen = [given, then].filter((one) => one !== undefined);
      const last = chosen.at(-1) as Data;
      if (seen.has(last)) continue;
      seen.add(last);
      const condition = given === undefined ? demand.condition : [beside, given];
      visit({ claims: [...demand.claims, ...chosen], condition }, parts, chosen, then !== undefined);
    }
  };
  visit({ claims: group, condition: undefined }, new Set(), group, true);
  return found;
}

/** Adds what applies to every value that schemas judge, and says what was new. */
function addCertain(root: Schema, schemas: Together, parts: Set<DataObject>): readonly DataObject[] {
  const fresh: DataObject[] = [];
  const waiting: Data[] = [...schemas];
  for (const schema of waiting) {
    if (!isObject(schema) || parts.has(schema)) continue;
    parts.add(schema);
    fresh.push(schema);
    const target = resolveReference(root, own(schema, "$ref") ?? null);
    if (target !== undefined) waiting.push(target);
    const members = own(schema, "allOf");
    if (isArray(members)) waiting.push(...members);
  }
  return fresh;
}

/** One of several ways to be valid. */
interface Alternative {
  /** When it is this one; undefined: it may always be. */
  readonly given: Data | undefined;
  /** What else is said where the choice is. */
  readonly beside: Data;
  /** What it asks then. */
  readonly then: Data | undefined;
}

function alternativesIn(schema: DataObject): readonly Alternative[] {
  const lists = ["anyOf", "oneOf"].flatMap((keyword) => {
    const list = own(schema, keyword);
    return isArray(list) ? list : [];
  });
  const found = lists.map((then): Alternative => ({ given: undefined, beside: true, then }));
  if (Object.hasOwn(schema, "if")) {
    const { if: condition = true, then, else: otherwise, ...beside } = schema;
    found.push({ given: condition, beside, then });
    if (otherwise !== undefined) found.push({ given: { not: condition }, beside, then: otherwise });
  }
  const { dependencies, ...beside } = schema;
  for (const [name, then] of isObject(dependencies) ? Object.entries(dependencies) : []) {
    if (isObject(then)) found.push({ given: { type: "object", required: [name] }, beside, then });
  }
  return found;
}

function hasAlternatives(schema: DataObject): boolean {
  return ["anyOf", "oneOf", "if", "dependencies"].some((keyword) => Object.hasOwn(schema, keyword));
}

function looksAtAbsence([keyword, value]: readonly [string, Data]): boolean {
  switch (keyword) {
    case "minProperties":
      return value !== 0;
    case "uniqueItems":
      return value === true;
    case "not":
    case "oneOf":
    case "if":
      return true;
    case "const":
      return holdsParts(value);
    case "enum":
      return isArray(value) && value.some(holdsParts);
    default:
      return false;
  }
}

function holdsParts(value: Data): boolean {
  return typeof value === "object" && value !== null;
}
