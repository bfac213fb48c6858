import { type Data, type DataObject, setOwn } from "@addendum/json-schema";
import type ts from "typescript";

/** A generic type within itself so often, each time with other arguments, never ends. */
const generations = 4;

/** The types that are being converted, and those among them that their own values contain. */
export class Recursion {
  /** Name → schema, of the types that contain themselves. */
  readonly definitions: Record<string, Data> = {};
  /** Outermost first. */
  private readonly within: ts.Type[] = [];
  private readonly names = new Map<ts.Type, string>();

  get depth(): number {
    return this.within.length;
  }

  isWithin(type: ts.Type): boolean {
    return this.within.includes(type);
  }

  /** Whether a type is the next of a row of types that grow with each level: `type List<T> = { next?: List<T[]> }`. */
  grows(type: ts.Type, isLibrary: (symbol: ts.Symbol) => boolean): boolean {
    const symbol = symbolOf(type);
    if (symbol === undefined || isLibrary(symbol)) return false;
    return this.within.filter((one) => symbolOf(one) === symbol).length >= generations;
  }

  /** A reference to the schema of a type that is being converted. */
  refer(type: ts.Type): DataObject {
    const name = this.names.get(type) ?? this.newName(type);
    this.names.set(type, name);
    return { $ref: `#/definitions/${name}` };
  }

  /** Converts what is inside a type; what contains itself becomes a definition. */
  enter(type: ts.Type, convert: () => DataObject | undefined): DataObject | undefined {
    const known = this.names.get(type);
    if (known !== undefined && Object.hasOwn(this.definitions, known)) return this.refer(type);
    this.within.push(type);
    let schema: DataObject | undefined;
    try {
      schema = convert();
    } finally {
      this.within.pop();
    }
    const name = this.names.get(type);
    if (name === undefined || schema === undefined) return schema;
    setOwn(this.definitions, name, schema);
    return this.refer(type);
  }

  /** A schema in place of a reference to it. */
  resolve(schema: DataObject): DataObject {
    const [, name] = /^#\/definitions\/(.+)$/.exec(String(schema["$ref"])) ?? [];
    return name === undefined ? schema : (this.definitions[name] as DataObject);
  }

  private newName(type: ts.Type): string {
    const written = symbolOf(type)?.name ?? "Value";
    const taken = new Set(this.names.values());
    for (let number = 1; ; number++) {
      const name = number === 1 ? written : `${written}${number}`;
      if (!taken.has(name)) return name;
    }
  }
}

/** What declares a type by a name; undefined for types without one. */
function symbolOf(type: ts.Type): ts.Symbol | undefined {
  const symbol = type.aliasSymbol ?? (type as Partial<Pick<ts.Type, "symbol">>).symbol;
  return symbol === undefined || symbol.name.startsWith("__") ? undefined : symbol;
}
