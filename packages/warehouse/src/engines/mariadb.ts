import { isUtf8 } from "node:buffer";
import type { Connection, ConnectionOptions, FieldPacket } from "mysql2/promise";
import { printers } from "@addendum/tables";
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

const printer = printers.find(({ engine }) => engine === "mariadb")!;

/** A server of MariaDB or MySQL, and the user of the connection. */
export interface MariaDbOptions {
  readonly host?: string;
  readonly port?: number;
  readonly socket?: string;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
  /** Milliseconds to wait for a connection. */
  readonly timeout?: number;
  /** Whether the server is to refuse whatever writes. */
  readonly isReadOnly?: boolean;
}

/** Connects to MariaDB. Integers keep their 64 bits, times and decimals are text, binary text is UTF-8. */
export async function openMariaDb(options: MariaDbOptions): Promise<Engine> {
  const { createConnection } = await loadPart("mysql2", () => import("mysql2/promise"));
  const { host = "127.0.0.1", port = 3306, socket, user, password, database, timeout = 10_000 } = options;
  const where = socket ?? `${host}:${port}`;
  const settings: ConnectionOptions = {
    ...(socket === undefined ? { host, port } : { socketPath: socket }),
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password }),
    ...(database !== undefined && { database }),
    connectTimeout: timeout,
    charset: "utf8mb4",
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: true,
    rowsAsArray: true,
    jsonStrings: true,
    // A server may not read files of this machine by an answer to a query.
    flags: ["-LOCAL_FILES"],
  };
  try {
    const connection = await createConnection(settings);
    // An error beside any query would end the process.
    connection.on("error", () => undefined);
    if (options.isReadOnly === true) await connection.query("SET SESSION TRANSACTION READ ONLY");
    const endQuery = async (thread: number) => {
      const other = await createConnection({ ...settings, connectTimeout: 5000 });
      await other.query(`KILL QUERY ${thread}`).catch(() => undefined);
      other.destroy();
    };
    return new MariaDb(connection, where, endQuery);
  } catch (error) {
    throw new EngineError(
      `MariaDB at ${where} cannot be reached: ${(error as Error).message}`,
      undefined,
      error,
    );
  }
}

class MariaDb implements Engine {
  readonly name = "mariadb";
  private readonly connection: Connection;
  private readonly where: string;
  private readonly endQuery: (thread: number) => Promise<void>;

  /** @param endQuery ends what another connection runs, by its thread */
  constructor(connection: Connection, where: string, endQuery: (thread: number) => Promise<void>) {
    this.connection = connection;
    this.where = where;
    this.endQuery = endQuery;
  }

  async query(sql: string): Promise<Rows> {
    try {
      const [rows, fields] = await this.connection.query<never>({ sql, rowsAsArray: true });
      const lists = (Array.isArray(rows) ? rows : []) as readonly (readonly unknown[])[];
      return {
        columns: (fields ?? []).map(({ name }) => name),
        rows: lists.map((row) => row.map((value, index) => plain(value, fields[index]?.columnType))),
      };
    } catch (error) {
      throw new EngineError(`MariaDB at ${this.where}: ${(error as Error).message}`, sql, error);
    }
  }

  async stream(sql: string, signal?: AbortSignal): Promise<StreamedRows> {
    const { connection } = this.connection as unknown as { readonly connection: CallbackConnection };
    const { threadId } = this.connection;
    const failure = (error: unknown) =>
      new EngineError(`MariaDB at ${this.where}: ${(error as Error).message}`, sql, error);
    const got: Arrived = { rows: [], fields: undefined, isEnded: false, error: undefined };
    let wake: () => void = () => undefined;
    const happened = () => new Promise<void>((resolve) => (wake = resolve));
    const query = connection.query({ sql, rowsAsArray: true });
    query.once("fields", (described) => {
      got.fields = described;
      wake();
    });
    query.on("result", (row) => {
      // A statement that answers nothing has a result that is not a row.
      if (!Array.isArray(row)) return;
      got.rows.push(row);
      if (got.rows.length < blockRows) return;
      connection.pause();
      wake();
    });
    query.once("error", (cause) => {
      got.error ??= failure(cause);
      wake();
    });
    query.once("end", () => {
      got.isEnded = true;
      wake();
    });
    const abort = () => {
      got.error ??= failure(new Error("the query was cancelled"));
      // The server continues with a query whose client is gone.
      void this.endQuery(threadId).catch(() => undefined);
      this.connection.destroy();
      wake();
    };
    signal?.addEventListener("abort", abort, { once: true });
    const done = () => signal?.removeEventListener("abort", abort);
    while (got.fields === undefined && !got.isEnded && got.error === undefined) await happened();
    if (got.error !== undefined) {
      done();
      throw got.error;
    }
    const fields = got.fields ?? [];
    const types = fields.map(({ columnType }) => columnType);
    const take = () => {
      const block = got.rows.map((row) => row.map((value, index) => streamed(value, types[index])));
      got.rows = [];
      return block;
    };
    const blocks = async function* () {
      try {
        for (;;) {
          while (got.rows.length < blockRows && !got.isEnded && got.error === undefined) await happened();
          if (got.error !== undefined) throw got.error;
          if (got.rows.length > 0) yield take();
          if (got.isEnded && got.rows.length === 0) return;
          connection.resume();
        }
      } finally {
        done();
        connection.resume();
      }
    };
    return {
      columns: fields.map(({ name, columnType }) => ({
        name,
        kind: kinds.get(columnType ?? -1) ?? "other",
      })),
      blocks: blocks(),
    };
  }

  async execute(sql: string): Promise<void> {
    await this.query(sql);
  }

  async describeTable(database: readonly string[], table: string) {
    const text = (value: string) => this.connection.escape(value);
    const schema = database.at(-1);
    const of = `WHERE table_name = ${text(table)} AND table_schema = ${schema === undefined ? "DATABASE()" : text(schema)}`;
    const { rows } = await this.query(
      `SELECT column_name, column_type FROM information_schema.columns ${of} ORDER BY ordinal_position`,
    );
    if (rows.length === 0) return undefined;
    // JSON is long text with a check.
    const checks = await this.query(
      `SELECT check_clause FROM information_schema.check_constraints WHERE table_name = ${text(table)} AND constraint_schema = ${schema === undefined ? "DATABASE()" : text(schema)}`,
    );
    const clauses = new Set(checks.rows.map(([clause]) => String(clause)));
    return rows.map(([name, type]) => {
      const isJson = clauses.has(`json_valid(${printer.qualify(String(name), { database: [] })})`);
      return { name: String(name), type: printer.readType(isJson ? "json" : String(type)) };
    });
  }

  async close(): Promise<void> {
    try {
      await this.connection.end();
    } catch {
      this.connection.destroy();
    }
  }
}

/** The part of mysql2's own connection that streams, which its promises lack. */
interface CallbackConnection {
  query(options: { readonly sql: string; readonly rowsAsArray: true }): {
    once(event: "fields", listener: (fields: readonly FieldPacket[]) => void): void;
    once(event: "error", listener: (error: unknown) => void): void;
    once(event: "end", listener: () => void): void;
    on(event: "result", listener: (row: unknown) => void): void;
  };
  pause(): void;
  resume(): void;
}

/** What has come of an answer. */
interface Arrived {
  rows: (readonly unknown[])[];
  fields: readonly FieldPacket[] | undefined;
  isEnded: boolean;
  error: EngineError | undefined;
}

const blockRows = 1000;

/** Source: MariaDB, “Result Set Packets”, field types. */
const kinds: ReadonlyMap<number, StreamedColumn["kind"]> = new Map([
  [0, "decimal"],
  [4, "float"],
  [5, "float"],
  [7, "timestamp"],
  [11, "duration"],
  [12, "timestamp"],
  [246, "decimal"],
]);

const bit = 16;

/** As {@link plain}; bits are a number, and bytes that are not text stay legible. */
function streamed(value: unknown, type: number | undefined): Value {
  if (!Buffer.isBuffer(value)) return plain(value, type);
  if (type === bit) return exactInteger(BigInt(`0x${value.toString("hex") || "0"}`));
  return isUtf8(value) ? value.toString("utf8") : `0x${value.toString("hex").toUpperCase()}`;
}

/** The type of 64-bit integers. Source: MariaDB, “Result Set Packets”, field types. */
const longLong = 8;

function plain(value: unknown, type: number | undefined): Value {
  if (value === null || value === undefined) return null;
  if (type === longLong && typeof value === "string") return exactInteger(BigInt(value));
  if (Buffer.isBuffer(value)) return value.toString("utf8");
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return String(value);
}
