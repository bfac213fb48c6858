import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fetchOnce, isThere, run } from "./server.ts";
import { sparkEnvironment, sparkHome } from "./spark.ts";

const job = join(import.meta.dirname, "../spark/load_events.py");

/**
 * Runs the PySpark job in one process. Returns what it reported. Throws with the last line that it printed.
 * @param args of the job
 * @param settings of Spark
 */
export function runSparkJob(
  directory: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Record<string, unknown> {
  const home = sparkHome();
  const all = {
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.warehouse.dir": join(directory, "spark-warehouse"),
    ...settings,
  };
  const output = run(
    join(home, "bin/spark-submit"),
    [
      "--master",
      "local[2]",
      "--driver-memory",
      "1g",
      ...Object.entries(all).flatMap(([name, value]) => ["--conf", `${name}=${value}`]),
      job,
      ...args,
    ],
    {
      cwd: directory,
      env: {
        ...sparkEnvironment(),
        PYSPARK_PYTHON: join(home, "../../../../bin/python"),
        PYTHONDONTWRITEBYTECODE: "1",
      },
    },
  );
  return JSON.parse(output.trim().split("\n").at(-1) ?? "") as Record<string, unknown>;
}

/** Paths of what Spark reads Kafka's topics with. */
export function kafkaSource(): readonly string[] {
  const directory = fetchOnce("spark-sql-kafka-4.0.5", (scratch) => {
    if (!isThere("mvn")) throw new Error("there is no Maven to fetch Spark's source for Kafka with");
    writeFileSync(
      join(scratch, "pom.xml"),
      `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
       <groupId>addendum</groupId><artifactId>spark-kafka</artifactId><version>1</version><dependencies>
       <dependency><groupId>org.apache.spark</groupId><artifactId>spark-sql-kafka-0-10_2.13</artifactId><version>4.0.5</version></dependency>
       </dependencies></project>`,
    );
    const excluded = "-DexcludeGroupIds=org.scala-lang,org.apache.hadoop";
    const target = `-DoutputDirectory=${scratch}/lib`;
    run("mvn", ["-q", "-B", "dependency:copy-dependencies", "-DincludeScope=runtime", excluded, target], {
      cwd: scratch,
    });
    return join(scratch, "lib");
  });
  return readdirSync(directory).map((name) => join(directory, name));
}
