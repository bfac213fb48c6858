import {
  type Data,
  type DataObject,
  isArray,
  isObject,
  join,
  own,
  type Pointer,
  subschemaKeywords,
} from "@addendum/json-schema";
import type { Settings } from "../settings.ts";

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

/** Keywords whose subschemas are about the same value as the schema that holds them. */
const inPlace = new Set(["allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependencies"]);
const conditions = new Set(["if", "not", "contains", "propertyNames"]);

/** A schema within a schema, and where it stands. */
export class Subschema {
  readonly whole: LintedSchema;
  readonly schema: DataObject;
  readonly role: Role;
  /** The names that lead to the value in an event; `*` for items and for members of a map. */
  readonly path: readonly string[];
  /** The schema that this one is a branch of, about the same value. */
  readonly branchOf: Subschema | undefined;
  private made: Pointer | undefined;
  private readonly within: Subschema | undefined;
  private readonly tokens: readonly (string | number)[];

  constructor(
    whole: LintedSchema,
    schema: DataObject,
    place?: {
      readonly within: Subschema;
      readonly tokens: readonly (string | number)[];
      readonly role: Role;
      readonly path: readonly string[];
      readonly isInPlace: boolean;
    },
  ) {
    this.whole = whole;
    this.schema = schema;
    this.within = place?.within;
    this.tokens = place?.tokens ?? [];
    this.role = place?.role ?? "value";
    this.path = place?.path ?? [];
    this.branchOf = place?.isInPlace === true ? place.within : undefined;
  }

  /** Made when it is asked for, and once. */
  get pointer(): Pointer {
    return (this.made ??= join(this.within?.pointer ?? "", ...this.tokens));
  }

  /** The keyword that holds it; undefined for the whole schema. */
  get keyword(): string | undefined {
    return this.tokens[0] as string | undefined;
  }

  /** What a message calls it: “user_id”, an item of “tags”, this schema. */
  get label(): string {
    const names = this.path.filter((step) => step !== "*");
    const name = names.at(-1);
    if (name === undefined) return this.path.length === 0 ? "This schema" : "What it holds";
    if (this.path.at(-1) !== "*") return `“${name}”`;
    return this.keyword === "items" || this.keyword === "additionalItems"
      ? `An item of “${name}”`
      : `A member of “${name}”`;
  }

  /** The JSON types that values here may have; undefined where nothing says. */
  get types(): readonly string[] | undefined {
    return declaredTypes(this.schema) ?? this.branchOf?.types;
  }

  /** The schemas below, one level. */
  *children(): Iterable<Subschema> {
    for (const keyword of Object.keys(this.schema)) {
      const holds = subschemaKeywords.get(keyword);
      if (holds === undefined) continue;
      const value = this.schema[keyword] as Data;
      if (holds === "map") {
        if (!isObject(value)) continue;
        for (const name of Object.keys(value)) yield* this.child(keyword, value[name] as Data, name);
      } else if (isArray(value)) {
        if (holds === "schema") continue;
        for (const [index, member] of value.entries()) yield* this.child(keyword, member, index);
      } else {
        yield* this.child(keyword, value);
      }
    }
  }

  private *child(keyword: string, value: Data, token?: string | number): Iterable<Subschema> {
    if (!isObject(value)) return;
    const isInPlace = inPlace.has(keyword);
    const role =
      this.role !== "value"
        ? this.role
        : keyword === "definitions"
          ? "definition"
          : conditions.has(keyword)
            ? "condition"
            : "value";
    const step = keyword === "properties" ? (token as string) : "*";
    yield new Subschema(this.whole, value, {
      within: this,
      tokens: token === undefined ? [keyword] : [keyword, token],
      role,
      path: isInPlace ? this.path : [...this.path, step],
      isInPlace,
    });
  }

  /** The whole schema and everything below it, parents first. */
  *[Symbol.iterator](): Iterator<Subschema> {
    yield this;
    for (const child of this.children()) yield* child;
  }
}

/** The types that a schema itself says; a lone type is a list of one. */
export function declaredTypes(schema: DataObject): readonly string[] | undefined {
  const type = own(schema, "type");
  if (typeof type === "string") return [type];
  return isArray(type) ? type.filter((one): one is string => typeof one === "string") : undefined;
}

/** Every schema about the same value: those around this one, itself, and the branches of all. */
export function aboutSameValue({ schema, branchOf }: Subschema): readonly DataObject[] {
  let root = schema;
  for (let at = branchOf; at !== undefined; at = at.branchOf) root = at.schema;
  return branches(root);
}

/** A schema and all its branches about the same value, at any depth. */
export function branches(schema: DataObject): DataObject[] {
  const found: DataObject[] = [schema];
  for (const one of found) {
    for (const keyword of inPlace) {
      const value = own(one, keyword);
      const members = isArray(value)
        ? value
        : keyword === "dependencies" && isObject(value)
          ? Object.values(value)
          : [value];
      for (const member of members) if (isObject(member)) found.push(member);
    }
  }
  return found;
}

/** A subschema as a document of its own: references to the whole's definitions keep their targets. */
export function withDefinitions(schema: DataObject, root: DataObject): DataObject {
  const definitions = own(root, "definitions");
  return definitions === undefined || Object.hasOwn(schema, "definitions")
    ? schema
    : { ...schema, definitions };
}
