import { showJson } from "../data/shorten.ts";
import { type Data, type DataObject, isArray, isObject, own, type Schema } from "../data/data.ts";
import { type Pointer, resolvePointer, resolveReference, tokens } from "../data/pointer.ts";
import { below, type Step, toPointer } from "../data/steps.ts";
import { draft07 } from "./draft-07.ts";
import { allKeywords, assumedDraft07, type Draft, draftDeclaredBy } from "./drafts.ts";
import { type Check, holderChecks, type SchemaHolder } from "./keyword-values.ts";
import { isNullable } from "./nullable.ts";
import { annotationNames, countsBesideReference } from "./keywords.ts";
import { type Treatment, treatmentsIn } from "./treatment.ts";

/** Why a schema cannot be judged as one of draft-07. */
export interface DialectProblem {
  /**
   * `dialect`: it is written in another one, of which something means another thing in draft-07, or nothing. `invalid`:
   * draft-07 does not allow it.
   */
  readonly kind: "dialect" | "invalid";
  /** What it is written in: `draft-04`, `OpenAPI`, or the URI that it declares. */
  readonly dialect: string;
  readonly pointer: Pointer;
  /** Empty: the whole schema. */
  readonly keyword: string;
  readonly reason: string;
}

/**
 * Why a schema cannot be judged as one of draft-07, other dialects first; nothing where it can: where every keyword in
 * it exists in the draft that it declares and means the same in draft-07, and has a value that draft-07 allows. A
 * schema that declares nothing is taken for one of draft-07, unless an assertion of another draft is in it. That drafts
 * write some things differently is not a problem: see {@link asDraft07}.
 */
export function dialectProblems(schema: Schema): readonly DialectProblem[] {
  return inspected(schema).problems;
}

/** The first keyword that draft-07 ignores where it is, and validators do not: see {@link readingsOf}. */
export function disputedKeyword(schema: Schema): Disputed | undefined {
  return inspected(schema).disputed;
}

/** What a walk through a schema determines about the dialects in it. */
export interface Inspected {
  /** Other dialects first. Empty: the schema can be judged as one of draft-07. */
  readonly problems: readonly DialectProblem[];
  /** Whether a part of it is of another draft. */
  readonly hasOtherDrafts: boolean;
  /** The first assertion beside a `$ref`, or `nullable` beside a type: what draft-07 ignores and validators do not. */
  readonly disputed: Disputed | undefined;
}

/** A keyword that readers read differently. */
export interface Disputed {
  readonly pointer: Pointer;
  readonly keyword: string;
}

const nothing: Inspected = { problems: [], hasOtherDrafts: false, disputed: undefined };

const known = new WeakMap<object, Inspected>();

/** The result of walking a schema, once for each schema. The targets of its references are included. */
export function inspected(schema: Schema): Inspected {
  if (!isObject(schema)) return nothing;
  let found = known.get(schema);
  if (found === undefined) {
    found = inspect(schema);
    known.set(schema, found);
  }
  return found;
}

function inspect(root: DataObject): Inspected {
  const document = documentProblem(root);
  if (document !== undefined) return { ...nothing, problems: [document] };
  const { problems, hasOtherDrafts, disputed } = new Inspection(root);
  const isOther = ({ kind }: DialectProblem) => kind === "dialect";
  const sorted = [...problems.filter(isOther), ...problems.filter((problem) => !isOther(problem))];
  return { problems: sorted, hasOtherDrafts, disputed };
}

/** Documents that describe data in a language of their own, and the member of the root by which each is known. */
const otherLanguages: readonly (readonly [string, string])[] = [
  ["openapi", "OpenAPI"],
  ["swagger", "OpenAPI"],
  ["asyncapi", "AsyncAPI"],
];

/** Types of Avro that JSON Schema does not have. Source: Apache Avro 1.12, Specification. */
const avroTypes = new Set("bytes double enum fixed float int long map record".split(" "));

/** Keywords that files of any kind may have. */
const describing: ReadonlySet<string> = new Set([
  ...annotationNames.filter((name) => name !== "$id" && name !== "$schema" && name !== "definitions"),
  "deprecated",
]);

/** What is wrong with a document as a whole. */
function documentProblem(root: DataObject): DialectProblem | undefined {
  const problem = { pointer: "", keyword: "" };
  for (const [member, name] of otherLanguages) {
    if (typeof own(root, member) !== "string" || Object.hasOwn(root, "$schema")) continue;
    const reason = `it is a document of ${name}, not a JSON Schema`;
    return { ...problem, kind: "dialect", dialect: name, reason };
  }
  const type = own(root, "type");
  if (typeof type === "string" && avroTypes.has(type) && !Object.hasOwn(root, "$schema")) {
    const reason = `“${type}” is a type of Avro, not of JSON Schema`;
    return { kind: "dialect", dialect: "Avro", pointer: "/type", keyword: "type", reason };
  }
  const names = Object.keys(root);
  if (names.some((name) => allKeywords.has(name) && !describing.has(name))) return undefined;
  // What is only described accepts everything, but files of any kind have descriptions.
  const isDescribed = names.length === 0 || names.some((name) => describing.has(name));
  if (isDescribed && names.every((name) => describing.has(name) || name.startsWith("x-"))) return undefined;
  const reason = "its only JSON Schema keywords are descriptions, so it is not a schema";
  return { ...problem, kind: "invalid", dialect: draft07.name, reason };
}

/**
 * Schemas of which nothing is to be said wherever they are, and the draft that each was taken for: what is compared is
 * often a copy that has most of its parts in common with another.
 */
const sound = new WeakMap<object, Draft>();

/** The most problems that are collected: only the first is shown. */
const problemLimit = 100;

class Inspection {
  readonly problems: DialectProblem[] = [];
  hasOtherDrafts = false;
  disputed: Disputed | undefined;
  private count = 0;
  /** Schemas of which something is to be said. */
  private readonly visited = new Set<object>();
  /** The fragments of references that are not pointers. */
  private readonly names = new Set<string>();
  private readonly anchors: { readonly name: string; readonly report: () => void }[] = [];
  /** References to places to which keywords may not lead. */
  private readonly strays: { readonly reference: string; readonly draft: Draft }[] = [];

  constructor(root: DataObject) {
    this.visit(root, assumedDraft07, undefined);
    // What is visited because of one may contain another.
    for (const { reference, draft } of this.strays) {
      const target = resolveReference(root, reference);
      if (isObject(target)) this.visit(target, draft, stepsOf(reference));
    }
    for (const { name, report } of this.anchors) if (this.names.has(name)) report();
  }

  /** @returns whether nothing is to be said, wherever the schema is */
  private visit(schema: DataObject, around: Draft, place: Step | undefined): boolean {
    if (sound.get(schema) === around) return true;
    if (this.visited.has(schema) || this.problems.length > problemLimit) return false;
    const before = this.count++;
    const draft = this.draftOf(schema, around, place);
    if (draft === undefined) return false;
    if (draft.name !== draft07.name) this.hasOtherDrafts = true;
    const treatments = treatmentsIn(draft);
    let isSound = draft === around;
    for (const name of Object.keys(schema)) {
      const treatment = treatments.get(name);
      if (treatment === undefined) continue;
      if (!this.treat(treatment, name, schema[name] as Data, draft, place)) isSound = false;
    }
    if (Object.hasOwn(schema, "$ref")) {
      const sibling = Object.keys(schema).find(countsBesideReference);
      if (sibling !== undefined) this.dispute(sibling, place);
      if (sibling !== undefined || !this.isKept(schema["$ref"] as Data, draft)) isSound = false;
    } else if (isNullable(schema)) {
      this.dispute("nullable", place);
      isSound = false;
    }
    if (!isSound) this.visited.add(schema);
    // To walk through a few parts once more takes less time than to remember each.
    else if (this.count - before > 8) sound.set(schema, around);
    return isSound;
  }

  private dispute(keyword: string, place: Step | undefined): void {
    this.disputed ??= { pointer: toPointer(below(place, keyword)), keyword };
  }

  private draftOf(schema: DataObject, around: Draft, place: Step | undefined): Draft | undefined {
    if (!Object.hasOwn(schema, "$schema")) return around;
    const uri = schema["$schema"] as Data;
    const draft = typeof uri === "string" ? draftDeclaredBy(uri) : undefined;
    if (draft !== undefined) return draft;
    // What is not an URI names no dialect. Below the root it says nothing. Source: JSON Schema draft-07, Core §7.
    if (place !== undefined && typeof uri === "string" && !/^[a-z][a-z0-9+.-]*:/i.test(uri)) return around;
    const dialect = typeof uri === "string" ? uri : JSON.stringify(uri);
    const reason = `“${dialect}” is not a supported dialect`;
    this.report("dialect", dialect, below(place, "$schema"), "$schema", reason);
    return undefined;
  }

  private treat(
    { refusal, holds, check }: Treatment,
    name: string,
    value: Data,
    draft: Draft,
    place: Step | undefined,
  ): boolean {
    if (refusal !== undefined && refusal.test?.(value) !== false) {
      const { dialect, reason, isAnchor } = refusal;
      const report = () => this.report("dialect", dialect, below(place, name), name, reason);
      if (isAnchor !== true) return report();
      if (typeof value === "string") this.anchors.push({ name: value, report });
      return false;
    }
    if (holds !== undefined) return this.visitHeld(holds, name, value, draft, place);
    return check === undefined || this.check(check, name, value, draft, place);
  }

  private visitHeld(
    holds: SchemaHolder,
    name: string,
    value: Data,
    draft: Draft,
    place: Step | undefined,
  ): boolean {
    const at = below(place, name);
    const isMap = holds === "map" || holds === "schema-or-names";
    const isList = isArray(value) && (holds === "list" || holds === "schema-or-list");
    let isSound = true;
    if (isMap && isObject(value)) {
      for (const key of Object.keys(value)) {
        if (!this.visitPart(value[key] as Data, name, draft, below(at, key))) isSound = false;
      }
    } else if (isList && value.length > 0) {
      for (let index = 0; index < value.length; index++) {
        if (!this.visitPart(value[index] as Data, name, draft, below(at, index))) isSound = false;
      }
    } else if (!isMap && holds !== "list" && !isArray(value)) {
      isSound = this.visitPart(value, name, draft, at);
    } else {
      isSound = false;
    }
    // Where something is to be said, it may be that what should be a schema is none.
    if (!isSound) this.check(holderChecks[holds], name, value, draft, place);
    return isSound;
  }

  /** @returns also false for what is not a schema */
  private visitPart(part: Data, keyword: string, draft: Draft, place: Step | undefined): boolean {
    if (isObject(part)) return this.visit(part, draft, place);
    if (typeof part !== "boolean") return false;
    if (draft.hasBooleanSchemas || keyword.startsWith("additional")) return true;
    const reason = `${draft.name} has no schema that is ${String(part)}`;
    return this.report("dialect", draft.name, place, keyword, reason);
  }

  /** Whether a reference leads to what is examined anyway; where it may not, that is noted. */
  private isKept(reference: Data, draft: Draft): boolean {
    if (typeof reference !== "string" || reference === "#") return true;
    const [, keyword] = /^#\/(definitions|\$defs)\/[^/%]+$/.exec(reference) ?? [];
    if (keyword === "definitions" || (keyword !== undefined && draft.stores.has(keyword))) return true;
    if (reference.startsWith("#/")) this.strays.push({ reference, draft });
    else if (reference.includes("#")) this.names.add(reference.slice(reference.indexOf("#") + 1));
    return false;
  }

  private check(check: Check, name: string, value: Data, draft: Draft, place: Step | undefined): boolean {
    const problem = check(value);
    if (problem === undefined) return true;
    const at = below(place, name, ...tokens(problem.pointer));
    const reason = `“${name}” must be ${problem.expected}, not ${showJson(resolvePointer(value, problem.pointer))}`;
    return this.report("invalid", draft.name, at, name, reason);
  }

  /** @returns false: something is to be said */
  private report(
    kind: DialectProblem["kind"],
    dialect: string,
    place: Step | undefined,
    keyword: string,
    reason: string,
  ): false {
    this.problems.push({ kind, dialect, pointer: toPointer(place), keyword, reason });
    return false;
  }
}

function stepsOf(reference: string): Step | undefined {
  return below(undefined, ...tokens(decodeURIComponent(reference.slice(1))));
}
