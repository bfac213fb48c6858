import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fetchOnce, isThere, javaHome, run, whyNoEngines } from "./server.ts";

const version = "4.0.5";
const icebergJar = "iceberg-spark-runtime-4.0_2.13-1.10.0.jar";

/** Why Spark cannot run here; undefined where it can. */
export function whyNoSpark(): string | undefined {
  const reason = whyNoEngines();
  if (reason !== undefined) return reason;
  if (javaHome(17, true) === undefined) return "there is no Java 17";
  try {
    sparkHome();
    installIceberg();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** The directory of Spark, as PyPI has it. */
export function sparkHome(): string {
  const environment = fetchOnce(`pyspark-${version}`, (scratch) => {
    if (!isThere("python3")) throw new Error("there is no Python to fetch Spark with");
    run("python3", ["-m", "venv", join(scratch, "venv")]);
    run(join(scratch, "venv/bin/python"), [
      "-m",
      "pip",
      "install",
      "-q",
      "--no-input",
      `pyspark==${version}`,
    ]);
    return join(scratch, "venv");
  });
  const lib = readdirSync(join(environment, "lib")).find((name) => name.startsWith("python3"));
  const home = join(environment, "lib", lib ?? "", "site-packages/pyspark");
  if (!existsSync(home)) throw new Error(`there is no Spark in ${environment}`);
  return home;
}

function installIceberg(): string {
  return fetchOnce(icebergJar, (scratch) => {
    if (!isThere("mvn")) throw new Error("there is no Maven to fetch Iceberg with");
    const artifact = "org.apache.iceberg:iceberg-spark-runtime-4.0_2.13:1.10.0";
    run("mvn", ["-q", "-B", "dependency:copy", `-Dartifact=${artifact}`, `-DoutputDirectory=${scratch}`]);
    return join(scratch, icebergJar);
  });
}

/**
 * Runs statements in one Spark, with a Hive metastore below the directory and Iceberg's catalog `ice`. Returns what each
 * SELECT of the form `SELECT to_json(…)` printed, a line a row. Throws with Spark's words where a statement is refused.
 */
export function runSpark(directory: string, statements: readonly string[]): string[] {
  const home = sparkHome();
  const file = join(directory, "statements.sql");
  writeFileSync(file, statements.map((statement) => `${statement};\n`).join(""));
  const settings = {
    "spark.sql.warehouse.dir": join(directory, "warehouse"),
    "spark.sql.catalogImplementation": "hive",
    "spark.hadoop.javax.jdo.option.ConnectionURL": `jdbc:derby:;databaseName=${directory}/metastore;create=true`,
    "spark.driver.extraJavaOptions": `-Dderby.system.home=${directory} -Duser.timezone=UTC`,
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.extensions": "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions",
    "spark.sql.catalog.ice": "org.apache.iceberg.spark.SparkCatalog",
    "spark.sql.catalog.ice.type": "hadoop",
    "spark.sql.catalog.ice.warehouse": join(directory, "iceberg"),
  };
  const java = javaHome(17, true) as string;
  const output = run(
    join(home, "bin/spark-sql"),
    [
      "--master",
      "local[2]",
      "--driver-memory",
      "1g",
      "--jars",
      installIceberg(),
      ...Object.entries(settings).flatMap(([name, value]) => ["--conf", `${name}=${value}`]),
      "-f",
      file,
    ],
    {
      cwd: directory,
      env: {
        ...process.env,
        SPARK_HOME: home,
        JAVA_HOME: java,
        SPARK_LOCAL_IP: "127.0.0.1",
        SPARK_LOCAL_HOSTNAME: "localhost",
        LC_ALL: "C.UTF-8",
      },
    },
  );
  return output.split("\n").filter((line) => line.startsWith("{") || line.startsWith("["));
}
