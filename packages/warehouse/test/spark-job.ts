import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fetchOnce, isThere, run, shortLivedJava } from "./server.ts";
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
    "spark.driver.extraJavaOptions": shortLivedJava.join(" "),
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

/** What Spark reads Kafka's topics with; of later versions Maven Central has only a part. */
const kafkaArtifacts = [
  "org.apache.spark:spark-sql-kafka-0-10_2.13:4.0.0",
  "org.apache.spark:spark-token-provider-kafka-0-10_2.13:4.0.0",
  "org.apache.kafka:kafka-clients:3.9.1",
  "org.apache.commons:commons-pool2:2.12.0",
];

/** The paths of these. */
export function kafkaSource(): readonly string[] {
  const directory = fetchOnce("spark-sql-kafka-4.0.0", (scratch) => {
    if (!isThere("mvn")) throw new Error("there is no Maven to fetch Spark's source for Kafka with");
    const out = join(scratch, "lib");
    for (const artifact of kafkaArtifacts) {
      run("mvn", ["-q", "-B", "dependency:copy", `-Dartifact=${artifact}`, `-DoutputDirectory=${out}`]);
    }
    return out;
  });
  return readdirSync(directory).map((name) => join(directory, name));
}
