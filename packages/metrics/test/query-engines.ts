import { type Column, columnsOf, declare } from "@addendum/event-fields";
import { parseDocument, type Schema } from "@addendum/json-schema";
import { hiveOnDuckDb } from "@addendum/query-fields";
import { partitionColumns, printers } from "@addendum/tables";
import { type Engine, openDuckDb, openMariaDb, openTrino } from "@addendum/warehouse";
import { fillSql } from "../../reports/src/template/fill-sql.ts";
import { parseTemplate } from "../../reports/src/template/placeholders.ts";
import { startMariaDb } from "../../warehouse/test/mariadb-server.ts";
import { startTrino } from "../../warehouse/test/trino-server.ts";
import type { QueryType } from "../src/query/dialect.ts";

/** An event as its table has it, with the names of columns. */
export type Row = Readonly<Record<string, unknown>>;

/** An engine with tables of events. */
export interface TestEngine {
  create(table: string, schema: Schema, rows: readonly Row[]): Promise<void>;
  /** Runs the query of a report for a day. */
  run(sql: string, day: string): Promise<readonly Row[]>;
  /** Runs a query as it is. */
  ask(sql: string): Promise<readonly Row[]>;
  close(): Promise<void>;
}

/** A schema in YAML. */
export function schemaOf(text: string): Schema {
  const parsed = parseDocument(text);
  if (parsed.kind === "problem") throw new Error(JSON.stringify(parsed.problem));
  return { type: "object", properties: parsed.document.data } as Schema;
}

const columnsOfSchema = (schema: Schema) => [...columnsOf(declare(schema)).columns, ...partitionColumns];

/** DuckDB; queries of Hive run there in its words. */
export async function onDuckDb(type: QueryType): Promise<TestEngine> {
  const engine = await openDuckDb({ threads: 1 });
  const ask = (sql: string) => {
    const translated = type === "hive" ? hiveOnDuckDb(sql) : undefined;
    if (translated !== undefined && translated.kind === "refused")
      throw new Error(JSON.stringify(translated));
    return rowsOf(engine, translated?.sql ?? sql);
  };
  return {
    async create(table, schema, rows) {
      const columns = columnsOfSchema(schema);
      await engine.execute(`DROP TABLE IF EXISTS "${table}"`);
      const [plan] = createPlan("duckdb", table, columns);
      await engine.execute(plan as string);
      if (rows.length === 0) return;
      const printer = printers.find((one) => one.engine === "duckdb")!;
      const types = Object.fromEntries(
        columns.map(({ name, type: kind }) => [name, printer.writeType(kind)]),
      );
      const text = (value: unknown) => `'${JSON.stringify(value).replaceAll("'", "''")}'`;
      await engine.execute(
        `INSERT INTO "${table}" BY NAME SELECT e.* FROM (SELECT unnest(from_json(${text(rows)}, ${text([types])})) AS e)`,
      );
    },
    run: (template, day) => ask(filled(template, type, day)),
    ask,
    close: () => engine.close(),
  };
}

/** A MariaDB of the tests' own. */
export async function onMariaDb(): Promise<TestEngine> {
  const { server, port, user, password } = await startMariaDb();
  const engine = await openMariaDb({ port, user, password });
  await engine.execute("CREATE DATABASE events");
  await engine.execute("USE events");
  return {
    async create(table, schema, rows) {
      const columns = columnsOfSchema(schema);
      await engine.execute(`DROP TABLE IF EXISTS \`${table}\``);
      for (const statement of createPlan("mariadb", table, columns)) await engine.execute(statement);
      for (const row of rows) {
        const names = Object.keys(row).map((name) => `\`${name}\``);
        const values = Object.values(row).map(mariaDbValue);
        await engine.execute(`INSERT INTO \`${table}\` (${names.join(", ")}) VALUES (${values.join(", ")})`);
      }
    },
    run: (template, day) => rowsOf(engine, filled(template, "sql", day)),
    ask: (sql) => rowsOf(engine, sql),
    async close() {
      await engine.close();
      await server.stop();
    },
  };
}

/** A Trino of the tests' own, with tables of Iceberg. */
export async function onTrino(): Promise<TestEngine> {
  const { server, address } = await startTrino();
  const schema = "events";
  const engine = openTrino({ address, user: "test", catalog: "iceberg", schema, connector: "iceberg" });
  await engine.execute(`CREATE SCHEMA iceberg.${schema}`);
  const ask = (sql: string) => rowsOf(engine, sql);
  return {
    async create(table, declared, rows) {
      const columns = columnsOfSchema(declared);
      const printer = printers.find((one) => one.engine === "trino-iceberg")!;
      const types = columns.map(({ name, type }) => `"${name}" ${printer.writeType(type)}`);
      await engine.execute(`DROP TABLE IF EXISTS "${table}"`);
      await engine.execute(`CREATE TABLE "${table}" (${types.join(", ")})`);
      const values = rows.map((row) => {
        const cells = columns.map(({ name }) => trinoValue(row[name]));
        return `(${cells.join(", ")})`;
      });
      await engine.execute(`INSERT INTO "${table}" VALUES ${values.join(", ")}`);
    },
    run: (template, day) => ask(filled(template, "trino", day)),
    ask,
    async close() {
      await engine.close();
      await server.stop();
    },
  };
}

function trinoValue(value: unknown): string {
  if (value === undefined || value === null) return "NULL";
  return typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value as number | boolean);
}

function mariaDbValue(value: unknown): string {
  if (value === null || typeof value === "number" || typeof value === "boolean") return String(value);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}

function createPlan(engine: string, name: string, columns: readonly Column[]): readonly string[] {
  const printer = printers.find((one) => one.engine === engine)!;
  const own = columns.filter((column) => !partitionColumns.includes(column));
  return printer.create({ name, columns: own }, { database: [] }).statements;
}

/** A report's query for a day. */
export function filled(template: string, type: QueryType, day: string): string {
  const [year = "", month = "", date = ""] = day.split("-");
  const own = new Map(
    Object.entries({
      from_date: day,
      year,
      month,
      day: date,
      from_timestamp: `${year}${month}${date}000000`,
    }),
  );
  return fillSql(
    parseTemplate(template),
    { own, given: new Map() },
    { hasBackslashes: type === "hive" || type === "sql", hasHashComments: type === "sql" },
  );
}

/** Rows by the names of their columns, with numbers as numbers. */
export async function rowsOf(engine: Engine, sql: string): Promise<readonly Row[]> {
  const { columns, rows } = await engine.query(sql);
  const plain = (value: unknown, name: string) => {
    if (name === "date" || name === "time") return String(value).slice(0, 10);
    const isText = typeof value === "string" && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value);
    return isText && numbers.has(name) ? Number(value) : value;
  };
  return sorted(
    rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, plain(row[index], name)]))),
  );
}

/** Rows in the order of what they hold. */
export function sorted(rows: readonly Row[]): readonly Row[] {
  return [...rows].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

const numbers = new Set(["value", "total", "events", "sessions", "page_views"]);
