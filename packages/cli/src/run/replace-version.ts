import { findRange, type Pointer, sourceRanges } from "@addendum/json-schema";

/**
 * The text of a current with another version, and nothing else changed; undefined if the version is written in a way
 * that cannot be changed.
 * @param pointer to the field that contains the version
 */
export function replaceVersion(text: string, pointer: Pointer, version: string): string | undefined {
  const range = findRange(sourceRanges(text), pointer, text);
  const written = text.slice(range.start, range.end);
  // What is last in the field is the version, or what was taken for one.
  const replaced = written.replace(/[^/'"\s]+(?=['"]?$)/, version);
  if (replaced === written && !written.includes(version)) return undefined;
  return text.slice(0, range.start) + replaced + text.slice(range.end);
}
