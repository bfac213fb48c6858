import type { DuckDBConnection, DuckDBInstance, DuckDBType, DuckDBValue } from "@duckdb/node-api";
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

const printer = printers.find(({ engine }) => engine === "duckdb")!;

/** Where a database is and what it may do. */
export interface DuckDbOptions {
  /** A file; absent: in memory. */
  readonly path?: string;
  readonly threads?: number;
  /** As DuckDB writes it: `512MB`. */
  readonly memory?: string;
  /** Where it puts what has no place in memory. */
  readonly spill?: string;
}

/** Opens DuckDB inside this process. It never fetches an extension. */
export async function openDuckDb({ path, threads, memory, spill }: DuckDbOptions = {}): Promise<Engine> {
  const duckdb = await loadPart("@duckdb/node-api", () => import("@duckdb/node-api"));
  const settings = {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    ...(threads !== undefined && { threads: String(threads) }),
    ...(memory !== undefined && { memory_limit: memory }),
    ...(spill !== undefined && { temp_directory: spill }),
  };
  try {
    const instance = await duckdb.DuckDBInstance.create(path ?? ":memory:", settings);
    return new DuckDb(instance, await instance.connect());
  } catch (error) {
    throw new EngineError(
      `DuckDB cannot open ${path ?? "a database in memory"}: ${firstLine(error)}`,
      undefined,
      error,
    );
  }
}

class DuckDb implements Engine {
  readonly name = "duckdb";
  private readonly instance: DuckDBInstance;
  private readonly connection: DuckDBConnection;

  constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.instance = instance;
    this.connection = connection;
  }

  async query(sql: string): Promise<Rows> {
    try {
      const reader = await this.connection.runAndReadAll(sql);
      return { columns: reader.columnNames(), rows: reader.getRows().map((row) => row.map(plainValue)) };
    } catch (error) {
      throw new EngineError(`DuckDB: ${firstLine(error)}`, sql, error);
    }
  }

  stream(sql: string, signal?: AbortSignal): Promise<StreamedRows> {
    return streamDuckDb(this.connection, sql, signal);
  }

  async execute(sql: string): Promise<void> {
    try {
      await this.connection.run(sql);
    } catch (error) {
      throw new EngineError(`DuckDB: ${firstLine(error)}`, sql, error);
    }
  }

  async describeTable(database: readonly string[], table: string) {
    const text = (value: string) => `'${value.replaceAll("'", "''")}'`;
    const [schema, catalog] = [database.at(-1), database.at(-2)];
    const { rows } = await this.query(
      `SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ${text(table)} AND NOT internal
       AND schema_name = ${schema === undefined ? "current_schema()" : text(schema)}
       AND database_name = ${catalog === undefined ? "current_database()" : text(catalog)} ORDER BY column_index`,
    );
    if (rows.length === 0) return undefined;
    return rows.map(([name, type]) => ({ name: String(name), type: printer.readType(String(type)) }));
  }

  close(): Promise<void> {
    this.connection.closeSync();
    this.instance.closeSync();
    return Promise.resolve();
  }
}

/**
 * Streams the answer to one statement. Rejects, also while rows are read, with {@link EngineError}.
 * @param isSmall whether the answer may be held in memory: DuckDB plans a statement that it streams twice
 */
export async function streamDuckDb(
  connection: DuckDBConnection,
  sql: string,
  signal?: AbortSignal,
  isSmall = false,
): Promise<StreamedRows> {
  const interrupt = () => connection.interrupt();
  signal?.addEventListener("abort", interrupt, { once: true });
  const done = () => signal?.removeEventListener("abort", interrupt);
  const failure = (error: unknown) => new EngineError(`DuckDB: ${firstLine(error)}`, sql, error);
  try {
    const result = isSmall ? await connection.run(sql) : await connection.stream(sql);
    const types = result.columnTypes();
    const columns = result.columnNames().map((name, index): StreamedColumn => ({
      name,
      kind: kindOf(types[index] as DuckDBType),
    }));
    const blocks = async function* () {
      try {
        for await (const rows of result.yieldRows()) yield rows.map((row) => row.map(plainValue));
      } catch (error) {
        throw failure(error);
      } finally {
        done();
      }
    };
    return { columns, blocks: blocks() };
  } catch (error) {
    done();
    throw failure(error);
  }
}

function kindOf(type: DuckDBType): StreamedColumn["kind"] {
  const name = String(type);
  return name === "DOUBLE" || name === "FLOAT" ? "float" : "other";
}

/** DuckDB's values are objects of its own where JavaScript has none. */
export function plainValue(value: DuckDBValue): Value {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "bigint") return exactInteger(value);
  if (typeof value === "number") return value;
  if ("items" in value && Array.isArray(value.items)) return value.items.map(plainValue);
  if ("entries" in value) {
    const entries = value.entries as
      Readonly<Record<string, DuckDBValue>> | readonly { key: DuckDBValue; value: DuckDBValue }[];
    if (Array.isArray(entries)) {
      const pairs = entries as readonly { key: DuckDBValue; value: DuckDBValue }[];
      return Object.fromEntries(pairs.map(({ key, value: member }) => [String(key), plainValue(member)]));
    }
    return Object.fromEntries(Object.entries(entries).map(([name, member]) => [name, plainValue(member)]));
  }
  return String(value);
}

function firstLine(error: unknown): string {
  return (error as Error).message.split("\n")[0] ?? "";
}
