import { canonical, type Data, isArray, isObject, own, shorten } from "@addendum/json-schema";
import { showValue } from "./show-value.ts";

/** A change that rejects events, in words that complete the sentences of the rule event-invalidated. */
export interface ConstraintWords {
  /** What was done: “`maxLength` lowered from 32 to 16”. */
  readonly change: string;
  /** Which events it concerns: “with longer values”. */
  readonly affected: string;
  /** What to write to undo it: “Keep `maxLength: 32`”. */
  readonly remedy: string;
}

/** What rejects a value that crosses the limit. */
const limits: Readonly<
  Record<string, { readonly tightened: "lowered" | "raised"; readonly affected: string }>
> = {
  maxLength: { tightened: "lowered", affected: "with longer values" },
  minLength: { tightened: "raised", affected: "with shorter values" },
  maximum: { tightened: "lowered", affected: "with larger values" },
  exclusiveMaximum: { tightened: "lowered", affected: "with values at or above it" },
  minimum: { tightened: "raised", affected: "with smaller values" },
  exclusiveMinimum: { tightened: "raised", affected: "with values at or below it" },
  maxItems: { tightened: "lowered", affected: "with more items" },
  minItems: { tightened: "raised", affected: "with fewer items" },
  maxProperties: { tightened: "lowered", affected: "with more properties" },
  minProperties: { tightened: "raised", affected: "with fewer properties" },
};

/** Which events a keyword rejects that has no limit to cross, once it was added or changed. */
const conditions: Readonly<Record<string, string>> = {
  pattern: "with values that do not match",
  format: "with values that do not have this format",
  multipleOf: "with values that are not multiples of it",
  uniqueItems: "with repeated items",
  type: "with values of other types",
  not: "with values that match it",
  anyOf: "with values that match none of its options",
  oneOf: "with values that match none of its options, or several",
  allOf: "with values that do not match all of it",
  contains: "without a matching item",
  propertyNames: "with other names of properties",
  dependencies: "that do not satisfy it",
};

/**
 * Describes one change of a schema that rejects events which the old schema accepts.
 *
 * @param keyword the changed keyword; undefined if a whole subschema was added, removed or replaced
 * @param before its value in the old schema, undefined if it was absent
 * @param after its value in the new schema, undefined if it is absent
 */
export function describeConstraint(
  keyword: string | undefined,
  before: Data | undefined,
  after: Data | undefined,
): ConstraintWords {
  const remedy = before === undefined ? `Remove ${code(keyword, after)}` : `Keep ${code(keyword, before)}`;
  const affected = "with other values";
  if (keyword === undefined) {
    if (before === undefined) return { change: "now declared", affected, remedy: "Accept any value there" };
    if (after === undefined)
      return { change: "no longer declared", affected: "with a value there", remedy: "Keep the declaration" };
    return {
      change: `changed from ${show(before)} to ${show(after)}`,
      affected,
      remedy: "Keep what was accepted",
    };
  }
  const limit = own(limits, keyword) as (typeof limits)[string] | undefined;
  if (limit !== undefined) {
    const change =
      before === undefined || after === undefined
        ? changed(keyword, before, after)
        : `\`${keyword}\` ${limit.tightened} from ${show(before)} to ${show(after)}`;
    return { change, affected: limit.affected, remedy };
  }
  const condition =
    (after === undefined ? undefined : (own(conditions, keyword) as string | undefined)) ?? affected;
  if (keyword === "enum" && isArray(after)) return describeOptions(before, after, remedy);
  if (keyword === "additionalProperties" && after === false) {
    const none = "Remove `additionalProperties: false`";
    return {
      change: "undeclared properties are now rejected",
      affected: "with undeclared properties",
      remedy: none,
    };
  }
  if (keyword === "type" && before !== undefined && after !== undefined) {
    return { change: `type changed from ${types(before)} to ${types(after)}`, affected: condition, remedy };
  }
  return { change: changed(keyword, before, after), affected: condition, remedy };
}

function describeOptions(before: Data | undefined, after: readonly Data[], remedy: string): ConstraintWords {
  const kept = new Set(after.map((option) => canonical(option)));
  const removed = isArray(before) ? before.filter((option) => !kept.has(canonical(option))) : [];
  if (removed.length === 0) {
    return { change: `limited to ${list(after)}`, affected: "with other values", remedy };
  }
  const options = removed.length === 1 ? "option" : "options";
  return {
    change: `${options} ${list(removed)} removed`,
    affected: removed.length === 1 ? "with that option" : "with those options",
    remedy: `Keep the ${options}`,
  };
}

function changed(keyword: string, before: Data | undefined, after: Data | undefined): string {
  if (before === undefined) return `${code(keyword, after)} added`;
  if (after === undefined) return `${code(keyword, before)} removed`;
  return `\`${keyword}\` changed from ${show(before)} to ${show(after)}`;
}

/** A keyword as one would write it, if it is short; else its name. */
function code(keyword: string | undefined, value: Data | undefined): string {
  if (keyword === undefined) return "the declaration";
  const isShort =
    value !== undefined && !isObject(value) && !isArray(value) && canonical(value).length <= longest;
  return isShort
    ? `\`${keyword}: ${typeof value === "string" ? value : canonical(value)}\``
    : `\`${keyword}\``;
}

/** Characters of a value in a message. */
const longest = 60;

function show(value: Data): string {
  return isObject(value) || isArray(value) ? shorten(canonical(value), longest) : showValue(value);
}

function types(value: Data): string {
  return isArray(value) ? value.map(String).join(" or ") : String(value);
}

function list(options: readonly Data[]): string {
  const shown = options.slice(0, 5).map((option) => showValue(option));
  return [...shown, ...(options.length > shown.length ? [`${options.length - shown.length} more`] : [])].join(
    ", ",
  );
}
