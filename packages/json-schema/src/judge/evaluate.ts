import { canonical } from "../data/canonical.ts";
import { type Data, type DataObject, equals, isArray, isObject, own, type Schema } from "../data/data.ts";
import { hasFormat } from "./formats.ts";
import { matchesPattern } from "../pattern/pattern.ts";
import { join, type Pointer, resolveReference, step as stepInto, tokens } from "../data/pointer.ts";
import { resolve } from "../references/resolution.ts";
import { below, type Step, toPointer } from "../data/steps.ts";

/** What references lead to, by root: a union of references is judged thousands of times in one comparison. */
const targets = new WeakMap<object, Map<Data, Data | undefined>>();

function targetOf(root: Schema, reference: Data): Data | undefined {
  if (!isObject(root)) return undefined;
  let known = targets.get(root);
  if (known === undefined) {
    known = new Map();
    targets.set(root, known);
  }
  if (!known.has(reference)) known.set(reference, resolveReference(root, reference));
  return known.get(reference);
}

/** Why a value is not an instance of a schema: the first keyword that refuses it, and both places. */
export interface Refusal {
  readonly keyword: string;
  /** Where the keyword is, whatever references lead there. */
  readonly schemaPointer: Pointer;
  readonly instancePointer: Pointer;
}

/** A refusal whose pointers are not written yet. */
interface Refused {
  readonly keyword: string;
  readonly schemaStep: Step | undefined;
  readonly instanceStep: Step | undefined;
}

/** What one evaluation notes on its way. */
interface Trace {
  /** Something was met that validators disagree about, or that no linear matcher can judge. */
  isUndecided: boolean;
  /** Whether only validity matters, not which keyword rejects: then the cheapest keywords come first. */
  readonly isBrief?: boolean;
  /** Counts the schemas that were asked. */
  readonly tally?: Tally;
  /** What references led to → value, or place of a plain value → the outcome of it: each is judged by each once. */
  judged?: Map<Data, Map<Data | Step | undefined, Refused | true>>;
}

/** How much work an evaluation was. */
export interface Tally {
  /** How often a schema judged a value or a part of it. */
  judgements: number;
}

interface Evaluation {
  readonly root: Schema;
  readonly trace: Trace;
  readonly schema: DataObject;
  readonly value: Data;
  readonly schemaStep: Step | undefined;
  readonly instanceStep: Step | undefined;
  /** `$ref`s followed since the instance location last changed: a schema that refers to itself must not loop. */
  readonly following: readonly string[];
}

/** True when the keyword's value accepts the instance; a refusal of its own when a subschema refused. */
type Keyword = (place: Evaluation, argument: Data) => boolean | Refused;

/**
 * Judges one value by one draft-07 schema. Formats are asserted, unknown formats, unknown keywords and references that
 * have no target accepted. Source: JSON Schema Validation draft-07 §6.
 */
export function evaluate(schema: Schema, value: Data): Refusal | undefined {
  const { schema: root, originalPointer } = resolve(schema);
  const refused = judge(root, { isUndecided: false }, root, value, undefined, undefined, []);
  return (
    refused && {
      keyword: refused.keyword,
      schemaPointer: originalPointer(withoutReferences(root, toPointer(refused.schemaStep))),
      instancePointer: toPointer(refused.instanceStep),
    }
  );
}

/**
 * Judges one value by a schema within a document whose references are resolved.
 * @returns `schemaPointer` is the way from the schema, `$ref` where a reference is followed
 */
export function refusalWithin(root: Schema, schema: Data, value: Data): Refusal | undefined {
  const refused = judge(root, { isUndecided: false }, schema, value, undefined, undefined, []);
  return (
    refused && {
      keyword: refused.keyword,
      schemaPointer: toPointer(refused.schemaStep),
      instancePointer: toPointer(refused.instanceStep),
    }
  );
}

/** The pointer to the end of a way through references, such as `/properties/a/$ref/type`. */
export function withoutReferences(root: Schema, way: Pointer): Pointer {
  let at: Data | undefined = root;
  let pointer = "";
  for (const token of tokens(way)) {
    const reference: Data | undefined = token === "$ref" && isObject(at) ? own(at, "$ref") : undefined;
    const target: Data | undefined = reference === undefined ? undefined : resolveReference(root, reference);
    if (typeof reference === "string" && target !== undefined) {
      pointer = decodeURIComponent(reference.slice(1));
      at = target;
    } else {
      pointer = join(pointer, token);
      at = at === undefined ? undefined : stepInto(at, token);
    }
  }
  return pointer;
}

/**
 * Whether a value is an instance of a schema within a document; undefined if that depends on something that validators
 * disagree about: assertions beside a `$ref`, a reference that has no target, a pattern that no linear matcher can
 * judge.
 * @param root what `$ref`s start from; its references are resolved
 * @param tally is raised by the work that it was
 */
export function accepts(root: Schema, schema: Schema, value: Data, tally?: Tally): boolean | undefined {
  const trace: Trace = { isUndecided: false, isBrief: true, ...(tally && { tally }) };
  const refused = judge(root, trace, schema, value, undefined, undefined, []);
  return trace.isUndecided ? undefined : refused === undefined;
}

function judge(
  root: Schema,
  trace: Trace,
  schema: Data | undefined,
  value: Data,
  schemaStep: Step | undefined,
  instanceStep: Step | undefined,
  following: readonly string[],
): Refused | undefined {
  if (schema === false) return { keyword: "false", schemaStep, instanceStep };
  if (!isObject(schema)) return undefined;
  if (trace.tally !== undefined) trace.tally.judgements++;
  const place: Evaluation = { root, trace, schema, value, schemaStep, instanceStep, following };
  if (trace.isBrief === true && lacksRequired(place)) {
    return { keyword: "required", schemaStep, instanceStep };
  }
  for (const name of Object.keys(schema)) {
    const keyword = keywords.get(name);
    if (keyword === undefined) continue;
    const verdict = keyword(place, schema[name] as Data);
    if (verdict === true) continue;
    if (verdict !== false) return verdict;
    return { keyword: name, schemaStep: below(schemaStep, name), instanceStep };
  }
  return undefined;
}

/** Whether a member is missing that is required; not beside a reference, where it is no certainty. */
function lacksRequired({ schema, value }: Evaluation): boolean {
  return !Object.hasOwn(schema, "$ref") && !holdsAll(value, own(schema, "required"));
}

function holdsAll(value: Data, names: Data | undefined): boolean {
  if (!isObject(value) || !isArray(names)) return true;
  return names.every((name) => typeof name !== "string" || Object.hasOwn(value, name));
}

/** Judges the same value by a subschema. */
function inPlace(place: Evaluation, schema: Data, ...path: (string | number)[]): Refused | undefined {
  const { root, trace, value, instanceStep, following } = place;
  return judge(root, trace, schema, value, below(place.schemaStep, ...path), instanceStep, following);
}

/** Judges a part of the value by a subschema. */
function part(
  place: Evaluation,
  schema: Data,
  path: readonly (string | number)[],
  value: Data,
  token: string | number,
): Refused | undefined {
  const at = below(place.schemaStep, ...path);
  return judge(place.root, place.trace, schema, value, at, below(place.instanceStep, token), []);
}

/** What is refused need not be judged to the end. */
function firstRefusal<T>(parts: readonly T[], judgeOne: (part: T, index: number) => Refused | undefined) {
  for (const [index, one] of parts.entries()) {
    const refusal = judgeOne(one, index);
    if (refusal !== undefined) return refusal;
  }
  return true;
}

/** Lengths count Unicode code points. Source: JSON Schema Validation draft-07 §6.3. */
function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** What is not a pattern is a finding of its own, and nothing here. */
function matches({ trace }: Evaluation, pattern: Data, text: string): boolean {
  if (typeof pattern !== "string") return true;
  const verdict = matchesPattern(pattern, text);
  if (verdict === undefined) trace.isUndecided = true;
  return verdict ?? true;
}

function hasType(value: Data, type: Data): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "boolean":
    case "string":
      return typeof value === type;
    case "number":
      return typeof value === "number" && Number.isFinite(value);
    case "integer":
      return Number.isInteger(value);
    case "array":
      return isArray(value);
    case "object":
      return isObject(value);
    default:
      return true;
  }
}

/**
 * As the validator has it: the quotient of the doubles, which its text loses beyond 1e21. Not arithmetic, but what
 * decides whether an event is accepted. Source: Ajv 8, `multipleOf`.
 */
function isMultipleOf(value: number, factor: number): boolean {
  const quotient = value / factor;
  return quotient === Number.parseInt(String(quotient), 10);
}

function number(compare: (value: number, limit: number) => boolean): Keyword {
  return ({ value }, limit) =>
    typeof value !== "number" || typeof limit !== "number" || compare(value, limit);
}

function string(compare: (value: string, limit: number) => boolean): Keyword {
  return ({ value }, limit) =>
    typeof value !== "string" || typeof limit !== "number" || compare(value, limit);
}

function size(measure: (value: Data) => number | undefined, atLeast: boolean): Keyword {
  return ({ value }, limit) => {
    const count = measure(value);
    if (count === undefined || typeof limit !== "number") return true;
    return atLeast ? count >= limit : count <= limit;
  };
}

const itemCount = (value: Data) => (isArray(value) ? value.length : undefined);
const memberCount = (value: Data) => (isObject(value) ? Object.keys(value).length : undefined);

function branches(place: Evaluation, argument: Data, keyword: string): number {
  if (!isArray(argument)) return 1;
  return argument.filter((schema, index) => !inPlace(place, schema, keyword, index)).length;
}

const keywords: ReadonlyMap<string, Keyword> = new Map<string, Keyword>([
  [
    "$ref",
    (place, reference) => {
      const { root, trace, value, schemaStep, instanceStep } = place;
      const target = targetOf(root, reference);
      // Draft-07 ignores what is beside a `$ref`, validators do not.
      const hasSiblings = Object.keys(place.schema).some((name) => name !== "$ref" && keywords.has(name));
      const isLoop = place.following.includes(reference as string);
      if (target === undefined || hasSiblings || isLoop) trace.isUndecided = true;
      if (target === undefined || isLoop) return true;
      const judged =
        (trace.judged ??= new Map()).get(target) ?? new Map<Data | Step | undefined, Refused | true>();
      trace.judged.set(target, judged);
      const key = typeof value === "object" && value !== null ? value : instanceStep;
      const known = judged.get(key);
      if (known !== undefined) return known;
      const following = [...place.following, reference as string];
      const verdict =
        judge(root, trace, target, value, below(schemaStep, "$ref"), instanceStep, following) ?? true;
      judged.set(key, verdict);
      return verdict;
    },
  ],
  [
    "type",
    ({ value }, type) => (isArray(type) ? type.some((one) => hasType(value, one)) : hasType(value, type)),
  ],
  ["enum", ({ value }, options) => !isArray(options) || options.some((one) => equals(one, value))],
  ["const", ({ value }, constant) => equals(constant, value)],
  ["minimum", number((value, limit) => value >= limit)],
  ["maximum", number((value, limit) => value <= limit)],
  ["exclusiveMinimum", number((value, limit) => value > limit)],
  ["exclusiveMaximum", number((value, limit) => value < limit)],
  ["multipleOf", number(isMultipleOf)],
  ["minLength", string((value, limit) => codePoints(value) >= limit)],
  ["maxLength", string((value, limit) => codePoints(value) <= limit)],
  ["pattern", (place, pattern) => typeof place.value !== "string" || matches(place, pattern, place.value)],
  ["format", ({ value }, name) => typeof name !== "string" || hasFormat(value, name)],
  [
    "items",
    (place, items) => {
      const { value } = place;
      if (!isArray(value)) return true;
      return firstRefusal(value, (item, index) => {
        if (!isArray(items)) return part(place, items, ["items"], item, index);
        const schema = items[index];
        if (schema !== undefined) return part(place, schema, ["items", index], item, index);
        const rest = own(place.schema, "additionalItems") ?? true;
        return part(place, rest, ["additionalItems"], item, index);
      });
    },
  ],
  [
    "contains",
    (place, schema) => {
      const { value } = place;
      if (!isArray(value)) return true;
      return value.some((item, index) => !part(place, schema, ["contains"], item, index));
    },
  ],
  [
    "uniqueItems",
    ({ value }, unique) => {
      if (unique !== true || !isArray(value)) return true;
      return new Set(value.map(canonical)).size === value.length;
    },
  ],
  ["minItems", size(itemCount, true)],
  ["maxItems", size(itemCount, false)],
  ["minProperties", size(memberCount, true)],
  ["maxProperties", size(memberCount, false)],
  ["required", ({ value }, names) => holdsAll(value, names)],
  [
    "properties",
    (place, properties) => {
      const { value } = place;
      if (!isObject(value) || !isObject(properties)) return true;
      return firstRefusal(Object.keys(properties), (name) => {
        const member = own(value, name);
        if (member === undefined) return undefined;
        return part(place, properties[name] as Data, ["properties", name], member, name);
      });
    },
  ],
  [
    "patternProperties",
    (place, patternProperties) => {
      const { value } = place;
      if (!isObject(value) || !isObject(patternProperties)) return true;
      return firstRefusal(Object.entries(patternProperties), ([pattern, schema]) => {
        const matching = Object.entries(value).filter(([name]) => matches(place, pattern, name));
        const refusal = firstRefusal(matching, ([name, member]) =>
          part(place, schema, ["patternProperties", pattern], member, name),
        );
        return refusal === true ? undefined : refusal;
      });
    },
  ],
  [
    "additionalProperties",
    (place, schema) => {
      const { value } = place;
      if (!isObject(value)) return true;
      const declared = own(place.schema, "properties");
      const declaredPatterns = own(place.schema, "patternProperties");
      const additional = Object.entries(value)
        .filter(([name]) => !(isObject(declared) && Object.hasOwn(declared, name)))
        .filter(
          ([name]) =>
            !(
              isObject(declaredPatterns) &&
              Object.keys(declaredPatterns).some((pattern) => matches(place, pattern, name))
            ),
        );
      return firstRefusal(additional, ([name, member]) =>
        part(place, schema, ["additionalProperties"], member, name),
      );
    },
  ],
  [
    "propertyNames",
    (place, schema) => {
      const { value } = place;
      if (!isObject(value)) return true;
      return firstRefusal(Object.keys(value), (name) => part(place, schema, ["propertyNames"], name, name));
    },
  ],
  [
    "dependencies",
    (place, dependencies) => {
      const { value } = place;
      if (!isObject(value) || !isObject(dependencies)) return true;
      for (const [name, dependency] of Object.entries(dependencies)) {
        if (!Object.hasOwn(value, name)) continue;
        if (isArray(dependency)) {
          const missing = dependency.some((one) => typeof one === "string" && !Object.hasOwn(value, one));
          if (missing) return false;
        } else {
          const refusal = inPlace(place, dependency, "dependencies", name);
          if (refusal) return refusal;
        }
      }
      return true;
    },
  ],
  [
    "allOf",
    (place, schemas) =>
      !isArray(schemas) || firstRefusal(schemas, (schema, index) => inPlace(place, schema, "allOf", index)),
  ],
  ["anyOf", (place, schemas) => branches(place, schemas, "anyOf") > 0],
  ["oneOf", (place, schemas) => branches(place, schemas, "oneOf") === 1],
  ["not", (place, schema) => inPlace(place, schema, "not") !== undefined],
  [
    "if",
    (place, condition) => {
      const branch = inPlace(place, condition, "if") === undefined ? "then" : "else";
      return inPlace(place, own(place.schema, branch) ?? true, branch) ?? true;
    },
  ],
]);
