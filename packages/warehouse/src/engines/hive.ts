import {
  type Engine,
  EngineError,
  exactInteger,
  loadPart,
  type Rows,
  type StreamedColumn,
  type StreamedRows,
  type Value,
} from "../engine.ts";
import { openBeeline } from "./beeline.ts";
import { describeHiveTable } from "./describe-hive-table.ts";
import { hiveReason } from "./hive-refusal.ts";

/** A HiveServer2, and the user of the connection. */
export interface HiveOptions {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: string;
  readonly database?: string;
  /** The server's Kerberos principal, `hive/_HOST@EXAMPLE.ORG`: `beeline` then connects, with the ticket of `kinit`. */
  readonly principal?: string;
  /** Hive's own client, to connect with instead of this process. Default with a principal: `beeline`, from the PATH. */
  readonly beeline?: string;
  /** Milliseconds to wait for a connection; a server that speaks another protocol never answers. */
  readonly timeout?: number;
}

/** The parts of hive-driver that are used, whose own types say less. */
interface Driver {
  readonly HiveClient: new (service: unknown, types: unknown) => Client;
  readonly auth: { readonly PlainTcpAuthentication: new (options: object) => unknown };
  readonly connections: { readonly TcpConnection: new () => unknown };
  readonly thrift: {
    readonly TCLIService: unknown;
    readonly TCLIService_types: {
      readonly TProtocolVersion: Readonly<Record<string, number>>;
      readonly TOperationState: Readonly<Record<string, number>>;
      readonly TTypeId: Readonly<Record<string, number>>;
    };
  };
}

interface Client {
  connect(options: object, connection: unknown, auth: unknown): Promise<Client>;
  openSession(request: object): Promise<Session>;
  on(event: string, listener: (error?: Error) => void): void;
  close(): void;
}

interface Session {
  executeStatement(sql: string, options: object): Promise<Operation>;
  close(): Promise<unknown>;
}

interface Operation {
  status(): Promise<{ readonly operationState?: number; readonly errorMessage?: string }>;
  readonly hasResultSet: boolean;
  fetch(): Promise<unknown>;
  hasMoreRows(): boolean;
  setMaxRows(count: number): void;
  getSchema(): {
    readonly columns: readonly {
      readonly columnName: string;
      readonly position: number;
      readonly typeDesc?: {
        readonly types?: readonly { readonly primitiveEntry?: { readonly type?: number } }[];
      };
    }[];
  } | null;
  getData(): readonly { readonly columns?: readonly ColumnData[] }[];
  flush(): void;
  cancel(): Promise<unknown>;
  close(): Promise<unknown>;
}

/** Values of a column; one member has them, and bits say which are null. */
type ColumnData = Readonly<
  Record<string, { readonly values: readonly unknown[]; readonly nulls?: Buffer } | null>
>;

/**
 * Connects to HiveServer2 over TCP, with a user and a password (SASL's PLAIN); with a principal or a beeline, through
 * that.
 */
export async function openHive(options: HiveOptions): Promise<Engine> {
  if (options.principal !== undefined || options.beeline !== undefined) {
    // A statement takes longer than a connection.
    const { timeout: _, ...others } = options;
    return openBeeline(others);
  }
  const module = await loadPart("hive-driver", () => import("hive-driver"));
  const driver = ((module as { default?: unknown }).default ?? module) as Driver;
  const { host, port, user, password, database, timeout = 20_000 } = options;
  const { TCLIService, TCLIService_types: types } = driver.thrift;
  const client = new driver.HiveClient(TCLIService, types);
  const where = `${host}:${port}`;
  const lost = new Promise<never>((_, reject) => {
    for (const event of ["error", "close", "timeout"]) {
      client.on(event, (error) =>
        reject(
          new EngineError(`Hive at ${where} closed the connection${error ? `: ${error.message}` : "."}`),
        ),
      );
    }
  });
  // The connection may be lost while no statement runs.
  lost.catch(() => undefined);
  try {
    const open = async () => {
      await client.connect(
        { host, port },
        new driver.connections.TcpConnection(),
        // Hive's own PLAIN refuses an empty password.
        new driver.auth.PlainTcpAuthentication({ username: user, password: password ?? "anonymous" }),
      );
      return client.openSession({
        client_protocol: types.TProtocolVersion["HIVE_CLI_SERVICE_PROTOCOL_V10"],
        username: user,
        configuration: database === undefined ? {} : { "use:database": database },
      });
    };
    const session = await Promise.race([open(), lost, expired(timeout)]);
    return new Hive(client, session, types, where, lost);
  } catch (error) {
    client.close();
    if (error instanceof EngineError) throw error;
    throw new EngineError(
      `Hive at ${where} cannot be reached: ${(error as Error).message}`,
      undefined,
      error,
    );
  }
}

function expired(milliseconds: number): Promise<never> {
  return new Promise((_, reject) => {
    const message = `it did not answer within ${milliseconds / 1000} seconds; does it expect SASL with PLAIN?`;
    setTimeout(() => reject(new Error(message)), milliseconds).unref();
  });
}

class Hive implements Engine {
  readonly name = "hive";
  private readonly client: Client;
  private readonly session: Session;
  private readonly states: Readonly<Record<string, number>>;
  private readonly where: string;
  private readonly lost: Promise<never>;
  private queue: Promise<unknown> = Promise.resolve();

  constructor(
    client: Client,
    session: Session,
    types: Driver["thrift"]["TCLIService_types"],
    where: string,
    lost: Promise<never>,
  ) {
    this.client = client;
    this.session = session;
    this.states = types.TOperationState;
    this.where = where;
    this.lost = lost;
  }

  /** One statement at a time: a session is one conversation. */
  query(sql: string): Promise<Rows> {
    const answer = this.queue.then(() => Promise.race([this.run(sql), this.lost]));
    this.queue = answer.catch(() => undefined);
    return answer;
  }

  async stream(sql: string, signal?: AbortSignal): Promise<StreamedRows> {
    // The session's next statement waits until all rows were read.
    let release: () => void = () => undefined;
    const before = this.queue;
    this.queue = new Promise<void>((resolve) => (release = resolve));
    await before;
    const failure = (error: unknown) =>
      error instanceof EngineError
        ? error
        : new EngineError(`Hive at ${this.where}: ${hiveReason((error as Error).message)}`, sql, error);
    let operation: Operation | undefined;
    const close = async () => {
      release();
      await operation?.close().catch(() => undefined);
    };
    const ended = new Promise<never>((_, reject) => {
      signal?.addEventListener("abort", () => reject(new Error("the query was cancelled")), { once: true });
    });
    ended.catch(() => undefined);
    const { lost } = this;
    try {
      operation = await Promise.race([this.session.executeStatement(sql, { runAsync: true }), lost, ended]);
      await Promise.race([this.finish(operation, signal), lost, ended]);
      const running = operation;
      if (!running.hasResultSet) {
        await close();
        return { columns: [], blocks: nothing() };
      }
      running.setMaxRows(10_000);
      const fetch = async () => {
        await Promise.race([running.fetch(), lost, ended]);
        const rows = running.getData().flatMap(({ columns = [] }) => rowsOf(columns));
        running.flush();
        return rows;
      };
      const first = await fetch();
      const columns = columnsOf(running);
      const blocks = async function* () {
        try {
          yield first;
          while (running.hasMoreRows()) yield await fetch();
        } catch (error) {
          throw failure(error);
        } finally {
          await close();
        }
      };
      return { columns, blocks: blocks() };
    } catch (error) {
      if (signal?.aborted === true) await operation?.cancel().catch(() => undefined);
      await close();
      throw failure(error);
    }
  }

  async execute(sql: string): Promise<void> {
    await this.query(sql);
  }

  describeTable(database: readonly string[], table: string) {
    return describeHiveTable((sql) => this.query(sql), database, table);
  }

  async close(): Promise<void> {
    await Promise.race([
      this.session.close().catch(() => undefined),
      this.lost.catch(() => undefined),
      new Promise((resolve) => setTimeout(resolve, 5_000).unref()),
    ]);
    this.client.close();
  }

  private async run(sql: string): Promise<Rows> {
    try {
      const operation = await this.session.executeStatement(sql, { runAsync: true });
      try {
        await this.finish(operation);
        return operation.hasResultSet ? await this.fetch(operation) : { columns: [], rows: [] };
      } finally {
        await operation.close().catch(() => undefined);
      }
    } catch (error) {
      if (error instanceof EngineError) throw error;
      throw new EngineError(`Hive at ${this.where}: ${hiveReason((error as Error).message)}`, sql, error);
    }
  }

  private async finish(operation: Operation, signal?: AbortSignal): Promise<void> {
    const { FINISHED_STATE, CANCELED_STATE, CLOSED_STATE, ERROR_STATE, TIMEDOUT_STATE } = this.states;
    for (let wait = 5; ; wait = Math.min(2 * wait, 100)) {
      signal?.throwIfAborted();
      const { operationState, errorMessage } = await operation.status();
      if (operationState === FINISHED_STATE) return;
      if ([CANCELED_STATE, CLOSED_STATE, ERROR_STATE, TIMEDOUT_STATE].includes(operationState)) {
        throw new Error(errorMessage ?? "the statement was not finished");
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }

  private async fetch(operation: Operation): Promise<Rows> {
    const rows: Value[][] = [];
    operation.setMaxRows(10_000);
    do {
      await operation.fetch();
      for (const { columns = [] } of operation.getData()) rows.push(...rowsOf(columns));
      operation.flush();
    } while (operation.hasMoreRows());
    return { columns: columnsOf(operation).map(({ name }) => name), rows };
  }
}

/** Source: Hive's TCLIService.thrift, `TTypeId`. */
const floats: ReadonlySet<number | undefined> = new Set([5, 6]);

function columnsOf(operation: Operation): readonly StreamedColumn[] {
  const described = [...(operation.getSchema()?.columns ?? [])].sort((a, b) => a.position - b.position);
  return described.map(({ columnName, typeDesc }) => ({
    name: columnName.split(".").pop() ?? columnName,
    kind: floats.has(typeDesc?.types?.[0]?.primitiveEntry?.type) ? "float" : "other",
  }));
}

async function* nothing(): AsyncGenerator<readonly (readonly Value[])[]> {}

function rowsOf(columns: readonly ColumnData[]): Value[][] {
  const lists = columns.map((column) => {
    const held = Object.values(column).find((one) => one !== null && one !== undefined);
    const { values = [], nulls } = held ?? {};
    return values.map((value, index) => (isNull(nulls, index) ? null : plain(value)));
  });
  return (lists[0] ?? []).map((_, index) => lists.map((list) => list[index] ?? null));
}

function isNull(nulls: Buffer | undefined, index: number): boolean {
  return (((nulls?.[index >> 3] ?? 0) >> (index & 7)) & 1) === 1;
}

/** Thrift's 64-bit integers are objects around eight bytes; hive-driver itself makes `Infinity` of those beyond 2⁵³. */
function plain(value: unknown): Value {
  if (typeof value === "object" && value !== null && "buffer" in value && "offset" in value) {
    const { buffer, offset } = value as { buffer: Buffer; offset: number };
    return exactInteger(buffer.readBigInt64BE(offset));
  }
  if (Buffer.isBuffer(value)) return value.toString("utf8");
  return value as Value;
}
