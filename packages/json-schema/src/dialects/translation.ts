import { type Data, type DataObject, isArray, isObject, mapValues, own, type Schema } from "../data/data.ts";
import { mapSubschemas } from "./subschemas.ts";
import { assumedDraft07, type Draft, draftDeclaredBy } from "./drafts.ts";
import { inspected } from "./inspection.ts";
import { countsBesideReference } from "./keywords.ts";
import { isNullable, withNullType } from "./nullable.ts";

const translations = new WeakMap<object, Schema>();

/**
 * A schema of another draft with that in draft-07's words which both have and write differently: `id` of draft-03 and
 * 04 is `$id`, and what 2019-09 and 2020-12 apply beside a `$ref` is beside an `allOf` with it. What has no counterpart
 * is left as it is: see {@link dialectProblems}. The same schema where it is of draft-07.
 */
export function asDraft07(schema: Schema): Schema {
  if (!isObject(schema) || !inspected(schema).hasOtherDrafts) return schema;
  let translation = translations.get(schema);
  if (translation === undefined) {
    translation = new Rewriting(translate).rewrite(schema, assumedDraft07);
    translations.set(schema, translation);
    // What is translated already has no `id` that it could lose again.
    translations.set(translation as object, translation);
  }
  return translation;
}

/** A schema as it is to be read: twice where readers differ. */
export interface Readings {
  /**
   * Draft-07 and earlier ones ignore what is beside a `$ref`; for later ones `format` is an annotation; none has
   * `nullable`.
   */
  readonly byDraft: Schema;
  /** Most validators apply the one and assert the other; by `nullable` some add `null` to the type. */
  readonly byValidators: Schema;
}

const readings = new WeakMap<object, Readings>();

/** How drafts and validators read a schema. Both are one object where they agree. Source for validators: Ajv 8. */
export function readingsOf(schema: Schema): Readings {
  if (!isObject(schema)) return { byDraft: schema, byValidators: schema };
  const { hasOtherDrafts, disputed } = inspected(schema);
  if (!hasOtherDrafts && disputed === undefined) return { byDraft: schema, byValidators: schema };
  let found = readings.get(schema);
  if (found === undefined) {
    const byValidators = new Rewriting(readWidely).rewrite(schema, assumedDraft07);
    found = { byDraft: new Rewriting(readStrictly).rewrite(schema, assumedDraft07), byValidators };
    readings.set(schema, found);
  }
  return found;
}

/** What happens to one schema, whose parts are rewritten already. */
type Rewrite = (schema: DataObject, draft: Draft) => DataObject;

class Rewriting {
  /** What an alias made one object stays one. */
  private readonly done = new Map<Draft, Map<object, DataObject>>();
  private readonly rewriteOne: Rewrite;

  constructor(rewriteOne: Rewrite) {
    this.rewriteOne = rewriteOne;
  }

  /** The same object where nothing in it changes. */
  rewrite(schema: DataObject, around: Draft): DataObject {
    const declared = own(schema, "$schema");
    const draft = typeof declared === "string" ? draftDeclaredBy(declared) : around;
    if (draft === undefined) return schema;
    const done = this.done.get(around) ?? new Map<object, DataObject>();
    this.done.set(around, done);
    let result = done.get(schema);
    if (result === undefined) {
      const below = (one: Data) => (isObject(one) ? this.rewrite(one, draft) : one);
      result = mapSubschemas(schema, below);
      for (const keyword of draft.stores) {
        const stored = own(result, keyword);
        if (!isObject(stored)) continue;
        const rewritten = mapValues(stored, below);
        if (Object.keys(stored).some((name) => rewritten[name] !== stored[name])) {
          result = { ...result, [keyword]: rewritten };
        }
      }
      result = this.rewriteOne(result, draft);
      done.set(schema, result);
    }
    return result;
  }
}

const translate: Rewrite = (schema, draft) => {
  if (draft.appliesBesideReferences) {
    return Object.hasOwn(schema, "$id") ? withReferenceApart(schema) : applySiblings(schema, draft);
  }
  if (draft.identifier === "$id" || !(Object.hasOwn(schema, "$id") || Object.hasOwn(schema, "id")))
    return schema;
  const { $id: _, id, ...rest } = schema;
  return typeof id === "string" ? { $id: id, ...rest } : id === undefined ? rest : { ...rest, id };
};

const applySiblings: Rewrite = (schema, { appliesBesideReferences }) => {
  if (typeof own(schema, "$ref") !== "string" || !Object.keys(schema).some(countsBesideReference))
    return schema;
  if (appliesBesideReferences) return withReferenceApart(schema);
  // Where it is beside a `$ref`, nothing starts from an identifier.
  const { $id: _, ...rest } = schema;
  return withReferenceApart(rest);
};

const readWidely: Rewrite = (schema, draft) => {
  const applied = applySiblings(schema, draft);
  return isNullable(applied) ? withNullType(applied) : applied;
};

/** The same with what a `$ref` leads to as one demand of several. Pointers to its siblings keep their meaning. */
function withReferenceApart(schema: DataObject): DataObject {
  const { $ref, ...rest } = schema;
  if (typeof $ref !== "string") return schema;
  const all = own(rest, "allOf");
  return { ...rest, allOf: [...(isArray(all) ? all : []), { $ref }] };
}

const readStrictly: Rewrite = (written, { appliesBesideReferences, assertsFormat }) => {
  const schema = isNullable(written) ? withoutKeyword(written, "nullable") : written;
  if (!appliesBesideReferences && typeof own(schema, "$ref") === "string") {
    // What only describes, or waits to be referred to, may stay.
    const kept = Object.entries(schema).filter(([name]) => !countsBesideReference(name));
    return kept.length === Object.keys(schema).length ? schema : Object.fromEntries(kept);
  }
  return assertsFormat || !Object.hasOwn(schema, "format") ? schema : withoutKeyword(schema, "format");
};

function withoutKeyword(schema: DataObject, keyword: string): DataObject {
  const { [keyword]: _, ...rest } = schema;
  return rest;
}
