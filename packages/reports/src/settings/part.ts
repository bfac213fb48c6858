import {
  type Data,
  type DataObject,
  isArray,
  join as joinPointer,
  own,
  type Pointer,
} from "@addendum/json-schema";
import { suggest } from "@addendum/schema-repository";
import { parseTime } from "../schedule/date-text.ts";
import type { Granularity } from "../schedule/interval.ts";
import type { Remarks } from "./remarks.ts";

/** Reads the keys of one mapping, with those of another as defaults. */
export class Part {
  readonly key: string;
  readonly pointer: Pointer;
  private readonly remarks: Remarks;
  private readonly data: DataObject;
  private readonly defaults: DataObject;

  constructor(remarks: Remarks, key: string, data: DataObject, defaults: DataObject, pointer: Pointer) {
    this.remarks = remarks;
    this.key = key;
    this.data = data;
    this.defaults = defaults;
    this.pointer = pointer;
  }

  value(name: string): Data | undefined {
    return own(this.data, name) ?? own(this.defaults, name) ?? undefined;
  }

  /** Where the value is. */
  pointerOf(name: string): Pointer {
    if (Object.hasOwn(this.data, name)) return joinPointer(this.pointer, name);
    return Object.hasOwn(this.defaults, name) ? joinPointer("/defaults", name) : this.pointer;
  }

  text(name: string): string | undefined {
    const value = this.value(name);
    if (value === undefined || typeof value === "string") return value;
    return this.remarks.invalid(this.pointerOf(name), name, value, "It must be a string; put it in quotes.");
  }

  integer(name: string, least: number, hint: string): number | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= least) return value;
    return this.remarks.invalid(this.pointerOf(name), name, value, `${hint} The least is ${least}.`);
  }

  /** YAML 1.1, in which these files were written, has more words for true. */
  flag(name: string): boolean {
    const value = this.value(name);
    return value === true || (typeof value === "string" && /^(yes|on|true|y)$/i.test(value));
  }

  list(name: string): readonly string[] {
    const value = this.value(name) ?? [];
    if (isArray(value) && value.every((one) => typeof one === "string")) return value;
    return this.remarks.invalid(this.pointerOf(name), name, value, "It must be a list of strings.");
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[], fallback?: Choice): Choice {
    const value = this.value(name) ?? fallback;
    if (value === undefined)
      return this.remarks.missing(this.key, name, this.pointer, `It must be one of ${choices.join(", ")}.`);
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    const meant = typeof value === "string" ? suggest(value, choices) : undefined;
    const hint =
      meant === undefined ? `It must be one of ${choices.join(", ")}.` : `Did you mean “${meant}”?`;
    return this.remarks.invalid(this.pointerOf(name), name, value, hint);
  }

  moment(name: string, granularity: Granularity): number {
    const value = this.value(name);
    const hint = "It must be a date, such as 2026-01-31.";
    if (value === undefined) return this.remarks.missing(this.key, name, this.pointer, hint);
    const time =
      value instanceof Date ? value.getTime() : typeof value === "string" ? parseTime(value) : undefined;
    if (time === undefined || Number.isNaN(time))
      return this.remarks.invalid(this.pointerOf(name), name, value, hint);
    return granularity === "hours" ? time : Math.floor(time / 86_400_000) * 86_400_000;
  }
}
