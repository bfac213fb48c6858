import type { Column } from "@addendum/event-fields";
import { commentText, planTable, printers, type Printer } from "@addendum/tables";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Chain,
  duckdbLiteral,
  expected,
  jsonValue,
  leavesOf,
  pathTo,
  randomChain,
} from "../test/chains.ts";
import { hostileTable } from "../test/hostile.ts";
import { type MariaDbServer, startMariaDb, whyNoMariaDb } from "../test/mariadb-server.ts";
import { skipBecause } from "../test/server.ts";
import type { Engine, Value } from "./engine.ts";
import { openDuckDb } from "./engines/duckdb.ts";
import { openMariaDb } from "./engines/mariadb.ts";

/** How many random histories each embedded or local engine goes through. */
const chains = Number(process.env["TABLE_CHAINS"] ?? 200);
const firstSeed = Number(process.env["CHAIN_SEED"] ?? 1);

const named = (name: string): Printer => printers.find(({ engine }) => engine === name)!;

/** Makes and widens one table version by version, each time from what the engine says it is. */
async function evolve(
  engine: Engine,
  printer: Printer,
  name: string,
  columns: readonly Column[],
): Promise<void> {
  const present = await engine.describeTable([], name);
  const { statements } = planTable(printer, { name, columns }, present, { database: [] });
  for (const statement of statements) await engine.execute(statement);
  // Planned again, there is nothing left to do.
  const again = planTable(printer, { name, columns }, await engine.describeTable([], name), { database: [] });
  expect(again.statements).toEqual([]);
  expect(again.conflicts).toEqual([]);
}

/** CREATE(v1) and the evolution to vN is CREATE(vN), by name and type. */
async function expectSameTable(
  engine: Engine,
  printer: Printer,
  evolved: string,
  columns: readonly Column[],
): Promise<void> {
  const { statements } = planTable(printer, { name: "whole", columns }, undefined, { database: [] });
  for (const statement of statements) await engine.execute(statement);
  const byName = (found: readonly Column[] | undefined) => JSON.stringify(sorted(found ?? []));
  expect(byName(await engine.describeTable([], evolved))).toBe(
    byName(await engine.describeTable([], "whole")),
  );
  await engine.execute(`DROP TABLE ${printer.qualify("whole", { database: [] })}`);
}

/** Columns and their fields by name. */
function sorted(columns: readonly Column[]): unknown {
  return columns
    .toSorted((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1))
    .map(({ name, type }) => [
      name.toLowerCase(),
      JSON.stringify(type, (_, value: unknown) =>
        Array.isArray(value) && value.every((one) => typeof one === "object" && "name" in (one as object))
          ? sorted(value as Column[])
          : value,
      ),
    ]);
}

describe("tables of DuckDB", () => {
  it(`evolve over ${chains} random histories, and their rows read back`, { timeout: 600_000 }, async () => {
    const printer = named("duckdb");
    for (let seed = firstSeed; seed < firstSeed + chains; seed++) {
      const engine = await openDuckDb({ threads: 1 });
      const chain = randomChain(seed);
      await runChain(engine, printer, chain, "t", (columns, row) =>
        columns.map(({ name, type }) => [
          `"${name}"`,
          `${duckdbLiteral(type, row)}::${printer.writeType(type)}`,
        ]),
      );
      const newest = chain.at(-1) as readonly Column[];
      await expectSameTable(engine, printer, "t", newest);
      const leaves = leavesOf(newest);
      const { rows } = await engine.query(
        `SELECT ${leaves.map(({ steps }) => pathTo(steps, '"', 1)).join(", ")} FROM t ORDER BY hour`,
      );
      expectRows(rows, chain, (leaf) => leaf);
      await engine.close();
    }
  });
});

describe("a database of DuckDB", () => {
  const printer = named("duckdb");
  const place = { database: [] };
  const describeIn = (engine: Engine, name: string) => () => engine.describeTable([], name);

  it("takes names and comments of every kind", async () => {
    const engine = await openDuckDb({ threads: 1 });
    const table = hostileTable();
    for (const statement of planTable(printer, table, undefined, place).statements) {
      await engine.execute(statement);
    }
    const present = await engine.describeTable([], table.name);
    expect(planTable(printer, table, present, place)).toMatchObject({ statements: [], conflicts: [] });
    const { rows } = await engine.query("SELECT comment FROM duckdb_columns() WHERE column_name = 'select'");
    expect(rows).toEqual([[commentText(table.columns[0]?.comment ?? "", 1000)]]);
    await engine.close();
  });

  it("is completed by the next run, wherever the last one died", async () => {
    const [first, ...others] = randomChain(11);
    const last = others.at(-1) as readonly Column[];
    const steps = planTable(printer, { name: "t", columns: last }, first, place).statements.length;
    expect(steps).toBeGreaterThan(3);
    for (let died = 0; died <= steps; died++) {
      const engine = await openDuckDb({ threads: 1 });
      const present = describeIn(engine, "t");
      await evolve(engine, printer, "t", first as readonly Column[]);
      const { statements } = planTable(printer, { name: "t", columns: last }, await present(), place);
      for (const statement of statements.slice(0, died)) await engine.execute(statement);
      await evolve(engine, printer, "t", last);
      await expectSameTable(engine, printer, "t", last);
      await engine.close();
    }
  });
});

describe.skipIf(skipBecause("MariaDB", whyNoMariaDb()))("tables of MariaDB", () => {
  let running: MariaDbServer;
  let engine: Engine;
  beforeAll(async () => {
    running = await startMariaDb();
    const { port, user, password } = running;
    engine = await openMariaDb({ port, user, password });
    await engine.execute("CREATE DATABASE event");
    await engine.execute("USE event");
  });
  afterAll(async () => {
    await engine?.close();
    await running?.server.stop();
  });

  it(`evolve over ${chains} random histories, and their rows read back`, { timeout: 600_000 }, async () => {
    const printer = named("mariadb");
    for (let seed = firstSeed; seed < firstSeed + chains; seed++) {
      const chain = randomChain(seed);
      await runChain(engine, printer, chain, "t", (columns, row) =>
        columns.map(({ name, type }) => {
          const value = jsonValue(type, row);
          const isJson = ["struct", "list", "map", "json"].includes(type.kind);
          return [`\`${name}\``, mariadbLiteral(isJson && typeof value !== "string" ? json(value) : value)];
        }),
      );
      const newest = chain.at(-1) as readonly Column[];
      await expectSameTable(engine, printer, "t", newest);
      const { rows } = await engine.query(
        `SELECT ${newest.map(({ name }) => `\`${name}\``).join(", ")} FROM t ORDER BY hour`,
      );
      for (const [row, values] of rows.entries()) {
        const version = chain[row % chain.length] as readonly Column[];
        const known = new Map(version.map(({ name, type }) => [name, type]));
        for (const [index, { name }] of newest.entries()) {
          const type = known.get(name);
          const wanted = type === undefined ? null : jsonValue(type, row);
          const isText = type !== undefined && ["struct", "list", "map"].includes(type.kind);
          const seen = type?.kind === "boolean" ? values[index] === 1 : values[index];
          expect(seen, `${name} of row ${row}, seed ${seed}`).toEqual(isText ? json(wanted) : wanted);
        }
      }
      await engine.execute("DROP TABLE t");
    }
  });

  it("take names and comments of every kind", async () => {
    const printer = named("mariadb");
    const table = hostileTable();
    const plan = planTable(printer, table, undefined, { database: [] });
    // 1,500 columns and names of 200 characters are more than it holds, and the plan says which.
    expect(plan.cannot.length).toBeGreaterThan(500);
    for (const statement of plan.statements) await engine.execute(statement);
    const again = planTable(printer, table, await engine.describeTable([], table.name), { database: [] });
    expect(again).toMatchObject({ statements: [], conflicts: [] });
    expect(again.cannot.toSorted()).toEqual(plan.cannot.toSorted());
    const { rows } = await engine.query(
      "SELECT column_comment FROM information_schema.columns WHERE column_name = 'select'",
    );
    // MariaDB keeps comments in three bytes a character at most: what has more is a question mark there.
    const comment = commentText(table.columns[0]?.comment ?? "", 1024).replaceAll(
      /[\u{10000}-\u{10ffff}]/gu,
      "?",
    );
    expect(rows).toEqual([[comment]]);
  });

  it("two plans at once, and one that was left in the middle, come to the same", async () => {
    const printer = named("mariadb");
    const chain = randomChain(7);
    const { port, user, password } = running;
    const other = await openMariaDb({ port, user, password, database: "event" });
    for (const columns of chain) {
      await Promise.all([
        evolve(engine, printer, "twice", columns),
        evolve(other, printer, "twice", columns),
      ]);
    }
    await expectSameTable(engine, printer, "twice", chain.at(-1) as readonly Column[]);
    await other.close();
  });
});

/** Evolves step by step and writes rows under each version: first one an hour, then late ones for all hours. */
async function runChain(
  engine: Engine,
  printer: Printer,
  chain: Chain,
  table: string,
  cells: (columns: readonly Column[], row: number) => readonly (readonly [string, string])[],
): Promise<void> {
  const name = printer.qualify(table, { database: [] });
  const insert = async (version: readonly Column[], row: number) => {
    const all = [...cells(version, row), ["hour", String(row)] as const];
    await engine.execute(
      `INSERT INTO ${name} (${all.map(([column]) => column).join(", ")}) VALUES (${all.map(([, value]) => value).join(", ")})`,
    );
  };
  for (const [row, version] of chain.entries()) {
    await evolve(engine, printer, table, version);
    // A struct of an older version is written by name, so later fields are null.
    if (printer.engine === "duckdb") await insertByName(engine, name, version, row);
    else await insert(version, row);
  }
}

async function insertByName(
  engine: Engine,
  name: string,
  version: readonly Column[],
  row: number,
): Promise<void> {
  const cells = version.map(({ name: column, type }) => `${duckdbLiteral(type, row)} AS "${column}"`);
  await engine.execute(`INSERT INTO ${name} BY NAME SELECT ${[...cells, `${row} AS hour`].join(", ")}`);
}

function expectRows(rows: readonly (readonly Value[])[], chain: Chain, as: (value: Value) => Value): void {
  const leaves = leavesOf(chain.at(-1) as readonly Column[]);
  expect(rows.length).toBe(chain.length);
  for (const [row, values] of rows.entries()) {
    const wanted = leaves.map((leaf) => expected(leaf, row, chain[row] as readonly Column[]));
    expect(values.map(as)).toEqual(wanted);
  }
}

function mariadbLiteral(value: Value): string {
  if (typeof value === "string") return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
  return String(value);
}

/** JSON whose integers keep their digits. */
function json(value: Value): string {
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return `[${value.map((one) => json(one as Value)).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    return `{${Object.entries(value)
      .map(([name, one]) => `${JSON.stringify(name)}:${json(one as Value)}`)
      .join(",")}}`;
  }
  return JSON.stringify(value);
}
