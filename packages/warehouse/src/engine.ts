import type { Column } from "@addendum/event-fields";

/** A value as engines give it. 64-bit integers are bigints where they pass 2⁵³; times and decimals are text. */
export type Value =
  null | boolean | number | bigint | string | readonly Value[] | { readonly [name: string]: Value };

/** The result of a query. */
export interface Rows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Value[])[];
}

/** A column of rows that are streamed. */
export interface StreamedColumn {
  readonly name: string;
  /** What a value does not say itself: 1 may be a float, and a text may be a decimal number or a time. */
  readonly kind: "float" | "decimal" | "duration" | "timestamp" | "other";
}

/** The result of a query, as blocks of rows. */
export interface StreamedRows {
  readonly columns: readonly StreamedColumn[];
  readonly blocks: AsyncIterable<readonly (readonly Value[])[]>;
}

/** A connection to an engine that runs SQL. Everything rejects with {@link EngineError} and the engine's own words. */
export interface Engine {
  /** The name of the engine's printer in `@addendum/tables`. */
  readonly name: string;
  query(sql: string): Promise<Rows>;
  /**
   * Runs a query whose rows are not held in memory. Where a signal ends it, the query ends on the server too, and the
   * connection may be of no more use. Bytes that are not UTF-8 come as `0x…`.
   */
  stream?(sql: string, signal?: AbortSignal): Promise<StreamedRows>;
  /** Runs one statement that answers nothing. */
  execute(sql: string): Promise<void>;
  /**
   * The columns of a table as the engine has them, those of partitions included; undefined if there is none.
   * @param database its catalog, database or schema, outermost first; empty for the connection's own
   */
  describeTable(database: readonly string[], table: string): Promise<readonly Column[] | undefined>;
  close(): Promise<void>;
}

/** An engine refused a statement, or cannot be reached. The message says which, in a line. */
export class EngineError extends Error {
  /** The statement that was refused. */
  readonly statement: string | undefined;

  constructor(message: string, statement?: string, cause?: unknown) {
    super(message, { cause });
    this.name = "EngineError";
    this.statement = statement;
  }
}

/** An optional package is not installed. */
export class MissingPart extends Error {
  constructor(name: string, cause: unknown) {
    super(`The package “${name}” is not installed. Install it with: npm install ${name}`, { cause });
    this.name = "MissingPart";
  }
}

/** Loads an optional dependency. Rejects with {@link MissingPart} where it is not installed. */
export async function loadPart<Part>(name: string, load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND") throw new MissingPart(name, error);
    throw error;
  }
}

/** A number where it is exact, else a bigint. */
export function exactInteger(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Streams from an engine that may have no way to do so itself. */
export async function streamRows(engine: Engine, sql: string, signal?: AbortSignal): Promise<StreamedRows> {
  if (engine.stream !== undefined) return engine.stream(sql, signal);
  const aborted = new Promise<never>((_, reject) => {
    signal?.addEventListener("abort", () => reject(new EngineError("the query was cancelled", sql)), {
      once: true,
    });
  });
  aborted.catch(() => undefined);
  const { columns, rows } = await Promise.race([engine.query(sql), aborted]);
  return { columns: columns.map((name) => ({ name, kind: "other" })), blocks: oneBlock(rows) };
}

// eslint-disable-next-line typescript/require-await -- it is what streams are
async function* oneBlock<Block>(block: Block): AsyncGenerator<Block> {
  yield block;
}
