import { partitionColumns, printers } from "@addendum/tables";
import {
  type Engine,
  EngineError,
  type LakeSession,
  type LakeTable,
  MissingPart,
  type ScratchMariaDb,
  startScratchMariaDb,
  type StreamedRows,
  streamRows,
  type Value,
  whyNoScratchMariaDb,
} from "@addendum/warehouse";

/** No MariaDB can be started; the message says why. */
export class NoMariaDb extends Error {}

interface Opened {
  readonly server: ScratchMariaDb;
  /** May write. */
  readonly owner: Engine;
}

const printer = printers.find(({ engine }) => engine === "mariadb")!;
/** May only read, and no files. */
const reader = "reader";
const rowsAtOnce = 200;
const ofServer: ReadonlySet<string> = new Set(["information_schema", "mysql", "performance_schema", "sys"]);

/** The tables of a lake on a private MariaDB, which is started for the first query. */
export class SpoofedMariaDb {
  private readonly session: LakeSession;
  private readonly tables: readonly LakeTable[];
  private opened: Promise<Opened> | undefined;
  /** Databases and tables that are there, quoted. */
  private readonly filled = new Set<string>();

  constructor(session: LakeSession, tables: readonly LakeTable[]) {
    this.session = session;
    this.tables = tables;
  }

  /**
   * Rejects with {@link NoMariaDb}, or with {@link EngineError} where the query is refused.
   * @param database that in which the query runs
   * @param limit milliseconds that the query may take, without those in which the server starts
   */
  async stream(sql: string, database: string, limit: number): Promise<StreamedRows> {
    const { server, owner } = await (this.opened ??= open());
    const own = ofServer.has(database.toLowerCase()) ? "smoke" : database;
    await this.makeDatabase(own, owner);
    for (const table of this.tables) {
      for (const place of placesOf(table.name, sql, own)) await this.fill(table, place, owner);
    }
    const engine = await server.open({ user: reader, database: own });
    const { columns, blocks } = await streamRows(engine, sql, AbortSignal.timeout(limit)).catch(
      async (error: unknown) => {
        await engine.close();
        throw error;
      },
    );
    const closing = async function* () {
      try {
        yield* blocks;
      } finally {
        await engine.close();
      }
    };
    return { columns, blocks: closing() };
  }

  async close(): Promise<void> {
    const opened = await this.opened?.catch(() => undefined);
    await opened?.owner.close();
    await opened?.server.close();
  }

  private async makeDatabase(name: string, owner: Engine): Promise<void> {
    await owner.execute(`CREATE DATABASE IF NOT EXISTS ${printer.qualify(name, { database: [] })}`);
  }

  private async fill(table: LakeTable, database: string, owner: Engine): Promise<void> {
    const name = printer.qualify(table.name, { database: [database] });
    if (this.filled.has(name)) return;
    this.filled.add(name);
    await this.makeDatabase(database, owner);
    for (const statement of printer.create(table, { database: [database] }).statements)
      await owner.execute(statement);
    // Not every column may fit.
    const held = new Set((await owner.describeTable([database], table.name))?.map((column) => column.name));
    const columns = [...table.columns, ...partitionColumns].filter((column) => held.has(column.name));
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const values = columns.map(({ name: column, type }) => {
      const isWhole = printer.store(type).kind !== "json" || type.kind === "json";
      return isWhole ? quoted(column) : `CAST(to_json(${quoted(column)}) AS VARCHAR)`;
    });
    const { blocks } = await this.session.stream(`SELECT ${values.join(", ")} FROM ${quoted(table.name)}`);
    const names = columns.map((column) => printer.qualify(column.name, { database: [] })).join(", ");
    for await (const block of blocks) {
      for (let start = 0; start < block.length; start += rowsAtOnce) {
        const rows = block
          .slice(start, start + rowsAtOnce)
          .map((row) => `(${row.map(literalOf).join(", ")})`);
        await owner.execute(`INSERT INTO ${name} (${names}) VALUES ${rows.join(", ")}`);
      }
    }
  }
}

async function open(): Promise<Opened> {
  const reason = whyNoScratchMariaDb();
  if (reason !== undefined) throw new NoMariaDb(reason);
  let server: ScratchMariaDb | undefined;
  try {
    server = await startScratchMariaDb();
    const owner = await server.open({ user: "root" });
    await owner.execute(`CREATE USER ${reader}@localhost`);
    await owner.execute(`GRANT SELECT ON *.* TO ${reader}@localhost`);
    return { server, owner };
  } catch (error) {
    await server?.close();
    if (error instanceof EngineError || error instanceof MissingPart)
      throw new NoMariaDb(error.message.replace(/[.\s]+$/, ""), { cause: error });
    throw error;
  }
}

/** The databases in which a query may look for a table: its own, and those that are before the name. */
function placesOf(table: string, sql: string, own: string): readonly string[] {
  const name = table.replaceAll(/\W/g, String.raw`\$&`);
  const places = new Set<string>();
  for (const [, quoted, plain] of sql.matchAll(
    new RegExp(`(?:(?:\`([^\`]+)\`|([\\w$]+))\\s*\\.\\s*)?\`?(?<![\\w$])${name}(?![\\w$])`, "gi"),
  )) {
    const place = quoted ?? plain ?? own;
    if (!ofServer.has(place.toLowerCase())) places.add(place);
  }
  return [...places];
}

/** Text goes as its bytes, which no setting reads as anything else. */
function literalOf(value: Value): string {
  switch (typeof value) {
    case "boolean":
      return value ? "1" : "0";
    case "bigint":
      return String(value);
    case "number":
      return Number.isFinite(value) ? String(value) : "NULL";
    case "string":
      return `_utf8mb4 X'${Buffer.from(value).toString("hex")}'`;
    default:
      return value === null ? "NULL" : literalOf(JSON.stringify(value));
  }
}
