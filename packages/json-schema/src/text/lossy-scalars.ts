import type { Pointer } from "../data/pointer.ts";
import { type SourceRange, sourceRanges } from "./source-ranges.ts";
import { below, type Step, toPointer } from "../data/steps.ts";

/** A plain scalar that no JSON text contains as it is written. */
export interface LossyScalar {
  readonly pointer: Pointer;
  /**
   * `unsafe-integer`: a double rounds it. `not-finite`: infinite, or no number. `base-60`: written as 12:30, and read as
   * a number. `date`: read as a point in time. `date-key`: the same, where a member is named by it.
   */
  readonly kind: "unsafe-integer" | "not-finite" | "base-60" | "date" | "date-key";
  /** As it is written; of a date, the day, or the moment. */
  readonly text: string;
}

/** Source: YAML 1.1, the types `int` and `float`. */
const base60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const mayHoldBase60 = /(?:^|[\s[{,:])[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?=[\s,\]}.]|$)/m;

/** Collects what may be lossy while a document is walked, and looks at the text only if there is any. */
export class LossySuspects {
  private readonly found: LossyScalar[] = [];
  private readonly text: string;
  private readonly mayHoldBase60: boolean;

  constructor(text: string) {
    this.text = text;
    this.mayHoldBase60 = mayHoldBase60.test(text);
  }

  visit(value: number | Date, place: Step | undefined): void {
    const kind =
      value instanceof Date
        ? "date"
        : !Number.isFinite(value)
          ? "not-finite"
          : Number.isInteger(value) && !Number.isSafeInteger(value)
            ? "unsafe-integer"
            : this.mayHoldBase60
              ? "base-60"
              : undefined;
    if (kind === undefined) return;
    this.found.push({ pointer: toPointer(place), kind, text: value instanceof Date ? dateText(value) : "" });
  }

  /** The parser names a member by what JavaScript makes of a date: `Wed Dec 25 2024 01:00:00 GMT+0100 (…)`. */
  visitKey(key: string, holder: Step | undefined): void {
    if (key.length < 33 || !/^[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d{4} \d\d:\d\d:\d\d GMT/.test(key)) return;
    this.found.push({
      pointer: toPointer(below(holder, key)),
      kind: "date-key",
      text: dateText(new Date(key)),
    });
  }

  settle(): readonly LossyScalar[] {
    // Finding out where something is takes a second parse.
    const needsText = this.found.some(({ kind }) => kind !== "date");
    if (!needsText) return this.found;
    const ranges = sourceRanges(this.text);
    const written = (range: SourceRange | undefined) =>
      range && this.text.slice(range.start, range.end).replace(/^(?:[&!]\S*\s+)*/, "");
    return this.found.flatMap((scalar): LossyScalar[] => {
      if (scalar.kind === "date") return [scalar];
      const range = ranges.get(scalar.pointer);
      const text = written(scalar.kind === "date-key" ? range?.key : range?.value);
      // What an alias repeats is reported where it is written.
      if (text === undefined || text.startsWith("*") || !isLossy(scalar, text)) return [];
      return [{ ...scalar, text: scalar.kind === "date-key" ? scalar.text : text }];
    });
  }
}

function isLossy({ kind }: LossyScalar, text: string): boolean {
  switch (kind) {
    case "unsafe-integer":
      // A fraction or an exponent says that a double is meant.
      return /^[-+]?(?:0x[\da-f_]+|[\d_:]+|0b[01_]+)$/i.test(text);
    case "base-60":
      return base60.test(text);
    case "date-key":
      // It may be in quotes, and mean this very text.
      return /^\d{4}-/.test(text);
    default:
      return true;
  }
}

function dateText(date: Date): string {
  return Number.isNaN(date.getTime()) ? String(date) : date.toISOString().replace("T00:00:00.000Z", "");
}
