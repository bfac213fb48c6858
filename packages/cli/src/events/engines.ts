import { existsSync } from "node:fs";
import { userInfo } from "node:os";
import { resolve } from "node:path";
import type { WarehouseSettings } from "@addendum/schema-repository";
import type * as Warehouse from "@addendum/warehouse";
import { type LoadedSettings, UserError } from "@addendum/workspace";
import { askPassword, isInteractive } from "../run/ask-password.ts";
import { warehouseBundle } from "./lake.ts";

/** Engines that `query` can use instead of the lake. */
export const remoteEngines = ["trino", "hive", "mariadb"] as const;
export type RemoteEngine = (typeof remoteEngines)[number];

/** What is asked of an engine. */
export interface RemoteQuery {
  readonly engine: RemoteEngine;
  readonly sql: string;
  /** Databases of MariaDB to ask one after the other; undefined: the connection's own. */
  readonly wikis: readonly string[] | undefined;
}

/**
 * The result of one SELECT on an engine of `warehouse:`. With several wikis, their rows are concatenated, with the wiki
 * in the first column. Rejects with {@link UserError}, or with what the warehouse throws.
 */
export async function queryRemote(
  { engine, sql, wikis }: RemoteQuery,
  loaded: LoadedSettings,
): Promise<Warehouse.Rows> {
  const reason = warehouseBundle().whyNotOneSelect(engine, sql);
  if (reason !== undefined) throw new UserError(`a query must be one SELECT; ${reason}.`);
  const settings = loaded.settings.warehouse;
  requireConnection(engine, settings);
  if (wikis === undefined) return askOne(engine, sql, openerOf(engine, settings, loaded.root));
  if (engine !== "mariadb") throw new UserError("--wiki needs --engine mariadb.");
  return askWikis(sql, wikis, mariaDbOf(settings, loaded.root));
}

type Opener = (password: string | undefined) => Warehouse.Engine | Promise<Warehouse.Engine>;

/** Which connection leads to the tables that a printer defines. Spark's own have none here. */
const connections: Readonly<Record<string, RemoteEngine | "duckdb">> = {
  duckdb: "duckdb",
  hive: "hive",
  mariadb: "mariadb",
  "trino-hive": "trino",
  "trino-iceberg": "trino",
};

/**
 * Runs a task on the engine whose tables a printer defines.
 * @param printer the printer's name, as `addendum tables --engine` takes it
 * Rejects with {@link UserError}, or with what the warehouse throws.
 */
export async function onTablesEngine<Result>(
  printer: string,
  loaded: LoadedSettings,
  task: (engine: Warehouse.Engine) => Promise<Result>,
): Promise<Result> {
  const connection = Object.hasOwn(connections, printer) ? connections[printer] : undefined;
  if (connection === undefined) {
    throw new UserError(
      `Addendum does not connect to Spark. Query the same tables through their metastore: --engine ${printer === "spark" ? "hive" : "trino-iceberg"}.`,
    );
  }
  const settings = loaded.settings.warehouse;
  requireConnection(connection, settings);
  if (connection !== "duckdb") return runOn(connection, openerOf(connection, settings, loaded.root), task);
  const path = resolve(loaded.root, settings.duckdb!.path);
  // DuckDB would make the file.
  if (!existsSync(path))
    throw new UserError(`${settings.duckdb!.path}, warehouse.duckdb.path, does not exist.`);
  const engine = await warehouseBundle().openDuckDb({ path });
  try {
    return await task(engine);
  } finally {
    await engine.close();
  }
}

/** Why Addendum changes no tables on an engine; undefined if the configuration says how it is reached. */
export function whyNotConnected(printer: string, { settings }: LoadedSettings): string | undefined {
  const connection = Object.hasOwn(connections, printer) ? connections[printer] : undefined;
  if (connection === undefined) return "Addendum does not connect to Spark; run the definitions there.";
  return settings.warehouse[connection] === undefined
    ? `the configuration has no warehouse.${connection}, which says how to reach it.`
    : undefined;
}

/**
 * Connects to an engine for which {@link whyNotConnected} returns undefined. Undefined for a DuckDB without a file,
 * unless its tables are to be changed. Rejects with {@link UserError}, or with what the warehouse throws.
 */
export async function openTablesEngine(
  printer: string,
  { root, settings: { warehouse } }: LoadedSettings,
  isChanged: boolean,
): Promise<Warehouse.Engine | undefined> {
  const connection = connections[printer];
  if (connection === undefined) throw new UserError(`Addendum does not connect to ${printer}.`);
  requireConnection(connection, warehouse);
  if (connection === "duckdb") {
    const path = resolve(root, warehouse.duckdb!.path);
    return isChanged || existsSync(path) ? warehouseBundle().openDuckDb({ path }) : undefined;
  }
  const open =
    connection === "mariadb"
      ? mariaDbOf(warehouse, root).open({ isReadOnly: !isChanged })
      : openerOf(connection, warehouse, root);
  return withPassword(connection, async (password) => {
    const opened = await open(password);
    // Trino reports a missing right only when a statement needs it.
    if (connection === "trino") await opened.query("SELECT 1");
    return opened;
  });
}

/** Whether Hive is queried through its own client. */
export function usesBeeline({ hive }: WarehouseSettings): boolean {
  return hive?.principal !== undefined || hive?.beeline !== undefined;
}

/**
 * Sends an engine of `warehouse:` a trivial query, without prompting for a password. Rejects with the engine's error.
 */
export async function pingEngine(
  connection: RemoteEngine,
  { root, settings }: LoadedSettings,
): Promise<void> {
  requireConnection(connection, settings.warehouse);
  const open = openerOf(connection, settings.warehouse, root);
  const engine = await open(process.env[`ADDENDUM_${connection.toUpperCase()}_PASSWORD`]);
  try {
    await engine.query("SELECT 1");
  } finally {
    await engine.close();
  }
}

/** Throws {@link UserError} if the configuration does not say how an engine is reached. */
function requireConnection(connection: RemoteEngine | "duckdb", settings: WarehouseSettings): void {
  if (settings[connection] !== undefined) return;
  throw new UserError(
    `the configuration has no warehouse.${connection}: add it under \`warehouse:\` in addendum.yaml.`,
  );
}

function askOne(engine: RemoteEngine, sql: string, open: Opener): Promise<Warehouse.Rows> {
  return runOn(engine, open, (opened) => opened.query(sql));
}

async function runOn<Result>(
  engine: RemoteEngine,
  open: Opener,
  task: (engine: Warehouse.Engine) => Promise<Result>,
): Promise<Result> {
  return withPassword(engine, async (password) => {
    const opened = await open(password);
    try {
      return await task(opened);
    } finally {
      await opened.close();
    }
  });
}

/** Passwords that were typed, so that each is asked for once. */
const typed = new Map<RemoteEngine, string>();

/** Runs a task with the password of the environment; where it is refused on a terminal, asks for one. */
async function withPassword<Result>(
  engine: RemoteEngine,
  task: (password: string | undefined) => Promise<Result>,
): Promise<Result> {
  const variable = `ADDENDUM_${engine.toUpperCase()}_PASSWORD`;
  const password = typed.get(engine) ?? process.env[variable];
  try {
    return await task(password);
  } catch (error) {
    const isRefused = /access denied|answers 401|authenticat/i.test((error as Error).message);
    if (!isRefused || password !== undefined || !isInteractive()) throw error;
    typed.set(engine, await askPassword(`Password for ${engine}: `));
    return task(typed.get(engine));
  }
}

function openerOf(engine: RemoteEngine, settings: WarehouseSettings, root: string): Opener {
  const { openHive, openTrino } = warehouseBundle();
  const user = userInfo().username;
  switch (engine) {
    case "trino": {
      const trino = settings.trino!;
      return (password) => openTrino({ user, ...trino, ...(password !== undefined && { password }) });
    }
    case "hive": {
      const { port = 10_000, beeline, ...others } = settings.hive!;
      // A path starts from the repository, a name is looked for on the PATH.
      const program = beeline?.includes("/") === true ? resolve(root, beeline) : beeline;
      const hive = { ...others, ...(program !== undefined && { beeline: program }) };
      return (password) => openHive({ user, port, ...hive, ...(password !== undefined && { password }) });
    }
    case "mariadb":
      return mariaDbOf(settings, root).open();
  }
}

/** How MariaDB is reached, and which server has which wiki. */
interface MariaDb {
  readonly open: (more?: Warehouse.MariaDbOptions) => Opener;
  /** The server of a wiki. */
  readonly serverOf: (wiki: string) => Warehouse.MariaDbOptions;
}

function mariaDbOf({ mariadb = {} }: WarehouseSettings, root: string): MariaDb {
  const { openMariaDb, readMyCnf, readShards } = warehouseBundle();
  const { myCnf, dblists, shards = {}, ...own } = mariadb;
  const path = myCnf === undefined || myCnf.startsWith("~/") ? myCnf : resolve(root, myCnf);
  const options = { user: userInfo().username, ...(path !== undefined && readMyCnf(path)), ...own };
  const shardOf = dblists === undefined ? undefined : readShards(resolve(root, dblists));
  return {
    open: (more) => (password) =>
      openMariaDb({ isReadOnly: true, ...options, ...more, ...(password !== undefined && { password }) }),
    serverOf: (wiki) => {
      if (!/^[a-z0-9_]+$/.test(wiki)) throw new UserError(`“${wiki}” is not a valid wiki name.`);
      if (shardOf === undefined) return { database: wiki };
      const shard = shardOf.get(wiki);
      if (shard === undefined) throw new UserError(`no .dblist file in ${dblists ?? ""} lists ${wiki}.`);
      const address = Object.hasOwn(shards, shard) ? shards[shard] : undefined;
      if (address === undefined) {
        throw new UserError(`${wiki} is on ${shard}, whose server warehouse.mariadb.shards does not name.`);
      }
      const [host = "", port] = address.split(":");
      return { host, ...(port !== undefined && { port: Number(port) }), database: wiki };
    },
  };
}

async function askWikis(
  sql: string,
  wikis: readonly string[],
  { open, serverOf }: MariaDb,
): Promise<Warehouse.Rows> {
  // A name that is not known is said before the first server is asked.
  const servers = [...new Set(wikis)].map((wiki) => ({ wiki, server: serverOf(wiki) }));
  let columns: readonly string[] | undefined;
  const rows: (readonly Warehouse.Value[])[] = [];
  for (const { wiki, server } of servers) {
    const answer = await askOne("mariadb", sql, open(server));
    columns ??= answer.columns;
    if (columns.join("\n") !== answer.columns.join("\n")) {
      throw new UserError(
        `${wiki} answers with other columns (${answer.columns.join(", ")}): name the columns in the query.`,
      );
    }
    for (const row of answer.rows) rows.push([wiki, ...row]);
  }
  return { columns: ["wiki", ...(columns ?? [])], rows };
}
