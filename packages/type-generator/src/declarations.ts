import { pascalCase } from "@addendum/event-fields";
import { type DataObject, own, type Pointer, tokens } from "@addendum/json-schema";
import { comment, describe, tagsOf } from "./comment.ts";
import { isIdentifier, Names } from "./names.ts";
import type { SchemaTypes } from "./schema-type.ts";
import {
  alternativeNames,
  below,
  isMap,
  isNamed,
  isNested,
  memberOf,
  nestedPlaces,
  type TypePlace,
} from "./type-places.ts";
import { alternativesOf, isSameType, type Literal, type Member, type ObjectType, type Type } from "./type.ts";

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
 * Writes a schema's types as exported declarations. Objects and enumerations are named by where they are:
 * `meta.dt` of `Toggle` belongs to `ToggleMeta`.
 * @param name the root's
 * @param heading lines for the root's comment
 */
export function declare(types: SchemaTypes, name: string, heading: readonly string[]): Declarations {
  return new Writer(types, name, heading).run();
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
        : definition(at.name, this.text(type, at));
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
    const options = parts.flatMap(optionOf);
    const isList = options.length > 1 && parts.every((part) => part.kind === "literal");
    const listed = new Set<unknown>(options.map(({ value }) => value));
    const others = isList
      ? parts.filter((part) => part.kind === "literal" && !listed.has(part.value))
      : parts;
    const objects = parts.filter((part) => part.kind === "object" && !isMap(part)) as ObjectType[];
    const names = alternativeNames(objects);
    const written = others.filter(
      (part, index) => !isNested(part) || !others.slice(0, index).some((other) => isSameType(part, other)),
    );
    const places = nestedPlaces(written, at, objects);
    const texts = written.map((part) => {
      if (part.kind !== "object" || isMap(part)) return this.text(part, places.get(part) ?? at);
      if (objects.length === 1) return this.place(part, isNamed(at) ? below(at, "Object") : at);
      return this.place(part, below(at, names.get(part) as string));
    });
    return [...(isList ? [this.options(options, at)] : []), ...texts].join(" | ");
  }

  /** Names an enumeration, and lists its options for anyone who shows them. */
  private options(options: readonly Option[], at: TypePlace): string {
    const list = { options: options.map(({ value }) => value) };
    if (isNamed(at)) {
      this.lists.push({ name: at.name, ...list });
      return optionsText(options);
    }
    const name = this.names.take(at.name, at.path);
    if (!this.declared.has(at.path)) {
      this.declared.add(at.path);
      this.lists.push({ name, ...list });
      this.blocks.push(definition(name, optionsText(options)));
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
    const parts = alternativesOf(type);
    // Its literals are no options that anyone would list.
    const text =
      key === "$schema" && parts.every(({ kind }) => kind === "literal")
        ? parts.map((part) => this.text(part, place)).join(" | ")
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

/** One of an enumeration's options. */
interface Option {
  readonly value: string | number;
  readonly description: string | undefined;
}

function optionOf(type: Type): readonly Option[] {
  if (type.kind !== "literal") return [];
  const { value, description } = type;
  return typeof value === "string" || typeof value === "number" ? [{ value, description }] : [];
}

/** One line; one for each option where something is said of any. */
function optionsText(options: readonly Option[]): string {
  if (options.every(({ description }) => description === undefined)) {
    return options.map(({ value }) => literal(value)).join(" | ");
  }
  return options
    .map(({ value, description }) => `\n${comment(describe(description), "  ")}  | ${literal(value)}`)
    .join("");
}

function definition(name: string, text: string): string {
  return `export type ${name} =${text.startsWith("\n") ? "" : " "}${text};\n`;
}

function objectHeading(type: Type): string[] {
  const schema: DataObject | undefined = type.kind === "object" ? type.schema : undefined;
  return describe(schema && own(schema, "description"));
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
