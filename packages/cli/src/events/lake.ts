import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { parseDuration } from "@addendum/event-fields";
import { findTitles, formatVersion, TitleVersions } from "@addendum/schema-repository";
import { accept, findStream, parseSchemaUri } from "@addendum/streams";
import { tableName, tablesOf } from "@addendum/tables";
import type * as Warehouse from "@addendum/warehouse";
import { type OpenRepository, UserError, VersionSchemas } from "@addendum/workspace";
import { openWorkTree } from "../run/open-repository.ts";
import type { Invocation } from "../run/arguments.ts";
import { type LoadedStreams, loadStreams } from "../run/streams-file.ts";

type LakeTable = Warehouse.LakeTable;

/** A lake and the tables that the repository's schemas define. */
export interface OpenLake extends LoadedStreams {
  /** Absolute. */
  readonly lake: string;
  /** Where events belong. */
  readonly route: (address: Warehouse.EventAddress) => Warehouse.Route;
  /** The tables of all configured streams; without streams, those of all titles. Those that store nothing are among them. */
  readonly tables: () => readonly LakeTable[];
  readonly schemas: VersionSchemas;
  readonly versions: TitleVersions;
  /** All titles that have a version. */
  readonly titles: () => readonly string[];
  /** The columns of the table of a title's major; undefined if no version of it can be read. */
  readonly columnsOf: (title: string, major: number) => LakeTable["columns"] | undefined;
}

/** The warehouse, as a separate bundle, so that no other command waits for it to load. */
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
  return lakeOf(loaded, repository, invocation.value("lake"));
}

/**
 * The lake of a repository that is open.
 * @param directory undefined: the one beside the configuration
 * Throws {@link UserError} for a retention that cannot be read.
 */
export function lakeOf(
  loaded: LoadedStreams,
  repository: OpenRepository,
  directory: string | undefined,
): OpenLake {
  const schemas = new VersionSchemas(repository);
  const versions = new TitleVersions(repository);
  const { streams } = loaded;
  const retentions = new Map<string | undefined, number | undefined>();
  const days = (text: string | undefined, stream: string | undefined) => {
    if (!retentions.has(text)) retentions.set(text, retentionDays(text, stream, loaded.file));
    return retentions.get(text);
  };
  for (const [name, { retention }] of streams.streams) days(retention, name);
  for (const { pattern, settings } of streams.patterns) days(settings.retention, `/${pattern}/`);
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
  /** What is listed, in its order: streams, or titles where no streams are. */
  const listed = (): readonly (readonly [string | undefined, string | undefined, string | undefined])[] =>
    streams.isClosed
      ? [...streams.streams].map(([stream, { title, retention }]) => [stream, title, retention])
      : findTitles(repository.snapshot, repository.settings).map((title) => [
          undefined,
          title,
          streams.defaults.retention,
        ]);
  /** Whose a table is that several would have: whose events come first must not decide that. */
  let owners: ReadonlyMap<string, string> | undefined;
  const findOwners = () => {
    const found = new Map<string, string>();
    for (const [stream, title] of listed()) {
      const majors = title === undefined ? [] : majorsOf(title);
      for (const major of majors) {
        const name = tableName(stream ?? title ?? "", { number: major, first: majors[0] ?? major });
        if (!found.has(name)) found.set(name, `${title} ${major}`);
      }
    }
    return found;
  };
  const tables = new Map<string, { readonly table: LakeTable; readonly of: string }>();
  const tableOf = (
    title: string,
    major: number,
    stream: string | undefined,
    retention: string | undefined,
  ) => {
    const [first] = majorsOf(title);
    const name = tableName(stream ?? title, { number: major, first: first ?? major });
    const of = `${title} ${major}`;
    const known = tables.get(name);
    // `a-b` and `a.b` are one table: it has the columns of the first.
    owners ??= findOwners();
    const owner = known?.of ?? owners.get(name) ?? of;
    if (owner !== of) return `its table, ${name}, belongs to ${owner}`;
    if (known !== undefined) return known.table;
    const found = columnsOf(title, major);
    if (found === undefined) return `its schema, /${title}, has no version ${major} that can be read`;
    const origin = { title, major, ...(stream !== undefined && { stream }) };
    const table: LakeTable = { name, origin, columns: found, retentionDays: days(retention, stream) };
    tables.set(name, { table, of });
    return table;
  };

  /** What was decided before, by schema and stream. */
  const routes = new Map<string, Warehouse.Route>();
  const decide = ({ schemaUri, stream }: Warehouse.EventAddress): Warehouse.Route => {
    const uri = parseSchemaUri(schemaUri);
    if (uri === undefined) return "its $schema does not name a schema";
    const version = uri.version === "latest" ? undefined : uri.version;
    const known = versions.of(uri.title).map(formatVersion);
    if (known.length === 0 || (version !== undefined && !known.includes(version))) {
      return `its schema, ${String(schemaUri)}, is unknown`;
    }
    const name = typeof stream === "string" ? stream : undefined;
    const acceptance = accept(streams, name, uri.title);
    if (acceptance.kind === "unknown-stream") return `its stream, ${name ?? "none"}, is not in streams.yaml`;
    if (acceptance.kind === "other-title")
      return `its stream, ${name ?? ""}, has events of ${acceptance.title}`;
    const { retention } = acceptance.settings;
    if (days(retention, name) === 0) {
      return { kind: "not-stored", reason: `the events of its stream, ${name ?? ""}, are not stored` };
    }
    const major = Number((version ?? (known.at(-1) as string)).split(".")[0]);
    // Any client may name any stream where none are listed: tables are then named by title.
    const named = streams.isClosed ? name : undefined;
    return tableOf(uri.title, major, named, retention);
  };
  const lake = resolve(directory ?? join(loaded.repository.root, "lake"));
  return {
    ...loaded,
    lake,
    schemas,
    versions,
    titles: () =>
      findTitles(repository.snapshot, repository.settings).filter((title) => versions.of(title).length > 0),
    columnsOf,
    route: (address) => {
      const { schemaUri, stream } = address;
      const areTexts = typeof schemaUri === "string" && typeof stream === "string";
      const key = areTexts
        ? `${schemaUri.length} ${schemaUri} ${stream}`
        : JSON.stringify([schemaUri, stream]);
      let route = routes.get(key);
      if (route === undefined) {
        route = decide(address);
        // Made-up names are many.
        if (routes.size < 10_000) routes.set(key, route);
      }
      return route;
    },
    tables: () => {
      for (const [stream, title, retention] of listed()) {
        if (title === undefined) continue;
        for (const major of majorsOf(title)) tableOf(title, major, stream, retention);
      }
      // Streams that only an expression matches, or that are no longer listed.
      for (const { title, major, stream } of warehouseBundle().tableOrigins(lake).values()) {
        const settings = stream === undefined ? undefined : findStream(streams, stream);
        tableOf(title, major, stream, (settings ?? streams.defaults).retention);
      }
      return [...tables.values()].map(({ table }) => table);
    },
  };
}

/** Undefined: without end. Throws {@link UserError}. */
export function retentionDays(
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

/** Runs a task of the warehouse; failures of the environment become a one-line {@link UserError}. */
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
    // A write that fails because the disk is full names no path.
    const { syscall, path } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    const where = path === undefined ? "the lake" : path;
    throw new UserError(`${where}: ${(error as Error).message}`, { cause: error });
  }
}
