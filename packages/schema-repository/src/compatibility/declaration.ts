import {
  type Data,
  type DataObject,
  DataSet,
  isArray,
  isObject,
  join,
  own,
  type Pointer,
  resolveReference,
  type Schema,
} from "@addendum/json-schema";

/**
 * What a schema declares at one place of its events, however it is put together: what people, tables and types see.
 * Members of `allOf` and targets of `$ref` count in full, alternatives as a union.
 */
export interface Declaration {
  /** Where the first of its subschemas stands. */
  readonly pointer: Pointer;
  readonly schema: Data;
  /** Undefined: any. */
  readonly types: ReadonlySet<string> | undefined;
  readonly properties: ReadonlyMap<string, Declaration>;
  readonly required: ReadonlySet<string>;
  /** The options of an enumeration. */
  readonly values: readonly Data[] | undefined;
  readonly format: string | undefined;
  readonly isClosed: boolean;
  /** What undeclared members are, where that is said. */
  readonly members: Declaration | undefined;
  readonly items: Declaration | undefined;
  readonly description: string | undefined;
}

/** Deeper declarations are not looked at: only recursive schemas go there. */
const depthLimit = 24;

export function declare(root: Schema, schema: Data = root, pointer: Pointer = "", depth = 0): Declaration {
  const nothing: Declaration = {
    pointer,
    schema,
    types: undefined,
    properties: new Map(),
    required: new Set(),
    values: undefined,
    format: undefined,
    isClosed: false,
    members: undefined,
    items: undefined,
    description: undefined,
  };
  if (!isObject(schema) || depth > depthLimit) return nothing;
  const reference = own(schema, "$ref");
  if (reference !== undefined) {
    const target = resolveReference(root, reference);
    return target === undefined ? nothing : declare(root, target, pointer, depth + 1);
  }
  const at = (...path: (string | number)[]) => join(pointer, ...path);
  const below = (part: Data, ...path: (string | number)[]) => declare(root, part, at(...path), depth + 1);
  const additional = own(schema, "additionalProperties");
  const items = own(schema, "items");
  const format = own(schema, "format");
  const description = own(schema, "description");
  const properties = own(schema, "properties");
  const declared: Declaration = {
    ...nothing,
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
    isClosed: additional === false,
    members: isObject(additional) ? below(additional, "additionalProperties") : undefined,
    items: isObject(items) ? below(items, "items") : undefined,
    description: typeof description === "string" ? description : undefined,
  };
  const lists = (keyword: string): Declaration[] => {
    const list = own(schema, keyword);
    return isArray(list) ? list.map((part, index) => below(part, keyword, index)) : [];
  };
  const unions = [lists("anyOf"), lists("oneOf")].filter((list) => list.length > 0).map(union);
  return [...lists("allOf"), ...unions].reduce(both, declared);
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
    isClosed: a.isClosed || b.isClosed,
    members: a.members && b.members ? both(a.members, b.members) : (a.members ?? b.members),
    items: a.items && b.items ? both(a.items, b.items) : (a.items ?? b.items),
    description: a.description ?? b.description,
  };
}

function union(alternatives: readonly Declaration[]): Declaration {
  return alternatives.reduce((a, b) => ({
    ...a,
    types: a.types && b.types ? new Set([...a.types, ...b.types]) : undefined,
    properties: combine(a.properties, b.properties, (one, other) => union([one, other])),
    required: new Set([...a.required].filter((name) => b.required.has(name))),
    values: a.values && b.values ? [...a.values, ...valuesBeyond(b.values, a.values)] : undefined,
    format: a.format === b.format ? a.format : undefined,
    isClosed: a.isClosed && b.isClosed,
    members: a.members && b.members ? union([a.members, b.members]) : (a.members ?? b.members),
    items: a.items && b.items ? union([a.items, b.items]) : (a.items ?? b.items),
  }));
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

/** Those of the values that are not among the others. */
export function valuesBeyond(values: readonly Data[], others: readonly Data[]): Data[] {
  const known = new DataSet(others);
  return values.filter((value) => !known.has(value));
}
