import {
  type Data,
  type DataObject,
  draft07,
  equals,
  isArray,
  isObject,
  join,
  keywordsWhere,
  mapValues,
  own,
  type Pointer,
  type Schema,
  setOwn,
  subschemaKeywords,
  subschemas,
  tokens,
} from "@addendum/json-schema";
import {
  contains,
  type ContainsOptions,
  type ContentModel,
  defaultBudget,
  type Verdict,
} from "@addendum/containment";

/** One difference between two schemas, at a keyword or a member of one. Undefined: it is absent. */
export interface Change {
  readonly pointer: Pointer;
  readonly old: Data | undefined;
  readonly new: Data | undefined;
}

/** What a change does to the set of accepted values. */
export type Effect = "widens" | "narrows" | "both" | "none" | "unknown";

export interface JudgedChange extends Change {
  readonly effect: Effect;
  /** Where it narrows: an event of the old schema that the change alone would refuse. */
  readonly witness?: { readonly value: Data };
}

/** A change that by itself would reject an event of the old schema. */
export interface BreakingChange extends Change {
  readonly witness: Data;
}

/** Keywords that are ignored; the contents of `definitions` are examined. */
export const annotations: ReadonlySet<string> = new Set(
  keywordsWhere(draft07, ({ says, holds }) => says === "annotation" && holds === "value"),
);

/** The differences, in the order of the pointers, keyword by keyword, member by member; annotations left out. */
export function findChanges(old: Schema, newer: Schema, pointer: Pointer = ""): Change[] {
  if (equals(old, newer)) return [];
  if (!isObject(old) || !isObject(newer)) return [{ pointer, old, new: newer }];
  const keywords = [...new Set([...Object.keys(old), ...Object.keys(newer)])].sort();
  return keywords
    .filter((keyword) => !annotations.has(keyword))
    .flatMap((keyword) => changesOf(keyword, own(old, keyword), own(newer, keyword), join(pointer, keyword)));
}

function changesOf(keyword: string, old: Data | undefined, newer: Data | undefined, at: Pointer): Change[] {
  if (old !== undefined && newer !== undefined && equals(old, newer)) return [];
  const holds = subschemaKeywords.get(keyword)?.holds;
  const isMap = holds === "map" || holds === "schema-or-names";
  if (isMap && (isObject(old) || old === undefined) && (isObject(newer) || newer === undefined)) {
    const [before, after] = [old ?? {}, newer ?? {}];
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names.flatMap((name) => {
      const [one, other] = [own(before, name), own(after, name)];
      if (one === undefined || other === undefined)
        return [{ pointer: join(at, name), old: one, new: other }];
      return isArray(one) || isArray(other)
        ? equals(one, other)
          ? []
          : [{ pointer: join(at, name), old: one, new: other }]
        : findChanges(one as Schema, other as Schema, join(at, name));
    });
  }
  if (holds !== undefined && isArray(old) && isArray(newer) && old.length === newer.length) {
    return old.flatMap((one, index) => findChanges(one as Schema, newer[index] as Schema, join(at, index)));
  }
  if (holds !== undefined && isObject(old) && isObject(newer)) return findChanges(old, newer, at);
  return [{ pointer: at, old, new: newer }];
}

/** A schema with one change made to it. */
export function applyChange(schema: Schema, { pointer, new: value }: Change): Schema {
  return replace(schema, tokens(pointer), value) as Schema;
}

function replace(data: Data, path: readonly string[], value: Data | undefined): Data | undefined {
  const [token, ...rest] = path;
  if (token === undefined) return value;
  if (isArray(data)) {
    return data.map((item, index) => (String(index) === token ? (replace(item, rest, value) ?? item) : item));
  }
  const holder: DataObject = isObject(data) ? data : {};
  const copy: Record<string, Data> = mapValues(holder, (member) => member);
  const replaced = replace(own(holder, token) ?? {}, rest, value);
  if (replaced === undefined) delete copy[token];
  else setOwn(copy, token, replaced);
  return copy;
}

/**
 * The effect of each change by itself on the events of the old schema: "unknown" where many changes to a large schema
 * would take too long.
 */
export function judgeChanges(
  old: Schema,
  changes: readonly Change[],
  contentModel: ContentModel,
): JudgedChange[] {
  const meter = new Meter(old);
  return changes.map((change): JudgedChange => {
    if (meter.isSpent) return { ...change, effect: "unknown" };
    const changed = applyChange(old, change);
    const forth = meter.contains(old, changed, { contentModel });
    const back = meter.contains(changed, old, { contentModel, isNewClosed: contentModel === "closed" });
    const witness = forth.kind === "incompatible" && { witness: { value: forth.witness } };
    return { ...change, effect: effectOf(forth, back), ...witness };
  });
}

/** The groups of changes that, made together and without the others, change or may change which values are valid. */
export function withEffect<Group extends { readonly changes: readonly Change[] }>(
  old: Schema,
  groups: readonly Group[],
): readonly Group[] {
  const meter = new Meter(old);
  return groups.filter(({ changes }) => {
    if (meter.isSpent) return true;
    const changed = changes.reduce(applyChange, old);
    const isIn = (a: Schema, b: Schema) =>
      meter.contains(a, b, { contentModel: "open" }).kind === "compatible";
    return !isIn(old, changed) || !isIn(changed, old);
  });
}

/**
 * The changes that alone would refuse old events; of many changes to a large schema not all are tried.
 * @param accepted the version that the changes were made to, and that takes the events as well; undefined: the old one
 */
export function breakingChanges(
  old: Schema,
  changes: readonly Change[],
  contentModel: ContentModel,
  accepted?: Schema,
): BreakingChange[] {
  const meter = new Meter(old);
  const options = { contentModel, ...(accepted !== undefined && { accepted }) };
  return changes.flatMap((change) => {
    if (meter.isSpent) return [];
    const verdict = meter.contains(old, applyChange(accepted ?? old, change), options);
    return verdict.kind === "incompatible" ? [{ ...change, witness: verdict.witness }] : [];
  });
}

/** Steps that judging the changes between two schemas one by one may take: some seconds. */
const allowance = 400_000;

/** Compares until the allowance is spent. */
class Meter {
  private left = allowance;
  /** What a comparison takes before its first step: as long as some steps for each subschema. */
  private readonly start: number;

  constructor(schema: Schema) {
    this.start = 4 * [...subschemas(schema)].length;
  }

  get isSpent(): boolean {
    return this.left <= 0;
  }

  contains(old: Schema, newer: Schema, options: ContainsOptions): Verdict {
    const budget = Math.max(0, Math.min(this.left, defaultBudget));
    const verdict = contains(old, newer, { ...options, budget });
    this.left -= this.start + verdict.steps;
    return verdict;
  }
}

function effectOf(forth: Verdict, back: Verdict): Effect {
  if (forth.kind === "unknown" || back.kind === "unknown") return "unknown";
  if (forth.kind === "compatible") return back.kind === "compatible" ? "none" : "widens";
  return back.kind === "compatible" ? "narrows" : "both";
}
