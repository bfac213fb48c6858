import { resolveSrv } from "node:dns/promises";
import { join } from "node:path";
import {
  type Engine,
  type MariaDbOptions,
  openMariaDb,
  readMyCnf,
  readShards,
  streamRows,
} from "@addendum/warehouse";
import type { DatabaseSettings, Sharding } from "../settings/report-settings.ts";
import { failedQuery, resultOf, sqlOf } from "./engine-source.ts";
import { FailedQuery, type Source, type Task } from "./source.ts";

/** How MariaDB is reached for a task; `key` is the same for those that share a connection. */
interface Place {
  readonly key: string;
  readonly options: () => MariaDbOptions | Promise<MariaDbOptions>;
}

const mostConnections = 4;

/** MariaDB: one server, or the shard that has a wiki. Connections stay open between queries. */
export class MariaDbSource implements Source {
  private readonly engines = new Map<string, Promise<Engine>>();
  private readonly shards = new Map<string, ReadonlyMap<string, string>>();

  async run(task: Task, signal: AbortSignal) {
    const sql = sqlOf(task);
    const { key, engine } = await this.connect(task);
    // It may be the connection that failed, or one that is gone with its query: the next query opens another one.
    const fail = async (error: unknown) => {
      await this.forget(key);
      return failedQuery(error);
    };
    try {
      const { header, blocks } = resultOf(await streamRows(engine, sql, signal));
      const checked = async function* () {
        try {
          yield* blocks;
        } catch (error) {
          throw await fail(error);
        }
      };
      return { header, blocks: checked() };
    } catch (error) {
      throw await fail(error);
    }
  }

  /** A server that cannot be reached is tried once. */
  private async connect(task: Task): Promise<{ readonly key: string; readonly engine: Engine }> {
    try {
      const { key, options } = this.place(task);
      let engine = this.engines.get(key);
      if (engine === undefined) {
        engine = Promise.resolve(options()).then(openMariaDb);
        this.engines.set(key, engine);
        // There are many wikis, and each connection is to one of them.
        const [oldest] = this.engines.keys();
        if (this.engines.size > mostConnections && oldest !== undefined) await this.forget(oldest);
      }
      return { key, engine: await engine };
    } catch (error) {
      throw failedQuery(error);
    }
  }

  async close(): Promise<void> {
    for (const key of this.engines.keys()) await this.forget(key);
  }

  private async forget(key: string): Promise<void> {
    const engine = this.engines.get(key);
    this.engines.delete(key);
    await engine?.then((one) => one.close()).catch(() => undefined);
  }

  private place({ report, exploded }: Task): Place {
    const settings = report.database as DatabaseSettings;
    const { sharding } = settings;
    if (sharding === undefined)
      return { key: settings.key, options: () => optionsOf(settings, settings.database) };
    const wiki = sharding.placeholder === undefined ? settings.database : exploded.get(sharding.placeholder);
    if (wiki === undefined || !/^[A-Za-z0-9_$-]+$/.test(wiki)) {
      throw new FailedQuery(`${JSON.stringify(wiki ?? "")} is not the name of a wiki’s database`);
    }
    const shard = this.shardOf(wiki, sharding);
    const options = async () => {
      const known = optionsOf(settings, wiki, shard);
      const isKnown = known.socket !== undefined || known.host !== undefined;
      return isKnown ? known : { ...known, ...(await addressOf(shard, sharding)) };
    };
    return { key: `${settings.key} ${wiki}`, options };
  }

  private shardOf(wiki: string, { configuration, isX1 }: Sharding): string {
    if (isX1) return "x1";
    if (wiki === "staging") return wiki;
    let shards = this.shards.get(configuration);
    if (shards === undefined) {
      shards = readShards(join(configuration, "dblists"));
      this.shards.set(configuration, shards);
    }
    // The database that all wikis share is in no list of databases.
    const shard = shards.get(wiki) ?? (wiki === "centralauth" ? "s7" : undefined);
    if (shard === undefined) throw new FailedQuery(`${wiki} is in no dblist of ${configuration}`);
    return shard;
  }
}

function optionsOf(settings: DatabaseSettings, database: string | undefined, shard?: string): MariaDbOptions {
  const { credentials, sharding } = settings;
  const file = credentials === undefined ? {} : readMyCnf(credentials.replaceAll("{shard}", shard ?? ""));
  const address = shard === undefined ? undefined : sharding?.addresses.get(shard);
  // Of a shard, an option file has the address only where there is one for each shard.
  const isOwn = shard === undefined || credentials?.includes("{shard}") === true;
  const host = shard === undefined ? (settings.host ?? file.host) : isOwn ? file.host : undefined;
  const port = shard === undefined ? (settings.port ?? file.port) : isOwn ? file.port : undefined;
  const socket = settings.socket ?? (isOwn && settings.host === undefined ? file.socket : undefined);
  const name = database ?? file.database;
  return {
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port }),
    ...(socket !== undefined && { socket }),
    ...(file.user !== undefined && { user: file.user }),
    ...(file.password !== undefined && { password: file.password }),
    ...(name !== undefined && { database: name }),
    ...(address !== undefined && parseAddress(address)),
  };
}

function parseAddress(address: string): { readonly host: string; readonly port: number } {
  const match = /^(.+):(\d{1,5})$/.exec(address);
  return match === null
    ? { host: address, port: 3306 }
    : { host: match[1] as string, port: Number(match[2]) };
}

/** Wikimedia’s replicas are found by the name of their shard. Source: ReportUpdater’s utils. */
async function addressOf(
  shard: string,
  sharding: Sharding,
): Promise<{ readonly host: string; readonly port: number }> {
  const known = sharding.addresses.get(shard);
  if (known !== undefined) return parseAddress(known);
  const name = `_${shard}-analytics._tcp.eqiad.wmnet`;
  try {
    const [first] = await resolveSrv(name);
    if (first !== undefined) return { host: first.name, port: first.port };
  } catch (error) {
    throw new FailedQuery(
      `the server of ${shard} is unknown: “shards” does not name it, and DNS has no ${name}`,
      { cause: error },
    );
  }
  throw new FailedQuery(
    `the server of ${shard} is unknown: “shards” does not name it, and DNS has no ${name}`,
  );
}
