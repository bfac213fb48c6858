import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { printers } from "@addendum/tables";
import { type Engine, openHive, openMariaDb, openTrino } from "@addendum/warehouse";
import { describe, expect, it } from "vitest";
import { startHive, whyNoHive } from "../../warehouse/test/hive-server.ts";
import { startMariaDb, whyNoMariaDb } from "../../warehouse/test/mariadb-server.ts";
import { javaHome, run } from "../../warehouse/test/server.ts";
import { sparkHome, whyNoSpark } from "../../warehouse/test/spark.ts";
import { startTrino, whyNoTrino } from "../../warehouse/test/trino-server.ts";
import { families, type Family, randomQuery } from "../test/random-query.ts";
import type { Dialect } from "./dialect.ts";
import { fieldPaths, withoutFields } from "./read-by-binding.ts";
import { type ReadField, readsField, type TableColumns } from "./reads.ts";
import { resolveFields } from "./resolve-fields.ts";

/** So many queries have to be taken by each engine. */
const wanted = Number(process.env["ENGINE_QUERIES"] ?? 20);

/** Why these tests do not run: they take minutes, and what they say follows from the queries' text alone. */
function why(reason: () => string | undefined): string | undefined {
  if (process.env["QUERY_ENGINES"] === undefined) return "QUERY_ENGINES is not set";
  return process.env["CI"] === undefined ? reason() : "they never run in CI";
}

function isSkipped(engine: string, reason: () => string | undefined): boolean {
  const found = why(reason);
  if (found !== undefined) console.log(`What queries read is not held against ${engine}: ${found}.`);
  return found !== undefined;
}

/** A query, and whether an engine has to take it: with all that is not read renamed, and with one that is. */
interface Question {
  readonly seed: number;
  readonly sql: string;
  readonly tables: readonly TableColumns[];
  readonly hidden: readonly ReadField[];
  readonly isTaken: boolean;
}

function questionsOf(seed: number, family: Family, dialect: Dialect): readonly Question[] {
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
function definitions({ tables, hidden }: Question, dialect: Dialect): readonly string[] {
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
async function ask(
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
  expect(needless).toBeLessThan(0.05 * fields);
}

async function accepts(engine: Engine, statement: string): Promise<boolean> {
  try {
    await engine.query(statement);
    return true;
  } catch {
    return false;
  }
}

const named = (name: string) => families.find((family) => family.name === name) as Family;

describe.skipIf(isSkipped("MariaDB", whyNoMariaDb))("MariaDB", () => {
  it(
    "takes queries without what they do not read, and refuses them without what they do",
    { timeout: 900_000 },
    async () => {
      const { server, ...options } = await startMariaDb();
      const engine = await openMariaDb({ ...options, host: "127.0.0.1" });
      await ask(named("flat"), "mariadb", async (question, database) => {
        for (const statement of [
          `CREATE DATABASE ${database}`,
          `USE ${database}`,
          ...definitions(question, "mariadb"),
        ])
          await engine.execute(statement);
        return accepts(engine, `EXPLAIN ${question.sql}`);
      });
      await engine.close();
      await server.stop();
    },
  );
});

describe.skipIf(isSkipped("Hive", whyNoHive))("Hive", () => {
  it(
    "takes queries without what they do not read, and refuses them without what they do",
    { timeout: 1_800_000 },
    async () => {
      const { server, port } = await startHive();
      const engine = await openHive({ host: "127.0.0.1", port, user: "test" });
      await ask(named("nested"), "hive", async (question, database) => {
        for (const statement of [
          `CREATE DATABASE ${database}`,
          `USE ${database}`,
          ...definitions(question, "hive"),
        ])
          await engine.execute(statement);
        return accepts(engine, `EXPLAIN ${question.sql}`);
      });
      await engine.close();
      await server.stop();
    },
  );
});

describe.skipIf(isSkipped("Trino", whyNoTrino))("Trino", () => {
  it(
    "takes queries without what they do not read, and refuses them without what they do",
    { timeout: 900_000 },
    async () => {
      const { server, address } = await startTrino();
      await ask(named("with lambdas"), "trino", async (question, schema) => {
        const engine = openTrino({ address, user: "test", catalog: "iceberg", schema, connector: "iceberg" });
        for (const statement of [`CREATE SCHEMA iceberg.${schema}`, ...definitions(question, "trino")])
          await engine.execute(statement);
        return accepts(engine, `EXPLAIN (TYPE VALIDATE) ${question.sql}`);
      });
      await server.stop();
    },
  );
});

describe.skipIf(isSkipped("Spark", whyNoSpark))("Spark", () => {
  it(
    "takes queries without what they do not read, and refuses them without what they do",
    { timeout: 900_000 },
    async () => {
      const family = named("with lambdas");
      const all = Array.from({ length: 2 * wanted }, (_, seed) =>
        questionsOf(seed + 1, family, "spark"),
      ).flat();
      const directory = mkdtempSync(join(tmpdir(), "addendum-spark-"));
      const tasks = all.map((question, index) => ({
        statements: [
          `CREATE DATABASE q${index}`,
          `USE q${index}`,
          ...definitions(question, "spark").map((text) => `${text} USING parquet`),
        ],
        sql: question.sql,
      }));
      writeFileSync(join(directory, "tasks.json"), JSON.stringify(tasks));
      writeFileSync(join(directory, "ask.py"), askSpark);
      const home = sparkHome();
      const output = run("python3", ["ask.py"], {
        cwd: directory,
        env: {
          ...process.env,
          SPARK_HOME: home,
          PYTHONPATH: join(home, ".."),
          JAVA_HOME: javaHome(17, true) as string,
          SPARK_LOCAL_IP: "127.0.0.1",
          SPARK_LOCAL_HOSTNAME: "localhost",
        },
      });
      const answers = JSON.parse(output.trim().split("\n").at(-1) as string) as readonly boolean[];
      await ask(family, "spark", (question) => {
        const index = all.findIndex(
          ({ seed, sql, hidden }) =>
            seed === question.seed &&
            sql === question.sql &&
            JSON.stringify(hidden) === JSON.stringify(question.hidden),
        );
        return Promise.resolve(answers[index] === true);
      });
      rmSync(directory, { recursive: true, force: true });
    },
  );
});

/** Spark analyses a query as soon as it is told of it. */
const askSpark = `
import json
from pyspark.sql import SparkSession
spark = (SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    .config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1").getOrCreate())
spark.sparkContext.setLogLevel("OFF")
answers = []
for task in json.load(open("tasks.json")):
    for statement in task["statements"]:
        spark.sql(statement)
    try:
        spark.sql(task["sql"])
        answers.append(True)
    except Exception:
        answers.append(False)
spark.stop()
print(json.dumps(answers))
`;
