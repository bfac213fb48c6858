import type { Declaration, PersonalMark } from "@addendum/event-fields";
import { type Data, type DataObject, isObject, own } from "@addendum/json-schema";
import { shortText } from "../html/short-text.ts";
import { type Constraint, constraintsOf } from "./constraints.ts";
import type { Deprecation, ReferenceRecord } from "./record.ts";

/** A place of an event, as a page shows it. */
export interface Field {
  readonly name: string;
  /** Names from the root; `*` is an item of a list or a member of a map. */
  readonly path: readonly string[];
  /** `string`, `list of objects`, `map of integers`. */
  readonly type: string;
  readonly isRequired: boolean;
  readonly description: string | undefined;
  readonly constraints: readonly Constraint[];
  /** The same for items or members, where the field is a list or a map. */
  readonly itemConstraints: readonly Constraint[];
  /** JSON texts of the values that it may have. */
  readonly options: readonly string[] | undefined;
  readonly fallback: string | undefined;
  readonly personal: PersonalMark | undefined;
  readonly deprecation: Deprecation | undefined;
  /** The schema that declares it, where that is another one. */
  readonly origin: ReferenceRecord | undefined;
  /** The version that brought it, where that is not the first one. */
  readonly since: string | undefined;
  readonly children: readonly Field[];
  /** Whether there is more below, which was not looked at. */
  readonly isCut: boolean;
}

/** What is known of a field beside its declaration, by its path. */
export interface FieldContext {
  origin(path: readonly string[]): ReferenceRecord | undefined;
  since(path: readonly string[]): string | undefined;
}

/** Longer texts are cut, in characters. */
const textLength = 500;
const markLength = 80;
const dayLength = 40;

/** The number of fields of one schema that are shown. */
export const fieldLimit = 5_000;

/** The fields of an event in the order of their names, as version files have them, with what is known of each. */
export function fieldsOf(event: Declaration, context: FieldContext): readonly Field[] {
  return new FieldReader(context).members(event, []);
}

/** All fields, parents first. */
export function* allFields(fields: readonly Field[]): Generator<Field> {
  for (const field of fields) {
    yield field;
    yield* allFields(field.children);
  }
}

class FieldReader {
  private left = fieldLimit;
  private readonly context: FieldContext;

  constructor(context: FieldContext) {
    this.context = context;
  }

  members(holder: Declaration, path: readonly string[]): readonly Field[] {
    const fields: Field[] = [];
    for (const [name, member] of holder.properties) {
      if (this.left-- <= 0) break;
      fields.push(this.field(name, member, [...path, name], holder.required.has(name)));
    }
    return fields;
  }

  private field(name: string, declaration: Declaration, path: readonly string[], isRequired: boolean): Field {
    const { schema } = declaration;
    const { inner, at } = innermost(declaration, path);
    const members = inner === declaration ? this.members(declaration, path) : this.members(inner, at);
    return {
      name,
      path,
      type: typeWords(declaration),
      isRequired,
      description: declaration.description,
      constraints: constraintsOf(declaration),
      itemConstraints: inner === declaration ? [] : constraintsOf(inner),
      options: (declaration.values ?? inner.values)?.map((value) => JSON.stringify(value) ?? "null"),
      fallback: isObject(schema) && Object.hasOwn(schema, "default") ? jsonOf(schema["default"]) : undefined,
      personal: personalMark(schema) ?? personalMark(inner.schema),
      deprecation: isObject(schema) ? deprecationOf(schema, path.join(".")) : undefined,
      origin: this.context.origin(path),
      since: this.context.since(path),
      children: members,
      isCut: declaration.isCut || inner.isCut,
    };
  }
}

function jsonOf(value: Data | undefined): string {
  return JSON.stringify(value) ?? "null";
}

/** The declaration of a list's items or a map's members, through lists of lists. */
export function innermost(
  declaration: Declaration,
  path: readonly string[],
): { readonly inner: Declaration; readonly at: readonly string[] } {
  let [inner, at] = [declaration, path];
  for (let depth = 0; depth < 8; depth++) {
    const next = inner.properties.size > 0 ? undefined : (inner.items ?? inner.members);
    if (next === undefined) break;
    inner = next;
    at = [...at, "*"];
  }
  return { inner, at };
}

/** The type of a declaration in words. */
export function typeWords(declaration: Declaration, isPlural = false): string {
  const { types, values, properties, items, members } = declaration;
  const names = types === undefined ? typesOfValues(values, properties.size > 0) : [...types];
  if (names.length === 0) return isPlural ? "values of any type" : "any type";
  const words = names.map((name) => {
    if (name === "array") {
      const list = isPlural ? "lists" : "list";
      return items === undefined ? list : `${list} of ${typeWords(items, true)}`;
    }
    if (name === "object" && properties.size === 0 && members !== undefined) {
      return `${isPlural ? "maps" : "map"} of ${typeWords(members, true)}`;
    }
    return isPlural && name !== "null" ? `${name}s` : name;
  });
  return words.join(" or ");
}

function typesOfValues(values: Declaration["values"], isObjectLike: boolean): readonly string[] {
  if (values === undefined) return isObjectLike ? ["object"] : [];
  const names = values.map((value) => {
    if (value === null) return "null";
    if (Array.isArray(value)) return "array";
    return typeof value;
  });
  return [...new Set(names)];
}

function personalMark(schema: Data): PersonalMark | undefined {
  const privacy = isObject(schema) ? own(schema, "privacy") : undefined;
  if (!isObject(privacy)) return undefined;
  const [kind, retention] = [own(privacy, "kind"), own(privacy, "retention")];
  if (typeof kind !== "string" || kind === "none") return undefined;
  return {
    kind: shortText(kind, markLength),
    ...(typeof retention === "string" && { retention: shortText(retention, markLength) }),
  };
}

/** The deprecation of a schema; undefined if it has none. */
export function deprecationOf(schema: DataObject, path: string): Deprecation | undefined {
  const text = (name: string) => {
    const value = own(schema, name);
    return typeof value === "string" && value !== "" ? shortText(value, textLength) : undefined;
  };
  const deprecated = own(schema, "deprecated");
  const sunset = sunsetOf(own(schema, "sunset"));
  const isDeprecated = deprecated === true || (typeof deprecated === "string" && deprecated !== "");
  if (!isDeprecated && sunset === undefined) return undefined;
  return {
    path,
    isDeprecated,
    reason: text("deprecated"),
    sunset,
    successor: text("successor"),
    ticket: text("ticket"),
  };
}

function sunsetOf(value: Data | undefined): string | undefined {
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? undefined : value.toISOString().slice(0, 10);
  return typeof value === "string" && value !== "" ? shortText(value, dayLength) : undefined;
}
