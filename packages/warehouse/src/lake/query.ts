import { join } from "node:path";
import { EngineError, loadPart, type Value } from "../engine.ts";
import { plainValue } from "../engines/duckdb.ts";
import { emptyRow, type LakeTable, quotedName, quotedText } from "./lake-table.ts";
import { type Manifest, readManifest } from "./manifest.ts";

/** A query over the lake. */
export interface LakeQuery {
  readonly lake: string;
  readonly sql: string;
  /** The tables that the schemas define, so that fields and tables without any event can be asked for, too. */
  readonly tables: readonly LakeTable[];
  /** Writes the answer to a Parquet file instead of giving its rows. */
  readonly parquet?: string;
}

/** The result of a query, as blocks of rows. */
export interface LakeAnswer {
  readonly columns: readonly string[];
  readonly blocks: AsyncIterable<readonly (readonly Value[])[]>;
}

/** The query is not allowed, or DuckDB refuses it. The message says why, in one line. */
export class RefusedQuery extends Error {}

/**
 * The result of a query on the lake: a single SELECT that reads only the lake's files, and no other files, network or
 * extensions. Rejects with {@link RefusedQuery}.
 */
export async function queryLake({ lake, sql, tables, parquet }: LakeQuery): Promise<LakeAnswer> {
  if (sql.trim() === "") throw new RefusedQuery("a query must be one SELECT; this is not one.");
  const duckdb = await loadPart("@duckdb/node-api", () => import("@duckdb/node-api"));
  const instance = await duckdb.DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const connection = await instance.connect();
  const close = () => {
    connection.closeSync();
    instance.closeSync();
  };
  try {
    const statements = await connection.extractStatements(sql);
    if (statements.count !== 1) {
      throw new RefusedQuery(`a query must be one SELECT; this is ${statements.count} statements.`);
    }
    const tree = tablesNamed(await readOne(connection, `SELECT json_serialize_sql(${quotedText(sql)})`));
    const named = new Set(tree.map(({ name }) => name));
    const manifest = readManifest(lake);
    const known = new Map(tables.map((table) => [table.name.toLowerCase(), table]));
    const paths: string[] = [];
    for (const name of named) {
      const view = viewOf(lake, name, known.get(name.toLowerCase()), manifest);
      if (view === undefined) continue;
      paths.push(...view.paths);
      await connection.run(`CREATE VIEW ${quotedName(name)} AS ${view.select}`);
    }
    const allowed = [...paths, ...(parquet === undefined ? [] : [parquet])].map(quotedText);
    await connection.run(`SET allowed_paths = [${allowed.join(", ")}]`);
    await connection.run("SET enable_external_access = false");
    await connection.run("SET lock_configuration = true");
    if (parquet !== undefined) {
      const prepared = await (await connection.extractStatements(sql)).prepare(0);
      if (prepared.statementType !== duckdb.StatementType.SELECT)
        throw new RefusedQuery("a query must be one SELECT.");
      await connection.run(
        `COPY (${sql.replace(/;\s*$/, "")}\n) TO ${quotedText(parquet)} (FORMAT parquet, COMPRESSION zstd)`,
      );
      close();
      return { columns: [], blocks: nothing() };
    }
    const prepared = await statements.prepare(0);
    if (prepared.statementType !== duckdb.StatementType.SELECT)
      throw new RefusedQuery("a query must be one SELECT.");
    const result = await prepared.stream();
    const blocks = async function* () {
      try {
        for await (const rows of result.yieldRows()) yield rows.map((row) => row.map(plainValue));
      } catch (error) {
        throw new RefusedQuery(firstLine(error), { cause: error });
      } finally {
        close();
      }
    };
    return { columns: result.columnNames(), blocks: blocks() };
  } catch (error) {
    close();
    if (error instanceof RefusedQuery || error instanceof EngineError) throw error;
    throw new RefusedQuery(firstLine(error), { cause: error });
  }
}

async function* nothing(): AsyncGenerator<readonly (readonly Value[])[]> {}

/** What a table is asked through. */
interface View {
  readonly select: string;
  /** The rows of its files alone, if it has any. */
  readonly rows: string | undefined;
  readonly paths: readonly string[];
}

/** The view of a table: a typed row that is never there, and the rows of its files. */
export function viewOf(
  lake: string,
  name: string,
  table: LakeTable | undefined,
  manifest: Manifest,
): View | undefined {
  const directory = Object.keys(manifest.tables).find((one) => one.toLowerCase() === name.toLowerCase());
  const files = directory === undefined ? [] : Object.keys(manifest.tables[directory]?.files ?? {});
  const paths = files.map((path) => join(lake, directory as string, path));
  if (table === undefined && paths.length === 0) return undefined;
  const types = "hive_types = {year: BIGINT, month: BIGINT, day: BIGINT, hour: BIGINT}";
  const rows = `SELECT * FROM read_parquet([${paths.map(quotedText).join(", ")}], union_by_name = true, hive_partitioning = true, ${types})`;
  const parts = [
    ...(table === undefined ? [] : [emptyRow(table.columns)]),
    ...(paths.length === 0 ? [] : [rows]),
  ];
  return { select: parts.join(" UNION ALL BY NAME "), rows: paths.length === 0 ? undefined : rows, paths };
}

/** A table as a query names it; the schema is empty where it names none. */
interface NamedTable {
  readonly schema: string;
  readonly name: string;
}

/** The tables that a query names, by its syntax tree; those that it defines itself are harmless among them. */
export function tablesNamed(tree: string): readonly NamedTable[] {
  const found = new Map<string, NamedTable>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    if (typeof node !== "object" || node === null) return;
    const { type, table_name: name, schema_name: schema } = node as Readonly<Record<string, unknown>>;
    if (type === "BASE_TABLE" && typeof name === "string") {
      const table = { schema: typeof schema === "string" ? schema : "", name };
      found.set(JSON.stringify(table), table);
    }
    Object.values(node).forEach(visit);
  };
  const parsed = JSON.parse(tree) as { error?: boolean; error_message?: string };
  if (parsed.error === true)
    throw new RefusedQuery(parsed.error_message?.split("\n")[0] ?? "it is not a SELECT.");
  visit(parsed);
  return [...found.values()];
}

async function readOne(
  connection: { runAndReadAll(sql: string): Promise<{ getRows(): unknown[][] }> },
  sql: string,
): Promise<string> {
  return String((await connection.runAndReadAll(sql)).getRows()[0]?.[0]);
}

function firstLine(error: unknown): string {
  return (error as Error).message.split("\n")[0] ?? "";
}
