import type { Edit, EditVerdict, EventToJudge, Examined, ReferringSchemaEdit } from "@addendum/event-intake";
import {
  directoryOf,
  examine,
  type Examination,
  Examiner,
  type Finding,
  formatVersion,
  type Settings,
  titleOfDirectory,
} from "@addendum/schema-repository";
import {
  locate,
  type LoadedSettings,
  type LocatedFinding,
  type OpenRepository,
  openWorkTree,
  rankOf,
} from "@addendum/workspace";
import { edge } from "../run/edge.ts";
import { judgeEvents } from "./judge-events.ts";
import { type MovedReference, RaisedSources } from "./raised-sources.ts";
import type { ReferringSchemas } from "./referring-schemas.ts";
import { showFinding } from "./shown-finding.ts";

/** More findings are not shown: of the source itself, and of each that refers to it. */
const findingLimit = 50;
const referringFindings = 5;
/** More of those that refer to it are counted. */
const shownReferring = 20;
/** So long those that refer to it are examined, in milliseconds; the rest is counted. */
const referringMs = 5000;

/** A source that was saved, with what is known beside it. */
export interface SavedSource {
  readonly title: string;
  readonly referring: ReferringSchemas;
  /** Title → its last events. */
  readonly events: ReadonlyMap<string, readonly EventToJudge[]>;
}

/**
 * The effect of a saved source: what `check` finds about it, whether events of the published versions stay valid, and
 * which of the last events it would reject. A source that still names a published version and says something else is
 * examined as the next minor version, as if it had been raised; schemas that refer to an older version of it are
 * examined as if they referred to this one.
 * @param at when it was saved, in milliseconds since the epoch
 */
export function examineEdit(
  loaded: LoadedSettings,
  { title, referring, events }: SavedSource,
  at: number,
): Edit {
  const texts = new Map<string, string>();
  const repository = open(loaded, texts);
  const sources = new RaisedSources(
    repository,
    texts,
    new Set([title, ...referring.first.map((one) => one.title)]),
  );
  sources.raise(title);
  const own = examine(repository, [title]);
  const showing = { repository, sources, events };
  const edited = show(title, own, own.findings, findingLimit, showing);
  const { verdict } = edited;
  const isExamined = verdict !== "invalid" && verdict !== "unchanged";
  const followers = new Map<string, MovedReference | "stays">();
  // Where it says what its published version says, nothing changes for others.
  for (const one of isExamined ? referring.first : []) {
    const moved = sources.follow(one, own.materializer.currentPath(one.title));
    if (moved !== undefined) followers.set(one.title, moved);
  }
  const together = new Examiner(repository, [title, ...followers.keys()]);
  const end = performance.now() + referringMs;
  const examined: string[] = [];
  const parts = [...followers.keys()].flatMap((follower) => {
    if (performance.now() > end) return [];
    examined.push(follower);
    return [together.examine([follower])];
  });
  const examination = together.combine(parts);
  const shown = examined
    .map((one) => {
      const found = ofTitle(examination.findings, one, repository.settings).filter(isAboutChange);
      const moved = followers.get(one);
      return {
        ...show(one, examination, found, referringFindings, showing),
        moved: moved === "stays" ? undefined : moved,
      };
    })
    .sort(worstFirst);
  const verdicts: Partial<Record<EditVerdict, number>> = {};
  for (const one of shown) verdicts[one.verdict] = (verdicts[one.verdict] ?? 0) + 1;
  return {
    at,
    ...edited,
    referring: {
      count: countReferring(verdict, referring, followers.size),
      verdicts,
      shown: shown.slice(0, shownReferring),
    },
  };
}

/** Those that refer to another major version stay as they are. */
function countReferring(verdict: EditVerdict, { count, first }: ReferringSchemas, following: number): number {
  if (verdict === "unchanged") return 0;
  return verdict === "invalid" ? count : count - first.length + following;
}

function open(loaded: LoadedSettings, unsaved: ReadonlyMap<string, string>): OpenRepository {
  const opened = openWorkTree(loaded, edge, { kind: "base-branch-if-known" }, unsaved);
  // Generated files and version files are the commit's to write.
  return { ...opened, generators: [], scope: { ...opened.scope, isLinted: true, hasRemarks: false } };
}

interface Showing {
  readonly repository: OpenRepository;
  readonly sources: RaisedSources;
  readonly events: SavedSource["events"];
}

function show(
  title: string,
  { versions, materializer }: Examination,
  findings: readonly Finding[],
  most: number,
  { repository, sources, events }: Showing,
): Examined {
  const change = versions.find((one) => one.title === title);
  const isBroken = findings.some(({ severity }) => severity === "error");
  const located = locate(findings, (path) => repository.snapshot.read(path)).sort(telling);
  const named = sources.versions.get(title);
  return {
    title,
    file: materializer.currentPath(title),
    version: change?.version ?? (sources.raised.has(title) && named ? formatVersion(named) : undefined),
    previous: change?.previous,
    isRaised: sources.raised.has(title),
    verdict: change?.verdict ?? (isBroken ? "invalid" : "unchanged"),
    findings: located.slice(0, most).map(showFinding),
    events: judgeEvents(title, materializer, events.get(title) ?? []),
  };
}

/** Within each severity, what shows an event that breaks comes first. */
function telling(one: LocatedFinding, other: LocatedFinding): number {
  const shows = ({ evidence }: LocatedFinding) => (evidence?.event === undefined ? 1 : 0);
  return rankOf(one) - rankOf(other) || shows(one) - shows(other);
}

/** Findings about a title: a change of a version may show in the file of what it refers to. */
function ofTitle(findings: readonly Finding[], title: string, settings: Settings): readonly Finding[] {
  return findings.filter(
    ({ subject, location }) =>
      (subject?.title ?? titleOfDirectory(directoryOf(location.file), settings)) === title,
  );
}

/** Other warnings about a schema that was not saved have been there before. */
function isAboutChange({ severity, subject }: Finding): boolean {
  return severity === "error" || subject !== undefined;
}

const order: readonly EditVerdict[] = [
  "incompatible",
  "invalid",
  "unknown",
  "unstable",
  "first",
  "compatible",
  "unchanged",
];

function worstFirst(one: ReferringSchemaEdit, other: ReferringSchemaEdit): number {
  return (
    order.indexOf(one.verdict) - order.indexOf(other.verdict) || other.events.rejected - one.events.rejected
  );
}
