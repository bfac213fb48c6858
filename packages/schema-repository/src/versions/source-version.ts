import { type Data, type DataObject, isObject, join, own, type Pointer } from "@addendum/json-schema";
import type { Findings } from "../model/findings.ts";
import { noIdMismatch } from "./rules/no-id-mismatch.ts";
import { idMissingVersion } from "./rules/id-missing-version.ts";
import { versionInvalidFormat } from "./rules/version-invalid-format.ts";
import type { Settings } from "../model/settings.ts";
import { coerceVersion, formatVersion, parseVersion, type Version } from "../model/version.ts";

/** The version in a source, as it is written. */
export interface SourceVersion {
  readonly version: Version;
  /** The whole value of the version field, such as `/title/1.0.0`. */
  readonly text: string;
  readonly pointer: Pointer;
}

/** The value of a field; a name with dots that is not a key leads into objects. */
export function readField(source: DataObject, field: string): { value: Data; pointer: Pointer } | undefined {
  const direct = own(source, field);
  if (direct !== undefined) return { value: direct, pointer: join("", field) };
  let value: Data | undefined = source;
  for (const name of field.split(".")) {
    value = isObject(value) ? own(value, name) : undefined;
    if (value === undefined) return undefined;
  }
  return { value, pointer: join("", ...field.split(".")) };
}

/**
 * Reads the version field. Undefined if there is no version in it.
 * @param findings where given, what is wrong is reported there
 */
export function readVersion(
  source: DataObject,
  path: string,
  title: string,
  settings: Settings,
  findings?: Findings,
): SourceVersion | undefined {
  const field = readField(source, settings.versionField);
  const name = settings.versionField;
  if (field === undefined || (typeof field.value !== "string" && typeof field.value !== "number")) {
    const location = { file: path, pointer: field?.pointer ?? "" };
    findings?.add(idMissingVersion, "missing", location, { field: name, title });
    return undefined;
  }
  const text = String(field.value);
  const { pointer } = field;
  const last = text.slice(text.lastIndexOf("/") + 1);
  const exact = parseVersion(last);
  const coerced = exact === undefined ? coerceVersion(last) : undefined;
  if (coerced !== undefined) {
    const values = { field: name, text, title, coerced: formatVersion(coerced) };
    findings?.add(versionInvalidFormat, "coerced", { file: path, pointer }, values);
  } else if (exact === undefined) {
    findings?.add(idMissingVersion, "invalid", { file: path, pointer }, { field: name, text, title });
  }
  const version = exact ?? (settings.adopted ? coerced : undefined);
  if (version === undefined) return undefined;
  // Only an `$id` is a path; any other field contains a bare version.
  const expected = `/${title}/${formatVersion(version)}`;
  if (name === "$id" && exact !== undefined && text !== expected) {
    findings?.add(noIdMismatch, "mismatch", { file: path, pointer }, { text, expected });
    if (!settings.adopted) return undefined;
  }
  return { version, text, pointer };
}
