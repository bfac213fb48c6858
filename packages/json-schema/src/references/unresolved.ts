import type { Failure } from "./resources.ts";

/**
 * What a reference that has no target begins with once its document is resolved: neither a pointer nor a name that
 * anything can have, so that nothing finds a target for it later.
 */
const mark = "#?";

/** A reference that has no target, with why, in the place of what was written. */
export function unresolved(reference: string, failure: Failure, uri: string): string {
  return `${mark}${failure} ${uri.replaceAll(" ", "%20")} ${reference}`;
}

export function isUnresolved(reference: string): boolean {
  return reference.startsWith(mark);
}

const form = /^#\?(no-document|no-place|ambiguous|undefined-base|malformed) (\S*) (.*)$/s;

/** The reference as it was written. */
export function writtenReference(reference: string): string {
  return form.exec(reference)?.[3] ?? reference;
}

/** Says of a reference that has no target, as a resolved document has it, what was written and why. */
export function whyUnresolved(reference: string): string {
  const match = form.exec(reference);
  if (match === null) return `“${reference}” does not point to a schema in this document`;
  const [, failure, uri = "", written = ""] = match;
  switch (failure as Failure) {
    case "no-document":
      return written === uri
        ? `“${written}” refers to a document that is not available`
        : `“${written}” refers to a document that is not available, ${uri}`;
    case "no-place":
      return written.startsWith("#")
        ? `“${written}” does not point to a schema in this document`
        : `“${written}” does not point to a schema`;
    case "ambiguous":
      return `“${written}” is ambiguous: different schemas have this identifier`;
    case "undefined-base":
      return `“${written}” depends on an “$id” whose effect draft-07 does not define`;
    case "malformed":
      return `“${written}” is not a valid reference`;
  }
}
