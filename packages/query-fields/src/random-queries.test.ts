import { type Binder, openBinder } from "@addendum/warehouse";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { families, randomQuery } from "../test/random-query.ts";
import { fieldPaths, readByBinding } from "./read-by-binding.ts";
import { readsField } from "./reads.ts";
import { resolveFields } from "./resolve-fields.ts";

const count = Number(process.env["RANDOM_QUERIES"] ?? 40);

let binder: Binder;
beforeAll(async () => {
  binder = await openBinder();
});
afterAll(() => binder.close());

/** The fields without which DuckDB does not bind a query are what it reads: everything else is held against that. */
describe.each(families)("random queries, $name", (family) => {
  it("are read as DuckDB binds them, in every dialect", async () => {
    let bound = 0;
    let found = 0;
    let wrong = 0;
    const lost: string[] = [];
    for (let seed = 1; seed <= count; seed += 1) {
      const { tables, sql } = randomQuery(seed, family);
      const onDuckDb = sql.duckdb as string;
      const whole = await binder.bind(onDuckDb, tables);
      if (whole.kind === "refused") continue;
      bound += 1;
      const truth = await readByBinding(onDuckDb, tables, (text, given) => binder.bind(text, given));
      for (const dialect of family.dialects) {
        const text = sql[dialect] as string;
        const reads = resolveFields(text, dialect, tables);
        expect(reads.problem, text).toBeUndefined();
        expect(reads.undeclared, text).toEqual([]);
        for (const { name, columns } of tables) {
          for (const path of fieldPaths(columns)) {
            const isRead = readsField(truth, name, path) === "reads";
            const isFound = readsField(reads, name, path) === "reads";
            if (isFound) found += 1;
            if (isFound && !isRead) wrong += 1;
            if (isRead && !isFound) lost.push(`${seed} ${dialect}: ${name} ${path.join(".")} in ${text}`);
          }
        }
      }
    }
    expect(lost).toEqual([]);
    expect(wrong / found).toBeLessThan(0.05);
    expect(bound).toBeGreaterThan(0.6 * count);
    console.log(`${bound} of ${count} queries bind; ${found} fields found, ${wrong} wrongly`);
  });
});
