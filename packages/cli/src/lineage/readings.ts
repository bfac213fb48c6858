import type * as Lineage from "@addendum/lineage";
import type { KnownMetric } from "@addendum/metrics";
import type { Finding, FindReaders, Reader, Snapshot } from "@addendum/schema-repository";
import { openConfiguration, type StreamsConfiguration } from "@addendum/streams";
import { type OpenRepository, UserError } from "@addendum/workspace";
import { type CatalogueScope, examineCatalogue, readStreams } from "../metrics/catalogue.ts";
import { eventTables } from "./event-tables.ts";
import { findReadingFiles, type FoundFiles } from "./find-files.ts";
import { lineageBundle } from "./lineage-bundle.ts";

/** How a repository's numbers are computed. @param about only metrics of some titles, and those that reports compute */
export function openReadings(
  repository: OpenRepository,
  about?: CatalogueScope["about"],
  files = findReadingFiles(repository),
): Lineage.Readings {
  const { metrics } = examineCatalogue(repository, about === undefined ? {} : { about });
  return readingsIn(repository, files, metrics);
}

function readingsIn(
  repository: OpenRepository,
  { configurations, dashboards: findDashboards, read }: FoundFiles,
  metrics: readonly KnownMetric[],
): Lineage.Readings {
  const dashboards = findDashboards();
  const { readingsOf, describedReports } = lineageBundle();
  const places = new Map(dashboards.map(({ file }) => [file.slice(file.lastIndexOf("/") + 1), file]));
  return readingsOf({
    metrics,
    reports: configurations.flatMap(({ file, text }) => describedReports(file, text)),
    read,
    dashboards,
    placeOf: (name) => places.get(name) ?? `dashboards/${name}`,
    tables: eventTables(repository, streamsOf(repository.snapshot)),
  });
}

/** What is wrong with streams.yaml is for those who ask for streams. */
function streamsOf(snapshot: Snapshot): StreamsConfiguration {
  try {
    return readStreams(snapshot);
  } catch (error) {
    if (error instanceof UserError) return openConfiguration;
    throw error;
  }
}

/**
 * How a repository's numbers are computed; undefined, without loading anything, if there are neither metrics nor
 * reports.
 */
export function openReadingsIfAny(repository: OpenRepository): Lineage.Readings | undefined {
  const files = findReadingFiles(repository);
  const { metrics } = examineCatalogue(repository);
  return metrics.length === 0 && files.configurations.length === 0
    ? undefined
    : readingsIn(repository, files, metrics);
}

/** Findings about how numbers are computed; empty if there are neither metrics nor reports. */
export function examineLineage(
  repository: OpenRepository,
  metrics: readonly KnownMetric[],
): readonly Finding[] {
  const files = findReadingFiles(repository);
  if (metrics.length === 0 && files.configurations.length === 0) return [];
  const readings = readingsIn(repository, files, metrics);
  return lineageBundle().examineReadings(readings, repository.settings);
}

/** Finds the readers of the events of titles, lazily. */
export function readersIn(repository: OpenRepository): FindReaders {
  const known = new Map<string, readonly Reader[]>();
  let files: FoundFiles | undefined;
  return (title) => {
    let readers = known.get(title);
    if (readers === undefined) {
      // A metric that a report computes names no stream.
      const search = (texts: readonly string[], directory: string) =>
        filesWith(repository.snapshot, [...texts, "report:"], directory);
      const all = lineageBundle().readersOf(
        openReadings(repository, { titles: [title], search }, (files ??= findReadingFiles(repository))),
      );
      readers = all.filter((reader) => reader.title === title);
      known.set(title, readers);
    }
    return readers;
  };
}

/** The files below a directory that hold one of the texts. */
function filesWith(snapshot: Snapshot, texts: readonly string[], directory: string): readonly string[] {
  return snapshot.list(directory).flatMap(({ name, kind }) => {
    const path = `${directory}/${name}`;
    if (kind === "directory") return filesWith(snapshot, texts, path);
    const content = kind === "file" ? snapshot.read(path) : undefined;
    return content?.kind === "text" && texts.some((text) => content.text.includes(text)) ? [path] : [];
  });
}
