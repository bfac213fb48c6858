import yaml from "js-yaml";
import { type Data, isArray } from "../data/data.ts";
import { Memo } from "../data/memo.ts";
import { YamlWriter } from "./yaml-writer.ts";

/** Keys that are first, in this order, at every level. Source: the order that @wikimedia/jsonschema-tools writes. */
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
const ascii = /^[\x20-\x7e]*$/;

/** Where a key is among the leading ones, and whether it is of printable ASCII: looked up once for each name. */
const keyOrders = new Memo((key: string) => ({
  lead: leadingKeys.get(key) ?? leadingKeys.size,
  isAscii: ascii.test(key),
}));

/** The order of keys in materialized files: the leading keys, then by ICU collation. */
export function compareKeys(a: string, b: string): number {
  const [left, right] = [keyOrders.of(a), keyOrders.of(b)];
  if (left.lead !== right.lead) return left.lead - right.lead;
  if (left.isAscii && right.isAscii) return compareAscii(a, b);
  // A fixed locale, so that the same data gives the same bytes on every machine.
  collator ??= new Intl.Collator("en-US");
  return collator.compare(a, b);
}

/** Printable ASCII as ICU's root collation has it; a letter weighs the same in either case. */
const collation = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz";
const weights = Array.from({ length: 0x7f }, (_, code) =>
  collation.indexOf(String.fromCharCode(code).toLowerCase()),
);

/**
 * The collation of printable ASCII, which is nearly every name: making a collator takes some 10 ms. Case decides where
 * nothing else does, and a small letter is first.
 */
function compareAscii(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let byCase = 0;
  for (let index = 0; index < length; index++) {
    const [left, right] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (left === right) continue;
    const difference = (weights[left] as number) - (weights[right] as number);
    if (difference !== 0) return difference;
    if (byCase === 0) byCase = right - left;
  }
  return a.length - b.length || byCase;
}

const writer = new YamlWriter(compareKeys);

/**
 * YAML text as js-yaml 3.x dumps it with its defaults, ending in a newline. An object that is in two places is written
 * once, with an anchor.
 */
export function toYaml(data: Data): string {
  return writer.write(data) ?? yaml.dump(data, { sortKeys: compareKeys });
}

/**
 * The same with keys in the order that they have, for files that a person continues with.
 * @param lineWidth of texts; -1 does not fold them
 */
export function toYamlInOrder(data: Data, lineWidth = 110): string {
  return yaml.dump(data, { lineWidth, noRefs: true });
}

/**
 * JSON text, indented by two spaces, *without* a newline at the end; an empty collection still breaks the line.
 * What JSON cannot contain becomes null. Source: json-stable-stringify, as @wikimedia/jsonschema-tools uses it.
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
