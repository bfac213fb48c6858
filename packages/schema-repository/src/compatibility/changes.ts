import {
  type Data,
  type DataObject,
  equals,
  isArray,
  isObject,
  join,
  mapValues,
  own,
  type Pointer,
  type Schema,
  setOwn,
  subschemaKeywords,
  tokens,
} from "@addendum/json-schema";
import { contains, type ContentModel, type Verdict } from "@addendum/containment";

/** One difference between two schemas, at a keyword or a member of one. Undefined: it is not there. */
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

export const annotations: ReadonlySet<string> = new Set(
  "title description default examples $comment $id $schema readOnly writeOnly contentMediaType contentEncoding".split(
    " ",
  ),
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
  const holds = subschemaKeywords.get(keyword);
  if (holds === "map" && (isObject(old) || old === undefined) && (isObject(newer) || newer === undefined)) {
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

/** What one change alone would do to the events of the old schema. */
export function judgeChange(old: Schema, change: Change, contentModel: ContentModel): JudgedChange {
  const changed = applyChange(old, change);
  const forth = contains(old, changed, { contentModel });
  const back = contains(changed, old, { contentModel, isNewClosed: contentModel === "closed" });
  return {
    ...change,
    effect: effectOf(forth, back),
    ...(forth.kind === "incompatible" && { witness: { value: forth.witness } }),
  };
}

function effectOf(forth: Verdict, back: Verdict): Effect {
  if (forth.kind === "unknown" || back.kind === "unknown") return "unknown";
  if (forth.kind === "compatible") return back.kind === "compatible" ? "none" : "widens";
  return back.kind === "compatible" ? "narrows" : "both";
}
