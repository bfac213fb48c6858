import type { Data, DataObject } from "@addendum/json-schema";
import type ts from "typescript";
import { readComment } from "./comments.ts";
import { type Compiler, type Remark, UnusableType } from "./model.ts";
import { builtInName, isPlainObject, primitiveOf, toJson } from "./type-kinds.ts";

/** Where a type stands: the member that has it, for remarks. */
interface Place {
  /** `meta.dt`, `tags[]` */
  readonly path: string;
  readonly node: ts.Node | undefined;
}

/** A type within more others than anybody writes: a generic type that grows with each level. */
const deepest = 50;

/** Turns types into the schemas of what JSON.stringify makes of their values. */
export class TypeConverter {
  readonly remarks: Remark[] = [];
  private readonly compiler: Compiler;
  private readonly checker: ts.TypeChecker;
  private readonly source: ts.SourceFile;
  /** Types that are being converted, outermost first. */
  private readonly within: ts.Type[] = [];

  constructor(compiler: Compiler, checker: ts.TypeChecker, source: ts.SourceFile) {
    this.compiler = compiler;
    this.checker = checker;
    this.source = source;
  }

  /** @param symbol what declares the type, whose comment describes the event */
  convertEvent(type: ts.Type, symbol: ts.Symbol): DataObject {
    const { keywords } = readComment(this.compiler, this.checker, symbol);
    const place = { path: "", node: symbol.declarations?.[0] };
    return { ...keywords, ...this.convertAlternatives(type, place, symbol.name) };
  }

  /** An event is one object: of several types it has the members of all, and requires what each of them requires. */
  private convertAlternatives(type: ts.Type, place: Place, name: string): DataObject {
    const parts = type.isUnion() ? type.types : [type];
    const isObject = (part: ts.Type) => isPlainObject(this.compiler, this.checker, part);
    if (!parts.every(isObject)) throw new UnusableType(`${name} is not an object, and an event is one.`);
    const schemas = parts.map((part) =>
      this.convertInside(part, place, () => this.convertObject(part, place)),
    );
    if (schemas.length > 1) {
      this.remark(
        place,
        `is one of ${schemas.length} types: the schema has the members of all, and requires those that each of them requires.`,
      );
    }
    return schemas.reduce(mergeObjects);
  }

  /** Undefined: JSON has no such value, and the member is left out. */
  private convert(type: ts.Type, place: Place): DataObject | undefined {
    const { TypeFlags } = this.compiler;
    const { flags } = type;
    if (type.isUnion() && (flags & TypeFlags.Boolean) === 0) return this.convertUnion(type, place);
    if (type.isStringLiteral() || type.isNumberLiteral()) return enumeration([type.value]);
    if (flags & TypeFlags.BooleanLiteral) return enumeration([this.checker.typeToString(type) === "true"]);
    if (flags & TypeFlags.TemplateLiteral) return this.convertTemplate(type as ts.TemplateLiteralType);
    if (flags & TypeFlags.StringLike) return { type: "string" };
    if (flags & TypeFlags.NumberLike) return { type: "number" };
    if (flags & TypeFlags.BooleanLike) return { type: "boolean" };
    if (flags & TypeFlags.BigIntLike) {
      this.remark(
        place,
        "is a bigint, which JSON does not have: JSON.stringify fails. The schema asks for its digits as a string: send `String(value)`.",
      );
      return { type: "string", pattern: "^-?[0-9]+$" };
    }
    if (flags & TypeFlags.Null) return { type: "null" };
    if (flags & (TypeFlags.Undefined | TypeFlags.Void | TypeFlags.Never)) return undefined;
    if (flags & TypeFlags.ESSymbolLike) {
      this.remark(place, "is a symbol, which JSON.stringify leaves out, so the schema does not have it.");
      return undefined;
    }
    if (flags & (TypeFlags.Any | TypeFlags.Unknown | TypeFlags.NonPrimitive | TypeFlags.TypeParameter)) {
      return this.convertOpen(type, place);
    }
    const primitive = primitiveOf(this.compiler, type);
    if (primitive !== undefined) return this.convert(primitive, place);
    return this.convertInside(type, place, () => this.convertStructured(type, place));
  }

  private convertOpen(type: ts.Type, place: Place): DataObject {
    const name = this.checker.typeToString(type);
    if (name === "object") {
      this.remark(place, "is any object: write under `properties` or `additionalProperties` what it holds.");
      return { type: "object" };
    }
    this.remark(place, `is ${name}: the schema accepts any value. Write what it is.`);
    return {};
  }

  /** A list, a tuple, a map, an object, or what JSON makes of a class of the language. */
  private convertStructured(type: ts.Type, place: Place): DataObject | undefined {
    const { checker, compiler } = this;
    if (checker.isTupleType(type)) return this.convertTuple(type as ts.TupleTypeReference, place);
    if (checker.isArrayType(type)) {
      const [items] = checker.getTypeArguments(type as ts.TypeReference);
      return { type: "array", items: this.item(items, { ...place, path: `${place.path}[]` }) };
    }
    const builtIn = builtInName((file) => this.isLibrary(file), type);
    if (builtIn !== undefined) {
      const known = this.convertBuiltIn(builtIn, type, place);
      if (known !== "unknown") return known;
    }
    const written = toJson(checker, type);
    if (written !== undefined) return this.convert(written, place);
    if (checker.getSignaturesOfType(type, compiler.SignatureKind.Call).length > 0) {
      this.remark(place, "is a function, which JSON.stringify leaves out, so the schema does not have it.");
      return undefined;
    }
    return this.convertObject(type, place);
  }

  private convertBuiltIn(name: string, type: ts.Type, place: Place): DataObject | undefined | "unknown" {
    const parts = this.checker.getTypeArguments(type as ts.TypeReference);
    switch (name) {
      case "Date":
        return { type: "string", format: "date-time" };
      case "URL":
        return { type: "string", format: "uri" };
      case "String":
        return { type: "string" };
      case "Number":
        return { type: "number" };
      case "Boolean":
        return { type: "boolean" };
      case "Map":
      case "ReadonlyMap": {
        this.remark(
          place,
          `is a ${name}, which JSON.stringify writes as {}. The schema asks for an object: send \`Object.fromEntries(value)\`.`,
        );
        return {
          type: "object",
          additionalProperties: this.item(parts[1], { ...place, path: `${place.path}.*` }),
        };
      }
      case "Set":
      case "ReadonlySet": {
        this.remark(
          place,
          `is a ${name}, which JSON.stringify writes as {}. The schema asks for a list: send \`[...value]\`.`,
        );
        return {
          type: "array",
          items: this.item(parts[0], { ...place, path: `${place.path}[]` }),
          uniqueItems: true,
        };
      }
      case "RegExp":
      case "Error":
      case "Promise":
      case "WeakMap":
      case "WeakSet":
      case "ArrayBuffer":
      case "Function":
        this.remark(place, `is a ${name}, of which JSON keeps nothing, so the schema does not have it.`);
        return undefined;
      default:
        if (!/^(Big)?(Int|Uint|Float)\d+(Clamped)?Array$/.test(name)) return "unknown";
        this.remark(
          place,
          `is a ${name}, which JSON.stringify writes as an object. The schema asks for a list: send \`[...value]\`.`,
        );
        return { type: "array", items: { type: name.startsWith("Float") ? "number" : "integer" } };
    }
  }

  private convertTuple(type: ts.TupleTypeReference, place: Place): DataObject {
    const parts = this.checker.getTypeArguments(type);
    const { elementFlags, minLength, hasRestElement } = type.target;
    const { ElementFlags } = this.compiler;
    const rest = elementFlags.findIndex((flag) => (flag & ElementFlags.Variable) !== 0);
    const isEndless = rest !== -1 && rest === parts.length - 1;
    if (rest !== -1 && !isEndless) {
      this.remark(
        place,
        "is a tuple whose open part is not at its end: the schema asks for a list of any values. Write what they are.",
      );
      return { type: "array", minItems: minLength };
    }
    const fixed = isEndless ? parts.slice(0, rest) : parts;
    const items = fixed.map((part, index) => this.item(part, { ...place, path: `${place.path}[${index}]` }));
    return {
      type: "array",
      ...(items.length > 0 && { items }),
      minItems: minLength,
      ...(hasRestElement && isEndless
        ? { additionalItems: this.item(parts[rest], { ...place, path: `${place.path}[]` }) }
        : { maxItems: fixed.length }),
    };
  }

  /** What stands in a list or a map; JSON.stringify writes null for what JSON does not have. */
  private item(type: ts.Type | undefined, place: Place): DataObject {
    if (type === undefined) return {};
    const { TypeFlags } = this.compiler;
    const schema = this.convert(type, place) ?? { type: "null" };
    const parts = type.isUnion() ? type.types : [type];
    const isVoid = parts.some(({ flags }) => (flags & TypeFlags.Undefined) !== 0);
    return isVoid && parts.length > 1 ? orNull(schema) : schema;
  }

  private convertObject(type: ts.Type, place: Place): DataObject {
    const { checker } = this;
    const properties: Record<string, Data> = {};
    const required: string[] = [];
    for (const symbol of checker.getPropertiesOfType(type)) {
      // A class keeps these to itself, and so does JSON.
      if (symbol.name.startsWith("#") || symbol.name.startsWith("__@")) continue;
      const node = symbol.valueDeclaration ?? symbol.declarations?.[0];
      const inside = {
        path: place.path === "" ? symbol.name : `${place.path}.${symbol.name}`,
        node: node ?? place.node,
      };
      if (this.isMethodOfClass(symbol)) continue;
      const member = checker.getTypeOfSymbol(symbol);
      const schema = this.convert(member, inside);
      if (schema === undefined) continue;
      Object.defineProperty(properties, symbol.name, {
        value: this.withComment(schema, symbol, inside),
        enumerable: true,
        configurable: true,
        writable: true,
      });
      if (!this.mayBeAbsent(symbol, member)) required.push(symbol.name);
    }
    const open = this.indexes(type, place);
    const hasProperties = Object.keys(properties).length > 0;
    if (!hasProperties && Object.keys(open).length === 0) {
      this.remark(
        place,
        "is an object of which the type says nothing: write under `properties` or `additionalProperties` what it holds.",
      );
    }
    return {
      type: "object",
      ...(required.length > 0 && { required: required.sort() }),
      ...(hasProperties && { properties }),
      ...open,
    };
  }

  /** What index signatures say of all other members. */
  private indexes(type: ts.Type, place: Place): DataObject {
    const { TypeFlags } = this.compiler;
    const patterns: Record<string, Data> = {};
    const open: Record<string, Data> = {};
    for (const { keyType, type: values } of this.checker.getIndexInfosOfType(type)) {
      const inside = { ...place, path: `${place.path}${place.path === "" ? "" : "."}*` };
      if (keyType.flags & TypeFlags.TemplateLiteral) {
        const { pattern } = this.convertTemplate(keyType as ts.TemplateLiteralType);
        patterns[String(pattern)] = this.item(values, inside);
      } else if (keyType.flags & TypeFlags.Number) patterns["^[0-9]+$"] = this.item(values, inside);
      else if (keyType.flags & TypeFlags.String) open["additionalProperties"] = this.item(values, inside);
    }
    return { ...(Object.keys(patterns).length > 0 && { patternProperties: patterns }), ...open };
  }

  private convertUnion(type: ts.UnionType, place: Place): DataObject | undefined {
    const { TypeFlags } = this.compiler;
    const parts = type.types.filter(({ flags }) => (flags & (TypeFlags.Undefined | TypeFlags.Void)) === 0);
    const literals = parts.filter((part) => this.literalOf(part) !== undefined);
    const values = literals.map((part) => this.literalOf(part) as Data);
    const others: DataObject[] = [];
    let hasNull = false;
    for (const part of parts) {
      if (literals.includes(part)) continue;
      if (part.flags & TypeFlags.Null) {
        hasNull = true;
        continue;
      }
      const schema = this.convert(part, place);
      if (schema !== undefined && !others.some((other) => isSame(other, schema))) others.push(schema);
    }
    const isBoolean = values.includes(true) && values.includes(false);
    const listed = values.filter((value) => !isBoolean || typeof value !== "boolean");
    if (isBoolean) others.unshift({ type: "boolean" });
    // `"a" | (string & {})` lists what is usual, and takes any text.
    const isOpen = (value: Data) =>
      others.some((other) => other["type"] === typeof value && Object.keys(other).length === 1);
    const closed = listed.filter((value) => !isOpen(value));
    if (closed.length < listed.length) {
      const usual = listed.filter(isOpen).map((value) => JSON.stringify(value));
      this.remark(
        place,
        `takes any ${typeof listed.find(isOpen)}; ${usual.slice(0, 10).join(", ")}${usual.length > 10 ? ", …" : ""} are only what is usual.`,
      );
    }
    const alternatives = [...(closed.length > 0 ? enumerations(closed) : []), ...others];
    if (alternatives.length === 0) return hasNull ? { type: "null" } : undefined;
    if (alternatives.length === 1) return hasNull ? orNull(alternatives[0] as DataObject) : alternatives[0];
    return { anyOf: hasNull ? [...alternatives, { type: "null" }] : alternatives };
  }

  private literalOf(type: ts.Type): Data | undefined {
    if (type.isStringLiteral() || type.isNumberLiteral()) return type.value;
    if ((type.flags & this.compiler.TypeFlags.BooleanLiteral) === 0) return undefined;
    return this.checker.typeToString(type) === "true";
  }

  private convertTemplate({ texts, types }: ts.TemplateLiteralType): DataObject {
    const { TypeFlags } = this.compiler;
    const part = (type: ts.Type): string => {
      if (type.isUnion()) return `(${type.types.map(part).join("|")})`;
      if (type.isStringLiteral()) return escaped(type.value);
      if (type.flags & TypeFlags.BigInt) return "-?[0-9]+";
      return type.flags & TypeFlags.Number ? "-?[0-9]+(\\.[0-9]+)?(e[-+]?[0-9]+)?" : "[^]*";
    };
    const pattern = texts.map(
      (text, index) => escaped(text) + (index < types.length ? part(types[index] as ts.Type) : ""),
    );
    return { type: "string", pattern: `^${pattern.join("")}$`.replaceAll("[^]*", "(.|\\n)*") };
  }

  private withComment(schema: DataObject, symbol: ts.Symbol, place: Place): DataObject {
    const { keywords, type } = readComment(this.compiler, this.checker, symbol);
    const { description, ...constraints } = keywords;
    const isNumber = schema["type"] === "number";
    if (type !== undefined && type !== schema["type"] && !(isNumber && type === "integer")) {
      this.remark(
        place,
        `has a comment that calls it “${type}”, which its type is not: the comment is ignored.`,
      );
    }
    return {
      ...(description !== undefined && { description }),
      ...schema,
      ...(isNumber && type === "integer" && { type }),
      ...constraints,
    };
  }

  private mayBeAbsent(symbol: ts.Symbol, type: ts.Type): boolean {
    const { SymbolFlags, TypeFlags } = this.compiler;
    if ((symbol.flags & SymbolFlags.Optional) !== 0) return true;
    const parts = type.isUnion() ? type.types : [type];
    const absent = TypeFlags.Undefined | TypeFlags.Void | TypeFlags.Any | TypeFlags.Unknown;
    return parts.some((part) => (part.flags & absent) !== 0 || this.isFunction(part));
  }

  private isFunction(type: ts.Type): boolean {
    return this.checker.getSignaturesOfType(type, this.compiler.SignatureKind.Call).length > 0;
  }

  /** Methods stand in a class's prototype, where JSON.stringify does not look. */
  private isMethodOfClass({ valueDeclaration }: ts.Symbol): boolean {
    if (valueDeclaration === undefined) return false;
    const { isMethodDeclaration, isGetAccessor, isSetAccessor, isClassLike } = this.compiler;
    const isMethod =
      isMethodDeclaration(valueDeclaration) ||
      isGetAccessor(valueDeclaration) ||
      isSetAccessor(valueDeclaration);
    return isMethod && isClassLike(valueDeclaration.parent);
  }

  private convertInside<Result>(type: ts.Type, { path }: Place, convert: () => Result): Result {
    if (this.within.includes(type) || this.within.length >= deepest) {
      const name = this.checker.typeToString(type).slice(0, 60);
      throw new UnusableType(
        `${name} contains itself${path === "" ? "" : ` at ${path}`}, and the fields of an event have to end somewhere.`,
      );
    }
    this.within.push(type);
    try {
      return convert();
    } finally {
      this.within.pop();
    }
  }

  private isLibrary(file: ts.SourceFile): boolean {
    return (
      file.hasNoDefaultLib ||
      /[\\/]typescript[\\/]lib[\\/]lib\.[\w.]*d\.ts$|[\\/]@types[\\/]node[\\/]/.test(file.fileName)
    );
  }

  private remark({ path, node }: Place, text: string): void {
    const subject = path === "" ? "The event" : `“${path}”`;
    const file = node?.getSourceFile() ?? this.source;
    const at = node === undefined ? undefined : file.getLineAndCharacterOfPosition(node.getStart(file));
    const place = at && { file: file.fileName, line: at.line + 1, column: at.character + 1 };
    const remark = { place, text: `${subject} ${text}` };
    if (!this.remarks.some((other) => other.text === remark.text)) this.remarks.push(remark);
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

function typeOf(value: Data): string {
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

function enumeration(values: readonly Data[]): DataObject {
  const types = new Set(values.map(typeOf));
  return { type: types.has("number") ? "number" : ([...types][0] as string), enum: [...values] };
}

/** One for each type, so that each has one. */
function enumerations(values: readonly Data[]): DataObject[] {
  const kinds = [...new Set(values.map((value) => typeof value))];
  return kinds.map((kind) => enumeration(values.filter((value) => typeof value === kind)));
}

function orNull(schema: DataObject): DataObject {
  return Object.keys(schema).length === 0 ? schema : { anyOf: [schema, { type: "null" }] };
}

/** The object that both are: what one of them does not require is optional, and a member may be what either says. */
function mergeObjects(a: DataObject, b: DataObject): DataObject {
  const members = (schema: DataObject) => (schema["properties"] ?? {}) as Record<string, DataObject>;
  const merged = new Map(Object.entries(members(a)));
  for (const [name, schema] of Object.entries(members(b))) {
    const other = merged.get(name);
    merged.set(name, other === undefined || isSame(other, schema) ? schema : eitherOf(other, schema));
  }
  const namesOf = (schema: DataObject) => (schema["required"] ?? []) as readonly string[];
  const required = namesOf(a).filter((name) => namesOf(b).includes(name));
  return {
    ...a,
    ...b,
    properties: Object.fromEntries(merged),
    required,
  };
}

function eitherOf(a: DataObject, b: DataObject): DataObject {
  const [first, second] = [a["enum"], b["enum"]];
  // Tags that tell the types apart are one enumeration.
  if (Array.isArray(first) && Array.isArray(second) && a["type"] === b["type"]) {
    return { ...a, enum: [...new Set([...first, ...second])] };
  }
  const alternatives = (schema: DataObject) =>
    Object.keys(schema).join() === "anyOf" ? (schema["anyOf"] as DataObject[]) : [schema];
  const all = [...alternatives(a), ...alternatives(b)];
  return { anyOf: all.filter((one, index) => all.findIndex((other) => isSame(one, other)) === index) };
}

function isSame(a: DataObject, b: DataObject): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
