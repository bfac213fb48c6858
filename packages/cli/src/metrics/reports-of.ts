import { declare } from "@addendum/event-fields";
import {
  type EventOfStream,
  type EventTable,
  type KnownMetric,
  type QueriedMetric,
  type QueryType,
  type ReportDirectory,
  reportDirectory,
  type StreamEvents,
} from "@addendum/metrics";
import { tableName } from "@addendum/tables";
import { type OpenRepository, VersionSchemas } from "@addendum/workspace";
import { samplingHistory } from "./sampling-history.ts";

/** The reports of metrics, for an engine, with the tables that the repository's schemas define. */
export function reportsOf(
  metrics: readonly KnownMetric[],
  type: QueryType,
  repository: OpenRepository,
): ReportDirectory {
  return reportDirectory(queriedMetrics(metrics, type, repository), type);
}

/** Metrics with the tables of an engine that contain their events, and their samples by the history of streams.yaml. */
export function queriedMetrics(
  metrics: readonly KnownMetric[],
  type: QueryType,
  repository: OpenRepository,
): readonly QueriedMetric[] {
  const { snapshot, git, today = "" } = repository;
  const content = snapshot.read("streams.yaml");
  const names = new Set(
    metrics.flatMap(({ event, divisor }) => [event, divisor]).flatMap((one) => one?.stream ?? []),
  );
  const history =
    content.kind === "text"
      ? samplingHistory(git, [...names], { text: content.text, today })
      : new Map<string, QueriedMetric["periods"]>();
  const schemas = new VersionSchemas(repository);
  const eventsOf = (event: EventOfStream): StreamEvents => ({
    tables: tablesOf(event, type, metrics, repository, schemas),
    periods: history.get(event.stream) ?? [],
  });
  return metrics.map(({ metric, event, divisor }): QueriedMetric => {
    if (event === undefined) return { metric, tables: [], periods: [] };
    return { metric, ...eventsOf(event), divisor: divisor && eventsOf(divisor) };
  });
}

/** The tables of a stream, one for each major, the newest first. */
function tablesOf(
  { stream, title }: EventOfStream,
  type: QueryType,
  metrics: readonly KnownMetric[],
  { settings }: OpenRepository,
  schemas: VersionSchemas,
): readonly EventTable[] {
  const versions = schemas.all(title);
  const majorOf = (version: string) => Number(version.split(".")[0]);
  const majors = [...new Set(versions.map(({ version }) => majorOf(version)))];
  // The lake's tables are named after streams, those that `addendum tables` defines after titles.
  const named = type === "duckdb" ? stream : title;
  const isShared = metrics
    .flatMap(({ event, divisor }) => [event, divisor])
    .some((one) => one?.title === title && one.stream !== stream);
  const database = type === "duckdb" ? undefined : settings.tables?.database;
  return majors.toReversed().map((number) => ({
    name: [...(database?.split(".") ?? []), tableName(named, { number, first: majors[0] as number })],
    versions: versions
      .filter(({ version }) => majorOf(version) === number)
      .toReversed()
      .map(({ schema }) => declare(schema)),
    stream: type !== "duckdb" && isShared ? stream : undefined,
  }));
}
