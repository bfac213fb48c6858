import { showPath } from "@addendum/event-fields";
import { type Data, type DataObject, evaluate, type Pointer } from "@addendum/json-schema";
import {
  changesBetween,
  type ChangelogEntry,
  compareVersionData,
  compareVersions,
  defaultSettings,
  Findings,
  formatVersion,
  objectionsTo,
  parseVersion,
  type Settings,
  type Version,
} from "@addendum/schema-repository";
import { plainJudge } from "./refusal-words.ts";

/** An event that is valid under the old version and refused by the new one. */
export interface Witness {
  readonly event: Data;
  /** Where in the event; empty for the event itself. */
  readonly culprit: Pointer;
  readonly refusal: string;
}

/** A policy's objection to a change, which would affect old events, their readers, tables or senders. */
export interface PairObjection {
  readonly rule: string;
  readonly message: string;
  readonly path: string;
}

export interface PairChange extends ChangelogEntry {
  /** Rules that object to it; empty: nothing breaks. */
  readonly rules: readonly string[];
}

/** A break that a waiver permits, with its reason. */
export interface AcceptedBreak {
  readonly version: string;
  readonly rules: readonly string[];
  readonly pointer: string;
  readonly reason: string;
  readonly owner: string;
  readonly until: string;
}

/** Two versions of a schema, compared. */
export interface Pair {
  readonly title: string;
  readonly old: string;
  readonly newer: string;
  /** Whether every event of the old version is valid under the new one. */
  readonly verdict: "compatible" | "incompatible" | "unknown";
  /** Why it is not known, or what was found. */
  readonly reason: string | undefined;
  readonly witnesses: readonly Witness[];
  readonly changes: readonly PairChange[];
  readonly objections: readonly PairObjection[];
  readonly accepted: readonly AcceptedBreak[];
  /** What the new version's number raises, and the least that its changes ask for. */
  readonly bump: { readonly made: Step; readonly least: Step };
}

export type Step = "major" | "minor" | "patch";

/** The settings that affect a comparison. Plain data, because it is sent to the browser. */
export type PairSettings = Pick<
  Settings,
  "contentModel" | "waivers" | "rules" | "overrides" | "preset" | "adopted"
> & {
  readonly timestamps: "string" | "timestamp";
};

/** @param title of which the waivers are wanted */
export function pairSettingsOf(settings: Settings, title: string): PairSettings {
  const { contentModel, waivers, rules, overrides, preset, adopted, tables } = settings;
  return {
    contentModel,
    waivers: waivers.filter((waiver) => waiver.title === title),
    rules,
    overrides,
    preset,
    adopted,
    timestamps: tables?.timestamps ?? "string",
  };
}

/** Changes that take nothing away, where old events stay valid. */
const harmless: ReadonlySet<ChangelogEntry["kind"]> = new Set<ChangelogEntry["kind"]>([
  "added",
  "documented",
]);

/** More witnesses are not shown. */
const witnessLimit = 5;

/** Compares any two versions of a schema, materialized. */
export function comparePair(
  title: string,
  old: { readonly version: string; readonly schema: DataObject },
  newer: { readonly version: string; readonly schema: DataObject },
  settings: PairSettings,
): Pair {
  const [from, to] = [versionOf(old.version), versionOf(newer.version)];
  const comparison = compareVersionData(
    title,
    { version: from, data: old.schema },
    { version: to, data: newer.schema },
    settings.contentModel,
    plainJudge,
    { timestamps: settings.timestamps },
  );
  const { verdict } = comparison;
  const changes = changesBetween(old.schema, newer.schema);
  // Most pairs only add, so the policies need not be asked.
  const onlyAdds = verdict.kind === "compatible" && changes.every(({ kind }) => harmless.has(kind));
  const found = onlyAdds ? [] : objectionsTo([comparison]);
  const objections = found.flatMap(({ objection }): PairObjection[] => {
    const { rule, messageId, pointer, values = {}, path } = objection;
    const findings = new Findings({ ...defaultSettings, ...settings, schemas: "" });
    findings.add(rule, messageId, { file: `${title}/${newer.version}.yaml`, pointer }, values);
    const [finding] = findings.list;
    if (finding === undefined || finding.severity === "info") return [];
    return [{ rule: rule.id, message: finding.message, path: showPath(path) }];
  });
  const witnesses = found.flatMap(({ objection: { evidence } }): Witness[] => {
    if (evidence?.event === undefined) return [];
    const { value, culprit } = evidence.event;
    return [{ event: value, culprit, refusal: evidence.refusal ?? "" }];
  });
  return {
    title,
    old: old.version,
    newer: newer.version,
    verdict: verdict.kind,
    reason: verdict.kind === "unknown" ? `${verdict.pointer || "the schema"}: ${verdict.reason}` : undefined,
    witnesses:
      verdict.kind === "incompatible" && witnesses.length === 0
        ? [plainWitness(newer.schema, verdict.witness)]
        : witnesses.slice(0, witnessLimit),
    changes: changes.map((change) => ({ ...change, rules: rulesAgainst(change, objections) })),
    objections,
    accepted: acceptedBetween(title, from, to, settings),
    bump: { made: stepBetween(from, to), least: leastBump(verdict.kind, changes) },
  };
}

function rulesAgainst(
  { kind, path }: ChangelogEntry,
  objections: readonly PairObjection[],
): readonly string[] {
  if (kind === "documented" || kind === "deprecated") return [];
  return [...new Set(objections.filter((one) => one.path === path).map(({ rule }) => rule))];
}

function plainWitness(schema: DataObject, event: Data): Witness {
  const judgement = plainJudge(schema, event);
  const culprit = evaluate(schema, event)?.instancePointer ?? "";
  return { event, culprit, refusal: judgement?.reason ?? "" };
}

/** Where other events are valid, or other names declared, there is a change beside those of the documentation. */
function leastBump(verdict: Pair["verdict"], changes: readonly ChangelogEntry[]): Step {
  if (verdict === "incompatible") return "major";
  return changes.some(({ kind }) => kind !== "documented" && kind !== "deprecated") ? "minor" : "patch";
}

function stepBetween(old: Version, newer: Version): Step {
  if (old.major !== newer.major) return "major";
  return old.minor === newer.minor ? "patch" : "minor";
}

/** The waivers of versions after the old one, up to the new one. */
function acceptedBetween(
  title: string,
  from: Version,
  to: Version,
  { waivers }: PairSettings,
): readonly AcceptedBreak[] {
  return waivers.flatMap((waiver): AcceptedBreak[] => {
    const version = parseVersion(waiver.version);
    if (waiver.title !== title || version === undefined) return [];
    if (compareVersions(version, from) <= 0 || compareVersions(version, to) > 0) return [];
    const { rules, pointer = "", reason = "", owner = "", until = "" } = waiver;
    return [{ version: formatVersion(version), rules, pointer, reason, owner, until }];
  });
}

function versionOf(text: string): Version {
  return parseVersion(text) ?? { major: 0, minor: 0, patch: 0 };
}
