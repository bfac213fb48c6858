import type { Column } from "@addendum/event-fields";
import { printers } from "@addendum/tables";
import { loadPart } from "../engine.ts";

const printer = printers.find(({ engine }) => engine === "duckdb")!;

/** A table that exists only to bind queries to. */
export interface BindableTable {
  /** With its schema before a dot, if it has one; a query may leave that out. */
  readonly name: string;
  readonly columns: readonly Column[];
}

/** Determines the columns of queries, without running them. */
export interface Binder {
  /** The columns that the last statement gives, each with its type, or why DuckDB refuses it. */
  bind(
    sql: string,
    tables: readonly BindableTable[],
  ): Promise<
    | { readonly kind: "bound"; readonly columns: readonly string[] }
    | { readonly kind: "refused"; readonly message: string }
  >;
  close(): void;
}

/** Opens DuckDB for binding queries to empty tables. It reads no file and fetches no extension. */
export async function openBinder(): Promise<Binder> {
  const { DuckDBInstance } = await loadPart("@duckdb/node-api", () => import("@duckdb/node-api"));
  const instance = await DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    enable_external_access: "false",
    threads: "1",
  });
  const connection = await instance.connect();
  const present = new Map<string, string>();
  const prepare = async (tables: readonly BindableTable[]) => {
    const wanted = new Set<string>();
    for (const { name, columns } of tables) {
      const list = columns
        .map((column) => `${quoted(column.name)} ${printer.writeType(printer.store(column.type))}`)
        .join(", ");
      const parts = name.split(".");
      for (const place of new Set([parts.at(-1) as string, parts.slice(-2).join(".")])) {
        wanted.add(place);
        if (present.get(place) === list) continue;
        const [schema, ...rest] = place.split(".") as [string, ...string[]];
        if (rest.length > 0) await connection.run(`CREATE SCHEMA IF NOT EXISTS ${quoted(schema)}`);
        await connection.run(`CREATE OR REPLACE TABLE ${place.split(".").map(quoted).join(".")} (${list})`);
        present.set(place, list);
      }
    }
    for (const place of present.keys()) {
      if (wanted.has(place)) continue;
      await connection.run(`DROP TABLE ${place.split(".").map(quoted).join(".")}`);
      present.delete(place);
    }
  };
  return {
    async bind(sql, tables) {
      await prepare(tables);
      try {
        const statements = await connection.extractStatements(sql);
        let columns: readonly string[] = [];
        for (let index = 0; index < statements.count; index += 1) {
          const statement = await statements.prepare(index);
          columns = Array.from(
            { length: statement.columnCount },
            (_, at) => `${statement.columnName(at)} ${statement.columnType(at)}`,
          );
          statement.destroySync();
        }
        return { kind: "bound", columns };
      } catch (error) {
        return { kind: "refused", message: (error as Error).message.split("\n")[0] ?? "" };
      }
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
