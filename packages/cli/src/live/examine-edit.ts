import { createRequire } from "node:module";
import type { Edit, EventToJudge, ShownFinding, ShownLines } from "@addendum/event-intake";
import { findDeclaredPlaces, publicPointer } from "@addendum/event-fields";
import {
  canonical,
  type DataObject,
  findRange,
  isObject,
  join,
  lineAndColumn,
  parseJson,
  sourceRanges,
  toReadableYaml,
  tokens,
} from "@addendum/json-schema";
import type * as Validator from "@addendum/json-schema/validator";
import {
  classify,
  compareVersions,
  type Evidence,
  examine,
  type Examination,
  Findings,
  formatVersion,
  Materializer,
  TitleVersions,
} from "@addendum/schema-repository";
import {
  locate,
  type LoadedSettings,
  type LocatedFinding,
  type OpenRepository,
  openWorkTree,
  rankOf,
  VersionSchemas,
} from "@addendum/workspace";
import { edge } from "../run/edge.ts";
import { replaceVersion } from "../run/replace-version.ts";

/** More of a finding, an event or a list is not shown. */
const findingLimit = 50;
const lineLimit = 60;
const lineLength = 300;
const shownReasons = 10;

/**
 * What a saved source would mean: what `check` finds about it, whether events of the published versions stay valid, and
 * which of the last events it would reject. A source that still names a published version and says something else is
 * examined as the next minor version, as if it had been raised.
 * @param at when it was saved, in milliseconds since the epoch
 */
export function examineEdit(
  loaded: LoadedSettings,
  title: string,
  events: readonly EventToJudge[],
  at: number,
): Edit {
  const asSaved = open(loaded);
  const raised = raise(asSaved, title);
  const repository = raised === undefined ? asSaved : open(loaded, new Map([[raised.path, raised.text]]));
  const examination = examine(repository, [title]);
  const file = examination.materializer.currentPath(title);
  const change = examination.versions.find((one) => one.title === title);
  const isBroken = examination.findings.some(({ severity }) => severity === "error");
  const located = locate(examination.findings, (path) => repository.snapshot.read(path)).sort(telling);
  return {
    at,
    title,
    file,
    version: change?.version ?? raised?.version,
    previous: change?.previous,
    isRaised: raised !== undefined,
    verdict: change?.verdict ?? (isBroken ? "invalid" : "unchanged"),
    findings: located.slice(0, findingLimit).map(showFinding),
    events: judgeEvents(title, examination, events),
  };
}

/** Within each severity, what shows an event that breaks comes first. */
function telling(one: LocatedFinding, other: LocatedFinding): number {
  const shows = ({ evidence }: LocatedFinding) => (evidence?.event === undefined ? 1 : 0);
  return rankOf(one) - rankOf(other) || shows(one) - shows(other);
}

function open(loaded: LoadedSettings, unsaved?: ReadonlyMap<string, string>): OpenRepository {
  const opened = openWorkTree(loaded, edge, { kind: "base-branch-if-known" }, unsaved);
  // Generated files and version files are the commit's to write.
  return { ...opened, generators: [], scope: { ...opened.scope, isLinted: true, hasRemarks: false } };
}

/** The source with the next minor version, where it names a published one and says something else. */
function raise(
  repository: OpenRepository,
  title: string,
): { readonly path: string; readonly text: string; readonly version: string } | undefined {
  const { snapshot, settings, remote } = repository;
  const quiet = new Findings({ ...settings, adopted: true });
  const materializer = new Materializer(snapshot, settings, quiet, new Set([title]), remote);
  const materialized = materializer.materialize(title);
  if (materialized === undefined) return undefined;
  const { version: named, pointer } = materialized.version;
  const versions = new TitleVersions(repository);
  const isPublished = versions.published(title).some((name) => {
    const file = classify(name);
    return file?.kind === "version" && compareVersions(file.version, named) === 0;
  });
  const published = isPublished
    ? new VersionSchemas(repository).read(title, formatVersion(named))
    : undefined;
  if (published === undefined || isSame(published, materialized.resolved)) return undefined;
  const path = materializer.currentPath(title);
  const content = snapshot.read(path);
  const version = versions.nextMinor(title, named);
  const text = content.kind === "text" ? replaceVersion(content.text, pointer, version) : undefined;
  return text === undefined ? undefined : { path, text, version };
}

function isSame(one: DataObject, other: DataObject): boolean {
  const unnamed = (data: DataObject) => canonical({ ...data, $id: "", examples: [] });
  return unnamed(one) === unnamed(other);
}

function showFinding(finding: LocatedFinding): ShownFinding {
  const { severity, rule, message, hint = "", location, line, column, excerpt, evidence } = finding;
  const start = column - 1;
  return {
    severity,
    rule,
    message: message.slice(0, 1000),
    hint: hint.slice(0, 1000),
    file: location.file,
    line,
    excerpt:
      excerpt === undefined || excerpt.text.trim() === ""
        ? undefined
        : { text: excerpt.text.slice(0, lineLength), start, end: start + excerpt.length },
    evidence: evidence === undefined ? [] : [showEvidence(evidence)],
  };
}

/** An event that breaks is shown as YAML, the place marked that is rejected. */
function showEvidence({ label, event, lines = [], refusal = "" }: Evidence): ShownLines {
  const cut = (all: readonly string[]) => all.slice(0, lineLimit).map((one) => one.slice(0, lineLength));
  if (event === undefined) return { label, lines: cut(lines), marked: undefined, note: "" };
  const text = toReadableYaml(event.value).trimEnd();
  const { start } = findRange(sourceRanges(text), event.culprit, text);
  const marked = event.culprit === "" ? undefined : lineAndColumn(text, start).line - 1;
  return { label, lines: cut(text.split("\n")), marked, note: refusal };
}

/** Judges the last events by what the source says now. */
function judgeEvents(
  title: string,
  { materializer }: Examination,
  events: readonly EventToJudge[],
): Edit["events"] {
  const none = { judged: 0, rejected: 0, reasons: [], mended: 0 };
  if (events.length === 0) return { ...none, problem: undefined };
  const materialized = materializer.materialize(title);
  const schema = materialized?.resolved;
  if (!isObject(schema)) return { ...none, problem: "it cannot be materialized" };
  if (materialized?.otherDialect !== undefined) {
    return { ...none, problem: materialized.otherDialect.reason };
  }
  let judge: ReturnType<typeof Validator.compileForMany>;
  try {
    const { compileForMany } = createRequire(__filename)("./validator.cjs") as typeof Validator;
    judge = compileForMany(schema);
  } catch (error) {
    return { ...none, problem: (error as Error).message };
  }
  const declared = findDeclaredPlaces(schema);
  const reasons = new Map<string, RejectionReason>();
  let [judged, rejected, mended] = [0, 0, 0];
  // The newest of each kind is shown.
  for (const { number, text, isAccepted } of events.toReversed()) {
    const event = parseJson(text);
    if (event === undefined) continue;
    if (isAccepted) judged++;
    const [error] = judge(event);
    if (error === undefined) mended += isAccepted ? 0 : 1;
    if (error === undefined || !isAccepted) continue;
    rejected++;
    const shown = join("", ...publicPointer(tokens(error.instancePath), declared));
    const pointer = shown.replace(/\/\d+(?=\/|$)/g, "/*");
    const key = `${pointer} ${error.message}`;
    const known = reasons.get(key) ?? { pointer, reason: error.message, count: 0, number };
    reasons.set(key, { ...known, count: known.count + 1 });
  }
  const sorted = [...reasons.values()].sort((one, other) => other.count - one.count);
  return { judged, rejected, reasons: sorted.slice(0, shownReasons), mended, problem: undefined };
}

type RejectionReason = Edit["events"]["reasons"][number];
