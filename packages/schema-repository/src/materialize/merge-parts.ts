import { below, type Data, type DataObject, isObject, own, type Step } from "@addendum/json-schema";
import { sameSchema, sameValue } from "./same-schema.ts";

/** A value, and where it is in the dereferenced document. */
export interface Part {
  readonly schema: Data;
  readonly at: Step | undefined;
}

export interface ObjectPart extends Part {
  readonly schema: DataObject;
}

/** A part's value of a keyword; undefined if it has none. */
export function keywordPart({ schema, at }: ObjectPart, keyword: string): Part | undefined {
  const value = own(schema, keyword);
  return value === undefined ? undefined : { schema: value, at: below(at, keyword) };
}

export function keywordParts(parts: readonly ObjectPart[], keyword: string): Part[] {
  return parts.flatMap((part) => keywordPart(part, keyword) ?? []);
}

/** The values that parts have for a keyword, each once. */
export function distinctValues(keyword: string, parts: readonly ObjectPart[]): Part[] {
  const kept: Part[] = [];
  for (const part of keywordParts(parts, keyword)) {
    if (!kept.some((one) => sameValue(keyword, one.schema, part.schema))) kept.push(part);
  }
  return kept;
}

/** Parts without those that are equal to an earlier one. */
export function withoutRepeats(parts: readonly Part[]): Part[] {
  const kept: Part[] = [];
  for (const part of parts) {
    if (!kept.some(({ schema }) => sameSchema(schema, part.schema))) kept.push(part);
  }
  return kept;
}

export function memberNames(values: readonly Part[]): Set<string> {
  return new Set(values.flatMap(({ schema }) => (isObject(schema) ? Object.keys(schema) : [])));
}

export function partsNamed(values: readonly Part[], name: string): Part[] {
  return values.flatMap(({ schema, at }) => {
    const member = isObject(schema) ? own(schema, name) : undefined;
    return member === undefined ? [] : [{ schema: member, at: below(at, name) }];
  });
}

/** Parts without those that have the same values of the keywords as an earlier one. */
export function distinctBy(keywords: readonly string[], parts: readonly ObjectPart[]): ObjectPart[] {
  const kept: ObjectPart[] = [];
  const same = (a: DataObject, b: DataObject) =>
    keywords.every((key) => sameValue(key, own(a, key), own(b, key)));
  for (const part of parts) if (!kept.some((one) => same(one.schema, part.schema))) kept.push(part);
  return kept;
}
