import { type Declaration, declare } from "@addendum/event-fields";
import { lineAndColumn } from "@addendum/json-schema";
import { examineMetrics, type MetricsExamination, reportQueries } from "@addendum/metrics";
import { type Finding, fingerprint, joinPath, type Plan, type Snapshot } from "@addendum/schema-repository";
import { openConfiguration, parseStreams, type StreamsConfiguration } from "@addendum/streams";
import { type OpenRepository, Overlay, UserError, VersionSchemas } from "@addendum/workspace";

/** The directory of the catalogue, below the repository's root. */
const directory = "metrics";

/** Whether a path is a file of the catalogue. */
export function isMetricFile(path: string): boolean {
  return path.startsWith(`${directory}/`) && path.endsWith(".yaml");
}

/** The files of the catalogue, below the repository's root. */
function catalogueFiles(snapshot: Snapshot): readonly string[] {
  return filesBelow(snapshot, directory, (name) => name.endsWith(".yaml"));
}

function filesBelow(snapshot: Snapshot, at: string, isMeant: (name: string) => boolean): readonly string[] {
  return snapshot.list(at).flatMap(({ name, kind }) => {
    const path = joinPath(at, name);
    if (kind === "directory") return filesBelow(snapshot, path, isMeant);
    return kind === "file" && isMeant(name) ? [path] : [];
  });
}

/** The reports below `reports/`; undefined if the repository has none. */
function reportsIn(snapshot: Snapshot) {
  const files = filesBelow(snapshot, "reports", (name) => name === "config.yaml");
  if (files.length === 0) return undefined;
  return reportQueries(files, (file) => {
    const content = snapshot.read(file);
    return content.kind === "text" ? content.text : undefined;
  });
}

/** What part of the catalogue is examined. */
export interface CatalogueScope {
  /** What is about to be written counts as if it were there: versions that a commit will contain. */
  readonly plan?: Plan;
  /** Only metrics of some titles. */
  readonly about?: {
    readonly titles: readonly string[];
    /** The files below a directory that hold one of the texts. Asking git costs less than reading them all. */
    readonly search: (texts: readonly string[], directory: string) => readonly string[];
  };
}

/** The metrics of a repository, compared with its schemas and streams. Throws {@link UserError} for a broken streams.yaml. */
export function examineCatalogue(
  repository: OpenRepository,
  { plan = [], about }: CatalogueScope = {},
): MetricsExamination {
  const { snapshot, settings, today } = repository;
  const all = catalogueFiles(snapshot);
  if (all.length === 0) return { metrics: [], findings: [] };
  const streams = readStreams(snapshot);
  const names = about && streamsOf(about.titles, streams);
  const paths = names === undefined ? all : mentioning(names, all, about);
  snapshot.prefetch(paths);
  const files = paths.flatMap((file) => {
    const content = snapshot.read(file);
    return content.kind === "text" ? [{ file, text: content.text }] : [];
  });
  if (files.length === 0) return { metrics: [], findings: [] };
  const written = new Map(
    plan.flatMap((one) => (one.kind === "file" ? [[one.path, one.text] as const] : [])),
  );
  const schemas = new VersionSchemas({ ...repository, snapshot: new Overlay(snapshot, written) });
  const known = new Map<string, readonly Declaration[]>();
  const events = (title: string) => {
    let versions = known.get(title);
    if (versions === undefined) {
      versions = [...schemas.all(title)].reverse().map(({ schema }) => declare(schema));
      known.set(title, versions);
    }
    return versions;
  };
  let reports: ReturnType<typeof reportsIn> | "unread" = "unread";
  return examineMetrics({
    files,
    streams,
    events,
    settings,
    today,
    reports: () => (reports === "unread" ? (reports = reportsIn(snapshot)) : reports),
  });
}

/** The findings in the catalogue that an earlier state did not have. */
export function newInCatalogue(
  findings: readonly Finding[],
  repository: OpenRepository,
  earlier: Snapshot | undefined,
): readonly Finding[] {
  if (findings.length === 0 || earlier === undefined) return findings;
  const before = examineCatalogue({ ...repository, snapshot: earlier });
  const known = new Set(before.findings.map(fingerprint));
  return findings.filter((finding) => !known.has(fingerprint(finding)));
}

/** The files that name one of the streams. */
function mentioning(
  names: readonly string[],
  all: readonly string[],
  about: CatalogueScope["about"],
): readonly string[] {
  if (names.length === 0) return [];
  const found = new Set(about?.search(names, directory));
  return all.filter((path) => found.has(path));
}

/** The names of streams whose events have one of the titles; undefined if they may have any name. */
function streamsOf(
  titles: readonly string[],
  { streams, patterns, isClosed }: StreamsConfiguration,
): readonly string[] | undefined {
  const named = [...streams].flatMap(([name, { title }]) =>
    title !== undefined && titles.includes(title) ? [name] : [],
  );
  // What an expression matches can have any name.
  const isOpen = patterns.some(({ settings: { title } }) => title !== undefined && titles.includes(title));
  if (isOpen) return undefined;
  return isClosed ? named : [...named, ...titles.map((title) => title.replaceAll("/", "."))];
}

/** The streams of a repository. Throws {@link UserError} for a streams.yaml that cannot be used. */
export function readStreams(snapshot: Snapshot): StreamsConfiguration {
  const content = snapshot.read("streams.yaml");
  if (content.kind === "missing") return openConfiguration;
  if (content.kind !== "text") throw new UserError("streams.yaml cannot be read.");
  const parsed = parseStreams(content.text);
  if (parsed.kind === "configuration") return parsed.configuration;
  const { line, column } = lineAndColumn(content.text, parsed.offset);
  throw new UserError(`streams.yaml:${line}:${column}: ${parsed.message}`);
}
