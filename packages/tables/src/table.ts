import { type Column, type Conflict, fieldName, mergeColumns } from "@addendum/event-fields";

/** Where the events of a title's major are queried. */
export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly comment?: string;
}

/** What partitions a table, whatever the engine: the hour in which an event happened, in UTC. */
export const partitionColumns: readonly Column[] = ["year", "month", "day", "hour"].map((name) => ({
  name,
  type: { kind: "integer" },
}));

/** The columns of one version, as its schema declares them. */
export interface VersionColumns {
  /** X.Y.Z */
  readonly version: string;
  readonly columns: readonly Column[];
}

/** A version that declares a column with another type than the table has. */
export interface VersionConflict extends Conflict {
  readonly version: string;
}

/**
 * The columns of a major's table: the union of all that its versions declared, the oldest version first. A column stays
 * when a later version drops its property, and keeps its first type; a value that does not fit is rejected when it is
 * loaded, never cast.
 */
export function unionOf(versions: readonly VersionColumns[]): {
  readonly columns: readonly Column[];
  readonly conflicts: readonly VersionConflict[];
} {
  let columns: readonly Column[] = [];
  const conflicts: VersionConflict[] = [];
  for (const { version, columns: declared } of versions) {
    const merged =
      columns.length === 0 ? { columns: declared, conflicts: [] } : mergeColumns(columns, declared);
    columns = merged.columns;
    conflicts.push(...merged.conflicts.map((conflict) => ({ version, ...conflict })));
  }
  return { columns, conflicts };
}

/**
 * The name of a title's or a stream's table: `mediawiki.page-create` is `mediawiki_page_create`. Its first major has the
 * plain name, major N is `<table>_N`. Source: Wikimedia's refinery, `HivePartition.normalize`.
 */
export function tableName(
  titleOrStream: string,
  major?: { readonly number: number; readonly first: number },
): string {
  const plain = fieldName(titleOrStream).toLowerCase();
  return major === undefined || major.number === major.first ? plain : `${plain}_${major.number}`;
}
