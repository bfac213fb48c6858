import type { Declaration } from "@addendum/event-fields";
import { type Data, isArray } from "@addendum/json-schema";

/** A constraint on the values of a field, in words; code in it is separate. */
export interface Constraint {
  readonly words: string;
  readonly code?: string;
}

const formats: Readonly<Record<string, string>> = {
  "date-time": "date and time (RFC 3339)",
  date: "date (RFC 3339)",
  time: "time (RFC 3339)",
  email: "email address",
  hostname: "host name",
  ipv4: "IPv4 address",
  ipv6: "IPv6 address",
  uri: "URI",
  "uri-reference": "URI or relative reference",
  uuid: "UUID",
  regex: "regular expression",
};

/** The constraints of a declaration besides its type and options. */
export function constraintsOf(declaration: Declaration): readonly Constraint[] {
  const { limits, format } = declaration;
  const number = (name: string) => {
    const limit = limits.get(name);
    return typeof limit === "number" ? limit : undefined;
  };
  const found: (Constraint | undefined)[] = [
    format === undefined ? undefined : { words: formats[format] ?? `format ${format}` },
    counted(number("minLength"), number("maxLength"), "character"),
    range(number),
    counted(number("minItems"), number("maxItems"), "item"),
    counted(number("minProperties"), number("maxProperties"), "member"),
    number("multipleOf") === undefined ? undefined : { words: `multiple of ${number("multipleOf") ?? ""}` },
    limits.get("uniqueItems") === true ? { words: "no item twice" } : undefined,
    ...patternsOf(limits.get("pattern")).map((code) => ({ words: "matches", code })),
    declaration.isClosed && declaration.properties.size > 0
      ? { words: "no other properties are accepted" }
      : undefined,
  ];
  return found.filter((one) => one !== undefined);
}

function patternsOf(pattern: Data | undefined): readonly string[] {
  const all = isArray(pattern) ? pattern : [pattern];
  return all.filter((one) => typeof one === "string");
}

function counted(least: number | undefined, most: number | undefined, what: string): Constraint | undefined {
  const plural = (count: number) => `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;
  if (least !== undefined && least === most) return { words: `exactly ${plural(least)}` };
  if (most !== undefined) {
    return {
      words: least === undefined || least === 0 ? `at most ${plural(most)}` : `${least} to ${plural(most)}`,
    };
  }
  if (least === undefined || least === 0) return undefined;
  return { words: least === 1 ? "not empty" : `at least ${plural(least)}` };
}

/** Bounds that materializing writes where a schema states none say nothing. */
function isBound(value: number | undefined): value is number {
  return value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER;
}

function range(number: (name: string) => number | undefined): Constraint | undefined {
  const [least, most] = [number("minimum"), number("maximum")];
  const [above, below] = [number("exclusiveMinimum"), number("exclusiveMaximum")];
  if (isBound(least) && isBound(most) && above === undefined && below === undefined) {
    return { words: least === most ? `exactly ${least}` : `${least} to ${most}` };
  }
  const words = [
    isBound(least) ? `at least ${least}` : "",
    isBound(above) ? `more than ${above}` : "",
    isBound(most) ? `at most ${most}` : "",
    isBound(below) ? `less than ${below}` : "",
  ].filter(Boolean);
  return words.length === 0 ? undefined : { words: words.join(", ") };
}
