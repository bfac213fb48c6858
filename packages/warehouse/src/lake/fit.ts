import type { Column, ColumnType } from "@addendum/event-fields";
import { LosslessNumber, parse } from "lossless-json";
import { parseTime } from "./hour.ts";

/** Why a value does not fit its column: its place, and a sentence without the value itself. */
export interface Misfitting {
  /** Names and indexes from the event's root. */
  readonly path: readonly (string | number)[];
  readonly reason: string;
}

/**
 * Whether an event fits the columns of its table. Nothing is cast: 1.5 is not an integer, and "5" is not a number.
 * @param event as `JSON.parse` gives it
 * @param line its text, for numbers that a double cannot represent
 */
export function whyNoFit(
  columns: readonly Column[],
  event: Readonly<Record<string, unknown>>,
  line: string,
): Misfitting | undefined {
  return new Fit(line).members(columns, event, []);
}

/** Whether DuckDB refuses an event's text for what no column stores. */
export function whyNoText(event: Readonly<Record<string, unknown>>, line: string): Misfitting | undefined {
  // Only an escape can write half a character.
  if (!/\\u[dD][89a-fA-F]/.test(line) || isWellFormed(event)) return undefined;
  return { path: [], reason: "an undeclared field contains half a character (a lone surrogate)" };
}

class Fit {
  private exact: unknown;
  private readonly line: string;

  constructor(line: string) {
    this.line = line;
  }

  members(
    columns: readonly Column[],
    value: Readonly<Record<string, unknown>>,
    path: readonly (string | number)[],
  ): Misfitting | undefined {
    for (const { name, type, sources = [name] } of columns) {
      for (const source of sources) {
        if (!Object.hasOwn(value, source)) continue;
        const found = this.value(type, value[source], path, source);
        if (found !== undefined) return found;
      }
    }
    const twice = nameTwice(declaredNames(columns), Object.keys(value));
    return twice === undefined
      ? undefined
      : { path: [...path, twice], reason: "another name differs from this one only in case" };
  }

  private value(
    type: ColumnType,
    value: unknown,
    within: readonly (string | number)[],
    token: string | number,
  ): Misfitting | undefined {
    if (value === null) return undefined;
    const refused = (reason: string): Misfitting => ({ path: [...within, token], reason });
    switch (type.kind) {
      case "boolean":
        return typeof value === "boolean" ? undefined : refused("it is not a boolean");
      case "integer":
        if (typeof value !== "number") return refused("it is not an integer");
        return this.isInteger(value, [...within, token]) ? undefined : refused("it is not a 64-bit integer");
      case "number":
        if (typeof value !== "number") return refused("it is not a number");
        return Number.isFinite(value) ? undefined : refused("it is outside the range of the column");
      case "string":
        if (typeof value !== "string") return refused("it is not a string");
        return value.isWellFormed() ? undefined : refused("it contains half a character (a lone surrogate)");
      case "timestamp":
        if (typeof value !== "string") return refused("it is not a date-time");
        return parseTime(value) === undefined ? refused("engines do not support this date-time") : undefined;
      case "json":
        return isWellFormed(value) ? undefined : refused("it contains half a character (a lone surrogate)");
      case "list": {
        if (!Array.isArray(value)) return refused("it is not a list");
        for (const [index, item] of value.entries()) {
          const found = this.value(type.items, item, [...within, token], index);
          if (found !== undefined) return found;
        }
        return undefined;
      }
      case "map": {
        if (!isObject(value)) return refused("it is not an object");
        for (const [name, member] of Object.entries(value)) {
          if (!name.isWellFormed())
            return refused("a name in it contains half a character (a lone surrogate)");
          const found = this.value(type.values, member, [...within, token], name);
          if (found !== undefined) return found;
        }
        return undefined;
      }
      case "struct":
        if (!isObject(value)) return refused("it is not an object");
        return this.members(type.fields, value, [...within, token]);
      case "other":
        return refused("the type of its column does not occur in events");
    }
  }

  /** Beyond 2⁵³ a double may be another number than what was written. */
  private isInteger(value: number, path: readonly (string | number)[]): boolean {
    if (Number.isSafeInteger(value)) return true;
    if (!Number.isInteger(value) || Math.abs(value) > 2 ** 63) return false;
    // If a name appears twice, the last value counts, as for JSON.parse.
    this.exact ??= parse(this.line, undefined, { onDuplicateKey: ({ newValue }) => newValue });
    const found = path.reduce<unknown>(
      (whole, token) => (whole as Record<string | number, unknown>)[token],
      this.exact,
    );
    const text = found instanceof LosslessNumber ? found.toString() : "";
    if (!/^-?\d+$/.test(text)) return false;
    return BigInt.asIntN(64, BigInt(text)) === BigInt(text);
  }
}

/** The names that events have for a table's columns: as they are, and without case. */
interface DeclaredNames {
  readonly exact: ReadonlySet<string>;
  readonly folded: ReadonlySet<string>;
}

const known = new WeakMap<readonly Column[], DeclaredNames>();

function declaredNames(columns: readonly Column[]): DeclaredNames {
  let names = known.get(columns);
  if (names === undefined) {
    const exact = columns.flatMap(({ name, sources = [name] }) => sources);
    names = { exact: new Set(exact), folded: new Set(exact.map((name) => name.toLowerCase())) };
    known.set(columns, names);
  }
  return names;
}

/** A name that engines take for another one, where one of them is declared. */
function nameTwice({ exact, folded }: DeclaredNames, keys: readonly string[]): string | undefined {
  // No two columns have names that differ by case alone.
  if (keys.every((key) => exact.has(key)) && exact.size === folded.size) return undefined;
  const names = new Set<string>();
  for (const key of keys) {
    const name = key.toLowerCase();
    if (names.has(name) && folded.has(name)) return key;
    names.add(name);
  }
  return undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isWellFormed(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed();
  if (Array.isArray(value)) return value.every(isWellFormed);
  if (!isObject(value)) return true;
  return Object.entries(value).every(([name, member]) => name.isWellFormed() && isWellFormed(member));
}
