import yaml from "js-yaml";
import { type Data, isArray } from "./data.ts";

/** Keys that stand first, in this order, at every level. Source: the order that @wikimedia/jsonschema-tools writes. */
const leadingKeys = new Map(
  [
    "title",
    "description",
    "$id",
    "$schema",
    "type",
    "additionalProperties",
    "required",
    "properties",
    "allOf",
    "examples",
  ].map((key, index) => [key, index]),
);

let collator: Intl.Collator | undefined;
const lowerCase = /^[a-z]+$/;

/** The order of keys in materialized files: the leading keys, then by ICU collation. */
export function compareKeys(a: string, b: string): number {
  const leadA = leadingKeys.get(a);
  const leadB = leadingKeys.get(b);
  if (leadA !== undefined || leadB !== undefined) {
    return (leadA ?? leadingKeys.size) - (leadB ?? leadingKeys.size);
  }
  if (lowerCase.test(a) && lowerCase.test(b)) return a < b ? -1 : a > b ? 1 : 0;
  // A fixed locale, so that the same data gives the same bytes on every machine.
  collator ??= new Intl.Collator("en-US");
  return collator.compare(a, b);
}

/**
 * YAML text as js-yaml 3.x dumps it with its defaults, ending in a newline. An object that stands in two places is
 * written once, with an anchor.
 */
export function toYaml(data: Data): string {
  // The writer's own search for shared objects is quadratic, so it is spared where there are none.
  return yaml.dump(data, { sortKeys: compareKeys, noRefs: !sharesObjects(data) });
}

function sharesObjects(data: Data, seen = new Set<object>()): boolean {
  if (typeof data !== "object" || data === null || data instanceof Date) return false;
  if (seen.has(data)) return true;
  seen.add(data);
  return (isArray(data) ? data : Object.values(data)).some((member) => sharesObjects(member, seen));
}

/**
 * JSON text, indented by two spaces, *without* a newline at the end; an empty collection still breaks the line.
 * What JSON cannot hold becomes null. Source: json-stable-stringify, as @wikimedia/jsonschema-tools uses it.
 */
export function toJson(data: Data): string {
  return stringify(data, "\n");
}

function stringify(data: Data, newline: string): string {
  if (typeof data !== "object" || data === null || data instanceof Date) return JSON.stringify(data);
  const inner = newline + "  ";
  if (isArray(data)) {
    return "[" + data.map((item) => inner + stringify(item, inner)).join(",") + newline + "]";
  }
  const keys = Object.keys(data).sort(compareKeys);
  const members = keys.map((key) => `${inner}${JSON.stringify(key)}: ${stringify(data[key] as Data, inner)}`);
  return "{" + members.join(",") + newline + "}";
}
