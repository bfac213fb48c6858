import { printers } from "@addendum/tables";
import type { Engine } from "@addendum/warehouse";
import { expect } from "vitest";
import type { Dialect } from "../src/dialect.ts";
import { fieldPaths, withoutFields } from "../src/read-by-binding.ts";
import { type ReadField, readsField, type TableColumns } from "../src/reads.ts";
import { resolveFields } from "../src/resolve-fields.ts";
import { families, type Family, randomQuery } from "./random-query.ts";

/** So many queries have to be taken by an engine. */
export const wanted = Number(process.env["ENGINE_QUERIES"] ?? 5);

/** A query, and whether an engine has to take it: with all that is not read renamed, and with one that is. */
export interface Question {
  readonly seed: number;
  readonly sql: string;
  readonly tables: readonly TableColumns[];
  readonly hidden: readonly ReadField[];
  readonly isTaken: boolean;
}

export function questionsOf(seed: number, family: Family, dialect: Dialect): readonly Question[] {
  const { tables: random, sql: texts } = randomQuery(seed, family);
  const sql = (texts[dialect] as string).replaceAll("event.", "");
  const tables = random.map((table) => ({ ...table, name: table.name.replace("event.", "") }));
  const reads = resolveFields(sql, dialect, tables);
  const fields = tables.flatMap(({ name, columns }) =>
    fieldPaths(columns).map((path): ReadField => ({ table: name, path })),
  );
  const isRead = ({ table, path }: ReadField) => readsField(reads, table, path) === "reads";
  const question = (hidden: readonly ReadField[], isTaken: boolean) => ({
    seed,
    sql,
    tables,
    hidden,
    isTaken,
  });
  return [
    question([], true),
    question(
      fields.filter((field) => !isRead(field)),
      true,
    ),
    ...fields.filter(isRead).map((field) => question([field], false)),
  ];
}

/** The statements that make the tables of a question. */
export function definitions({ tables, hidden }: Question, dialect: Dialect): readonly string[] {
  const printer = printers.find(({ engine }) => engine.startsWith(dialect))!;
  const quote = dialect === "trino" ? '"' : "`";
  return withoutFields(tables, hidden).map(({ name, columns }) => {
    const list = columns.map(
      (column) => `${quote}${column.name}${quote} ${printer.writeType(printer.store(column.type))}`,
    );
    return `CREATE TABLE ${name} (${list.join(", ")})`;
  });
}

/** Asks until enough queries were taken; what an engine refuses for reasons of its own is passed over. */
export async function ask(
  family: Family,
  dialect: Dialect,
  isTaken: (question: Question, database: string) => Promise<boolean>,
): Promise<void> {
  let taken = 0;
  let needless = 0;
  let fields = 0;
  const failures: string[] = [];
  for (let seed = 1; taken < wanted && seed < 10 * wanted; seed += 1) {
    const questions = questionsOf(seed, family, dialect);
    for (const [index, question] of questions.entries()) {
      const found = await isTaken(question, `q${seed}_${index}`);
      if (index === 0 && !found) break;
      if (index === 0) taken += 1;
      const shown = question.hidden.map(({ table, path }) => [table, ...path].join(".")).join(", ");
      if (question.isTaken && !found)
        failures.push(`${seed}: ${question.sql}\n  is refused without ${shown}`);
      if (!question.isTaken) fields += 1;
      if (!question.isTaken && found) needless += 1;
    }
  }
  console.log(`${dialect}: ${taken} queries, ${fields} fields, of which ${needless} are not missed`);
  expect(failures).toEqual([]);
  expect(taken).toBe(wanted);
  // Of few fields, one is more than a twentieth.
  expect(needless).toBeLessThanOrEqual(Math.max(1, 0.05 * fields));
}

export async function accepts(engine: Engine, statement: string): Promise<boolean> {
  try {
    await engine.query(statement);
    return true;
  } catch {
    return false;
  }
}

export const named = (name: string) => families.find((family) => family.name === name) as Family;
