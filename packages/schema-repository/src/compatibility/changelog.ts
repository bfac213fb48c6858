import {
  type Data,
  type DataObject,
  own,
  resolvePointer,
  tokens,
  typesOfKeyword,
} from "@addendum/json-schema";
import { showValue } from "../show-value.ts";
import { formatVersion } from "../version.ts";
import { findChanges } from "./changes.ts";
import type { VersionData } from "./compare.ts";
import type { Declaration } from "@addendum/event-fields";
import { type Difference, findDifferences } from "./differences.ts";
import { showPath } from "./policy.ts";

/** One change, for whoever sends or reads events. */
export interface ChangelogEntry {
  readonly kind: "added" | "changed" | "deprecated" | "removed" | "documented";
  /** Where the value stands in an event. */
  readonly path: string;
  /** One sentence. */
  readonly text: string;
}

/** What a version changed, compared with the one before it. */
export interface ChangelogVersion {
  readonly version: string;
  /** Undefined for the first. */
  readonly previous?: string;
  readonly changes: readonly ChangelogEntry[];
}

/** @param versions the lowest first; what the first of them changed is not told */
export function changelog(versions: readonly VersionData[]): readonly ChangelogVersion[] {
  const told = versions.map((newer, index): ChangelogVersion => {
    const older = versions[index - 1];
    const version = formatVersion(newer.version);
    if (older === undefined) return { version, changes: [] };
    return {
      version,
      previous: formatVersion(older.version),
      changes: changesBetween(older.data, newer.data),
    };
  });
  return told.toReversed();
}

/** What one version says otherwise than another, in words. */
export function changesBetween(old: DataObject, newer: DataObject): readonly ChangelogEntry[] {
  const differences = findDifferences(old, newer);
  const told = differences.flatMap((difference) => {
    const entry = describe(difference);
    return entry === undefined ? [] : [entry];
  });
  return [...told, ...limits(old, newer), ...marks(old, newer)];
}

function describe(difference: Difference): ChangelogEntry | undefined {
  const { kind, old, new: newer, values = [] } = difference;
  const path = showPath(difference.path);
  const list = values.map((value) => showValue(value)).join(", ");
  switch (kind) {
    case "property-added": {
      const type = newer === undefined ? "" : typeOf(newer).trim();
      const what = type === "" ? "" : ` (${type})`;
      const about = newer?.description === undefined ? "." : `: ${sentence(newer.description)}`;
      const need =
        difference.holder?.required.has(difference.path.at(-1) as string) === true ? "required" : "optional";
      return { kind: "added", path, text: `New ${need} field${what}${about}` };
    }
    case "property-removed":
      return { kind: "removed", path, text: "The field was removed." };
    case "property-renamed":
      return {
        kind: "removed",
        path,
        text: `The field was removed; it is probably called “${difference.renamedTo ?? ""}” now.`,
      };
    case "property-required":
      return { kind: "changed", path, text: "The field is now required." };
    case "property-no-longer-required":
      return { kind: "changed", path, text: "The field is no longer required." };
    case "type-changed":
    case "type-widened":
      return {
        kind: "changed",
        path,
        text: `Its type${from(old)} is now${newer === undefined ? " anything" : typeOf(newer) || " anything"}.`,
      };
    case "values-added":
      return { kind: "added", path, text: `New ${values.length === 1 ? "option" : "options"}: ${list}.` };
    case "values-removed":
      return {
        kind: "removed",
        path,
        text: `No longer ${values.length === 1 ? "an option" : "options"}: ${list}.`,
      };
    case "values-demanded":
      return { kind: "changed", path, text: `It is now one of ${list}.` };
    case "format-changed":
      return { kind: "changed", path, text: `Its format is now ${newer?.format ?? "free"}.` };
    case "closed":
      return { kind: "changed", path, text: "Undeclared fields are no longer accepted." };
    case "freedom-lost":
      return { kind: "changed", path, text: "What could be anything is now declared." };
    case "annotation-changed":
      return {
        kind: "documented",
        path,
        text:
          newer?.description === undefined
            ? "Its description is gone."
            : `Now described: ${sentence(newer.description)}`,
      };
    case "constraint-widened":
      // Told keyword by keyword.
      return undefined;
  }
}

function from(old: Declaration | undefined): string {
  return old === undefined || old.types === undefined ? "" : `, which was${typeOf(old)},`;
}

function typeOf({ types, items }: Declaration): string {
  if (types === undefined || types.size === 0) return "";
  const names = [...types].map((type) =>
    type === "array" && items !== undefined ? `array of${typeOf(items) || " anything"}` : type,
  );
  return ` ${names.join(" or ")}`;
}

function sentence(text: string): string {
  const trimmed = text.trim().replaceAll(/\s+/g, " ");
  return /[.!?\u2026]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** Keywords that hold schemas, or of which the differences speak. */
const toldElsewhere = new Set([
  "required",
  "properties",
  "items",
  "additionalProperties",
  "additionalItems",
  "format",
]);

/** Limits that are other than they were, where both versions declare the value. */
function limits(old: DataObject, newer: DataObject): ChangelogEntry[] {
  return findChanges(old, newer).flatMap(({ pointer, old: before, new: after }): ChangelogEntry[] => {
    const steps = tokens(pointer);
    const keyword = steps.at(-1) as string;
    if (steps.at(-2) === "properties" || typesOfKeyword(keyword) === undefined || toldElsewhere.has(keyword))
      return [];
    const [was, is] = [before, after].map((value) => (value === undefined ? "none" : showValue(value)));
    return [
      {
        kind: "changed",
        path: pathOf(steps.slice(0, -1)),
        text: `Its ${keyword} was ${was ?? ""} and is ${is ?? ""}.`,
      },
    ];
  });
}

/** What is newly marked as deprecated. */
function marks(old: DataObject, newer: DataObject): ChangelogEntry[] {
  return findChanges(old, newer).flatMap(({ pointer, new: after }): ChangelogEntry[] => {
    const steps = tokens(pointer);
    if (steps.at(-1) !== "deprecated" || steps.at(-2) === "properties" || after !== true) return [];
    const holder = resolvePointer(newer, pointer.slice(0, -"/deprecated".length)) as Data;
    const successor = own(holder as DataObject, "successor");
    const text = typeof successor === "string" ? `Deprecated; use ${successor}.` : "Deprecated.";
    return [{ kind: "deprecated", path: pathOf(steps.slice(0, -1)), text }];
  });
}

/** The steps into a schema as the place in an event. */
function pathOf(steps: readonly string[]): string {
  const path: string[] = [];
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index] as string;
    if (step === "properties") path.push(steps[++index] as string);
    else if (step === "items" || step === "additionalProperties") path.push("*");
  }
  return showPath(path);
}
