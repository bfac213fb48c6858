import { canonical } from "../data/canonical.ts";
import {
  type Data,
  type DataObject,
  isArray,
  isObject,
  isSchema,
  own,
  type Schema,
  setOwn,
} from "../data/data.ts";
import { dialectProblems } from "../dialects/inspection.ts";
import { isAsserting } from "../dialects/keywords.ts";
import { type Pointer, resolveReference, tokens } from "../data/pointer.ts";
import { resolve } from "../references/resolution.ts";
import { schemasIn } from "../references/resource.ts";
import { whyUnresolved } from "../references/unresolved.ts";
import { below, type Step, toPointer } from "../data/steps.ts";

/** A schema in a form that Ajv reads correctly. */
export interface PreparedSchema {
  readonly schema: Schema;
  /** Whether all that is left in it is where it was. */
  readonly isInPlace: boolean;
  /** Where a part of it is in the schema that it was made of; undefined: it is not a part of it. */
  origin(part: unknown): Origin | undefined;
}

export interface Origin {
  readonly pointer: Pointer;
  /** The keyword that it says something else for. */
  readonly keyword: string | undefined;
}

/** What a value is made of: the names of all members, and all its parts, names included, as canonical texts. */
export interface Contents {
  readonly names: ReadonlySet<string>;
  readonly parts: ReadonlySet<string>;
}

export function contentsOf(value: Data): Contents {
  const names = new Set<string>();
  const parts = new Set<string>();
  const visit = (part: Data): void => {
    parts.add(canonical(part));
    if (isArray(part)) part.forEach(visit);
    if (!isObject(part)) return;
    for (const name of Object.keys(part)) {
      names.add(name);
      parts.add(JSON.stringify(name));
      visit(part[name] as Data);
    }
  };
  visit(value);
  return { names, parts };
}

/** The keyword of a schema that accepts nothing, instead of `false`, which has no place that Ajv could tell. */
export const acceptsNothing = "accepts-nothing";

/**
 * The schema with what Ajv would misread written otherwise, and without what concerns no value of the given contents.
 * `nullable` and `id` are not draft-07, an `enum` that is empty or repeats itself is legal, and what references lead to
 * is in the definitions, wherever it was: keywords that Ajv does not know are left out. Throws an Error for a reference
 * that has no target, and for a schema of another dialect that cannot be judged as one of draft-07.
 */
export function prepareSchema(schema: Schema, about?: Contents): PreparedSchema {
  const resolution = resolve(schema);
  const problems = [...dialectProblems(schema), ...dialectProblems(resolution.schema)];
  const foreign = problems.find(({ kind }) => kind === "dialect");
  if (foreign !== undefined) throw new Error(foreign.reason);
  const preparation = new Preparation(resolution.schema, about);
  const prepared = preparation.run();
  return {
    schema: prepared,
    isInPlace: preparation.isInPlace && resolution.schema === schema,
    origin(part) {
      const place = preparation.places.get(part);
      const pointer = place && resolution.originalPointer(toPointer(place.step));
      return place && { pointer: pointer ?? "", keyword: place.keyword };
    },
  };
}

class Preparation {
  isInPlace = true;
  readonly places = new Map<
    unknown,
    { readonly step: Step | undefined; readonly keyword: string | undefined }
  >();
  /** What references lead to → its name among the definitions. */
  private readonly names = new Map<Data, string>();
  private readonly targets: { readonly target: Data; readonly reference: string }[] = [];
  private readonly root: Schema;
  private readonly about: Contents | undefined;

  constructor(root: Schema, about: Contents | undefined) {
    this.root = root;
    this.about = about;
  }

  run(): Schema {
    const main = this.prepare(this.root, undefined) as Schema;
    const definitions: Record<string, Data> = {};
    for (const [index, { target, reference }] of this.targets.entries()) {
      const pointer = decodeURIComponent(reference.slice(1));
      definitions[nameAt(index)] = this.prepare(target, below(undefined, ...tokens(pointer)));
    }
    if (this.targets.length === 0 || !isObject(main)) return main;
    return this.placed({ ...main, definitions }, undefined);
  }

  private prepare(schema: Data, step: Step | undefined): Data {
    if (schema === false) return this.placed({ [acceptsNothing]: true }, step);
    if (!isObject(schema)) return schema;
    const kept: Record<string, Data> = {};
    for (const name of Object.keys(schema)) {
      if (!isAsserting(name)) continue;
      const value = schema[name] as Data;
      kept[name] =
        name === "$ref" ? this.reference(value) : this.prepareValue(name, value, below(step, name));
    }
    const options = kept["enum"];
    if (isArray(options)) {
      const distinct = this.optionsThatMatter(options);
      if (distinct.length === 0) {
        const { enum: _, ...rest } = kept;
        const nothing = this.moved({ [acceptsNothing]: true }, step, "enum");
        return this.placed({ allOf: [this.completed(rest, step), nothing] }, step);
      }
      kept["enum"] = distinct;
    }
    return this.completed(kept, step);
  }

  private prepareValue(keyword: string, value: Data, step: Step | undefined): Data {
    // Ajv has words of its own for these.
    if (value === false && (keyword === "additionalProperties" || keyword === "additionalItems"))
      return value;
    const held = schemasIn(keyword, value);
    if (held === undefined) return value;
    if (held === "one") return this.prepare(value, step);
    if (isArray(value)) return value.map((one, index) => this.prepare(one, below(step, index)));
    const members: Record<string, Data> = {};
    for (const name of Object.keys(value as DataObject)) {
      if (keyword === "properties" && this.about?.names.has(name) === false) continue;
      setOwn(members, name, this.prepare((value as DataObject)[name] as Data, below(step, name)));
    }
    return members;
  }

  private reference(reference: Data): Data {
    if (typeof reference !== "string") return reference;
    const target = resolveReference(this.root, reference);
    if (target === undefined || !isSchema(target)) throw new Error(whyUnresolved(reference));
    if (target === this.root) return "#"; // What Ajv says is in place then, too.
    this.isInPlace = false;
    let name = this.names.get(target);
    if (name === undefined) {
      name = nameAt(this.targets.length);
      this.names.set(target, name);
      this.targets.push({ target, reference });
    }
    return `#/definitions/${name}`;
  }

  /** Each once, without those that the value does not contain, except one for the message. */
  private optionsThatMatter(options: readonly Data[]): readonly Data[] {
    const keyed = new Map(options.map((one) => [canonical(one), one]));
    const held = [...keyed].flatMap(([key, one]) => (this.about?.parts.has(key) === false ? [] : [one]));
    return held.length > 0 ? held : [...keyed.values()].slice(0, 1);
  }

  private completed(schema: DataObject, step: Step | undefined): DataObject {
    const apart = this.apartFromTuple(schema, step);
    const members = own(apart, "allOf");
    const holdsContains =
      Object.hasOwn(apart, "contains") ||
      (isArray(members) && members.some((one) => isObject(one) && Object.hasOwn(one, "contains")));
    // Where one `contains` judges several arrays in turn, Ajv's answer to an empty one is that to the array before it.
    // That there has to be an item at all is said once more, in words that it does not mistake.
    const whole = holdsContains ? withMember(apart, this.moved({ minItems: 1 }, step, "contains")) : apart;
    return this.placed(whole, step);
  }

  /** Where errors are not collected, as under `if` and `not`, Ajv skips a `contains` beside a tuple for short arrays. */
  private apartFromTuple(schema: DataObject, step: Step | undefined): DataObject {
    const { contains, ...rest } = schema;
    return contains === undefined || !isArray(own(schema, "items"))
      ? schema
      : withMember(rest, this.moved({ contains }, step));
  }

  private placed(part: DataObject, step: Step | undefined, keyword?: string): DataObject {
    this.places.set(part, { step, keyword });
    return part;
  }

  private moved(part: DataObject, step: Step | undefined, keyword?: string): DataObject {
    this.isInPlace = false;
    return this.placed(part, step, keyword);
  }
}

function withMember(schema: DataObject, member: DataObject): DataObject {
  const members = own(schema, "allOf");
  return { ...schema, allOf: [...(isArray(members) ? members : []), member] };
}

function nameAt(index: number): string {
  return `d${index}`;
}
