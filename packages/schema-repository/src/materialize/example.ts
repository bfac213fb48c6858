import {
  type Data,
  type DataObject,
  equals,
  isArray,
  isObject,
  mapValues,
  matchesPattern,
  own,
  resolveReference,
  setOwn,
} from "@addendum/json-schema";
import { chooseBranch, isBranched, mergeAlternatives, overlay } from "./example-alternatives.ts";
import { exampleString, stringFromPattern } from "./example-string.ts";
import { integerBetween, pick, ratio, shuffle } from "./example-draw.ts";

/** The example would be larger than this many values: the schema needs a written one. */
const valueLimit = 20_000;

export class ExampleTooLarge extends Error {}

type Mutable = Record<string, Data>;

/**
 * An example in which every property is filled, the same on every machine: each random choice is made by the constant
 * {@link ratio}. It need not be valid; anyone who shows it judges it.
 * Source: what json-schema-faker 0.5.0-rcv.34 generates with `random: () => 0.15`, its faults left out.
 * Throws {@link ExampleTooLarge}.
 */
export function generateExample(schema: DataObject): Data {
  for (const followLimit of followLimits) {
    const generator = new Generator(schema, followLimit);
    try {
      const value = generator.generate(schema);
      return value === undefined ? {} : value;
    } catch (error) {
      // Without references, the next one would be as large.
      if (!(error instanceof ExampleTooLarge) || !generator.hasFollowed) throw error;
    }
  }
  throw new ExampleTooLarge();
}

/** How many references may be followed within each other: fewer, where parts that refer to each other are many. */
const followLimits = [Infinity, 4, 2, 1];

/** What is in for a property that nothing describes. */
const anything: DataObject = { type: ["integer", "number", "string", "boolean"] };

class Generator {
  private values = 0;
  /** References that are being followed: one that leads back to itself ends there. */
  private readonly following = new Set<string>();
  private readonly root: DataObject;
  private readonly followLimit: number;
  /** Whether a reference was followed. */
  hasFollowed = false;
  private readonly copies = new Map<object, Data>();
  private readonly cleaned = new Map<object, Data>();

  constructor(root: DataObject, followLimit: number) {
    this.root = root;
    this.followLimit = followLimit;
  }

  generate(schema: Data): Data | undefined {
    if (++this.values > valueLimit) throw new ExampleTooLarge();
    if (schema instanceof Date) return {};
    if (typeof schema !== "object" || schema === null) return schema;
    if (isArray(schema)) {
      return schema.map((item) => this.clean(this.generate(item), item) ?? null);
    }
    if (!isObject(schema)) return undefined;
    const reference = own(schema, "$ref");
    if (typeof reference === "string") return this.follow(schema, reference);
    const branch = chooseBranch(mergeAlternatives(schema));
    if (branch !== undefined) return this.generate(branch);
    return this.fromSchema(mergeAlternatives(schema) as DataObject);
  }

  /** Of what leads back to itself there is one; the next is left out. */
  private follow(schema: DataObject, reference: string): Data | undefined {
    const { $ref: _, ...beside } = schema;
    const target = resolveReference(this.root, reference);
    if (!isObject(target) || this.following.has(reference)) return undefined;
    if (this.following.size >= this.followLimit) return undefined;
    this.hasFollowed = true;
    this.following.add(reference);
    const value = this.generate({ ...target, ...beside });
    this.following.delete(reference);
    return value;
  }

  private fromSchema(schema: DataObject): Data | undefined {
    if (Object.hasOwn(schema, "default")) return this.plain(schema["default"] as Data);
    if (Object.hasOwn(schema, "const")) return this.plain(schema["const"] as Data);
    if (isObject(own(schema, "not"))) {
      // What is excluded does not help to find what fits.
      const { not: _, ...rest } = schema;
      const value = this.fromSchema(rest);
      return rest["type"] === "object" ? this.clean(value, rest) : value;
    }
    const pattern = own(schema, "pattern");
    if (typeof pattern === "string") return stringFromPattern(pattern, schema);
    const options = own(schema, "enum");
    if (isArray(options)) return this.fromEnum(options, schema);
    const declared = own(schema, "type");
    const type = isArray(declared) ? pick(declared) : (declared ?? inferType(schema));
    switch (type) {
      case "boolean":
        return false;
      case "null":
        return null;
      case "integer":
        return this.number({ multipleOf: 1, ...schema });
      case "number":
        return this.number(schema);
      case "string":
        return exampleString(schema);
      case "array":
        return this.array(schema);
      case "object":
        return this.object(schema);
      default:
        return this.copyOfSchema(schema);
    }
  }

  /** A value of the schema, its dates become objects without members, which is how the faker copies them. */
  private plain(data: Data): Data {
    if (data instanceof Date) return {};
    if (typeof data !== "object" || data === null) return data;
    const known = this.copies.get(data);
    if (known !== undefined) return known;
    const copy = isArray(data)
      ? data.map((item) => this.plain(item))
      : mapValues(data, (member) => this.plain(member));
    this.copies.set(data, copy);
    return copy;
  }

  private fromEnum(options: readonly Data[], schema: DataObject): Data {
    const type = own(schema, "type");
    if (type === "integer" || type === "number") {
      // Options outside the bounds are ignored, and so are negative ones once there is a bound.
      const step = numberOr(schema["multipleOf"], 0) || 1;
      let minimum = Math.max(numberOr(schema["minimum"], 0), 0);
      let maximum = numberOr(schema["maximum"], 0) || Infinity;
      if (schema["exclusiveMinimum"] && minimum === schema["minimum"]) minimum += step;
      if (schema["exclusiveMaximum"] && maximum === schema["maximum"]) maximum -= step;
      const within = options.filter((one) => (one as number) >= minimum && (one as number) <= maximum);
      const choice = pick(minimum !== 0 || maximum !== Infinity ? within : options);
      if (choice === undefined || choice === null) return null;
      const number = type === "integer" ? parseInt(String(choice), 10) : parseFloat(String(choice));
      return number;
    }
    const choice = pick(options);
    if (choice === undefined || choice === null) return null;
    if (type === "boolean") return Boolean(choice);
    return type === "string" ? exampleString(schema, String(choice)) : this.plain(choice);
  }

  private number(schema: DataObject): number {
    const step = numberOr(schema["multipleOf"], 0);
    let minimum = numberOr(schema["minimum"], -100_000_000);
    let maximum = numberOr(schema["maximum"], 100_000_000);
    if (step) {
      maximum = Math.floor(maximum / step) * step;
      minimum = Math.ceil(minimum / step) * step;
    }
    if (schema["exclusiveMinimum"] && minimum === schema["minimum"]) minimum += step || 1;
    if (schema["exclusiveMaximum"] && maximum === schema["maximum"]) maximum -= step || 1;
    if (minimum > maximum) return minimum;
    if (!step) return ratio * (maximum - minimum) + minimum;
    if (String(step).includes(".")) {
      return minimum + integerBetween(0, (maximum - minimum) / step) * step;
    }
    const value = integerBetween(Math.floor(minimum / step), Math.floor(maximum / step)) * step;
    return value < minimum ? value + step : value;
  }

  private array(schema: DataObject): Data {
    const items = own(schema, "items");
    if (isArray(items)) return items.map((item) => this.generate(item) ?? null);
    const item = items || own(schema, "additionalItems");
    if (!item) return [];
    const minimum = own(schema, "minItems") as number | undefined;
    const maximum = own(schema, "maxItems") as number | undefined;
    const drawn = integerBetween(minimum ?? 1, maximum ?? 5);
    const length = Math.max(Math.round(maximum || drawn), minimum || 0);
    const result: Data[] = [];
    for (let index = 0; index < length; index++) {
      const generated = this.generate(item);
      if (generated === undefined && isObject(item) && Object.hasOwn(item, "$ref")) break;
      const value = generated ?? null;
      if (schema["uniqueItems"] && result.some((one) => equals(one, value))) break;
      result.push(value);
    }
    return result;
  }

  private object(schema: DataObject): Data {
    const chosen = this.chooseProperties(schema);
    if (chosen === null) return null;
    if (!(chosen instanceof Map)) return this.object(chosen.withDependencies);
    const result: Mutable = {};
    for (const [name, member] of chosen) {
      if (typeof member !== "object" || member === null) {
        setOwn<Data>(result, name, member);
        continue;
      }
      const value = this.clean(this.generate(member), member);
      if (value !== undefined) setOwn<Data>(result, name, value);
    }
    return result;
  }

  /** Which names the example has, each with the schema that describes it; null for an object that cannot have any. */
  private chooseProperties(
    schema: DataObject,
  ): Map<string, Data> | { readonly withDependencies: DataObject } | null {
    const properties = objectOr(own(schema, "properties"));
    const patterns = objectOr(own(schema, "patternProperties"));
    const additional = own(schema, "additionalProperties");
    const open = additional !== false;
    const additionalSchema = additional === true ? anything : additional;
    const listed = own(schema, "required");
    const required = isArray(listed) ? listed.map(String) : [];
    const declared = [...Object.keys(properties), ...Object.keys(patterns)];
    const constrained = ["minProperties", "maxProperties", "dependencies", "required"];
    if (!open && declared.length === 0 && constrained.some((key) => Object.hasOwn(schema, key))) {
      return null;
    }
    const optional = declared.filter((name) => !required.includes(name));
    const count = required.length + optional.length;
    const most = numberOr(schema["maxProperties"], 0) || count + (open ? integerBetween(1, 5) : 0);
    let least = Math.max(numberOr(schema["minProperties"], 0), required.length);
    if (count === 1 && required.length === 0) least = Math.max(integerBetween(1, most), least);
    const names = [...required, ...shuffle(optional).slice(0, most)].slice(0, most);

    const dependencies = objectOr(own(schema, "dependencies"));
    const dependent: Data[] = [];
    for (const [name, dependency] of Object.entries(dependencies)) {
      if (!names.includes(name)) continue;
      if (isArray(dependency)) {
        for (const other of dependency) if (!names.includes(String(other))) names.push(String(other));
      } else {
        dependent.push(dependency);
      }
    }
    if (dependent.length > 0) {
      const { dependencies: _, ...rest } = schema;
      const merged = [...dependent, rest].reduce<DataObject>(
        (all, one) => (isObject(one) ? overlay(all, one) : all),
        {},
      );
      return { withDependencies: merged };
    }

    const chosen = new Map<string, Data>();
    for (const name of names) {
      const property = own(properties, name);
      if (property) chosen.set(name, property);
      let matched = false;
      for (const [pattern, member] of Object.entries(patterns)) {
        if (!isMatch(pattern, name)) continue;
        matched = true;
        const before = chosen.get(name);
        if (before !== undefined && isObject(before) && isObject(member)) {
          chosen.set(name, overlay(before, member));
        } else if (before === undefined) {
          chosen.set(stringFromPattern(name, {}), member);
        }
      }
      if (matched) continue;
      const fallback = own(patterns, name) || additionalSchema;
      if (fallback && open) {
        chosen.set(own(patterns, name) ? stringFromPattern(name, {}) : name, property || fallback);
      }
    }
    const wanted =
      open && required.length === 0 ? Math.max(additionalSchema ? integerBetween(1, most) : 0, least) : least;
    this.addProperties(chosen, wanted, required, patterns, open, additionalSchema);
    return chosen;
  }

  /** Adds properties until there are as many as the schema wants. */
  private addProperties(
    chosen: Map<string, Data>,
    wanted: number,
    required: readonly string[],
    patterns: DataObject,
    open: boolean,
    additionalSchema: Data | undefined,
  ): void {
    const missing = required.filter((name) => !chosen.has(name));
    const [pattern] = Object.keys(patterns);
    if (!open && pattern === undefined) return;
    let serial = 1;
    while (chosen.size < wanted) {
      if (++this.values > valueLimit) throw new ExampleTooLarge();
      const suffix = serial++ === 1 ? "" : String(serial - 1);
      if (pattern !== undefined && !additionalSchema) {
        const name = stringFromPattern(pattern, {}) + suffix;
        if (suffix !== "" && !isMatch(pattern, name)) return;
        if (!chosen.has(name)) chosen.set(name, patterns[pattern] as Data);
        continue;
      }
      const name = missing.shift() ?? `dolorb${suffix}`;
      if (!chosen.has(name)) chosen.set(name, additionalSchema || anything);
    }
  }

  /** Below the first level empty objects are left out, unless the schema requires their names. */
  private clean(value: Data | undefined, schema: Data): Data | undefined {
    if (isArray(value)) {
      return value.flatMap((item) => {
        const cleaned = this.clean(item, schema);
        return cleaned === undefined || isEmptyObject(cleaned) ? [] : [cleaned];
      });
    }
    if (!isObject(value)) return value;
    const known = this.cleaned.get(value);
    if (known !== undefined) return known;
    const required = isObject(schema) ? own(schema, "required") : undefined;
    const keepsAll = isObject(schema) && (isBranched(schema) || isBranched(schema["additionalProperties"]));
    const result: Mutable = {};
    for (const [key, member] of Object.entries(value)) {
      const keep = keepsAll || (isArray(required) && required.includes(key));
      if (isEmptyObject(member)) {
        if (keep) setOwn<Data>(result, key, member);
      } else {
        setOwn<Data>(result, key, this.clean(member, schema) as Data);
      }
    }
    this.cleaned.set(value, result);
    return result;
  }

  /** Nothing says what the value is: the schema's own members, each generated in turn, are as good as any. */
  private copyOfSchema(schema: DataObject): Data {
    const anonymous = typeof own(schema, "$id") === "string";
    const result: Mutable = {};
    for (const [key, value] of Object.entries(schema)) {
      if (anonymous && (key === "$id" || key === "$schema")) continue;
      if (typeof value !== "object" || value === null || key === "definitions") {
        setOwn<Data>(result, key, this.plain(value));
        continue;
      }
      const member = this.clean(this.generate(value), value);
      if (member !== undefined) setOwn<Data>(result, key, member);
    }
    return result;
  }
}

function isEmptyObject(value: Data): boolean {
  return isObject(value) && Object.keys(value).length === 0;
}

const typedBy: readonly (readonly [string, readonly string[]])[] = [
  ["array", ["additionalItems", "items", "maxItems", "minItems", "uniqueItems"]],
  ["integer", ["exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf"]],
  [
    "object",
    [
      "additionalProperties",
      "dependencies",
      "maxProperties",
      "minProperties",
      "patternProperties",
      "properties",
      "required",
    ],
  ],
  ["string", ["maxLength", "minLength", "pattern", "format"]],
];

function inferType(schema: DataObject): string | undefined {
  return typedBy.find(([, keys]) => keys.some((key) => Object.hasOwn(schema, key)))?.[0];
}

function objectOr(value: Data | undefined): DataObject {
  return isObject(value) ? value : {};
}

function numberOr(value: Data | undefined, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}

/** Never by the engine's RegExp, which may backtrack for hours; unknown counts as no match. */
function isMatch(pattern: string, name: string): boolean {
  return matchesPattern(pattern, name, "") ?? false;
}
