import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { connect } from "node:net";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import type { Settings } from "@addendum/schema-repository";
import type { StreamsConfiguration } from "@addendum/streams";
import type { ClusterAccess } from "@addendum/warehouse";
import type { LoadedSettings } from "@addendum/workspace";
import { pingEngine, type RemoteEngine, usesBeeline } from "../events/engines.ts";
import { kafkaAccessOf } from "../events/kafka-access.ts";
import { warehouseBundle } from "../events/lake.ts";
import { openPublished } from "../run/open-repository.ts";
import type { LoadedStreams } from "../run/streams-file.ts";
import type {
  AddressFact,
  AnswerFact,
  Facts,
  MyCnfFact,
  PartFact,
  ProxyFact,
  Reach,
  ShardsFact,
} from "./facts.ts";

/** What `doctor` examines. */
export interface Patient {
  /** Undefined outside of a schema repository. */
  readonly loaded: LoadedStreams | undefined;
  readonly lake: string | undefined;
  readonly environment: NodeJS.ProcessEnv;
  /** How long a server may take to answer, in milliseconds. */
  readonly patienceMs: number;
}

/** Gathers facts. Changes nothing, prompts for nothing, and rejects with nothing that a system says. */
export async function gatherFacts({ loaded, lake, environment, patienceMs }: Patient): Promise<Facts> {
  const settings = loaded?.repository.settings;
  const warehouse = settings?.warehouse ?? {};
  const root = loaded?.repository.root ?? ".";
  const targets = settings === undefined || loaded === undefined ? [] : targetsOf(settings, loaded.streams);
  const [addresses, proxies] = await Promise.all([
    Promise.all(targets.map((target) => reachTarget(target, patienceMs))),
    Promise.all(proxiesIn(environment).map(async (one) => ({ ...one, reach: await reach(one, patienceMs) }))),
  ]);
  const isOpen = (setting: string) =>
    addresses.some((one) => one.setting === setting && one.reach === "open");
  const ticket = warehouse.hive?.principal === undefined ? undefined : findTicket(environment);
  const beeline = usesBeeline(warehouse)
    ? findBeeline(warehouse.hive?.beeline, root, environment)
    : undefined;
  // Without a ticket or a program it would only say so again.
  const isHiveAsked = beeline === undefined || (beeline.isThere && (ticket ?? "valid") === "valid");
  const engines = (["trino", "hive", "mariadb"] as const).filter(
    (engine) => isOpen(`warehouse.${engine}`) && (engine !== "hive" || isHiveAsked),
  );
  const answers = await Promise.all([
    ...engines.map((engine) => askEngine(engine, loaded?.repository as LoadedSettings, patienceMs)),
    ...clustersOf(loaded)
      .filter(({ setting }) => isOpen(setting))
      .map(({ setting, access }) => askCluster(setting, access, patienceMs)),
  ]);
  const myCnf = warehouse.mariadb?.myCnf;
  return {
    node: process.versions.node,
    git: firstLineOf("git", ["--version"], environment),
    repository: loaded && describeRepository(loaded.repository, lake ?? join(root, "lake")),
    parts: await findParts(settings),
    addresses,
    answers,
    ticket,
    beeline,
    myCnf: myCnf === undefined ? undefined : lookAtMyCnf(myCnf, root, warehouse.mariadb ?? {}),
    hasUnnamedMyCnf:
      warehouse.mariadb !== undefined && myCnf === undefined && existsSync(join(homedir(), ".my.cnf")),
    shards: lookAtShards(warehouse.mariadb?.dblists, warehouse.mariadb?.shards ?? {}, root),
    duckDbFile: warehouse.duckdb && {
      path: warehouse.duckdb.path,
      isThere: existsSync(resolve(root, warehouse.duckdb.path)),
    },
    proxies,
    noProxy: (environment["NO_PROXY"] ?? environment["no_proxy"] ?? "")
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean),
  };
}

interface Target {
  readonly setting: string;
  /** A port on a host, or the path of a socket. */
  readonly host: string;
  readonly port: number;
  readonly isOptional: boolean;
}

/** The servers that a configuration names. */
function targetsOf({ warehouse }: Settings, { sinks, services }: StreamsConfiguration): readonly Target[] {
  const { hive, mariadb, trino } = warehouse;
  const targets: Target[] = [];
  const add = (setting: string, host: string, port: number, isOptional = false) =>
    targets.push({ setting, host, port, isOptional });
  if (hive !== undefined) add("warehouse.hive", hive.host, hive.port ?? 10_000);
  if (trino !== undefined) addUrl(add, "warehouse.trino", trino.address);
  if (mariadb !== undefined && mariadb.socket === undefined) {
    const file = mariadb.myCnf === undefined ? {} : readQuietly(mariadb.myCnf);
    const hasShardsOnly =
      mariadb.shards !== undefined && mariadb.host === undefined && file.host === undefined;
    if (!hasShardsOnly && file.socket === undefined) {
      const host = mariadb.host ?? file.host ?? "127.0.0.1";
      add("warehouse.mariadb", host, mariadb.port ?? file.port ?? 3306);
    }
    for (const [shard, address] of Object.entries(mariadb.shards ?? {})) {
      const [host = "", port] = address.split(":");
      add(`warehouse.mariadb.shards.${shard}`, host, Number(port ?? mariadb.port ?? file.port ?? 3306));
    }
  }
  for (const [name, sink] of sinks) {
    for (const broker of sink.kind === "kafka" ? sink.brokers : []) {
      const [host = "", port] = broker.split(":");
      add(`sinks.${name}`, host, Number(port ?? 9092));
    }
  }
  for (const [name, url] of services)
    addUrl((setting, host, port) => add(setting, host, port, true), `services.${name}`, url);
  return targets;
}

function addUrl(
  add: (setting: string, host: string, port: number) => void,
  setting: string,
  url: string,
): void {
  const { hostname, port, protocol } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, "");
  add(setting, host, Number(port) || (protocol === "https:" ? 443 : 80));
}

function readQuietly(path: string): ReturnType<ReturnType<typeof warehouseBundle>["readMyCnf"]> {
  try {
    return warehouseBundle().readMyCnf(path);
  } catch {
    // What is wrong with it is a fact of its own.
    return {};
  }
}

async function reachTarget(target: Target, patienceMs: number): Promise<AddressFact> {
  return { ...target, reach: await reach(target, patienceMs) };
}

/** The result of connecting to a port. */
export function reach(
  { host, port }: { readonly host: string; readonly port: number },
  patienceMs: number,
): Promise<Reach> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (outcome: Reach) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(outcome);
    };
    const timer = setTimeout(() => end("timeout"), patienceMs);
    socket.once("connect", () => end("open"));
    socket.once("error", ({ code = "" }: NodeJS.ErrnoException) => {
      if (code === "ECONNREFUSED") end("refused");
      else if (code === "ENOTFOUND" || code === "EAI_AGAIN") end("unknown-host");
      else if (code === "ETIMEDOUT") end("timeout");
      else end("unreachable");
    });
  });
}

async function askEngine(
  engine: RemoteEngine,
  loaded: LoadedSettings,
  patienceMs: number,
): Promise<AnswerFact> {
  // Hive's own client takes a Java to start.
  const isSlow = engine === "hive" && usesBeeline(loaded.settings.warehouse);
  return within(`warehouse.${engine}`, isSlow ? 6 * patienceMs : 2 * patienceMs, pingEngine(engine, loaded));
}

function clustersOf(loaded: LoadedStreams | undefined) {
  return [...(loaded?.streams.sinks ?? [])].flatMap(([name, sink]) =>
    sink.kind === "kafka" && loaded !== undefined
      ? [{ setting: `sinks.${name}`, access: () => kafkaAccessOf(sink, loaded) }]
      : [],
  );
}

async function askCluster(
  setting: string,
  access: () => ClusterAccess,
  patienceMs: number,
): Promise<AnswerFact> {
  const ask = async () => {
    const cluster = await warehouseBundle().openCluster(access());
    // To list topics, a broker is asked at the address that it gives of itself.
    await cluster.describe([]).finally(() => cluster.close());
  };
  return within(setting, 3 * patienceMs, ask());
}

async function within(setting: string, milliseconds: number, asked: Promise<void>): Promise<AnswerFact> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`it does not answer within ${milliseconds / 1000} s.`), milliseconds);
  });
  const answered = asked.then(
    () => undefined,
    (error: unknown) => (error as Error).message.split("\n")[0] ?? "",
  );
  const problem = await Promise.race([answered, late]);
  clearTimeout(timer);
  return { setting, problem };
}

function describeRepository(loaded: LoadedSettings, lake: string): Facts["repository"] {
  return {
    root: loaded.root,
    published: publishedOf(loaded),
    lake: existsSync(lake) ? { path: lake, problem: lakeProblem(lake) } : undefined,
  };
}

function publishedOf(loaded: LoadedSettings): { readonly name: string } | { readonly problem: string } {
  try {
    return { name: openPublished(loaded, false).name };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

function lakeProblem(lake: string): string | undefined {
  try {
    warehouseBundle().tableOrigins(lake);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

async function findParts(settings: Settings | undefined): Promise<readonly PartFact[]> {
  const warehouse = settings?.warehouse ?? {};
  return [
    {
      name: "@duckdb/node-api",
      needs: "the lake",
      isAsked: warehouse.duckdb !== undefined,
      problem: await duckDbProblem(),
    },
    {
      name: "mysql2",
      needs: "MariaDB",
      isAsked: warehouse.mariadb !== undefined,
      problem: whyNotFound("mysql2"),
    },
    {
      name: "hive-driver",
      needs: "Hive without beeline",
      isAsked: warehouse.hive !== undefined && !usesBeeline(warehouse),
      problem: whyNotFound("hive-driver"),
    },
  ];
}

/** It has binaries of its own, so that it is there says little. */
async function duckDbProblem(): Promise<PartFact["problem"]> {
  const { openDuckDb, MissingPart } = warehouseBundle();
  try {
    await (await openDuckDb()).close();
    return undefined;
  } catch (error) {
    return error instanceof MissingPart ? "missing" : (error as Error).message.split("\n")[0];
  }
}

function whyNotFound(name: string): PartFact["problem"] {
  try {
    createRequire(__filename).resolve(name);
    return undefined;
  } catch {
    return "missing";
  }
}

function firstLineOf(
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): string | undefined {
  const { status, stdout } = spawnSync(program, args, { encoding: "utf8", env: environment, timeout: 5000 });
  return status === 0 ? stdout.split("\n")[0] : undefined;
}

function findTicket(environment: NodeJS.ProcessEnv): Facts["ticket"] {
  const { status, error } = spawnSync("klist", ["-s"], { env: environment, timeout: 5000, stdio: "ignore" });
  if ((error as NodeJS.ErrnoException | undefined)?.code === "ENOENT") return "no-klist";
  return status === 0 ? "valid" : "none";
}

function findBeeline(
  configured: string | undefined,
  root: string,
  environment: NodeJS.ProcessEnv,
): NonNullable<Facts["beeline"]> {
  const program = configured ?? "beeline";
  const candidates = program.includes("/")
    ? [resolve(root, program)]
    : (environment["PATH"] ?? "").split(delimiter).map((directory) => join(directory, program));
  return { program, isThere: candidates.some(isProgram) };
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function lookAtMyCnf(
  path: string,
  root: string,
  settings: NonNullable<Settings["warehouse"]["mariadb"]>,
): MyCnfFact {
  const file = path.startsWith("~/") ? join(homedir(), path.slice(2)) : resolve(root, path);
  try {
    const { host, socket, password } = warehouseBundle().readMyCnf(file);
    const mode = process.platform === "win32" ? undefined : statSync(file).mode & 0o777;
    const named = [host, socket, settings.host, settings.socket, settings.shards];
    const hasServer = named.some((one) => one !== undefined);
    return { path, problem: undefined, mode, hasPassword: password !== undefined, hasServer };
  } catch (error) {
    const problem = (error as Error).message;
    return { path, problem, mode: undefined, hasPassword: false, hasServer: false };
  }
}

function lookAtShards(
  dblists: string | undefined,
  servers: Readonly<Record<string, string>>,
  root: string,
): ShardsFact | undefined {
  if (dblists === undefined) return undefined;
  try {
    const lists = warehouseBundle().readShards(resolve(root, dblists));
    const listed = [...new Set(lists.values())];
    return {
      dblists,
      problem: undefined,
      wikis: lists.size,
      unnamed: listed.filter((shard) => !Object.hasOwn(servers, shard)),
      unlisted: Object.keys(servers).filter((shard) => !listed.includes(shard)),
    };
  } catch (error) {
    return { dblists, problem: (error as Error).message, wikis: 0, unnamed: [], unlisted: [] };
  }
}

/** The proxies that programs of this machine use. */
function proxiesIn(environment: NodeJS.ProcessEnv): readonly Omit<ProxyFact, "reach">[] {
  return ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"].flatMap((name) => {
    const variable = environment[name] === undefined ? name.toLowerCase() : name;
    const text = environment[variable];
    if (text === undefined || text === "") return [];
    try {
      const url = new URL(text.includes("://") ? text : `http://${text}`);
      const host = url.hostname.replace(/^\[|\]$/g, "");
      const port =
        Number(url.port) || (url.protocol === "https:" ? 443 : url.protocol === "http:" ? 80 : 1080);
      return host === "" ? [] : [{ variable, host, port }];
    } catch {
      return [];
    }
  });
}
