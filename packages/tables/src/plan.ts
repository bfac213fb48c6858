import { type Column, type Conflict, mergeColumns } from "@addendum/event-fields";
import type { Printer, TablePlace, TablePlan } from "./printer.ts";
import { partitionColumns, type Table } from "./table.ts";

/** The statements that update a table to its versions, and its conflicts with them. */
export interface TableChange extends TablePlan {
  readonly conflicts: readonly Conflict[];
}

/**
 * The statements that create or update a table. Additions only, and only those that are not there yet: planned again
 * after it ran, or after an engine died in the middle, it contains what is still missing.
 * @param present the columns of the table as the engine describes them, its partitions' too; undefined if there is none
 */
export function planTable(
  printer: Printer,
  table: Table,
  present: readonly Column[] | undefined,
  place: TablePlace,
): TableChange {
  const wanted = table.columns.map((column) => ({ ...column, type: printer.store(column.type) }));
  if (present === undefined) {
    return { ...printer.create({ ...table, columns: wanted }, place), conflicts: [] };
  }
  const reserved = new Set(partitionColumns.map(({ name }) => name));
  const merged = mergeColumns(
    present.filter(({ name }) => !reserved.has(name.toLowerCase())),
    wanted,
  );
  return { ...printer.evolve(table, merged, place), conflicts: merged.conflicts };
}
