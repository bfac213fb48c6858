import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Column, Step } from "@addendum/event-fields";
import { commentText, planTable, printers, type Printer, type TablePlace } from "@addendum/tables";
import { parse } from "lossless-json";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Chain,
  duckdbLiteral,
  expected,
  flatChain,
  type Leaf,
  leavesOf,
  pathTo,
  randomChain,
  sparkLiteral,
  trinoLiteral,
  withFirstTypes,
} from "../test/chains.ts";
import { type HiveServer, startHive, whyNoHive } from "../test/hive-server.ts";
import { hostileTable } from "../test/hostile.ts";
import { schemaChains } from "../test/schema-chains.ts";
import { skipBecause } from "../test/server.ts";
import { runSpark, whyNoSpark } from "../test/spark.ts";
import { startTrino, type TrinoServer, whyNoTrino } from "../test/trino-server.ts";
import { type Engine, exactInteger, type Value } from "./engine.ts";
import { openDuckDb } from "./engines/duckdb.ts";
import { openHive } from "./engines/hive.ts";
import { openTrino } from "./engines/trino.ts";

const named = (name: string): Printer => printers.find(({ engine }) => engine === name)!;

/** Histories of several versions: seeded ones, our own schemas', and those of the corpus where it is there. */
function histories(random: (seed: number) => Chain): ReadonlyMap<string, Chain> {
  const count = Number(process.env["CLUSTER_CHAINS"] ?? 4);
  const first = Number(process.env["CHAIN_SEED"] ?? 1000);
  const seeded = Array.from(
    { length: count },
    (_, index) => [`random_${first + index}`, random(first + index)] as const,
  );
  const corpus = process.env["ADDENDUM_CORPUS"];
  const directories = [
    join(import.meta.dirname, "../../../schemas"),
    ...(corpus === undefined ? [] : [join(corpus, "event-schemas/jsonschema")]),
  ];
  const own = directories.flatMap((directory) => [...schemaChains(directory)]);
  return new Map([...seeded, ...own.filter(([, chain]) => chain.length > 1)]);
}

/** The rows of a history: one for each version, in its own hour, and late ones of the newest in every older hour. */
interface Row {
  readonly id: number;
  readonly hour: number;
  readonly version: readonly Column[];
}

function rowsOf(chain: Chain): { readonly early: readonly Row[]; readonly late: readonly Row[] } {
  const newest = chain.at(-1) as readonly Column[];
  const early = chain.map((version, index) => ({ id: index, hour: index, version }));
  const late = chain.slice(0, -1).map((_, index) => ({ id: 100 + index, hour: index, version: newest }));
  return { early, late };
}

/** Writes Parquet as the lake has it, whichever engine reads it. */
async function writeParquet(duckdb: Engine, directory: string, { id, hour, version }: Row): Promise<void> {
  const partition = join(directory, "year=2026", "month=1", "day=1", `hour=${hour}`);
  mkdirSync(partition, { recursive: true });
  const cells = version.map(({ name, type }) => {
    const literal = `${duckdbLiteral(type, id)}::${named("duckdb").writeType(named("hive").store(type))}`;
    return `${literal} AS "${name}"`;
  });
  await duckdb.execute(
    `COPY (SELECT ${cells.join(", ")}) TO '${join(partition, `${id}.parquet`)}' (FORMAT parquet, COMPRESSION zstd)`,
  );
}

/** What every engine has to answer: per row its hour, and each leaf of the newest version. */
function wantedRows(rows: readonly Row[], leaves: readonly Leaf[]): string[] {
  return rows
    .map(({ id, hour, version }) => shown([hour, ...leaves.map((leaf) => expected(leaf, id, version))]))
    .sort();
}

function shown(values: readonly Value[]): string {
  return JSON.stringify(values, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
}

let duckdb: Engine;
beforeAll(async () => {
  duckdb = await openDuckDb({ threads: 1 });
});
afterAll(() => duckdb.close());

describe.skipIf(skipBecause("Hive", whyNoHive()))("tables of Hive", () => {
  let running: HiveServer;
  let engine: Engine;
  const printer = named("hive");
  beforeAll(async () => {
    running = await startHive();
    engine = await openHive({ host: "127.0.0.1", port: running.port, user: "test" });
    await engine.execute("CREATE DATABASE event");
  }, 300_000);
  afterAll(async () => {
    await engine?.close();
    await running?.server.stop();
  });

  it(
    "evolve, and read what was written at each step, late rows in old partitions too",
    { timeout: 1_800_000 },
    async () => {
      const chains = histories(randomChain);
      for (const [name, chain] of chains) {
        const directory = join(running.lake, name);
        mkdirSync(directory);
        const place: TablePlace = { database: ["event"], location: `file://${directory}` };
        const { early, late } = rowsOf(chain);
        for (const row of early) {
          const present = await engine.describeTable(["event"], name);
          const plan = planTable(printer, { name, columns: row.version }, present, place);
          for (const statement of plan.statements) await engine.execute(statement);
          await writeParquet(duckdb, directory, row);
          await engine.execute(`MSCK REPAIR TABLE \`event\`.\`${name}\``);
        }
        for (const row of late) await writeParquet(duckdb, directory, row);
        const newest = chain.at(-1) as readonly Column[];
        const present = await engine.describeTable(["event"], name);
        expect(planTable(printer, { name, columns: newest }, present, place), name).toMatchObject({
          statements: [],
          conflicts: [],
        });
        const leaves = leavesOf(newest);
        // Whole columns: Hive 4.0.1 itself fails where a query picks fields out of a struct that some files lack.
        const { rows } = await engine.query(
          `SELECT \`hour\`, ${newest.map((column) => `\`${column.name}\``).join(", ")} FROM \`event\`.\`${name}\``,
        );
        const found = rows.map(([hour = null, ...values]) =>
          shown([hour, ...leaves.map(({ steps }) => hiveLeaf(newest, values, steps))]),
        );
        expect(found.sort(), name).toEqual(wantedRows([...early, ...late], leaves));
      }
    },
  );

  it("take names and comments of every kind", { timeout: 600_000 }, async () => {
    const table = hostileTable();
    const place = { database: ["event"], location: `file://${running.lake}/hostile` };
    for (const statement of planTable(printer, table, undefined, place).statements) {
      await engine.execute(statement);
    }
    const { rows } = await engine.query(`DESCRIBE ${printer.qualify(table.name, place)}`);
    // Hive shows them with escapes, and stores so many characters of them.
    const comment = String(rows[0]?.[2]).replaceAll(/\\(["\\])/g, "$1");
    expect(comment).toBe(commentText(table.columns[0]?.comment ?? "", 250));
    const present = await engine.describeTable(["event"], table.name);
    expect(planTable(printer, table, present, place)).toMatchObject({ statements: [], conflicts: [] });
  });

  it("complete a plan that was left in the middle, and take two at once", { timeout: 600_000 }, async () => {
    const struct = (...names: string[]): Column => ({
      name: "meta",
      type: { kind: "struct", fields: names.map((name) => ({ name, type: { kind: "string" } })) },
    });
    const place = { database: ["event"], location: `file://${running.lake}/half` };
    const first = planTable(printer, { name: "half", columns: [struct("a")] }, undefined, place);
    for (const statement of first.statements) await engine.execute(statement);
    const table = {
      name: "half",
      columns: [struct("a", "b"), { name: "skin", type: { kind: "string" } as const }],
    };
    const present = () => engine.describeTable(["event"], "half");
    const whole = planTable(printer, table, await present(), place);
    expect(whole.requires).toContain("hive.metastore.disallow.incompatible.col.type.changes");
    await engine.execute(whole.statements[0] as string);
    const rest = planTable(printer, table, await present(), place);
    expect(rest.statements).toEqual(whole.statements.slice(1));
    const other = await openHive({ host: "127.0.0.1", port: running.port, user: "other" });
    // While one of the two replaces the columns, Hive may show the other a table without any, and refuse it.
    const outcomes = await Promise.allSettled(
      [engine, other].map((one) => one.execute(rest.statements[0] as string)),
    );
    await other.close();
    expect(outcomes.map(({ status }) => status)).toContain("fulfilled");
    expect(planTable(printer, table, await present(), place)).toMatchObject({
      statements: [],
      conflicts: [],
    });
  });
});

describe.skipIf(skipBecause("Trino", whyNoTrino()))("tables of Trino", () => {
  let running: TrinoServer;
  beforeAll(async () => {
    running = await startTrino();
  }, 300_000);
  afterAll(() => running?.server.stop());

  it("of the hive connector get columns, and read what DuckDB wrote", { timeout: 1_800_000 }, async () => {
    const printer = named("trino-hive");
    const engine = openTrino({ address: running.address, user: "test", connector: "hive" });
    await engine.execute("CREATE SCHEMA hive.event");
    for (const [name, whole] of histories(flatChain)) {
      const chain = flattened(whole);
      const directory = join(running.lake, "ext", name);
      mkdirSync(directory, { recursive: true });
      const place = { database: ["hive", "event"], location: `local:///ext/${name}` };
      const { early, late } = rowsOf(chain);
      for (const row of early) {
        const present = await engine.describeTable(place.database, name);
        const plan = planTable(printer, { name, columns: row.version }, present, place);
        expect(plan.cannot).toEqual([]);
        for (const statement of plan.statements) await engine.execute(statement);
        await writeParquet(duckdb, directory, row);
        await engine.execute(`CALL hive.system.sync_partition_metadata('event', '${name}', 'FULL')`);
      }
      for (const row of late) await writeParquet(duckdb, directory, row);
      const newest = chain.at(-1) as readonly Column[];
      const leaves = leavesOf(newest);
      const { rows } = await engine.query(
        `SELECT "hour", ${leaves.map(({ steps }) => pathTo(steps, '"', 1)).join(", ")} FROM ${printer.qualify(name, place)}`,
      );
      expect(rows.map(shown).sort(), name).toEqual(wantedRows([...early, ...late], leaves));
    }
  });

  it("take names and comments of every kind, and two plans at once", { timeout: 600_000 }, async () => {
    for (const connector of ["hive", "iceberg"] as const) {
      const printer = named(`trino-${connector}`);
      const engine = openTrino({ address: running.address, user: "test", connector });
      const place = { database: [connector, "hostile"] };
      await engine.execute(`CREATE SCHEMA ${connector}.hostile`);
      const table = hostileTable(200);
      const fewer = { ...table, columns: table.columns.slice(0, -100) };
      for (const { statements } of [planTable(printer, fewer, undefined, place)]) {
        for (const statement of statements) await engine.execute(statement);
      }
      const describe = () => engine.describeTable(place.database, table.name);
      const { statements } = planTable(
        printer,
        { ...table, columns: table.columns.slice(0, -98) },
        await describe(),
        place,
      );
      for (const statement of [...statements, ...statements]) await engine.execute(statement);
      expect(planTable(printer, fewer, await describe(), place)).toMatchObject({
        statements: [],
        conflicts: [],
      });
      await engine.execute(`DROP TABLE ${printer.qualify(table.name, place)}`);
    }
  });

  it("of the iceberg connector get fields at any depth", { timeout: 1_800_000 }, async () => {
    const printer = named("trino-iceberg");
    const engine = openTrino({ address: running.address, user: "test", connector: "iceberg" });
    await engine.execute("CREATE SCHEMA iceberg.event");
    next: for (const [name, chain] of histories(randomChain)) {
      const place = { database: ["iceberg", "event"] };
      const table = printer.qualify(name, place);
      const { early, late } = rowsOf(chain);
      const insert = async ({ id, hour, version }: Row, columns: readonly Column[]) => {
        const values = version.map(({ name: column, type }) => {
          const has = columns.find((one) => one.name.toLowerCase() === column.toLowerCase()) ?? { type };
          return `CAST(${trinoLiteral(has.type, id)} AS ${printer.writeType(printer.store(has.type))})`;
        });
        await engine.execute(
          `INSERT INTO ${table} (${version.map((column) => `"${column.name}"`).join(", ")}, year, month, day, hour) VALUES (${values.join(", ")}, 2026, 1, 1, ${hour})`,
        );
      };
      for (const row of early) {
        const present = await engine.describeTable(place.database, name);
        const plan = planTable(printer, { name, columns: row.version }, present, place);
        for (const statement of plan.statements) await engine.execute(statement);
        for (const reason of plan.cannot) expect(reason).toContain("inside a map");
        if (plan.cannot.length > 0) continue next;
        await insert(row, row.version);
      }
      const newest = chain.at(-1) as readonly Column[];
      for (const row of late) await insert(row, newest);
      const leaves = leavesOf(newest);
      const { rows } = await engine.query(
        `SELECT "hour", ${leaves.map(({ steps }) => pathTo(steps, '"', 1)).join(", ")} FROM ${table}`,
      );
      expect(rows.map(shown).sort(), name).toEqual(wantedRows([...early, ...late], leaves));
    }
  });
});

describe.skipIf(skipBecause("Spark", whyNoSpark()))("tables of Spark", () => {
  it(
    "get columns, read what DuckDB wrote, and on Iceberg get fields at any depth",
    { timeout: 1_800_000 },
    async () => {
      const directory = mkdtempSync(join(tmpdir(), "addendum-spark-"));
      const [spark, iceberg] = [named("spark"), named("iceberg")];
      const statements = ["CREATE DATABASE event", "CREATE DATABASE ice.event"];
      const hostile = hostileTable(200);
      for (const [printer, database] of [
        [spark, ["event"]],
        [iceberg, ["ice", "event"]],
      ] as const) {
        statements.push(...planTable(printer, hostile, undefined, { database }).statements);
        statements.push(
          `SELECT to_json(named_struct('table', 'hostile', 'hour', count(\`${"s".repeat(200)}\`))) FROM ${printer.qualify(hostile.name, { database })}`,
        );
      }
      const wanted: {
        readonly name: string;
        readonly leaves: readonly Leaf[];
        readonly rows: readonly string[];
      }[] = [];
      for (const [name, whole] of histories(flatChain)) {
        const chain = flattened(whole);
        const lake = join(directory, "lake", name);
        const place = { database: ["event"], location: `file://${lake}` };
        const { early, late } = rowsOf(chain);
        let columns: readonly Column[] | undefined;
        for (const row of early) {
          const plan = planTable(spark, { name, columns: row.version }, columns, place);
          expect(plan.cannot).toEqual([]);
          statements.push(...plan.statements);
          columns = row.version.map((column) => ({ ...column, type: spark.store(column.type) }));
        }
        for (const row of [...early, ...late]) await writeParquet(duckdb, lake, row);
        const leaves = leavesOf(chain.at(-1) as readonly Column[]);
        statements.push(
          `MSCK REPAIR TABLE \`event\`.\`${name}\``,
          select(leaves, spark.qualify(name, place), name),
        );
        wanted.push({ name, leaves, rows: wantedRows([...early, ...late], leaves) });
      }
      for (const [name, chain] of histories(randomChain)) {
        const place = { database: ["ice", "event"] };
        const table = iceberg.qualify(name, place);
        const { early, late } = rowsOf(chain);
        let columns: readonly Column[] | undefined;
        for (const row of [...early, ...late]) {
          statements.push(...planTable(iceberg, { name, columns: row.version }, columns, place).statements);
          columns = row.version.map((column) => ({ ...column, type: iceberg.store(column.type) }));
          const names = row.version.map((column) => `\`${column.name}\``).join(", ");
          const values = row.version.map(({ type }) => sparkLiteral(type, row.id)).join(", ");
          statements.push(
            `INSERT INTO ${table} (${names}, year, month, day, hour) VALUES (${values}, 2026, 1, 1, ${row.hour})`,
          );
        }
        const leaves = leavesOf(chain.at(-1) as readonly Column[]);
        statements.push(select(leaves, table, `ice ${name}`));
        wanted.push({ name: `ice ${name}`, leaves, rows: wantedRows([...early, ...late], leaves) });
      }
      const lines = runSpark(directory, statements).map(
        (line) => parse(line, undefined, readNumber) as unknown as Printed,
      );
      expect(lines.filter(({ table }) => table === "hostile")).toHaveLength(2);
      for (const { name, leaves, rows } of wanted) {
        const found = lines
          .filter(({ table }) => table === name)
          .map((line) => shown([line.hour, ...leaves.map((_, index) => line[`l${index}`] ?? null)]))
          .sort();
        expect(found, name).toEqual(rows);
      }
      rmSync(directory, { recursive: true, force: true });
    },
  );
});

/** A row as Spark prints it. */
type Printed = Readonly<Record<string, Value>> & { readonly table: string; readonly hour: number };

/** Spark prints no type, so a row is printed as JSON, with a field for each leaf. */
function select(leaves: readonly Leaf[], table: string, name: string): string {
  const fields = leaves.map(({ steps }, index) => `'l${index}', ${pathTo(steps, "`", 0)}`);
  return `SELECT to_json(named_struct('table', '${name}', 'hour', \`hour\`, ${fields.join(", ")})) FROM ${table}`;
}

function readNumber(text: string): number | bigint {
  return /^-?\d+$/.test(text) ? exactInteger(BigInt(text)) : Number(text);
}

/** A leaf of a row of Hive's, which gives what has parts as JSON. */
function hiveLeaf(
  columns: readonly Column[],
  row: readonly Value[],
  [first, ...steps]: readonly Step[],
): Value {
  const index = columns.findIndex(({ name }) => first?.kind === "field" && name === first.name);
  const value = row[index] ?? null;
  if (steps.length === 0 || typeof value !== "string") return value;
  return steps.reduce<Value>(
    (holder, step) => {
      if (Array.isArray(holder)) return (holder as readonly Value[])[0] ?? null;
      if (typeof holder !== "object" || holder === null) return null;
      const wanted = step.kind === "field" ? step.name.toLowerCase() : "k";
      const [, found = null] = Object.entries(holder).find(([name]) => name.toLowerCase() === wanted) ?? [];
      return found as Value;
    },
    parse(value, undefined, readNumber) as Value,
  );
}

/** A history in which no column gets wider. */
function flattened(chain: Chain): Chain {
  const flat: (readonly Column[])[] = [];
  for (const version of chain) flat.push(withFirstTypes(flat.at(-1) ?? [], version));
  return flat;
}
