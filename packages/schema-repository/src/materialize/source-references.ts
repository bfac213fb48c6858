import {
  type Data,
  isArray,
  isObject,
  join,
  own,
  type Pointer,
  type Reading,
  readingBelow,
  step,
} from "@addendum/json-schema";
import { referencesOf } from "./document-references.ts";
import { parseVersion, type Version } from "../model/version.ts";

/** A reference as it is written in a source. */
export interface SourceReference {
  readonly reference: string;
  readonly pointer: Pointer;
}

/** Every `$ref` that leads out of its document, in the order of the text. */
export function externalReferences(data: Data): SourceReference[] {
  if (!holdsReference(data)) return [];
  const references = referencesOf({ uri: "", data });
  const found: SourceReference[] = [];
  const path: (string | number)[] = [];
  const walk = (value: Data, reading: Reading | undefined): void => {
    if (typeof value !== "object" || value === null || value instanceof Date) return;
    const reference = isObject(value) ? own(value, "$ref") : undefined;
    if (typeof reference === "string" && references.meaning(reference, reading).kind === "elsewhere") {
      found.push({ reference, pointer: join("", ...path, "$ref") });
    }
    for (const key of Object.keys(value)) {
      path.push(key);
      walk(step(value, key) as Data, reading && readingBelow(value, key, reading));
      path.pop();
    }
  };
  walk(data, references.start);
  return found;
}

/** Most versions refer to nothing, and that is seen sooner than what a reference means. */
function holdsReference(value: Data): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (isArray(value)) return value.some(holdsReference);
  if (isObject(value) && typeof own(value, "$ref") === "string") return true;
  return Object.values(value).some(holdsReference);
}

/** The title and version that a reference like `/title/1.0.0#` names; `version` is undefined for `latest`. */
export function parseReference(
  reference: string,
): { readonly title: string; readonly version: Version | undefined } | undefined {
  const match = /^\/(.+)\/(\d+\.\d+\.\d+|latest)(?:\.(?:yaml|json))?(?:#.*)?$/.exec(reference);
  if (match === null) return undefined;
  const version = parseVersion(match[2] as string);
  return { title: match[1] as string, version };
}
