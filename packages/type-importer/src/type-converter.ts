import { type Data, type DataObject, own, setOwn, typesOfKeyword } from "@addendum/json-schema";
import type ts from "typescript";
import { readComment } from "./comments.ts";
import { convertLanguageClass, digits } from "./language-class.ts";
import { mergeObjects } from "./merged-objects.ts";
import {
  type Compiler,
  type Conversion,
  type Place,
  placeBelow,
  type Remark,
  UnusableType,
} from "./model.ts";
import { enumeration, literalOf, optionDescriptions } from "./options.ts";
import { Recursion } from "./recursion.ts";
import { convertTemplate } from "./template.ts";
import { convertTuple } from "./tuple.ts";
import { builtInName, isPlainObject, listOf, primitiveOf, toJson } from "./type-kinds.ts";
import { convertUnion, orNull } from "./union.ts";

/** The deepest nesting of types that is followed. */
const deepest = 50;

const casePatterns: ReadonlyMap<string, string> = new Map([
  ["Uppercase", "^[^a-z]*$"],
  ["Lowercase", "^[^A-Z]*$"],
  ["Capitalize", "^([^a-z]|$)"],
  ["Uncapitalize", "^([^A-Z]|$)"],
]);

/** Turns types into the schemas of what JSON.stringify makes of their values. */
export class TypeConverter implements Conversion {
  readonly remarks: Remark[] = [];
  readonly compiler: Compiler;
  readonly checker: ts.TypeChecker;
  private readonly source: ts.SourceFile;
  private readonly recursion = new Recursion();

  constructor(compiler: Compiler, checker: ts.TypeChecker, source: ts.SourceFile) {
    this.compiler = compiler;
    this.checker = checker;
    this.source = source;
  }

  /** @param symbol what declares the type, whose comment describes the event */
  convertEvent(type: ts.Type, symbol: ts.Symbol): DataObject {
    const { keywords } = readComment(this.checker, symbol, false);
    const place = { path: "", node: symbol.declarations?.[0] };
    const schema = this.convertAlternatives(type, place, symbol.name);
    const { definitions } = this.recursion;
    return { ...keywords, ...schema, ...(Object.keys(definitions).length > 0 && { definitions }) };
  }

  /** An event is one object: of several types it has the members of all, and requires what each of them requires. */
  private convertAlternatives(type: ts.Type, place: Place, name: string): DataObject {
    const parts = type.isUnion() ? type.types : [type];
    const isObject = (part: ts.Type) => isPlainObject(this.compiler, this.checker, part);
    if (!parts.every(isObject)) throw new UnusableType(`${name} is not an object, but an event must be one.`);
    const schemas = parts.map((part) =>
      this.recursion.resolve(this.convertInside(part, place, () => this.convertObject(part, place)) ?? {}),
    );
    if (schemas.length > 1) {
      this.remark(
        place,
        `is one of ${schemas.length} types: the schema has the members of all types, and requires the members that every type requires.`,
      );
    }
    return schemas.reduce(mergeObjects);
  }

  convert(type: ts.Type, place: Place): DataObject | undefined {
    const { checker, compiler } = this;
    const { TypeFlags } = compiler;
    const { flags } = type;
    if (type.isUnion() && (flags & TypeFlags.Boolean) === 0) {
      // Only one that has a name can contain itself.
      if (type.aliasSymbol === undefined) return convertUnion(this, type, place);
      return this.convertInside(type, place, () => convertUnion(this, type, place));
    }
    const literal = literalOf(compiler, checker, type);
    if (literal !== undefined) {
      return { ...enumeration([literal]), ...optionDescriptions(compiler, checker, [type]) };
    }
    if (flags & TypeFlags.TemplateLiteral) return convertTemplate(compiler, type as ts.TemplateLiteralType);
    if (flags & TypeFlags.StringMapping) return this.convertMapping(type as ts.StringMappingType, place);
    if (flags & TypeFlags.StringLike) return { type: "string" };
    if (flags & TypeFlags.NumberLike) return { type: "number" };
    if (flags & TypeFlags.BooleanLike) return { type: "boolean" };
    if (flags & TypeFlags.BigIntLike) {
      this.remark(
        place,
        "is a bigint, which JSON cannot store: JSON.stringify fails. The schema expects a string of its digits: send `String(value)`.",
      );
      return digits;
    }
    if (flags & TypeFlags.Null) return { type: "null" };
    if (flags & (TypeFlags.Undefined | TypeFlags.Void | TypeFlags.Never)) return undefined;
    if (flags & TypeFlags.ESSymbolLike) {
      this.remark(place, "is a symbol, which JSON.stringify leaves out, so the schema does too.");
      return undefined;
    }
    // A missing type argument means its default, or what the parameter extends.
    const given =
      flags & TypeFlags.TypeParameter
        ? (checker.getDefaultFromTypeParameter(type) ?? checker.getBaseConstraintOfType(type))
        : undefined;
    if (given !== undefined && given !== type) return this.convert(given, place);
    if (flags & (TypeFlags.Any | TypeFlags.Unknown | TypeFlags.NonPrimitive | TypeFlags.TypeParameter)) {
      return this.convertOpen(type, place);
    }
    const primitive = primitiveOf(compiler, type);
    if (primitive !== undefined) return this.convert(primitive, place);
    return this.convertInside(type, place, () => this.convertStructured(type, place));
  }

  private convertOpen(type: ts.Type, place: Place): DataObject {
    const name = this.checker.typeToString(type);
    if (name === "object") return this.convertOpenObject(place);
    this.remark(place, `is ${name}: the schema accepts any value. Describe it in the schema.`);
    return {};
  }

  /** `Uppercase<string>` and the like; letters beyond those of ASCII are accepted in either case. */
  private convertMapping(type: ts.StringMappingType, place: Place): DataObject {
    const pattern = casePatterns.get(type.symbol.name);
    if (pattern !== undefined && (type.type.flags & this.compiler.TypeFlags.String) !== 0) {
      return { type: "string", pattern };
    }
    const name = this.checker.typeToString(type);
    this.remark(place, `is ${name}: the schema accepts any string. Add a \`pattern\`.`);
    return { type: "string" };
  }

  private convertOpenObject(place: Place): DataObject {
    this.remark(
      place,
      "can be any object: describe its contents under `properties` or `additionalProperties`.",
    );
    return { type: "object" };
  }

  /** A list, a tuple, a map, an object, or what JSON makes of a class of the language. */
  private convertStructured(type: ts.Type, place: Place): DataObject | undefined {
    const { checker, compiler } = this;
    if (checker.isTupleType(type)) return convertTuple(this, type as ts.TupleTypeReference, place);
    if (checker.isArrayType(type)) {
      const [items] = checker.getTypeArguments(type as ts.TypeReference);
      return { type: "array", items: this.convertItem(items, placeBelow(place, "[]")) };
    }
    const builtIn = builtInName((file) => this.isLibrary(file), type);
    if (builtIn !== undefined) {
      if (builtIn.name === "Object") return this.convertOpenObject(place);
      const known = convertLanguageClass(this, builtIn.name, builtIn.type, place);
      if (known !== "unknown") return known;
    }
    const written = toJson(checker, type);
    if (written !== undefined) return this.convert(written, place);
    if (this.isFunction(type)) {
      this.remark(place, "is a function, which JSON.stringify leaves out, so the schema does too.");
      return undefined;
    }
    const list = listOf(compiler, checker, type);
    if (list?.kind === "list") return this.convert(list.type, place);
    if (list?.kind === "items") {
      return { type: "array", items: this.convertItem(list.type, placeBelow(place, "[]")) };
    }
    return this.convertObject(type, place);
  }

  convertItem(type: ts.Type | undefined, place: Place): DataObject {
    if (type === undefined) return {};
    const { TypeFlags } = this.compiler;
    const schema = this.convert(type, place) ?? { type: "null" };
    const parts = type.isUnion() ? type.types : [type];
    const isVoid = parts.some(({ flags }) => (flags & TypeFlags.Undefined) !== 0);
    return isVoid && parts.length > 1 ? orNull(schema) : schema;
  }

  convertValue(type: ts.Type | undefined, place: Place): Data {
    return type === undefined ? {} : (this.convert(type, place) ?? false);
  }

  private convertObject(type: ts.Type, place: Place): DataObject {
    const { checker } = this;
    const properties: Record<string, Data> = {};
    const required: string[] = [];
    for (const symbol of checker.getPropertiesOfType(type)) {
      // A class keeps these to itself, and so does JSON.
      if (symbol.name.startsWith("#") || symbol.name.startsWith("__@")) continue;
      const node = symbol.valueDeclaration ?? symbol.declarations?.[0];
      // What the language declares is not where a reader looks.
      const isTheirs = node !== undefined && !this.isLibrary(node.getSourceFile());
      const inside = { ...placeBelow(place, symbol.name), node: isTheirs ? node : place.node };
      if (this.isMethodOfClass(symbol)) {
        if ((symbol.flags & this.compiler.SymbolFlags.Accessor) !== 0) {
          this.remark(
            inside,
            "is an accessor of a class, which JSON.stringify leaves out, so the schema does too.",
          );
        }
        continue;
      }
      if (this.isOnlyInTypes(type, symbol, place, inside)) continue;
      const member = checker.getTypeOfSymbol(symbol);
      const schema = this.convert(member, inside);
      if (schema === undefined) {
        if (this.isForbidden(symbol, member)) setOwn(properties, symbol.name, false);
        continue;
      }
      setOwn(properties, symbol.name, this.withComment(schema, symbol, inside));
      if (!this.mayBeAbsent(symbol, member)) required.push(symbol.name);
    }
    const open = this.indexes(type, place);
    const hasProperties = Object.keys(properties).length > 0;
    if (!hasProperties && Object.keys(open).length === 0) {
      this.remark(
        place,
        "is an object that the type does not describe: describe its contents under `properties` or `additionalProperties`.",
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
    for (const { keyType: key, type: values } of this.checker.getIndexInfosOfType(type)) {
      const keyType = primitiveOf(this.compiler, key) ?? key;
      const inside = placeBelow(place, "*");
      const value = () => this.convertValue(values, inside);
      if (keyType.flags & TypeFlags.TemplateLiteral) {
        patterns[convertTemplate(this.compiler, keyType as ts.TemplateLiteralType).pattern] = value();
      } else if (keyType.flags & TypeFlags.Number) patterns["^[0-9]+$"] = value();
      else if (keyType.flags & (TypeFlags.String | TypeFlags.StringMapping))
        open["additionalProperties"] = value();
    }
    return { ...(Object.keys(patterns).length > 0 && { patternProperties: patterns }), ...open };
  }

  private withComment(schema: DataObject, symbol: ts.Symbol, place: Place): DataObject {
    const { keywords, type, ignored } = readComment(this.checker, symbol, schema["type"] === "string");
    const { description, ...rest } = keywords;
    for (const tag of ignored) {
      this.remark(place, `has a comment with ${tag}, which is not a number: it is ignored.`);
    }
    const isNumber = schema["type"] === "number";
    if (type !== undefined && type !== schema["type"] && !(isNumber && type === "integer")) {
      this.remark(
        place,
        `has a comment with the type “${type}”, which contradicts its TypeScript type: the comment is ignored.`,
      );
    }
    const said: Record<string, Data> = {};
    for (const [keyword, value] of Object.entries(rest)) {
      const about = typesOfKeyword(keyword);
      const isOf = own(schema, "type");
      if (about !== undefined && typeof isOf === "string" && !about.includes(isOf)) {
        this.remark(
          place,
          `has a comment with @${keyword}, which does not apply to a value of type ${isOf}: it is ignored.`,
        );
      } else said[keyword] = value;
    }
    return {
      ...(description !== undefined && { description }),
      ...schema,
      ...(isNumber && type === "integer" && { type }),
      ...said,
    };
  }

  private mayBeAbsent(symbol: ts.Symbol, type: ts.Type): boolean {
    const { SymbolFlags, TypeFlags } = this.compiler;
    if ((symbol.flags & SymbolFlags.Optional) !== 0) return true;
    const parts = type.isUnion() ? type.types : [type];
    const absent = TypeFlags.Undefined | TypeFlags.Void | TypeFlags.Any | TypeFlags.Unknown;
    return parts.some((part) => (part.flags & absent) !== 0 || this.isFunction(part));
  }

  /** `b?: never` is how a type goes without a member that its alternative has. */
  private isForbidden({ flags }: ts.Symbol, type: ts.Type): boolean {
    const { SymbolFlags, TypeFlags } = this.compiler;
    return (
      (flags & SymbolFlags.Optional) !== 0 && (type.flags & (TypeFlags.Never | TypeFlags.Undefined)) !== 0
    );
  }

  private isFunction(type: ts.Type): boolean {
    const { Call, Construct } = this.compiler.SignatureKind;
    return [Call, Construct].some((kind) => this.checker.getSignaturesOfType(type, kind).length > 0);
  }

  /** Methods are in a class's prototype, where JSON.stringify does not look. */
  private isMethodOfClass({ valueDeclaration }: ts.Symbol): boolean {
    if (valueDeclaration === undefined) return false;
    const { isMethodDeclaration, isGetAccessor, isSetAccessor, isClassLike } = this.compiler;
    const isMethod =
      isMethodDeclaration(valueDeclaration) ||
      isGetAccessor(valueDeclaration) ||
      isSetAccessor(valueDeclaration);
    return isMethod && isClassLike(valueDeclaration.parent);
  }

  /** What tells types apart and is on no value, and what JSON.stringify leaves out of errors. */
  private isOnlyInTypes(type: ts.Type, symbol: ts.Symbol, place: Place, inside: Place): boolean {
    if (/^_{1,2}(brand|tag|nominal|opaque)$/i.test(symbol.name) && type.isIntersection()) {
      this.remark(inside, "only distinguishes types, so the schema leaves it out.");
      return true;
    }
    const declaration = symbol.valueDeclaration;
    if (declaration === undefined || !this.isLibrary(declaration.getSourceFile())) return false;
    if ((declaration.parent as { name?: ts.Identifier }).name?.text !== "Error") return false;
    this.remark(place, "is an Error, whose `name`, `message` and `stack` JSON.stringify leaves out.");
    return true;
  }

  private convertInside(
    type: ts.Type,
    place: Place,
    convert: () => DataObject | undefined,
  ): DataObject | undefined {
    const { recursion } = this;
    if (recursion.isWithin(type)) {
      const reference = recursion.refer(type);
      this.remark(
        place,
        `contains itself, so the schema refers to ${reference["$ref"]}. Set \`dereference: acyclic\` in addendum.yaml, so that version files keep such references.`,
      );
      return reference;
    }
    const isTheirs = (symbol: ts.Symbol) =>
      symbol.declarations?.some((one) => this.isLibrary(one.getSourceFile())) === true;
    if (recursion.grows(type, isTheirs)) {
      this.remark(place, "grows without end: from here on, the schema accepts any value.");
      return {};
    }
    if (recursion.depth >= deepest) {
      const name = this.checker.typeToString(type).slice(0, 60);
      throw new UnusableType(`${name} at ${place.path} is nested too deeply for an event.`);
    }
    return recursion.enter(type, convert);
  }

  private isLibrary(file: ts.SourceFile): boolean {
    return (
      file.hasNoDefaultLib ||
      /[\\/]typescript[\\/]lib[\\/]lib\.[\w.]*d\.ts$|[\\/]@types[\\/]node[\\/]/.test(file.fileName)
    );
  }

  remark({ path, node }: Place, text: string): void {
    const subject = path === "" ? "The event" : `“${path}”`;
    const file = node?.getSourceFile() ?? this.source;
    const at = node === undefined ? undefined : file.getLineAndCharacterOfPosition(node.getStart(file));
    const place = at && { file: file.fileName, line: at.line + 1, column: at.character + 1 };
    const remark = { place, text: `${subject} ${text}` };
    if (!this.remarks.some((other) => other.text === remark.text)) this.remarks.push(remark);
  }
}
