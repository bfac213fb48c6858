import { type Data, type DataObject, isArray, isObject, own, type Schema } from "../data/data.ts";
import { evaluate, type Refusal, refusalWithin, withoutReferences } from "./evaluate.ts";
import { join, type Pointer, resolvePointer, resolveReference, step, tokens } from "../data/pointer.ts";
import { resolve } from "../references/resolution.ts";

/**
 * The reasons why a value is rejected, as a person would say them. If none of several alternatives matches, the reasons
 * of the best match are given: “is too long”, not “is not null”. If all are equally bad, those of each are given.
 * @returns empty: the value is valid
 */
export function tellingRefusals(schema: Schema, value: Data): readonly Refusal[] {
  const refusal = evaluate(schema, value);
  if (refusal === undefined || !isChoice(refusal)) return refusal === undefined ? [] : [refusal];
  const { schema: root, originalPointer } = resolve(schema);
  return new Teller(root)
    .refusalsOf({ schema: root, way: "", value, place: "" })
    .map(({ keyword, schemaPointer, instancePointer }) => ({
      keyword,
      schemaPointer: originalPointer(withoutReferences(root, schemaPointer)),
      instancePointer,
    }));
}

/** A schema and the value that it judges, with the ways to both from the root. */
interface Spot {
  readonly schema: Data;
  readonly way: Pointer;
  readonly value: Data;
  readonly place: Pointer;
}

/** The most schemas that are evaluated; after that, the reasons found so far are returned. */
const askLimit = 2000;

class Teller {
  private left = askLimit;
  private readonly root: Schema;

  constructor(root: Schema) {
    this.root = root;
  }

  /** The refusals of one schema, of which the first is taken apart if it is about alternatives. */
  refusalsOf(spot: Spot): readonly Refusal[] {
    const refusal = this.ask(spot);
    if (refusal === undefined || !isChoice(refusal)) return refusal === undefined ? [] : [refusal];
    const list = this.follow(spot.schema, refusal.schemaPointer.slice(spot.way.length));
    const value = resolvePointer(spot.value, refusal.instancePointer.slice(spot.place.length));
    if (!isArray(list) || value === undefined || this.left <= 0) return [refusal];
    const alternatives = list.map((schema, index): readonly Refusal[] => {
      const way = join(refusal.schemaPointer, index);
      return this.allRefusals({ schema, way, value, place: refusal.instancePointer });
    });
    // Of several that fit, none is to blame.
    if (alternatives.some((refusals) => refusals.length === 0)) return [refusal];
    return choose(alternatives, refusal.instancePointer);
  }

  /** What each keyword of a schema, and each property's, has against the value. */
  private allRefusals({ schema, way, value, place }: Spot): readonly Refusal[] {
    if (!isObject(schema)) return this.refusalsOf({ schema, way, value, place });
    const reference = own(schema, "$ref");
    const target = reference === undefined ? undefined : resolveReference(this.root, reference);
    if (target !== undefined) {
      if (this.left-- <= 0) return this.refusalsOf({ schema, way, value, place });
      return this.allRefusals({ schema: target, way: join(way, "$ref"), value, place });
    }
    const found = partsOf(schema).flatMap((part) => this.refusalsOf({ schema: part, way, value, place }));
    return [...new Map(found.map((one) => [`${one.schemaPointer} ${one.instancePointer}`, one])).values()];
  }

  private ask({ schema, way, value, place }: Spot): Refusal | undefined {
    this.left--;
    const refusal = refusalWithin(this.root, schema, value);
    return (
      refusal && {
        keyword: refusal.keyword,
        schemaPointer: way + refusal.schemaPointer,
        instancePointer: place + refusal.instancePointer,
      }
    );
  }

  private follow(schema: Data, way: Pointer): Data | undefined {
    return tokens(way).reduce<Data | undefined>((at, token) => {
      if (at === undefined) return undefined;
      const next = step(at, token);
      return token === "$ref" && next !== undefined ? resolveReference(this.root, next) : next;
    }, schema);
  }
}

function isChoice({ keyword }: Refusal): boolean {
  return keyword === "anyOf" || keyword === "oneOf";
}

/** Keywords that mean something only together with others. */
const companions: Readonly<Record<string, readonly string[]>> = {
  additionalProperties: ["properties", "patternProperties"],
  items: ["additionalItems"],
  if: ["then", "else"],
};

/** A schema in parts, each of which refuses for one reason. */
function partsOf(schema: DataObject): readonly DataObject[] {
  return Object.entries(schema).flatMap(([keyword, value]): DataObject[] => {
    if (keyword === "properties" && isObject(value)) {
      return Object.entries(value).map(([name, member]) => ({ properties: { [name]: member } }));
    }
    const beside = (companions[keyword] ?? []).filter((name) => Object.hasOwn(schema, name));
    return [{ ...Object.fromEntries(beside.map((name) => [name, schema[name] as Data])), [keyword]: value }];
  });
}

/** How far an alternative is from the value: another kind of value, another value, another kind of object, or near. */
function distanceOf(refusals: readonly Refusal[], place: Pointer): number {
  const distances = refusals.map(({ keyword, instancePointer }) => {
    if (!["type", "const", "enum"].includes(keyword)) return 0;
    if (instancePointer === place) return keyword === "type" ? 3 : 2;
    // Kinds of objects are distinguished by one of their members.
    return keyword !== "type" && !instancePointer.slice(place.length + 1).includes("/") ? 1 : 0;
  });
  return Math.max(...distances);
}

function choose(alternatives: readonly (readonly Refusal[])[], place: Pointer): readonly Refusal[] {
  const ranked = alternatives.map((refusals) => ({ refusals, distance: distanceOf(refusals, place) }));
  const least = Math.min(...ranked.map(({ distance }) => distance));
  const near = ranked.filter(({ distance }) => distance === least).map(({ refusals }) => refusals);
  if (least >= 2) {
    const own = near.flat().filter(({ instancePointer }) => instancePointer === place);
    return [...new Map(own.map((one) => [one.schemaPointer, one])).values()];
  }
  const [best = []] = [...near].sort((a, b) => a.length - b.length);
  return best.slice(0, 1);
}
