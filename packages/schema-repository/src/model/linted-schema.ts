import {
  type ApplicatorKeyword,
  type Data,
  type DataObject,
  inPlace,
  isArray,
  isObject,
  join,
  own,
  type Pointer,
  subschemaKeywords,
} from "@addendum/json-schema";
import type { Settings } from "./settings.ts";

/** The schema that is linted, as a whole. */
export interface LintedSchema {
  readonly title: string;
  /** It is a part of events, and no event of its own. */
  readonly isFragment: boolean;
  readonly root: DataObject;
  readonly settings: Settings;
  /** The day of the run, YYYY-MM-DD. */
  readonly today: string | undefined;
}

/**
 * What a subschema is to events: `value` describes a part of them, `condition` only asks (below `if`, `not`, `contains`
 * and `propertyNames`), `definition` waits to be referred to.
 */
export type Role = "value" | "condition" | "definition";

/** A schema within a schema, and where it is. What costs something is determined when it is asked for. */
export class LintedSubschema {
  readonly whole: LintedSchema;
  readonly schema: DataObject;
  readonly role: Role;
  /** The keyword that contains it; undefined for the whole schema. */
  readonly keyword: string | undefined;
  /** The schema that this one is a branch of, about the same value. */
  readonly branchOf: LintedSubschema | undefined;
  private readonly within: LintedSubschema | undefined;
  private readonly token: string | number | undefined;
  private made: Pointer | undefined;

  constructor(whole: LintedSchema, schema: DataObject, place?: Holder) {
    this.whole = whole;
    this.schema = schema;
    this.within = place?.within;
    this.keyword = place?.keyword;
    this.token = place?.token;
    this.role = place?.role ?? "value";
    this.branchOf = place?.isInPlace === true ? place.within : undefined;
  }

  get pointer(): Pointer {
    if (this.made !== undefined) return this.made;
    if (this.within === undefined || this.keyword === undefined) return "";
    const { pointer } = this.within;
    this.made =
      this.token === undefined ? join(pointer, this.keyword) : join(pointer, this.keyword, this.token);
    return this.made;
  }

  /** The names that lead to the value in an event; `*` for items and for members of a map. */
  get path(): readonly string[] {
    if (this.within === undefined) return [];
    if (this.branchOf !== undefined) return this.within.path;
    return [...this.within.path, this.keyword === "properties" ? String(this.token) : "*"];
  }

  /** What a message calls it: “user_id”, an item of “tags”, this schema. */
  get label(): string {
    return labelOf(this.path, this.pointer);
  }

  /** The JSON types that values here may have; undefined if nothing says. */
  get types(): readonly string[] | undefined {
    return declaredTypes(this.schema) ?? this.branchOf?.types;
  }

  /**
   * The schemas below, one level.
   * @param isKnown whether a schema that stands on its own was looked at before, with nothing to say about it
   */
  children(isKnown?: (schema: DataObject) => boolean): LintedSubschema[] {
    const found: LintedSubschema[] = [];
    for (const keyword of Object.keys(this.schema)) {
      const definition = subschemaKeywords.get(keyword);
      if (definition === undefined) continue;
      const { holds } = definition;
      const value = this.schema[keyword] as Data;
      const isInPlace = definition.appliesTo === "value";
      const role = this.roleBelow(definition);
      const add = (member: Data, token: string | number | undefined): void => {
        if (!isObject(member) || (!isInPlace && isKnown?.(member) === true)) return;
        found.push(
          new LintedSubschema(this.whole, member, { within: this, keyword, token, role, isInPlace }),
        );
      };
      if (holds === "map" || holds === "schema-or-names") {
        if (!isObject(value)) continue;
        for (const name of Object.keys(value)) add(value[name] as Data, name);
      } else if (isArray(value)) {
        if (holds !== "schema") value.forEach(add);
      } else {
        add(value, undefined);
      }
    }
    return found;
  }

  private roleBelow({ appliesTo, isCondition }: ApplicatorKeyword): Role {
    // Also in a definition: wherever it is referred to from, a condition only asks.
    if (this.role === "condition" || isCondition === true) return "condition";
    return appliesTo === "nothing" ? "definition" : this.role;
  }
}

/**
 * The name of a place in messages: “user_id”, an item of “tags”, this schema.
 * @param path as {@link LintedSubschema.path}
 */
export function labelOf(path: readonly string[], pointer: Pointer): string {
  const name = path.findLast((step) => step !== "*");
  if (name === undefined) return path.length === 0 ? "This schema" : "What it holds";
  if (path.at(-1) !== "*") return `“${name}”`;
  return /\/(items|additionalItems)(\/\d+)?$/.test(pointer)
    ? `An item of “${name}”`
    : `A member of “${name}”`;
}

interface Holder {
  readonly within: LintedSubschema;
  readonly keyword: string;
  readonly token: string | number | undefined;
  readonly role: Role;
  readonly isInPlace: boolean;
}

/** The types that a schema itself says; a lone type is a list of one. */
export function declaredTypes(schema: DataObject): readonly string[] | undefined {
  const type = own(schema, "type");
  if (typeof type === "string") return [type];
  return isArray(type) ? type.filter((one): one is string => typeof one === "string") : undefined;
}

/** Every schema about the same value: those around this one, itself, and the branches of all. */
export function aboutSameValue({ schema, branchOf }: LintedSubschema): readonly DataObject[] {
  let root = schema;
  for (let at = branchOf; at !== undefined; at = at.branchOf) root = at.schema;
  return branches(root);
}

/**
 * Every schema about the values at the same place of an event: beside {@link aboutSameValue}, what other branches of the
 * schemas around it say of the same member. Of a definition only what is about it is known.
 */
export function aboutSamePlace(subschema: LintedSubschema): readonly DataObject[] {
  const near = aboutSameValue(subschema);
  if (subschema.role === "definition") return near;
  let found = branches(subschema.whole.root);
  for (const name of subschema.path) {
    found = found.flatMap((schema) => membersAt(schema, name).flatMap(branches));
    // Alternatives of alternatives: more than a person means.
    if (found.length > placeLimit) return near;
  }
  return [...new Set([...near, ...found])];
}

const placeLimit = 500;

/** What a schema says of a member, or of what it contains: `*`. */
function membersAt(schema: DataObject, name: string): readonly DataObject[] {
  const values = (keyword: string): readonly Data[] => {
    const value = own(schema, keyword);
    return isArray(value) ? value : isObject(value) ? [value] : [];
  };
  const properties = own(schema, "properties");
  if (name !== "*") return isObject(properties) ? [own(properties, name)].filter(isObject) : [];
  const patterns = own(schema, "patternProperties");
  return [
    ...values("items"),
    ...values("additionalItems"),
    ...values("additionalProperties"),
    ...(isObject(patterns) ? Object.values(patterns) : []),
  ].filter(isObject);
}

/** A schema and all its branches about the same value, at any depth. */
export function branches(schema: DataObject): DataObject[] {
  const found: DataObject[] = [schema];
  for (const one of found) found.push(...inPlace(one).filter(isObject));
  return found;
}

/** The declarations of a member in a schema and its branches. */
export function membersNamed(schema: DataObject, name: string): readonly Data[] {
  return branches(schema).flatMap((one) => {
    const properties = own(one, "properties");
    const member = isObject(properties) ? own(properties, name) : undefined;
    return member === undefined ? [] : [member];
  });
}
