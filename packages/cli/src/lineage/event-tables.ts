import type * as Reports from "@addendum/reports/readers";
import { findTitles, TitleVersions } from "@addendum/schema-repository";
import type { StreamsConfiguration } from "@addendum/streams";
import { partitionColumns, tableName, tablesOf } from "@addendum/tables";
import { type OpenRepository, VersionSchemas } from "@addendum/workspace";

/**
 * Finds the tables of events that a text names, by the names that the lake and `addendum tables` give them: after streams
 * and after titles. Schemas are read when a text names their table.
 */
export function eventTables(repository: OpenRepository, streams: StreamsConfiguration): Reports.FindTables {
  const { snapshot, settings } = repository;
  const versions = new TitleVersions(repository);
  const schemas = new VersionSchemas(repository);
  const named = new Map<string, { readonly title: string; readonly name: string }>();
  for (const [stream, { title }] of streams.streams) {
    if (title !== undefined) named.set(tableName(stream), { title, name: stream });
  }
  for (const title of findTitles(snapshot, settings)) named.set(tableName(title), { title, name: title });
  const known = new Map<string, readonly Reports.ReadTable[]>();
  const read = (base: string): readonly Reports.ReadTable[] => {
    const { title, name } = named.get(base) as { title: string; name: string };
    const [first] = versions.of(title);
    if (first === undefined) return [];
    const majors = tablesOf(title, schemas.all(title), { timestamps: "string", misfits: "json" });
    return majors.map(({ major, table }) => ({
      name: tableName(name, { number: major, first: first.major }),
      title,
      major,
      columns: table.columns,
      partitions: partitionColumns,
    }));
  };
  return (text) => {
    const words = new Set(text.toLowerCase().match(/\w+/g));
    // The table of a later major has its number at the end.
    const bases = new Set([...words].flatMap((word) => [word, word.replace(/_\d+$/, "")]));
    return [...bases].flatMap((base) => {
      if (!named.has(base)) return [];
      const tables = known.get(base) ?? read(base);
      known.set(base, tables);
      return tables.filter(({ name }) => words.has(name));
    });
  };
}
