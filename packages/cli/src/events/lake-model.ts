import { type Column, type ColumnType, parseDuration } from "@addendum/event-fields";
import { formatVersion } from "@addendum/schema-repository";
import type { StreamSettings } from "@addendum/streams";
import { type OpenLake, retentionDays, warehouseBundle } from "./lake.ts";

/** What a program needs to know to load events as `load` does, as JSON: `spark/load_events.py` reads it. */
export interface LakeModel {
  readonly version: 1;
  /** Whether only streams that are listed are accepted, and tables are named after them. */
  readonly isClosed: boolean;
  readonly streams: readonly (ModelStream & { readonly name: string })[];
  /** Regular expressions for names of streams, in the order in which they are tried. */
  readonly patterns: readonly (ModelStream & { readonly pattern: string })[];
  /** What holds for streams that are not listed, where those are accepted. */
  readonly defaults: ModelStream;
  readonly titles: readonly ModelTitle[];
  /** Paths of hours that retention deleted, by table. */
  readonly deletedHours: Readonly<Record<string, readonly string[]>>;
}

interface ModelStream {
  /** Null: events of any title. */
  readonly title: string | null;
  /** Null: without end. 0: not at all. */
  readonly retentionDays: number | null;
}

interface ModelTitle {
  readonly title: string;
  /** The oldest first. */
  readonly versions: readonly string[];
  /** Columns are null where no version can be read. */
  readonly majors: readonly { readonly major: number; readonly columns: readonly ModelColumn[] | null }[];
}

interface ModelColumn {
  readonly name: string;
  readonly type: ModelType;
  /** The properties that fill it; the first that is not null does. */
  readonly sources: readonly string[];
  /** Whether its values may never be stored. */
  readonly neverStored?: true;
}

type ModelType =
  | { readonly kind: Exclude<ColumnType["kind"], "list" | "map" | "struct"> }
  | { readonly kind: "list"; readonly items: ModelType }
  | { readonly kind: "map"; readonly values: ModelType }
  | { readonly kind: "struct"; readonly fields: readonly ModelColumn[] };

/** The model of a lake. */
export function lakeModel(opened: OpenLake): LakeModel {
  const { streams: configuration, lake, versions, columnsOf, file } = opened;
  const { isClosed, streams, patterns, defaults } = configuration;
  const ofStream = ({ title, retention }: StreamSettings, name?: string): ModelStream => ({
    title: title ?? null,
    retentionDays: retentionDays(retention, name, file) ?? null,
  });
  return {
    version: 1,
    isClosed,
    streams: [...streams].map(([name, settings]) => ({ name, ...ofStream(settings, name) })),
    patterns: patterns.map(({ pattern, settings }) => ({ pattern, ...ofStream(settings) })),
    defaults: ofStream(defaults),
    titles: opened.titles().map((title) => {
      const known = versions.of(title);
      const majors = [...new Set(known.map(({ major }) => major))].map((major) => {
        const columns = columnsOf(title, major);
        return { major, columns: columns === undefined ? null : columns.map(modelColumn) };
      });
      return { title, versions: known.map(formatVersion), majors };
    }),
    deletedHours: Object.fromEntries(warehouseBundle().deletedHours(lake)),
  };
}

function modelColumn({ name, type, sources = [name], personal }: Column): ModelColumn {
  const isNeverStored = personal?.retention !== undefined && parseDuration(personal.retention) === 0;
  return { name, type: modelType(type), sources, ...(isNeverStored && { neverStored: true }) };
}

function modelType(type: ColumnType): ModelType {
  switch (type.kind) {
    case "list":
      return { kind: "list", items: modelType(type.items) };
    case "map":
      return { kind: "map", values: modelType(type.values) };
    case "struct":
      return { kind: "struct", fields: type.fields.map(modelColumn) };
    default:
      return { kind: type.kind };
  }
}
