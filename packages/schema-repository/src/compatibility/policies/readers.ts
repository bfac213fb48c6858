import { foldedName, showPath } from "@addendum/event-fields";
import { evaluate, showJson } from "@addendum/json-schema";
import type { Evidence } from "../../model/finding.ts";
import { rankReaders, type Reader, sayReaders } from "../../model/reader.ts";
import { readerBroken } from "../rules/reader-broken.ts";
import { readerConcerned } from "../rules/reader-concerned.ts";
import type { Difference, DifferenceKind } from "../changes/differences.ts";
import { eventPath } from "./event-path.ts";
import type { Comparison, Objection, Policy } from "./policy.ts";

/** Reports, metrics and panels still find the fields that they read. */
export const readers: Policy = {
  name: "readers",
  protects: "reports, metrics and panels: the fields that they read stay, with their types",
  coversFragments: false,
  comparesDeclarations: true,
  *check(comparison) {
    const places = new Set<string>();
    for (const effect of effectsOf(comparison)) {
      const place = effect.path.join("/");
      // One change of a field may be several differences: the first is the gravest.
      if (places.has(`${effect.isBreak} ${place}`)) continue;
      const found = affected(comparison, effect);
      if (found.length === 0) continue;
      places.add(`${effect.isBreak} ${place}`);
      yield objection(comparison, effect, rankReaders(found));
    }
  },
};

/** What a difference means to those who read a field. */
interface Effect {
  readonly path: readonly string[];
  readonly pointer: string;
  /** What happens to the field, after its name. */
  readonly what: string;
  /** Whether those who read it lose something. */
  readonly isBreak: boolean;
  readonly isGone?: boolean;
  /** Whether it concerns what is read below the field, too. */
  readonly reachesBelow: boolean;
  /** Whether only those are concerned who read everything around it: the field is new. */
  readonly isNew?: boolean;
  readonly isOnlySpelling?: boolean;
  /** The new options, as they are written. */
  readonly options?: readonly string[];
}

function* effectsOf(comparison: Comparison): Generator<Effect> {
  const seen = new Set<string>();
  for (const difference of comparison.differences) {
    const effect = effectOf(comparison, difference);
    if (effect === undefined) continue;
    seen.add(effect.path.join("/"));
    yield effect;
  }
  for (const { path, pointer } of comparison.hiddenRemovals) {
    seen.add(path.join("/"));
    yield { path, pointer, what: "was removed", isBreak: true, isGone: true, reachesBelow: true };
  }
  if (comparison.isBrief || comparison.verdict.kind !== "incompatible") return;
  for (const { witness } of comparison.breakingChanges) {
    const refusal = evaluate(comparison.new.data, witness);
    if (refusal === undefined) continue;
    const path = eventPath(witness, refusal.instancePointer);
    if (path.length === 0 || seen.has(path.join("/"))) continue;
    const what = "no longer has all its values";
    yield { path, pointer: refusal.schemaPointer, what, isBreak: true, reachesBelow: false };
  }
}

/** What each kind of difference means; kinds that are not here concern no reader. */
const effects: Readonly<Partial<Record<DifferenceKind, Pick<Effect, "isBreak" | "reachesBelow">>>> = {
  "property-removed": { isBreak: true, reachesBelow: true },
  "property-renamed": { isBreak: true, reachesBelow: true },
  "type-changed": { isBreak: true, reachesBelow: true },
  "freedom-lost": { isBreak: true, reachesBelow: true },
  "values-removed": { isBreak: true, reachesBelow: false },
  "values-demanded": { isBreak: true, reachesBelow: false },
  "format-changed": { isBreak: true, reachesBelow: false },
  "values-added": { isBreak: false, reachesBelow: false },
  "type-widened": { isBreak: false, reachesBelow: true },
  "constraint-widened": { isBreak: false, reachesBelow: false },
  "freedom-gained": { isBreak: false, reachesBelow: false },
  "property-added": { isBreak: false, reachesBelow: false },
  deprecated: { isBreak: false, reachesBelow: true },
};

function effectOf(comparison: Comparison, difference: Difference): Effect | undefined {
  const { kind, path, pointer, values = [] } = difference;
  const effect = effects[kind];
  // What changes of the event as a whole concerns no field.
  if (effect === undefined || path.length === 0) return undefined;
  const isGone = kind === "property-removed" || kind === "property-renamed";
  const isOnlySpelling = effect.isBreak && !isGone && comparison.plainVerdict.kind === "compatible";
  return {
    ...effect,
    path,
    pointer,
    what: whatHappens(difference),
    isGone,
    isOnlySpelling,
    isNew: kind === "property-added",
    ...(kind === "values-added" && { options: values.map(optionText) }),
  };
}

function whatHappens({ kind, values = [], renamedTo = "", keyword = "" }: Difference): string {
  const listed = values.slice(0, 5).map(optionText).join(", ") + (values.length > 5 ? ", …" : "");
  switch (kind) {
    case "property-removed":
      return "was removed";
    case "property-renamed":
      return `is probably named “${renamedTo}” now`;
    case "type-changed":
    case "freedom-lost":
      return "has another type";
    case "values-removed":
      return `no longer has ${listed}`;
    case "values-demanded":
      return `is now limited to ${listed}`;
    case "format-changed":
      return "has another format";
    case "values-added":
      return `may now be ${listed}`;
    case "property-added":
      return "is new";
    case "deprecated":
      return "is now deprecated";
    case "constraint-widened":
      return keyword === "" ? "has a wider limit" : `is no longer limited by “${keyword}”`;
    default:
      return "may now have other types";
  }
}

function optionText(value: Parameters<typeof showJson>[0]): string {
  return typeof value === "string" ? `“${value}”` : showJson(value);
}

function affected({ readers: all, new: newer }: Comparison, effect: Effect): readonly Reader[] {
  const major = Number(newer.version.split(".")[0]);
  const field = folded(effect.path);
  return all.filter((reader) => {
    if (reader.major !== undefined && reader.major !== major) return false;
    const path = foldedPath(reader);
    const isAround = isWithin(field, path);
    if (effect.isNew === true) return reader.how === "may read" && isAround;
    const isConcerned = effect.reachesBelow ? isWithin(path, field) : isSame(path, field);
    return isConcerned || (reader.how === "may read" && isAround);
  });
}

/** The paths of readers are folded once, however many changes they are compared with. */
const foldedPaths = new WeakMap<Reader, readonly string[]>();

function foldedPath(reader: Reader): readonly string[] {
  let path = foldedPaths.get(reader);
  if (path === undefined) {
    path = folded(reader.path);
    foldedPaths.set(reader, path);
  }
  return path;
}

/** A list and its items are one field. */
function folded(path: readonly string[]): readonly string[] {
  let { length } = path;
  while (length > 1 && path[length - 1] === "*") length -= 1;
  return path.slice(0, length).map((name) => (name === "*" ? name : foldedName(name)));
}

function isWithin(path: readonly string[], holder: readonly string[]): boolean {
  return holder.length <= path.length && holder.every((name, index) => name === path[index]);
}

function isSame(path: readonly string[], other: readonly string[]): boolean {
  return path.length === other.length && isWithin(path, other);
}

function objection(comparison: Comparison, effect: Effect, found: readonly Reader[]): Objection {
  const { path, pointer, what, options, isGone = false, isOnlySpelling = false } = effect;
  const isCertain = found.some(({ how }) => how === "reads");
  const rule = effect.isBreak && isCertain ? readerBroken : readerConcerned;
  const { message, more } = sayReaders(found, options);
  return {
    rule,
    messageId: "found",
    pointer,
    path,
    isGone,
    isOnlySpelling,
    values: { path: showPath(path), what, readers: message, old: comparison.old.version },
    evidence: evidenceOf(path, found, more),
  };
}

/** The most readers that are reported to programs. */
const toldReaders = 100;

function evidenceOf(path: readonly string[], found: readonly Reader[], more: readonly string[]): Evidence {
  return {
    label: `Others that read “${showPath(path)}”:`,
    lines: more,
    readers: found.slice(0, toldReaders).map(({ kind, name, file, how, does }) => ({
      kind,
      name,
      file,
      how,
      does,
    })),
  };
}
