import { canonical, type Data, isArray, isObject, shorten } from "@addendum/json-schema";

const length = 60;

/** A value as a message shows it, on one line and not too long. */
export function showValue(value: Data | undefined): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return `“${shorten(value, length)}”`;
  if (value instanceof Date) return value.toISOString().replace("T00:00:00.000Z", "");
  if (isArray(value))
    return value.length === 0 ? "an empty list" : `the list ${shorten(canonical(value), length)}`;
  if (isObject(value)) return Object.keys(value).length === 0 ? "an empty object" : "an object";
  return shorten(canonical(value), length);
}
