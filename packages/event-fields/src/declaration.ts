import {
  type Data,
  type DataObject,
  DataSet,
  isArray,
  isObject,
  join,
  own,
  type Pointer,
  resolved,
  resolveReference,
  saysNothing,
  type Schema,
  typesOfFormat,
} from "@addendum/json-schema";

import { bothLimits, eitherLimits, type Limits, limitsOf, noLimits } from "./limits.ts";

/**
 * What a schema declares at one place of its events, however it is put together: what people, tables and types see.
 * Members of `allOf` and targets of `$ref` count in full, alternatives as a union.
 */
export interface Declaration {
  /** Where the first of its subschemas is. */
  readonly pointer: Pointer;
  readonly schema: Data;
  /** Undefined: any. */
  readonly types: ReadonlySet<string> | undefined;
  readonly properties: ReadonlyMap<string, Declaration>;
  readonly required: ReadonlySet<string>;
  /** The options of an enumeration. */
  readonly values: readonly Data[] | undefined;
  readonly format: string | undefined;
  readonly limits: Limits;
  readonly isClosed: boolean;
  /** What undeclared members are, where that is said. */
  readonly members: Declaration | undefined;
  readonly items: Declaration | undefined;
  /** Whether items are declared by their position. */
  readonly isTuple: boolean;
  readonly description: string | undefined;
  /** Whether there is more, here or below, that was not looked at. */
  readonly isCut: boolean;
}

/**
 * The declaration that a schema makes. A reference to itself is followed once; if references make the schema too large,
 * it is read to a limited depth.
 */
export function declare(schema: Schema): Declaration {
  if (!isObject(schema)) return declareWhole(schema);
  const declaration = known.get(schema) ?? declareWhole(schema);
  known.set(schema, declaration);
  return declaration;
}

/** Several rules and policies ask about the same schema. */
const known = new WeakMap<DataObject, Declaration>();

function declareWhole(schema: Schema): Declaration {
  const root = resolved(schema);
  for (const depthLimit of depthLimits) {
    const declarer = new Declarer(root, depthLimit);
    if (declarer.fits()) return declarer.declareRoot();
  }
  return { ...nothing, pointer: "", schema: root, isCut: true };
}

const depthLimits = [48, 24, 16, 12, 8, 6, 4, 3, 2];

/** How many declarations references may lead to. */
const sizeLimit = 50_000;

/** How often a reference is followed on the way to a declaration. */
const followLimit = 2;

const nothing = {
  types: undefined,
  properties: new Map<string, Declaration>(),
  required: new Set<string>(),
  values: undefined,
  format: undefined,
  limits: noLimits,
  isClosed: false,
  members: undefined,
  items: undefined,
  isTuple: false,
  description: undefined,
  isCut: false,
};

class Declarer {
  private left = sizeLimit;
  private readonly targets = new Map<Data, Data | undefined>();
  private readonly open = new Map<DataObject, boolean>();
  private readonly root: Schema;
  private readonly depthLimit: number;

  constructor(root: Schema, depthLimit: number) {
    this.root = root;
    this.depthLimit = depthLimit;
  }

  /** Whether references lead to no more declarations than the limit. Counting them is fast, making them is not. */
  fits(): boolean {
    return this.count(this.root, 0, []);
  }

  declareRoot(): Declaration {
    return this.declare(this.root, "", 0, []);
  }

  /** False once there are too many: it takes the same way as {@link declare}. */
  private count(schema: Data, depth: number, followed: readonly Data[]): boolean {
    if (!isObject(schema)) return true;
    if (followed.length > 0 && this.left-- <= 0) return false;
    if (depth > this.depthLimit) return true;
    const reference = own(schema, "$ref");
    if (reference !== undefined) {
      const target = this.target(reference);
      if (target === undefined || !mayFollow(reference, followed)) return true;
      return this.count(target, depth + 1, [...followed, reference]);
    }
    const below = (part: Data | undefined) => part === undefined || this.count(part, depth + 1, followed);
    const properties = own(schema, "properties");
    return (
      Object.values(isObject(properties) ? properties : {}).every(below) &&
      below(this.membersOf(schema)) &&
      below(itemsOf(schema)) &&
      ["allOf", "anyOf", "oneOf"].every((keyword) => {
        const list = own(schema, keyword);
        return !isArray(list) || list.every(below);
      })
    );
  }

  /** The schema of undeclared members, where it says something. */
  private membersOf(schema: DataObject): DataObject | undefined {
    const additional = own(schema, "additionalProperties");
    if (!isObject(additional)) return undefined;
    const isOpen = this.open.get(additional) ?? saysNothing(additional, this.root);
    this.open.set(additional, isOpen);
    return isOpen ? undefined : additional;
  }

  /** @param followed the references on the way */
  private declare(schema: Data, pointer: Pointer, depth: number, followed: readonly Data[]): Declaration {
    if (!isObject(schema)) return { ...nothing, pointer, schema };
    if (depth > this.depthLimit) return { ...nothing, pointer, schema, isCut: true };
    const reference = own(schema, "$ref");
    if (reference !== undefined) return this.follow(schema, reference, pointer, depth, followed);
    const below = (part: Data, ...path: (string | number)[]) =>
      this.declare(part, join(pointer, ...path), depth + 1, followed);
    const additional = this.membersOf(schema);
    const items = itemsOf(schema);
    const format = own(schema, "format");
    const description = own(schema, "description");
    const properties = own(schema, "properties");
    const declared: Declaration = {
      pointer,
      schema,
      types: typesOf(schema),
      properties: new Map(
        Object.entries(isObject(properties) ? properties : {}).map(([name, part]) => [
          name,
          below(part, "properties", name),
        ]),
      ),
      required: new Set(namesOf(own(schema, "required"))),
      values: valuesOf(schema),
      format: typeof format === "string" ? format : undefined,
      limits: limitsOf(schema),
      isClosed: own(schema, "additionalProperties") === false,
      members: additional && below(additional, "additionalProperties"),
      items: items && below(items, "items"),
      isTuple: isArray(own(schema, "items")),
      description: typeof description === "string" ? description : undefined,
      isCut: false,
    };
    const lists = (keyword: string): Declaration[] => {
      const list = own(schema, keyword);
      return isArray(list) ? list.map((part, index) => below(part, keyword, index)) : [];
    };
    const unions = [lists("anyOf"), lists("oneOf")].filter((list) => list.length > 0).map(union);
    return [...lists("allOf"), ...unions].reduce(both, declared);
  }

  private follow(
    schema: Data,
    reference: Data,
    pointer: Pointer,
    depth: number,
    followed: readonly Data[],
  ): Declaration {
    const target = this.target(reference);
    if (target === undefined) return { ...nothing, pointer, schema };
    if (mayFollow(reference, followed)) {
      return this.declare(target, pointer, depth + 1, [...followed, reference]);
    }
    const types = isObject(target) ? typesOf(target) : undefined;
    return { ...nothing, pointer, schema: target, types, isCut: true };
  }

  private target(reference: Data): Data | undefined {
    if (!this.targets.has(reference)) this.targets.set(reference, resolveReference(this.root, reference));
    return this.targets.get(reference);
  }
}

function mayFollow(reference: Data, followed: readonly Data[]): boolean {
  let times = 0;
  for (const one of followed) if (one === reference) times++;
  return times < followLimit;
}

function itemsOf(schema: DataObject): DataObject | undefined {
  const items = own(schema, "items");
  return isObject(items) ? items : undefined;
}

function typesOf(schema: DataObject): ReadonlySet<string> | undefined {
  const type = own(schema, "type");
  const names = namesOf(isArray(type) ? type : type === undefined ? undefined : [type]);
  return names.length === 0 ? undefined : new Set(names);
}

function namesOf(list: Data | undefined): string[] {
  return isArray(list) ? list.filter((one) => typeof one === "string") : [];
}

function valuesOf(schema: DataObject): readonly Data[] | undefined {
  const options = own(schema, "enum");
  if (isArray(options)) return options;
  const constant = own(schema, "const");
  return constant === undefined ? undefined : [constant];
}

function both(a: Declaration, b: Declaration): Declaration {
  return {
    ...a,
    types:
      a.types && b.types
        ? new Set([...a.types].filter((type) => covers(b.types, type)))
        : (a.types ?? b.types),
    properties: combine(a.properties, b.properties, both),
    required: new Set([...a.required, ...b.required]),
    values: a.values && b.values ? valuesIn(a.values, b.values) : (a.values ?? b.values),
    format: a.format ?? b.format,
    limits: bothLimits(a.limits, b.limits),
    isClosed: a.isClosed || b.isClosed,
    members: a.members && b.members ? both(a.members, b.members) : (a.members ?? b.members),
    items: a.items && b.items ? both(a.items, b.items) : (a.items ?? b.items),
    isTuple: a.isTuple || b.isTuple,
    description: a.description ?? b.description,
    isCut: a.isCut || b.isCut,
  };
}

function union(alternatives: readonly Declaration[]): Declaration {
  return alternatives.reduce((a, b) => ({
    ...a,
    types: a.types && b.types ? new Set([...a.types, ...b.types]) : undefined,
    properties: combine(a.properties, b.properties, (one, other) => union([one, other])),
    required: new Set([...a.required].filter((name) => b.required.has(name))),
    values: eitherValues(a, b),
    format: eitherFormat(a, b),
    limits: eitherLimits(a, b),
    isClosed: a.isClosed && b.isClosed,
    members: a.members && b.members ? union([a.members, b.members]) : (a.members ?? b.members),
    items: a.items && b.items ? union([a.items, b.items]) : (a.items ?? b.items),
    isTuple: a.isTuple || b.isTuple,
    isCut: a.isCut || b.isCut,
  }));
}

/** The options of two alternatives, where each has some. Where one is null, that is its only option. */
function eitherValues(a: Declaration, b: Declaration): readonly Data[] | undefined {
  if (a.values === undefined && b.values === undefined) return undefined;
  const optionsOf = ({ values, types }: Declaration) =>
    values ?? (types?.size === 1 && types.has("null") ? [null] : undefined);
  const [one, other] = [optionsOf(a), optionsOf(b)];
  return one && other ? [...one, ...valuesBeyond(other, one)] : undefined;
}

/** The format that both alternatives have; one that allows no values of a format's type is not asked. */
function eitherFormat(a: Declaration, b: Declaration): string | undefined {
  const isAbout = ({ types }: Declaration, format: string) =>
    types === undefined || (typesOfFormat(format) ?? ["string"]).some((type) => types.has(type));
  const [one, other] = [a.format, b.format];
  if (one === other) return one;
  if (one !== undefined && other === undefined && !isAbout(b, one)) return one;
  return other !== undefined && one === undefined && !isAbout(a, other) ? other : undefined;
}

function combine(
  a: ReadonlyMap<string, Declaration>,
  b: ReadonlyMap<string, Declaration>,
  merge: (a: Declaration, b: Declaration) => Declaration,
): ReadonlyMap<string, Declaration> {
  if (b.size === 0) return a;
  const combined = new Map(a);
  for (const [name, declaration] of b) {
    const known = combined.get(name);
    combined.set(name, known === undefined ? declaration : merge(known, declaration));
  }
  return combined;
}

/** Whether values of a type are allowed; an integer is a number. */
export function covers(types: ReadonlySet<string> | undefined, type: string): boolean {
  return types === undefined || types.has(type) || (type === "integer" && types.has("number"));
}

function valuesIn(values: readonly Data[], others: readonly Data[]): Data[] {
  const known = new DataSet(others);
  return values.filter((value) => known.has(value));
}

/** The values that are not among the others. */
export function valuesBeyond(values: readonly Data[], others: readonly Data[]): Data[] {
  const known = new DataSet(others);
  return values.filter((value) => !known.has(value));
}
