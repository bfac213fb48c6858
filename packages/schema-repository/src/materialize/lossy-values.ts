import {
  type Data,
  type Document,
  isArray,
  isObject,
  join,
  own,
  type Pointer,
  resolvePointer,
  subschemas,
} from "@addendum/json-schema";
import { baseName, classify } from "../model/layout.ts";
import type { Findings } from "../model/findings.ts";
import { noNonJsonValue } from "./rules/no-non-json-value.ts";
import { noUnsafeInteger } from "./rules/no-unsafe-integer.ts";

/** Keywords that contain values of events. */
const valueKeywords = ["const", "default", "enum", "examples"];

/** Reports values of a document that its version's JSON file cannot contain. */
export function reportLossyValues(file: string, { data, lossy }: Document, findings: Findings): void {
  if (lossy.length === 0) return;
  let dates: ReadonlySet<Pointer> | undefined;
  for (const { pointer, kind, text } of lossy) {
    const at = { file, pointer };
    // What a version file contains is lost already, except for what JSON has no place for at all.
    if (kind !== "not-finite" && isVersionFile(file)) continue;
    switch (kind) {
      case "unsafe-integer":
        findings.add(noUnsafeInteger, "unsafe", at, { integer: text });
        break;
      case "not-finite":
        findings.add(noNonJsonValue, "number", at, { text });
        break;
      case "base-60":
        findings.add(
          noNonJsonValue,
          "time",
          at,
          { text, value: String(resolvePointer(data, pointer)) },
          quote,
        );
        break;
      case "date-key":
        findings.add(noNonJsonValue, "dateKey", { ...at, isKey: true }, { text });
        break;
      case "date":
        // Elsewhere, as in `sunset`, it says something to people only.
        dates ??= new Set(datesOfEvents(data));
        if (dates.has(pointer)) findings.add(noNonJsonValue, "date", at, { text }, quote);
        break;
    }
  }
}

const quote = { fix: { kind: "quote" } } as const;

/** Whether a path has the name of a version file, which must not change. */
export function isVersionFile(path: string): boolean {
  return classify(baseName(path))?.kind === "version";
}

/** The dates among options, defaults and examples. */
function* datesOfEvents(data: Data): Generator<Pointer> {
  if (!isObject(data)) return;
  for (const { schema, pointer } of subschemas(data)) {
    if (!isObject(schema)) continue;
    for (const keyword of valueKeywords) {
      const value = own(schema, keyword);
      if (value !== undefined) yield* datesWithin(value, join(pointer, keyword));
    }
  }
}

function* datesWithin(value: Data, pointer: Pointer): Generator<Pointer> {
  if (value instanceof Date) yield pointer;
  else if (isArray(value) || isObject(value)) {
    for (const [key, member] of Object.entries(value)) yield* datesWithin(member, join(pointer, key));
  }
}
