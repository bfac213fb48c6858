import type { Column } from "@addendum/event-fields";
import { fieldPaths, type MayReadReason, resolveFields, type TableColumns } from "@addendum/query-fields";
import type { Reader } from "@addendum/schema-repository";
import { queryDialects } from "../sources/query-dialects.ts";
import type { DescribedReport } from "./described-reports.ts";

/** A table of events, as queries name it. */
export interface ReadTable {
  readonly name: string;
  readonly title: string;
  readonly major: number;
  readonly columns: readonly Column[];
  /** The columns by which it is partitioned, which no schema declares. */
  readonly partitions: readonly Column[];
}

/** The fields that a text reads of the tables that it names. */
export type TextReads = readonly Pick<Reader, "title" | "major" | "path" | "how" | "does">[];

/** The tables of events that a text names. */
export type FindTables = (text: string) => readonly ReadTable[];

/**
 * The fields that the query or script of a report reads. @param text of the query or script; undefined if there is none
 */
export function reportReads(
  { type, reads }: DescribedReport,
  text: string | undefined,
  tables: FindTables,
): TextReads {
  if (type === "script") return reads.length > 0 ? saidReads(reads, tables) : scriptReads(text ?? "", tables);
  return text === undefined ? [] : queryReads(text, queryDialects[type], tables);
}

const reasons: Readonly<Record<MayReadReason, string>> = {
  star: "it selects everything (*)",
  "whole struct": "it reads the whole struct that contains the field",
  "json path": "it reads values from JSON text",
  "by name": "the columns of its tables decide what it compares",
  unresolved: "a name in it could not be resolved",
  unreadable: "its query could not be parsed completely",
};

/** The fields that a query reads. */
export function queryReads(
  sql: string,
  dialect: Parameters<typeof resolveFields>[1],
  find: FindTables,
): TextReads {
  const tables = find(sql);
  if (tables.length === 0) return [];
  const known = new Map(tables.map((table) => [table.name, table]));
  const columns = tables.map(({ name, columns: own, partitions }): TableColumns => ({
    name,
    columns: [...own, ...partitions],
  }));
  const reads = resolveFields(sql, dialect, columns);
  const at = (name: string) => known.get(name) as ReadTable;
  const isPartition = ({ table, path }: { readonly table: string; readonly path: readonly string[] }) =>
    path.length === 1 && at(table).partitions.some(({ name }) => name === path[0]?.toLowerCase());
  return [
    ...reads.read
      .filter((field) => !isPartition(field))
      .map(({ table, path }) => ({
        title: at(table).title,
        major: at(table).major,
        path,
        how: "reads" as const,
        does: `reads “${path.join(".")}”`,
      })),
    ...reads.mayRead
      .filter((field) => !isPartition(field))
      .map(({ table, path, reason }) => ({
        title: at(table).title,
        major: at(table).major,
        path,
        how: "may read" as const,
        does: reasons[reason],
      })),
  ];
}

/** What the author of a script says: `table.field`. */
function saidReads(reads: readonly string[], find: FindTables): TextReads {
  return reads.flatMap((said) =>
    find(said).flatMap(({ name, title, major }) => {
      const parts = said.split(".");
      const at = parts.findIndex((part) => part.toLowerCase() === name);
      if (at === -1) return [];
      const path = parts.slice(at + 1);
      const does =
        path.length === 0 ? "declares that it reads the table" : `declares that it reads “${path.join(".")}”`;
      return [
        { title, major, path, how: path.length === 0 ? ("may read" as const) : ("reads" as const), does },
      ];
    }),
  );
}

/** A script that says nothing may read the fields that it names, of the tables that it names. */
function scriptReads(text: string, find: FindTables): TextReads {
  const words = wordsOf(text);
  return find(text).flatMap(({ title, major, columns }) =>
    fieldPaths(columns)
      .filter((path) => words.has((path.at(-1) as string).toLowerCase()))
      .map((path) => ({
        title,
        major,
        path,
        how: "may read" as const,
        does: "the script names the table and the field, and has no `reads` to say what it reads",
      })),
  );
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/\w+/g));
}

/** Tests whether a text contains the name of a table. */
export function namesTable(text: string): (name: string) => boolean {
  const words = wordsOf(text);
  return (name) => words.has(name.toLowerCase());
}

/** A report as a reader of fields. */
export function reportReaders(report: DescribedReport, reads: TextReads): readonly Reader[] {
  return reads.map((read) => ({
    kind: "report" as const,
    name: `report “${report.key}”`,
    file: report.source,
    ...read,
  }));
}
