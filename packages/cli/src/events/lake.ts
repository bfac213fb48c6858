import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { parseDuration } from "@addendum/event-fields";
import { formatVersion, TitleVersions } from "@addendum/schema-repository";
import { accept, parseSchemaUri } from "@addendum/streams";
import { tableName, tablesOf } from "@addendum/tables";
import type * as Warehouse from "@addendum/warehouse";
import { UserError, VersionSchemas } from "@addendum/workspace";
import { openWorkTree } from "../run/repository.ts";
import type { Invocation } from "../run/arguments.ts";
import { type LoadedStreams, loadStreams } from "../run/streams-file.ts";

type LakeTable = Warehouse.LakeTable;

/** A lake and the tables that the repository's schemas define. */
export interface OpenLake extends LoadedStreams {
  /** Absolute. */
  readonly lake: string;
  /** Where events belong. */
  readonly route: (address: Warehouse.EventAddress) => LakeTable | string;
  /** The tables of all configured streams; without streams, those of all titles. */
  readonly tables: () => readonly LakeTable[];
  readonly schemas: VersionSchemas;
}

/** The warehouse is a bundle of its own: no other command waits for it to load. */
export function warehouseBundle(): typeof Warehouse {
  return createRequire(__filename)("./warehouse.cjs") as typeof Warehouse;
}

/** The options that commands of the lake have in common. */
export const lakeOptions = [
  { name: "lake", kind: "string", value: "DIR", help: "the lake’s directory (default: lake)" },
  {
    name: "streams",
    kind: "string",
    value: "FILE",
    help: "the streams’ configuration (default: streams.yaml)",
  },
] as const;

/** Opens the repository, its streams and its lake. Throws {@link UserError}, also for a retention that cannot be read. */
export function openLake(invocation: Invocation): OpenLake {
  const loaded = loadStreams(invocation);
  const repository = openWorkTree(loaded.repository, { kind: "base-branch-if-known" });
  const schemas = new VersionSchemas(repository);
  const versions = new TitleVersions(repository);
  const { streams } = loaded;
  const retentions = new Map<string | undefined, number | undefined>();
  const days = (text: string | undefined, stream: string | undefined) => {
    if (!retentions.has(text)) retentions.set(text, retentionDays(text, stream, loaded.file));
    return retentions.get(text);
  };
  for (const [name, { retention }] of streams.streams) days(retention, name);
  days(streams.defaults.retention, undefined);

  /** By title and major. */
  const columns = new Map<string, LakeTable["columns"] | undefined>();
  const majorsOf = (title: string) => [...new Set(versions.of(title).map(({ major }) => major))];
  const columnsOf = (title: string, major: number) => {
    const key = `${title} ${major}`;
    if (!columns.has(key)) columns.set(key, read(title, major));
    return columns.get(key);
  };
  const read = (title: string, major: number): LakeTable["columns"] | undefined => {
    const found = schemas.all(title).filter(({ version }) => version.startsWith(`${major}.`));
    return tablesOf(title, found, { timestamps: "string", misfits: "json" })[0]?.table.columns;
  };
  const tables = new Map<string, LakeTable>();
  const tableOf = (
    title: string,
    major: number,
    stream: string | undefined,
    retention: string | undefined,
  ) => {
    const [first] = majorsOf(title);
    const name = tableName(stream ?? title, { number: major, first: first ?? major });
    let table = tables.get(name);
    if (table === undefined) {
      const found = columnsOf(title, major);
      if (found === undefined) return undefined;
      table = { name, columns: found, retentionDays: days(retention, stream) };
      tables.set(name, table);
    }
    return table;
  };

  /** What was decided before, by schema and stream. */
  const routes = new Map<string, LakeTable | string>();
  const decide = ({ schemaUri, stream }: Warehouse.EventAddress): LakeTable | string => {
    const uri = parseSchemaUri(schemaUri);
    if (uri === undefined) return "its $schema does not name a schema";
    const version = uri.version === "latest" ? undefined : uri.version;
    const known = versions.of(uri.title).map(formatVersion);
    if (known.length === 0 || (version !== undefined && !known.includes(version))) {
      return `its schema, ${String(schemaUri)}, is not known`;
    }
    const name = typeof stream === "string" ? stream : undefined;
    const acceptance = accept(streams, name, uri.title);
    if (acceptance.kind === "unknown-stream") return `its stream, ${name ?? "none"}, is not in streams.yaml`;
    if (acceptance.kind === "other-title")
      return `its stream, ${name ?? ""}, has events of ${acceptance.title}`;
    const { retention } = acceptance.settings;
    if (days(retention, name) === 0) return `the events of its stream, ${name ?? ""}, are not stored`;
    const major = Number((version ?? (known.at(-1) as string)).split(".")[0]);
    // Any client may name any stream where none are listed: tables are then named by title.
    const named = streams.isClosed ? name : undefined;
    return tableOf(uri.title, major, named, retention) ?? `its schema, ${String(schemaUri)}, cannot be read`;
  };
  return {
    ...loaded,
    lake: resolve(invocation.value("lake") ?? join(loaded.repository.root, "lake")),
    schemas,
    route: (address) => {
      const key = JSON.stringify([address.schemaUri, address.stream]);
      let route = routes.get(key);
      if (route === undefined) {
        route = decide(address);
        // Made-up names are many.
        if (routes.size < 10_000) routes.set(key, route);
      }
      return route;
    },
    tables: () =>
      [...streams.streams].flatMap(([stream, { title, retention }]) =>
        title === undefined || days(retention, stream) === 0
          ? []
          : majorsOf(title).flatMap((major) => tableOf(title, major, stream, retention) ?? []),
      ),
  };
}

/** Undefined: without end. Throws {@link UserError}. */
function retentionDays(
  text: string | undefined,
  stream: string | undefined,
  file: string | undefined,
): number | undefined {
  if (text === undefined) return undefined;
  const days = parseDuration(text);
  if (days !== undefined) return days;
  const where = `${file ?? "streams.yaml"}${stream === undefined ? "" : `: ${stream}`}`;
  throw new UserError(`${where}: “${text}” is not a valid retention. Write “90 days”, “P90D” or “none”.`);
}

/** Runs a task of the warehouse; what the world refuses is said in one line. */
export async function withWarehouse<Result>(
  task: (warehouse: typeof Warehouse) => Promise<Result>,
): Promise<Result> {
  const warehouse = warehouseBundle();
  try {
    return await task(warehouse);
  } catch (error) {
    const { EngineError, MissingPart, LakeBusy, BrokenManifest, RefusedQuery, UnreadableDuration } =
      warehouse;
    const known = [EngineError, MissingPart, LakeBusy, BrokenManifest, RefusedQuery, UnreadableDuration];
    if (known.some((kind) => error instanceof kind))
      throw new UserError((error as Error).message, { cause: error });
    const { code, path } = error as NodeJS.ErrnoException;
    if (code === undefined || path === undefined) throw error;
    throw new UserError(`${path}: ${(error as Error).message}`, { cause: error });
  }
}
