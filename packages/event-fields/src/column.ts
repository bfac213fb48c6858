import type { Pointer } from "@addendum/json-schema";
import { columnCollisions, columnName, fieldName, foldedName } from "./column-name.ts";
import type { Declaration } from "./declaration.ts";
import { isPersonal, type PersonalMark, privacyOf } from "./privacy.ts";

/**
 * The type of a column, for all engines. Everything is nullable, because recorded events lack fields that were added
 * later. `other` is a type of a table that Addendum did not create; its text is the engine's. Source of the
 * mapping: Wikimedia's refinery, `JsonSchemaConverter`.
 */
export type ColumnType =
  | { readonly kind: "boolean" | "integer" | "number" | "string" | "timestamp" | "json" }
  | { readonly kind: "list"; readonly items: ColumnType }
  /** Keys are strings. */
  | { readonly kind: "map"; readonly values: ColumnType }
  | { readonly kind: "struct"; readonly fields: readonly Column[] }
  | { readonly kind: "other"; readonly text: string };

/** A column of a table, or a field of a struct. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** The description of the property that it comes from. */
  readonly comment?: string;
  /** The properties that fill it, where they are not named as it is: `user-agent` fills `user_agent`. */
  readonly sources?: readonly string[];
  /** What its schema's mark says of a person's data in it. */
  readonly personal?: PersonalMark;
}

/** Why a property has no column. */
export type MisfitReason =
  /** Values of several types. */
  | "union"
  | "untyped"
  /** Items declared by their position. */
  | "tuple"
  /** An object that declares neither properties nor members, or a list that does not declare its items. */
  | "undeclared"
  /** Nothing but null. */
  | "null"
  /** An object with properties of one type and further members of another. */
  | "mixed"
  /** Another property has the same column. */
  | "collision"
  /** The table has a column of this name for itself. */
  | "reserved"
  | "deep";

/** A property that a table cannot store. */
export interface Misfit {
  /** Names of properties from the root; `*` is an item of a list or a member of a map. */
  readonly path: readonly string[];
  /** Where the schema declares it. */
  readonly pointer: Pointer;
  readonly reason: MisfitReason;
  /** What the reason is about: the types of a union, or the property whose column has the same name. */
  readonly detail?: string;
}

export interface ColumnOptions {
  /** Whether date-times are columns of time, or text, as Wikimedia's Refine has it (its task T278467). */
  readonly timestamps?: "string" | "timestamp";
  /** Whether what has no type of its own is stored as JSON text instead of being a misfit. */
  readonly misfitsAsJson?: boolean;
  /** Names of columns that tables have for themselves, such as those of their partitions. */
  readonly reserved?: ReadonlySet<string>;
}

/** The columns of an event, in the order in which they are declared, and what has none. */
export interface Columns {
  readonly columns: readonly Column[];
  readonly misfits: readonly Misfit[];
}

/** Engines read types of structs recursively; no real event comes near. */
const depthLimit = 40;

/** The columns that contain the events of a schema. */
export function columnsOf(event: Declaration, options: ColumnOptions = {}): Columns {
  const misfits: Misfit[] = [];
  const columns = new ColumnReader(options, misfits).fields(event, [], columnName);
  return { columns, misfits };
}

class ColumnReader {
  private readonly options: ColumnOptions;
  private readonly misfits: Misfit[];

  constructor(options: ColumnOptions, misfits: Misfit[]) {
    this.options = options;
    this.misfits = misfits;
  }

  fields(declaration: Declaration, path: readonly string[], nameOf: (property: string) => string): Column[] {
    const collisions = columnCollisions(declaration.properties.keys());
    const columns: Column[] = [];
    for (const [property, member] of declaration.properties) {
      const at = [...path, property];
      const folded = foldedName(property);
      if (path.length === 0 && this.options.reserved?.has(folded) === true) {
        this.misfits.push({ path: at, pointer: member.pointer, reason: "reserved", detail: folded });
        continue;
      }
      const other = collisions.get(property);
      if (other !== undefined) {
        this.misfits.push({ path: at, pointer: member.pointer, reason: "collision", detail: other });
        continue;
      }
      const type = this.type(member, at);
      if (type === undefined) continue;
      const { description } = member;
      const name = nameOf(property);
      columns.push({
        name,
        type,
        ...(name !== property && { sources: [property] }),
        ...personalMark(member),
        ...(description !== undefined && description.trim() !== "" && { comment: description }),
      });
    }
    return columns;
  }

  /** Undefined if no column can store it, which is noted. */
  private type(declaration: Declaration, path: readonly string[]): ColumnType | undefined {
    const misfit = (reason: MisfitReason, detail?: string): ColumnType | undefined => {
      if (this.options.misfitsAsJson === true && reason !== "deep") return { kind: "json" };
      const { pointer } = declaration;
      this.misfits.push({ path, pointer, reason, ...(detail !== undefined && { detail }) });
      return undefined;
    };
    if (path.length > depthLimit || declaration.isCut) return misfit("deep");
    const types = typesOf(declaration);
    if (types.length === 0) return misfit(declaration.types?.has("null") === true ? "null" : "untyped");
    if (types.length > 1) return misfit("union", types.join(", "));
    switch (types[0]) {
      case "boolean":
        return { kind: "boolean" };
      case "integer":
        return { kind: "integer" };
      case "number":
        return { kind: "number" };
      case "string":
        return isTime(declaration, this.options) ? { kind: "timestamp" } : { kind: "string" };
      case "array": {
        if (declaration.isTuple) return misfit("tuple");
        const { items: declared } = declaration;
        // Items that may be anything are as good as undeclared.
        if (declared === undefined || !saysAnything(declared)) return misfit("undeclared");
        const items = this.type(declared, [...path, "*"]);
        return items && { kind: "list", items };
      }
      default:
        return this.object(declaration, path, misfit);
    }
  }

  private object(
    declaration: Declaration,
    path: readonly string[],
    misfit: (reason: MisfitReason) => ColumnType | undefined,
  ): ColumnType | undefined {
    const { properties, members } = declaration;
    const constrains = members !== undefined && saysAnything(members);
    if (properties.size === 0) {
      if (!constrains) return misfit("undeclared");
      const values = this.type(members, [...path, "*"]);
      return values && { kind: "map", values };
    }
    if (!constrains) {
      const fields = this.fields(declaration, path, fieldName);
      return fields.length === 0 ? undefined : { kind: "struct", fields };
    }
    // Names that a map is known to contain are hints, as long as their values are what all others are.
    const probe = new ColumnReader({ ...this.options, misfitsAsJson: false }, []);
    const values = probe.type(members, [...path, "*"]);
    const isUniform = [...properties].every(([name, member]) => {
      const type = probe.type(member, [...path, name]);
      return type !== undefined && values !== undefined && sameType(type, values);
    });
    return values !== undefined && isUniform ? { kind: "map", values } : misfit("mixed");
  }
}

function personalMark({ schema }: Declaration): Pick<Column, "personal"> {
  const mark = privacyOf(schema);
  return mark !== undefined && isPersonal(mark) ? { personal: mark } : {};
}

/** Types beside null, a number standing for integers as well. */
function typesOf({ types, values, properties }: Declaration): string[] {
  const found = new Set(types ?? typesOfValues(values));
  if (found.size === 0 && types === undefined && properties.size > 0) found.add("object");
  found.delete("null");
  if (found.has("number")) found.delete("integer");
  return [...found].sort();
}

function typesOfValues(values: Declaration["values"]): string[] {
  return (values ?? []).map((value) => {
    if (value === null) return "null";
    if (Array.isArray(value)) return "array";
    if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
    return typeof value;
  });
}

/** Whether a schema restricts values, so that a table can know what they are. */
function saysAnything({ types, values, properties, items, members }: Declaration): boolean {
  return (
    types !== undefined ||
    values !== undefined ||
    properties.size > 0 ||
    items !== undefined ||
    members !== undefined
  );
}

function isTime({ format }: Declaration, { timestamps }: ColumnOptions): boolean {
  return timestamps === "timestamp" && format === "date-time";
}

/** Whether two types contain the same, by names and types; comments and the order of fields aside. */
export function sameType(a: ColumnType, b: ColumnType): boolean {
  if (a.kind === "list" && b.kind === "list") return sameType(a.items, b.items);
  if (a.kind === "map" && b.kind === "map") return sameType(a.values, b.values);
  if (a.kind === "struct" && b.kind === "struct") {
    const others = new Map(b.fields.map((field) => [field.name.toLowerCase(), field.type]));
    return (
      a.fields.length === b.fields.length &&
      a.fields.every(({ name, type }) => {
        const other = others.get(name.toLowerCase());
        return other !== undefined && sameType(type, other);
      })
    );
  }
  if (a.kind === "other" && b.kind === "other") return a.text === b.text;
  return a.kind === b.kind;
}
