import { type Data, isArray, isObject, join, own, type Pointer } from "@addendum/json-schema";
import { parseVersion, type Version } from "./version.ts";

/** A reference as it is written in a source. */
export interface SourceReference {
  readonly reference: string;
  readonly pointer: Pointer;
}

/** Every `$ref` that leads out of its document, in the order of the text. */
export function externalReferences(data: Data): SourceReference[] {
  const found: SourceReference[] = [];
  const walk = (value: Data, pointer: Pointer): void => {
    if (isArray(value)) {
      value.forEach((item, index) => walk(item, join(pointer, index)));
    } else if (isObject(value)) {
      const reference = own(value, "$ref");
      if (typeof reference === "string" && !/^(\.\/)?#/.test(reference)) {
        found.push({ reference, pointer: join(pointer, "$ref") });
      }
      for (const [key, member] of Object.entries(value)) walk(member, join(pointer, key));
    }
  };
  walk(data, "");
  return found;
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
