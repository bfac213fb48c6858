import {
  type Data,
  type DataObject,
  draft07,
  isArray,
  isObject,
  isSchema,
  keywordsWhere,
  matchesPattern,
  own,
  resolved,
  resolveReference,
  type Schema,
} from "@addendum/json-schema";

/**
 * A schema that says of each object: it holds only names that are declared there. Together with the schema itself it
 * means the *closed* content model: events come from typed code, which cannot send what was not declared.
 *
 * Declared at a location are names in `properties`, `required`, `dependencies` and object values, matches of
 * `patternProperties`, and every name if some `additionalProperties` is a constraining schema, over all subschemas that
 * apply in place, but not under `not`. Where nothing is declared the object is free. Closing each member of an `allOf`
 * alone would forbid what its siblings declare, so whole sets of subschemas are closed together. Where the schema is
 * recursive, so is the object that comes back. What a reference declares that leads nowhere cannot be known: there the
 * object is free, too.
 */
export function closeSchema(schema: Schema): Schema {
  const root = resolved(schema);
  return new Closer(root).close([root]);
}

const asserting = new Set(
  keywordsWhere(draft07, ({ says, beside }) => says === "assertion" && beside === undefined),
);

class Closer {
  private readonly numbers = new Map<object, number>();
  /** Sets of subschemas → what closes them, perhaps still being filled. */
  private readonly closed = new Map<string, Schema>();
  private readonly root: Schema;

  constructor(root: Schema) {
    this.root = root;
  }

  /** What closes the values at a location, given the subschemas that say something about it. */
  close(subschemas: readonly Data[]): Schema {
    const applied = this.applied(subschemas);
    if (applied === undefined || applied.length === 0) return true;
    const key = applied
      .map((schema) => this.numberOf(schema))
      .sort((a, b) => a - b)
      .join();
    const known = this.closed.get(key);
    if (known !== undefined) return known;
    const parts: Record<string, Data> = {};
    this.closed.set(key, parts);
    Object.assign(parts, this.closeObject(applied), this.closeArray(applied));
    if (Object.keys(parts).length > 0) return parts;
    this.closed.set(key, true);
    return true;
  }

  private numberOf(schema: object): number {
    let number = this.numbers.get(schema);
    if (number === undefined) {
      number = this.numbers.size;
      this.numbers.set(schema, number);
    }
    return number;
  }

  /** The subschemas and everything that applies in place with them; undefined where something of it is not here. */
  private applied(subschemas: readonly Data[]): DataObject[] | undefined {
    const found = new Set<DataObject>();
    const followed = new Set<DataObject>();
    let isMissing = false;
    const visit = (schema: Data | undefined): void => {
      if (!isObject(schema) || found.has(schema) || followed.has(schema)) return;
      const reference = own(schema, "$ref");
      // A reference is what it leads to: places are the same wherever they are referred to from.
      (reference !== undefined && saysNothingElse(schema) ? followed : found).add(schema);
      if (reference !== undefined) {
        const target = resolveReference(this.root, reference);
        if (isSchema(target)) visit(target);
        else isMissing = true;
      }
      for (const keyword of ["allOf", "anyOf", "oneOf"]) {
        const list = own(schema, keyword);
        if (isArray(list)) list.forEach(visit);
      }
      if (Object.hasOwn(schema, "if")) for (const name of ["if", "then", "else"]) visit(own(schema, name));
      const dependencies = own(schema, "dependencies");
      if (isObject(dependencies)) for (const one of Object.values(dependencies)) visit(one);
    };
    subschemas.forEach(visit);
    return isMissing ? undefined : [...found];
  }

  private closeObject(applied: readonly DataObject[]): DataObject {
    const names = new Set<string>();
    const patterns = new Set<string>();
    const extras: Data[] = [];
    for (const schema of applied) {
      const dependencies = own(schema, "dependencies");
      const lists = [
        own(schema, "required"),
        ...(isObject(dependencies) ? Object.values(dependencies) : []),
      ].filter(isArray);
      for (const key of [...keysOf(own(schema, "properties")), ...keysOf(dependencies)]) names.add(key);
      for (const name of lists.flat()) if (typeof name === "string") names.add(name);
      const options = own(schema, "enum");
      for (const value of [own(schema, "const"), ...(isArray(options) ? options : [])]) {
        for (const key of keysOf(value)) names.add(key);
      }
      for (const pattern of keysOf(own(schema, "patternProperties"))) patterns.add(pattern);
      const extra = own(schema, "additionalProperties");
      if (isConstraining(extra)) extras.push(extra);
    }
    if (names.size === 0 && patterns.size === 0 && extras.length === 0) return {};
    const properties = lazily(names, (name) => this.close(declaring(applied, name)));
    const rest = extras.length === 0 ? false : this.close(extras);
    // A name may match several patterns: whatever one of them declares is declared.
    const matched = this.close([
      ...applied.flatMap((schema) => valuesOf(own(schema, "patternProperties"))),
      ...extras,
    ]);
    const result: Record<string, Data> = { properties, additionalProperties: rest };
    if (patterns.size > 0) {
      result["patternProperties"] = restrict(patterns, names, matched);
    }
    return result;
  }

  private closeArray(applied: readonly DataObject[]): DataObject {
    const tuples = applied.map((schema) => own(schema, "items")).filter(isArray);
    const length = Math.max(0, ...tuples.map((tuple) => tuple.length));
    const at = (index: number): Data =>
      this.close(
        applied.flatMap((schema) => {
          const items = own(schema, "items");
          const item = isArray(items) ? (items[index] ?? own(schema, "additionalItems")) : items;
          return [item, own(schema, "contains")].filter((one) => one !== undefined);
        }),
      );
    const rest = at(length);
    const positions = Array.from({ length }, (_, index) => at(index));
    if (positions.every((one) => one === true) && rest === true) return {};
    return length === 0 ? { items: rest } : { items: positions, additionalItems: rest };
  }
}

/** An object whose members are made when they are first read: few of a large schema's are. */
function lazily(names: Iterable<string>, make: (name: string) => Data): DataObject {
  const object = {};
  for (const name of names) {
    let value: Data | undefined;
    const get = () => (value ??= make(name));
    Object.defineProperty(object, name, { get, enumerable: true });
  }
  return object;
}

/** The subschemas that declare a name: children follow these. */
function declaring(applied: readonly DataObject[], name: string): Data[] {
  return applied.flatMap((schema) => {
    const properties = own(schema, "properties");
    const direct = isObject(properties) ? own(properties, name) : undefined;
    const patternProperties = own(schema, "patternProperties");
    const byPattern = isObject(patternProperties)
      ? Object.entries(patternProperties).filter(([pattern]) => matchesPattern(pattern, name) !== false)
      : [];
    const found = [...(direct === undefined ? [] : [direct]), ...byPattern.map(([, one]) => one)];
    const extra = own(schema, "additionalProperties");
    return found.length === 0 && isConstraining(extra) ? [extra] : found;
  });
}

/** Names that are declared one by one have their own: a pattern that one of them matches closes nothing. */
function restrict(patterns: ReadonlySet<string>, names: ReadonlySet<string>, schema: Data): DataObject {
  const isApart = (pattern: string) => [...names].every((name) => matchesPattern(pattern, name) === false);
  return Object.fromEntries([...patterns].map((pattern) => [pattern, isApart(pattern) ? schema : true]));
}

function isConstraining(schema: Data | undefined): schema is DataObject {
  return isObject(schema) && Object.keys(schema).some((keyword) => asserting.has(keyword));
}

/** Whether a reference stands alone but for annotations. */
function saysNothingElse(schema: DataObject): boolean {
  return Object.keys(schema).every((keyword) => keyword === "$ref" || !asserting.has(keyword));
}

function keysOf(value: Data | undefined): string[] {
  return isObject(value) ? Object.keys(value) : [];
}

function valuesOf(value: Data | undefined): Data[] {
  return isObject(value) ? Object.values(value).filter(isSchema) : [];
}
