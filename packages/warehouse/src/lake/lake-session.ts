import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { EngineError, loadPart, type StreamedRows } from "../engine.ts";
import { streamDuckDb } from "../engines/duckdb.ts";
import { emptyRow, type LakeTable, quotedName, quotedText } from "./lake-table.ts";
import { readManifest } from "./manifest.ts";
import { RefusedQuery, tablesNamed, viewOf } from "./query.ts";

/** Many queries over what a lake contains at one moment. */
export interface LakeSession {
  /** One SELECT, which reads nothing but the lake. Rejects with {@link RefusedQuery} or {@link EngineError}. */
  stream(sql: string, signal?: AbortSignal): Promise<StreamedRows>;
  close(): void;
}

/** Answers of so many rows are streamed. */
const manyRows = 10_000;

/**
 * Opens a lake for queries that follow each other: views and connections are made once.
 * @param tables those that the schemas define, so that fields and tables without any event can be asked for, too
 */
export async function openLakeSession(lake: string, tables: readonly LakeTable[]): Promise<LakeSession> {
  const duckdb = await loadPart("@duckdb/node-api", () => import("@duckdb/node-api"));
  const directory = resolve(lake);
  mkdirSync(directory, { recursive: true });
  const manifest = readManifest(directory);
  const known = new Map(tables.map((table) => [table.name.toLowerCase(), table]));
  const instance = await duckdb.DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const connection = await instance.connect();
  await connection.run(`SET allowed_directories = [${quotedText(`${directory}/`)}]`);
  await connection.run("SET enable_external_access = false");
  await connection.run("SET lock_configuration = true");
  const seen = new Set<string>();
  /** Shape of a query → how many rows it answered last. */
  const shapes = new Map<string, number>();
  const typesOf = async (select: string) => {
    const described = await connection.runAndReadAll(`DESCRIBE ${select}`);
    return new Map(described.getRows().map(([name, type]) => [String(name).toLowerCase(), String(type)]));
  };
  /** Whether the files of a table have all of its columns, with its types. */
  const hasAll = async (rows: string, { columns }: LakeTable) => {
    const [found, wanted] = [await typesOf(rows), await typesOf(emptyRow(columns))];
    return [...wanted].every(([name, type]) => found.get(name) === type);
  };
  const check = async (sql: string) => {
    const statements = await connection.extractStatements(sql);
    if (statements.count !== 1) {
      throw new RefusedQuery(`a query must be one SELECT; this is ${statements.count} statements.`);
    }
    const tree = await connection.runAndReadAll(`SELECT json_serialize_sql(${quotedText(sql)})`);
    for (const { schema, name } of tablesNamed(String(tree.getRows()[0]?.[0]))) {
      const place = [...(schema === "" ? [] : [schema]), name].map(quotedName).join(".");
      if (seen.has(place.toLowerCase())) continue;
      seen.add(place.toLowerCase());
      const view = viewOf(directory, name, known.get(name.toLowerCase()), manifest);
      if (view === undefined) continue;
      if (schema !== "") await connection.run(`CREATE SCHEMA IF NOT EXISTS ${quotedName(schema)}`);
      const table = known.get(name.toLowerCase());
      // Planning a union with a row that is never there costs as much as the files do.
      const isWhole = view.rows !== undefined && table !== undefined && (await hasAll(view.rows, table));
      await connection.run(`CREATE VIEW ${place} AS ${isWhole ? view.rows : view.select}`);
    }
  };
  return {
    async stream(sql, signal) {
      // Queries that differ in texts and numbers alone name the same tables.
      const shape = sql.replaceAll(/'[^']*'/g, "''").replaceAll(/\d+/g, "0");
      try {
        if (!shapes.has(shape)) await check(sql);
      } catch (error) {
        if (error instanceof RefusedQuery || error instanceof EngineError) throw error;
        throw new RefusedQuery((error as Error).message.split("\n")[0] ?? "", { cause: error });
      }
      const last = shapes.get(shape) ?? Number.POSITIVE_INFINITY;
      const { columns, blocks } = await streamDuckDb(connection, sql, signal, last < manyRows);
      const counted = async function* () {
        let count = 0;
        for await (const block of blocks) {
          count += block.length;
          yield block;
        }
        shapes.set(shape, count);
      };
      return { columns, blocks: counted() };
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
