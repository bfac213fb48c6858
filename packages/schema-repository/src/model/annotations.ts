import { type Data, type DataObject, isObject, own } from "@addendum/json-schema";

/**
 * What Addendum reads beside draft-07's keywords; validators ignore it. `privacy` marks personal data (see
 * docs/personal-data.md); the others say who is responsible for a schema and how long it will last (see docs/linting.md).
 */
export const annotationKeywords: readonly string[] = [
  "contact",
  "deprecated",
  "owner",
  "privacy",
  "successor",
  "sunset",
  "temporary",
  "ticket",
];

/** The text under a keyword; empty where there is none. */
export function textOf(schema: DataObject, keyword: string): string {
  const value = own(schema, keyword);
  return typeof value === "string" ? value : "";
}

/** Whether a schema is deprecated: by a mark, a successor, or the beginning of its description. */
export function isDeprecated(schema: Data): boolean {
  if (!isObject(schema)) return false;
  const says = /^\W*deprecated\b/i.test(textOf(schema, "description"));
  return own(schema, "deprecated") === true || says || textOf(schema, "successor") !== "";
}

/** A day as YYYY-MM-DD, also where YAML read it as a moment; undefined: it is none. */
export function dayOf(value: Data | undefined): string | undefined {
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? undefined : value.toISOString().slice(0, 10);
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return undefined;
  const day = new Date(`${value}T00:00:00Z`);
  return Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== value ? undefined : value;
}
