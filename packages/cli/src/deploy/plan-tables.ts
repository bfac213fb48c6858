import { showSteps } from "@addendum/event-fields";
import type { StreamsConfiguration } from "@addendum/streams";
import {
  type ColumnSettings,
  type MajorTable,
  type Printer,
  shortcomings,
  type TableChange,
  tableName,
  tablesOf,
  type TitleVersion,
} from "@addendum/tables";
import { type Step, stepOf } from "./step.ts";

/** The published versions, as far as tables are concerned. */
export interface PublishedTitles {
  /** Those that are still produced. */
  readonly titles: readonly string[];
  versionsOf(title: string): readonly TitleVersion[];
}

/** A table that is needed after a merge, and the title of its events. */
export interface WantedTable extends MajorTable {
  readonly title: string;
}

/**
 * The tables of every stream that is named and of every major of its title, as the lake names them; without a
 * `streams.yaml`, those of all titles. Two streams with one table, as `a-b` and `a.b` are, share it if their events have
 * one schema.
 * @returns also sentences about streams that have no table
 */
export function wantedTables(
  streams: StreamsConfiguration,
  { titles, versionsOf }: PublishedTitles,
  settings: ColumnSettings,
): { readonly tables: readonly WantedTable[]; readonly notes: readonly string[] } {
  const produced = new Set(titles);
  const named: readonly (readonly [string | undefined, string | undefined])[] = streams.isClosed
    ? [...streams.streams].map(([stream, { title }]) => [stream, title])
    : titles.map((title) => [undefined, title]);
  const tables = new Map<string, WantedTable>();
  const notes: string[] = [];
  for (const [stream, title] of named) {
    if (title === undefined || !produced.has(title)) continue;
    const majors = tablesOf(title, versionsOf(title), settings);
    const first = majors[0]?.major ?? 1;
    for (const held of majors) {
      const name = tableName(stream ?? title, { number: held.major, first });
      const known = tables.get(name);
      if (known === undefined) tables.set(name, { ...held, title, table: { ...held.table, name } });
      else if (known.title !== title || known.major !== held.major) {
        notes.push(
          `${stream ?? title} has no table: ${name} is that of ${known.title}, major ${known.major}.`,
        );
      }
    }
  }
  return { tables: [...tables.values()], notes };
}

/** The step for a table. */
export function tableStep(
  printer: Printer,
  wanted: WantedTable,
  change: TableChange,
  isThere: boolean,
): Step {
  const of = { kind: "table", system: printer.engine, name: wanted.table.name } as const;
  const { statements, requires } = change;
  const differences = tableDifferences(printer, change);
  if (statements.length === 0) {
    // What the engine cannot do is not a table without all columns.
    return change.cannot.length > 0
      ? stepOf(of, "impossible", "it lacks what its engine cannot add", { differences })
      : stepOf(of, "in-step", "it has all columns", { differences });
  }
  const newest = wanted.history.at(-1)?.version ?? "";
  const needs = requires === undefined ? "" : `. ${requires.replace(/\.$/, "")}`;
  const says = isThere
    ? `widen it to ${wanted.title} ${newest}${needs}`
    : `create it for ${wanted.title} ${newest}${needs}`;
  const missing = isThere ? [] : shortcomings(wanted, printer);
  return stepOf(of, "due", says, { statements, differences: [...differences, ...missing] });
}

function tableDifferences(printer: Printer, { cannot, conflicts }: TableChange): readonly string[] {
  return [
    ...cannot,
    ...conflicts.map(
      ({ at, has, declared }) =>
        `${showSteps(at)} is ${printer.writeType(has)} in the table and ${printer.writeType(declared)} in the schema: it stays, and values that do not fit are rejected when they are loaded.`,
    ),
  ];
}
