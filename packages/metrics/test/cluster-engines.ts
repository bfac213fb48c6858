import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { columnsOf, declare } from "@addendum/event-fields";
import type { Schema } from "@addendum/json-schema";
import { planTable, printers, type TablePlace } from "@addendum/tables";
import { type Engine, openDuckDb, openHive, openTrino } from "@addendum/warehouse";
import { startHive } from "../../warehouse/test/hive-server.ts";
import { startTrino } from "../../warehouse/test/trino-server.ts";
import { filled, type Row, rowsOf, type TestEngine } from "./query-engines.ts";

const printerOf = (name: string) => printers.find(({ engine }) => engine === name)!;

/** A Hive of the tests' own, which reads Parquet that DuckDB wrote: a row that it writes itself takes seconds. */
export async function onHive(): Promise<TestEngine> {
  const { server, port, lake } = await startHive();
  const engine = await openHive({ host: "127.0.0.1", port, user: "test" });
  const tables = await LakeTables.open(engine, lake, {
    printer: "hive",
    place: (path) => ({ database: ["default"], location: `file://${join(lake, path)}` }),
    refresh: (table) => `MSCK REPAIR TABLE \`${table}\``,
  });
  return {
    create: (table, schema, rows) => tables.create(table, schema, rows),
    run: (template, day) => rowsOf(engine, filled(template, "hive", day)),
    ask: (sql) => rowsOf(engine, sql),
    async close() {
      await tables.close();
      await engine.close();
      await server.stop();
    },
  };
}

/** A Trino of the tests' own, with its hive connector on the same files. */
export async function onTrino(): Promise<TestEngine> {
  const { server, address, lake } = await startTrino();
  const engine = openTrino({ address, user: "test", catalog: "hive", schema: "event", connector: "hive" });
  await engine.execute("CREATE SCHEMA hive.event");
  const tables = await LakeTables.open(engine, lake, {
    printer: "trino-hive",
    place: (path) => ({ database: ["hive", "event"], location: `local:///${path}` }),
    refresh: (table) => `CALL hive.system.sync_partition_metadata('event', '${table}', 'FULL')`,
  });
  return {
    create: (table, schema, rows) => tables.create(table, schema, rows),
    run: (template, day) => rowsOf(engine, filled(template, "trino", day)),
    ask: (sql) => rowsOf(engine, sql),
    async close() {
      await tables.close();
      await server.stop();
    },
  };
}

/** How an engine is told of tables that lie in files. */
interface Naming {
  readonly printer: string;
  /** @param path of the table's files, below the lake */
  place(path: string): TablePlace;
  /** The statement that makes an engine look for partitions. */
  refresh(table: string): string;
}

/** Tables over Parquet files in the lake's layout. */
class LakeTables {
  private readonly engine: Engine;
  private readonly duckdb: Engine;
  private readonly lake: string;
  private readonly naming: Naming;
  private count = 0;

  private constructor(engine: Engine, duckdb: Engine, lake: string, naming: Naming) {
    this.engine = engine;
    this.duckdb = duckdb;
    this.lake = lake;
    this.naming = naming;
  }

  static async open(engine: Engine, lake: string, naming: Naming): Promise<LakeTables> {
    return new LakeTables(engine, await openDuckDb({ threads: 1 }), lake, naming);
  }

  close(): Promise<void> {
    return this.duckdb.close();
  }

  async create(table: string, schema: Schema, rows: readonly Row[]): Promise<void> {
    const { engine, naming } = this;
    const printer = printerOf(naming.printer);
    const { columns } = columnsOf(declare(schema));
    // Dropping a table leaves its files, and engines remember what they found in them.
    const path = join("ext", `${table}-${++this.count}`);
    const place = naming.place(path);
    await engine.execute(`DROP TABLE IF EXISTS ${printer.qualify(table, place)}`);
    for (const statement of planTable(printer, { name: table, columns }, undefined, place).statements)
      await engine.execute(statement);
    const directory = join(this.lake, path);
    mkdirSync(directory, { recursive: true });
    if (rows.length === 0) return;
    const types = Object.fromEntries([
      ...columns.map(({ name, type }) => [name, printerOf("duckdb").writeType(printer.store(type))]),
      ...["year", "month", "day", "hour"].map((name) => [name, "BIGINT"]),
    ]);
    const text = (value: unknown) => `'${JSON.stringify(value).replaceAll("'", "''")}'`;
    await this.duckdb.execute(
      `COPY (SELECT e.* FROM (SELECT unnest(from_json(${text(rows)}, ${text([types])})) AS e)) TO '${directory}' (FORMAT parquet, PARTITION_BY (year, month, day, hour), OVERWRITE_OR_IGNORE)`,
    );
    await engine.execute(naming.refresh(table));
  }
}
