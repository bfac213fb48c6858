import {
  type Data,
  type DataObject,
  dialectProblems,
  draft07,
  isArray,
  isObject,
  isSchema,
  join,
  matchesPattern,
  keywordsWhere,
  own,
  type Pointer,
  resolve,
  resolveReference,
  type Schema,
  whyUnresolved,
} from "@addendum/json-schema";
import {
  alternativesOf,
  type JsonType,
  type Literal,
  loosen,
  meet,
  type Member,
  never,
  type ObjectType,
  settle,
  type Type,
  union,
  unknown,
} from "./type.ts";

/** A place of a schema that got the type `unknown`, and why. */
export interface Untyped {
  readonly pointer: Pointer;
  readonly reason: string;
}

export interface SchemaTypes {
  readonly root: Type;
  /** The types of subschemas that are referred to, by pointer. */
  readonly definitions: ReadonlyMap<Pointer, Type>;
  readonly untyped: readonly Untyped[];
}

/**
 * The types of a schema's instances, as producers write them: closed, so objects contain declared members only.
 * What TypeScript cannot say (lengths, patterns, counts, conditions) makes the type wider, never narrower, but in two
 * places: what names no type is taken for the type that its keywords are about, and alternatives do not contain members
 * that only other alternatives declare. A schema of another dialect that cannot be read as draft-07 has no type.
 */
export function typesOf(schema: Schema): SchemaTypes {
  const foreign = dialectProblems(schema).find(({ kind }) => kind === "dialect");
  if (foreign !== undefined) return { root: unknown, definitions: new Map(), untyped: [foreign] };
  const { schema: root, originalPointer } = resolve(schema);
  const { untyped, ...types } = new Inference(root).run();
  const place = ({ pointer, reason }: Untyped): Untyped => ({ pointer: originalPointer(pointer), reason });
  return { ...types, untyped: untyped.map(place) };
}

const depthLimit = 200;

class Inference {
  private readonly definitions = new Map<Pointer, Type>();
  private readonly untyped: Untyped[] = [];
  private readonly resolving = new Set<Pointer>();
  private readonly root: Schema;
  private depth = 0;

  constructor(root: Schema) {
    this.root = root;
  }

  run(): SchemaTypes {
    const root = settle(this.typeOf(this.root, ""));
    const definitions = new Map([...this.definitions].map(([pointer, type]) => [pointer, settle(type)]));
    return { root, definitions, untyped: this.untyped };
  }

  private giveUp(pointer: Pointer, reason: string): Type {
    this.untyped.push({ pointer, reason });
    return unknown;
  }

  private readonly meet = (a: Type, b: Type): Type => meet(a, b, (pointer) => this.resolve(pointer));

  /** The type that a reference stands for; undefined while it is being determined. */
  private resolve(pointer: Pointer): Type | undefined {
    return this.resolving.has(pointer) ? undefined : this.definitions.get(pointer);
  }

  private typeOf(schema: Data | undefined, pointer: Pointer): Type {
    if (schema === undefined || schema === true) return unknown;
    if (schema === false) return never;
    if (!isObject(schema)) return this.giveUp(pointer, "this is not a schema");
    if (this.depth > depthLimit)
      return this.giveUp(pointer, `it is nested more than ${depthLimit} levels deep`);
    this.depth++;
    const reference = own(schema, "$ref");
    const type =
      reference === undefined ? this.typeOfKeywords(schema, pointer) : this.reference(reference, pointer);
    this.depth--;
    return type;
  }

  private reference(reference: Data, pointer: Pointer): Type {
    const target = typeof reference === "string" ? resolveReference(this.root, reference) : undefined;
    if (typeof reference !== "string" || !isSchema(target)) {
      return this.giveUp(pointer, whyUnresolved(String(reference)));
    }
    const to = decode(reference);
    if (to !== "" && !this.definitions.has(to) && !this.resolving.has(to)) {
      this.resolving.add(to);
      const type = this.typeOf(target, to);
      this.resolving.delete(to);
      this.definitions.set(to, type);
      // A definition that is nothing but itself.
      if (type.kind === "reference" && type.pointer === to) {
        this.definitions.set(to, this.giveUp(to, "it refers to itself"));
      }
    }
    return { kind: "reference", pointer: to };
  }

  private typeOfKeywords(schema: DataObject, pointer: Pointer): Type {
    let type = this.ownType(schema, pointer);
    const all = own(schema, "allOf");
    if (isArray(all)) {
      for (const [index, part] of all.entries()) {
        type = this.meet(type, this.typeOf(part, join(pointer, "allOf", index)));
      }
    }
    for (const keyword of ["anyOf", "oneOf"]) {
      const alternatives = own(schema, keyword);
      if (!isArray(alternatives)) continue;
      type = this.meet(
        type,
        union(
          alternatives.map((part, index) =>
            described(this.typeOf(part, join(pointer, keyword, index)), describedOption(part)),
          ),
        ),
      );
    }
    return this.withConditional(type, schema, pointer);
  }

  /** Members that are declared only under a condition may be there, too. */
  private withConditional(type: Type, schema: DataObject, pointer: Pointer): Type {
    const dependencies = own(schema, "dependencies");
    const conditional: [Data | undefined, Pointer][] = isObject(dependencies)
      ? Object.entries(dependencies).map(([name, part]) => [part, join(pointer, "dependencies", name)])
      : [];
    if (Object.hasOwn(schema, "if")) {
      for (const name of ["if", "then", "else"]) conditional.push([own(schema, name), join(pointer, name)]);
    }
    const declared = conditional
      .filter(([part]) => isSchema(part))
      .flatMap(([part, at]) => alternativesOf(this.typeOf(part, at)))
      .filter((one) => one.kind === "object");
    if (declared.length === 0) return type;
    const extra = loosen(declared);
    const extend = (object: ObjectType): ObjectType => {
      const members = new Map(object.members);
      for (const [name, member] of extra.members) {
        if (!members.has(name)) members.set(name, { ...member, isRequired: false });
      }
      return { ...object, members };
    };
    return union(alternativesOf(type).map((one) => (one.kind === "object" ? extend(one) : one)));
  }

  /** What a schema's own keywords say. */
  private ownType(schema: DataObject, pointer: Pointer): Type {
    const types = typesNamed(schema);
    const values = Object.hasOwn(schema, "const") ? [schema["const"] as Data] : own(schema, "enum");
    if (isArray(values)) {
      const fitting = values.filter(
        (value) => types === undefined || types.some((type) => isOfType(value, type)),
      );
      const says = optionDescriptions(schema, values);
      return union(fitting.map((value) => described(this.literal(value, pointer), says.get(value))));
    }
    if (types !== undefined) return union(types.map((type) => this.typeNamed(type, schema, pointer)));
    const meant = typesMeant(schema);
    if (meant.length === 0) return unknown;
    const other: Type = { kind: "other", than: new Set(meant) };
    return union([...meant.map((type) => this.typeNamed(type, schema, pointer)), other]);
  }

  private literal(value: Data, pointer: Pointer): Type {
    if (typeof value === "number" && !Number.isFinite(value)) {
      return this.giveUp(pointer, "TypeScript has no literal for such a large number");
    }
    if (isArray(value)) {
      const items = value.map((item) => this.literal(item, pointer));
      return { kind: "tuple", items, required: items.length, rest: never };
    }
    if (isObject(value)) {
      const members = new Map<string, Member>();
      for (const [name, member] of Object.entries(value)) {
        members.set(name, { type: this.literal(member, pointer), isRequired: true, schemas: [] });
      }
      return { kind: "object", members, rest: never, schema: undefined };
    }
    return { kind: "literal", value: value instanceof Date ? value.toISOString() : (value as Literal) };
  }

  private typeNamed(type: string, schema: DataObject, pointer: Pointer): Type {
    switch (type) {
      case "string":
      case "boolean":
      case "number":
        return { kind: "primitive", name: type };
      case "integer":
        return { kind: "primitive", name: "number" };
      case "null":
        return { kind: "literal", value: null };
      case "array":
        return this.arrayType(schema, pointer);
      case "object":
        return this.objectType(schema, pointer);
      default:
        return this.giveUp(join(pointer, "type"), `“${type}” is no type`);
    }
  }

  private arrayType(schema: DataObject, pointer: Pointer): Type {
    const items = own(schema, "items");
    if (!isArray(items)) {
      const itemSchema = isObject(items) ? { itemSchema: items } : {};
      return { kind: "array", items: this.typeOf(items, join(pointer, "items")), ...itemSchema };
    }
    const minimum = own(schema, "minItems");
    const least = typeof minimum === "number" ? minimum : 0;
    const most = own(schema, "maxItems");
    const types = items.map((item, index) => this.typeOf(item, join(pointer, "items", index)));
    const rest = this.typeOf(own(schema, "additionalItems"), join(pointer, "additionalItems"));
    return {
      kind: "tuple",
      items: types,
      required: Math.min(least, types.length),
      rest: typeof most === "number" && most <= types.length ? never : rest,
    };
  }

  private objectType(schema: DataObject, pointer: Pointer): Type {
    const properties = own(schema, "properties");
    const required = own(schema, "required");
    const requiredNames = new Set(
      isArray(required) ? required.filter((name) => typeof name === "string") : [],
    );
    const members = new Map<string, Member>();
    for (const name of isObject(properties) ? Object.keys(properties) : []) {
      const part = (properties as DataObject)[name];
      const type = this.typeOf(part, join(pointer, "properties", name));
      const isRequired = requiredNames.has(name);
      if (type.kind === "never" && isRequired) return never;
      members.set(name, { type, isRequired, schemas: isObject(part) ? [part] : [] });
    }
    for (const name of requiredNames) {
      if (members.has(name)) continue;
      members.set(name, { type: this.undeclaredType(schema, name, pointer), isRequired: true, schemas: [] });
    }
    const dependencies = own(schema, "dependencies");
    for (const [name, others] of isObject(dependencies) ? Object.entries(dependencies) : []) {
      for (const declared of isArray(others) ? [name, ...others] : [name]) {
        if (typeof declared !== "string" || members.has(declared)) continue;
        const type = this.undeclaredType(schema, declared, pointer);
        members.set(declared, { type, isRequired: false, schemas: [] });
      }
    }
    return { kind: "object", members, rest: this.restOf(schema, pointer), schema };
  }

  /** The type of a member that is named elsewhere than under `properties`: patterns and maps say what it is. */
  private undeclaredType(schema: DataObject, name: string, pointer: Pointer): Type {
    const patterns = own(schema, "patternProperties");
    const matching = Object.entries(isObject(patterns) ? patterns : {}).filter(
      ([pattern]) => matchesPattern(pattern, name) !== false,
    );
    if (matching.some(([pattern]) => matchesPattern(pattern, name) === undefined)) return unknown;
    if (matching.length > 0) {
      return matching
        .map(([pattern, part]) => this.typeOf(part, join(pointer, "patternProperties", pattern)))
        .reduce(this.meet);
    }
    const additional = own(schema, "additionalProperties");
    return isObject(additional) ? this.typeOf(additional, join(pointer, "additionalProperties")) : unknown;
  }

  private restOf(schema: DataObject, pointer: Pointer): Type | undefined {
    const patterns = own(schema, "patternProperties");
    const parts = isObject(patterns)
      ? Object.entries(patterns).map(([pattern, part]) =>
          this.typeOf(part, join(pointer, "patternProperties", pattern)),
        )
      : [];
    const additional = own(schema, "additionalProperties");
    if (isObject(additional)) {
      const type = this.typeOf(additional, join(pointer, "additionalProperties"));
      if (type.kind !== "unknown") parts.push(type);
    }
    if (parts.length > 0) return union(parts);
    if (additional === false) return never;
    return undefined;
  }
}

/** An option with what is said of it alone. */
function described(type: Type, description: Data | undefined): Type {
  const isText = typeof description === "string" && description.trim() !== "";
  return type.kind === "literal" && isText ? { description, ...type } : type;
}

/** What an alternative says of the one value that it is. */
function describedOption(alternative: Data): Data | undefined {
  return isObject(alternative) ? (own(alternative, "description") ?? own(alternative, "title")) : undefined;
}

/**
 * What a schema says of its options one by one: a list beside `enum`, or texts by option. These are no keywords of
 * draft-07, but what editors and generators of OpenAPI read.
 */
function optionDescriptions(
  schema: DataObject,
  values: readonly Data[],
): ReadonlyMap<Data, Data | undefined> {
  const said = ["x-enum-descriptions", "x-enumDescriptions", "enumDescriptions"]
    .map((keyword) => own(schema, keyword))
    .find((one) => one !== undefined);
  return new Map(
    values.map((value, index) => [
      value,
      isArray(said) ? said[index] : isObject(said) ? own(said, String(value)) : undefined,
    ]),
  );
}

function typesNamed(schema: DataObject): readonly string[] | undefined {
  const type = own(schema, "type");
  if (typeof type === "string") return [type];
  return isArray(type) ? type.filter((one) => typeof one === "string") : undefined;
}

/** The assertions that are about values of each type. */
const keywordsOf = (["object", "array", "string", "number"] as const).map((type) => ({
  type,
  keywords: keywordsWhere(
    draft07,
    ({ says, types }) => says === "assertion" && types?.includes(type) === true,
  ),
}));

/** The types that keywords are about. */
function typesMeant(schema: DataObject): readonly JsonType[] {
  return keywordsOf.flatMap(({ type, keywords }) =>
    keywords.some((keyword) => Object.hasOwn(schema, keyword)) ? [type] : [],
  );
}

function isOfType(value: Data, type: string): boolean {
  if (value === null) return type === "null";
  if (isArray(value)) return type === "array";
  if (isObject(value)) return type === "object";
  if (typeof value === "number") return type === "number" || (type === "integer" && Number.isInteger(value));
  return typeof value === type;
}

function decode(reference: string): Pointer {
  return decodeURIComponent(reference.slice(reference.indexOf("#") + 1));
}
