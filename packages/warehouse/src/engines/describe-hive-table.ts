import type { Column } from "@addendum/event-fields";
import { printers } from "@addendum/tables";
import { EngineError, type Rows } from "../engine.ts";

const printer = printers.find(({ engine }) => engine === "hive")!;

/** The columns of a table of Hive, whichever client asks; undefined if there is none. */
export async function describeHiveTable(
  query: (sql: string) => Promise<Rows>,
  database: readonly string[],
  table: string,
): Promise<readonly Column[] | undefined> {
  let rows: Rows["rows"];
  try {
    ({ rows } = await query(`DESCRIBE ${printer.qualify(table, { database })}`));
  } catch (error) {
    if (error instanceof EngineError && /Table not found|Database does not exist/i.test(error.message))
      return undefined;
    throw error;
  }
  // Partitions are named once more below a heading.
  const end = rows.findIndex(
    ([name]) => name === null || String(name).trim() === "" || String(name).startsWith("#"),
  );
  return (end === -1 ? rows : rows.slice(0, end)).map(([name, type]) => ({
    name: String(name).trim(),
    type: printer.readType(String(type).trim()),
  }));
}
