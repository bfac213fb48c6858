import { type Data, isObject, join, own, type Pointer } from "@addendum/json-schema";
import { parseVersion, type Version } from "./version.ts";

/** A reference as it is written in a source. */
export interface SourceReference {
  readonly reference: string;
  readonly pointer: Pointer;
}

/** Every `$ref` that leads out of its document, in the order of the text. */
export function externalReferences(data: Data): SourceReference[] {
  const found: SourceReference[] = [];
  const path: (string | number)[] = [];
  const walk = (value: Data): void => {
    if (typeof value !== "object" || value === null || value instanceof Date) return;
    if (isObject(value)) {
      const reference = own(value, "$ref");
      if (typeof reference === "string" && !/^(\.\/)?#/.test(reference)) {
        found.push({ reference, pointer: join("", ...path, "$ref") });
      }
    }
    for (const key of Object.keys(value)) {
      path.push(key);
      walk((value as { readonly [key: string]: Data })[key] as Data);
      path.pop();
    }
  };
  walk(data);
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
