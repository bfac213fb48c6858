import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { declare } from "@addendum/event-fields";
import {
  type EventTable,
  type KnownMetric,
  type QueriedMetric,
  type QueryType,
  type ReportDirectory,
  reportDirectory,
  reportHeader,
} from "@addendum/metrics";
import type { Plan } from "@addendum/schema-repository";
import { tableName } from "@addendum/tables";
import { type OpenRepository, UserError, VersionSchemas } from "@addendum/workspace";
import { samplingHistory } from "./sampling-history.ts";

/** The reports of metrics, for an engine, with the tables that the repository's schemas define. */
export function reportsOf(
  metrics: readonly KnownMetric[],
  type: QueryType,
  repository: OpenRepository,
): ReportDirectory {
  const { snapshot, git, today = "" } = repository;
  const content = snapshot.read("streams.yaml");
  const names = new Set(metrics.flatMap(({ event }) => event?.stream ?? []));
  const history =
    content.kind === "text"
      ? samplingHistory(git, [...names], { text: content.text, today })
      : new Map<string, QueriedMetric["periods"]>();
  const schemas = new VersionSchemas(repository);
  const queried = metrics.map(({ metric, event }): QueriedMetric => {
    if (event === undefined) return { metric, tables: [], periods: [] };
    const tables = tablesOf(event, type, metrics, repository, schemas);
    return { metric, tables, periods: history.get(event.stream) ?? [] };
  });
  return reportDirectory(queried, type);
}

/** The tables of a stream, one for each major, the newest first. */
function tablesOf(
  { stream, title }: NonNullable<KnownMetric["event"]>,
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
  const isShared = metrics.some(({ event }) => event?.title === title && event.stream !== stream);
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

/** What brings a directory in step with its reports: files that differ, and generated ones that are no longer called for. */
export function planReports(root: string, directory: string, { files }: ReportDirectory): Plan {
  const at = resolve(root, directory);
  const place = relative(root, at).replaceAll("\\", "/");
  if (place === "" || place.startsWith(".."))
    throw new UserError(`${directory} is not a directory in the repository.`);
  const read = (name: string) =>
    existsSync(join(at, name)) ? readFileSync(join(at, name), "utf8") : undefined;
  const isOurs = (text: string | undefined) =>
    text === undefined || text.startsWith(`# ${reportHeader}`) || text.startsWith(`-- ${reportHeader}`);
  const foreign = files.find(({ path }) => !isOurs(read(path)));
  if (foreign !== undefined)
    throw new UserError(
      `${directory}/${foreign.path} was not generated, and is not overwritten; name another directory.`,
    );
  const wanted = new Set(files.map(({ path }) => path));
  const old = (existsSync(at) ? readdirSync(at) : []).filter(
    (name) => /\.(sql|hql)$/.test(name) && !wanted.has(name) && isOurs(read(name)),
  );
  return [
    ...files.flatMap(({ path, text }) =>
      read(path) === text ? [] : [{ kind: "file" as const, path: `${place}/${path}`, text }],
    ),
    ...old.map((name) => ({ kind: "removal" as const, path: `${place}/${name}` })),
  ];
}
