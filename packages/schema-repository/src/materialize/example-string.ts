import { type DataObject, own } from "@addendum/json-schema";
import RandExp from "randexp";
import { integerBetween, ratio } from "./example-draw.ts";

/** What each format's generator gives when every draw is the same. Dates and times are fixed, not today's. */
const formats: ReadonlyMap<string, string> = new Map([
  ["date", "2021-01-01"],
  ["date-time", "2021-01-01T00:00:00.0Z"],
  ["datetime", "2021-01-01T00:00:00.0Z"],
  ["email", "jjjj@hhhhh.dd"],
  ["hostname", "hhhhh.dd"],
  ["idn-email", "jjjj@hhhhh.dd"],
  ["idn-hostname", "hhhhh.dd"],
  ["ipv4", "38.38.38.38"],
  ["ipv6", "cccc:cccc:cccc:cccc:cccc:cccc:cccc:cccc"],
  ["iri", "http://hhhhh.ddhjhj"],
  ["iri-reference", "http://hhhhh.ddhjhj"],
  ["json-pointer", "/hk/hk"],
  ["regex", ".+?"],
  ["slug", "jj"],
  ["time", "00:00:00Z"],
  ["uri", "http://hhhhh.ddhjhj"],
  ["uri-reference", "http://example.org"],
  ["uri-template", "http://hhhhh.dd/{d9}/{d9}"],
  ["uuid", "22222222-2222-2222-2222-222222222222"],
]);

/** Longer examples are unreadable; a schema that requires one gets an example that does not fit, and a warning. */
const lengthLimit = 10_000;
const word = "dolor";

/** @param start where given, this text is fitted to the schema instead of a generated one. */
export function exampleString(schema: DataObject, start?: string): string {
  const [minimum, maximum] = lengths(schema);
  const format = own(schema, "format");
  const dated = typeof format === "string" && /^(date-time|datetime|date|time)$/.test(format);
  const known = typeof format === "string" ? formats.get(format) : undefined;
  if (start === undefined && known !== undefined && dated) return known;
  let value = start ?? known ?? "";
  if (value === "" && start === undefined && known === undefined) {
    const length = integerBetween(minimum, maximum);
    value = word;
    while (value.length < minimum) value += word;
    value = value.slice(0, length);
  }
  while (value.length < minimum) value += `/${value}`;
  return cut(value, maximum);
}

/** A string that matches the pattern, repeated and cut to the schema's lengths; a plain word if there is none. */
export function stringFromPattern(pattern: string, schema: DataObject): string {
  const [minimum, maximum] = lengths(schema);
  const generated = randomText(pattern);
  if (generated === undefined) return exampleString(schema, word);
  if (generated === "") return "";
  const times = Math.max(1, Math.ceil(minimum / generated.length));
  return cut(generated.repeat(times), maximum);
}

/** A maximum of 0 cuts nothing: only a word made to measure is empty then. */
function cut(text: string, maximum: number): string {
  return maximum > 0 ? text.slice(0, maximum) : text;
}

function lengths(schema: DataObject): [minimum: number, maximum: number] {
  const minimum = own(schema, "minLength");
  const maximum = own(schema, "maxLength");
  return [
    Math.min(Math.max(typeof minimum === "number" ? minimum : 0, 0), lengthLimit),
    typeof maximum === "number" ? maximum : Number.MAX_SAFE_INTEGER,
  ];
}

function randomText(pattern: string): string | undefined {
  try {
    const generator = new RandExp(pattern);
    if (largestText(generator as unknown as Tokens) > lengthLimit) return undefined;
    generator.max = 10;
    generator.randInt = (from, to) => from + Math.floor(ratio * (1 + (to - from)));
    return generator.gen();
  } catch {
    return undefined; // A pattern that the generator cannot read.
  }
}

/** The part of randexp's token tree that decides how long a text may become. */
interface Tokens {
  readonly tokens?: Tokens;
  readonly stack?: readonly Tokens[];
  readonly options?: readonly (readonly Tokens[])[];
  readonly value?: Tokens | number;
  readonly min?: number;
  readonly max?: number;
}

/** The least length that repetitions force, so that `(a{9999}){9999}` is not tried. */
function largestText(token: Tokens): number {
  if (token.tokens) return largestText(token.tokens);
  const all = (list: readonly Tokens[]) => list.reduce((sum, one) => sum + largestText(one), 0);
  if (token.options) return Math.max(...token.options.map(all));
  if (token.stack) return all(token.stack);
  if (token.min !== undefined && typeof token.value === "object") {
    const most = token.max === undefined || token.max === Infinity ? token.min + 10 : token.max;
    const times = token.min + Math.floor(ratio * (1 + most - token.min));
    return times * Math.max(1, largestText(token.value));
  }
  return 1;
}
