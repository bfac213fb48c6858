import type { Connection } from "mysql2/promise";
import { printers } from "@addendum/tables";
import { type Engine, EngineError, exactInteger, loadPart, type Rows, type Value } from "../engine.ts";

const printer = printers.find(({ engine }) => engine === "mariadb")!;

/** A server of MariaDB or MySQL, and who asks it. */
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
  try {
    const connection = await createConnection({
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
    });
    // An error beside any query would end the process.
    connection.on("error", () => undefined);
    if (options.isReadOnly === true) await connection.query("SET SESSION TRANSACTION READ ONLY");
    return new MariaDb(connection, where);
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

  constructor(connection: Connection, where: string) {
    this.connection = connection;
    this.where = where;
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

/** The type of 64-bit integers. Source: MariaDB, “Result Set Packets”, field types. */
const longLong = 8;

function plain(value: unknown, type: number | undefined): Value {
  if (value === null || value === undefined) return null;
  if (type === longLong && typeof value === "string") return exactInteger(BigInt(value));
  if (Buffer.isBuffer(value)) return value.toString("utf8");
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return String(value);
}
