import { fullFormats } from "ajv-formats/dist/formats.js";
import type { Data } from "../data/data.ts";
import { isUrl } from "./url-format.ts";

/** Those of the validator. */
const formats = { ...fullFormats, url: isUrl };

/** What most references look like: making the whole expression for them takes some 5 ms. */
const plainReference = /^(?:https?:\/\/[\w.-]+(?:\/[\w.~:-]*)*|(?:\/[\w.~-]+)+)$/;

/** What ajv-formats defines for a format: a pattern, a predicate, or either for one JSON type. */
type FormatDefinition =
  | true
  | RegExp
  | ((value: string) => boolean)
  | { readonly type?: "number"; readonly validate: FormatDefinition };

/** The formats of draft-07 that no validator at hand asserts. Source: JSON Schema Validation draft-07 §7.3. */
const unassertedFormats = ["idn-email", "idn-hostname", "iri", "iri-reference"];

/** The names of all formats that mean something: draft-07's, and those that the validator adds. */
export const formatNames: readonly string[] = [...Object.keys(formats), ...unassertedFormats];

/**
 * The types that a format says something about. Most are about strings; `int32`, `int64`, `float` and `double` are about
 * numbers. Undefined for an unknown format.
 */
export function typesOfFormat(name: string): readonly string[] | undefined {
  if (unassertedFormats.includes(name)) return ["string"];
  if (!Object.hasOwn(formats, name)) return undefined;
  const format = formats[name as keyof typeof formats] as unknown as FormatDefinition;
  const isAboutNumbers = typeof format === "object" && "type" in format && format.type === "number";
  return isAboutNumbers ? ["integer", "number"] : ["string"];
}

/** The expression that a format is to the validator, with no flag but `i`; undefined if it is something else. */
export function formatExpression(name: string): RegExp | undefined {
  const format = Object.hasOwn(formats, name) ? formats[name as keyof typeof formats] : undefined;
  return format instanceof RegExp && /^i?$/.test(format.flags) ? format : undefined;
}

/** Whether a value matches a format; every value matches an unknown one. */
export function hasFormat(value: Data, name: string): boolean {
  if (!Object.hasOwn(formats, name)) return true;
  if (name === "uri-reference" && typeof value === "string" && plainReference.test(value)) return true;
  return fitsFormat(formats[name as keyof typeof formats] as unknown as FormatDefinition, value);
}

function fitsFormat(format: FormatDefinition, value: Data): boolean {
  if (format === true) return true;
  if (typeof format === "function") return typeof value !== "string" || format(value);
  if (format instanceof RegExp) return typeof value !== "string" || format.test(value);
  if (format.type === "number") {
    if (typeof value !== "number") return true;
    const { validate } = format as unknown as { validate: true | ((value: number) => boolean) };
    return validate === true || validate(value);
  }
  return fitsFormat(format.validate, value);
}
