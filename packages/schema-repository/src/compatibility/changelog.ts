import { contains } from "@addendum/containment";
import {
  canonical,
  type Data,
  type DataObject,
  own,
  resolvePointer,
  type Schema,
  shorten,
  tokens,
} from "@addendum/json-schema";
import { showValue } from "../words/show-value.ts";
import { formatVersion } from "../model/version.ts";
import { findChanges } from "./changes/changes.ts";
import type { VersionData } from "./compare-versions.ts";
import { type Declaration, showPath } from "@addendum/event-fields";
import { type Difference, findDifferences } from "./changes/differences.ts";
import { type UndeclaredChange, undeclaredChanges } from "./changes/undeclared-changes.ts";

/** One change, described for people who send or read events. */
export interface ChangelogEntry {
  readonly kind: "added" | "changed" | "deprecated" | "removed" | "documented";
  /** Where the value is in an event. */
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

/** @param versions the lowest first; the changes of the first one are not included */
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

/**
 * The differences between two versions, in words. Where they accept different values there is at least one change
 * beside those of the documentation; where they accept the same, only fields come and go.
 */
export function changesBetween(old: DataObject, newer: DataObject): readonly ChangelogEntry[] {
  const differences = withoutEchoes(findDifferences(old, newer));
  const isSame = haveSameInstances(old, newer) === true;
  const told = differences
    .filter(({ kind }) => !isSame || meaningful.has(kind))
    .flatMap((difference) => describe(difference) ?? []);
  const documented = told.filter(({ kind }) => kind === "documented");
  const changed = told.filter(({ kind }) => kind !== "documented");
  const others = isSame ? [] : undeclaredChanges(old, newer, differences).flatMap(describeUndeclared);
  const all = [...changed, ...others];
  const rest = isSame || all.length > 0 ? [] : [describeUnexplained(old, newer)];
  return [...all, ...rest, ...documented, ...marks(old, newer)];
}

/** Differences that are changes even where the same values are valid. */
const meaningful: ReadonlySet<Difference["kind"]> = new Set<Difference["kind"]>([
  "property-added",
  "property-removed",
  "property-renamed",
  "annotation-changed",
]);

/** That a new field is required is said with it. */
function withoutEchoes(differences: readonly Difference[]): readonly Difference[] {
  const added = new Set(
    differences.flatMap(({ kind, path }) => (kind === "property-added" ? [path.join("\0")] : [])),
  );
  return differences.filter(({ kind, path }) => kind !== "property-required" || !added.has(path.join("\0")));
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
        text: `The field was removed; its new name is probably “${difference.renamedTo ?? ""}”.`,
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
      return {
        kind: "changed",
        path,
        text: values.length === 1 ? `It is now always ${list}.` : `It must now be one of ${list}.`,
      };
    case "format-changed":
      return { kind: "changed", path, text: formatText(difference) };
    case "closed":
      return { kind: "changed", path, text: "Undeclared fields are now rejected." };
    case "opened":
      return { kind: "changed", path, text: "Undeclared fields are now accepted." };
    case "freedom-lost":
      return {
        kind: "changed",
        path,
        text: "Its values are now limited by a declaration; before, any value was valid.",
      };
    case "freedom-gained":
      return { kind: "changed", path, text: "Any value is now valid; its declaration was removed." };
    case "limit-changed":
      return { kind: "changed", path, text: limitText(difference) };
    case "annotation-changed":
      return {
        kind: "documented",
        path,
        text:
          newer?.description === undefined
            ? "Its description was removed."
            : `New description: ${sentence(newer.description)}`,
      };
    case "deprecated":
      // Told by the mark.
      return undefined;
    case "constraint-widened":
      if (difference.keyword === "format") return { kind: "changed", path, text: formatText(difference) };
      if (difference.keyword === "enum") {
        const was = values.length === 1 ? `always ${list}` : `one of ${list}`;
        return { kind: "changed", path, text: `It was ${was} and may now be any value of its type.` };
      }
      // Told limit by limit.
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

function formatText({ old, new: newer }: Difference): string {
  return `Its format changed from ${old?.format ?? "none"} to ${newer?.format ?? "none"}.`;
}

function limitText({ keyword = "", old, new: newer }: Difference): string {
  const [was, is] = [old, newer].map((one) => {
    const limit = one?.limits.get(keyword);
    return limit === undefined ? "none" : showValue(limit);
  });
  return `Its ${keyword} changed from ${was ?? ""} to ${is ?? ""}.`;
}

/** More changes of one keyword are counted. */
const shownChanges = 3;

function describeUndeclared({ path, changes }: UndeclaredChange): ChangelogEntry[] {
  const place = showPath(path);
  const shown = changes.slice(0, shownChanges).map(({ within, old, new: newer }): ChangelogEntry => {
    const what = within.length === 0 ? "Its schema" : `“${within.join("/")}”`;
    return {
      kind: "changed",
      path: place,
      text: `${what} changed from ${showSchema(old)} to ${showSchema(newer)}.`,
    };
  });
  const left = changes.length - shown.length;
  if (left === 0) return shown;
  const [keyword = "its schema"] = changes[0]?.within ?? [];
  return [...shown, { kind: "changed", path: place, text: `${left} more changes below “${keyword}”.` }];
}

function showSchema(value: Data | undefined): string {
  return value === undefined ? "none" : shorten(canonical(value), 120);
}

/** True: the same values are valid under both. Undefined: that could not be determined. */
function haveSameInstances(old: Schema, newer: Schema): boolean | undefined {
  const forth = contains(old, newer, openly).kind;
  // Most versions refuse something new, or what they add is: the other way need not be looked at then.
  if (forth === "incompatible") return false;
  const back = contains(newer, old, openly).kind;
  if (back === "incompatible") return false;
  return forth === "unknown" || back === "unknown" ? undefined : true;
}

const openly = { contentModel: "open" } as const;

/** What is said where no single change accounts for the difference. */
function describeUnexplained(old: Schema, newer: Schema): ChangelogEntry {
  const [lost, gained] = [contains(old, newer, openly), contains(newer, old, openly)];
  const texts = [
    ...(lost.kind === "incompatible" ? [`No longer valid: ${showSchema(lost.witness)}.`] : []),
    ...(gained.kind === "incompatible" ? [`Now valid: ${showSchema(gained.witness)}.`] : []),
  ];
  const text = texts.length > 0 ? texts.join(" ") : "The set of valid values may have changed.";
  return { kind: "changed", path: showPath([]), text };
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
