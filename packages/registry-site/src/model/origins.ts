import { type Data, type DataObject, isArray, isObject, own, resolvePointer } from "@addendum/json-schema";
import { keyOf } from "./since.ts";
import type { ReferenceRecord } from "./record.ts";

/** What a reference leads to: the document, and the schema that it is a version of. */
export interface ReferencedSchema extends ReferenceRecord {
  readonly data: Data;
}

const depthLimit = 40;
const visitLimit = 20_000;

/**
 * The schema from which each field comes by the author's reference. A field that the schema also
 * declares itself is its own.
 * @param source the schema as it is written
 * @param lookUp what a reference leads to, its fragment left out; undefined if it has no target or stays within
 */
export function originsOf(
  source: DataObject,
  lookUp: (reference: string) => ReferencedSchema | undefined,
): ReadonlyMap<string, ReferenceRecord> {
  const origins = new Map<string, ReferenceRecord>();
  const ownPaths = new Set<string>();
  let visits = 0;

  const visit = (
    node: Data | undefined,
    document: Data,
    path: readonly string[],
    origin: ReferenceRecord | undefined,
    depth: number,
  ): void => {
    if (!isObject(node) || depth > depthLimit || visits++ > visitLimit) return;
    const reference = own(node, "$ref");
    if (typeof reference === "string") {
      follow(reference, document, path, origin, depth);
      return;
    }
    const properties = own(node, "properties");
    for (const [name, member] of Object.entries(isObject(properties) ? properties : {})) {
      const at = [...path, name];
      if (origin === undefined) ownPaths.add(keyOf(at));
      else if (!origins.has(keyOf(at))) origins.set(keyOf(at), origin);
      visit(member, document, at, origin, depth + 1);
    }
    for (const keyword of ["allOf", "anyOf", "oneOf"]) {
      const parts = own(node, keyword);
      if (isArray(parts)) for (const part of parts) visit(part, document, path, origin, depth + 1);
    }
    for (const keyword of ["items", "additionalProperties"]) {
      visit(own(node, keyword), document, [...path, "*"], origin, depth + 1);
    }
  };

  const follow = (
    reference: string,
    document: Data,
    path: readonly string[],
    origin: ReferenceRecord | undefined,
    depth: number,
  ): void => {
    const hash = reference.indexOf("#");
    const fragment = hash === -1 ? "" : reference.slice(hash + 1);
    const isWithin = hash === 0;
    const target = isWithin ? undefined : lookUp(reference);
    const whole = isWithin ? document : target?.data;
    if (whole === undefined) return;
    const part = fragment === "" ? whole : resolvePointer(whole, decode(fragment));
    const from = target && { title: target.title, version: target.version };
    visit(part, whole, path, origin ?? from, depth + 1);
  };

  visit(source, source, [], undefined, 0);
  for (const path of ownPaths) origins.delete(path);
  return origins;
}

function decode(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
