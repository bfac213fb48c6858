// `npm run engines` runs it, and no other test run: it takes minutes.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "vitest";
import { javaHome, run, skipBecause } from "../../warehouse/test/server.ts";
import { sparkHome, whyNoSpark } from "../../warehouse/test/spark.ts";
import { ask, definitions, named, questionsOf, wanted } from "./engine-questions.ts";

describe.skipIf(skipBecause("Spark", whyNoSpark()))("Spark", () => {
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
