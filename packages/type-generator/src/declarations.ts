import { pascalCase } from "@addendum/event-fields";
import { type DataObject, own, type Pointer, tokens } from "@addendum/json-schema";
import { comment, describe, tagsOf } from "./comment.ts";
import { isIdentifier, Names } from "./names.ts";
import type { SchemaTypes } from "./schema-type.ts";
import { alternativesOf, type Literal, type Member, type ObjectType, type Type } from "./type.ts";

/** An exported list of an enumeration's options. */
export interface OptionList {
  readonly name: string;
  readonly options: readonly (string | number)[];
}

export interface Declarations {
  /** The text of all exported types. */
  readonly text: string;
  readonly lists: readonly OptionList[];
}

/**
 * Writes a schema's types as exported declarations. Objects and enumerations are named by where they stand:
 * `meta.dt` of `Toggle` belongs to `ToggleMeta`.
 * @param name the root's
 * @param heading lines for the root's comment
 */
export function declare(types: SchemaTypes, name: string, heading: readonly string[]): Declarations {
  return new Writer(types, name, heading).run();
}

/** Where a type stands. */
interface TypePlace {
  /** What an object here is called. */
  readonly name: string;
  /** Tells it from places that would be called the same. */
  readonly path: string;
}

class Writer {
  private readonly names = new Names();
  private readonly declared = new Set<string>();
  private readonly blocks: string[] = [];
  private readonly lists: OptionList[] = [];
  private readonly types: SchemaTypes;
  private readonly name: string;
  private readonly heading: readonly string[];
  private readonly definitionNames = new Map<Pointer, string>();

  constructor(types: SchemaTypes, name: string, heading: readonly string[]) {
    this.types = types;
    this.name = name;
    this.heading = heading;
  }

  run(): Declarations {
    this.names.take(this.name, "");
    this.definitionNames.set("", this.name);
    for (const pointer of this.types.definitions.keys()) {
      const last = tokens(pointer).at(-1) ?? "";
      this.definitionNames.set(pointer, this.names.take(`${this.name}${pascalCase(last)}`, `#${pointer}`));
    }
    this.block(this.types.root, { name: this.name, path: "" }, this.heading);
    for (const [pointer, type] of this.types.definitions) {
      const name = this.definitionNames.get(pointer) as string;
      this.block(type, { name, path: `#${pointer}` }, objectHeading(type));
    }
    return { text: this.blocks.join("\n"), lists: this.lists };
  }

  /** Declares a type under a name that is its own. */
  private block(type: Type, at: TypePlace, heading: readonly string[]): void {
    const index = this.blocks.length;
    this.blocks.push("");
    const body =
      type.kind === "object"
        ? `export interface ${at.name} ${this.object(type, at)}\n`
        : `export type ${at.name} = ${this.text(type, at)};\n`;
    this.blocks[index] = comment(heading, "") + body;
  }

  private text(type: Type, at: TypePlace): string {
    switch (type.kind) {
      case "unknown":
      case "never":
        return type.kind;
      case "other":
        return "unknown";
      case "primitive":
        return type.name;
      case "literal":
        return literal(type.value);
      case "reference":
        return this.definitionNames.get(type.pointer) ?? "unknown";
      case "array":
        return `readonly ${parenthesized(this.place(type.items, below(at, "Item")))}[]`;
      case "tuple": {
        const items = type.items.map((item, index) => {
          const text = this.place(item, below(at, `Item${index + 1}`));
          return index < type.required ? text : `${parenthesized(text)}?`;
        });
        if (type.rest.kind !== "never") {
          items.push(`...${parenthesized(this.place(type.rest, below(at, "Item")))}[]`);
        }
        return `readonly [${items.join(", ")}]`;
      }
      case "object":
        return `{ ${this.index(type, at)} }`;
      case "union":
        return this.union(type.of, at);
    }
  }

  /** A type at a place of its own: what deserves a name gets it, and is declared under it. */
  private place(type: Type, wanted: TypePlace): string {
    if (type.kind !== "object" || isMap(type)) return this.text(type, wanted);
    const at = { ...wanted, name: this.names.take(wanted.name, wanted.path) };
    if (!this.declared.has(at.path)) {
      this.declared.add(at.path);
      this.block(type, at, objectHeading(type));
    }
    return at.name;
  }

  private union(parts: readonly Type[], at: TypePlace): string {
    const options = parts.flatMap((part) =>
      part.kind === "literal" && (typeof part.value === "string" || typeof part.value === "number")
        ? [part.value]
        : [],
    );
    const isList = options.length > 1 && parts.every((part) => part.kind === "literal");
    const listed = new Set<unknown>(options);
    const others = isList
      ? parts.filter((part) => part.kind === "literal" && !listed.has(part.value))
      : parts;
    const objects = parts.filter((part) => part.kind === "object" && !isMap(part)) as ObjectType[];
    const names = alternativeNames(objects);
    const texts = others.map((part) => {
      if (part.kind !== "object" || isMap(part)) return this.text(part, at);
      if (objects.length === 1) return this.place(part, isNamed(at) ? below(at, "Object") : at);
      return this.place(part, below(at, names.get(part) as string));
    });
    return [...(isList ? [this.options(options, at)] : []), ...texts].join(" | ");
  }

  /** Names an enumeration, and lists its options for whoever shows them. */
  private options(options: readonly (string | number)[], at: TypePlace): string {
    const text = options.map(literal).join(" | ");
    if (isNamed(at)) {
      this.lists.push({ name: at.name, options });
      return text;
    }
    const name = this.names.take(at.name, at.path);
    if (!this.declared.has(at.path)) {
      this.declared.add(at.path);
      this.lists.push({ name, options });
      this.blocks.push(`export type ${name} = ${text};\n`);
    }
    return name;
  }

  private object(type: ObjectType, at: TypePlace): string {
    const { members, rest } = type;
    const lines: string[] = [];
    for (const [key, member] of members) lines.push(this.member(key, member, at));
    if (members.size === 0 || (rest !== undefined && rest.kind !== "never")) {
      lines.push(`  ${this.index(type, at)};\n`);
    }
    return `{\n${lines.join("")}}`;
  }

  private member(key: string, { type, isRequired, schemas }: Member, at: TypePlace): string {
    const place = memberOf(at, key);
    // Its literals are no options that anyone would list.
    const text =
      key === "$schema"
        ? alternativesOf(type)
            .map((part) => this.place(part, place))
            .join(" | ")
        : this.place(type, place);
    const description = schemas
      .map((schema) => own(schema, "description") ?? own(schema, "title"))
      .find(Boolean);
    const lines = [...describe(description), ...tagsOf(schemas)];
    const shown = isIdentifier(key) ? key : quote(key);
    return `${comment(lines, "  ")}  ${shown}${isRequired ? "" : "?"}: ${text};\n`;
  }

  /** Plain types one by one, so that none is written twice; what has a name of its own stays one. */
  private alternatives(type: Type, at: TypePlace): readonly string[] {
    const parts = alternativesOf(type);
    return parts.every(({ kind }) => kind === "primitive")
      ? parts.map((part) => this.place(part, at))
      : [this.place(type, at)];
  }

  /** An index signature covers the declared members, too: TypeScript demands that theirs are of its type. */
  private index({ members, rest }: ObjectType, at: TypePlace): string {
    const values = rest === undefined ? ["unknown"] : this.alternatives(rest, below(at, "Value"));
    const texts = new Set(members.size > 0 ? values.filter((value) => value !== "never") : values);
    for (const [key, { type }] of members) {
      for (const text of this.alternatives(type, memberOf(at, key))) texts.add(text);
    }
    if ([...members.values()].some(({ isRequired }) => !isRequired)) texts.add("undefined");
    return `[name: string]: ${texts.has("unknown") ? "unknown" : [...texts].join(" | ")}`;
  }
}

/** Whether a place has its name already, for whatever stands there: the root and definitions. */
function isNamed({ path }: TypePlace): boolean {
  return !path.includes("\0");
}

function below({ name, path }: TypePlace, part: string): TypePlace {
  return { name: name + part, path: `${path}\0*${part}` };
}

function memberOf({ name, path }: TypePlace, key: string): TypePlace {
  return { name: name + (pascalCase(key) || "Member"), path: `${path}\0${key}` };
}

/** Objects that are used like maps are written where they stand. */
function isMap({ members }: ObjectType): boolean {
  return members.size === 0;
}

function objectHeading(type: Type): string[] {
  const schema: DataObject | undefined = type.kind === "object" ? type.schema : undefined;
  return describe(schema && own(schema, "description"));
}

/** What tells alternatives from each other: the literals of a member that all have, else their numbers. */
function alternativeNames(objects: readonly ObjectType[]): ReadonlyMap<ObjectType, string> {
  const named = (names: readonly string[]) =>
    new Map(objects.map((object, index) => [object, names[index] as string]));
  for (const key of objects[0]?.members.keys() ?? []) {
    const types = objects.map(({ members }) => members.get(key)?.type);
    if (!types.every((type) => type?.kind === "literal")) continue;
    const names = types.map((type) => pascalCase(String((type as { readonly value: Literal }).value)));
    if (names.every(Boolean) && new Set(names).size === names.length) return named(names);
  }
  return named(objects.map((_, index) => `Option${index + 1}`));
}

function literal(value: Literal): string {
  return typeof value === "string" ? quote(value) : Object.is(value, -0) ? "0" : String(value);
}

/** A string literal of any text: lone surrogates and line separators are escaped. */
export function quote(text: string): string {
  return JSON.stringify(text).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

function parenthesized(text: string): string {
  return text.includes(" ") ? `(${text})` : text;
}
