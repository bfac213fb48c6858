import {
  canonical,
  type Data,
  type DataObject,
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
import { closeSchema, contains, type ContentModel, type Verdict } from "@addendum/containment";

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
  if (canonical(old) === canonical(newer)) return [];
  if (!isObject(old) || !isObject(newer)) return [{ pointer, old, new: newer }];
  const keywords = [...new Set([...Object.keys(old), ...Object.keys(newer)])].sort();
  return keywords
    .filter((keyword) => !annotations.has(keyword))
    .flatMap((keyword) => changesOf(keyword, own(old, keyword), own(newer, keyword), join(pointer, keyword)));
}

function changesOf(keyword: string, old: Data | undefined, newer: Data | undefined, at: Pointer): Change[] {
  if (old !== undefined && newer !== undefined && canonical(old) === canonical(newer)) return [];
  const holds = subschemaKeywords.get(keyword);
  if (holds === "map" && (isObject(old) || old === undefined) && (isObject(newer) || newer === undefined)) {
    const [before, after] = [old ?? {}, newer ?? {}];
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names.flatMap((name) => {
      const [one, other] = [own(before, name), own(after, name)];
      if (one === undefined || other === undefined)
        return [{ pointer: join(at, name), old: one, new: other }];
      return isArray(one) || isArray(other)
        ? canonical(one) === canonical(other)
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
  const back =
    contentModel === "open" ? contains(changed, old, { contentModel }) : declaresNoMore(changed, old);
  return {
    ...change,
    effect: effectOf(forth, back),
    ...(forth.kind === "incompatible" && { witness: { value: forth.witness } }),
  };
}

/** Whether what typed code may send under one schema it may send under the other, undeclared names refused by both. */
function declaresNoMore(schema: Schema, other: Schema): Verdict {
  const closing = closeSchema(other);
  if (!isObject(closing) || !isObject(other) || Object.hasOwn(other, "$ref")) return contains(schema, other);
  const named = mapValues((own(closing, "definitions") ?? {}) as DataObject, renamed);
  const definitions = { ...(own(other, "definitions") as DataObject | undefined) };
  for (const [name, one] of Object.entries(named))
    setOwn(definitions as Record<string, Data>, prefix + name, one);
  const { definitions: _, ...root } = closing;
  const members = own(other, "allOf");
  return contains(schema, {
    ...other,
    definitions,
    allOf: [...(isArray(members) ? members : []), renamed(root)],
  });
}

const prefix = "closed:";

function renamed(data: Data): Data {
  if (isArray(data)) return data.map(renamed);
  if (!isObject(data)) return data;
  return mapValues(data, (member, key) =>
    key === "$ref" && typeof member === "string"
      ? member.replace("#/definitions/", `#/definitions/${prefix}`)
      : renamed(member),
  );
}

function effectOf(forth: Verdict, back: Verdict): Effect {
  if (forth.kind === "unknown" || back.kind === "unknown") return "unknown";
  if (forth.kind === "compatible") return back.kind === "compatible" ? "none" : "widens";
  return back.kind === "compatible" ? "narrows" : "both";
}
